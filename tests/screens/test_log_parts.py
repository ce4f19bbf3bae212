"""The log's parts that need no terminal: the filter in words, the columns, the marks, the typed time of F6."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sfm_tui.clock import FrozenClock
from sfm_tui.storage.listing import Filter, IncidentLine
from sfm_tui.storage.search import OccurrenceLine
from sfm_tui.widgets.book.occurrence_line import split_time
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.incident.rows import (
    Columns,
    from_hit,
    headings,
    incident_spans,
    occurrence_spans,
    response_of,
    still_timed,
)
from sfm_tui.widgets.lists.record_list import RowsInMemory, cell, content, marks_for
from sfm_tui.widgets.log.filter import Narrowing, counted
from tests.conftest import NOW

NAMES = {"1002": "Reid"}


def line(**changed: Any) -> IncidentLine:
    values: dict[str, Any] = {
        "id": 1, "number": "2026-0142", "reported": NOW - 400, "dispatched": NOW - 350, "on_scene": NOW - 274,
        "resolved": None, "state": "open", "outcome": "", "struck": "", "category": "Theft", "severity": 3,
        "severity_assumed": 0, "location": "U14", "officers": "1002", "summary": "Two males",
    }  # fmt: skip
    return IncidentLine(**{**values, **changed})


@pytest.fixture
def session(tmp_path: Any) -> Session:
    return Session(tmp_path / "none.db", FrozenClock(NOW))


def test_narrowing_tells_itself_in_words_and_goes_back_step_by_step() -> None:
    narrowing = Narrowing()
    assert narrowing.words(NAMES) == "all"
    narrowing = narrowing.put("breach", True).put("officer", "1002").put("severity", 2)
    assert narrowing.words(NAMES) == "severity 2, Reid, over limit"
    assert narrowing.filter == Filter(severity=2, officer="1002", breach=True)
    narrowing = narrowing.put("days", 10, 20, words="Sat 14 Nov 2026")
    assert narrowing.words(NAMES) == "severity 2, Reid, over limit, Sat 14 Nov 2026"
    steps = []
    while narrowing.order:
        narrowing = narrowing.without_last()
        steps.append(narrowing.words(NAMES))
    assert steps == ["severity 2, Reid, over limit", "Reid, over limit", "over limit", "all"]
    assert narrowing.filter == Filter()


def test_setting_a_field_to_nothing_takes_it_out() -> None:
    narrowing = Narrowing().put("state", "closed").put("state", "")
    assert narrowing.order == ()
    assert Narrowing().put("breach", True).put("breach").filter == Filter()


def test_count_in_words() -> None:
    assert [counted(None), counted(0), counted(37), counted(9_999), counted(10_000)] == [
        "…", "0", "37", "9,999", "10,000+"
    ]  # fmt: skip


@given(st.integers(20, 240))
def test_every_column_and_its_heading_have_the_width_of_the_row(width: int) -> None:
    columns = Columns.of(width)
    assert len(headings(width)) == max(width, len(headings(0)))
    assert columns.text >= 8


@given(summary=st.text(max_size=300), width=st.integers(60, 200), struck=st.sampled_from(["", "twice [/x]"]))
def test_a_row_never_draws_wider_than_it_may(summary: str, width: int, struck: str) -> None:
    session = Session(Path("none.db"), FrozenClock(NOW))
    text = "".join(part for part, _ in incident_spans(session, line(summary=summary, struck=struck), width, {}))
    assert cell_len(text) <= width + 1  # joiners may measure differently alone; the list cuts to the cell
    assert text.startswith("2026-0142")


@pytest.mark.parametrize(
    ("changed", "text", "style"),
    [
        ({}, "   2:06 ✓", "good"),
        ({"on_scene": NOW}, "   6:40 OVER", "bad"),
        ({"on_scene": None}, "   6:40 OVER", "bad"),
        ({"on_scene": None, "reported": NOW - 70}, "   1:10 …", "plain"),
        ({"on_scene": None, "reported": NOW - 160}, "   2:40 close", "warn"),
        ({"on_scene": None, "outcome": "stood down"}, "      –", "muted"),
        ({"on_scene": None, "state": "closed"}, "      –", "muted"),
        ({"on_scene": None, "state": "on hold"}, "      –", "muted"),
        ({"on_scene": NOW - 500}, "  out of order", "warn"),
    ],
)
def test_response_in_time_and_word(session: Session, changed: dict[str, Any], text: str, style: str) -> None:
    assert response_of(session, line(**changed)) == (text, style)


def test_a_void_row_says_so_and_has_no_response(session: Session) -> None:
    spans = incident_spans(session, line(struck="raised twice"), 77, {})
    assert ("✖ VOID   ", "bad") in spans
    assert "2:06" not in "".join(text for text, _ in spans)
    assert spans[-1][1] == "struck"
    assert not still_timed(line(struck="raised twice", on_scene=None))


def test_a_locked_desk_hides_words_not_times(session: Session) -> None:
    session.locked = True
    text = "".join(part for part, _ in incident_spans(session, line(), 160, {"U14": "Unit 14"}))
    assert "2:06 ✓" in text
    for hidden in ("Two males", "U14", "Unit 14", "Theft", "1002"):
        assert hidden not in text
    found = OccurrenceLine("B2026-00001", NOW, "keys", "secret", "", "because")
    text = "".join(part for part, _ in occurrence_spans(session, found, 77))
    assert "secret" not in text
    assert "because" not in text


@given(st.text("ab 界.", max_size=120), st.text("ab 界.", max_size=120), st.integers(12, 60))
def test_what_a_search_found_is_seen_in_its_line(before: str, after: str, width: int) -> None:
    marks = marks_for("gate")
    text = f"{before} gate {after}"
    shown = from_hit(text, width, marks)
    assert "gate" in cell(shown, width)
    if cell_len(f"{before} gate") < width:
        assert shown == text
    assert text.endswith(shown.removeprefix("…"))
    assert from_hit(before, width, marks) == before
    assert from_hit(text, width, None) == text


def test_the_line_of_a_find_begins_before_its_hit(session: Session) -> None:
    text = "Late to two calls at close: the responder stood in the gate lane. Told the manager"
    marks = marks_for("gate")
    found = OccurrenceLine("B2026-00001", NOW, "keys", text, "", "")
    assert occurrence_spans(session, found, 77, marks)[-1][0] == "…in the gate lane. Told th…"
    assert incident_spans(session, line(summary=text), 77, {}, marks)[-1][0] == "…in the gate lane. Told th…"
    assert from_hit("Taking the responder off the gate lane", 28, marks) == "…responder off the gate lane"


def test_marks_find_the_beginnings_of_words() -> None:
    marks = marks_for("gate (north) a")
    assert marks is not None
    assert [m.group() for m in marks.finditer("Gate 3 at the floodgate, NORTHern side")] == ["Gate", "NORTH"]
    assert marks_for("a ] [") is None
    drawn = content([("Gate ", "bold"), ("[/x] gate", "plain")], False, marks)
    assert drawn.plain == "Gate [/x] gate"


@given(rows=st.lists(st.integers(0, 50), unique=True).map(sorted), start=st.integers(-1, 51), limit=st.integers(1, 9))
async def test_rows_in_memory_are_slices(rows: list[int], start: int, limit: int) -> None:
    source: RowsInMemory[int] = RowsInMemory(lambda n: (n, 0))
    source.rows = rows
    assert await source.page((start, 0), forward=True, limit=limit) == [n for n in rows if n > start][:limit]
    assert await source.page((start, 0), forward=False, limit=limit) == [n for n in rows if n < start][-limit:]
    assert await source.page(None, forward=True, limit=limit) == rows[:limit]
    assert await source.page(None, forward=False, limit=limit) == rows[-limit:]


@pytest.mark.parametrize(
    ("typed", "time", "text"),
    [
        ("2210 Keys to unit 14 issued", "2210", "Keys to unit 14 issued"),
        ("22:10 keys", "22:10", "keys"),
        ("22:10:30 keys", "22:10:30", "keys"),
        ("-5 patrol complete", "-5", "patrol complete"),
        ("-1h10 patrol", "-1h10", "patrol"),
        ("-90s patrol", "-90s", "patrol"),
        ("y 2310 gate found open", "y 2310", "gate found open"),
        ("Mon 0700 delivery refused", "Mon 0700", "delivery refused"),
        ("14/11 0630 panel reset", "14/11 0630", "panel reset"),
        ("2026-11-14 06:30 panel reset", "2026-11-14 06:30", "panel reset"),
        ("2475 keys", "2475", "keys"),
        ("2210", "2210", ""),
        ("2 males at gate 3", "", "2 males at gate 3"),
        ("14 visitors", "", "14 visitors"),
        ("101 called, police on the way", "", "101 called, police on the way"),
        ("999 called", "", "999 called"),
        ("12.50 pounds found", "", "12.50 pounds found"),
        ("221530 panel code", "", "221530 panel code"),
        ("3/4 of the car park full", "", "3/4 of the car park full"),
        ("Mon shift starts", "", "Mon shift starts"),
        ("y fronts found", "", "y fronts found"),
        ("- item", "", "- item"),
        ("-5C in the cold store", "", "-5C in the cold store"),
        ("2210x", "", "2210x"),
        ("", "", ""),
    ],
)
def test_only_what_can_be_nothing_else_is_a_time(typed: str, time: str, text: str) -> None:
    assert split_time(typed) == (time, text)


@given(st.text(max_size=100))
def test_splitting_loses_nothing(typed: str) -> None:
    time, text = split_time(typed)
    assert "".join((time + text).split()) == "".join(typed.split())
