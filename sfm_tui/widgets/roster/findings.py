"""The findings beside the timeline: worst first, each on a line, with a filter that says what it leaves out."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import ClassVar
from zoneinfo import ZoneInfo

from textual.binding import Binding, BindingType
from textual.content import Content

from sfm_tui.clock import local_date, short_clock
from sfm_tui.clock.show import DAYS, MONTHS
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.findings.words import hours_text
from sfm_tui.domain.findings.worst import Ranked
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines, Rows, Span

KIND_WORDS = {
    "uncovered": "nobody there",
    "under-covered": "too few",
    "double-booked": "two posts",
    "unlicensed": "no licence",
    "absent": "absent",
    "not-inducted": "not inducted",
    "left": "has left",
    "rest": "short rest",
    "long-duty": "long duty",
    "weekly-hours": "long weeks",
    "no-responder": "nobody free",
}
"""Each kind as the screen calls it, in few letters."""

DAY = 86_400
DATED_FROM = 46
"""Cells from which on the day of the month stands beside the weekday."""

MARK = {"act": "✖", "look": "!"}
TONE = {"act": "bad", "look": "warn"}


@dataclass(frozen=True, slots=True)
class Only:
    """What the list is narrowed to; empty for everything."""

    kind: str = ""
    post: str = ""
    officer: str = ""

    def keeps(self, finding: Finding) -> bool:
        """Whether a finding is listed."""
        if self.kind and finding.kind != self.kind:
            return False
        if self.post and self.post not in (finding.post or "").split("+"):
            return False
        return not self.officer or finding.officer == self.officer

    def words(self, names: Mapping[str, str], posts: Mapping[str, str]) -> str:
        """What it is narrowed to, for a title; empty for everything."""
        if self.kind:
            return KIND_WORDS[self.kind]
        return posts.get(self.post, self.post) if self.post else names.get(self.officer, self.officer)


def about(finding: Finding, names: Mapping[str, str]) -> str:
    """Whom and what it is about, after its kind: `Romeo 4 GATE+RESP`, `GATE 1 of 2 missing`."""
    who = names.get(finding.officer, finding.officer) if finding.officer else ""
    if finding.kind == "under-covered":
        return f"{finding.post} −{finding.short}"
    if finding.kind == "uncovered" and (finding.short or 0) > 1:
        return f"{finding.post} −{finding.short}"
    if finding.kind == "rest":
        return f"{who} {hours_text(finding.end - finding.start)}"
    if finding.kind == "long-duty":
        return f"{who} {hours_text(finding.end - finding.start)}"
    return " ".join(part for part in (who, finding.post) if part)


def when(finding: Finding, tz: ZoneInfo, *, dated: bool = False) -> str:
    """`Thu 12–14`, `Thu 21:30–07`, `Thu 12–Sat 07` where it lasts longer than a day; `week` for a week."""
    day = local_date(finding.start, tz)
    name = f"{DAYS[day.weekday()]} {day.day}" if dated else DAYS[day.weekday()]
    if finding.kind == "weekly-hours":
        return f"wk {name}" if dated else "week"
    end = _hour(finding.end, tz)
    if finding.end - finding.start > DAY:
        last = local_date(finding.end, tz)
        long = finding.end - finding.start > 6 * DAY
        end = f"{last.day} {MONTHS[last.month - 1]}" if long else f"{DAYS[last.weekday()]} {end}"
    return f"{name} {_hour(finding.start, tz)}–{end}"


def _hour(at: int, tz: ZoneInfo) -> str:
    return short_clock(at, tz).removesuffix(":00")


def counted(ranked: Iterable[Ranked]) -> str:
    """`11 findings ✖4 !7`."""
    levels = [one.level for one in ranked]
    acts = levels.count("act")
    if not levels:
        return "no findings"
    parts = [f"{len(levels)} finding{'s' if len(levels) > 1 else ''}"]
    parts += [f"✖{acts}"] if acts else []
    parts += [f"!{len(levels) - acts}"] if acts < len(levels) else []
    return " ".join(parts)


class FindingsList(Rows[Ranked]):
    """One line for each; Enter fills, the cursor moves the timeline along."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Fill", id="findings.choose", tooltip="What can be done about the finding"),
    ]

    def __init__(self, tz: ZoneInfo, *, id: str | None = None) -> None:
        super().__init__(self._drawn_line, key=lambda ranked: ranked.finding[:5], id=id)
        self.tz = tz
        self.names: Mapping[str, str] = {}
        self.posts: Mapping[str, str] = {}

    def _drawn_line(self, ranked: Ranked, width: int) -> Lines:
        finding, tone = ranked.finding, TONE[ranked.level]
        time = when(finding, self.tz, dated=width >= DATED_FROM)
        time = fit(time, max(len(time), 13 if width >= DATED_FROM else 9))
        words: list[Span] = [
            (f"{MARK[ranked.level]} ", tone),
            (time, "plain"),
            (f" {KIND_WORDS[finding.kind]}", tone),
            (f" {about(finding, self.names)}", "plain"),
        ]
        return [words]

    def _scroll(self, width: int, height: int) -> None:
        # A line each: no need to measure what lies between.
        self.top = max(0, min(max(self.top, self.cursor - height + 1), self.cursor, len(self.items) - height))

    def put(self, ranked: Ranked) -> None:
        """Put the cursor on one of those that are shown."""
        self.put_cursor(self._key(ranked))

    def tell(self) -> None:
        """Tell what the cursor is on now."""
        self._tell()

    def narrow(self, every: Sequence[Ranked], only: Only, empty: str) -> None:
        """Show those that `only` keeps, and say so; the cursor stays on its finding, or near where it was.

        `empty` is what to say where nothing is wrong.
        """
        words = only.words(self.names, self.posts)
        self.say_empty(f"Nothing about «{words}» this week: Esc shows all." if words else empty)
        place, held = self.cursor, self.current
        self.items = [one for one in every if only.keeps(one.finding)]
        found = next((n for n, one in enumerate(self.items) if held and one.finding[:5] == held.finding[:5]), place)
        self.cursor = min(found, max(0, len(self.items) - 1))
        title = counted(every) + (", worst first" if every else "")
        if words:
            title = f"{counted(every)} · only {words}: {len(self.items)} · Esc shows all"
        self.border_title = Content(title).markup
        self.redraw()
