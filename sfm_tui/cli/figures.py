"""`sfm kpi`: the figures of a window of days, for people and for programs."""

import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.gaps import day_of, too_long
from sfm_tui.cli.say import json_text
from sfm_tui.cli.stores import opened

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sfm_tui.domain.kpi import Figures
    from sfm_tui.domain.kpi_roster import Share
    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.figures import Kpis
    from sfm_tui.storage.store import Store

DEFAULT_DAYS = 7
_TITLES = {
    "fill_percent": "Shift fill",
    "licence_percent": "Licence compliance",
    "training_percent": "Training in date",
    "check_call_percent": "Check calls in time",
    "report_percent": "Reports closed in 24 h",
}


def window_of(store: "Store", first: str, before: str) -> "Span | None":
    """The window between two local midnights; without a second, a week, without a first, the week up to tomorrow.

    None, and a line on standard error, where the second is not later.
    """
    from sfm_tui.clock import day_bounds, local_date

    tomorrow = local_date(store.clock.now(), store.tz) + timedelta(days=1)
    if first:
        start = day_of("--from", first, store)
        end = day_of("--to", before, store) if before else start + timedelta(days=DEFAULT_DAYS)
    else:
        end = day_of("--to", before, store) if before else tomorrow
        start = end - timedelta(days=DEFAULT_DAYS)
    if end <= start:
        complain(f"--to is {end}, not later than --from, {start}: the day of --to is not counted in")
        return None
    return day_bounds(start, store.tz)[0], day_bounds(end, store.tz)[0]


def run_kpi(path: Path, first: str, before: str, *, as_json: bool) -> int:
    """Tell the figures of a window of days."""
    from sfm_tui.storage.figures import kpis

    with opened(path) as store:
        window = window_of(store, first, before)
        if window is None or too_long(window):
            return BAD_USE
        found = kpis(store, window)
        if as_json:
            print(json_text(object_of(found, store)))
        else:
            sys.stdout.writelines(f"{line}\n" for line in _lines(found, store))
    return 0


def shares_of(found: "Kpis") -> "dict[str, Share]":
    """The figures that are shares, by the names that JSON has for them."""
    from sfm_tui.domain.kpi_roster import Share

    calls = found.calls
    return {
        "fill_percent": found.roster.fill,
        "licence_percent": found.roster.licensed,
        "training_percent": found.training,
        "check_call_percent": Share(calls.in_time, calls.due, "" if calls.due else "no check call was due"),
        "report_percent": found.reports,
    }


def object_of(found: "Kpis", store: "Store") -> dict[str, Any]:
    """The figures as JSON has them (site-folder, «Figures as JSON»)."""
    from sfm_tui.clock import iso
    from sfm_tui.domain.kpi import limits_of
    from sfm_tui.domain.rounding import percent, two

    low, high = found.window
    responses, terms = found.responses, found.terms
    total = responses.total
    interval = total.interval
    shares = shares_of(found)
    return {
        "from": iso(low, store.tz),
        "to": iso(high, store.tz),
        "response": {
            **total.plain(),
            "excluded": responses.excluded,
            "within_interval_95": [two(end) for end in interval] if interval else None,
            "clock_starts": terms.clock_starts,
            "limits": limits_of(terms.at(high - 1)),
            "limits_changed": [
                {"from": iso(since, store.tz), "limits": limits_of(some)}
                for since, some in terms.segments(low, high)[1:]
            ],
            "target_percent": terms.today.target_percent,
            "by_hour": [{"hour": hour, **some.plain()} for hour, some in responses.by_hour.items()],
            "by_week": [{"week": week, **some.plain()} for week, some in responses.by_week.items()],
        },
        **{name: two(percent(share.part, share.whole)) for name, share in shares.items()},
        "duties": found.roster.starts,
        "late_starts": found.roster.late_starts,
        "no_shows": found.roster.no_shows,
        "check_calls": {
            "due": found.calls.due, "in_time": found.calls.in_time, "late": found.calls.late,
            "early": found.calls.early, "missed": found.calls.missed,
        },
        "why": {name: share.why for name, share in shares.items() if not share.whole} or None,
    }  # fmt: skip


def _lines(found: "Kpis", store: "Store") -> "Iterator[str]":
    from sfm_tui.clock import day_text, local_date
    from sfm_tui.domain.kpi import limits_of
    from sfm_tui.domain.rounding import percent

    low, high = found.window
    responses, terms = found.responses, found.terms
    yield f"From {day_text(local_date(low, store.tz))} to before {day_text(local_date(high, store.tz))}"
    limits = ", ".join(f"S{severity} {seconds} s" for severity, seconds in limits_of(terms.at(high - 1)).items())
    target = f"; target {terms.today.target_percent:g} %" if terms.today.target_percent is not None else ""
    yield f"Response, from {terms.clock_starts} to on scene; limits {limits}{target}"
    for since, some in terms.segments(low, high)[1:]:
        words = ", ".join(f"S{severity} {seconds} s" for severity, seconds in limits_of(some).items())
        yield f"  limits changed {day_text(local_date(since, store.tz))}: {words}"
    yield f"{'':12}{'n':>7}{'mean':>10}{'median':>10}{'p90':>8}{'within':>10}  95 % interval"
    yield _row("all", responses.total)
    yield from (_row(f"{hour:02}:00", some) for hour, some in responses.by_hour.items())
    yield from (_row(week, some) for week, some in responses.by_week.items())
    out = [f"{reason} {n:,}" for reason, n in responses.excluded.items() if n]
    yield f"Left out: {', '.join(out) or 'none'}"
    for name, share in shares_of(found).items():
        part = percent(share.part, share.whole)
        yield f"{_TITLES[name]:24}{share.why if part is None else _two(part) + ' %':>12}"
    roster, calls = found.roster, found.calls
    yield f"{'Late starts':24}{roster.late_starts:>10,} of {roster.starts:,} duties"
    yield f"{'No-shows':24}{roster.no_shows:>10,} of {roster.starts:,} duties"
    if calls.due:
        rest = f"{calls.late:,} late, {calls.early:,} early, {calls.missed:,} missed"
        yield f"{'Check calls':24}{calls.due:>10,} due, {rest}"


def _row(name: str, some: "Figures") -> str:
    head = f"{name:12}{some.n:>7,}"
    if some.why:
        return f"{head}  {some.why}" + (f": {', '.join(map(str, some.values))} s" if some.values else "")
    interval = some.interval
    assert interval is not None
    sure = " to ".join(_two(end) for end in interval)
    low = "  low n" if some.low_n else ""
    return f"{head}{_two(some.mean):>10}{_two(some.median):>10}{some.p90:>8}{_two(some.share) + ' %':>10}  {sure}{low}"


def _two(value: Any) -> str:
    from sfm_tui.domain.rounding import two

    return f"{two(value):.2f}"
