"""An .ics file as text: its name, its time zones and its events, each with the line on which it begins.

The library reads the lines; the file is cut into events here, so that a bad one is told with its line and the others
are still read.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sfm_tui.clock.refusal import quoted
from sfm_tui.exchange.read import open_file

MOST_BYTES = 20_000_000
MOST_EVENTS = 20_000
_MOST_LINES = 5_000
"""Lines of one event or one time zone beyond which it is none."""

_WANTED = frozenset({
    "UID", "SUMMARY", "LOCATION", "CATEGORIES", "STATUS", "DTSTART", "DTEND", "DURATION", "RRULE", "EXRULE", "RDATE",
    "EXDATE", "RECURRENCE-ID", "ATTENDEE",
})  # fmt: skip
_NAMES = frozenset({"X-WR-CALNAME", "NAME"})


@dataclass(frozen=True)
class Property:
    """One property: its value as text, the time zone, the range and the person that its parameters name."""

    value: str
    zone: str = ""
    range: str = ""
    person: str = ""


@dataclass
class RawEvent:
    """A VEVENT as it stands there: properties by name, and what is wrong with its lines."""

    line: int
    properties: dict[str, list[Property]] = field(default_factory=dict)
    problem: tuple[str, str] | None = None

    def first(self, name: str) -> Property | None:
        """The first property of a name."""
        found = self.properties.get(name)
        return found[0] if found else None

    def text(self, name: str) -> str:
        """The text of a property, on one line; empty where it is not there."""
        found = self.first(name)
        return " ".join(found.value.split()) if found else ""


@dataclass
class CalendarText:
    """What a file holds; `problem` says why it cannot be read, where it cannot. `others` counts tasks and the like."""

    name: str = ""
    zones: dict[str, str] = field(default_factory=dict)
    events: list[RawEvent] = field(default_factory=list)
    others: int = 0
    problem: str = ""


def read_calendar(path: Path) -> CalendarText:
    """Read an .ics file. Raises ExchangeError where it cannot be opened."""
    with open_file(path) as raw:
        data = raw.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        return CalendarText(problem=f"it is larger than {MOST_BYTES // 1_000_000} MB: save a shorter span of time")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return CalendarText(problem=f"the byte 0x{data[error.start]:02X} is not UTF-8: save the calendar in UTF-8")
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    first = next((line.strip() for line in lines if line.strip()), "")
    if first.upper() != "BEGIN:VCALENDAR":
        return CalendarText(problem=f"it is no calendar: its first line is {quoted(first)}, not BEGIN:VCALENDAR")
    return _cut(lines)


def _cut(lines: list[str]) -> CalendarText:
    found = CalendarText()
    names: dict[str, str] = {}
    open_blocks: list[str] = []
    block: list[str] = []
    began = 0
    head: list[str] = []
    for number, line in enumerate(lines, start=1):
        folded = line[:1] in (" ", "\t")
        word = "" if folded else line.strip().upper()
        if word.startswith("BEGIN:"):
            open_blocks.append(word[6:])
            if len(open_blocks) == 2:
                block, began = [], number
            if len(open_blocks) < 3 and word[6:] != "VTIMEZONE":
                continue
        elif word.startswith("END:"):
            if not open_blocks or open_blocks.pop() != word[4:]:
                found.problem = f"line {number} ends what did not begin: the calendar is damaged, save it again"
                return found
            if len(open_blocks) == 1:
                _whole(found, word[4:], began, [*block, line])
                if len(found.events) > MOST_EVENTS:
                    found.problem = f"it holds more than {MOST_EVENTS:,} events: save a shorter span of time"
                    return found
                continue
        if len(open_blocks) == 1:
            head.append(line)
        elif len(open_blocks) == 2 or (open_blocks and open_blocks[1] == "VTIMEZONE"):
            if len(block) < _MOST_LINES:
                block.append(line)
    if open_blocks:
        found.problem = "it breaks off before its END:VCALENDAR: save it again, whole"
        return found
    _read(head, _NAMES, lambda name, value: names.setdefault(name, value.value.strip()))
    found.name = next((names[name] for name in ("X-WR-CALNAME", "NAME") if names.get(name)), "")
    return found


def _whole(found: CalendarText, kind: str, began: int, block: list[str]) -> None:
    """Take what is between a BEGIN and its END."""
    if kind == "VEVENT":
        event = RawEvent(began)
        if len(block) >= _MOST_LINES:
            event.problem = ("", f"it has {_MOST_LINES:,} lines or more: no event has")
        else:
            event.problem = _read(
                block[:-1], _WANTED, lambda name, value: event.properties.setdefault(name, []).append(value)
            )
        found.events.append(event)
    elif kind == "VTIMEZONE":
        name = next((line[5:].strip() for line in block if line.upper().startswith("TZID:")), "")
        found.zones.setdefault(name, "\r\n".join([*block, ""]))
    else:
        found.others += 1


def _read(lines: list[str], wanted: frozenset[str], put: Callable[[str, Property], object]) -> tuple[str, str] | None:
    """Hand the wanted properties on; gives what is wrong with the first that cannot be read."""
    from icalendar.parser import Contentlines

    unfold: Any = Contentlines.from_ical
    try:
        unfolded = unfold("\r\n".join(lines) + "\r\n")
    except ValueError:
        return "", "its lines cannot be read: save the calendar again"
    for line in unfolded:
        name = line.partition(":")[0].partition(";")[0].strip().upper()
        if name not in wanted:
            continue
        try:
            _name, parameters, value = line.parts()
        except ValueError:
            return name, f"{quoted(str(line))} cannot be read: write {name}:, then its value"
        put(name, Property(str(value), *(_one(parameters.get(part)) for part in ("TZID", "RANGE", "CN"))))
    return None


def _one(parameter: object) -> str:
    return "" if parameter is None else str(parameter[0] if isinstance(parameter, list) else parameter)
