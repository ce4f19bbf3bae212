"""Reading .ics: a calendar of one officer or of one post as rows of `duties.csv`, `cover.csv` and `absences.csv`."""

import hashlib
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.clock.refusal import quoted
from sfm_tui.exchange.columns import Table, Values
from sfm_tui.exchange.ics_names import Directory, Noun
from sfm_tui.exchange.ics_rows import Made, Maker
from sfm_tui.exchange.ics_text import CalendarText, read_calendar
from sfm_tui.exchange.ics_times import Zones
from sfm_tui.exchange.read import Row, open_file, stamp_of
from sfm_tui.exchange.roster_tables import ABSENCES, COVER, DUTIES

_ON, _OFF, _STATUS = 4, 5, 6


class CalendarFile:
    """One .ics file, read whole. `problem` says why it makes nothing, where it does not."""

    def __init__(self, path: Path, directory: Directory, tz: ZoneInfo | None, now: int) -> None:
        """Read it; what repeats without an end is made for a year from `now`. Raises ExchangeError."""
        self.path = path
        self.stamp = stamp_of(path)
        self.made = Made()
        self.problem = ""
        text = read_calendar(path)
        owner = None if text.problem else self._owner(text, directory)
        self.problem = text.problem or self.problem
        if tz is None and not self.problem:
            self.problem = "no time zone is set: add site.toml"
        if owner is None or self.problem or tz is None:
            return
        today = local_date(now, tz)
        until, _ = day_bounds(today + timedelta(days=365), tz)
        self.made = Maker(*owner, directory, Zones(tz, text.zones), until).make(text.events)
        if text.others:
            self.made.notes.append(f"{text.others:,} tasks, notes or the like are passed over: only events are read")
        if not text.events:
            self.made.notes.append("it holds no events")

    def sources(self) -> Iterator[tuple[Table, "CalendarRows"]]:
        """Its rows, as the sources of their tables."""
        made = self.made
        parts = [(COVER, made.cover), (DUTIES, made.duties), (ABSENCES, made.absences)]
        several = sum(bool(rows) for _, rows in parts) > 1
        for table, rows in parts:
            if rows:
                name = f"{self.path.name}, {table.name}" if several else self.path.name
                own = replace(table, file=f"{self.path.name}-{table.file}", over=over if table is DUTIES else None)
                yield own, CalendarRows(self, name, table, rows)

    def _owner(self, text: CalendarText, directory: Directory) -> tuple[Noun, str] | None:
        """Whose calendar it is: as its file is called, else as it is called itself."""
        by_file = directory.owners(self.path.stem, file=True)
        by_name = directory.owners(text.name) if text.name else set()
        found = by_file & by_name or by_file or by_name
        if by_file and by_name and not by_file & by_name:
            self.problem = f"its file name says {_said(by_file)}, its own name {_said(by_name)}: let both say the same"
        elif len(found) > 1:
            self.problem = f"its name may mean {_said(found)}: name it officer-STAFFNUMBER.ics or post-CODE.ics"
        elif not found:
            file = quoted(self.path.stem)
            names = f"neither {file} nor {quoted(text.name)} names" if text.name else f"{file} does not name"
            self.problem = (
                f"{names} an officer or a post that is known: call it duties-STAFFNUMBER.ics or post-CODE.ics"
            )
        return next(iter(found)) if found and not self.problem else None


class CalendarRows:
    """The rows of one table that a calendar makes, as `read.Source` wants them."""

    def __init__(self, calendar: CalendarFile, file: str, table: Table, rows: list[Row]) -> None:
        self._calendar = calendar
        self.file = file
        self._rows = rows
        self._header = [column.name for column in table.columns]
        self._at = 0

    def rows(self) -> Iterator[Row]:
        """See `read.Source`; the line is that on which the event begins."""
        yield Row(1, self._header)
        for at, row in enumerate(self._rows, start=1):
            self._at = at
            yield row

    def done(self) -> tuple[int, int]:
        """See `read.Source`: in rows."""
        return self._at, len(self._rows)

    def digest(self) -> str:
        """See `read.Source`."""
        with open_file(self._calendar.path) as raw:
            return hashlib.file_digest(raw, "sha256").hexdigest()

    def same(self) -> bool:
        """See `read.Source`."""
        return stamp_of(self._calendar.path) == self._calendar.stamp


def over(old: Values | None, new: Values) -> Values | None:
    """A duty as a calendar leaves it: a calendar knows its times, and cancels what is planned.

    What was booked, worked, missed or dropped here stays; None where there is nothing to cancel.
    """
    cancels = new[_STATUS] == "cancelled"
    if old is None:
        return None if cancels else new
    if cancels:
        return _with(old, _STATUS, "cancelled" if old[_STATUS] == "planned" else old[_STATUS])
    return (*new[:_ON], *old[_ON:])


def _with(values: Values, place: int, value: Any) -> Values:
    return (*values[:place], value, *values[place + 1 :])


def _said(owners: set[tuple[Noun, str]]) -> str:
    return " or ".join(f"{noun} {quoted(key)}" for noun, key in sorted(owners))
