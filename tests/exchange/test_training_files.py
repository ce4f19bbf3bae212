"""The files of briefing, handover and talks: what is refused and where, twice without a change, the same bytes out."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Topic
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage import rebuild
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.examples import tries
from tests.exchange.folders import OFFICERS, POSTS, SITE, contents, files_of, make, table_of
from tests.exchange.strategies import HOSTILE

LONDON = zone("Europe/London")
TOPICS = 'topic,title,points,refresher_months\r\nfire,Fire,"Panel\nAssembly points",12\r\nkeys,Keys,,\r\n'
REQUIREMENTS = "topic,who\r\nfire,all\r\nkeys,GATE\r\nkeys,NG02\r\n"
TALKS = (
    "talk,topic,held_at,minutes,presenter,key_points\r\n"
    "T-07,fire,2026-03-02T19:05,12,okafor,Panel\r\n"
    "old 3,keys,2026-03-03T19:05,10,okafor,'=1+1\r\n"
)
ATTENDANCE = (
    "talk,officer,signed_at,result\r\n"
    "T-07,NG01,2026-03-02T19:16,attended\r\n"
    "T-07,NG02,,absent\r\n"
    "old 3,NG01,,attended\r\n"
    "old 3,NG02,2026-03-09T07:10,catch-up\r\n"
)
BRIEFINGS = (
    "briefing,text,priority,from,until,repeat,owner\r\n"
    "P-02,Gate 2 barrier is stiff,high,2026-03-01,2026-03-31,,okafor\r\n"
    "P-03,Radio check,2,2026-03-01T19:00,,weekdays,\r\n"
    "x,Test the fire panel,normal,2026-03-01,,FREQ=MONTHLY;BYDAY=1MO,\r\n"
)
ACKS = "briefing,officer,at\r\nP-02,NG01,2026-03-02T19:02\r\nP-02,NG01,2026-03-03T19:02\r\n"
HANDOVERS = (
    "handover,at,from,to,accepted_at,text\r\n"
    'H-04,2026-03-02T19:00,okafor,patel,2026-03-02T19:04,"All quiet\nKeys 46 of 46"\r\n'
    "H-05,2026-03-03T07:00,patel,,,Waiting for the day shift\r\n"
)
FILES = {
    "site.toml": SITE, "officers.csv": OFFICERS, "posts.csv": POSTS, "topics.csv": TOPICS,
    "requirements.csv": REQUIREMENTS, "talks.csv": TALKS, "attendance.csv": ATTENDANCE, "briefings.csv": BRIEFINGS,
    "acknowledgements.csv": ACKS, "handovers.csv": HANDOVERS,
}  # fmt: skip
NAMES = ("topics", "requirements", "talks", "attendance", "briefings", "acknowledgements", "handovers")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "in", FILES)


def test_they_come_in_once_and_out_the_same(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    report = import_folder(empty_store, folder, me)
    assert (report.bad, report.notes) == ([], [])
    before = contents(empty_store)
    assert not import_folder(empty_store, folder, me).stored
    assert contents(empty_store) == before
    assert rebuild.differences(empty_store) == []
    store = empty_store
    assert store.talks.compliance(date(2026, 3, 10)) == (2, 3)
    assert [(one.officer, one.talk) for one in store.talks.absentees()] == [("NG02", "T-07")]
    assert [one.point.briefing for one in store.briefings.on(date(2026, 3, 2))] == ["P-03", "P-02", "x"]
    assert store.handovers.get("H-04").accepted_at == parse_file_time("2026-03-02T19:04", LONDON)
    export_folder(store, tmp_path / "out")
    with Store.open(tmp_path / "other.db", FrozenClock(NOW)) as other:
        assert import_folder(other, tmp_path / "out", me).bad == []
        export_folder(other, tmp_path / "again")
    out = files_of(tmp_path / "out")
    assert out == files_of(tmp_path / "again")
    assert {f"{name}.csv" for name in NAMES} <= set(out)
    assert out["briefings.csv"].decode() == BRIEFINGS.replace("T19:00,", "T19:00:00+00:00,")


def test_numbers_go_on_from_what_was_imported(store: Store, folder: Path, me: Author) -> None:
    (folder / "site.toml").unlink()
    import_folder(store, folder, me)
    assert store.briefings.add("New", me).briefing == "P-04"
    assert store.talks.plan("fire", me).talk == "T-08"
    assert store.handovers.sign("New", me, saw="H-05").handover == "H-06"


def test_a_workbook_holds_it_as_well(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    export_folder(empty_store, tmp_path / "all.xlsx")
    before = contents(empty_store)
    report = import_folder(empty_store, tmp_path / "all.xlsx", me)
    assert (report.bad, report.stored) == ([], False)
    assert contents(empty_store) == before


def test_a_date_cell_of_a_workbook_is_a_day(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    from openpyxl import Workbook

    import_folder(empty_store, folder, me)
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.title = "briefings"
    sheet.append(["briefing", "text", "priority", "from", "until"])
    sheet.append(["P-09", "Road works", "low", date(2026, 3, 4), date(2026, 3, 5)])
    book.save(tmp_path / "points.xlsx")
    assert import_folder(empty_store, tmp_path / "points.xlsx", me).bad == []
    point = empty_store.briefings.get("P-09").point
    assert (point.since, point.until) == ("2026-03-04", "2026-03-05")


@pytest.mark.parametrize(
    ("file", "row", "column", "problem"),
    [
        ("topics.csv", "x,X,,0", "refresher_months", "whole months, 1 to 600"),
        ("topics.csv", "x,X,,-6", "refresher_months", "whole months, 1 to 600"),
        ("requirements.csv", "fire,ALL", "who", "there is no post or officer «ALL»: write all"),
        ("requirements.csv", "nope,all", "topic", "there is no topic «nope»"),
        ("talks.csv", "T-9,nope,2026-03-02T19:05,1,a,b", "topic", "there is no topic «nope»"),
        ("talks.csv", "T-9,fire,2026-03-29T01:30,1,a,b", "held_at", "01:30"),
        ("talks.csv", "T-9,fire,2026-03-02T19:05,-1,a,b", "minutes", "whole minutes"),
        ("attendance.csv", "T-9,NG01,,attended", "talk", "there is no talk «T-9»"),
        ("attendance.csv", "T-07,NG09,,attended", "officer", "there is no officer «NG09»"),
        ("attendance.csv", "old 3,NG01,,present", "result", "attended, absent or catch-up"),
        ("briefings.csv", "P-9,x,high,2026-03-02,2026-03-01,,", "until", "is not later than the start"),
        ("briefings.csv", "P-9,x,high,02/03/2026,,,", "from", "02/03/2026"),
        ("briefings.csv", "P-9,x,high,2026-03-02,,now and then,", "repeat", "is no repeat rule"),
        ("briefings.csv", "P-9,x,high,2026-03-02,,FREQ=SECONDLY,", "repeat", "more often than once an hour"),
        ("briefings.csv", "P-9,,high,2026-03-02,,,", "text", "must not be"),
        ("acknowledgements.csv", "P-9,NG01,2026-03-02T19:02", "briefing", "there is no briefing «P-9»"),
        ("handovers.csv", "H-9,2026-03-02T19:00,okafor,,2026-03-02T19:05,x", "to", "write by whom"),
        ("handovers.csv", "H-9,2026-03-02T19:00,okafor,a,2026-03-02T18:05,x", "accepted_at", "earlier"),
        ("handovers.csv", "H-9,2026-03-02T19:00,okafor,a,,", "text", "must not be"),
    ],
)
def test_what_is_refused(
    empty_store: Store, folder: Path, me: Author, file: str, row: str, column: str, problem: str
) -> None:
    make(folder, {file: FILES[file] + row + "\r\n"})
    report = import_folder(empty_store, folder, me)
    (bad,) = report.bad
    lines = list(csv.reader(io.StringIO(FILES[file])))
    assert (bad.file, bad.column) == (file, column)
    assert bad.line >= len(lines) + 1
    assert problem in bad.problem
    assert empty_store.head().seq == 0


@pytest.mark.parametrize(
    ("file", "old", "new"),
    [
        ("handovers.csv", "Waiting", "Not waiting"), ("handovers.csv", ",patel,2026", ",marsh,2026"),
        ("attendance.csv", "NG02,,absent", "NG02,2026-03-09T07:00,catch-up"),
    ],
)  # fmt: skip
def test_what_is_logged_is_not_changed(
    empty_store: Store, folder: Path, me: Author, file: str, old: str, new: str
) -> None:
    import_folder(empty_store, folder, me)
    before = contents(empty_store)
    make(folder, {file: FILES[file].replace(old, new)})
    report = import_folder(empty_store, folder, me)
    assert report.bad
    assert all("what is logged is not changed" in bad.problem for bad in report.bad)
    assert contents(empty_store) == before


def test_the_others_are_changed_and_registers_follow(empty_store: Store, folder: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    make(folder, {"talks.csv": TALKS.replace("T-07,fire", "T-07,keys"), "topics.csv": TOPICS.replace("Fire", "Fires")})
    report = import_folder(empty_store, folder, me)
    assert report.bad == []
    matrix = empty_store.talks.matrix(date(2026, 3, 10))
    assert (matrix.last("NG01", "fire"), matrix.state("NG01", "fire")) == (None, "never")
    assert matrix.last("NG01", "keys") is not None
    assert rebuild.differences(empty_store) == []


def test_a_text_that_a_file_changes_is_to_be_heard_again(store: Store, folder: Path, me: Author) -> None:
    (folder / "site.toml").unlink()
    import_folder(store, folder, me)
    store.roster.assign("NG01", "GATE", NOW - 60, NOW + 3600, me)
    store.briefings.acknowledge(["P-03", "x"], ["NG01"], me)
    assert store.briefings.unread() == []
    store.clock.advance(60)
    make(folder, {"briefings.csv": BRIEFINGS.replace("high", "low").replace("Test the fire panel", "Fire panel out")})
    import_folder(store, folder, me)
    assert store.briefings.get("x").changed_at == NOW + 60
    assert store.briefings.get("P-02").changed_at == 0
    assert rebuild.differences(store) == []


def test_a_locked_register_is_not_changed_by_a_file(store: Store, tmp_path: Path, me: Author) -> None:
    store.reference.set(Topic(topic="keys", title="Keys"), me)
    store.talks.plan("keys", me, key_points="Count them")
    assert any("1 talks that are planned" in line for line in export_folder(store, tmp_path / "0").left_out)
    store.talks.start("T-01", me, present=["1001"])
    store.talks.sign("T-01", "1001", me)
    store.talks.complete("T-01", me)
    out = export_folder(store, tmp_path / "out").path
    assert table_of(out / "attendance.csv")[1][:2] == ["T-01", "1001"]
    assert not import_folder(store, out, me).stored
    text = (out / "talks.csv").read_text(encoding="utf-8")
    make(out, {"talks.csv": text.replace("Count them", "Lose them")})
    (bad,) = import_folder(store, out, me).bad
    assert (bad.file, bad.column) == ("talks.csv", "key_points")
    assert "what is logged is not changed" in bad.problem


# ── laws ─────────────────────────────────────────────────────────────────────────────────────────────────────

said = st.sampled_from([text for text in HOSTILE if text.strip() and "\r" not in text]) | st.text(
    st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=9
).filter(lambda text: text.strip() != "")


@settings(max_examples=tries(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_what_a_shift_does_goes_out_and_in_again(tmp_path_factory: pytest.TempPathFactory, data: st.DataObject) -> None:
    tmp_path, clock, me, draw = tmp_path_factory.mktemp("law"), FrozenClock(NOW), Author("okafor"), data.draw
    with Store.open(tmp_path / "a.db", clock) as store, Store.open(tmp_path / "b.db", clock) as other:
        for officer in ("1001", "1002"):
            store.reference.set(Officer(officer=officer, name=officer), me)
        for topic in ("fire", "keys"):
            title, months = draw(said)[:99].replace("\n", " ") or "x", draw(st.none() | st.integers(1, 3))
            store.reference.set(Topic(topic=topic, title=title, refresher_months=months), me)
        for _ in range(draw(st.integers(0, 14))):
            clock.advance(draw(st.integers(0, 90_000)))
            try:
                _act(store, me, draw)
            except StoreError:
                continue
        export_folder(store, tmp_path / "out")
        assert import_folder(other, tmp_path / "out", me).bad == []
        export_folder(other, tmp_path / "again")
        assert files_of(tmp_path / "out") == files_of(tmp_path / "again")
        assert not import_folder(store, tmp_path / "out", me).stored
        assert rebuild.differences(store) == []
        later = date(2026, 11, 23) + timedelta(days=draw(st.integers(0, 400)))
        assert store.talks.compliance(later) == store.talks.matrix(later).compliance()


def _act(store: Store, me: Author, draw: st.DrawFn) -> None:
    talks, points = store.talks.open(), store.briefings.all()
    held = store.talks.held()
    officer = draw(st.sampled_from(["1001", "1002"]))
    act = draw(
        st.sampled_from(["plan", "start", "sign", "done", "absent", "late", "point", "edit", "gone", "ack", "req"])
    )
    if act == "plan":
        store.talks.plan(draw(st.sampled_from(["fire", "keys"])), me, key_points=draw(said))
    elif act == "req":
        store.talks.require("fire", draw(st.lists(st.sampled_from(["all", "1001"]), unique=True)), me)
    elif act == "point":
        store.briefings.add(draw(said), me, repeat=draw(st.sampled_from(["", "weekdays", "first monday until 1 feb"])))
    elif act in ("edit", "gone", "ack") and points:
        point = draw(st.sampled_from(points)).point
        if act == "edit":
            store.briefings.change(point, me, text=draw(said))
        elif act == "gone":
            store.briefings.withdraw(point, draw(said), me)
        else:
            store.briefings.acknowledge([point.briefing], [officer], me)
    elif act == "late" and held:
        store.talks.catch_up(held[0].talk, officer, me)
    elif talks:
        talk = draw(st.sampled_from(talks)).talk
        if act == "start":
            store.talks.start(talk, me, present=["1001"])
        elif act == "sign":
            store.talks.sign(talk, officer, me)
        elif act == "absent":
            store.talks.absent(talk, officer, me)
        else:
            store.talks.complete(talk, me)
