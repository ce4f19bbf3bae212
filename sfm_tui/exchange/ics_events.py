"""Events of a calendar as duties take them: when they are, how they repeat, what they say."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import local_date
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.recurrence import occurrences
from sfm_tui.domain.repeat_rule import RepeatRule, read_rule
from sfm_tui.domain.spans import Span
from sfm_tui.exchange.ics_text import Property, RawEvent
from sfm_tui.exchange.ics_times import EventError, Moment, Zones, alike, instant

MOST_OCCURRENCES = 10_000
"""The duties that one event may make: a year has fewer hours."""

_LAST = 32_503_000_000
_DAY = 86_400


@dataclass
class CalendarEvent:
    """One event. `start` and `end` are the instants of its first time; `zone` is that in which it repeats.

    `replaces` is the time of the occurrence that it stands for. `skipped` are starts, `skipped_days` days on which
    it is excluded; `added` further spans.
    """

    line: int
    uid: str
    start: int
    end: int
    zone: ZoneInfo
    rule: str = ""
    bounds: RepeatRule | None = None
    replaces: Moment | None = None
    skipped: set[int] = field(default_factory=set)
    skipped_days: set[date] = field(default_factory=set)
    added: list[Span] = field(default_factory=list)
    cancelled: bool = False
    summary: str = ""
    location: str = ""
    categories: tuple[str, ...] = ()
    people: tuple[str, ...] = ()

    @property
    def endless(self) -> bool:
        """Whether its rule has no end of its own."""
        return self.bounds is not None and self.bounds.count is None and self.bounds.until is None

    def left_out(self, start: int) -> bool:
        """Whether the occurrence that starts then is excluded."""
        return start in self.skipped or local_date(start, self.zone) in self.skipped_days

    def spans(self, until: int) -> list[Span]:
        """Every time of it, the excluded ones too, by start; a rule without an end stops at `until`.

        Raises EventError where there are too many, or none.
        """
        found = {*self._by_rule(until)} if self.bounds is not None else {(self.start, self.end)}
        if not found:
            raise EventError("RRULE", "it gives no time at all: check it against DTSTART")
        return sorted(found | {*self.added})

    def _by_rule(self, until: int) -> list[Span]:
        bounds = self.bounds
        assert bounds is not None
        high = min(until, _LAST)
        step = 366 * _DAY
        if bounds.count is not None:
            high = min(_LAST, self.start + _longest(bounds))
            step = high if bounds.count <= MOST_OCCURRENCES else step
        elif bounds.until is not None:
            high = min(_LAST, bounds.until + 2 * _DAY)
        found: list[Span] = []
        for low in range(self.start, high, step):
            # By the year, so that a rule which makes too many is noticed before all are made.
            some = occurrences(self.start, self.end, self.rule, (), self.zone, (low, min(high, low + step)))
            found += [span for span in some if low <= span[0] < low + step]
            if len(found) > MOST_OCCURRENCES:
                raise EventError("RRULE", f"it makes more than {MOST_OCCURRENCES:,} duties: give it an earlier UNTIL")
        return found


def _longest(rule: RepeatRule) -> int:
    """The seconds within which a rule that counts has come to its end, at the most."""
    days = {"YEARLY": 366, "MONTHLY": 31, "WEEKLY": 7}.get(rule.frequency, 1)
    rare = 8 if rule.by or rule.weekdays is not None else 1
    return (rule.count or 0) * rule.interval * days * rare * _DAY + 366 * _DAY


def read_event(raw: RawEvent, zones: Zones, *, days: bool = False) -> CalendarEvent:
    """An event from its properties; with `days`, whole days will do as well.

    Raises EventError, with the property and one line, for the first that is wrong.
    """
    if raw.problem:
        raise EventError(*raw.problem)
    for name in ("DTSTART", "DTEND", "DURATION", "RRULE", "RECURRENCE-ID"):
        if len(raw.properties.get(name, ())) > 1:
            raise EventError(name, f"it stands there {len(raw.properties[name])} times: keep one")
    if raw.first("EXRULE"):
        raise EventError("EXRULE", "it is not read: write the days that are left out as EXDATE")
    began = raw.first("DTSTART")
    if began is None:
        raise EventError("DTSTART", "it is missing: write when the duty starts")
    moment = zones.moment("DTSTART", began.value, began)
    start = instant("DTSTART", moment, days=days)
    end = _end(raw, zones, moment, days=days)
    if end <= start:
        raise EventError("DTEND", "it is not later than DTSTART: check both")
    categories = [word.strip() for prop in raw.properties.get("CATEGORIES", ()) for word in prop.value.split(",")]
    event = CalendarEvent(
        raw.line, raw.text("UID"), start, end, _rule_zone(moment, zones.site, raw),
        cancelled=raw.text("STATUS").upper() == "CANCELLED", summary=raw.text("SUMMARY"),
        location=raw.text("LOCATION"), categories=tuple(filter(None, categories)),
        people=tuple(prop.person for prop in raw.properties.get("ATTENDEE", ()) if prop.person),
    )  # fmt: skip
    _recurrence(event, raw, zones)
    return event


def _end(raw: RawEvent, zones: Zones, start: Moment, *, days: bool) -> int:
    ends, lasts = raw.first("DTEND"), raw.first("DURATION")
    if ends is not None:
        return instant("DTEND", zones.moment("DTEND", ends.value, ends), days=days)
    if lasts is None and start.bare_day:
        return Moment(start.wall + timedelta(days=1), start.zone).lenient()
    if lasts is None:
        raise EventError("DTEND", "it is missing, and so is DURATION: write when the duty ends")
    try:
        return start.plus(_duration(lasts.value))
    except (ValueError, OverflowError) as error:
        raise EventError("DURATION", _one_line(error, lasts.value)) from None


def _duration(value: str) -> timedelta:
    from icalendar.prop import vDuration

    parse: Any = vDuration.from_ical
    found = parse(value.strip())
    if not timedelta() < found < timedelta(days=366):
        raise ValueError
    return timedelta(days=found.days, seconds=found.seconds)


def _one_line(error: Exception, value: str) -> str:
    return str(error) if " comes twice" in str(error) else f"{quoted(value)} is no length of time: write PT12H"


def _rule_zone(moment: Moment, site: ZoneInfo, raw: RawEvent) -> ZoneInfo:
    """The zone in which an event repeats."""
    if moment.own and raw.first("RRULE"):
        raise EventError("RRULE", "it repeats in a time zone of the calendar's own: use an IANA name for it")
    return site if moment.zone is not site and alike(moment.zone, site) else moment.zone


def _recurrence(event: CalendarEvent, raw: RawEvent, zones: Zones) -> None:
    rule, replaces = raw.first("RRULE"), raw.first("RECURRENCE-ID")
    if replaces is not None:
        if replaces.range:
            raise EventError("RECURRENCE-ID", "RANGE is not read: write each changed occurrence, or a new event")
        event.replaces = zones.moment("RECURRENCE-ID", replaces.value, replaces)
        return
    if rule is not None:
        event.rule = rule.value.strip().upper()
        try:
            event.bounds = read_rule(event.rule, event.zone)
        except ValueError as error:
            raise EventError("RRULE", str(error)) from None
    for prop, value in _values(raw, "EXDATE"):
        moment = zones.moment("EXDATE", value, prop)
        if moment.bare_day:
            event.skipped_days.add(moment.day)
        else:
            event.skipped.add(moment.lenient())
    for prop, value in _values(raw, "RDATE"):
        event.added.append(_added(event, prop, value, zones))


def _values(raw: RawEvent, name: str) -> Iterator[tuple[Property, str]]:
    pairs = ((prop, value) for prop in raw.properties.get(name, ()) for value in prop.value.split(","))
    found = list(islice(pairs, MOST_OCCURRENCES + 1))
    if len(found) > MOST_OCCURRENCES:
        raise EventError(name, f"it names more than {MOST_OCCURRENCES:,} times: give the event an end")
    yield from found


def _added(event: CalendarEvent, prop: Property, value: str, zones: Zones) -> Span:
    first, _, rest = value.partition("/")
    moment = zones.moment("RDATE", first, prop)
    begins = instant("RDATE", moment)
    try:
        if rest[:1].upper() == "P":
            ends = moment.plus(_duration(rest))
        elif rest:
            ends = instant("RDATE", zones.moment("RDATE", rest, prop))
        else:
            ends = begins + event.end - event.start
    except EventError:
        raise
    except (ValueError, OverflowError) as error:
        raise EventError("RDATE", _one_line(error, value)) from None
    if ends <= begins:
        raise EventError("RDATE", f"{quoted(value)} ends before it starts: check both")
    return begins, ends


__all__ = ["CalendarEvent", "EventError", "read_event"]
