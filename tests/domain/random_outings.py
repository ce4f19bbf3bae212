"""Random incidents that keep officers busy, and whether one does, read aloud from rules.md."""

from random import Random

from sfm_tui.domain.moment import Outing

HOUR = 3600


def make_outing(pick: Random, number: str, officers: list[str], low: int, high: int, step: int = 1) -> Outing:
    """An incident with officers; its times lie in `low` until before `high`, `step` seconds apart, some are missing."""

    def maybe() -> int | None:
        return pick.randrange(low, high, step) if pick.random() < 0.4 else None

    named = tuple(pick.sample(officers, pick.randint(0, len(officers))))
    ended = {officer: pick.randrange(low, high, step) for officer in officers if pick.random() < 0.3}
    return Outing(number, named, pick.randrange(low, high, step), maybe(), maybe(), maybe(), ended)


def runs(outing: Outing, officer: str, when: int) -> bool:
    """Whether an incident keeps an officer busy at an instant: the rule term by term."""
    if officer not in outing.officers:
        return False
    if when < (outing.dispatched if outing.dispatched is not None else outing.reported):
        return False
    if officer in outing.ended:
        return when < outing.ended[officer]
    if outing.resolved is not None:
        return when < outing.resolved
    if outing.closed is not None:
        return when < outing.closed
    return when < outing.reported + 12 * HOUR
