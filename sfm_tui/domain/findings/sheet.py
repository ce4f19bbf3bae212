"""The roster put in order once, so that each kind of finding reads it in one pass."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from copy import copy
from zoneinfo import ZoneInfo

from sfm_tui.clock import zone
from sfm_tui.domain.presence import Standing, active_duties
from sfm_tui.domain.roster import CoverRow, Duty, Post, Roster, Rules
from sfm_tui.domain.spans import Span


class Line:
    """One officer's active duties by their start, and the blocks that overlapping or touching ones make.

    Block n runs from `starts[n]` to `ends[n]`, and `firsts[n]` is the place of its first duty. `tangled` are the
    duties of blocks in which some overlap, `plain` all others; `barred_tangled` and `barred_plain` are those of them
    that the officer may not stand from start to end. Plain lists of whole numbers: a year has 100,000 blocks.
    """

    __slots__ = (
        *("barred_plain", "barred_tangled", "duties", "ends", "firsts"),
        *("officer", "plain", "starts", "tangled"),
    )

    def __init__(self, officer: str, duties: list[Duty], posts: dict[str, Post], standing: Standing) -> None:
        self.officer = officer
        self.duties = duties
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.firsts: list[int] = []
        self.plain = duties
        self.tangled: list[Duty] = []
        if knots := self._find_blocks():
            self._part(knots)
        activities = {code: posts[code].activity for code in {duty.post for duty in duties}}
        may = {activity: standing.may(officer, activity) for activity in set(activities.values())}
        self.barred_plain = _barred(self.plain, activities, may)
        self.barred_tangled = _barred(self.tangled, activities, may)

    @property
    def barred(self) -> list[Duty]:
        """All duties that the officer may not stand from start to end."""
        return self.barred_plain + self.barred_tangled

    def around(self, low: int, high: int) -> list[Duty]:
        """The duties of all blocks that have a part in [low, high)."""
        first, stop = bisect_right(self.ends, low), bisect_left(self.starts, high)
        if first >= stop:
            return []
        return self.duties[self.firsts[first] : self.firsts[stop] if stop < len(self.firsts) else None]

    def _find_blocks(self) -> list[int]:
        """Fill in the blocks and tell which of them have duties that overlap."""
        starts, ends, firsts = self.starts, self.ends, self.firsts
        knots: list[int] = []
        until = self.duties[0].start - 1
        for n, duty in enumerate(self.duties):
            start, end = duty.start, duty.end
            if start > until:
                starts.append(start)
                ends.append(end)
                firsts.append(n)
                until = end
                continue
            if start < until and (not knots or knots[-1] != len(starts) - 1):
                knots.append(len(starts) - 1)
            if end > until:
                ends[-1] = until = end
        return knots

    def _part(self, knots: list[int]) -> None:
        bounds = [*self.firsts, len(self.duties)]
        self.plain = []
        after = 0
        for knot in knots:
            first, stop = bounds[knot], bounds[knot + 1]
            self.plain += self.duties[after:first]
            self.tangled += self.duties[first:stop]
            after = stop
        self.plain += self.duties[after:]


def _barred(duties: list[Duty], activities: dict[str, str], may: dict[str, list[Span]]) -> list[Duty]:
    """The duties that lie in no span of those in which the officer may stand at posts of their activity."""
    if not duties:
        return []
    first, last = duties[0].start, max([duty.end for duty in duties])
    if all(any(low <= first and last <= high for low, high in spans) for spans in may.values()):
        return []
    bounds = {activity: ([low for low, _ in spans], [high for _, high in spans]) for activity, spans in may.items()}
    at_post = {code: bounds[activity] for code, activity in activities.items()}
    found = []
    for duty in duties:
        lows, highs = at_post[duty.post]
        place = bisect_right(lows, duty.start) - 1
        if place < 0 or duty.end > highs[place]:
            found.append(duty)
    return found


class Sheet:
    """A roster, the rules it is held to, and the window asked about, with a line for each officer on duty.

    Raises ValueError for an active duty of an officer or at a post that the roster does not have.
    """

    def __init__(self, roster: Roster, window: Span, rules: Rules) -> None:
        self.low, self.high = window
        self.rules = rules
        self.tz: ZoneInfo = zone(rules.timezone)
        self.posts = {post.post: post for post in roster.posts}
        self.cover: Sequence[CoverRow] = roster.cover
        self.standing = Standing(roster.officers, roster.licences, roster.absences, self.tz)
        self.lines = [
            Line(officer, duties, self.posts, self.standing)
            for officer, duties in active_duties(roster).items()
            if duties
        ]

    def part(
        self, lines: Sequence[Line], *, window: Span | None = None, cover: Sequence[CoverRow] = (),
        standing: Standing | None = None,
    ) -> "Sheet":  # fmt: skip
        """The same posts and rules with some lines and cover rows only, in another window, with another standing."""
        other = copy(self)
        other.lines, other.cover = list(lines), cover
        other.low, other.high = window or (self.low, self.high)
        other.standing = standing or self.standing
        return other

    def meets(self, start: int, end: int) -> bool:
        """Whether a span has a part in the window."""
        return start < self.high and self.low < end

    def cut(self, start: int, end: int) -> Span:
        """The part of a span that lies in the window."""
        return max(start, self.low), min(end, self.high)

    def met(self, duties: list[Duty]) -> list[Duty]:
        """The duties that have a part in the window."""
        low, high = self.low, self.high
        return [duty for duty in duties if duty.start < high and low < duty.end]

    def may(self, officer: str, post: str) -> list[Span]:
        """When an officer may stand at a post."""
        return self.standing.may(officer, self.posts[post].activity)
