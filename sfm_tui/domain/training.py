"""Training in date: which officer must have had which topic, when they last had it, and how that stands on a day.

A topic with a refresher is in date up to and including the day that many calendar months after the talk; one without
is in date for ever. «On a day» is before anything of that day: what was attended until its first midnight counts
(rules.md, «Training compliance»).
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from functools import lru_cache
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, local_date

EVERYBODY = "all"
DUE_DAYS = 30
"""A topic is due when its last day in date is at most so many days away."""

POST_YEAR = 365
"""A post's officers are those with an active duty there that starts in the year before a day, or after it."""

State = Literal["in date", "due", "overdue", "never"]
STATES: tuple[State, ...] = ("overdue", "never", "due", "in date")
"""How an officer can stand with a topic, the worst first."""


class TopicTerms(NamedTuple):
    """What the figures need of a topic; no `refresher_months` is once for ever."""

    topic: str
    title: str
    refresher_months: int | None


class Staff(NamedTuple):
    """What the figures need of an officer; `left_on` is the last day, ISO or empty."""

    officer: str
    left_on: str = ""


class Need(NamedTuple):
    """One officer and one topic they must have had, and how that stands.

    `last` is the instant at which they had it, `due_on` the last day in date; None where there is none.
    """

    officer: str
    topic: str
    title: str
    state: State
    last: int | None
    due_on: date | None


def last_day(had_on: date, months: int | None) -> date | None:
    """The last day on which what was had on a day is in date; None for one that always is."""
    if months is None:
        return None
    return _later(had_on, months)


def first_day(in_date_on: date, months: int) -> date:
    """The earliest day such that what was had then is in date on another."""
    day = _later(in_date_on, -months)
    while _later(day, months) < in_date_on:
        day += timedelta(days=1)
    return day


@lru_cache(maxsize=4096)
def _later(day: date, months: int) -> date:
    from dateutil.relativedelta import relativedelta

    return day + relativedelta(months=months)


def in_date_since(months: int | None, on: date, tz: ZoneInfo) -> int:
    """From which instant on a talk is in date on a day."""
    return -(1 << 62) if months is None else day_bounds(first_day(on, months), tz)[0]


def required(
    topics: Iterable[str], requirements: Iterable[tuple[str, str]], staff: Sequence[Staff],
    at_post: Mapping[str, Iterable[str]], on: date,
) -> dict[str, list[str]]:  # fmt: skip
    """The officers who must have had each topic, by number; those who have left by a day are left out.

    `requirements` are pairs of topic and `all`, a post or an officer; `at_post` the officers of a post.
    """
    day = on.isoformat()
    here = {one.officer for one in staff if not one.left_on or one.left_on >= day}
    wanted: dict[str, set[str]] = {topic: set() for topic in topics}
    for topic, who in requirements:
        if topic not in wanted:
            continue
        if who == EVERYBODY:
            wanted[topic] = here
            continue
        named = (here & {who}) | (here & set(at_post.get(who, ())))
        wanted[topic] = wanted[topic] | named
    everybody = sorted(here)
    return {
        topic: everybody if officers is here else sorted(officers) for topic, officers in wanted.items() if officers
    }


class Matrix:
    """Topics by officers, as they stand on a day. `last` holds when an officer last had a topic, by (officer, topic).

    Cells are made when they are asked for; the counts go by bounds worked out once for each topic.
    """

    def __init__(
        self, topics: Sequence[TopicTerms], wanted: Mapping[str, Sequence[str]], last: Mapping[tuple[str, str], int],
        on: date, tz: ZoneInfo,
    ) -> None:  # fmt: skip
        self.on, self.tz = on, tz
        self.topics = [topic for topic in topics if wanted.get(topic.topic)]
        self.officers = sorted({officer for officers in wanted.values() for officer in officers})
        self._wanted = {topic: frozenset(officers) for topic, officers in wanted.items()}
        self._last = last
        self._terms = {topic.topic: topic for topic in topics}
        self._bounds = {topic.topic: self._bounds_of(topic) for topic in self.topics}

    def _bounds_of(self, topic: TopicTerms) -> tuple[int, int]:
        """From which instant on a talk is in date on the day, and from which on it is not even due soon."""
        soon = self.on + timedelta(days=DUE_DAYS + 1)
        months = topic.refresher_months
        return in_date_since(months, self.on, self.tz), in_date_since(months, soon, self.tz)

    def last(self, officer: str, topic: str) -> int | None:
        """When an officer last had a topic, required or not."""
        return self._last.get((officer, topic))

    def state(self, officer: str, topic: str) -> State | None:
        """How an officer stands with a topic; None where they need not have it."""
        if officer not in self._wanted.get(topic, ()):
            return None
        at = self._last.get((officer, topic))
        if at is None:
            return "never"
        in_date, not_soon = self._bounds[topic]
        return "in date" if at >= not_soon else "due" if at >= in_date else "overdue"

    def need(self, officer: str, topic: str) -> Need | None:
        """The same, in full."""
        state = self.state(officer, topic)
        if state is None:
            return None
        terms, at = self._terms[topic], self._last.get((officer, topic))
        due = None if at is None else last_day(local_date(at, self.tz), terms.refresher_months)
        return Need(officer, topic, terms.title, state, at, due)

    def needs(
        self, states: Iterable[State] = ("overdue", "never", "due"), officers: Iterable[str] | None = None
    ) -> list[Need]:
        """The pairs in certain states, the worst state first, then by the day they are due, topic and officer."""
        wanted, only = set(states), None if officers is None else set(officers)
        found = []
        for topic, some in self._wanted.items():
            for officer in some:
                if (only is None or officer in only) and self.state(officer, topic) in wanted:
                    need = self.need(officer, topic)
                    assert need is not None
                    found.append(need)
        return sorted(
            found, key=lambda one: (STATES.index(one.state), one.due_on or date.min, one.topic, one.officer)
        )  # fmt: skip

    def compliance(self) -> tuple[int, int]:
        """Pairs in date, and pairs required."""
        last, pairs, good = self._last, 0, 0
        for topic, officers in self._wanted.items():
            since = self._bounds[topic][0]
            pairs += len(officers)
            for officer in officers:
                at = last.get((officer, topic))
                if at is not None and at >= since:
                    good += 1
        return good, pairs
