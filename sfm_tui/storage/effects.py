"""The effect of an action, read from the store: both sides of its measure, what else changed, whether it has held."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from typing import TYPE_CHECKING

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.domain.action import Action
from sfm_tui.domain.action_due import HELD_AFTER, held_days
from sfm_tui.domain.chart import Dot
from sfm_tui.domain.effect import Effect, Side, effect
from sfm_tui.domain.measure import Computed, enough
from sfm_tui.domain.reference import Measure
from sfm_tui.domain.roster import GONE
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.figures import erased_incidents, read_cases, read_terms
from sfm_tui.storage.gone import ROSTER, gone_spans
from sfm_tui.storage.series import code_of, series

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

_WEEK = 7

Sides = Callable[[date, date | None], Side]
"""The values from one day to the end of another, or to now."""


@dataclass(frozen=True)
class Held:
    """Whether an effect still stood so many months after the change; `found` is None before that day.

    It goes by what came from that day on, until the next look.
    """

    months: int
    on: date
    found: Effect | None

    @property
    def held(self) -> bool | None:
        """Whether it was still better then; None where that cannot be said yet."""
        return None if self.found is None or self.found.verdict == "too early" else self.found.verdict == "better"


@dataclass(frozen=True)
class ActionEffect:
    """The effect of one cycle of an action; `others` are other actions put into effect between baseline and now."""

    action: Action
    measure: Measure | Computed
    needed: int
    found: Effect
    others: tuple[Action, ...]
    held: tuple[Held, ...]


def action_effect(store: "Store", action: str, cycle: int | None = None) -> ActionEffect:
    """The effect of an action, of the cycle at work where none is named.

    Raises StoreError for an unknown action, one without a measure, and an unknown measure.
    """
    about = store.actions.get(action, cycle)
    if not about.measure:
        raise StoreError(f"{about.action} names no measure: enter the one that it moves, then its effect can be told")
    known = store.measures.get(code_of(store, about.measure))
    needed, better = enough(known.measure), known.better
    shares = known.measure == "response-within"
    sides = _cases(store) if isinstance(known, Computed) and known.cases else _readings(store, known)
    today = local_date(store.clock.now(), store.tz)
    since = _day(about.in_effect_on)
    missing = [
        words
        for value, words in (
            (about.baseline_from, "baseline_from"), (about.baseline_to, "baseline_to"), (since, "in_effect_on"),
        )
        if not value
    ]  # fmt: skip
    begun, until = _day(about.baseline_from), _day(about.baseline_to)
    if since is not None and since > today:
        missing.append("in_effect_on (it is still to come)")
    if missing or begun is None or until is None or since is None:
        nothing = Side(())
        before = sides(begun, until) if begun and until else nothing
        why = f"not set: {', '.join(missing)}"
        return ActionEffect(about, known, needed, Effect(before, nothing, "too early", why=why), (), ())

    before = sides(begun, until)
    if lost := _lost(store, known, [(begun, until), (since, today)]):
        return ActionEffect(about, known, needed, Effect(before, Side(()), "too early", why=lost), (), ())

    def compare(first: date, last: date | None) -> Effect:
        return effect(before, sides(first, last), better=better, needed=needed, shares=shares)

    some = store.actions.put_into_effect(begun.isoformat(), today.isoformat())
    others = tuple(one for one in some if one.action != about.action)
    return ActionEffect(about, known, needed, compare(since, None), others, tuple(_looks(since, today, compare)))


def _lost(store: "Store", known: Measure | Computed, days: list[tuple[date, date]]) -> str:
    """Why both sides cannot be held to each other, where something that they are made of was erased; else empty."""
    if not isinstance(known, Computed):
        return ""
    with store.reading() as connection:
        for first, last in days:
            window = day_bounds(first, store.tz)[0], day_bounds(last, store.tz)[1]
            if known.cases and erased_incidents(connection, window, store.tz):
                return f"incidents of {first} to {last} were erased under a retention rule"
            if not known.cases and gone_spans(connection, ROSTER, *window):
                return f"of {first} to {last}, {GONE}"
    return ""


def _looks(since: date, today: date, compare: Callable[[date, date | None], Effect]) -> list[Held]:
    days = held_days(since.isoformat())
    found = []
    for n, (months, on) in enumerate(zip(HELD_AFTER, days, strict=True)):
        last = days[n + 1] - timedelta(days=1) if n + 1 < len(days) else None
        found.append(Held(months, on, compare(on, last) if on <= today else None))
    return found


def _cases(store: "Store") -> Sides:
    """Single responses: a reading is one case."""
    tz = store.tz

    def side(first: date, last: date | None) -> Side:
        high = store.clock.now() + 1 if last is None else day_bounds(last, tz)[1]
        with store.reading() as connection:
            found = read_cases(connection, (day_bounds(first, tz)[0], high), read_terms(connection))
        return Side(tuple(Fraction(seconds) for seconds, _ in found), sum(good for _, good in found))

    return side


def _readings(store: "Store", known: Measure | Computed) -> Sides:
    """Readings of a series; those computed for a week count where the whole week lies between the days."""
    some = series(store, known.measure)
    tz = store.tz
    days = _WEEK if isinstance(known, Computed) else 1

    def side(first: date, last: date | None) -> Side:
        def inside(dot: Dot) -> bool:
            on = local_date(dot.at, tz)
            return on >= first and (last is None or on.toordinal() + days - 1 <= last.toordinal())

        values = tuple(dot.value for dot in some.dots if inside(dot))
        target = some.target
        if target is None:
            return Side(values)
        meet = [value <= target if some.better == "lower" else value >= target for value in values]
        return Side(values, sum(meet))

    return side


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
