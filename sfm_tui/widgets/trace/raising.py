"""«Raise an action» from late responses, for any screen: the form opens filled in, and nothing is saved until it is.

`raise_from_days` is for a screen that has no `Traced` of its own, such as the dashboard.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, cast

from sfm_tui.clock import local_date
from sfm_tui.clock.days import Days
from sfm_tui.domain.action_from_late import from_breach, from_group, only_words
from sfm_tui.domain.finding_name import finding_ref
from sfm_tui.domain.late_words import cause_sentence, period_words
from sfm_tui.domain.trace import Breach
from sfm_tui.domain.why_late import EVERYTHING, Only, Scene, Traced
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.say import Outcome

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.action_sketch import ActionSketch
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

_MOST_SHOWN = 3


async def raise_from_breach(app: "App[Any]", session: "Session", traced: Traced, scene: Scene) -> Outcome | None:
    """Write an action from one late response; `widgets.action_flows.Raised` with its number where it was saved."""
    breach = scene.breach
    if not await _anew(app, scene.actions, breach.late.incident):
        return None
    why = cause_sentence(scene, traced.name, traced.post, traced.responders, session.tz)
    sources = await sources_of(session, [breach])
    return await _write(app, session, from_breach(traced, breach, why, sources, _today(session)))


async def raise_from_group(
    app: "App[Any]", session: "Session", traced: Traced, only: Only = EVERYTHING
) -> Outcome | None:
    """Write an action from all late responses of the period, or from those of a cause, an hour, a weekday."""
    some = traced.kept(only)
    if not some:
        where = ", ".join(filter(None, (period_words(traced.days), only_words(only))))
        return Outcome(f"nothing was late: {where} gives no reason for an action", "warn")
    known = list(dict.fromkeys(one for breach in some for one in traced.actions.get(breach.late.incident, ())))
    have = sum(breach.late.incident in traced.actions for breach in some)
    words = only_words(only) or period_words(traced.days)
    if have == len(some) and not await _anew(app, known, f"the {len(some)} late responses {words}"):
        return None
    if 0 < have < len(some):
        verb = "has" if have == 1 else "have"
        cast("Program", app).say(f"{have} of these {len(some)} {verb} {_named(known)} already", "warn")
    sources, today = await sources_of(session, some), _today(session)
    return await _write(app, session, await session.read(lambda _store: from_group(traced, only, sources, today)))


async def raise_from_days(
    app: "App[Any]", session: "Session", days: Days, only: Only = EVERYTHING
) -> Outcome | None:  # fmt: skip
    """Write an action from the late responses of some days, or from those of a cause, an hour, a weekday."""
    from sfm_tui.storage.why_late import read_traced

    traced = await session.read(lambda store: read_traced(store, days))
    return await raise_from_group(app, session, traced, only)


async def sources_of(session: "Session", some: Sequence[Breach]) -> tuple[str, ...]:
    """The records that an action from these comes from: their incidents, and the findings of the roster behind them."""
    from sfm_tui.storage.why_late import findings_behind

    tz = session.tz
    found = await session.read(lambda store: [finding_ref(one, tz) for one in findings_behind(store, some)])
    return (*(f"incident:{breach.late.incident}" for breach in some), *found)


async def _write(app: "App[Any]", session: "Session", sketch: "ActionSketch") -> Outcome | None:
    from sfm_tui.widgets.actions.flows import new_action

    return await new_action(app, session, sketch=sketch)


async def _anew(app: "App[Any]", actions: Sequence[str], what: str) -> bool:
    """Whether one is to be written although there are some already; leads to the one that is chosen instead."""
    if not actions:
        return True
    choices = [Choice(one, f"Go to {one}") for one in actions[:9]]
    choices.append(Choice("new", "Raise another action all the same", letter="a"))
    title = f"{_named(actions)} came of {what} already"
    chosen = await app.push_screen_wait(ChooseDialog(title, choices))
    if chosen not in (None, "new"):
        app.screen.post_message(PlaceWanted("board", chosen))
    return chosen == "new"


def _named(actions: Sequence[str]) -> str:
    more = f" and {len(actions) - _MOST_SHOWN} more" if len(actions) > _MOST_SHOWN else ""
    return ", ".join(actions[:_MOST_SHOWN]) + more


def _today(session: "Session") -> Any:
    return local_date(session.now(), session.tz)
