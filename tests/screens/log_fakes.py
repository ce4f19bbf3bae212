"""A small history for the tests of the log and the book, and how to read what a list shows."""

from typing import Any

from textual.pilot import Pilot

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.lists.record_list import RecordList
from tests.conftest import NOW

HOSTILE = ("[/red]", "[@click=app.quit]x", "'; DROP TABLE incident", "=cmd()", "\u202eRTL", "🚨 fire 学生", "x" * 5000)


def fill(store: Store, clock: FrozenClock, me: Author) -> None:
    """Six incidents over two days, one over its limit, one void, one on hold, two running; three occurrences."""
    plan = (
        # before now, what, where, category, severity, officer, seconds to on scene, end
        (90_000, "Shoplifter detained", "U14", "Theft", 3, "1001", 120, "closed"),
        (80_000, "Fight in the atrium", "ATRIUM", "Assault", 2, "1002", 400, "closed"),
        (7_000, "Rough sleeper, stair B", "ATRIUM", "Trespass", 4, "1002", 300, "void"),
        (5_000, "Lost child", "ATRIUM", "Medical", 2, "1003", None, "on hold"),
        (1_000, "Alarm, unit 14", "U14", "Intruder alarm", 3, "1002", 200, "open"),
        (100, "Tailgating, gate 3", "GATE3", "Access control", 3, "1001", None, "open"),
    )
    for before, what, where, category, severity, officer, arrival, end in plan:
        clock.set(NOW - before)
        number = store.incidents.open(
            me, summary=what, location=where, category=category, severity=severity
        ).number  # fmt: skip
        store.incidents.stamp(number, "dispatched", me, officer=officer, at=NOW - before + 40)
        clock.set(NOW - before + (arrival or 40))
        if arrival is not None:
            store.incidents.stamp(number, "on scene", me, officer=officer, at=NOW - before + arrival)
        if end == "void":
            store.incidents.void(number, "raised twice [/x]", me)
        elif end != "open":
            store.incidents.set_state(number, end, me)
    clock.set(NOW)
    store.incidents.note("2026-0002", "Police asked for, reference CAD 1234", me)
    store.occurrences.log("Keys to unit 14 issued, pass 31", me, at=NOW - 600)
    store.occurrences.log("Patrol complete, all correct", me, at=NOW - 4_000)
    struck = store.occurrences.log("Police visit, gate 3", me, at=NOW - 300)
    store.occurrences.strike(struck.occurrence, "wrong gate", me)


def shown(app: SfmApp) -> list[str]:
    """The lines of the list on the screen, without those that are blank."""
    rows = app.screen.query_one(RecordList)
    lines = (rows.render_line(y).text[1:-1].rstrip() for y in range(rows.size.height))
    return [line for line in lines if line]


def said(app: SfmApp) -> str:
    """What the screen says."""
    screen = next(s for s in reversed(app.screen_stack) if s.query(SayLine))
    return screen.query_one(SayLine).said


async def go(pilot: Pilot[Any], settle: Any, letter: str) -> None:
    """Go to a place with F12 and its letter."""
    await pilot.press("f12")
    await pilot.pause()
    await pilot.press(letter)
    await settle(pilot)
