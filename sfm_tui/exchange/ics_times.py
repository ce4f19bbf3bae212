"""The times of a calendar: in UTC, in a zone that it names, or in the site's, which a time without one is in."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import RepeatedTime, SkippedTime, from_local, from_local_lenient, zone
from sfm_tui.clock.files import FIRST_YEAR, LAST_YEAR
from sfm_tui.clock.refusal import quoted
from sfm_tui.exchange.ics_text import Property

_WEEK = 604_800
_COMPARED_WEEKS = 520
_RIGHT = "write 20261121T190000, with ;TZID=Europe/London or Z for UTC"


class EventError(ValueError):
    """What is wrong with an event: the property, and one line."""

    def __init__(self, column: str, problem: str) -> None:
        super().__init__(problem)
        self.column = column


@dataclass(frozen=True)
class Moment:
    """A time as a calendar has it: the local time of its zone, or a bare day.

    One of a zone that the calendar describes itself is in UTC, and `own` is set.
    """

    wall: datetime
    zone: ZoneInfo
    bare_day: bool = False
    own: bool = False

    @property
    def day(self) -> date:
        """Its day, in its zone."""
        return self.wall.date()

    def at(self) -> int:
        """The instant. Raises SkippedTime or RepeatedTime where the local time does not name one."""
        return from_local(self.wall, self.zone)

    def lenient(self) -> int:
        """The instant, or that of the change, or the first of two."""
        return from_local_lenient(self.wall, self.zone)

    def plus(self, lasts: timedelta) -> int:
        """The instant so much later, as the format counts: days by the calendar, hours as they pass."""
        days = timedelta(days=lasts.days)
        begins = Moment(self.wall + days, self.zone).at() if days else self.at()
        return begins + (lasts - days) // timedelta(seconds=1)


class Zones:
    """The zones that a calendar may name: IANA's, Windows', and those that it describes itself."""

    def __init__(self, site: ZoneInfo, described: Mapping[str, str]) -> None:
        self.site = site
        self._described = described
        self._found: dict[str, tzinfo | None] = {}

    def find(self, name: str) -> tzinfo:
        """The zone of a name; one that goes by the site's clock is the site's. Raises ValueError."""
        if name not in self._found:
            self._found[name] = self._look(name)
        found = self._found[name]
        if found is None:
            raise ValueError(f"the time zone {quoted(name)} is not known: use an IANA name such as Europe/London")
        return found

    def _look(self, name: str) -> tzinfo | None:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        bare = name.strip().strip("/")
        parts = bare.split("/")
        tries = [bare, WINDOWS_TO_OLSON.get(bare, "")]
        if name.startswith("/"):
            tries += ["/".join(parts[n:]) for n in range(1, len(parts))]
        for one in filter(None, tries):
            try:
                return zone(one)
            except ValueError:
                continue
        return _described_zone(self._described.get(name, ""), self.site)

    def moment(self, column: str, value: str, prop: Property) -> Moment:
        """The time that a value states. Raises EventError."""
        from icalendar.prop import vDDDTypes

        parse: Any = vDDDTypes.from_ical
        try:
            found = parse(value.strip())
        except ValueError:
            found = None
        if not isinstance(found, date) or not FIRST_YEAR <= found.year <= LAST_YEAR:
            raise EventError(column, f"{quoted(value)} is no time: {_RIGHT}")
        if not isinstance(found, datetime):
            return Moment(datetime(found.year, found.month, found.day), self.site, bare_day=True)  # noqa: DTZ001  (a day)
        if found.tzinfo is not None:
            return Moment(found.replace(tzinfo=None), zone("UTC"))
        try:
            found_in = self.find(prop.zone) if prop.zone else self.site
        except ValueError as error:
            raise EventError(column, str(error)) from None
        if isinstance(found_in, ZoneInfo):
            return Moment(found, found_in)
        try:
            return Moment(found.replace(tzinfo=found_in).astimezone(UTC).replace(tzinfo=None), zone("UTC"), own=True)
        except Exception:  # whatever the library meets in a zone that is damaged
            raise EventError(
                column, f"the calendar describes the time zone {quoted(prop.zone)} wrongly: {_RIGHT}"
            ) from None


def instant(column: str, moment: Moment, *, days: bool = False) -> int:
    """The one instant of a time of day; with `days`, the midnight that begins a bare day.

    Raises EventError for a bare day otherwise, and for a time that a clock change spoils.
    """
    if moment.bare_day and days:
        return moment.lenient()
    if moment.bare_day:
        raise EventError(column, f"{moment.day:%Y%m%d} is a day without a time: {_RIGHT}")
    try:
        return moment.at()
    except RepeatedTime as twice:
        first, second = (f"{datetime.fromtimestamp(at, UTC):%Y%m%dT%H%M%SZ}" for at in (twice.first, twice.second))
        raise EventError(column, f"{twice}: write {first} or {second}") from None
    except SkippedTime as skipped:
        raise EventError(column, str(skipped)) from None


@lru_cache(maxsize=64)
def alike(one: tzinfo, other: tzinfo) -> bool:
    """Whether two zones show the same time, week by week, over ten years around the change of the decade."""
    since = datetime(2020, 1, 1, 12, tzinfo=UTC)
    for week in range(_COMPARED_WEEKS):
        at = since + timedelta(seconds=week * _WEEK)
        if at.astimezone(one).utcoffset() != at.astimezone(other).utcoffset():
            return False
    return True


def _described_zone(block: str, site: ZoneInfo) -> tzinfo | None:
    """The zone of a VTIMEZONE, the site's where it is like it.

    None where it is none, or changes its clocks otherwise than by the year.
    """
    rules = re.findall(r"^RRULE[:;].*$", block, re.MULTILINE | re.IGNORECASE)
    if not block or len(block) > 50_000 or not all("FREQ=YEARLY" in rule.upper() for rule in rules):
        return None
    from icalendar import Timezone

    try:
        described: Any = Timezone.from_ical(block)
        found: tzinfo = described.to_tz(lookup_tzid=False)
        return site if alike(found, site) else found
    except Exception:  # whatever the library misses in it
        return None
