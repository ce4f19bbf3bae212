"""`sfm kpi`: the figures of a window of days, for people and for programs."""

import sys
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.gaps import between, day_of, days_after, too_long
from sfm_tui.cli.say import cut, json_text, one_line
from sfm_tui.cli.stores import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from sfm_tui.domain.kpi import Figures
    from sfm_tui.domain.kpi_roster import Share
    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.figures import By, Kpis
    from sfm_tui.storage.store import Store

DEFAULT_DAYS = 7
NAME_WIDTH = 28
SPLITS = ("hour", "weekday", "week", "month", "category", "severity", "location", "officer")
"""What responses can be split by: «By» of `storage.figures`, and what is always there in JSON."""
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
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
    from sfm_tui.clock import local_date

    if first:
        start = day_of("--from", first, store)
        end = day_of("--to", before, store) if before else days_after(start, DEFAULT_DAYS)
    else:
        tomorrow = local_date(store.clock.now(), store.tz) + timedelta(days=1)
        end = day_of("--to", before, store) if before else tomorrow
        start = days_after(end, -DEFAULT_DAYS)
    return between(start, end, store)


def run_kpi(path: Path, first: str, before: str, by: Sequence[str] = (), *, as_json: bool) -> int:
    """Tell the figures of a window of days, their responses split by each of `by` too."""
    from sfm_tui.storage.figures import kpis

    if unknown := next((name for name in by if name not in SPLITS), ""):
        complain(f"--by: «{one_line(unknown)}» is nothing to split by: write one of {', '.join(SPLITS)}")
        return BAD_USE
    with opened(path) as store:
        window = window_of(store, first, before)
        if window is None or too_long(window):
            return BAD_USE
        found = kpis(store, window)
        splits = _splits(found, store, by)
        if as_json:
            print(json_text(object_of(found, store, splits)))
        else:
            sys.stdout.writelines(f"{line}\n" for line in _lines(found, store, splits))
    return 0


def _splits(found: "Kpis", store: "Store", by: Sequence[str]) -> "dict[str, dict[Any, Figures]]":
    """The responses split by what was asked for, in that order."""
    from sfm_tui.storage.figures import breakdown

    ready: dict[str, Any] = {"hour": found.responses.by_hour, "week": found.responses.by_week}
    with store.reading() as connection:
        return {
            name: ready[name]
            if name in ready
            else breakdown(connection, found.window, found.terms, store, cast("By", name))
            for name in by
        }


def shares_of(found: "Kpis") -> "dict[str, Share]":
    """The figures that are shares, by the names that JSON has for them."""
    return {
        "fill_percent": found.roster.fill,
        "licence_percent": found.roster.licensed,
        "training_percent": found.training,
        "check_call_percent": found.calls.came,
        "report_percent": found.reports,
    }


def object_of(
    found: "Kpis", store: "Store", splits: "Mapping[str, dict[Any, Figures]] | None" = None
) -> dict[str, Any]:
    """The figures as JSON has them (site-folder, «Figures as JSON»); weekdays as ISO counts them, from Monday, 1."""
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
            **{
                f"by_{name}": [{name: _key(name, group), **some.plain()} for group, some in groups.items()]
                for name, groups in (splits or {}).items()
            },
        },
        **{name: two(percent(share.part, share.whole)) for name, share in shares.items()},
        "duties": None if found.roster.why else found.roster.starts,
        "late_starts": None if found.roster.why else found.roster.late_starts,
        "no_shows": None if found.roster.why else found.roster.no_shows,
        "check_calls": None if found.calls.why else {
            "due": found.calls.due, "in_time": found.calls.in_time, "late": found.calls.late,
            "early": found.calls.early, "missed": found.calls.missed,
        },
        "why": {name: share.why for name, share in shares.items() if not share.whole} or None,
    }  # fmt: skip


def _key(name: str, group: Any) -> Any:
    """What a group is called in JSON; null where nothing was entered."""
    return group + 1 if name == "weekday" else None if group == "" else group


def _lines(found: "Kpis", store: "Store", splits: "Mapping[str, dict[Any, Figures]]") -> "Iterator[str]":
    from sfm_tui.clock import day_text, local_date, sure_clock
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
        day, time = day_text(local_date(since, store.tz)), sure_clock(since, store.tz)
        yield f"  limits changed {day} at {time}: {words}"
    rows = [("all", responses.total)]
    for split, groups in (splits or {"hour": responses.by_hour, "week": responses.by_week}).items():
        rows += zip(_titles(split, groups, store), groups.values(), strict=True)
    wide = max(12, *(len(name) + 2 for name, _ in rows))
    yield f"{'':{wide}}{'n':>7}{'mean':>10}{'median':>10}{'p90':>8}{'within':>10}  95 % interval"
    yield from (_row(f"{name:{wide}}", some) for name, some in rows)
    out = [f"{reason} {n:,}" for reason, n in responses.excluded.items() if n]
    yield f"Left out: {', '.join(out) or 'none'}"
    for name, share in shares_of(found).items():
        part = percent(share.part, share.whole)
        yield f"{_TITLES[name]:24}{share.why if part is None else _two(part) + ' %':>12}"
    roster, calls = found.roster, found.calls
    for title, n in (("Late starts", roster.late_starts), ("No-shows", roster.no_shows)):
        yield f"{title:24}" + (f"{roster.why:>12}" if roster.why else f"{n:>10,} of {roster.starts:,} duties")
    if calls.due:
        rest = f"{calls.late:,} late, {calls.early:,} early, {calls.missed:,} missed"
        yield f"{'Check calls':24}{calls.due:>10,} due, {rest}"


def _titles(split: str, groups: "Iterable[Any]", store: "Store") -> list[str]:
    """What the groups are called on a line; records by their code and their name."""
    from sfm_tui.domain.reference import Location

    if split == "hour":
        return [f"{hour:02}:00" for hour in groups]
    if split == "weekday":
        return [WEEKDAYS[day] for day in groups]
    if split == "severity":
        return [f"S{severity}" for severity in groups]
    names: dict[str, str] = {}
    if split == "officer":
        names = store.reference.names()
    elif split == "location":
        names = {one.location: one.name for one in store.reference.all(Location)}
    said = (" ".join(filter(None, (group, names.get(group, "")))) or f"no {split}" for group in groups)
    return [cut(one_line(text), NAME_WIDTH) for text in said]


def _row(name: str, some: "Figures") -> str:
    head = f"{name}{some.n:>7,}"
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
