"""The roster as plain records: posts, officers, licences, cover, duties, absences, and the rules they are held to.

Instants are epoch seconds, spans half-open; local dates are ISO texts, empty where nothing is set. The fields have
the names that the columns of a site folder have.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from sfm_tui.domain.site import Site
    from sfm_tui.domain.spans import Span

ACTIVE = frozenset({"planned", "worked", ""})
"""The states of a duty that counts; an empty one is planned."""

GONE = "duties or cover of that time were erased under a retention rule"
"""Why nothing is told of a time."""

COVERS: dict[str, frozenset[str]] = {
    "SG": frozenset({"SG"}),
    "DS": frozenset({"DS", "SG"}),
    "CP": frozenset({"CP", "DS", "SG"}),
    "CCTV-PSS": frozenset({"CCTV-PSS"}),
    "CVIT": frozenset({"CVIT"}),
    "KH": frozenset(),
}
"""The activities for which a licence of each sector will do (rules.md, «Roster findings»)."""

BARRED = frozenset({"suspended", "revoked", "withdrawn", "replaced"})
"""The states in which a licence covers nothing from `status_from` on."""


@dataclass(frozen=True, slots=True)
class Post:
    """A duty point; `activity` is what a licence must cover there, `none` where it needs none."""

    post: str
    activity: str = "SG"
    responder: bool = False
    lone: bool = False
    critical: bool = False
    special_case: bool = False
    check_call_minutes: int | None = None


@dataclass(frozen=True, slots=True)
class Officer:
    """Who can hold duties; `left_on` is the last day, `opt_out` is that from the weekly limit.

    `weekly_hours` are those of the contract; no finding asks about them.
    """

    officer: str
    opt_out: bool = False
    inducted_on: str = ""
    left_on: str = ""
    weekly_hours: float | None = None


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence of an officer, good from `starts` to the end of the day `expires`."""

    officer: str
    sector: str
    expires: str
    starts: str = ""
    status: str = "active"
    status_from: str = ""


@dataclass(frozen=True, slots=True)
class CoverRow:
    """Heads needed at a post, once or by a repeat rule; `excepted` are dates on which it does not start."""

    post: str
    start: int
    end: int
    headcount: int = 1
    repeat: str = ""
    excepted: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Duty:
    """One officer at one post for a span."""

    officer: str
    post: str
    start: int
    end: int
    status: str = "planned"
    booked_on: int | None = None
    booked_off: int | None = None

    @property
    def active(self) -> bool:
        """Whether it counts: planned or worked, neither cancelled nor a no-show."""
        return self.status in ACTIVE


@dataclass(frozen=True, slots=True)
class Absence:
    """A span in which an officer cannot stand anywhere."""

    officer: str
    start: int
    end: int
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Peak:
    """Hours in which somebody must be free to respond; start = end lasts until the same time of the next day.

    `days` are the weekdays on which it starts, Monday 0; `start` and `end` are minutes from midnight by the wall clock.
    """

    name: str
    days: frozenset[int]
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Roster:
    """All that a site's findings are made from. The findings need the duties before the window as well.

    `gone` are the times of which duties or cover were erased under a retention rule: nothing is told of them.
    """

    posts: Sequence[Post] = ()
    officers: Sequence[Officer] = ()
    licences: Sequence[Licence] = ()
    cover: Sequence[CoverRow] = ()
    duties: Sequence[Duty] = ()
    absences: Sequence[Absence] = ()
    gone: Sequence["Span"] = ()


@dataclass(frozen=True, slots=True)
class Rules:
    """The zone, rest limits and peaks that a site holds its roster to. What is None is not asked for."""

    timezone: str
    daily_hours: int | float | None = None
    weekly_average_hours: int | float | None = None
    average_weeks: int | None = None
    max_duty_hours: int | float | None = None
    peaks: tuple[Peak, ...] = ()


def rules_of(site: "Site") -> Rules:
    """The rules that a site's settings state."""
    from sfm_tui.domain.site import weekdays

    peaks = tuple(Peak(p.name, weekdays(p.days), _minutes(p.start), _minutes(p.end)) for p in site.peaks)
    rest = site.rest
    if rest is None:
        return Rules(site.timezone, peaks=peaks)
    return Rules(
        site.timezone,
        daily_hours=rest.daily_hours,
        weekly_average_hours=rest.weekly_average_hours,
        average_weeks=rest.average_weeks,
        max_duty_hours=rest.max_duty_hours,
        peaks=peaks,
    )


def _minutes(clock: str) -> int:
    hour, minute = clock.split(":")
    return int(hour) * 60 + int(minute)
