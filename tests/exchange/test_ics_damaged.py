"""Calendars with something wrong anywhere in them: told, or read, never a crash."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import zone
from sfm_tui.exchange.ics import CalendarFile
from sfm_tui.exchange.ics_names import Directory
from tests.examples import tries
from tests.exchange.calendars import VTIMEZONE, calendar, duty, event

LONDON = zone("Europe/London")
NOW = 1_795_299_335
GOOD = calendar(
    duty("20261201T190000", "20261202T070000", "RRULE:FREQ=DAILY;UNTIL=20261205T190000Z",
         "EXDATE;TZID=Europe/London:20261202T190000", "RDATE;TZID=Our own:20261210T190000", uid="n"),
    duty("20261204T200000", "20261205T070000", "RECURRENCE-ID;TZID=Europe/London:20261204T190000", uid="n"),
    event("DTSTART;TZID=Our own:20261201T190000", "DURATION:PT12H", "CATEGORIES:GATE", "STATUS:CANCELLED",
          "RRULE:FREQ=MONTHLY;BYDAY=1MO;COUNT=5"),
    head=VTIMEZONE,
)  # fmt: skip
PIECES = (
    "", ":", ";", "\r\n", " ", "BEGIN:VEVENT", "END:VEVENT", "99999999999", "-", "FREQ=SECONDLY", "BYSETPOS=-9", '"',
    "\\", "INTERVAL=0", "UNTIL=00010101", "20261301", "P1Y", "\0", "é", "VALUE=DATE", "0001", "29991231T235959",
)  # fmt: skip
cuts = st.tuples(st.integers(0, len(GOOD)), st.integers(0, 12), st.sampled_from(PIECES))


@pytest.fixture(scope="module")
def names() -> Directory:
    directory = Directory()
    directory.add("officer", [("NG01", ("Jo Shaw", "Sierra 1"))])
    directory.add("post", [("GATE", ("Main gate",))])
    return directory


@given(st.lists(cuts, min_size=1, max_size=4))
@settings(max_examples=tries(80), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_damage_is_a_crash(tmp_path: Path, names: Directory, damage: list[tuple[int, int, str]]) -> None:
    text = GOOD
    for at, width, piece in damage:
        text = text[:at] + piece + text[at + width :]
    path = tmp_path / "NG01.ics"
    path.write_bytes(text.encode())
    read = CalendarFile(path, names, LONDON, NOW)
    assert "\n" not in read.problem
    for _, rows in read.sources():
        header, *others = rows.rows()
        assert all(row.problem or len(row.cells) == len(header.cells) for row in others)
        assert not any("\n" in row.problem for row in others)


@pytest.mark.parametrize(
    ("line", "instead"),
    [
        ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=SECONDLY"),
        ("FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10", "FREQ=YEARLY;UNTIL=20300101"),
        ("TZOFFSETTO:+0000", "TZOFFSETTO:never"),
        ("DTSTART:19961027T020000", "DTSTART:2"),
        ("TZOFFSETFROM:+0100\r\n", ""),
    ],
)
def test_a_damaged_time_zone_spoils_only_what_is_in_it(
    tmp_path: Path, names: Directory, line: str, instead: str
) -> None:
    path = tmp_path / "NG01.ics"
    text = calendar(
        duty("20261201T190000", "20261202T070000"),
        event("DTSTART;TZID=Our own:20261203T190000", "DURATION:PT12H", "LOCATION:GATE", "RRULE:FREQ=DAILY;COUNT=2"),
        head=VTIMEZONE.replace(line, instead),
    )
    path.write_bytes(text.encode())
    rows = CalendarFile(path, names, LONDON, NOW).made.duties
    assert [row.cells[2][:10] for row in rows if not row.problem][:1] == ["2026-12-01"]
    for row in rows:
        assert not row.problem or row.column in ("DTSTART", "RRULE")
