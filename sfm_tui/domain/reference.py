"""Who and what a site has: people, officers, posts, locations, categories, topics of talks, themes, measures.

Each is a frozen record with a key; it is set whole, and the ledger keeps what stood there before. A word in use
is hidden, never deleted.
"""

import re
from datetime import date
from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Key, Line, Name, Text

Role = Literal["supervisor", "manager", "client", "other"]
ROLES: tuple[Role, ...] = ("supervisor", "manager", "client", "other")
Activity = Literal["SG", "DS", "CCTV-PSS", "CVIT", "CP", "none"]
ACTIVITIES: tuple[Activity, ...] = ("SG", "DS", "CCTV-PSS", "CVIT", "CP", "none")
MOST_MONTHS = 600
Better = Literal["lower", "higher"]
BETTER: tuple[Better, ...] = ("lower", "higher")


def clean_hours(value: str) -> str:
    """Check hours a week, kept as they were written: digits, with a point and more digits if need be, 168 at most."""
    if value and (not re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,6})?", value) or float(value) > 168):
        raise ValueError(f"«{value[:40]}»: write hours a week, such as 42 or 37.5")
    return value


Hours = Annotated[str, AfterValidator(clean_hours)]


class Record(BaseModel):
    """One row of reference data. `noun` names its table, file and ledger entries, `key_field` its key."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    noun: ClassVar[str]
    key_field: ClassVar[str]

    @property
    def key(self) -> str:
        """The value by which others name this record."""
        return str(getattr(self, self.key_field))


class Person(Record):
    """Somebody who is no officer: a supervisor, a manager, the client's contact."""

    noun = "person"
    key_field = "person"
    person: Code
    name: Name
    role: Role = "supervisor"
    left_on: date | None = None


class Officer(Record):
    """A security officer; `officer` is the staff number, `opt_out` the 48-hour opt-out, hours are per week."""

    noun = "officer"
    key_field = "officer"
    officer: Key
    name: Name
    call_sign: Line = ""
    opt_out: bool = False
    weekly_hours: Hours = ""
    inducted_on: date | None = None
    left_on: date | None = None
    phone: Line = ""


class Post(Record):
    """A duty point; `responder` says that it exists to respond to incidents."""

    noun = "post"
    key_field = "post"
    post: Code
    name: Name
    activity: Activity = "SG"
    responder: bool = False
    lone: bool = False
    critical: bool = False
    special_case: bool = False
    check_call_minutes: int | None = Field(default=None, ge=1, le=1440)


class Location(Record):
    """A place that an incident can name; `inside` is the place that holds it."""

    noun = "location"
    key_field = "location"
    location: Code
    name: Name
    inside: Line = ""
    hidden: bool = False


class CategoryRecord(Record):
    """A site's own word for what happened, with the severity assumed for it and the words that suggest it."""

    noun = "category"
    key_field = "name"
    name: Code
    severity: Literal[1, 2, 3, 4] = 3
    words: tuple[Line, ...] = ()
    hidden: bool = False


class Topic(Record):
    """What toolbox talks are about; `points` has one on each line. No refresher is once for ever."""

    noun = "topic"
    key_field = "topic"
    topic: Code
    title: Name
    points: Text = ""
    refresher_months: int | None = Field(default=None, ge=1, le=MOST_MONTHS)


def clean_target(value: str) -> str:
    """Check a target, kept as it was written: a number, or nothing."""
    if value and not re.fullmatch(r"[+-]?[0-9]{1,15}(\.[0-9]{1,15})?", value):
        raise ValueError(f"«{value[:40]}»: write a number, such as 95 or 2.5")
    return value


class Theme(Record):
    """What improvement is about at a site; actions stand under it."""

    noun = "theme"
    key_field = "theme"
    theme: Code
    title: Name
    objective: Text = ""


class Measure(Record):
    """A series that the team counts: what a value is, and whether lower or higher is better."""

    noun = "measure"
    key_field = "measure"
    measure: Code
    name: Name
    unit: Line = ""
    better: Better = "lower"
    target: Annotated[str, AfterValidator(clean_target)] = ""


RECORDS: dict[str, type[Record]] = {
    r.noun: r for r in (Person, Officer, Post, Location, CategoryRecord, Topic, Theme, Measure)
}


def plain(record: Record) -> dict[str, Any]:
    """The record as the ledger keeps it: dates as ISO text, every field named."""
    return record.model_dump(mode="json")


def revive_record(noun: str, fields: dict[str, Any]) -> Record:
    """A record read back from the ledger."""
    return RECORDS[noun].model_validate(fields, strict=False)


class RecordEvent(Event):
    """A record of reference data that was made or changed; `old` is what stood there, nothing where it is new.

    `undoes` is the entry that it takes back.
    """

    key: Code
    old: dict[str, Any] | None = None
    new: dict[str, Any]
    why: Text = ""
    undoes: int = 0
    noun: ClassVar[str]

    @property
    def subject(self) -> str:
        """The record, as links name it."""
        return f"{self.noun}:{self.key}"


@event("person.set")
class PersonSet(RecordEvent):
    """A person was entered or changed."""

    noun = "person"


@event("officer.set")
class OfficerSet(RecordEvent):
    """An officer was entered or changed."""

    noun = "officer"


@event("post.set")
class PostSet(RecordEvent):
    """A post was entered or changed."""

    noun = "post"


@event("location.set")
class LocationSet(RecordEvent):
    """A location was entered or changed."""

    noun = "location"


@event("category.set")
class CategorySet(RecordEvent):
    """A category was entered or changed."""

    noun = "category"


@event("topic.set")
class TopicSet(RecordEvent):
    """A topic of talks was entered or changed."""

    noun = "topic"

    @property
    def words(self) -> str:
        """Its code, title and points."""
        return "\n".join(str(self.new[name]) for name in ("topic", "title", "points"))


@event("theme.set")
class ThemeSet(RecordEvent):
    """A theme was set or changed."""

    noun = "theme"

    @property
    def words(self) -> str:
        """Its code, title and objective."""
        return "\n".join(str(self.new[name]) for name in ("theme", "title", "objective"))


@event("measure.set")
class MeasureSet(RecordEvent):
    """A measure was entered or changed."""

    noun = "measure"

    @property
    def words(self) -> str:
        """Its code and name."""
        return "\n".join(str(self.new[name]) for name in ("measure", "name"))


SET_EVENTS: dict[str, type[RecordEvent]] = {
    cls.noun: cls for cls in (PersonSet, OfficerSet, PostSet, LocationSet, CategorySet, TopicSet, ThemeSet, MeasureSet)
}


@event("file.imported")
class FileImported(Event):
    """Rows of reference data that came with one file of a site folder; `digest` is the file's SHA-256.

    `rows` are the records that were new or changed, whole, as the file had them.
    """

    file: Line
    noun: Line
    digest: Line
    rows: tuple[dict[str, Any], ...]

    @property
    def subject(self) -> str:
        """The file."""
        return f"file:{self.file}"


@event("link.made")
class LinkMade(Event):
    """Two records that belong together: `source` is what came first, `target` what came of it."""

    source: Code
    target: Code
    link: Line = ""

    @property
    def subject(self) -> str:
        """The record that the link starts from."""
        return self.source


@event("link.struck")
class LinkStruck(LinkMade):
    """A link that does not hold."""

    why: Text
