"""The roster put in order once, so that each kind of finding reads it in one pass."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from copy import copy
from itertools import chain
from zoneinfo import ZoneInfo

from sfm_tui.clock import zone
from sfm_tui.domain.presence import Standing, active_duties
from sfm_tui.domain.roster import CoverRow, Duty, Post, Roster, Rules
from sfm_tui.domain.spans import Span, outside


class Line:
    """One officer's active duties by their start, and the blocks that overlapping or touching ones make.

    Block n runs from `starts[n]` to `ends[n]`, and `firsts[n]` is the place of its first duty. `knots` are the duties
    of each block in which some overlap, `tangled` all of those, `plain` all others; `barred_tangled` and
    `barred_plain` are those of them that the officer may not stand from start to end. Plain lists of whole numbers: a
    year has 100,000 blocks.
    """

    __slots__ = (
        *("barred_plain", "barred_tangled", "duties", "ends", "firsts"),
        *("knots", "officer", "plain", "starts", "tangled"),
    )

    def __init__(self, officer: str, duties: list[Duty], posts: dict[str, Post], standing: Standing) -> None:
        self.officer = officer
        self.duties = duties
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.firsts: list[int] = []
        self.plain = duties
        self.knots: list[list[Duty]] = []
        self.tangled: list[Duty] = []
        self.barred_plain: list[Duty] = []
        self.barred_tangled: list[Duty] = []
        knots = self._find_blocks()
        if knots:
            self._part(knots)
        self._bar(set(knots), posts, standing)

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

    def _block(self, n: int) -> list[Duty]:
        return self.duties[self.firsts[n] : self.firsts[n + 1] if n + 1 < len(self.firsts) else None]

    def _part(self, knots: list[int]) -> None:
        self.knots = [self._block(n) for n in knots]
        self.tangled = list(chain.from_iterable(self.knots))
        self.plain = []
        after = 0
        for n, knot in zip(knots, self.knots, strict=True):
            self.plain += self.duties[after : self.firsts[n]]
            after = self.firsts[n] + len(knot)
        self.plain += self.duties[after:]

    def _bar(self, knots: set[int], posts: dict[str, Post], standing: Standing) -> None:
        """Find the duties that lie in no span of those in which the officer may stand at posts of their activity."""
        activities = {code: posts[code].activity for code in {duty.post for duty in self.duties}}
        may = {activity: standing.may(self.officer, activity) for activity in set(activities.values())}
        suspect: set[int] = set()
        for spans in may.values():
            for low, high in outside(spans, self.starts[0], self.ends[-1]):
                suspect.update(range(bisect_right(self.ends, low), bisect_left(self.starts, high)))
        for n in sorted(suspect):
            found = self.barred_tangled if n in knots else self.barred_plain
            found += [duty for duty in self._block(n) if outside(may[activities[duty.post]], duty.start, duty.end)]


class Sheet:
    """A roster, the rules it is held to, and the window asked about, with a line for each officer on duty.

    Raises ValueError for an active duty of an officer or at a post that the roster does not have.
    """

    def __init__(self, roster: Roster, window: Span, rules: Rules) -> None:
        self.low, self.high = window
        self.rules = rules
        self.tz: ZoneInfo = zone(rules.timezone)
        self.posts = {post.post: post for post in roster.posts}
        self.special_cases = frozenset(post.post for post in roster.posts if post.special_case)
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
