"""How long records are kept: the kinds that have a time, the site's months or else the usual ones, and what is due.

A kind is what `[retention]` of `site.toml` calls it (site-folder.md). The usual months and their reasons follow
domain.md, «Retention»: records of incidents and the control room 12 months at least (BS 7499), claims for damage to
property six years, for injury three; working hours two years. Where it has none, the round of certification to
ISO 9001, three years, is taken for what was reviewed. They are defaults of this house, no legal advice.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from sfm_tui.clock.refusal import quoted

LONGEST = 1200
"""The most months that make sense: a hundred years."""


@dataclass(frozen=True)
class Kind:
    """A kind of record that has a time; `months` is the usual one, None where it is kept until the site sets one."""

    name: str
    one: str
    many: str
    months: int | None
    starts: str
    why: str

    @property
    def title(self) -> str:
        """The kind as a list names it."""
        return _TITLES.get(self.name, self.name.capitalize())

    def counted(self, n: int) -> str:
        """`1 incident`, `2,345 incidents`."""
        return f"{n:,} {self.one if n == 1 else self.many}"


KINDS: tuple[Kind, ...] = (
    Kind("incidents", "incident", "incidents", 72, "it was closed",
         "claims for damage to property can come for six years, for injury three"),
    Kind("occurrences", "line of the occurrence book", "lines of the occurrence book", 12, "it happened",
         "BS 7499: the control room's records for 12 months at least"),
    Kind("handovers", "handover", "handovers", 12, "it was signed",
         "BS 7499: the control room's records for 12 months at least"),
    Kind("briefings", "briefing point", "briefing points", 12, "it ended",
         "what the team was told belongs to the control room's records"),
    Kind("talks", "toolbox talk", "toolbox talks", 36, "it was held",
         "a claim for injury asks for three years who had been trained"),
    Kind("absences", "absence", "absences", 24, "it ended",
         "records of working hours for two years; a reason may tell of somebody's health"),
    Kind("duties", "officer's month of duties", "officers' months of duties", 24, "the last of them ended",
         "records of working hours for two years"),
    Kind("calls", "day of check calls and rounds", "days of check calls and rounds", 12, "the last was due",
         "BS 7499: the control room's records for 12 months at least"),
    Kind("cover", "post's month of cover", "posts' months of cover", 72, "the last of it ended",
         "claims on what a contract asked for can come for six years"),
    Kind("actions", "improvement action", "improvement actions", 72, "it was closed",
         "what was done about a danger answers a claim, which can come for six years"),
    Kind("weekly", "weekly review", "weekly reviews", 36, "the last was said in it",
         "a round of certification to ISO 9001 is three years, and asks what was reviewed"),
    Kind("assessments", "self-assessment", "self-assessments", 36, "its day",
         "a round of certification to ISO 9001 is three years, and asks what was reviewed"),
    Kind("officers", "officer", "officers", 72, "they left",
         "a claim from their work can come for six years"),
    Kind("people", "person", "people", 72, "they left",
         "a claim from their work can come for six years"),
    Kind("reflections", "reflection", "reflections", None, "its day",
         "its author's own evidence: kept until the site sets a time"),
    Kind("notes", "study note", "study notes", None, "its day",
         "its author's own evidence: kept until the site sets a time"),
)  # fmt: skip

_TITLES = {"calls": "Check calls", "weekly": "Weekly reviews", "assessments": "Self-assessments"}
"""What a list calls a kind whose word in `[retention]` says too little."""
BY_NAME: dict[str, Kind] = {kind.name: kind for kind in KINDS}

NOT_REACHED = (
    "settings, posts, places, topics, standards, measures with their readings and the list of papers made have no"
    " time here and stay; a licence goes with its officer; who is named in free words of a record that stays, stays"
    " named there"
)
"""What no kind reaches, in words for a preview and a document."""


@dataclass(frozen=True)
class Rule:
    """How long one kind is kept; `own` says that the site set it."""

    kind: Kind
    months: int | None
    own: bool

    @property
    def words(self) -> str:
        """The rule as the ledger and the screens name it."""
        if self.months is None:
            return f"{self.kind.name}: kept until the site sets a time"
        from_where = "the site's own" if self.own else "the usual time"
        return f"{self.kind.name}: {months_text(self.months)} after {self.kind.starts}, {from_where}"


def months_text(months: int) -> str:
    """`1 month`, `18 months`, `6 years`."""
    if months % 12 == 0:
        years = months // 12
        return f"{years} year{'' if years == 1 else 's'}"
    return f"{months} month{'' if months == 1 else 's'}"


def schedule(settings: Mapping[str, int]) -> tuple[Rule, ...]:
    """The rule of every kind, in the order of `KINDS`: the site's months where it says some, else the usual ones."""
    return tuple(Rule(kind, settings.get(kind.name, kind.months), kind.name in settings) for kind in KINDS)


def unknown(settings: Mapping[str, int]) -> list[str]:
    """A line for each kind that the site names and that there is not; it does nothing."""
    known = ", ".join(BY_NAME)
    return [
        f"retention of {quoted(name)}: there is no such kind of record, so it does nothing; the kinds are {known}"
        for name in sorted(settings)
        if name not in BY_NAME
    ]


def due_on(start: date, months: int) -> date:
    """The first day on which a record whose time began on `start` may go.

    The same day of the month `months` later, the last of that month where it has no such day. Raises OverflowError
    for a day beyond the calendar.
    """
    from dateutil.relativedelta import relativedelta

    try:
        return start + relativedelta(months=months)
    except ValueError as error:
        raise OverflowError(str(error)) from error


def last_start(today: date, months: int) -> date | None:
    """The latest start of what is due on `today`: everything that began then or before is due, nothing later.

    None where that lies before the calendar.
    """
    from dateutil.relativedelta import relativedelta

    try:
        found = today - relativedelta(months=months)
        # The end of a short month stands for the days that it does not have: 28 February for the 29th to 31st.
        while due_on(found + timedelta(days=1), months) <= today:
            found += timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    return found
