"""Erasing what is due: not a byte of it is left, the chain holds, the tables are what the ledger adds up to."""

import os
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock, day_bounds
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Person
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.retention import BY_NAME
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_records import AbsenceRecord, DutyRecord, LicenceRecord
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage import clearing, driver, rebuild, verify
from sfm_tui.storage.clearing import unfinished
from sfm_tui.storage.doctor import examine
from sfm_tui.storage.erasing import erase, erase_batch
from sfm_tui.storage.errors import Refused, StoreBusy
from sfm_tui.storage.figures import kpis
from sfm_tui.storage.listing import Filter
from sfm_tui.storage.record_history import imported_rows
from sfm_tui.storage.records import find
from sfm_tui.storage.roster_news import news
from sfm_tui.storage.search import SearchAll
from sfm_tui.storage.store import Store
from sfm_tui.storage.thread import read_thread
from tests.conftest import ME, NOW
from tests.examples import tries

YEAR = 365 * 86_400
SECRETS = ("Zanzibarius", "Quetzalcoatlus", "Xylophonist", "Wolfenstein", "Vermillionaire", "Ulyssesian")


def traces(path: Path, words: tuple[str, ...] = SECRETS) -> list[str]:
    """Which of these words stand anywhere in a store's files."""
    files = [p for p in path.parent.rglob("*") if p.is_file() and p.name.startswith(path.name)]
    files += [p for p in path.with_name(path.name + ".files").rglob("*") if p.is_file()]
    data = [(p.name, p.read_bytes().lower()) for p in files]
    return [f"{word} in {name}" for word in words for name, raw in data if word.lower().encode() in raw]


def sound(store: Store) -> None:
    """The chain holds, and the tables are what the ledger adds up to."""
    assert verify.check(store.path).problems == []
    assert rebuild.differences(store) == []


def an_incident(store: Store, me: Author, folder: Path, *, close: bool = True) -> str:
    """An incident with all that may hang on one, a secret in each."""
    line = store.occurrences.log("Zanzibarius at the gate", me)
    number = store.incidents.open(
        me, summary="Quetzalcoatlus seen", location="GATE3", occurrence=line.occurrence
    ).number
    store.incidents.note(number, "Xylophonist told us", me)
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    store.incidents.stamp(number, "on scene", me, officer="1001")
    photo = folder / "photo.txt"
    photo.write_text("Wolfenstein's photograph")
    store.attachments.add(f"incident:{number}", photo, me, about="Vermillionaire")
    store.drafts.keep(f"incident:{number}", me.person, {"text": "Ulyssesian half typed"})
    store.links.make(f"incident:{number}", "complaint:Mrs Vermillionaire", me)
    if close:
        store.incidents.set_state(number, "closed", me)
    return number


def hits(store: Store, word: str) -> list[str]:
    with store.reading() as connection:
        return [hit.subject for hit in SearchAll(word, Filter(), ResponseTerms()).more_records(connection)]


def test_not_a_byte_is_left(store: Store, me: Author, clock: FrozenClock, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    number = an_incident(store, me, home)
    kept = store.incidents.open(me, summary="Persimmon stays", location="GATE3").number
    (home / "photo.txt").unlink()
    assert len({word.split()[0] for word in traces(store.path)}) == len(SECRETS)
    head = store.head()
    clock.advance(7 * YEAR)
    gone = erase(store, ["incidents"], me, why="yearly")
    assert (gone.records, gone.batches) == (1, 1)
    assert traces(store.path) == []
    assert not unfinished(store)
    assert hits(store, "Quetzalcoatlus") == hits(store, "Xylophonist") == []
    assert hits(store, "Persimmon") == hits(store, "north") == [f"incident:{kept}"]
    assert store.drafts.all() == []
    assert verify.check(store.path, known=(head.seq, head.hash.hex())).ok
    sound(store)
    with store.reading() as connection:
        stubs = connection.exec_driver_sql("SELECT record, kind, day, rule FROM erased ORDER BY 1").all()
    rule = "incidents: 6 years after it was closed, the usual time"
    assert stubs == [
        (f"incident:{number}", "incidents", "2026-11-21", rule),
        ("occurrence:B2026-00001", "occurrences", "2026-11-21", rule),
    ]
    assert store.incidents.open(me, summary="Next", reported=NOW).number == "2026-0003", "no number is given twice"
    assert store.occurrences.log("Next", me, at=NOW).occurrence == "B2026-00002"
    sound(store)
    export_folder(store, tmp_path / "out")
    with Store.open(tmp_path / "other.db", clock) as other:
        assert not import_folder(other, tmp_path / "out", me).refused
        assert {"2026-0002", "2026-0003"} == {hit[9:] for hit in hits(other, "2026")}


def test_a_file_that_something_kept_names_stays(store: Store, me: Author, clock: FrozenClock, tmp_path: Path) -> None:
    an_incident(store, me, tmp_path)
    page = store.reflections.add("Mine", me)
    same = store.attachments.add(page.ref, tmp_path / "photo.txt", me)
    clock.advance(7 * YEAR)
    erase(store, ["incidents"], me)
    assert store.attachments.read(same.hash) == b"Wolfenstein's photograph"
    assert verify.check(store.path).ok


def test_what_stands_against_it(store: Store, me: Author, clock: FrozenClock, tmp_path: Path) -> None:
    numbers = [an_incident(store, me, tmp_path, close=n != 1) for n in range(4)]
    action = store.actions.add("Responder", me, sources=[f"incident:{numbers[2]}"])
    store.holds.place(f"incident:{numbers[3]}", "a claim was made", me)
    clock.advance(7 * YEAR)
    kept = {old.record.partition(":")[2]: old.why for old in store.retention.page("incidents", which="kept")}
    assert kept == {
        numbers[1]: "it is still open",
        numbers[2]: f"action {action.action} is not closed",
        numbers[3]: "held: a claim was made",
    }
    assert [old.record for old in store.retention.page("incidents")] == [f"incident:{numbers[0]}"]
    (count,) = [c for c in store.retention.counts() if c.rule.kind.name == "incidents"]
    assert (count.due, count.kept, count.oldest) == (1, 3, date(2026, 11, 21))
    assert erase_batch(store, "incidents", [f"incident:{n}" for n in numbers], me)[0] == 1
    assert {store.incidents.get(n).number for n in numbers[1:]} == set(numbers[1:])
    store.holds.lift(f"incident:{numbers[3]}", "the claim was settled", me)
    assert [old.record for old in store.retention.page("incidents")] == [f"incident:{numbers[3]}"]


def test_a_day_too_early_nothing_goes(store: Store, me: Author, clock: FrozenClock, tmp_path: Path) -> None:
    an_incident(store, me, tmp_path)
    clock.set(day_bounds(date(2032, 11, 20), store.tz)[1] - 60)
    assert erase(store, BY_NAME, me).records == 0
    clock.advance(120)
    assert [old.due for old in store.retention.page("incidents")] == [date(2032, 11, 21)]


def test_nothing_goes_while_the_desk_is_locked(store: Store) -> None:
    with pytest.raises(Refused, match="sign on first"):
        erase(store, ["incidents"], Author("okafor", confirmed=False))
    with pytest.raises(Refused, match="no kind of record «visitors»"):
        erase_batch(store, "visitors", ["incident:2026-0001"], ME)


# ── officers and files ───────────────────────────────────────────────────────────────────────────────────────


@pytest.fixture(scope="module")
def northgate(tmp_path_factory: pytest.TempPathFactory, northgate_bytes: bytes) -> bytes:
    """The invented site Northgate, imported; officer NG04 left, and acts on the roster told of them beside others."""
    path = tmp_path_factory.mktemp("northgate") / "sfm.db"
    path.write_bytes(northgate_bytes)
    with Store.open(path, FrozenClock(NOW)) as store:
        (officer,) = (one for one in store.reference.all(Officer) if one.officer == "NG04")
        store.reference.set(officer.model_copy(update={"left_on": date(2026, 12, 1)}), ME)
        three = [
            AbsenceRecord(officer=one, start=NOW, end=NOW + 9000, reason=f"Zanzibarius {one}")
            for one in ("NG03", "NG04", "NG05")
        ]
        store.roster.change("absence", [Change(None, one) for one in three], ME)
        store.roster.change("absence", [Change(three[0], None), Change(three[2], None)], ME)
        store.roster.set(three[1].model_copy(update={"end": NOW + 9999}), ME, saw=three[1])
    return path.read_bytes()


def test_an_officer_who_left(northgate: bytes, tmp_path: Path) -> None:
    path = tmp_path / "sfm.db"
    path.write_bytes(northgate)
    clock = FrozenClock(NOW)
    with Store.open(path, clock) as store:
        others = [one for one in store.reference.all(Officer) if one.officer != "NG04"]
        licences = [one for one in store.roster.records(LicenceRecord) if one.officer != "NG04"]
        brought = list(imported_rows(store, "officer", {"officer": "NG05"}))
        assert len(brought) == 1
        clock.advance(7 * YEAR)
        (kept,) = store.retention.page("officers", which="kept")
        assert (kept.record, kept.why) == ("officer:NG04", "incident 2026-0001 names them")
        gone = erase(store, BY_NAME, ME)
        assert gone.records > 1600
        assert list(imported_rows(store, "officer", {"officer": "NG05"})) == brought
        assert list(imported_rows(store, "officer", {"officer": "NG04"})) == []
        assert news(store, 0)[1] is None, "a roster on screen is read anew"
        by_number = {one.officer: one for one in store.reference.all(Officer)}
        assert by_number.pop("NG04").name == "officer erased NG04"
        assert list(by_number.values()) == others
        assert store.roster.records(LicenceRecord) == licences
        assert store.roster.records(AbsenceRecord) == []
        assert traces(path, ("Tamara", "0000030000031676", "Zanzibarius", "wrist")) == []
        assert store.retention.page("officers", which="all") == []
        sound(store)
        # It can be entered again, and everybody may be imported again.
        store.reference.set(others[0].model_copy(update={"officer": "NG04", "name": "Somebody new"}), ME)
        assert not import_folder(store, Path(__file__).parents[2] / "fixtures" / "northgate", ME).refused
        sound(store)


def test_a_supervisor_who_left(store: Store, me: Author, clock: FrozenClock, tmp_path: Path) -> None:
    patel = Author("patel")
    store.people.set_pin("patel", "", "4711", patel)
    number = store.incidents.open(Author("patel", confirmed=False), summary="Persimmon").number
    store.people.sign_entries(store.people.unsigned(), patel)
    store.drafts.keep("handover:patel", "patel", {"text": "Zanzibarius"})
    (person,) = (one for one in store.reference.all(Person) if one.person == "patel")
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "people.csv").write_text(
        "person,name,role,left_on\npatel,Adita Xylophonist,supervisor,2026-11-21\nmarsh,Dana Marsh,manager,\n"
    )
    assert not import_folder(store, folder, me).refused
    clock.advance(7 * YEAR)
    assert [old.record for old in store.retention.page("people")] == ["person:patel"]
    erase(store, ["people"], me)
    names = store.reference.people_names()
    assert (names["patel"], names["marsh"]) == ("person erased patel", "Dana Marsh")
    assert not store.people.has_pin("patel")
    assert store.drafts.all() == []
    assert store.people.unsigned() == [], "what was signed stays signed"
    assert store.incidents.log(number)[0].author == "patel"
    assert traces(store.path, (*SECRETS, person.name)) == []
    sound(store)


@settings(max_examples=tries(10), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from([*BY_NAME]), st.integers(1, 60), min_size=1), st.data())
def test_any_schedule_leaves_a_store_that_its_ledger_adds_up_to(
    northgate: bytes, months: dict[str, int], data: st.DataObject
) -> None:
    clock = FrozenClock(NOW)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "sfm.db"
        path.write_bytes(northgate)
        with Store.open(path, clock) as store:
            site = store.sites.get()
            assert site is not None
            store.sites.set(site.model_copy(update={"retention": months}), ME)
            for _ in range(2):
                clock.advance(data.draw(st.integers(30, 700)) * 86_400)
                kind = data.draw(st.sampled_from([*BY_NAME]))
                due = [old.record for old in store.retention.page(kind)]
                some = [one for n, one in enumerate(due) if n % data.draw(st.sampled_from([1, 2, 7])) == 0]
                if some:
                    erase_batch(store, kind, some, ME)
                    left = {old.record for old in store.retention.page(kind, which="all", limit=9999)}
                    assert not left & set(some[:1])
                store.incidents.open(ME, summary="Another")
                store.occurrences.log("Another", ME)
            assert verify.check(path).ok
            assert rebuild.differences(store) == []


# ── broken off ───────────────────────────────────────────────────────────────────────────────────────────────

CHILD = """
import json, os, signal, sys
from pathlib import Path
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import clearing, driver
from sfm_tui.storage.erasing import erase
from sfm_tui.storage.store import Store
from sfm_tui.storage.thread import read_thread
from sfm_tui.storage.writer import Writer

path, now, at, where, kind = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:]
count = 0

def step(*_args):
    global count
    count += 1
    if count == at:
        os.kill(os.getpid(), signal.SIGKILL)

run = Writer.run
if where == "statement":
    Writer.run = lambda self, *args: (step(), run(self, *args))[1]
elif where == "clearing":
    clearing._empty_log = step
with Store.open(path, FrozenClock(now)) as store:
    erase(store, [kind], Author("okafor"), batch=2, progress=step if where == "batch" else None)
"""


def killed(path: Path, now: int, at: int, where: str, kind: str) -> None:
    """Let another process erase what is due of a kind, and end it there without a word."""
    child = [sys.executable, "-c", CHILD, str(path), str(now), str(at), where, kind]
    done = subprocess.run(child, capture_output=True, text=True, cwd=Path(__file__).parents[2], timeout=60, check=False)
    assert done.returncode == -9, done.stderr


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize("at", [7, 31])
def test_killed_while_months_of_duties_go(store: Store, me: Author, clock: FrozenClock, at: int) -> None:
    """Acts that touch two officers each are said again or still stand; the index of changes is as they say."""
    for n in range(4):
        pair = [
            AbsenceRecord(officer=one, start=NOW, end=NOW + 9000, reason=f"Zanzibarius {n}") for one in ("1001", "1002")
        ]
        duties = [
            DutyRecord(officer=one, post="GATE", start=NOW + n * 2_700_000, end=NOW + n * 2_700_000 + 3600)
            for one in ("1001", "1002", "1003")
        ]
        if not n:
            store.roster.change("absence", [Change(None, one) for one in pair], me)
        store.roster.change("pattern", [Change(None, one) for one in duties], me, why=f"Quetzalcoatlus {n}")
    clock.advance(4 * YEAR)
    now, path = clock.now(), store.path
    store.close()
    killed(path, now, at, "statement", "duties")
    with Store.open(path, clock) as again:
        sound(again)
        erase(again, ["duties", "absences"], me)
        assert not unfinished(again)
        assert again.retention.page("duties", which="all") == []
        sound(again)
        assert traces(path) == []


@pytest.mark.skipif(os.name != "posix", reason="kill -9")
@pytest.mark.parametrize(("where", "at"), [("statement", 17), ("batch", 1), ("clearing", 1)])
def test_killed_in_the_middle(
    store: Store, me: Author, clock: FrozenClock, tmp_path: Path, where: str, at: int
) -> None:
    for n in range(5):
        home = tmp_path / f"{n}"
        home.mkdir()
        an_incident(store, me, home)
    clock.advance(7 * YEAR)
    now = clock.now()
    store.close()
    killed(store.path, now, at, where, "incidents")
    with Store.open(store.path, clock) as again:
        sound(again)
        left = sum(count.due for count in again.retention.counts() if count.rule.kind.name == "incidents")
        assert left in ((5, 3, 1, 0) if where != "clearing" else (0,))
        assert unfinished(again) == (left < 5)
        assert ("erasure" in {finding.name for finding in examine(again.path)}) == (left < 5)
        erase(again, ["incidents"], me)
        assert not unfinished(again)
        sound(again)
        assert traces(again.path) == []


def test_while_another_terminal_reads_an_old_state(
    store: Store, me: Author, clock: FrozenClock, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    an_incident(store, me, tmp_path)
    (tmp_path / "photo.txt").unlink()
    clock.advance(7 * YEAR)
    monkeypatch.setattr(clearing, "LONGEST_WAIT", 0.1)
    reader = driver.connect(store.path, read_only=True)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM ledger").fetchone()
    with pytest.raises(StoreBusy, match="sfm retention --finish"):
        erase(store, ["incidents"], me)
    assert unfinished(store)
    assert store.retention.page("incidents", which="all") == []
    reader.close()
    clearing.clear(store)
    assert not unfinished(store)
    assert traces(store.path) == []
    sound(store)


# ── what is seen of it afterwards ────────────────────────────────────────────────────────────────────────────


def test_a_figure_of_then_says_how_many_are_gone(store: Store, me: Author, clock: FrozenClock, tmp_path: Path) -> None:
    number = an_incident(store, me, tmp_path)
    low, high = day_bounds(date(2026, 11, 21), store.tz)
    before = kpis(store, (low, high)).responses
    assert (before.total.n, "erased" in before.excluded) == (1, False)
    page = store.reflections.add("Mine", me, sources=[f"incident:{number}"])
    clock.advance(7 * YEAR)
    erase(store, ["incidents"], me)
    after = kpis(store, (low, high)).responses
    assert (after.total.n, after.excluded["erased"]) == (0, 1)
    assert kpis(store, (low - 86_400, low)).responses.excluded.get("erased") is None
    thread = read_thread(store, page.ref)
    assert [(one.ref, one.text) for one in thread.stations if one.ref.startswith("incident")] == [
        (f"incident:{number}", "erased (incidents: 6 years after it was closed, the usual time)")
    ]
    assert find(store, number) == []
