"""An improvement action that is already filled in, from late responses: area, level, gap with its figures, baseline.

A person changes what they like of it before it is saved; owner, support and days are theirs to choose. Every figure is
one of `sfm kpi` and `sfm trace` for the same days.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction

from sfm_tui.clock import duration_text, zone
from sfm_tui.clock.show import DAYS
from sfm_tui.domain.action_sketch import ActionSketch
from sfm_tui.domain.late_words import (
    CAUSE_WORDS,
    figure,
    hour_ranges,
    limit_words,
    listed,
    period_words,
    when_words,
)
from sfm_tui.domain.trace import ALL_BUSY, CAUSES, NONE_FREE, OVERLAPPING, UNEXPLAINED, Breach
from sfm_tui.domain.why_late import EVERYTHING, Only, Traced

MEASURE = "response-within"
"""The measure that such an action moves."""
MOST_NAMED = 5
_LONGEST_NAME = 32
_AREAS = {
    NONE_FREE: "Nobody free to respond",
    ALL_BUSY: "Responders out on other incidents when a call comes",
    UNEXPLAINED: "Late although somebody stood free to respond",
}


def from_breach(traced: Traced, breach: Breach, why: str, sources: Sequence[str], today: date) -> ActionSketch:
    """An action from one late response; `why` is its cause in a sentence."""
    late = breach.late
    gap = (
        f"{late.incident}, {when_words(late.reported, zone(traced.timezone))}: {duration_text(late.response)} against"
        f" a limit of {duration_text(late.limit)}. {figures_words(traced)}."
    )
    return _filled(traced, (breach,), sources, today, gap=gap, cause=f"{late.incident}: {why}" if why else "")


def from_group(traced: Traced, only: Only, sources: Sequence[str], today: date) -> ActionSketch:
    """An action from all late responses of the period, or from those of a cause, an hour or a weekday."""
    some = traced.kept(only)
    parts = [figures_words(traced)]
    if only != EVERYTHING:
        parts.append(f"{len(some)} of the {len(traced.breaches)} late ones {only_words(only)}")
    elif main := main_cause(some):
        with_it = [breach for breach in some if breach.cause == main]
        parts.append(f"{len(with_it)} of the {len(some)} late ones with {CAUSE_WORDS[main]}{_at(traced, with_it)}")
    if only.cause and only.hour is None:
        parts[-1] += _at(traced, some)
    return _filled(traced, some, sources, today, gap=f"{'; '.join(parts)}.", cause=cause_words(traced, some))


def figures_words(traced: Traced) -> str:
    """`October 2026: 71.1 % of 45 responses within 3:00, 95 % interval 57 to 82, target 95 %`."""
    total, target = traced.responses.total, traced.terms.today.target_percent
    period = period_words(traced.days)
    aim = f", target {target:g} %" if target is not None else ""
    late = total.n - total.within
    limit = limit_words(traced.terms, traced.window)
    if total.share is None or total.interval is None:
        said = ", ".join(map(duration_text, total.values))
        many = f"{total.n} response{'s' if total.n != 1 else ''}"
        return f"{period}: {many} ({said}), {late} over {limit}, too few for a percentage{aim}"
    low, high = (figure(end, 0) for end in total.interval)
    share = f"{figure(total.share, 1)} % of {total.n} responses within {limit}"
    return f"{period}: {share}, 95 % interval {low} to {high}{aim}"


def only_words(only: Only) -> str:
    """`with overlapping duties, reported between 12:00 and 13:00`; of one weekday `reported Tue 12:00–13:00`."""
    parts = [f"with {CAUSE_WORDS[only.cause]}"] if only.cause else []
    if only.weekday is not None:
        hours = f" {only.hour:02}:00–{(only.hour + 1) % 24:02}:00" if only.hour is not None else ""
        parts.append(f"reported {DAYS[only.weekday]}{hours}")
    elif only.hour is not None:
        parts.append(f"reported between {only.hour:02}:00 and {only.hour + 1:02}:00")
    return ", ".join(parts)


def main_cause(some: Sequence[Breach]) -> str:
    """The cause that more than half of them have; none where no cause has."""
    counts = Counter(breach.cause for breach in some)
    return next((cause for cause in CAUSES if 2 * counts[cause] > len(some)), "")


def cause_words(traced: Traced, some: Sequence[Breach]) -> str:
    """How many had which cause, what the roster offered in those hours, and which incidents show it."""
    counts = Counter(breach.cause for breach in some)
    if len(some) == 1:
        lines = [f"1 late response: {CAUSE_WORDS[some[0].cause]}."]
    else:
        causes = ", ".join(f"{counts[cause]} {CAUSE_WORDS[cause]}" for cause in CAUSES if counts[cause])
        lines = [f"{len(some)} late responses: {causes}."]
    held = Counter(_posts(breach) for breach in some if breach.overlapping)
    if held:
        posts, n = max(sorted(held.items()), key=lambda item: item[1])
        many = "All of them" if n == len(some) else f"{n} of them"
        lines.append(f"{many} while one officer held {listed([_named(traced.posts, code) for code in posts])}.")
    main = main_cause(some)
    hours = {traced.hour_of(breach) for breach in some if not main or breach.cause == main}
    ranges = hour_ranges(hours)
    if ranges and hours <= traced.free.keys() and len(hours) < len(traced.free):
        then = sum((traced.free[hour] for hour in hours), Fraction(0)) / len(hours)
        rest = [free for hour, free in traced.free.items() if hour not in hours]
        lines.append(
            f"On the mean the roster had {figure(then, 2)} officers free to respond at {ranges},"
            f" {figure(sum(rest, Fraction(0)) / len(rest), 2)} in the other hours."
        )
    numbers = [breach.late.incident for breach in some]
    more = f" and {len(numbers) - MOST_NAMED} more" if len(numbers) > MOST_NAMED else ""
    lines.append(f"Incidents {', '.join(numbers[:MOST_NAMED])}{more}.")
    return " ".join(lines)


def theme_of(themes: Mapping[str, str]) -> str:
    """The theme that is about responses by its code or title; none where no theme is."""
    for code, title in themes.items():
        words = f"{code} {title}".casefold()
        if any(word in words for word in ("respon", "on scene", "free to go")):
            return code
    return ""


def _filled(
    traced: Traced, some: Sequence[Breach], sources: Sequence[str], today: date, *, gap: str, cause: str
) -> ActionSketch:
    terms, period = traced.terms.today, period_words(traced.days)
    target = terms.target_percent
    share = traced.responses.total.share
    aim = f"in {target:g} % of responses" if target is not None else "in every response"
    start = "report" if terms.clock_starts == "reported" else "dispatch"
    was = f"{figure(share, 1)} % of {traced.responses.total.n}" if share is not None else "too few for a percentage"
    return ActionSketch(
        area=area_of(traced, some),
        theme=theme_of(traced.themes),
        required_level=f"First officer on scene within {limit_words(traced.terms, traced.window)} of the {start} {aim}",
        gap=gap,
        cause=cause,
        measure=MEASURE,
        baseline_from=traced.days.first.isoformat(),
        baseline_to=min(traced.days.last, max(today, traced.days.first)).isoformat(),
        target=f"{target:g} %" if target is not None else "",
        how_measured=f"Share of all responses within the limit, from the log; before: {was} in {period}",
        sources=tuple(sources),
    )


def area_of(traced: Traced, some: Sequence[Breach]) -> str:
    """What a card raised from these is called: what went wrong, and in which hours."""
    main = main_cause(some)
    own = [breach for breach in some if breach.cause == main] or list(some)
    if main == OVERLAPPING:
        posts = Counter(_posts(breach) for breach in own)
        most = max(sorted(posts.items()), key=lambda item: item[1])[0]
        words = f"{listed([_named(traced.posts, code) for code in most])} held by one officer"
    else:
        words = _AREAS.get(main, "Late responses")
    return words + _at(traced, own)


def _at(traced: Traced, some: Sequence[Breach]) -> str:
    ranges = hour_ranges(traced.hour_of(breach) for breach in some)
    return f", {ranges}" if ranges else ""


def _posts(breach: Breach) -> tuple[str, ...]:
    return tuple(sorted({duty.post for duty in breach.duties}))


def _named(posts: Mapping[str, str], code: str) -> str:
    name = " ".join(posts.get(code, code).split())
    return name if len(name) <= _LONGEST_NAME else code
