"""`sfm gaps`: what is wrong with the roster, for people and for programs."""

import shutil
import sys
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.say import counted, cut, one_line, print_json_array
from sfm_tui.cli.stores import opened
from sfm_tui.clock.files import FIRST_YEAR, LAST_YEAR

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.findings import Finding
    from sfm_tui.storage.store import Store

DEFAULT_DAYS = 7
OUT_OF_RANGE = f"--from and --to are out of range: write years from {FIRST_YEAR} to {LAST_YEAR}"
MOST_YEARS = 150
"""Cover that repeats without end is gone through day by day, so a window has an end to its length."""
WORST_FIRST = (
    "uncovered", "no-responder", "double-booked", "under-covered", "unlicensed", "absent", "left", "not-inducted",
    "rest", "long-duty", "weekly-hours",
)  # fmt: skip
"""The kinds as the list for people has them; programs get them by time."""


def run_gaps(path: Path, first: str, before: str, *, as_json: bool) -> int:
    """Tell the findings of a window of days; gives 0 whether there are any or not."""
    from sfm_tui.domain.findings import findings
    from sfm_tui.domain.roster import GONE
    from sfm_tui.domain.spans import within

    with opened(path) as store:
        tz = store.tz
        window = window_of(first, before, store)
        if window is None or too_long(window):
            return BAD_USE
        roster = store.roster.load(window)
        found = findings(roster, window, store.roster.rules())
        if gone := within(roster.gone, *window):
            complain(f"{GONE}: of it nothing is told")
        if as_json:
            print_json_array(object_of(finding, tz) for finding in found)
            return 0
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
        if gone and not found:
            return 0
        critical = {post.post for post in roster.posts if post.critical}
        for line in _lines(found, critical, store.reference.names(), tz):
            print(cut(line, width))
    return 0


def object_of(finding: "Finding", tz: "ZoneInfo") -> dict[str, Any]:
    """A finding as JSON has it (site-folder, «Figures as JSON»)."""
    from sfm_tui.clock import iso

    return {
        "kind": finding.kind,
        "post": finding.post,
        "officer": finding.officer,
        "start": iso(finding.start, tz),
        "end": iso(finding.end, tz),
        "short": finding.short,
        "why": finding.why,
    }


def window_of(first: str, before: str, store: "Store") -> tuple[int, int] | None:
    """From the first of some days to the one after the last: local midnights; today and a week where none is named.

    None where they are the wrong way round, which is told. Raises ValueError where one is no day.
    """
    start = day_of("--from", first, store)
    end = day_of("--to", before, store) if before else days_after(start, DEFAULT_DAYS)
    return between(start, end, store)


def between(start: date, end: date, store: "Store") -> tuple[int, int] | None:
    """The instants between two local midnights; None, and a line on standard error, where the second is not later.

    Raises ValueError for years in which no file has a time.
    """
    from sfm_tui.clock import day_bounds

    if end <= start:
        complain(f"--to is {end}, not later than --from, {start}: the day of --to is not counted in")
        return None
    if start.year < FIRST_YEAR or end.year > LAST_YEAR:
        raise ValueError(OUT_OF_RANGE)
    return day_bounds(start, store.tz)[0], day_bounds(end, store.tz)[0]


def days_after(day: date, days: int) -> date:
    """The day so many days later. Raises ValueError where the calendar has none."""
    try:
        return day + timedelta(days=days)
    except OverflowError:
        raise ValueError(OUT_OF_RANGE) from None


def too_long(window: tuple[int, int]) -> bool:
    """Whether a window is longer than cover is gone through, which is told."""
    from sfm_tui.domain.repeat_rule import DAY_SECONDS

    years = (window[1] - window[0]) / (DAY_SECONDS * 365.2425)
    if years <= MOST_YEARS + 0.01:
        return False
    complain(f"from --from to --to are {int(years):,} years: at most {MOST_YEARS} at once, choose them closer together")
    return True


def day_of(option: str, text: str, store: "Store") -> date:
    """The day that an option names, today where it names none. Raises ValueError."""
    from sfm_tui.clock import local_date, parse_file_date

    if text in ("", "today"):
        return local_date(store.clock.now(), store.tz)
    try:
        return parse_file_date(text)
    except ValueError as error:
        said = str(error).removesuffix(" or read the file day first")
        raise ValueError(f"{option}: {said}") from None


def _lines(
    found: Iterable["Finding"], critical: set[str], names: dict[str, str], tz: "ZoneInfo"
) -> Iterator[str]:  # fmt: skip
    """The findings by kind, the worst kind first, those of critical posts at the head of each."""
    by_kind: dict[str, list[Finding]] = {}
    for finding in found:
        by_kind.setdefault(finding.kind, []).append(finding)
    if not by_kind:
        yield "no findings"
    for kind in WORST_FIRST:
        some = by_kind.get(kind, [])
        if some:
            yield f"{kind}: {counted(len(some), 'finding')}"
        for finding in sorted(some, key=lambda one: (one.post not in critical, one.start, one.post or "")):
            who = names.get(finding.officer, finding.officer) if finding.officer else ""
            where = f"{finding.post}!" if finding.post in critical else finding.post or ""
            said = " ".join(filter(None, (one_line(where), one_line(who))))
            yield f"  {_span(finding.start, finding.end, tz)}  {said or '-'}  {one_line(finding.why)}"


def _span(start: int, end: int, tz: "ZoneInfo") -> str:
    from sfm_tui.clock import minute_text

    first, last = (minute_text(at, tz) for at in (start, end))
    return f"{first} to {last[11:] if last[:10] == first[:10] else last}"
