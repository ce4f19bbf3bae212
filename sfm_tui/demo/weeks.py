"""The invented site moved by whole weeks: its last week becomes this one, and what has not happened yet is left out.

A wall time stays what it is: 19:00 is 19:00, whatever the clocks did in between. What belongs to one incident keeps
its distance from the report, so that a response takes as long as it took. A time that the new week skips is the
instant of the change, one that it repeats the first of the two (the second, where it was the second before).
"""

import csv
import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import RepeatedTime, SkippedTime, from_local, iso, local_date, parse_file_time, to_local
from sfm_tui.demo.roster import as_it_stood
from sfm_tui.demo.roster import shifted as roster_shifted
from sfm_tui.demo.training import as_it_stood as training_as_it_stood
from sfm_tui.demo.training import names
from sfm_tui.demo.training import shifted as training_shifted
from sfm_tui.exchange.kinds import Date, Text, Time
from sfm_tui.exchange.roster_tables import ROSTER
from sfm_tui.exchange.tables import BY_NAME, ENTRIES, INCIDENTS, LINKS, OCCURRENCES, STAMPS, TABLES, Table
from sfm_tui.exchange.training_tables import TRAINING

Row = dict[str, Any]
"""One row by column; times are instants, empty ones None, everything else the cell as it stands."""

Book = dict[str, list[Row]]
"""The rows of each file, by the file's name without its ending."""

_INCIDENT_TIMES = ("occurred", "dispatched", "on_scene", "resolved", "closed")
_NUMBER = re.compile(r"(?<![0-9A-Za-z-])B?[0-9]{4}-[0-9]{4,5}(?![0-9A-Za-z-])")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?=T)")
_ANY_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_UNTIL = re.compile(r"(?<=UNTIL=)([0-9]{4})([0-9]{2})([0-9]{2})")
_ON_HOLD = "On hold:"


def read_book(folder: Path, tz: ZoneInfo) -> Book:
    """Every file of the folder that this version knows."""
    book: Book = {}
    for table in TABLES:
        path = folder / table.file
        if path.is_file():
            with open(path, encoding="utf-8", newline="") as file:
                book[table.name] = [_taken_in(table, row, tz) for row in csv.DictReader(file)]
    return book


def _taken_in(table: Table, row: dict[str, str], tz: ZoneInfo) -> Row:
    taken: Row = dict(row)
    for column in table.columns:
        if isinstance(column.kind, Time):
            cell = row.get(column.name, "")
            taken[column.name] = parse_file_time(cell, tz) if cell else None
    return taken


def write_book(book: Book, folder: Path, tz: ZoneInfo) -> None:
    """The rows as files of a site folder."""
    for name, rows in book.items():
        table = BY_NAME[name]
        names = [column.name for column in table.columns]
        times = [isinstance(column.kind, Time) for column in table.columns]
        with open(folder / table.file, "w", encoding="utf-8", newline="") as file:
            out = csv.writer(file)
            out.writerow(names)
            for row in rows:
                cells = [row.get(name) for name in names]
                out.writerow(
                    iso(cell, tz) if is_time and cell is not None else cell or ""
                    for cell, is_time in zip(cells, times, strict=True)
                )


class Shift:
    """Wall times moved by whole weeks in one zone."""

    def __init__(self, weeks: int, tz: ZoneInfo) -> None:
        self.weeks = weeks
        self.tz = tz
        self._day = lru_cache(maxsize=None)(self._moved_day)

    def at(self, at: int) -> int:
        """The same time of day, the weeks later."""
        local = to_local(at, self.tz)
        try:
            return from_local(datetime.combine(self._day(local.date()), local.time()), self.tz)
        except SkippedTime as skipped:
            return skipped.change
        except RepeatedTime as twice:
            return twice.second if local.fold else twice.first

    def beside(self, anchor: int) -> Callable[[int | None], int | None]:
        """Instants moved so that they keep their distance from `anchor`."""
        by = self.at(anchor) - anchor
        return lambda at: None if at is None else at + by

    def day(self, text: str) -> str:
        """A date in a file."""
        return self._day(date.fromisoformat(text)).isoformat() if text else text

    def rule(self, text: str) -> str:
        """How something repeats, with the day until which it does moved."""
        return _UNTIL.sub(lambda found: self.day("-".join(found.groups())).replace("-", ""), text)

    def _moved_day(self, day: date) -> date:
        import pendulum

        return date.fromordinal(pendulum.Date(day.year, day.month, day.day).add(weeks=self.weeks).toordinal())


def weeks_to(book: Book, now: int, tz: ZoneInfo) -> int:
    """How many weeks lie between the book's last week and the week of `now`."""
    import pendulum

    last = max(row["at"] for row in book[OCCURRENCES.name])
    first, second = (
        pendulum.Date(day.year, day.month, day.day).start_of("week")
        for day in (local_date(last, tz), local_date(now, tz))
    )
    return (second.toordinal() - first.toordinal()) // 7


def moved(book: Book, now: int, tz: ZoneInfo, weeks: int | None = None) -> Book:
    """The book as it stood at `now`, moved by some weeks, numbered by the new years.

    Where `weeks` is not given its last week becomes that of `now`.
    """
    shift = Shift(weeks_to(book, now, tz) if weeks is None else weeks, tz)
    shifted = _shifted(book, shift)
    today = local_date(now, tz)
    kept = {**shifted, **as_it_stood(shifted, now, today), **training_as_it_stood(shifted, now, today)}
    return _renumbered({**kept, **_cut(kept, now)}, tz)


# ── the weeks ────────────────────────────────────────────────────────────────────────────────────────────────


def _shifted(book: Book, shift: Shift) -> Book:
    reports = {row["number"]: row["reported"] for row in book[INCIDENTS.name]}
    anchors: dict[str, Callable[[Row], int]] = {
        INCIDENTS.name: lambda row: row["reported"],
        STAMPS.name: lambda row: reports[row["incident"]],
        ENTRIES.name: lambda row: reports[row["incident"]],
        OCCURRENCES.name: lambda row: row["at"],
    }
    moved_book: Book = {}
    for name, rows in book.items():
        if BY_NAME[name] in (*ROSTER, *TRAINING):
            moved_book[name] = rows
            continue
        columns = BY_NAME[name].columns
        times = [column.name for column in columns if isinstance(column.kind, Time)]
        days = [column.name for column in columns if isinstance(column.kind, Date)]
        moved_book[name] = []
        for row in rows:
            new = {**row, **{day: shift.day(row[day]) for day in days}}
            if times:
                move = shift.beside(anchors[name](row))
                new.update({time: move(row[time]) for time in times})
            moved_book[name].append(new)
    links = [
        {**row, "from": _finding(row["from"], shift), "to": _finding(row["to"], shift)} for row in book[LINKS.name]
    ]
    return {**moved_book, LINKS.name: links, **roster_shifted(book, shift), **training_shifted(book, shift)}


def _finding(ref: str, shift: Shift) -> str:
    """A record's name as links have it; that of a finding or of an assessment holds a day."""
    kind, _, key = ref.partition(":")
    day = {"finding": _DAY, "assessment": _ANY_DAY}.get(kind)
    return f"{kind}:{day.sub(lambda found: shift.day(found[0]), key)}" if day else ref


# ── the present ──────────────────────────────────────────────────────────────────────────────────────────────


def _cut(book: Book, now: int) -> Book:
    """What was in the log at `now`; what was written later is not, and an incident under way has no end yet."""
    stamps = _by_incident(book[STAMPS.name])
    entries = _by_incident(book[ENTRIES.name])
    incidents = [
        _as_it_stood(row, stamps.get(row["number"], []), entries.get(row["number"], []), now)
        for row in book[INCIDENTS.name]
        if row["reported"] <= now
    ]
    there = {f"incident:{row['number']}" for row in incidents}

    def kept(name: str) -> list[Row]:
        return [row for row in book[name] if max(row["at"], row["written_at"]) <= now]

    occurrences = [
        row if f"incident:{row['incident']}" in there else {**row, "incident": ""} for row in kept(OCCURRENCES.name)
    ]
    there |= {f"occurrence:{row['occurrence']}" for row in occurrences} | names(book)
    logged = ("incident", "occurrence", "talk", "briefing")
    return {
        **book,
        INCIDENTS.name: incidents,
        STAMPS.name: [row for row in kept(STAMPS.name) if f"incident:{row['incident']}" in there],
        ENTRIES.name: [row for row in kept(ENTRIES.name) if f"incident:{row['incident']}" in there],
        OCCURRENCES.name: occurrences,
        LINKS.name: [
            row
            for row in book[LINKS.name]
            if all(ref in there or ref.partition(":")[0] not in logged for ref in (row["from"], row["to"]))
        ],
    }


def _by_incident(rows: Iterable[Row]) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in rows:
        found.setdefault(row["incident"], []).append(row)
    return found


def _as_it_stood(row: Row, stamps: list[Row], entries: list[Row], now: int) -> Row:
    """An incident as it was known at `now`."""
    told = sorted((entry for entry in entries if entry["written_at"] <= now), key=lambda entry: entry["written_at"])
    done = all(time is None or time <= now for time in (row[name] for name in _INCIDENT_TIMES))
    if done and len(told) == len(entries):
        return row
    new = {
        **row,
        **{name: row[name] if row[name] is not None and row[name] <= now else None for name in _INCIDENT_TIMES},
    }
    stamped = {stamp["officer"] for stamp in stamps if stamp["written_at"] <= now}
    new["officers"] = " ".join(officer for officer in row["officers"].split() if officer in stamped)
    if new["closed"] is None:
        new["struck"] = ""
        new["state"] = "on hold" if told and told[-1]["text"].startswith(_ON_HOLD) else "open"
        if new["resolved"] is None:
            new.update(outcome="", police_ref="", evidence="")
    return new


# ── the numbers ──────────────────────────────────────────────────────────────────────────────────────────────


def _renumbered(book: Book, tz: ZoneInfo) -> Book:
    """Numbers of incidents by their report and of occurrences by their writing, from 1 in each year, without gaps."""
    incidents = sorted(book[INCIDENTS.name], key=lambda row: (row["reported"], row["number"]))
    occurrences = sorted(book[OCCURRENCES.name], key=lambda row: (row["written_at"], row["occurrence"]))
    names = {
        **_numbers(((row["number"], row["reported"]) for row in incidents), tz, "{:04d}-{:04d}"),
        **_numbers(((row["occurrence"], row["at"]) for row in occurrences), tz, "B{:04d}-{:05d}"),
    }

    return renamed({**book, INCIDENTS.name: incidents, OCCURRENCES.name: occurrences}, names)


def renamed(book: Book, names: dict[str, str]) -> Book:
    """The book with other numbers of incidents and lines, wherever they stand; those not named stay."""

    def new(text: str) -> str:
        return _NUMBER.sub(lambda found: names.get(found[0], found[0]), text)

    made: Book = {}
    for name, rows in book.items():
        texts = [column.name for column in BY_NAME[name].columns if isinstance(column.kind, Text)]
        made[name] = [{**row, **{text: new(row.get(text) or "") for text in texts}} for row in rows]
    return made


def _numbers(rows: Iterable[tuple[str, int]], tz: ZoneInfo, form: str) -> dict[str, str]:
    counts: dict[int, int] = {}
    names = {}
    for old, at in rows:
        year = local_date(at, tz).year
        counts[year] = counts.get(year, 0) + 1
        names[old] = form.format(year, counts[year])
    return names
