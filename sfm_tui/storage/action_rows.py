"""The rows of the improvement plan, read back as records, in a transaction or outside of one."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar
from zoneinfo import ZoneInfo

from sfm_tui.domain.action import Action, Review, Row, Step
from sfm_tui.domain.briefing import begins, ends
from sfm_tui.domain.gates import Facts, counts_here
from sfm_tui.domain.measure import COMPUTED, Phase, Reading
from sfm_tui.storage.asking import Ask
from sfm_tui.storage.errors import damaged
from sfm_tui.storage.sites import parse_settings

if TYPE_CHECKING:
    from sfm_tui.domain.effect_words import Judged

R = TypeVar("R", bound=Row)

LAST_CYCLE = "a.cycle = (SELECT max(b.cycle) FROM action b WHERE b.action = a.action)"


@dataclass(frozen=True)
class Consultation:
    """Who was asked for their view, on which day, and the notes; `cycle` is the one it was about."""

    seq: int
    cycle: int
    day: str
    who: str
    notes: str


def columns(record: type[Row], prefix: str = "") -> str:
    """The columns of a record, for a query."""
    return ", ".join(f"{prefix}{name}" for name in record.model_fields)


def record(kind: type[R], row: Sequence[Any]) -> R:
    """A record from its row. Raises NotAStore where it is not as it was written."""
    fields = dict(zip(kind.model_fields, row, strict=False))
    try:
        return kind.model_validate(fields)
    except ValueError as error:
        raise damaged("the store", f"{kind.__name__.lower()} {row[0]}") from error


def read_action(ask: Ask, action: str, cycle: int | None = None) -> Action | None:
    """One cycle of an action, the last where none is named."""
    sql = f"SELECT {columns(Action)} FROM action WHERE action = ?"
    if cycle is None:
        rows = list(ask(f"{sql} ORDER BY cycle DESC LIMIT 1", (action,)))
    else:
        rows = list(ask(f"{sql} AND cycle = ?", (action, cycle)))
    return record(Action, rows[0]) if rows else None


def read_cycles(ask: Ask, action: str) -> tuple[Action, ...]:
    """Every cycle of an action, the first one first."""
    rows = ask(f"SELECT {columns(Action)} FROM action WHERE action = ? ORDER BY cycle", (action,))
    return tuple(record(Action, row) for row in rows)


def read_steps(ask: Ask, actions: Iterable[str]) -> dict[str, tuple[Step, ...]]:
    """The steps of actions, in the order of their numbers."""
    rows = ask(
        f"SELECT {columns(Step, 's.')} FROM json_each(?) k CROSS JOIN step s ON s.action = k.value",
        (json.dumps(list(actions)),),
    )
    found: dict[str, list[Step]] = {}
    for row in rows:
        step = record(Step, row)
        found.setdefault(step.action, []).append(step)
    return {action: tuple(sorted(steps, key=lambda one: _order(one.step))) for action, steps in found.items()}


def _order(step: str) -> tuple[int, str]:
    return (int(step), "") if step.isascii() and step.isdigit() and len(step) < 10 else (10**10, step)


def next_step(steps: Iterable[Step]) -> str:
    """The number of a new step: one more than the highest there is."""
    return str(max((_order(step.step)[0] for step in steps if step.step.isdigit()), default=0) + 1)


def read_reviews(ask: Ask, actions: Iterable[str]) -> dict[str, tuple[Review, ...]]:
    """The reviews of actions, the first one first."""
    rows = ask(
        f"SELECT {columns(Review, 'r.')} FROM json_each(?) k CROSS JOIN review r ON r.action = k.value",
        (json.dumps(list(actions)),),
    )
    found: dict[str, list[Review]] = {}
    for row in rows:
        review = record(Review, row)
        found.setdefault(review.action, []).append(review)
    return {action: tuple(sorted(some, key=lambda one: (one.cycle, one.reviewed_on))) for action, some in found.items()}


def read_consultations(ask: Ask, action: str) -> tuple[Consultation, ...]:
    """Who was asked about an action, in the order in which it was entered."""
    rows = ask("SELECT seq, cycle, day, who, notes FROM consultation WHERE action = ? ORDER BY seq", (action,))
    return tuple(Consultation(*row) for row in rows)


def read_readings(ask: Ask, measure: str, tz: ZoneInfo) -> list[Reading]:
    """The readings of a measure, the first one first."""
    rows = ask(f"SELECT {columns(Reading)} FROM reading WHERE measure = ?", (measure,))
    return sorted((record(Reading, row) for row in rows), key=lambda one: (begins(one.at, tz), str(one.at)))


def read_phases(ask: Ask, measure: str, tz: ZoneInfo) -> list[Phase]:
    """The phases of a measure, the first one first."""
    rows = ask(f"SELECT {columns(Phase)} FROM phase WHERE measure = ?", (measure,))
    return sorted((record(Phase, row) for row in rows), key=lambda one: (begins(one.since, tz), str(one.since)))


def within(readings: Iterable[Reading], since: str | None, until: str | None, tz: ZoneInfo) -> list[Reading]:
    """The readings from one day to the end of another; an end that is None is open."""
    low = begins(since, tz) if since else None
    high = ends(until, tz)
    return [one for one in readings if (low is None or begins(one.at, tz) >= low) and begins(one.at, tz) < high]


def read_told(ask: Ask, actions: Iterable[str]) -> set[str]:
    """Those of the actions that a briefing point or a talk came of."""
    rows = ask(
        "SELECT DISTINCT k.value FROM json_each(?) k CROSS JOIN link l ON l.source = 'action:' || k.value"
        " AND l.struck = '' AND (l.target LIKE 'briefing:%' OR l.target LIKE 'talk:%')",
        (json.dumps(list(actions)),),
    )
    return {row[0] for row in rows}


def read_facts(
    ask: Ask, some: Sequence[Action], tz: ZoneInfo, effects: "Mapping[str, Judged | None] | None" = None
) -> dict[str, Facts]:
    """What the gates and the advice ask for beside the fields, for the cycles at work of several actions.

    `effects` are those that are computed, by number.
    """
    keys = [action.action for action in some]
    steps, reviews, told = read_steps(ask, keys), read_reviews(ask, keys), read_told(ask, keys)
    names = read_names(ask)
    series: dict[str, list[Reading]] = {}
    counted = cache(lambda since, until: count_responses(ask, since, until, tz))
    found = {}
    for action in some:
        before = after = None
        if counts_here(action.measure):
            if action.measure not in series:
                series[action.measure] = read_readings(ask, action.measure, tz)
            readings = series[action.measure]
            if action.baseline_from and action.baseline_to:
                before = len(within(readings, action.baseline_from, action.baseline_to, tz))
            if action.in_effect_on:
                after = len(within(readings, action.in_effect_on, None, tz))
        elif action.measure in COMPUTED and COMPUTED[action.measure].cases:
            if action.baseline_from and action.baseline_to:
                before = counted(action.baseline_from, action.baseline_to)
            if action.in_effect_on:
                after = counted(action.in_effect_on, None)
        found[action.action] = Facts(
            steps.get(action.action, ()),
            reviews.get(action.action, ()),
            before,
            after,
            action.action in told,
            names,
            (effects or {}).get(action.action),
        )
    return found


def count_responses(ask: Ask, since: str, until: str | None, tz: ZoneInfo) -> int:
    """How many responses count (rules.md, Response) of the incidents reported from one day to the end of another."""
    rows = [*ask("SELECT settings FROM site", ())]
    site = parse_settings(rows[0][0]) if rows else None
    start = "dispatched" if site and site.response and site.response.clock_starts == "dispatched" else "reported"
    (row,) = ask(
        f"SELECT count(*) FROM incident WHERE reported >= ? AND reported < ? AND struck = '' AND on_scene >= {start}",
        (begins(since, tz), ends(until, tz)),
    )
    return int(row[0])


def read_names(ask: Ask) -> dict[str, str]:
    """What people are called: persons by code, officers by number, with their call sign where they have one."""
    names = {row[0]: row[1] or row[2] or row[0] for row in ask("SELECT officer, call_sign, name FROM officer", ())}
    return names | {row[0]: row[1] or row[0] for row in ask("SELECT person, name FROM person", ())}
