"""The files of the improvement plan: what is refused and where, twice without a change, the same bytes out."""

import csv
import io
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.tables import BY_NAME
from sfm_tui.storage import rebuild
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.exchange.folders import OFFICERS, PEOPLE, SITE, contents, files_of, make, table_of
from tests.exchange.strategies import HOSTILE

THEMES = "theme,title,objective\r\nresponse,Response,Nobody waits\r\nkeys,'=Keys,\r\n"
MEASURES = "measure,name,unit,better,target\r\nlate,Late responses,a week,lower,2\r\ndrift,Drift,s,higher,-2.50\r\n"
PHASES = "measure,from,reason\r\nlate,2026-03-02,A-07 in effect\r\nshift-fill,2026-03-02T19:00,New contract\r\n"
READINGS = (
    "measure,at,value,n\r\nlate,2026-02-02,5,9\r\nlate,2026-02-09,6.50,\r\nlate,2026-03-02T07:00:00+00:00,-1,\r\n"
)
HEAD = ",".join(column.name for column in BY_NAME["actions"].columns)
ACTIONS = (
    f"{HEAD}\r\n"
    "A-07,1,closed,response,Dedicated responder,3 minutes in 95%,22 of 41 late,yes,Response covers,,okafor,Shaw,,"
    "2026-02-01,2026-02-02,2026-02-09,2026-02-27,late,2026-01-01,2026-01-31,2,Late a week\r\n"
    'A-07,2,check,response,Dedicated responder,3 minutes in 95%,"Half,\nor so",no,,A second radio,okafor,,,,'
    "2026-03-01,,2026-03-31,response-time,,,3:00,Late a week\r\n"
    "old 3,1,plan,,Key register,,,no,,,,,,,,,,,,,,\r\n"
)
STEPS = (
    "action,step,by,text,support,timescale,done_on\r\n"
    "A-07,1,manager,Roster one officer alone,,2026-02-09,2026-02-08\r\n"
    "A-07,2,team,Say it at stand-up,A sheet,weekly,\r\n"
)
REVIEWS = (
    "action,cycle,reviewed_on,outcome,evaluation,next_actions,next_review,reviewer\r\n"
    "A-07,1,2026-02-20,partially met,Better at lunch,Look at close,2026-03-20,marsh\r\n"
    "A-07,2,2026-03-10,not met,'-3 is no figure,,,marsh\r\n"
)
FILES = {
    "site.toml": SITE, "officers.csv": OFFICERS, "people.csv": PEOPLE, "themes.csv": THEMES, "measures.csv": MEASURES,
    "phases.csv": PHASES, "readings.csv": READINGS, "actions.csv": ACTIONS, "steps.csv": STEPS, "reviews.csv": REVIEWS,
    "links.csv": "from,to,kind\r\nfinding:no-responder:2026-03-01T17:00,action:A-07,led to\r\n",
}  # fmt: skip
NAMES = ("themes", "measures", "phases", "readings", "actions", "steps", "reviews")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "in", FILES)


def test_they_come_in_once_and_out_the_same(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    store = empty_store
    report = import_folder(store, folder, me)
    assert (report.bad, report.notes, report.not_read) == ([], [], [])
    before = contents(store)
    assert not import_folder(store, folder, me).stored
    assert contents(store) == before
    assert rebuild.differences(store) == []
    whole = store.actions.dossier("A-07")
    assert [one.stage for one in whole.cycles] == ["closed", "check"]
    assert [review.outcome for review in whole.reviews(2)] == ["not met"]
    assert [step.text for step in whole.steps(2)] == ["Roster one officer alone", "Say it at stand-up"]
    assert store.measures.readings("late")[-1].value == "-1"
    assert "imported" in {act.verb for act in whole.history}
    assert store.actions.add("New card", me).action == "A-08"
    with Store.open(tmp_path / "fresh.db", FrozenClock(NOW)) as fresh:
        import_folder(fresh, folder, me)
        export_folder(fresh, tmp_path / "out")
    with Store.open(tmp_path / "other.db", FrozenClock(NOW)) as other:
        assert import_folder(other, tmp_path / "out", me).bad == []
        export_folder(other, tmp_path / "again")
    out = files_of(tmp_path / "out")
    assert out == files_of(tmp_path / "again")
    for name in NAMES:
        there = table_of(folder / f"{name}.csv")
        assert table_of(tmp_path / "out" / f"{name}.csv")[0] == there[0]
        assert len(table_of(tmp_path / "out" / f"{name}.csv")) == len(there)


def test_a_workbook_says_the_same(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    export_folder(empty_store, tmp_path / "plan.xlsx")
    before = contents(empty_store)
    assert not import_folder(empty_store, tmp_path / "plan.xlsx", me).stored
    assert contents(empty_store) == before


def test_what_has_no_column_outlives_an_import(empty_store: Store, folder: Path, me: Author) -> None:
    store = empty_store
    import_folder(store, folder, me)
    store.actions.change(store.actions.get("A-07"), me, cause="Two posts at once", gap="41 late")
    assert import_folder(store, folder, me).stored
    card = store.actions.get("A-07")
    assert (card.cause, card.gap) == ("Two posts at once", "Half,\nor so")
    assert rebuild.differences(store) == []


ROW = "A-9,1,do,,Area,Level,Gap,no,,,okafor,,,,2026-03-02,,2026-03-31,,,,,Count"


@pytest.mark.parametrize(
    ("name", "text", "column", "why"),
    [
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("2026-03-31", "2026-03-01"), "due", "is before the start"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("okafor", "Shaw and Reid"), "owner", "names 2 people"),
        (
            "actions.csv",
            f"{HEAD}\r\n" + ROW.replace(",do,", ",doing,"),
            "stage",
            "write plan, do, check, act or closed",
        ),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("A-9,1", "A-9,0"), "cycle", "number of the cycle"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("do,,", "do,astral,"), "theme", "there is no theme «astral»"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace("Area", ""), "area", "empty"),
        ("actions.csv", f"{HEAD}\r\n" + ROW.replace(",no,", ",maybe,"), "safety_risk", "write yes or no"),
        ("steps.csv", "action,step,by,text,timescale\r\nA-99,1,team,Do it,now", "action", "there is no action «A-99»"),
        ("steps.csv", "action,step,by,text,timescale\r\nA-07,3,all,Do it,now", "by", "write manager, officer or team"),
        ("reviews.csv", REVIEWS + "A-07,3,2026-03-11,met,Good,,,marsh\r\n", "cycle", "«A-07» has no cycle 3"),
        ("reviews.csv", REVIEWS + "A-99,1,2026-03-11,met,Good,,,marsh\r\n", "cycle", "there is no action «A-99»"),
        ("reviews.csv", REVIEWS.replace("not met", "failed"), "outcome", "write met, partially met or not met"),
        ("reviews.csv", REVIEWS.replace("2026-03-20", "2026-02-20"), "next_review", "is not after the review"),
        ("reviews.csv", REVIEWS.replace("2026-02-20", "2026-02-01"), "reviewed_on", "before the action began"),
        ("readings.csv", "measure,at,value\r\nlate,2026-02-16,four", "value", "is no number"),
        ("readings.csv", "measure,at,value\r\nmood,2026-02-16,4", "measure", "there is no measure «mood»"),
        ("readings.csv", "measure,at,value\r\nlate,2026-03-29T01:30,4", "at", ""),
        ("phases.csv", "measure,from,reason\r\nlate,2026-03-02,", "reason", "empty"),
        ("measures.csv", MEASURES.replace("higher", "up"), "better", "write lower or higher"),
    ],
)
def test_a_bad_row_is_told_and_nothing_stored(
    empty_store: Store, folder: Path, me: Author, name: str, text: str, column: str, why: str
) -> None:
    (folder / name).write_text(text + "\r\n", encoding="utf-8", newline="")
    report = import_folder(empty_store, folder, me)
    bad = [one for one in report.bad if one.file == name]
    assert [one.column for one in bad] == [column]
    assert why in bad[0].problem
    assert empty_store.head().seq == 0


def test_a_review_is_held_to_the_beginning_that_the_store_has(empty_store: Store, folder: Path, me: Author) -> None:
    store = empty_store
    import_folder(store, folder, me)
    before = contents(store)
    make(folder, {"actions.csv": f"{HEAD}\r\n", "reviews.csv": REVIEWS + "A-07,1,2026-02-01,met,Early,,,marsh\r\n"})
    assert [bad.column for bad in import_folder(store, folder, me).bad] == ["reviewed_on"]
    make(folder, {"reviews.csv": REVIEWS, "actions.csv": ACTIONS.replace("2026-02-02,2026-02-09", "2026-02-21,")})
    (bad,) = import_folder(store, folder, me).bad
    assert (bad.file, bad.line, bad.column) == ("actions.csv", 2, "started_on")
    assert contents(store) == before


WORDS = st.one_of(st.sampled_from(["", *HOSTILE]), st.text(max_size=12)).filter(lambda text: "\x00" not in text)
DAYS = st.integers(0, 400).map(lambda n: (date(2026, 1, 1) + timedelta(days=n)).isoformat())
FIGURES = st.one_of(
    st.integers(-(10**9), 10**9).map(str), st.decimals(-999, 999, places=2, allow_nan=False).map(str)
)  # fmt: skip


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(WORDS, WORDS, WORDS, DAYS, st.sampled_from(("plan", "do", "closed"))), max_size=5),
    values=st.dictionaries(DAYS, FIGURES, max_size=5),
)
def test_whatever_comes_in_goes_out_the_same(
    tmp_path_factory: pytest.TempPathFactory, me: Author, rows: list[tuple[str, ...]], values: dict[str, str]
) -> None:
    """Hostile text in an action's fields, any figures: a refusal, or the same cells after a round trip."""
    place = tmp_path_factory.mktemp("law")
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["action", "cycle", "stage", "theme", "area", "required_level", "gap", "safety_risk", "owner",
                     "due", "how_measured"])  # fmt: skip
    for n, (area, gap, how, day, stage) in enumerate(rows):
        writer.writerow([f"A-{n:02d}", "1", stage, "", area, "", gap, "no", "", day, how])
    readings = "measure,at,value\r\n" + "".join(f"late,{day},{value}\r\n" for day, value in values.items())
    make(place / "in", {"site.toml": SITE, "measures.csv": MEASURES, "readings.csv": readings,
                        "actions.csv": out.getvalue()})  # fmt: skip
    with Store.open(place / "one.db", FrozenClock(NOW)) as store:
        try:
            report = import_folder(store, place / "in", me, skip_bad=True)
        except StoreError:
            return
        assert {bad.file for bad in report.bad} <= {"actions.csv"}
        export_folder(store, place / "out")
        kept = {reading.at: reading.value for reading in store.measures.readings("late")}
        assert kept == values
        areas = {one.action.area for cards in store.actions.board(closed=True).values() for one in cards}
        assert len(areas) <= len(rows)
    with Store.open(place / "two.db", FrozenClock(NOW)) as again:
        assert import_folder(again, place / "out", me).bad == []
        export_folder(again, place / "again")
    assert files_of(place / "out") == files_of(place / "again")
