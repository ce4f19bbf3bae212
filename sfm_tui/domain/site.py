"""The site: its name, zone, what its contract asks, and how its desk behaves (`site.toml` in site-folder.md)."""

import re
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from sfm_tui.clock import zone
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.response import DEFAULT_LIMIT_SECONDS, ResponseTerms
from sfm_tui.domain.text import Code, Line, Name

DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
SeverityName = Literal["1", "2", "3", "4"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)


class Response(_Part):
    """What the contract asks of a response, in seconds and per cent."""

    clock_starts: Literal["reported", "dispatched"] = "reported"
    limit_seconds: int = Field(default=DEFAULT_LIMIT_SECONDS, ge=1, le=86_400)
    target_percent: int | float | None = Field(default=None, ge=0, le=100)
    limits: dict[SeverityName, int] = Field(default_factory=dict)

    @field_validator("limits")
    @classmethod
    def _positive(cls, value: dict[str, int]) -> dict[str, int]:
        for severity, seconds in value.items():
            if not 1 <= seconds <= 86_400:
                raise ValueError(f"the limit for severity {severity} is {seconds}: 1 to 86400 seconds")
        return value


class Rest(_Part):
    """The working-time rules the site holds itself to; an absent one is off (rules.md)."""

    daily_hours: int | float | None = Field(default=None, gt=0, le=24)
    weekly_average_hours: int | float | None = Field(default=None, gt=0, le=168)
    average_weeks: int | None = Field(default=None, ge=1, le=104)
    max_duty_hours: int | float | None = Field(default=None, gt=0, le=168)


class Peak(_Part):
    """Hours in which somebody must stand free to respond; `days` names those on which it starts."""

    name: Line = ""
    days: Line
    start: Line
    end: Line

    @field_validator("days")
    @classmethod
    def _days(cls, value: str) -> str:
        weekdays(value)
        return value

    @field_validator("start", "end")
    @classmethod
    def _time(cls, value: str) -> str:
        if not re.fullmatch(r"([01]\d|2[0-3]):[0-5]\d", value):
            raise ValueError(f"«{value}» is no time of day: write 07:30")
        return value


def weekdays(text: str) -> frozenset[int]:
    """The days that `mon-fri`, `sat,sun` or `fri-sun` names, Monday 0. Raises ValueError for other words."""
    found: set[int] = set()
    for part in text.lower().replace(" ", "").split(","):
        first, dash, last = part.partition("-")
        if first not in DAYS or (dash and last not in DAYS):
            raise ValueError(f"«{part}» names no days: write mon-fri or sat,sun")
        start = DAYS.index(first)
        stop = DAYS.index(last) if dash else start
        found.update((start + n) % 7 for n in range((stop - start) % 7 + 1))
    return frozenset(found)


class CallOut(_Part):
    """Whom to call for incidents of a severity."""

    severity: Literal[1, 2, 3, 4]
    who: Line
    phone: Line = ""


class Desk(_Part):
    """How the desk behaves: minutes until it locks itself, whether it rings, its keys by their ids (docs/keys.md)."""

    lock_after_minutes: int | None = Field(default=None, ge=1, le=1440)
    bell: bool = True
    single_letter_keys: bool = True
    keymap: dict[Line, Line] = Field(default_factory=dict)


class Handover(_Part):
    """What is counted when a shift hands over: key sets, radios, whatever the site lists."""

    count: tuple[Name, ...] = ()


class Site(_Part):
    """All that a site sets for itself."""

    code: Code
    name: Line = ""
    client: Line = ""
    timezone: Line
    country: Line = ""
    subdivision: Line = ""
    response: Response = Response()
    rest: Rest | None = None
    peaks: tuple[Peak, ...] = ()
    callout: tuple[CallOut, ...] = ()
    retention: dict[Line, int] = Field(default_factory=dict)
    desk: Desk | None = None
    handover: Handover | None = None

    @field_validator("timezone")
    @classmethod
    def _zone(cls, value: str) -> str:
        zone(value)
        return value

    @model_validator(mode="after")
    def _retention(self) -> "Site":
        for kind, months in self.retention.items():
            if months < 1:
                raise ValueError(f"retention of «{kind}» is {months}: months, 1 or more")
        return self

    @property
    def terms(self) -> ResponseTerms:
        """What the contract asks of a response."""
        r = self.response
        return ResponseTerms(
            clock_starts=r.clock_starts,
            limit_seconds=r.limit_seconds,
            target_percent=None if r.target_percent is None else float(r.target_percent),
            limits=tuple(sorted((int(k), v) for k, v in r.limits.items())),
        )

    def plain(self) -> dict[str, Any]:
        """The settings as plain data, in the shape of `site.toml`, without what is not set."""
        return self.model_dump(mode="json", exclude_none=True)


@event("site.set")
class SiteSet(Event):
    """The site's settings were made or changed. They are kept as text, since a limit may be no whole number.

    `undoes` is the entry that it takes back.
    """

    code: Code
    old: str = ""
    new: str
    why: str = ""
    undoes: int = 0

    @property
    def subject(self) -> str:
        """The site."""
        return f"site:{self.code}"
