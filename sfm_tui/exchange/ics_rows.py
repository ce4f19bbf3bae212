"""From the events of a calendar to rows of duties, of cover and of absences."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_text, iso, local_date
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.recurrence import check_repeat
from sfm_tui.domain.roster_records import MOST_HEADS
from sfm_tui.domain.spans import Span
from sfm_tui.exchange.ics_events import CalendarEvent, EventError, read_event
from sfm_tui.exchange.ics_names import Directory, Noun
from sfm_tui.exchange.ics_text import RawEvent
from sfm_tui.exchange.ics_times import Zones
from sfm_tui.exchange.kinds import guard
from sfm_tui.exchange.read import Row

MOST_ROWS = 50_000
_YEAR = 366 * 86_400
_COVER = re.compile(r"\bcover\b", re.IGNORECASE)
_AWAY = re.compile(r"\b(absent|absence|leave|sick|sickness)\b", re.IGNORECASE)


class Duty(NamedTuple):
    """A duty that an event says there is, or that it cancels."""

    line: int
    officer: str
    post: str
    start: int
    end: int
    cancelled: bool = False


class Cover(NamedTuple):
    """Heads that an event asks for."""

    line: int
    post: str
    start: int
    end: int
    heads: int
    repeat: str = ""
    excepted: str = ""


class Away(NamedTuple):
    """A time in which the officer of the calendar cannot stand anywhere."""

    line: int
    officer: str
    start: int
    end: int
    reason: str


@dataclass
class Made:
    """What a calendar makes: rows of duties, cover and absences, and notes of what it does not say."""

    duties: list[Row] = field(default_factory=list)
    cover: list[Row] = field(default_factory=list)
    absences: list[Row] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)


class Maker:
    """Makes rows of the events of one calendar, that of an officer or of a post.

    Times that repeat without an end are made up to the day `until`; `today` is the local day of the reading.
    """

    def __init__(self, noun: Noun, owner: str, directory: Directory, zones: Zones, until: int) -> None:
        self._noun = noun
        self._owner = owner
        self._directory = directory
        self._zones = zones
        self._until = until
        self._duties: list[Duty] = []
        self._cover: list[Cover] = []
        self._absences: list[Away] = []
        self._wrong: list[Row] = []
        self._notes: list[str] = []

    def make(self, raws: Iterable[RawEvent]) -> Made:
        """Rows for these events; each that is wrong is a row with its problem."""
        events: list[tuple[RawEvent, CalendarEvent]] = []
        for raw in raws:
            try:
                events.append((raw, read_event(raw, self._zones, days=self._away(raw.text("SUMMARY"), raw))))
            except EventError as error:
                self._refuse(raw, error)
        instead: dict[str, list[CalendarEvent]] = {}
        for _, event in events:
            if event.replaces is not None and event.uid:
                instead.setdefault(event.uid, []).append(event)
        for raw, event in events:
            try:
                self._event(event, instead.get(event.uid, []) if event.replaces is None else [])
            except EventError as error:
                self._refuse(raw, error)
            if len(self._duties) + len(self._cover) + len(self._absences) > MOST_ROWS:
                self._refuse(raw, EventError("", f"the calendar makes more than {MOST_ROWS:,} duties: save less of it"))
                break
        return self._rows()

    # ── one event ────────────────────────────────────────────────────────────────────────────────────────────

    def _event(self, event: CalendarEvent, instead: list[CalendarEvent]) -> None:
        if self._noun == "post":
            texts = (*event.categories, event.summary, *event.people)
            officers = self._directory.within("officer", texts)
            if any(_COVER.search(text) for text in texts):
                if named := {officer for officer in officers if not officer.isdigit()}:
                    raise EventError(
                        "SUMMARY", f"{quoted(event.summary)} says cover, and names {min(named)}: write one"
                    )
                self._asked(event, instead)
                return
            if not officers and (not event.summary or self._directory.find("post", event.summary) == {self._owner}):
                self._asked(event, instead)
                return
            if not officers:
                raise EventError("SUMMARY", f"{quoted(event.summary)} names no officer: write a staff number, a call"
                                 " sign or a name; begin with «Cover 2» where it says how many are needed")  # fmt: skip
            for officer in sorted(officers):
                self._times(event, officer, self._owner, instead)
            return
        texts = (event.location, *event.categories, event.summary)
        away = any(map(_AWAY.search, texts)) and not any(map(_COVER.search, texts))
        if away and not self._directory.within("post", texts):
            self._gone(event, instead)
        else:
            self._times(event, self._owner, self._post(event), instead)

    def _away(self, summary: str, raw: RawEvent) -> bool:
        """Whether an event may say that the officer is away, for which whole days will do."""
        said = [summary, *(prop.value for prop in raw.properties.get("CATEGORIES", ()))]
        return self._noun == "officer" and any(map(_AWAY.search, said))

    def _gone(self, event: CalendarEvent, instead: list[CalendarEvent]) -> None:
        """The absences of an event of an officer's calendar."""
        if event.cancelled:
            if event.replaces is None:
                self._notes.append(f"line {event.line}: leave that is called off is passed over, none is taken away")
            return
        reason = event.summary or ", ".join(event.categories)
        for start, end in self._kept(event, instead):
            self._absences.append(Away(event.line, self._owner, start, end, reason))

    def _kept(self, event: CalendarEvent, instead: list[CalendarEvent]) -> list[Span]:
        """The times of an event, without those that are excluded or replaced."""
        replaced = {start for other in instead if (start := _replaced(event, other)) is not None}
        spans = event.spans(max(self._until, event.start + _YEAR))
        return [span for span in spans if not event.left_out(span[0]) and span[0] not in replaced]

    def _post(self, event: CalendarEvent) -> str:
        texts = (event.location, *event.categories, event.summary)
        posts = self._directory.within("post", texts)
        if len(posts) == 1:
            return posts.pop()
        said = ", ".join(quoted(text) for text in texts if text) or "nothing"
        if posts:
            raise EventError("LOCATION", f"{said} may mean {' or '.join(sorted(posts))}: write one post's code")
        raise EventError("LOCATION", f"{said} names no post: write a post's code or name, here or in CATEGORIES")

    def _times(self, event: CalendarEvent, officer: str, post: str, instead: list[CalendarEvent]) -> None:
        """The duties of an event; what is excluded, moved or called off cancels the duty of an earlier reading."""
        replaced = {start for other in instead if (start := _replaced(event, other)) is not None}
        for start, end in event.spans(max(self._until, event.start + _YEAR)):
            off = event.cancelled or event.left_out(start) or start in replaced
            self._duties.append(Duty(event.line, officer, post, start, end, off))
        if event.endless and not event.cancelled:
            last = day_text(local_date(max(self._until, event.start + _YEAR) - 1, self._zones.site))
            called = quoted(event.summary or event.location or post)
            self._notes.append(f"line {event.line}: {called} has no end: duties up to {last} are made")

    # ── cover ────────────────────────────────────────────────────────────────────────────────────────────────

    def _asked(self, event: CalendarEvent, instead: list[CalendarEvent]) -> None:
        """The cover of an event that says how many are needed, and not who comes."""
        if event.cancelled:
            if event.replaces is None:
                self._notes.append(f"line {event.line}: cover that is called off is passed over, none is taken away")
            return
        number = re.search(r"[0-9]{1,9}", event.summary)
        heads = int(number[0]) if number else 1
        if heads > MOST_HEADS:
            raise EventError("SUMMARY", f"{quoted(event.summary)}: whole heads, 0 to {MOST_HEADS}")
        replaced = {start for other in instead if (start := _replaced(event, other)) is not None}
        line, post = event.line, self._owner
        if event.rule and not event.added and event.zone is self._zones.site:
            try:
                check_repeat(event.start, event.end, event.rule, event.zone)
            except ValueError as error:
                raise EventError("RRULE", str(error)) from None
            days = {local_date(start, event.zone) for start in event.skipped | replaced} | event.skipped_days
            excepted = " ".join(sorted(day.isoformat() for day in days))
            self._cover.append(Cover(line, post, event.start, event.end, heads, event.rule, excepted))
            return
        self._cover += [Cover(line, post, start, end, heads) for start, end in self._kept(event, instead)]

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _refuse(self, raw: RawEvent, error: EventError) -> None:
        who, where = raw.text("SUMMARY"), raw.text("LOCATION")
        named = (self._owner, where or who) if self._noun == "officer" else (who, self._owner)
        times = [found.value if (found := raw.first(name)) else "" for name in ("DTSTART", "DTEND")]
        self._wrong.append(Row(raw.line, [*named, *times, "", "", ""], str(error), error.column))

    def _rows(self) -> Made:
        tz = self._zones.site
        there = {duty[1:4] for duty in self._duties if not duty.cancelled}
        seen: set[Duty] = set()
        made = Made(notes=self._notes)
        for duty in self._duties:
            bare = duty._replace(line=0)
            if bare not in seen and not (duty.cancelled and duty[1:4] in there):
                seen.add(bare)
                status = "cancelled" if duty.cancelled else ""
                made.duties.append(Row(duty.line, [duty.officer, duty.post, *_written(duty, tz), "", "", status]))
        made.duties = sorted([*made.duties, *self._wrong], key=lambda row: row.line)
        for row in self._cover:
            cells = [row.post, *_written(row, tz), str(row.heads), row.repeat, row.excepted]
            made.cover.append(Row(row.line, cells))
        for away in self._absences:
            made.absences.append(Row(away.line, [away.officer, *_written(away, tz), guard(away.reason)]))
        return made


def _written(row: Duty | Cover | Away, tz: ZoneInfo) -> tuple[str, str]:
    return iso(row.start, tz), iso(row.end, tz)


def _replaced(event: CalendarEvent, other: CalendarEvent) -> int | None:
    """The start of the occurrence that another event stands for; None where it stands for none of this one's."""
    moment = other.replaces
    if moment is None:
        return None
    if not moment.bare_day:
        return moment.lenient()
    day: date = moment.day
    return next((start for start, _ in event.spans(_noon(event, day)) if local_date(start, event.zone) == day), None)


def _noon(event: CalendarEvent, day: date) -> int:
    """An instant after all that may start on a day."""
    from datetime import datetime, time, timedelta

    from sfm_tui.clock import from_local_lenient

    return from_local_lenient(datetime.combine(day, time()) + timedelta(days=2), event.zone)
