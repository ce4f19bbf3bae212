"""What came after: the demo's weeks since it began, as a site folder that is read in like any other."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.demo.before import before_change, change_day
from sfm_tui.demo.weeks import Shift, moved, read_book, renamed, weeks_to, write_book
from sfm_tui.domain.roster import ACTIVE
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage.demo_time import Demo
from sfm_tui.storage.project.numbers import own_number, own_occurrence

if TYPE_CHECKING:
    from sfm_tui.demo.weeks import Book, Row
    from sfm_tui.storage.store import Store

CAME_EARLY, WENT_LATE, CALLED = 4 * 60, 3 * 60, 2 * 60
"""Seconds by which officers book on before the beginning of a duty, off after its end, and call after a call is due."""


def write_follow_up(store: "Store", demo: Demo, files: Path, folder: Path) -> None:
    """Write what happened in a demo from its beginning until now into `folder`, which is made.

    Its log goes on with the numbers of the store. Who was planned then has worked; the weeks after the last one that
    was planned come as the site's files have them. Raises OSError where the folder cannot be made.
    """
    now, tz = store.clock.now(), store.tz
    book = _since(store, demo, files, now, tz)
    folder.mkdir()
    write_book({name: rows for name, rows in book.items() if rows}, folder, tz)


def _since(store: "Store", demo: Demo, files: Path, now: int, tz: ZoneInfo) -> "Book":
    since = demo.begun_at
    given = read_book(files, tz)
    weeks = weeks_to(before_change(given, tz), since, tz)
    book = moved(given, now, tz, weeks)
    change = date.fromisoformat(Shift(weeks, tz).day(change_day(given).isoformat()))
    planned = day_bounds(change + timedelta(days=7), tz)[0]
    new = [row for row in book["incidents"] if row["reported"] > since]
    numbers = {row["number"] for row in new}
    today = local_date(since, tz).isoformat()
    duties = [*_held(store, (since, now)), *(row for row in book["duties"] if row["start"] >= planned)]
    worked = [_worked(row, now) for row in duties]
    part: Book = {
        "duties": worked,
        "absences": [row for row in book["absences"] if row["start"] >= day_bounds(change, tz)[0]],
        "checkcalls": list(_calls(book, worked, since, now)),
        "patrols": [row for row in book["patrols"] if row["due"] > since],
        "incidents": new,
        "stamps": [row for row in book["stamps"] if row["incident"] in numbers],
        "entries": [row for row in book["entries"] if row["incident"] in numbers],
        "occurrences": [row for row in book["occurrences"] if row["written_at"] > since],
        "readings": [row for row in book["readings"] if row["at"] > today],
    }
    old = {name: [row for row in book[name] if row not in part[name]] for name in ("incidents", "occurrences")}
    with store.reading() as connection:
        lines = connection.exec_driver_sql("SELECT number FROM incident").scalars().all()
        kept = connection.exec_driver_sql("SELECT occurrence FROM occurrence").scalars().all()
    names = {
        **_going_on(own_number, lines, old["incidents"], part["incidents"], "number", "{}-{:04d}"),
        **_going_on(own_occurrence, kept, old["occurrences"], part["occurrences"], "occurrence", "B{}-{:05d}"),
    }
    return renamed(part, names)


def _held(store: "Store", window: tuple[int, int]) -> list["Row"]:
    """The duties of the store that meet a window and hold."""
    return [
        {"officer": duty.officer, "post": duty.post, "start": duty.start, "end": duty.end, "status": duty.status,
         "booked_on": duty.booked_on, "booked_off": duty.booked_off}
        for duty in store.roster.records(DutyRecord, window=window) if duty.active
    ]  # fmt: skip


def _worked(row: "Row", now: int) -> "Row":
    """A duty that began, as whoever was planned has worked it."""
    if row["start"] > now or row["status"] not in ACTIVE:
        return row
    on = row["start"] - CAME_EARLY if row["booked_on"] is None else row["booked_on"]
    off = row["end"] + WENT_LATE if row["booked_off"] is None else row["booked_off"]
    return {**row, "booked_on": on, "booked_off": off if off <= now else None, "status": "worked"}


def _calls(book: "Book", duties: list["Row"], since: int, now: int) -> Iterator["Row"]:
    """The check calls since the demo began: those of the files, and one in time for each that they do not have."""
    there = {(row["post"], row["due"]): row for row in book["checkcalls"]}
    minutes = {row["post"]: int(row["check_call_minutes"] or 0) for row in book["posts"]}
    for duty in duties:
        step = minutes[duty["post"]] * 60
        if duty["status"] == "worked" and step:
            for due in range(duty["start"] + step, min(duty["end"], now - CALLED) + 1, step):
                if due > since:
                    row = {"post": duty["post"], "due": due, "officer": duty["officer"], "received": due + CALLED}
                    yield there.get((duty["post"], due), row)


def _going_on(
    parts: Callable[[str], tuple[int, int] | None], there: Iterable[str], old: list["Row"], new: list["Row"],
    key: str, form: str,
) -> dict[str, str]:  # fmt: skip
    """New numbers for the new rows, so that each year's go on after those that the store has."""

    def highest(keys: Iterable[str]) -> dict[int, int]:
        last: dict[int, int] = {}
        for found in filter(None, map(parts, keys)):
            last[found[0]] = max(last.get(found[0], 0), found[1])
        return last

    store, files = highest(there), highest(row[key] for row in old)
    names = {}
    for row in new:
        found = parts(row[key])
        if found is not None:
            year, count = found
            more = store.get(year, 0) - files.get(year, 0)
            names[row[key]] = form.format(year, count + more)
    return names
