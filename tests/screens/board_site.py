"""A plan for the tests of the board: actions in every stage, a measure with readings, two themes."""

from datetime import date, timedelta
from typing import Any

from sfm_tui.domain.action import Action, Stage
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store

TODAY = date(2026, 11, 21)
WEEKS = (5, 6, 5, 7, 6, 5, 6, 7, 6, 3, 2, 2)


def day(days: int) -> str:
    """A day so many days from today, as ISO text."""
    return (TODAY + timedelta(days=days)).isoformat()


PLAN: dict[str, Any] = {
    "required_level": "On scene within 3 minutes in 95% of responses",
    "gap": "22 of 41 responses from 5 October to 1 November were late",
    "owner": "okafor",
    "cause": "In 14 of the 22 the responder also held another post",
    "measure": "late",
    "baseline_from": day(-84),
    "baseline_to": day(-40),
    "target": "2",
    "how_measured": "Late responses in each week",
    "review_dates": day(14),
    "consulted": "Shaw, Reid",
}


def board_site(store: Store, me: Author) -> Store:
    """A-01 and A-02 in Plan, the first ready to go on, A-03 in Do and overdue, A-04 in Check, reviewed, A-05 closed."""
    store.measures.add("late", "Late responses", me, unit="a week", target="2")
    for n, value in enumerate(WEEKS):
        store.measures.read("late", str(value), me, at=day(-80 + 7 * n))
    store.actions.add_theme("Response", me)
    store.actions.add_theme("Radio and keys", me)
    ready = store.actions.add("Dedicated responder at peak", me, theme="response", due=day(21), **PLAN)
    store.actions.add_step(ready, "Name one responder for each peak", me)
    store.actions.add("Late patrols", me, owner="1002")
    put(store, me, store.actions.add("Radio discipline", me, theme="rak", **{**PLAN, "due": day(-3)}), "do")
    checked = store.actions.add("Gate 3 at close", me, theme="response", due=day(2), started_on=day(-20), **PLAN)
    put(store, me, checked, "check")
    store.actions.review(store.actions.get("A-04"), "partially met", "Better, not there", me, reviewer="Reid")
    put(store, me, store.actions.add("Key register", me), "closed")
    return store


def put(store: Store, me: Author, action: Action, stage: Stage) -> Action:
    """Move an action, whatever its gates say."""
    return store.actions.move(action, stage, me, why="as it was agreed")
