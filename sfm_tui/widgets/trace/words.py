"""What stands above the late responses: which days, how many of how many, within what limit, what was left out."""

from sfm_tui.domain.action_from_late import only_words
from sfm_tui.domain.late_words import figure, left_out_words, limit_words, period_words
from sfm_tui.domain.why_late import EVERYTHING, Only, Traced
from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of

NO_INCIDENTS = KeyWords(
    "No incidents yet: {app.new=F2} opens the first one. What comes late will stand here, with its reason."
)


def period_line(traced: Traced, only: Only, listed: int) -> str:
    """`October 2026 · 13 of 45 responses late`, and what the list is narrowed to."""
    total, late = traced.responses.total, len(traced.breaches)
    words = f"{period_words(traced.days)} · {late:,} of {total.n:,} response{'s' if total.n != 1 else ''} late"
    return words if only == EVERYTHING else f"{words} · only {narrowed_words(only)}: {listed} · Esc shows all"


def narrowed_words(only: Only) -> str:
    """What the list is narrowed to: `overlapping duties, reported between 12:00 and 13:00`."""
    return only_words(only).removeprefix("with ")


def totals_words(traced: Traced) -> str:
    """The share within the limit with its interval, the target, and what was left out by its reason."""
    total, target = traced.responses.total, traced.terms.today.target_percent
    limit = limit_words(traced.terms, traced.window)
    parts = []
    if total.share is not None and total.interval is not None:
        low, high = (figure(end, 2) for end in total.interval)
        small = " (few: read with care)" if total.low_n else ""
        parts.append(f"{figure(total.share, 2)} % (95 %: {low}–{high}) within {limit}{small}")
    else:
        parts.append(f"limit {limit}; {total.why}: no percentage")
    if target is not None:
        parts.append(f"target {target:g} %")
    left = left_out_words(traced.responses.excluded)
    parts.append(f"left out: {left or 'none'}")
    if not traced.responders and traced.has_incidents:
        parts.append("the site has no responder post: nobody counts as free to respond")
    return " · ".join(parts)


def empty_words(traced: Traced, only: Only) -> str:
    """What to say where no late response is listed, and what to do next."""
    if traced.breaches:
        return f"None of the {len(traced.breaches)} late responses: {narrowed_words(only)}. Esc shows all."
    if not traced.has_incidents:
        return NO_INCIDENTS.now
    n, left = traced.responses.total.n, left_out_words(traced.responses.excluded)
    if not n:
        more = f" What was reported counts for none: {left}." if left else ""
        return (
            f"No response in these days.{more} {key_of('trace.period', 'p')} "
            f"chooses other days, {key_of('trace.before', '[')} the ones before."
        )
    return (
        f"{'The one response was' if n == 1 else f'All {n} responses were'} "
        f"within the limit. {key_of('trace.before', '[')} shows the days before."
    )
