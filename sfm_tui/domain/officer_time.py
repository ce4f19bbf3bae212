"""An officer's time on duty around a span that they might take: pauses, stretches, weeks and their means."""

from bisect import bisect_left, bisect_right
from datetime import timedelta
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from sfm_tui.clock import day_bounds, local_date, zone
from sfm_tui.domain.findings.hours import monday_of
from sfm_tui.domain.findings.rest import seconds_of
from sfm_tui.domain.findings.sheet import Line
from sfm_tui.domain.findings.words import hours_text
from sfm_tui.domain.roster import Duty, Rules
from sfm_tui.domain.spans import Elapsed, Span, merged


class Near(NamedTuple):
    """What lies around a span: the stretch [start, end) that it would be part of, and the pauses beside that.

    `duties` are those of the stretch, `after` those with which the pause after it ends.
    """

    start: int
    end: int
    rest_before: int | None
    rest_after: int | None
    duties: list[Duty]
    after: list[Duty]


class OfficerTime:
    """The active duties of one officer by their start, and the blocks that overlapping or touching ones make."""

    def __init__(self, officer: str, duties: list[Duty]) -> None:
        self.officer = officer
        self.duties = duties
        self.line: Line | None = None
        blocks = merged((duty.start, duty.end) for duty in duties)
        self.starts = [start for start, _ in blocks]
        self.ends = [end for _, end in blocks]

    @classmethod
    def of(cls, officer: str, line: Line | None) -> "OfficerTime":
        """What a line holds; nothing for an officer without a duty."""
        time = cls(officer, [])
        if line is not None:
            time.line, time.duties, time.starts, time.ends = line, line.duties, line.starts, line.ends
        return time

    @cached_property
    def first_at(self) -> dict[str, int]:
        """When the officer's first duty at each post starts."""
        return {duty.post: duty.start for duty in reversed(self.duties)}

    @cached_property
    def _elapsed(self) -> Elapsed:
        return Elapsed(self.starts, self.ends)

    @cached_property
    def _duty_starts(self) -> list[int]:
        return [duty.start for duty in self.duties]

    def before(self, at: int) -> int:
        """The seconds on duty before an instant."""
        return self._elapsed.before(at)

    def near(self, start: int, end: int) -> Near:
        """What lies around [start, end), taken as one more duty."""
        first, last = bisect_left(self.ends, start), bisect_right(self.starts, end)
        begins = min(start, self.starts[first]) if first < last else start
        ends = max(end, self.ends[last - 1]) if first < last else end
        since = self._started(begins)
        duties = list(islice(self.duties, since, self._started(ends + 1))) if first < last else []
        after: list[Duty] = []
        if last < len(self.starts):
            then = self.starts[last]
            after = list(islice(self.duties, self._started(then), self._started(then + 1)))
        return Near(
            begins, ends,
            rest_before=begins - self.ends[first - 1] if first else None,
            rest_after=self.starts[last] - ends if last < len(self.starts) else None,
            duties=duties, after=after,
        )  # fmt: skip

    def _started(self, at: int) -> int:
        """How many duties start before an instant."""
        return bisect_left(self._duty_starts, at)


class WeekLimit:
    """The weeks whose hours a duty of [start, end) would change, and the mean that a site allows over them."""

    def __init__(self, rules: Rules, start: int, end: int) -> None:
        self.start, self.end = start, end
        self._tz = zone(rules.timezone)
        self._weeks = rules.average_weeks or 0
        limit = (
            None if rules.weekly_average_hours is None or not self._weeks else seconds_of(rules.weekly_average_hours)
        )
        self._limit = None if limit is None else int(limit)
        self._most = [] if limit is None else [int(limit * n) for n in range(self._weeks + 1)]
        self._monday = monday_of(local_date(start, self._tz))
        before = max(self._weeks - 1, 0)
        count = (monday_of(local_date(end - 1, self._tz)) - self._monday).days // 7 + 1
        self._first = before
        self._bounds = [
            day_bounds(self._monday + timedelta(weeks=n), self._tz)[0] for n in range(-before, count + before + 1)
        ]

    def week_seconds(self, time: OfficerTime) -> int:
        """The seconds on duty in the ISO week in which the span starts, those of the span in it included."""
        low, high = self._bounds[self._first], self._bounds[self._first + 1]
        end = min(self.end, high)
        already = time.before(end) - time.before(self.start)
        return time.before(high) - time.before(low) + end - self.start - already

    def warnings(self, time: OfficerTime) -> list[str]:
        """The highest mean above the limit that the span would bring about or make higher; for one who is free then.

        Weeks are counted from that of the officer's first duty, the span being one.
        """
        if self._limit is None:
            return []
        bounds = self._bounds
        without = [time.before(at) for at in bounds]
        length = self.end - self.start
        added = [min(max(at - self.start, 0), length) for at in bounds]
        was_first = self._number(time.starts[0]) if time.starts else len(bounds)
        first = min(was_first, self._first)
        worst: tuple[float, int, int, int] | None = None
        for week in range(self._first, len(bounds) - 1):
            over = min(self._weeks, week - first + 1)
            since = week + 1 - over
            old = without[week + 1] - without[since]
            total = old + added[week + 1] - added[since]
            if total <= self._most[over]:
                continue
            was_over = min(self._weeks, week - was_first + 1)
            old = without[week + 1] - without[week + 1 - was_over] if was_over > 0 else 0
            if was_over > 0 and old > self._most[was_over] and old * over >= total * was_over:
                continue
            mean = total / over
            if worst is None or mean > worst[0]:
                worst = mean, total, over, week
        if worst is None:
            return []
        _, total, over, week = worst
        text = f"mean would reach {hours_text(-(-total // (over * 60)) * 60)} of {hours_text(self._limit)}"
        if week > self._first:
            monday = self._monday + timedelta(weeks=week - self._first)
            text += f" in the week of {monday.day} {monday:%b}"
        return [text]

    def _number(self, at: int) -> int:
        """The place of an instant's week among the bounds, below 0 for one before them."""
        return (monday_of(local_date(at, self._tz)) - self._monday).days // 7 + self._first


def joined(duties: list[Duty]) -> list[Span]:
    """The time in which any of the duties runs."""
    return merged((duty.start, duty.end) for duty in duties)
