from dataclasses import replace
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import SYSTEM, Author
from sfm_tui.domain.incidents import IncidentImported
from sfm_tui.domain.reference import Location
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.reports.gather import incident_sheet, names_of
from sfm_tui.reports.incident_log import log_rows
from sfm_tui.reports.incident_sheet import IncidentSheet
from sfm_tui.reports.incident_times import response, signed, time_rows
from sfm_tui.reports.paper import Names, ReportError, limit_words
from sfm_tui.reports.sheet_text import sheet_text
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.incidents import LogLine, StampView
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.reports.scenes import plain_incident, rich_incident

LONDON = ZoneInfo("Europe/London")
NOBODY = Names({}, {}, {}, {})
OCTOBER = 1_792_888_200
"""Sun 25 Oct 2026 01:30 BST, half an hour before the clocks go back."""


def fact(sheet: IncidentSheet, label: str) -> str:
    return next(f.value for f in sheet.facts if f.label == label)


def test_the_sheet_of_a_busy_incident_reads_as_it_should(store: Store, clock: FrozenClock, me: Author) -> None:
    sheet = incident_sheet(store, rich_incident(store, clock, me), me)
    wanted = (Path(__file__).parent / "sheet_rich.txt").read_text(encoding="utf-8")
    assert sheet_text(sheet) == wanted.replace("{head}", store.head().long)


def test_an_incident_of_which_nothing_is_known_yet(store: Store, me: Author) -> None:
    sheet = incident_sheet(store, plain_incident(store, me, summary=""), me)
    assert [fact(sheet, label) for label in ("What", "Where", "Category")] == ["(not given)"] * 3
    assert fact(sheet, "Severity") == "3 Moderate (assumed)"
    assert fact(sheet, "Response") == "0 s from report so far, no arrival yet · limit 3 m"
    assert (sheet.void, sheet.alerts, sheet.sections, sheet.links) == ("", (), (), ())
    text = sheet_text(sheet)
    assert "LINKS" not in text
    assert "DETAILS" not in text
    assert "Officers" not in text


def test_a_void_incident_says_so_before_anything_else(store: Store, me: Author) -> None:
    number = plain_incident(store, me)
    store.incidents.void(number, "logged twice,\nsee 2026-0002", me)
    sheet = incident_sheet(store, number, me)
    assert fact(sheet, "Response") == "not counted: raised in error"
    lines = sheet_text(sheet).splitlines()
    assert lines[4:7] == [
        "*** RAISED IN ERROR: logged twice,",
        "    see 2026-0002",
        "*** Left out of all figures.",
    ]


def test_an_incident_that_is_not_there(store: Store, me: Author) -> None:
    with pytest.raises(StoreError, match="no incident 2026-0099"):
        incident_sheet(store, "2026-0099", me)


def test_the_head_on_the_sheet_belongs_to_what_it_says(
    store: Store, me: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    number = plain_incident(store, me)
    real, told = store.incidents.log, []

    def interrupted(wanted: str) -> list[LogLine]:
        lines = real(wanted)
        if len(told) < 3:
            told.append(store.incidents.note(number, f"meanwhile {len(told)}", me))
        return lines

    monkeypatch.setattr(store.incidents, "log", interrupted)
    sheet = incident_sheet(store, number, me)
    assert sheet.foot.head == f"Ledger head {store.head().long}"
    assert [row.text for row in sheet.log][-1] == "meanwhile 2"


def test_a_store_that_never_rests_is_given_up(store: Store, me: Author, monkeypatch: pytest.MonkeyPatch) -> None:
    number = plain_incident(store, me)
    real = store.incidents.log

    def interrupted(wanted: str) -> list[LogLine]:
        store.incidents.note(number, "again", me)
        return real(wanted)

    monkeypatch.setattr(store.incidents, "log", interrupted)
    with pytest.raises(ReportError, match="without a pause"):
        incident_sheet(store, number, me)


def test_struck_links_stay_readable(store: Store, me: Author) -> None:
    one, other = plain_incident(store, me), plain_incident(store, me, summary="Alarm\nunit 14")
    store.links.make(f"incident:{one}", f"incident:{other}", me)
    store.links.make("complaint:letter of 20 Nov", f"incident:{one}", me)
    store.links.strike(f"incident:{one}", f"incident:{other}", "another night", me)
    sheet = incident_sheet(store, one, me)
    assert [(link.way, link.ref, link.struck) for link in sheet.links] == [
        ("led to", f"incident {other}", "another night"),
        ("came from", "complaint letter of 20 Nov", ""),
    ]
    text = sheet_text(sheet)
    assert f"- ~~led to incident {other}: Alarm unit 14~~ (struck: another night)" in text
    assert "- came from complaint letter of 20 Nov\n" in text


def test_an_imported_incident_says_where_its_times_are_from(store: Store, me: Author) -> None:
    times = {"occurred": NOW - 3600, "reported": NOW - 3000, "dispatched": NOW - 2990, "on_scene": NOW - 2700}
    with store.writing() as transaction:
        transaction.append(
            IncidentImported(
                number="X/17", severity=2, category="Theft", summary="Phones", officers=("1003", "9999"), **times
            ),
            me,
        )
    sheet = incident_sheet(store, "X/17", me)
    assert fact(sheet, "Origin").startswith("imported")
    assert fact(sheet, "Officers") == "Diaz: M. Diaz, staff number 1003, first on scene\n9999"
    assert fact(sheet, "Response") == "▲ 5 m 00 s from report · OVER 3 m by 2 m 00 s"
    assert next(f.alert for f in sheet.facts if f.label == "Response")
    rows = [(row.what, row.since_report, row.step) for row in sheet.times]
    assert rows == [
        ("occurred", "-10:00", ""),
        ("reported", "", "+10:00"),
        ("dispatched", "+0:10", "+0:10"),
        ("on scene", "+5:00", "+4:50"),
    ]


REPORTED, ARRIVED = {"reported": NOW}, {"on_scene": NOW + 181}


@pytest.mark.parametrize(
    ("changes", "starts", "words", "over"),
    [
        ({"on_scene": NOW + 180}, "reported", "3 m 00 s from report · within 3 m", False),
        (ARRIVED, "reported", "▲ 3 m 01 s from report · OVER 3 m by 1 s", True),
        ({"on_scene": NOW}, "reported", "0 s from report · within 3 m", False),
        ({"on_scene": NOW + 181, "severity": 4}, "reported", "3 m 01 s from report · within 10 m", False),
        ({"dispatched": NOW + 60, **ARRIVED}, "dispatched", "2 m 01 s from dispatch · within 3 m", False),
        (ARRIVED, "dispatched", "none: no dispatch to count from", False),
        ({"on_scene": NOW - 1}, "reported", "not counted: on scene before the reported time", False),
        ({"outcome": "stood down"}, "reported", "none: stood down before arrival", False),
        ({"outcome": "stood down", **ARRIVED}, "reported", "▲ 3 m 01 s from report · OVER 3 m by 1 s", True),
        ({"state": "closed"}, "reported", "none: no arrival recorded", False),
        ({"resolved": NOW + 5}, "reported", "none: no arrival recorded", False),
        ({}, "reported", "▲ 5 m 00 s from report so far, no arrival yet · OVER 3 m by 2 m 00 s", True),
        ({"struck": "twice", **ARRIVED}, "reported", "not counted: raised in error", False),
    ],
)
def test_the_response_in_words(
    store: Store, me: Author, changes: dict[str, object], starts: str, words: str, over: bool
) -> None:
    incident = replace(store.incidents.get(plain_incident(store, me)), **changes)
    terms = ResponseTerms(clock_starts=starts, limit_seconds=180, limits=((4, 600),))
    assert response(incident, terms, NOW + 300) == (words, over)


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(180, "3 m"), (90, "1 m 30 s"), (45, "45 s"), (3600, "1 h"), (3661, "1 h 1 m 1 s"), (0, "0 s")],
)
def test_limits_in_words(seconds: int, words: str) -> None:
    assert limit_words(seconds) == words


def test_signed_durations() -> None:
    assert [signed(s) for s in (0, 95, -30, 3661)] == ["+0:00", "+1:35", "-0:30", "+1:01:01"]


def line(seq: int, entry: str = "", amends: str = "", *, at: int = NOW, written_at: int = NOW) -> LogLine:
    return LogLine(seq, entry, "note", at, written_at, "okafor", 1, f"text {seq}", amends, "")


def test_a_correction_stands_under_what_it_corrects_and_its_own_under_that() -> None:
    lines = [line(1, "1"), line(2, "2", at=NOW + 5), line(3, "3", "1", at=NOW + 9), line(4, "4", "3", at=NOW + 11)]
    rows = log_rows(lines, NOBODY, LONDON)
    assert [(row.entry, row.beside) for row in rows] == [("1", False), ("3", True), ("4", True), ("2", False)]
    assert rows[0].marks == ("corrected, see entry 3",)
    assert rows[1].marks[:2] == ("corrects entry 1", "corrected, see entry 4")
    assert rows[1].clock == ""


@pytest.mark.parametrize("amends", [("2", "1"), ("1", "2"), ("9", ""), ("2", "3")])
def test_every_line_is_there_once_whatever_amends_what(amends: tuple[str, str]) -> None:
    lines = [line(1, "1", amends[0]), line(2, "2", amends[1]), line(3, "3", "2"), line(4)]
    rows = log_rows(lines, NOBODY, LONDON)
    assert sorted(row.text for row in rows) == ["text 1", "text 2", "text 3", "text 4"]


def test_a_correction_of_an_entry_that_is_not_there_stays_in_its_place() -> None:
    (row,) = log_rows([line(1, "1", "9")], NOBODY, LONDON)
    assert (row.beside, row.marks) == (False, ("corrects entry 9",))


@pytest.mark.parametrize(
    ("written", "marks"),
    [
        (NOW + 900, ()),
        (NOW + 901, ("late entry, written 22:30:36",)),
        (NOW + 7200, ("late entry, written Sun 22 Nov 2026 00:15:35 GMT",)),
    ],
)
def test_late_entries_say_when_they_were_written(written: int, marks: tuple[str, ...]) -> None:
    (row,) = log_rows([line(1, written_at=written)], NOBODY, LONDON)
    assert row.marks == marks


def test_the_repeated_hour_is_told_apart_by_the_zone() -> None:
    lines = [line(1, at=OCTOBER, written_at=OCTOBER), line(2, at=OCTOBER + 3600, written_at=OCTOBER + 3600)]
    rows = log_rows(lines, NOBODY, LONDON)
    assert [(row.stretch, row.clock) for row in rows] == [
        ("Sun 25 Oct 2026 BST", "01:30:00"),
        ("Sun 25 Oct 2026 GMT", "01:30:00"),
    ]
    stamps = [
        StampView("reported", "", OCTOBER, OCTOBER, "okafor", "", "", 1),
        StampView("on scene", "1001", OCTOBER + 3600, OCTOBER + 3600, "okafor", "", "", 2),
    ]
    assert [(r.stretch[-3:], r.since_report) for r in time_rows(stamps, NOBODY, LONDON)] == [
        ("BST", ""),
        ("GMT", "+1:00:00"),
    ]


def test_out_of_order_and_late_stamps_are_marked(store: Store, clock: FrozenClock, me: Author) -> None:
    number = plain_incident(store, me)
    clock.advance(1000)
    store.incidents.stamp(number, "on scene", me, officer="1001", at=NOW - 20)
    row = incident_sheet(store, number, me).times[0]
    assert row.what == "on scene"
    assert row.officer == "Shaw"
    assert any(mark.startswith("out of order") for mark in row.marks)
    assert "late entry, written 22:32:15" in row.marks


def test_codes_read_as_names_and_unknown_ones_as_they_are(store: Store) -> None:
    names = names_of(store)
    assert names.author("patel") == "A. Patel"
    assert names.author("1002") == "T. Reid"
    assert names.author("somebody else") == "somebody else"
    assert names.author(SYSTEM.person) == "sfm (the program)"
    assert names.place("U14") == "Unit 14, Atrium"
    assert names.place("by the bins") == "by the bins"
    assert names.officer("77") == names.officer_in_full("77") == "77"


def test_places_inside_each_other_in_a_circle_end() -> None:
    places = {c: Location(location=c, name=c.upper(), inside=i) for c, i in (("a", "b"), ("b", "a"))}
    assert Names({}, {}, places, {}).place("a") == "A, B"
