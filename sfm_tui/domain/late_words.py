"""Why responses were late, in plain words: a cause, the hours, a period, and one breach in a sentence or two."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_text, duration_text, local_date, short_clock, sure_clock
from sfm_tui.clock.days import Days
from sfm_tui.domain.durations import whole_minutes
from sfm_tui.domain.kpi import Terms, limits_of
from sfm_tui.domain.moment import Stand
from sfm_tui.domain.presence import ABSENT, LEFT, NOT_INDUCTED, UNLICENSED
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.spans import Span
from sfm_tui.domain.trace import ALL_BUSY, NONE_FREE, OVERLAPPING, UNEXPLAINED
from sfm_tui.domain.why_late import Scene

Named = Callable[[str], str]
CAUSE_WORDS = {
    OVERLAPPING: "overlapping duties", NONE_FREE: "nobody free", ALL_BUSY: "busy elsewhere",
    UNEXPLAINED: "unexplained",
}  # fmt: skip
"""Each cause in two words, as lists have it."""
CAUSE_TEXT = {
    OVERLAPPING: "the first officer on scene held two posts or more",
    NONE_FREE: "nobody was free to respond",
    ALL_BUSY: "everybody free to respond was out on another incident",
    UNEXPLAINED: "somebody was free to respond: the roster does not explain it",
}
UNTRACED = "untraced"
"""Beside the reasons for which incidents are left out: late responses that are counted and not traced."""
REASON_WORDS = {
    "struck": "struck", "stood-down": "stood down", "no-clock-start": "without a clock start",
    "no-arrival": "without an arrival", "out-of-order": "out of order", "erased": "erased under a retention rule",
    UNTRACED: "late and not traced, as the roster of their time was erased",
}  # fmt: skip
"""What is left out of the responses, and why."""
_BAR_WORDS = {
    UNLICENSED: "had no licence for it", ABSENT: "was absent", NOT_INDUCTED: "was not inducted yet",
    LEFT: "had left",
}  # fmt: skip
_MOST_RANGES, _MOST_HOURS, _MOST_NAMED = 3, 12, 4


def listed(words: Sequence[str]) -> str:
    """`Gate`, `Gate and Respond`, `Gate, Patrol and Respond`."""
    return " and ".join(filter(None, (", ".join(words[:-1]), words[-1]))) if words else ""


def few(words: Sequence[str]) -> str:
    """The same, of more than a few only the first: `Shaw, Reid, Diaz and 8 more`."""
    if len(words) <= _MOST_NAMED:
        return listed(words)
    return f"{', '.join(words[: _MOST_NAMED - 1])} and {len(words) - _MOST_NAMED + 1} more"


def figure(value: Fraction | Decimal | int, places: int) -> str:
    """A figure with so many decimals, half up, as documents print it: `71.1`."""
    exact = Fraction(value)
    number = Decimal(exact.numerator) / Decimal(exact.denominator)
    return str(number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))


def period_words(days: Days) -> str:
    """`October 2026` for a whole month, else the days."""
    first, last = days.first, days.last
    whole = first.day == 1 and last < date.max and (last + timedelta(days=1)).day == 1
    if whole and (first.year, first.month) == (last.year, last.month):
        return f"{_FULL[first.month - 1]} {first.year}"
    return days.words


_FULL = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip


def hour_ranges(hours: Iterable[int]) -> str:
    """`12–14 and 17–18` for the hours 12, 13 and 17; nothing where they are most of the day or in many stretches."""
    hours = set(hours)
    found: list[list[int]] = []
    for hour in sorted(hours):
        if found and found[-1][1] == hour:
            found[-1][1] = hour + 1
        else:
            found.append([hour, hour + 1])
    if not found or len(found) > _MOST_RANGES or len(hours) > _MOST_HOURS:
        return ""
    return listed([f"{start:02}–{end:02}" for start, end in found])


def limit_words(terms: Terms, window: Span) -> str:
    """`3:00`, `3:00 (S1 2:00)` where a severity has its own, or that they changed in the window."""
    if len(terms.segments(*window)) > 1:
        return "the limit of their day"
    limits = limits_of(terms.at(window[1] - 1))
    usual = max(sorted(set(limits.values())), key=lambda limit: sum(one == limit for one in limits.values()))
    other = [f"S{severity} {duration_text(limit)}" for severity, limit in limits.items() if limit != usual]
    return duration_text(usual) + (f" ({', '.join(other)})" if other else "")


def left_out_words(excluded: dict[str, int]) -> str:
    """`7 stood down, 1 struck`; nothing where nothing was left out."""
    return ", ".join(f"{n} {REASON_WORDS[reason]}" for reason, n in excluded.items() if n)


def cause_sentence(scene: Scene, named: Named, posts: Named, responders: Sequence[str], tz: ZoneInfo) -> str:
    """Why nobody was there in time, as far as the roster says: `Diaz held Gate and Respond from 12:00; nobody …`."""
    breach, moment = scene.breach, scene.moment
    if breach.cause == OVERLAPPING:
        held = {duty.post: duty for duty in reversed(breach.duties)}
        since = sorted(duty.start for duty in held.values())[1]
        who = f"{named(breach.late.officer)} held {listed([posts(code) for code in sorted(held)])}"
        return f"{who} from {_since(since, moment.at, tz)}; {_others(scene, named)}."
    if breach.cause == NONE_FREE:
        return f"{_nobody(scene, named, posts, responders)}."
    free = moment.free_responders
    if breach.cause == ALL_BUSY:
        if len(free) == 1:
            return f"{named(free[0])} alone stood free to respond, but was out on {_out(scene, free[0])}."
        out = [f"{named(who)} on {_out(scene, who)}" for who in free]
        every = "Both" if len(free) == 2 else f"All {len(free)}"
        return f"{every} who stood free to respond were out: {few(out)}."
    waiting = [named(who) for who in free if who not in moment.busy_responders]
    return f"{few(waiting)} stood free to respond: the roster does not explain it."


def _others(scene: Scene, named: Named) -> str:
    free, busy = scene.moment.free_responders, set(scene.moment.busy_responders)
    if not free:
        return "nobody else stood free to respond"
    waiting = [named(who) for who in free if who not in busy]
    if waiting:
        return f"{few(waiting)} stood free to respond"
    out = [f"{named(who)} on {_out(scene, who)}" for who in free]
    return f"the others free to respond were out: {few(out)}"


def _nobody(scene: Scene, named: Named, posts: Named, responders: Sequence[str]) -> str:
    stands = scene.moment.stands
    if not stands:
        return "By the roster nobody was on duty"
    if not responders:
        return "The site has no responder post, so nobody counts as free to respond"
    there = [stand for stand in stands if set(stand.posts) & set(responders)]
    if not there:
        return f"Nobody was on duty at {' or '.join(posts(code) for code in responders)}"
    held = [_held_back(scene, stand, named, posts, responders) for stand in there[:_MOST_NAMED]]
    more = f"; {len(there) - len(held)} more likewise" if len(there) > len(held) else ""
    return f"{'; '.join(held)}{more}: nobody stood free"


def _held_back(scene: Scene, stand: Stand, named: Named, posts: Named, responders: Sequence[str]) -> str:
    at = [code for code in stand.posts if code in responders]
    also = [code for code in stand.posts if code != at[0]]
    who = f"{named(stand.officer)}, at {posts(at[0])},"
    if also:
        return f"{who} also held {listed([posts(code) for code in also])}"
    bar = scene.bars.get((stand.officer, at[0]), "")
    return f"{who} {_BAR_WORDS.get(bar, 'could not stand there')}"


def _out(scene: Scene, officer: str) -> str:
    """The incidents that kept an officer, with how long they had: `2026-0080 for 27 min`."""
    stand = scene.moment.stand(officer)
    since = {one.number: one.since for one in scene.running}
    numbers = stand.incidents if stand else ()
    return listed([
        f"{number} for {whole_minutes(scene.moment.at - since[number])}" if number in since else number
        for number in numbers
    ])  # fmt: skip


def _since(since: int, at: int, tz: ZoneInfo) -> str:
    day = local_date(since, tz)
    return sure_clock(since, tz) if day == local_date(at, tz) else f"{sure_clock(since, tz)} on {day_text(day)}"


def way_words(scene: Scene) -> str:
    """Where the time of a response went: `dispatched after 0:40, on scene 7:20 later`; nothing where it is unknown."""
    reported, dispatched, there = scene.breach.late.reported, scene.dispatched, scene.on_scene
    if dispatched is None or there is None or not reported <= dispatched <= there:
        return ""
    return (
        f"dispatched after {duration_text(dispatched - reported)}, on scene {duration_text(there - dispatched)} later"
    )


def duty_words(duties: Sequence[Duty], posts: Named, tz: ZoneInfo) -> str:
    """`Gate 07:00–19:00 + Respond 12:00–14:00`."""
    return " + ".join(f"{posts(d.post)} {short_clock(d.start, tz)}–{short_clock(d.end, tz)}" for d in duties)


def when_words(at: int, tz: ZoneInfo) -> str:
    """`Tue 13 Oct 2026 12:14`; in the hour that comes twice with the zone's abbreviation."""
    return f"{day_text(local_date(at, tz))} {sure_clock(at, tz)}"
