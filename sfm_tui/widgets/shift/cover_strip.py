"""The hours ahead as lines of text: an axis, a strip for each post, those free to respond, the peaks, the findings.

Every column shows the worst that happens in it, in colour and sign: `█` as many as asked for, `▒` too few, `✖` nobody,
`·` nobody asked for. What is drawn begins now, at the left.
"""

from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Literal, NamedTuple

from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines, Span

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.cover_ahead import CoverAhead, PostAhead
    from sfm_tui.domain.findings import Finding
    from sfm_tui.domain.findings.worst import Ranked
    from sfm_tui.widgets.shift.words import Named

LABEL = 7
SIGNS = {"covered": ("█", "good"), "under": ("▒", "warn"), "empty": ("✖", "bad"), "off": ("·", "muted")}
LEGEND = "█ covered  ▒ short  ✖ empty"
_MOST = 9


class CoverItem(NamedTuple):
    """A line of the pane: `at` is the instant to which it leads on the roster, `code` its post."""

    kind: Literal["axis", "post", "more", "free", "peak", "finding"]
    key: str
    at: int
    code: str = ""
    post: "PostAhead | None" = None
    ranked: "Ranked | None" = None


def items(ahead: "CoverAhead", now: int, until: int, room: int) -> list[CoverItem]:
    """The lines from now on, as far as they can be those that fit into `room`.

    Where there are more, some posts give way to a line that counts them: those that are short stay longest, then those
    that are critical. At least two findings have room.
    """
    found = ahead.ranked(now, until)
    free = ahead.free is not None and bool(ahead.posts)
    peak = any(start < until and now < end for start, end in ahead.peaks)
    fixed = 1 + free + peak
    posts = list(ahead.posts)
    left_out = 0
    if fixed + len(posts) + len(found) > room:
        most = max(1, room - fixed - min(len(found), max(2, (room - fixed) // 3)))
        if len(posts) > most:
            ranked = sorted(posts, key=lambda p: (not _short(p, now, until), not p.critical, p.post))
            kept = {post.post for post in ranked[: max(1, most - 1)]}
            left_out = len(posts) - len(kept)
            posts = [post for post in posts if post.post in kept]
    lines = [CoverItem("axis", "axis", now)]
    lines += [CoverItem("post", post.post, _first(post, now, until), post.post, post) for post in posts]
    if left_out:
        lines.append(CoverItem("more", str(left_out), now))
    if free:
        lines.append(CoverItem("free", "free", now))
    if peak:
        lines.append(CoverItem("peak", "peak", now))
    lines += [
        CoverItem("finding", repr(one.finding[:5]), max(one.finding.start, now), _code(one.finding), ranked=one)
        for one in found
    ]
    return lines


def _short(post: "PostAhead", now: int, until: int) -> bool:
    return post.cover(now, until) in ("empty", "under")


def _first(post: "PostAhead", now: int, until: int) -> int:
    """Where a post's strip leads: to its first gap, else to now."""
    starts = [max(start, now) for start, end in (*post.empty, *post.under) if end > now and start < until]
    return min(starts, default=now)


class Strip:
    """Draws the lines for a width."""

    def __init__(self, ahead: "CoverAhead", now: int, until: int, tz: "ZoneInfo", named: "Named") -> None:
        self._ahead = ahead
        self._now, self._until = now, until
        self._tz = tz
        self._named = named

    def draw(self, item: CoverItem, width: int) -> Lines:
        """One line."""
        columns = max(4, width - LABEL)
        step = -(-(self._until - self._now) // columns)
        spans = [(self._now + n * step, min(self._until, self._now + (n + 1) * step)) for n in range(columns)]
        spans = [span for span in spans if span[0] < span[1]]
        if item.ranked is not None:
            return [self.finding(item.ranked)]
        if item.post is not None:
            post = item.post
            return [[(fit(post.post, LABEL - 1) + " ", "bold"), *_runs(SIGNS[post.cover(*span)] for span in spans)]]
        if item.kind == "free":
            return [[(fit("free", LABEL), "muted"), *_runs(self._free(*span) for span in spans)]]
        if item.kind == "peak":
            return [[(fit("peak", LABEL), "muted"), *_runs(self._peak(*span) for span in spans)]]
        if item.kind == "more":
            return [[(f"+ {item.key} more posts, less urgent", "muted")]]
        return [[(fit("now", LABEL), "muted"), (self._hours(step, len(spans)), "muted")]]

    def _free(self, start: int, end: int) -> Span:
        count = self._ahead.fewest_free(start, end)
        if self._ahead.nobody_free(start, end):
            return "✖", "bad"
        return str(min(count, _MOST)), "good" if count else "muted"

    def _peak(self, start: int, end: int) -> Span:
        return ("┄", "accent") if any(low < end and start < high for low, high in self._ahead.peaks) else (" ", "plain")

    def _hours(self, step: int, columns: int) -> str:
        from sfm_tui.widgets.roster.axis import Axis, hour_marks

        line = [" "] * columns
        for column, text, _style in hour_marks(Axis(self._now, step, columns), self._tz):
            line[column : column + len(text)] = text
        return "".join(line)

    def finding(self, ranked: "Ranked") -> list[Span]:
        """Sign, time and words of a finding."""
        from sfm_tui.widgets.shift.words import ACT_NOW, LOOK_AT, finding_time, finding_words

        sign, style = (ACT_NOW, "bad") if ranked.level == "act" else (LOOK_AT, "warn")
        time = finding_time(ranked.finding, self._now, self._until, self._tz)
        return [
            (f"{sign} ", style), (f"{time} ", "muted"), (finding_words(ranked.finding, self._named), "plain"),
        ]  # fmt: skip


def counts(ranked: "Sequence[Ranked]") -> str:
    """`✖2 !1`, or that there is nothing."""
    hard = sum(found.level == "act" for found in ranked)
    soft = len(ranked) - hard
    return " ".join(word for word in (f"✖{hard}" if hard else "", f"!{soft}" if soft else "") if word) or "✓"


def _code(finding: "Finding") -> str:
    """The post to which a finding leads, the first of several."""
    return (finding.post or "").partition("+")[0]


def _runs(cells: "Iterable[Span]") -> list[Span]:
    """Neighbouring cells of one style as one span."""
    return [("".join(sign for sign, _ in group), style) for style, group in groupby(cells, key=itemgetter(1))]
