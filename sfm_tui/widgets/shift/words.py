"""How the desk, the incident and their questions put it who stands where, what is due and what is wrong ahead."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sfm_tui.clock import duration_words, short_clock
from sfm_tui.domain.durations import whole_minutes
from sfm_tui.widgets.lists.rows import Span

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.findings import Finding
    from sfm_tui.domain.roster import Duty
    from sfm_tui.storage.on_duty import CallLine, OnDuty, PatrolLine

Named = Callable[[str], str]
"""How an officer is called."""

ACT_NOW, LOOK_AT = "✖", "!"


def short_number(number: str) -> str:
    """`0142` for 2026-0142; a number of another form as it is."""
    year, dash, rest = number.partition("-")
    return rest if dash and year.isdigit() and rest.isdigit() else number


def standing(who: "OnDuty", now: int) -> Span:
    """How an officer on duty stands, in a word or two, and its style."""
    if who.incident:
        return f"on {short_number(who.incident)}", "accent"
    if who.on_two_posts:
        return "two duties!", "bad"
    if not who.may_stand:
        return "may not stand there", "bad"
    gone = [duty.booked_off for duty in who.duties if duty.booked_off is not None]
    if len(gone) == len(who.duties) and max(gone) <= now:
        return "booked off", "warn"
    waiting = [duty.start for duty in who.duties if duty.booked_on is None]
    if waiting and who.late:
        return f"late {whole_minutes(now - min(waiting))}", "warn"
    if waiting:
        return "not booked on", "muted"
    return ("free", "good") if who.free else ("", "plain")


def posts_of(who: "OnDuty") -> str:
    """`GATE+PATROL`."""
    return "+".join(who.posts)


def hours_of(duties: "tuple[Duty, ...]", tz: "ZoneInfo") -> str:
    """`19:00–07:00`, from the first start to the last end."""
    return f"{short_clock(min(d.start for d in duties), tz)}–{short_clock(max(d.end for d in duties), tz)}"


def call_state(call: "CallLine", now: int) -> Span:
    """How a check call stands: `due in 4 min`, `late 6 min`, `MISSED 22 min ago`."""
    from sfm_tui.domain.check_calls import state

    stands = state(call.due, call.received, now)
    if stands == "missed":
        return f"MISSED, {whole_minutes(now - call.due)}", "bad"
    if now >= call.due:
        return f"late {duration_words(now - call.due)}", "warn"
    words = f"due in {whole_minutes(call.due - now)}"
    return words, "accent" if stands == "due" else "muted"


def patrol_state(line: "PatrolLine", now: int) -> Span:
    """How a round stands: `due in 4 min`, `late 20 min`, `out since …`."""
    record = line.record
    if record.started is not None:
        return f"out for {whole_minutes(now - record.started)}", "accent"
    if line.state == "late":
        return f"late {whole_minutes(now - record.due)}", "warn"
    if now >= record.due:
        return f"due {whole_minutes(now - record.due)} ago", "accent"
    return f"due in {whole_minutes(record.due - now)}", "muted"


def finding_time(finding: "Finding", now: int, until: int, tz: "ZoneInfo") -> str:
    """`now–01:30`, `23:00–01:30`, `from 05:00` where it goes on past `until`."""
    end = short_clock(finding.end, tz)
    if finding.start <= now:
        return f"now–{end}" if finding.end <= until else "now"
    start = short_clock(finding.start, tz)
    return f"{start}–{end}" if finding.end <= until else f"from {start}"


def finding_words(finding: "Finding", named: Named) -> str:
    """A finding in few words: post, officer, what is wrong."""
    post = finding.post or ""
    who = named(finding.officer) if finding.officer else ""
    match finding.kind:
        case "uncovered":
            return f"{post} empty" + (f", {finding.short} needed" if (finding.short or 1) > 1 else "")
        case "under-covered":
            return f"{post} {finding.short} short"
        case "no-responder":
            return "nobody free to respond"
        case "double-booked":
            return f"{who} on {post} at once"
        case "unlicensed":
            return f"{who} has no licence for {post}"
        case "absent":
            return f"{who} is absent, {post}"
        case "not-inducted":
            return f"{who} is not inducted, {post}"
        case "left":
            return f"{who} has left, {post}"
    return f"{who}: {finding.why.removeprefix(f'{finding.officer} ')}"
