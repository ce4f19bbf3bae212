"""The roster's files: what is refused and where, imported twice without a change, the same bytes out again."""

import csv
import io
import tempfile
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import (
    DUTY_STATUSES,
    LICENCE_STATUSES,
    SECTORS,
    AbsenceRecord,
    CheckCallRecord,
    CoverRecord,
    DutyRecord,
    LicenceRecord,
    PatrolRecord,
)
from sfm_tui.exchange import acts
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage import rebuild
from sfm_tui.storage.errors import Refused
from sfm_tui.storage.store import Store
from tests.examples import tries
from tests.exchange.folders import OFFICERS, POSTS, SITE, contents, files_of, make

LONDON = zone("Europe/London")
LICENCES = "officer,sector,number,starts,expires,status\r\nNG01,SG,0000123412341234,,2027-01-31,active\r\n"
COVER = (
    "post,start,end,headcount,repeat,except\r\n"
    "GATE,2026-03-28T19:00,2026-03-29T07:00,1,FREQ=DAILY;UNTIL=20261231T235959,2026-12-26 2026-12-25\r\n"
    "GATE,2026-03-28T19:00,2026-03-29T07:00,1,,\r\n"
)
DUTIES = (
    "officer,post,start,end,booked_on,booked_off,status\r\n"
    "NG01,GATE,2026-03-28T19:00,2026-03-29T07:00,2026-03-28T18:55,,worked\r\n"
    "NG02,GATE,2026-03-29T07:00,2026-03-29T19:00,,,\r\n"
    "NG02,GATE,2026-03-30T07:00,2026-03-30T19:00,,,cancelled\r\n"
)
ABSENCES = "officer,start,end,reason\r\nNG02,2026-03-30T00:00,2026-04-01T00:00,annual leave\r\n"
CHECKCALLS = "post,due,officer,received,action\r\nGATE,2026-03-28T20:00,NG01,2026-03-28T20:02,\r\n"
PATROLS = (
    "patrol,due,officer,started,ended,points_due,points_made,findings\r\n"
    "YARD,2026-03-28T20:30,NG01,2026-03-28T20:31,2026-03-28T20:55,12,11,'=padlock\r\n"
)
ROSTER = {
    "site.toml": SITE, "officers.csv": OFFICERS, "posts.csv": POSTS, "licences.csv": LICENCES, "cover.csv": COVER,
    "duties.csv": DUTIES, "absences.csv": ABSENCES, "checkcalls.csv": CHECKCALLS, "patrols.csv": PATROLS,
}  # fmt: skip


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return make(tmp_path / "in", ROSTER)


def test_a_roster_comes_in_once(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    report = import_folder(empty_store, folder, me)
    assert report.bad == []
    before = contents(empty_store)
    again = import_folder(empty_store, folder, me)
    assert (again.stored, [(f.new, f.changed) for f in again.files if f.new or f.changed]) == (False, [])
    assert contents(empty_store) == before
    duties = {d.start: d for d in empty_store.roster.records(DutyRecord)}
    night = duties[parse_file_time("2026-03-28T19:00", LONDON)]
    assert night.end - night.start == 11 * 3600
    assert {d.status for d in duties.values()} == {"worked", "planned", "cancelled"}
    assert empty_store.roster.records(PatrolRecord)[0].findings == "=padlock"
    assert rebuild.differences(empty_store) == []
    export_folder(empty_store, tmp_path / "out")
    with Store.open(tmp_path / "other.db", FrozenClock(empty_store.clock.now())) as other:
        assert import_folder(other, tmp_path / "out", me).bad == []
        export_folder(other, tmp_path / "again")
    assert files_of(tmp_path / "out") == files_of(tmp_path / "again")
    assert {f"{name}.csv" for name in ("licences", "cover", "duties", "absences", "checkcalls", "patrols")} <= set(
        files_of(tmp_path / "out")
    )


def test_a_workbook_holds_it_as_well(empty_store: Store, folder: Path, tmp_path: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    export_folder(empty_store, tmp_path / "all.xlsx")
    before = contents(empty_store)
    report = import_folder(empty_store, tmp_path / "all.xlsx", me)
    assert (report.bad, report.stored) == ([], False)
    assert contents(empty_store) == before


def test_what_an_import_changes_is_in_the_history(empty_store: Store, folder: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    assert empty_store.roster.history() == [], "what comes new with a file is told by the file's entry"
    make(folder, {"duties.csv": DUTIES.replace(",,,\r\n", ",,,cancelled\r\n")})
    import_folder(empty_store, folder, Author("marsh"))
    (line,) = empty_store.roster.history()
    assert (line.verb, line.effect, line.officer, line.author) == ("import", "dropped", "NG02", "marsh")
    assert rebuild.differences(empty_store) == []


def test_a_long_file_makes_several_entries(
    empty_store: Store, folder: Path, me: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(acts, "MOST_ROWS", 2)
    import_folder(empty_store, folder, me)
    with empty_store.reading() as connection:
        entries = connection.exec_driver_sql("SELECT count(*) FROM ledger WHERE subject = 'file:duties.csv'").scalar()
    assert entries == 2
    assert len(empty_store.roster.records(DutyRecord)) == 3
    assert rebuild.differences(empty_store) == []


BAD = [
    ("licences.csv", "NG01,SG,123,,2027-01-31,active", "number", "16 digits"),
    ("licences.csv", "NG01,SG,0000 1234 1234 1234,,2027-01-31,active", "number", "16 digits"),
    ("licences.csv", "NG09,SG,0000123412341234,,2027-01-31,active", "officer", "no officer «NG09»"),
    ("licences.csv", "NG01,XX,0000123412341234,,2027-01-31,active", "sector", "write SG"),
    ("licences.csv", "NG01,SG,0000123412341234,2028-01-01,2027-01-31,active", "expires", "earlier than the start"),
    ("cover.csv", "NOPE,2026-03-28T19:00,2026-03-29T07:00,1,,", "post", "no post «NOPE»"),
    ("cover.csv", "GATE,2026-03-28T19:00,2026-03-28T07:00,1,,", "end", "not later than the start"),
    ("cover.csv", "GATE,2026-03-28T19:00,2026-03-29T07:00,1,often,", "repeat", "no repeat rule"),
    ("cover.csv", "GATE,2026-03-28T19:00,2026-03-28T20:00,1,FREQ=MINUTELY,", "repeat", ""),
    ("cover.csv", 'GATE,2026-03-28T19:00,2026-03-28T20:00,1,"FREQ=HOURLY;BYMINUTE=0,30",', "repeat", ""),
    ("cover.csv", "GATE,2026-03-28T19:00,2026-03-29T07:00,1,FREQ=DAILY,2026-02-30", "except", "no such day"),
    ("cover.csv", "GATE,2026-03-28T19:00,2026-03-29T07:00,-1,,", "headcount", "whole heads"),
    ("duties.csv", "NG01,GATE,2026-03-29T01:30,2026-03-29T07:00,,,", "start", "does not exist"),
    ("duties.csv", "NG01,GATE,2026-10-25T01:30,2026-10-25T07:00,,,", "start", "comes twice"),
    ("duties.csv", "NG01,GATE,2026-03-28T19:00,2026-03-28T19:00,,,", "end", "not later than the start"),
    ("duties.csv", "NG09,GATE,2026-03-28T19:00,2026-03-28T20:00,,,", "officer", "no officer «NG09»"),
    ("duties.csv", "NG01,NOPE,2026-03-28T19:00,2026-03-28T20:00,,,", "post", "no post «NOPE»"),
    ("duties.csv", "NG01,GATE,2026-03-28T19:00,2026-03-28T20:00,,,gone", "status", "write planned"),
    ("absences.csv", "NG01,2026-03-28T19:00,2026-03-28T18:00,sick", "end", "not later than the start"),
    ("absences.csv", "NG01,2026-03-28T19:00,2026-03-28T20:00,", "reason", "empty"),
    ("checkcalls.csv", "GATE,2026-03-28T20:00,NG09,,", "officer", "no officer «NG09»"),
    ("patrols.csv", "YARD,2026-03-28T20:30,,2026-03-28T20:31,2026-03-28T20:00,12,1,", "ended", "earlier than started"),
    ("patrols.csv", "YARD,2026-03-28T20:30,,,,12,x,", "points_made", "whole points"),
]


@pytest.mark.parametrize(("file", "row", "column", "said"), BAD, ids=lambda part: part if "," not in part else "")
def test_a_bad_row_is_told_and_nothing_is_half_loaded(
    empty_store: Store, folder: Path, me: Author, file: str, row: str, column: str, said: str
) -> None:
    head = ROSTER[file].split("\r\n")[0]
    make(folder, {file: f"{head}\r\n{row}\r\n"})
    before = contents(empty_store)
    report = import_folder(empty_store, folder, me)
    told = [bad for bad in report.bad if bad.file == file]
    assert [(bad.line, bad.column) for bad in told] == [(2, column)], report.bad
    assert said in told[0].problem
    assert "\n" not in told[0].problem
    assert contents(empty_store) == before


def test_overlapping_cover_rows_add_up(empty_store: Store, folder: Path, me: Author) -> None:
    import_folder(empty_store, folder, me)
    assert len(empty_store.roster.records(CoverRecord)) == 2


# ── any roster ───────────────────────────────────────────────────────────────────────────────────────────────

instants = st.integers(1_700_000_000, 1_900_000_000) | st.integers(1_793_570_000, 1_793_600_000)
spans = st.tuples(instants, st.integers(1, 90_000)).map(lambda span: {"start": span[0], "end": span[0] + span[1]})
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=12) | st.sampled_from(["=1", "'-x", 'a,"b"'])
line = texts.map(lambda text: " ".join(text.split()))
whos = st.sampled_from(["NG01", "NG02"])
some = st.none() | instants
days = st.lists(st.dates(), max_size=2).map(lambda found: " ".join(day.isoformat() for day in found))


@st.composite
def records(draw: st.DrawFn) -> list[Any]:
    made: list[Any] = []
    for _ in range(draw(st.integers(0, 4))):
        made.append(
            LicenceRecord(
                officer=draw(whos), sector=draw(st.sampled_from(SECTORS)), expires=draw(st.dates()),
                number=f"{draw(st.integers(0, 10**16 - 1)):016}", status=draw(st.sampled_from(LICENCE_STATUSES)),
                status_from=draw(st.none() | st.dates()), checked_on=draw(st.none() | st.dates()),
            )
        )  # fmt: skip
    for _ in range(draw(st.integers(0, 4))):
        made.append(DutyRecord(officer=draw(whos), post="GATE", status=draw(st.sampled_from(DUTY_STATUSES)),
                               booked_on=draw(some), **draw(spans)))  # fmt: skip
        made.append(AbsenceRecord(officer=draw(whos), reason=draw(line.filter(bool)), **draw(spans)))
        made.append(CoverRecord(post="GATE", headcount=draw(st.integers(0, 9)), **draw(spans),
                                repeat=draw(st.sampled_from(["", "FREQ=WEEKLY;BYDAY=MO,TU"])),
                                excepted=draw(days)))  # fmt: skip
        made.append(CheckCallRecord(post="GATE", due=draw(instants), officer=draw(st.sampled_from(["", "NG01"])),
                                    received=draw(some), action=draw(texts)))  # fmt: skip
        made.append(PatrolRecord(patrol=draw(st.sampled_from(["A", "=B"])), due=draw(instants), started=draw(some),
                                 points_due=draw(st.integers(0, 99)), findings=draw(texts)))  # fmt: skip
    return list({(record.noun, record.key): record for record in made}.values())


@given(records())
@settings(max_examples=tries(10), deadline=None, suppress_health_check=[HealthCheck.too_slow])
def test_out_in_out_gives_the_same_bytes(made: list[Any]) -> None:
    me = Author("okafor")
    with tempfile.TemporaryDirectory() as name:
        home = Path(name)
        clock = FrozenClock(1_795_299_335)
        with Store.open(home / "a.db", clock) as store:
            first = {k: ROSTER[k] for k in ("site.toml", "officers.csv", "posts.csv")}
            import_folder(store, make(home / "in", first), me)
            for record in made:
                with suppress(Refused):  # a cover row that ends, by the wall clock, before it starts
                    store.roster.set(record, me)
            export_folder(store, home / "one")
            assert rebuild.differences(store) == []
        with Store.open(home / "b.db", clock) as other:
            report = import_folder(other, home / "one", me)
            assert report.bad == []
            export_folder(other, home / "two")
            again = import_folder(other, home / "one", me)
            assert not again.stored
        assert files_of(home / "one") == files_of(home / "two")


def test_a_file_of_the_export_has_the_columns_of_the_contract(
    empty_store: Store, folder: Path, tmp_path: Path, me: Author
) -> None:
    import_folder(empty_store, folder, me)
    export_folder(empty_store, tmp_path / "out")
    heads = {name: next(csv.reader(io.StringIO(data.decode()))) for name, data in files_of(tmp_path / "out").items()}
    assert heads["licences.csv"] == ["officer", "sector", "number", "starts", "expires", "status", "status_from",
                                     "checked_on"]  # fmt: skip
    assert heads["cover.csv"] == ["post", "start", "end", "headcount", "repeat", "except"]
    assert heads["duties.csv"] == ["officer", "post", "start", "end", "booked_on", "booked_off", "status"]
    assert heads["absences.csv"] == ["officer", "start", "end", "reason"]
    assert heads["checkcalls.csv"] == ["post", "due", "officer", "received", "action"]
    assert heads["patrols.csv"] == ["patrol", "due", "officer", "started", "ended", "points_due", "points_made",
                                    "findings"]  # fmt: skip
