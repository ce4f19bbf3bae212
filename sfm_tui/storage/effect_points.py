"""What stands behind the effect of an action: every reading from its baseline until now, by the side it is on."""

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Literal, NamedTuple

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.domain.measure import COMPUTED, Computed
from sfm_tui.storage.effects import ActionEffect
from sfm_tui.storage.figures import read_terms
from sfm_tui.storage.response_sql import limit_of, reason_of, seconds_of
from sfm_tui.storage.series import computed_series, series

if TYPE_CHECKING:
    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store

MOST_CASES = 2_000
"""Single responses that a picture shows; of more it shows the weeks instead."""
Place = Literal["before", "between", "after"]


class EffectPoint(NamedTuple):
    """A reading: when, its value, whether it is within its limit or meets the target, and on which side it stands."""

    at: int
    value: Fraction
    good: bool | None
    place: Place


class EffectPoints(NamedTuple):
    """The readings of an effect; `weeks` where each is a week's figure and not the reading that the effect counts."""

    points: tuple[EffectPoint, ...]
    target: Fraction | None
    weeks: bool = False


def effect_points(store: "Store", found: ActionEffect) -> EffectPoints:
    """The readings from the beginning of an action's baseline until now; none where no baseline is set."""
    about, known = found.action, found.measure
    if not about.baseline_from:
        return EffectPoints((), None)
    tz, now = store.tz, store.clock.now()
    begun = date.fromisoformat(about.baseline_from)
    until = date.fromisoformat(about.baseline_to) if about.baseline_to else begun
    since = date.fromisoformat(about.in_effect_on) if about.in_effect_on else None

    def place(first: date, last: date) -> Place:
        if begun <= first and last <= until:
            return "before"
        return "after" if since is not None and first >= since else "between"

    if isinstance(known, Computed) and known.cases:
        window = (day_bounds(begun, tz)[0], now + 1)
        cases, limit = _cases(store, window)
        if len(cases) <= MOST_CASES:
            days = [(local_date(at, tz), at, seconds, good) for at, seconds, good in cases]
            return EffectPoints(
                tuple(EffectPoint(at, Fraction(seconds), good, place(day, day)) for day, at, seconds, good in days),
                Fraction(limit),
            )
        some, weeks = next(computed_series(store, (COMPUTED[known.measure],))), True
    else:
        some, weeks = series(store, known.measure), isinstance(known, Computed)
    points = []
    for dot in some.dots:
        first = local_date(dot.at, tz)
        last = date.fromordinal(first.toordinal() + 6) if weeks else first
        if first >= begun:
            target = some.target
            good = None if target is None else dot.value <= target if some.better == "lower" else dot.value >= target
            points.append(EffectPoint(dot.at, dot.value, good, place(first, last)))
    return EffectPoints(tuple(points), some.target, weeks)


def _cases(store: "Store", window: "Span") -> tuple[list[tuple[int, int, bool]], int]:
    """The single responses of a window with the instant of their report, one more than is shown at most; the limit."""
    with store.reading() as connection:
        terms = read_terms(connection)
        seconds = seconds_of(terms)
        rows = connection.exec_driver_sql(
            f"SELECT i.reported, {seconds}, {seconds} <= {limit_of(terms, *window)} FROM incident i"
            f" WHERE i.reported >= ? AND i.reported < ? AND ({reason_of(terms)}) = 0 ORDER BY i.reported, i.id LIMIT ?",
            (*window, MOST_CASES + 1),
        ).all()
        return [(at, response, bool(good)) for at, response, good in rows], terms.today.limit_seconds
