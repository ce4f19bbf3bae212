"""The roster of a week on paper: posts by days, who stands there, and what is wrong with it, with the reasons.

Pure. A duty stands under the day on which it starts, one that began before the week under its first day. Times are
those of the wall clock; where it changes meanwhile the hours are counted out, so that both such nights read true.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, day_text, local_date, short_clock, sure_clock, to_local
from sfm_tui.clock.files import FIRST_YEAR, LAST_YEAR
from sfm_tui.clock.show import DAYS
from sfm_tui.domain.findings import KINDS, Finding
from sfm_tui.domain.findings.cover import UNCOVERED, UNDER_COVERED
from sfm_tui.domain.findings.double import DOUBLE_BOOKED
from sfm_tui.domain.findings.hours import WEEKLY_HOURS
from sfm_tui.domain.reference import Post
from sfm_tui.domain.roster import GONE, Duty
from sfm_tui.domain.spans import Span
from sfm_tui.reports.blocks import Block, BlockPaper, Column, Heading, Para, Table
from sfm_tui.reports.paper import Foot, ReportError
from sfm_tui.reports.plain import thousands
from sfm_tui.reports.review_roster import KIND_WORDS
from sfm_tui.reports.review_words import NOTHING, at_most, day, listed, short_day

GAP = "✗"
_HOUR = 3600
_DAYS = 7
_POST, _DAY = 1.1, 1.3
_WEIGHTS = (2.4, 2.4, 1.6, 5.6)


@dataclass(frozen=True)
class WeekData:
    """What a week is made of: `window` from its first midnight to that of the next; names by code.

    `gone` where duties of it were erased.
    """

    window: Span
    tz: ZoneInfo
    posts: tuple[Post, ...]
    duties: tuple[Duty, ...]
    findings: tuple[Finding, ...]
    people: dict[str, str]
    foot: Foot
    gone: bool = False


def week_window(on: date, tz: ZoneInfo) -> Span:
    """The week, Monday to Sunday, of a day: 167 or 169 hours where the clocks change in it.

    Raises ReportError for a day of years in which no roster can lie.
    """
    if not FIRST_YEAR <= on.year <= LAST_YEAR:
        raise ReportError(f"{on} is out of range: choose a day of the years {FIRST_YEAR} to {LAST_YEAR}")
    first = on - timedelta(days=on.weekday())
    return day_bounds(first, tz)[0], day_bounds(first + timedelta(days=_DAYS), tz)[0]


def roster_week(data: WeekData) -> BlockPaper:
    """The document of a week."""
    first = local_date(data.window[0], data.tz)
    last = first + timedelta(days=_DAYS - 1)
    year, week, _ = first.isocalendar()
    blocks: list[Block] = [Para(_summary(data), "lead"), _grid(data, first)]
    changes = [
        f"{day_text(on)} has {hours} hours: the clocks change that night"
        for on, hours in _long_days(first, data.tz)
        if hours != "24"
    ]
    idle = [_post_name(one) for one in data.posts if one.post not in _at_work(data)]
    notes = [*changes]
    if idle:
        notes.append(f"Without duty or need in this week: {', '.join(idle)}")
    if notes:
        blocks.append(Para(". ".join(notes) + ".", "note"))
    blocks += [Heading("What is wrong with it"), _findings(data)]
    return BlockPaper(
        "Roster of the week", f"{day(first)} to {day(last)}, week {week} of {year}", tuple(blocks), data.foot,
        landscape=True,
    )  # fmt: skip


def _summary(data: WeekData) -> str:
    active = [one for one in data.duties if one.active]
    officers = len({one.officer for one in active})
    counts = Counter(one.kind for one in data.findings)
    kinds = [f"{counts[kind]:,} {kind}" for kind in KINDS if counts[kind]]
    wrong = f"{thousands(len(data.findings), 'finding')}: {listed(kinds)}" if kinds else "no findings"
    wrong = f"nothing more is told, {GONE}" if data.gone else wrong
    return f"{thousands(len(active), 'duty').replace('dutys', 'duties')} of {thousands(officers, 'officer')}; {wrong}."


# ── posts by days ────────────────────────────────────────────────────────────────────────────────────────────


def _at_work(data: WeekData) -> set[str]:
    return {one.post for one in data.duties} | {one.post for one in data.findings if one.post}


def _post_name(one: Post) -> str:
    return one.name if one.name and one.name != one.post else one.post


def _grid(data: WeekData, first: date) -> Table:
    days = [first + timedelta(days=n) for n in range(_DAYS)]
    heads = [f"{DAYS[on.weekday()]} {short_day(on)}" for on in days]
    columns = (Column("Post", _POST), *(Column(head, _DAY) for head in heads))
    shown = [one for one in data.posts if one.post in _at_work(data)]
    shown.sort(key=lambda one: (not one.critical, one.post))
    rows, strong = [], []
    for n, post in enumerate(shown):
        rows.append((_post_cell(post), *(_cell(data, post.post, on) for on in days)))
        if post.critical and any(f.post == post.post and f.kind in (UNCOVERED, UNDER_COVERED) for f in data.findings):
            strong.append(n)
    lone = tuple(_lone(data, on) for on in days)
    if any(lone):
        rows.append(("Nobody free to respond", *(text or NOTHING for text in lone)))
    empty = "No duty is planned in this week, and no post asks for cover."
    return Table("Posts and days", columns, tuple(rows), empty, tuple(strong), form=True)


def _post_cell(post: Post) -> str:
    marks = [word for word, is_one in (("critical", post.critical), ("responder", post.responder)) if is_one]
    name = f"{post.post}\n{post.name}" if post.name and post.name != post.post else post.post
    return f"{name}\n{', '.join(marks)}" if marks else name


def _cell(data: WeekData, post: str, on: date) -> str:
    """Who stands at a post on a day, by time, then what is missing there."""
    start, end = day_bounds(on, data.tz)
    is_first = start == data.window[0]
    own = [
        one for one in data.duties
        if one.post == post and (start <= one.start < end or (is_first and one.start < start < one.end))
    ]  # fmt: skip
    lines = [_duty_line(data, one) for one in sorted(own, key=lambda one: (one.start, one.end, one.officer))]
    for one in data.findings:
        if one.post == post and one.kind in (UNCOVERED, UNDER_COVERED) and one.start < end and start < one.end:
            what = "nobody" if one.kind == UNCOVERED else f"{one.short} short"
            lines.append(f"{GAP} {_hours(max(one.start, start), min(one.end, end), data.tz, on)} {what}")
    return "\n".join(lines) or NOTHING


def _lone(data: WeekData, on: date) -> str:
    start, end = day_bounds(on, data.tz)
    return "\n".join(
        f"{GAP} {_hours(max(one.start, start), min(one.end, end), data.tz, on)}"
        for one in data.findings
        if one.post is None and one.officer is None and one.start < end and start < one.end
    )


def _duty_line(data: WeekData, duty: Duty) -> str:
    name = data.people.get(duty.officer) or duty.officer
    on = local_date(max(duty.start, data.window[0]), data.tz)
    line = f"{_hours(duty.start, duty.end, data.tz, on)} {name}"
    if not duty.active:
        return f"{line} ({duty.status})"
    said = ", ".join(_against(data.findings, duty))
    return f"{line}\n{GAP} {said}" if said else line


def _against(findings: Iterable[Finding], duty: Duty) -> dict[str, None]:
    """What is wrong with a duty itself, each kind once."""
    return {
        one.kind: None
        for one in findings
        if one.officer == duty.officer and one.kind != WEEKLY_HOURS
        and (one.kind == DOUBLE_BOOKED or one.post in (None, duty.post))
        and one.start < duty.end and duty.start < one.end
    }  # fmt: skip


def _hours(start: int, end: int, tz: ZoneInfo, on: date) -> str:
    """`07:00–19:00`; with days where it starts on another day than `on`, or lasts past the next day's same time.

    The hours are counted out where the clocks change in it.
    """
    first, last = to_local(start, tz), to_local(end, tz)
    a, b = sure_clock(start, tz), sure_clock(end, tz)
    if end == day_bounds(on, tz)[1]:
        b = "24:00"
    if first.date() != on:
        a = f"{DAYS[first.weekday()]} {a}"
    if last.date() > first.date() + timedelta(days=1) or (
        last.date() > first.date() and short_clock(end, tz) > short_clock(start, tz)
    ):
        b = f"{DAYS[last.weekday()]} {sure_clock(end, tz)}"
    counted = f" ({_count(end - start)} h)" if first.utcoffset() != last.utcoffset() else ""
    return f"{a}–{b}{counted}"


def _count(seconds: int) -> str:
    """Hours without needless decimals."""
    return f"{seconds / _HOUR:.2f}".rstrip("0").rstrip(".")


def _long_days(first: date, tz: ZoneInfo) -> list[tuple[date, str]]:
    days = [first + timedelta(days=n) for n in range(_DAYS)]
    return [(on, _count(end - start)) for on in days for start, end in (day_bounds(on, tz),)]


# ── findings ─────────────────────────────────────────────────────────────────────────────────────────────────


def _findings(data: WeekData) -> Table:
    some, title = at_most(data.findings, "Findings, by time")
    critical = {one.post for one in data.posts if one.critical}
    rows = tuple(
        (
            _when(one, data.tz),
            f"{one.kind}\n{KIND_WORDS.get(one.kind, '')}".rstrip(),
            "\n".join(filter(None, (one.post or "", data.people.get(one.officer or "", one.officer or "")))) or NOTHING,
            one.why,
        )
        for one in some
    )
    columns = tuple(
        Column(head, weight) for head, weight in zip(("When", "What", "Post, officer", "Why"), _WEIGHTS, strict=True)
    )
    strong = tuple(n for n, one in enumerate(some) if one.post in critical)
    return Table(title, columns, rows, "Nothing is wrong with the roster of this week.", strong)


def _when(one: Finding, tz: ZoneInfo) -> str:
    """`Mon 19 Oct 12:00 to 14:00`; the second day too where it is another."""
    same = local_date(one.start, tz) == local_date(one.end, tz)
    return f"{_moment(one.start, tz)} to {sure_clock(one.end, tz) if same else _moment(one.end, tz)}"


def _moment(at: int, tz: ZoneInfo) -> str:
    on = local_date(at, tz)
    return f"{DAYS[on.weekday()]} {short_day(on)} {sure_clock(at, tz)}"
