"""How the briefing screen puts its points and officers into lines."""

from typing import TYPE_CHECKING

from rich.cells import cell_len

from sfm_tui.clock import day_text, local_date, short_clock
from sfm_tui.clock.show import DAYS, MONTHS
from sfm_tui.domain.briefing import Point, begins, next_days, rank
from sfm_tui.domain.repeat_words import words_of
from sfm_tui.widgets.lists.cells import clip, fit, one_line, wrap
from sfm_tui.widgets.lists.rows import Lines, Span

if TYPE_CHECKING:
    from datetime import date
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.briefing import Shift, When
    from sfm_tui.widgets.briefing.view import BriefingView, OfficerRow, PointRow, View

MOST_LINES = 4
_FEWEST_OF_POSTS = 9
_BESIDE, _BESIDE_AWAY = 16, 29
"""Cells of an officer's line that are not name and posts: where all are there, and where somebody is not booked on."""
_STYLES = {0: "bad", 1: "warn"}


def priority_style(point: Point) -> str:
    """Urgent as bad, high as a warning, all else plain."""
    return _STYLES.get(rank(point.priority)[0], "muted")


def short_day(day: "date") -> str:
    """`Sat 21 Nov`."""
    return f"{DAYS[day.weekday()]} {day.day} {MONTHS[day.month - 1]}"


def when_words(when: "When", tz: "ZoneInfo") -> str:
    """`Sat 21 Nov 2026`, or with the time where it is an instant."""
    from datetime import date

    if isinstance(when, int):
        return f"{day_text(local_date(when, tz))} {short_clock(when, tz)}"
    return day_text(date.fromisoformat(when))


def period_words(point: Point, tz: "ZoneInfo") -> str:
    """`since Sat 21 Nov 2026, until Mon 30 Nov 2026, every Mon`."""
    return ", ".join(filter(None, (f"since {when_words(point.since, tz)}", _limits(point, tz))))


def _limits(point: Point, tz: "ZoneInfo") -> str:
    parts = []
    if point.until is not None:
        parts.append(f"until {when_words(point.until, tz)}")
    if point.repeat:
        parts.append(words_of(point.repeat))
    return ", ".join(parts)


def next_words(point: Point, today: "date", tz: "ZoneInfo", count: int = 4) -> str:
    """`next Mon 23 Nov, Mon 30 Nov …`. Raises ValueError for a repeat rule that is none."""
    first = max(today, local_date(begins(point.since, tz), tz))
    days = next_days(point, first, count, tz)
    more = " …" if len(days) == count else ""
    return f"next {', '.join(map(short_day, days))}{more}" if days else "no day to come"


def shift_words(shift: "Shift", tz: "ZoneInfo") -> str:
    """`Sat 21 Nov 2026 19:00–07:00`; the day alone where the roster has no shift."""
    day = day_text(local_date(shift.start, tz))
    if shift.end <= shift.start:
        return f"{day}, nobody on the roster"
    return f"{day} {short_clock(shift.start, tz)}–{short_clock(shift.end, tz)}"


def head_words(view: "BriefingView", kind: "View", now: int, tz: "ZoneInfo", *, here: bool) -> str:
    """What a view shows, and how far the shift has come; `here` says that it is the shift of now."""
    if kind == "all":
        return f"All briefing points · {len(view.points)}"
    if kind == "unread":
        people = {who for row in view.points for who, _since in row.waiting}
        return f"Unread · {len(view.points)} points, {len(people)} officers"
    shift, words = view.shift, [shift_words(view.shift, tz)]
    if shift.start <= now < shift.end:
        words.append("on now")
    elif here and now < shift.start < shift.end:
        words.append("starts next")
    if view.points:
        words.append(f"{len(view.told)} of {len(view.points)} read out")
        unread = sum(len(row.waiting) for row in view.points)
        if unread or view.officers:
            words.append(f"{unread} to acknowledge" if unread else "all acknowledged ✓")
    return " · ".join(words)


def point_lines(row: "PointRow", view: "BriefingView", kind: "View", tz: "ZoneInfo", width: int) -> Lines:
    """A point in the list: whether it was read out, its text, then what is known of it."""
    point = row.point
    gone = bool(row.state) and row.state != "to come"
    if kind == "shift":
        mark: Span = ("[x] ", "good") if row.told_at is not None else ("[ ] ", "plain")
    else:
        mark = ("· ", "muted") if row.state else ("● ", "good")
    lead = len(mark[0]) + len(row.key) + 1
    head: list[Span] = [mark, (f"{row.key} ", "accent")]
    word = clip(one_line(point.priority), 10)
    if rank(point.priority)[0] != 2:
        head.append((f"{word} ", priority_style(point)))
    taken = lead + (len(word) + 1 if len(head) > 2 else 0)
    pieces = wrap(point.text, max(10, width - taken), MOST_LINES)
    style = "struck" if gone else "plain"
    lines: Lines = [[*head, (pieces[0], style)]]
    lines += [[(" " * taken, "plain"), (piece, style)] for piece in pieces[1:]]
    return lines + [[(" " * lead, "plain"), *about] for about in _about(row, view, kind, tz, max(10, width - lead))]


def _about(row: "PointRow", view: "BriefingView", kind: "View", tz: "ZoneInfo", width: int) -> Lines:
    point = row.point
    known = [row.state] if row.state else []
    if row.told_at is not None:
        known.append(f"read out {short_clock(row.told_at, tz)}")
    if point.owner:
        known.append(clip(one_line(view.people.get(point.owner, point.owner)), 24))
    if kind != "shift":
        known.append(period_words(point, tz))
    elif point.until is not None or point.repeat:
        known.append(_limits(point, tz))
    known += [f"from {ref.replace(':', ' ', 1)}" for ref in row.sources]
    if row.led_to:
        known.append("linked with " + ", ".join(ref.replace(":", " ", 1) for ref in row.led_to))
    spans: list[Span] = []
    if row.waiting:
        names = ", ".join(clip(view.named(who), 14) for who, _since in row.waiting[:3])
        more = f" +{len(row.waiting) - 3}" if len(row.waiting) > 3 else ""
        nobody = kind == "shift" and not row.acknowledged and len(row.waiting) > 1
        spans.append((f"unread by all {len(row.waiting)}" if nobody else f"unread: {names}{more}", "warn"))
    elif row.acknowledged:
        spans.append((f"✓ heard by all {len(row.acknowledged)}", "good"))
    if not known:
        return [spans or [(period_words(point, tz), "muted")]]
    told = sum(cell_len(text) for text, _ in spans)
    first, below = (" · " if spans else "") + known[0], list[str]()
    for n, words in enumerate(known[1:], 1):
        if told + cell_len(first) + 3 + cell_len(words) > width:
            below = known[n:]
            break
        first += f" · {words}"
    return [[*spans, (first, "muted")], *([[(" · ".join(below), "muted")]] if below else [])]


def officer_line(n: int, row: "OfficerRow", view: "BriefingView", under: "PointRow | None", width: int) -> Lines:
    """An officer of the shift: their digit, whether they heard the point under the cursor, what they still miss."""
    digit = f"{n + 1} " if n < 9 else "  "
    waits = {who for who, _since in under.waiting} if under is not None else set()
    mark: Span = ("· ", "warn") if row.officer in waits else ("✓ ", "good")
    if under is None:
        mark = ("  ", "plain")
    total = len(view.points)
    if not total:
        state: Span = ("", "plain")
    elif row.waiting:
        state = (f"{len(row.waiting)} unread", "warn")
    else:
        state = ("heard all", "good")
    there: Span = ("", "plain") if row.here else ("  not booked on", "muted")
    names = min(14, max(len(view.named(one.officer)) for one in view.officers))
    beside = _BESIDE if all(one.here for one in view.officers) else _BESIDE_AWAY
    longest = max(len("+".join(one.posts)) for one in view.officers)
    posts = min(longest, max(_FEWEST_OF_POSTS, width - beside - names))
    name = fit(view.named(row.officer), max(min(8, names), min(names, width - beside - posts)))
    where = fit("+".join(row.posts), posts)
    return [[(digit, "bold"), mark, (f"{name} ", "plain"), (f"{where} ", "muted"), state, there]]


def waiting_line(who: str, since: int, view: "BriefingView", tz: "ZoneInfo") -> Lines:
    """An officer who has not heard a point, and since when."""
    when = f"since {short_day(local_date(since, tz))} {short_clock(since, tz)}"
    return [[("· ", "warn"), (fit(view.named(who), 14) + " ", "plain"), (when, "muted")]]
