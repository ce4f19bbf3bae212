"""The two lists of the screen of late responses: each of them on a line, and what they add up to by cause and hour."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content

from sfm_tui.clock import duration_text, local_date, sure_clock, zone
from sfm_tui.clock.show import DAYS, MONTHS
from sfm_tui.domain.late_words import CAUSE_WORDS, figure
from sfm_tui.domain.rounding import two
from sfm_tui.domain.trace import ALL_BUSY, CAUSES, NONE_FREE, OVERLAPPING, UNEXPLAINED, Breach
from sfm_tui.domain.why_late import EVERYTHING, Only, Traced
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines, Rows, Span
from sfm_tui.widgets.shift.words import short_number

BLOCKS = "▁▂▃▄▅▆▇█"
BAR = 12
MOST_GROUPS = 11
"""As many lines of them are seen beside the list; the cursor leads to the others."""
NEWEST, WORST = "newest", "worst"
_WIDE = 66
_LOW_FREE = 0.5
_SHORT = {OVERLAPPING: "overlapping", NONE_FREE: "nobody free", ALL_BUSY: "all busy", UNEXPLAINED: "unexplained"}


def in_order(some: Sequence[Breach], order: str) -> list[Breach]:
    """Late responses as the list has them: the newest first, or those longest over their limit first."""
    if order == WORST:
        return sorted(some, key=lambda b: (b.late.limit - b.late.response, b.late.reported, b.late.incident))
    return sorted(some, key=lambda b: (b.late.reported, b.late.incident), reverse=True)


class LateList(Rows[Breach]):
    """A line for each late response; Enter opens its incident."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Open", id="trace.incident", tooltip="Open the incident of the late response"),
    ]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(self._draw_late, key=lambda breach: breach.late.incident, id=id, always_cursor=True)
        self.traced: Traced | None = None

    def _draw_late(self, breach: Breach, width: int) -> Lines:
        traced, late = self.traced, breach.late
        if traced is None:
            return [[]]
        tz = zone(traced.timezone)
        day = local_date(late.reported, tz)
        number = late.incident if width >= _WIDE else short_number(late.incident)
        actions = traced.actions.get(late.incident, ())
        wide = width >= _WIDE
        cause = fit(CAUSE_WORDS[breach.cause], 19) if wide else fit(_SHORT[breach.cause], 12)
        spans: list[Span] = [
            ("→" if actions else " ", "accent"),
            (f"{fit(number, max(4, len(number)))} ", "bold"),
            (f"{DAYS[day.weekday()]} {day.day:>2} {MONTHS[day.month - 1]} {sure_clock(late.reported, tz)} ", "plain"),
            (f"{f'✖ {duration_text(late.response)}':>7}", "bad"),
            (f" of {duration_text(late.limit)} ", "muted"),
            (f"{cause} ", "plain"),
        ]
        spans.append((traced.name(late.officer) if late.officer else "nobody named", "muted"))
        if actions and wide:
            spans.append((f" → {', '.join(actions)}", "accent"))
        return [spans]

    def _scroll(self, width: int, height: int) -> None:
        # A line each: no need to measure what lies between.
        self.top = max(0, min(max(self.top, self.cursor - height + 1), self.cursor, len(self.items) - height))

    def put(self, some: Sequence[Breach], traced: Traced, wanted: str = "") -> None:
        """Show these; the cursor stays on its response, or goes to the one that is wanted."""
        self.traced = traced
        held = wanted or (self.current.late.incident if self.current is not None else "")
        self.items = list(some)
        self.cursor = next((n for n, one in enumerate(self.items) if one.late.incident == held), 0)
        self.redraw()


@dataclass(frozen=True)
class Group:
    """A line of what late responses add up to: all of them, a cause or an hour of the day."""

    only: Only
    late: int


class GroupList(Rows[Group]):
    """All, each cause with a bar, each hour with late responses; Enter lists only those."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "choose", "Only these", id="trace.only", tooltip="List only the late responses of the line"),
    ]

    def __init__(self, id: str | None = None) -> None:
        super().__init__(self._draw_group, key=lambda group: group.only, id=id)
        self.traced: Traced | None = None
        self._most = 1

    def put(self, traced: Traced) -> None:
        """Show what these days add up to; the cursor stays on its line."""
        self.traced = traced
        causes, hours = traced.causes, traced.hours
        self._most = max([1, *causes.values(), *(hour.breaches for hour in hours)])
        groups = [Group(EVERYTHING, len(traced.breaches))] if traced.breaches else []
        if traced.breaches:
            groups += [Group(Only(cause), causes[cause]) for cause in CAUSES]
            groups += [Group(Only(hour=hour.hour), hour.breaches) for hour in hours]
        self._then = {hour.hour: hour.free_responders for hour in hours}
        self.show(groups)
        self.styles.min_height = min(MOST_GROUPS, len(groups)) + 1
        self.border_title = Content("By cause, and by hour beside who stood free").markup

    def _draw_group(self, group: Group, width: int) -> Lines:
        traced, only = self.traced, group.only
        if traced is None:
            return [[]]
        if only == EVERYTHING:
            total = traced.responses.total
            return [[(fit("all late", 21), "bold"), (f"{group.late:>4}", "bad"), (f" of {total.n:,}", "muted")]]
        bar = "█" * -(-group.late * BAR // self._most) if group.late else ""
        if only.hour is None:
            tone = "plain" if group.late else "muted"
            return [[(fit(CAUSE_WORDS[only.cause], 21), tone), (f"{group.late:>4} ", "bad" if group.late else "muted"),
                     (bar, "bad")]]  # fmt: skip
        of = traced.responses.by_hour.get(only.hour)
        free = two(self._then[only.hour])
        roster = traced.free.get(only.hour)
        spans: list[Span] = [
            (fit(f"{only.hour:02}:00", 6), "plain"),
            (fit(bar, BAR + 1), "bad"),
            (f"{group.late:>3}", "bad"),
            (f" of {of.n if of else 0:<3} ", "muted"),
            (f"{free:.2f} free then", "plain" if free else "bad"),
        ]
        if roster is not None:
            spans.append((f", roster {figure(roster, 2)}", "muted"))
        return [spans]


def hour_lines(traced: Traced) -> Lines:
    """A day in 24 columns: late responses as bars, above the officers free to respond on the mean, by the roster."""
    late = Counter({hour.hour: hour.breaches for hour in traced.hours})
    most = max(late.values(), default=0)
    marks: list[Span] = [(fit("hour", 5), "muted")]
    marks.append(("".join(f"{hour:02}".ljust(6) for hour in range(0, 24, 3)), "muted"))
    bars: list[Span] = [(fit("late", 5), "muted")]
    for hour in range(24):
        n = late[hour]
        bars.append((BLOCKS[(n * len(BLOCKS) - 1) // most] * 2 if n else "··", "bad" if n else "muted"))
    lines = [marks, bars]
    if traced.free:
        free: list[Span] = [(fit("free", 5), "muted")]
        top = max([1.0, *(float(value) for value in traced.free.values())])
        for hour in range(24):
            value = traced.free.get(hour)
            if value is None:
                free.append(("  ", "muted"))
            elif not value:
                free.append(("✖✖", "bad"))
            else:
                block = BLOCKS[max(0, min(7, int(float(value) / top * 8 - 0.001)))]
                free.append((block * 2, "warn" if value < _LOW_FREE else "good"))
        lines.append(free)
    return lines
