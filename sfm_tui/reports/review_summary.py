"""The three sentences at the head of a contract review, made of its figures by rule."""

from sfm_tui.domain.trace import by_cause, by_hour
from sfm_tui.reports.plain import counted, thousands
from sfm_tui.reports.review_data import ReviewData
from sfm_tui.reports.review_effect_words import verdict_sentence
from sfm_tui.reports.review_words import (
    CAUSE_WORDS,
    MET,
    MISSED,
    UNSURE,
    interval_text,
    iso_day,
    listed,
    number,
    period_name,
    state,
    target_text,
)

_MOST_HOURS = 3


def summary(data: ReviewData) -> list[str]:
    """What was reached, why not, and what was done about it."""
    return [_reached(data), _because(data), _done(data)]


def _reached(data: ReviewData) -> str:
    total, target = data.kpis.responses.total, data.kpis.terms.today.target_percent
    name = _when(data)
    so_far = ", so far" if data.now < data.window[1] else ""
    if not total.n:
        return f"{name}{so_far}, no incident had a response that counts: nothing to hold against the target."
    if total.why:
        return (
            f"{name}{so_far}, {thousands(total.n, 'response')} counted, {total.within} of them within the limit:"
            " too few for a percentage."
        )
    said = (
        f"{name}{so_far}, {number(total.share)} % of {thousands(total.n, 'response')} were within the limit (95 %"
        f" interval {interval_text(total.interval)})"
    )
    words = {
        MET: f"the target of {target_text(target)} was met",
        MISSED: f"the target of {target_text(target)} was missed",
        UNSURE: f"below the target of {target_text(target)}, but with so few responses that may be chance",
    }
    return f"{said}: {words[found]}." if (found := state(total, target)) in words else f"{said}."


def _when(data: ReviewData) -> str:
    """`In October 2026`, `On 5 Oct 2026`, `From 1 Oct 2026 to 14 Oct 2026`."""
    name = period_name(data.window, data.tz)
    if " to " in name:
        return f"From {name}"
    return f"On {name}" if name[0].isdigit() else f"In {name}"


def _because(data: ReviewData) -> str:
    some = data.breaches
    if not some:
        return "No response was over its limit."
    cause, n = max(by_cause(some).items(), key=lambda item: item[1])
    if len(some) == 1:
        return f"One was late: {CAUSE_WORDS[cause]}."
    reason = f"each time {CAUSE_WORDS[cause]}" if n == len(some) else f"in {n:,} of them {CAUSE_WORDS[cause]}"
    return f"{len(some):,} were late: {reason}; {_hours(data)}."


def _hours(data: ReviewData) -> str:
    """In which hours of the day most of the late ones were reported; few hours with half of them are a pattern."""
    hours = by_hour(data.breaches, data.tz)
    if len(hours) == 1:
        return f"all were reported in the hour from {hours[0].hour:02}:00"
    most = sorted(hours, key=lambda hour: (-hour.breaches, hour.hour))[:_MOST_HOURS]
    most = sorted(hour for hour in most if hour.breaches > 1)
    busiest = [f"{hour.hour:02}:00 ({hour.breaches:,})" for hour in most]
    if 2 * sum(hour.breaches for hour in most) < len(data.breaches):
        return f"they were spread over {len(hours)} hours of the day"
    return f"most in the hour{'' if len(busiest) == 1 else 's'} from {listed(busiest)}"


def _done(data: ReviewData) -> str:
    """The newest effect on responses, else the newest at all, else what is open."""
    started = [one for one in data.effects if one.found.verdict != "too early"] or list(data.effects)
    on_responses = [one for one in started if one.measure.measure in ("response-time", "response-within")]
    chosen = next(iter(on_responses or started), None)
    if chosen is not None:
        return verdict_sentence(chosen)
    still = counted(len(data.open_actions), "improvement action")
    if data.without_effect:
        action = data.without_effect[0][0]
        since = iso_day(action.in_effect_on)
        return f"{action.action} has been in effect since {since}, without a measure to judge it by."
    if not data.open_actions:
        return "No improvement action is open."
    begun = [one for one in data.open_actions if one.action.started_on]
    word = "is" if len(data.open_actions) == 1 else "are"
    done = f"{len(begun)} of them begun" if begun else "none of them begun"
    return f"{still} {word} open, {done}; none was in effect long enough before to be judged."
