"""Self-assessment of continuous improvement: four enablers, five levels; a level holds only if the lower ones do.

The lowest level is where everybody starts and needs no proof. Each level above it is confirmed or not, with evidence;
the level of a row is the highest up to which every one is confirmed. A file gives that level alone: it stands for
confirmed levels up to it.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, Field

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.action import Day, Flag, Row, Said
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Line, Text

FLOOR, TOP = 1, 5
Enabler = Literal["leadership", "engagement", "resourcing", "methodology"]
ENABLERS: dict[Enabler, str] = {
    "leadership": "Leadership",
    "engagement": "Engagement",
    "resourcing": "Resourcing and sustainability",
    "methodology": "Methodology and rigour",
}
"""What is assessed: the code of each enabler and its title."""
LEVELS: dict[int, str] = {1: "marginal", 2: "reactive", 3: "process-focused", 4: "proactive", 5: "integral"}
CONSENSUS = "consensus"
"""The assessor of a row on which those who assessed alone have agreed: it stands for its day."""
CONFIDENCE = ("low", "medium", "high")
"""The words that a form offers; a file may have others."""

_WORD = re.compile(r"[a-z]+")


def enabler_of(text: str) -> Enabler:
    """The enabler that a text names: its code, its title, or words of the title.

    Raises ValueError, in one line, for what names none.
    """
    words = set(_WORD.findall(text.casefold())) - {"and"}
    for code, title in ENABLERS.items():
        if words and words <= set(_WORD.findall(title.casefold())):
            return code
    raise ValueError(f"{quoted(text)} is none of the four: write {', '.join([*ENABLERS][:-1])} or {[*ENABLERS][-1]}")


def clean_enabler(value: str) -> str:
    """Check the name of an enabler, kept as it was written."""
    enabler_of(value)
    return value


class Check(Row):
    """Whether a level above the lowest was confirmed, and by what."""

    level: Annotated[int, Field(gt=FLOOR, le=TOP)]
    holds: Flag
    evidence: Text = ""


def held(checks: Iterable[Check]) -> int:
    """The level that holds: the highest up to which every level is confirmed."""
    confirmed = {check.level for check in checks if check.holds}
    return next((level for level in range(FLOOR, TOP) if level + 1 not in confirmed), TOP)


def checks_for(level: int) -> tuple[Check, ...]:
    """What a level that is given alone stands for: every level above the lowest confirmed up to it."""
    return tuple(Check(level=one, holds=True) for one in range(FLOOR + 1, level + 1))


class Assessment(Row):
    """What one assessor found of one enabler on a day; `level` is the one that holds.

    `views` are those of the people served: the client, tenants, officers.
    """

    enabler: Annotated[Line, AfterValidator(clean_enabler)]
    assessed_on: Day
    assessor: Code
    level: Annotated[int, Field(ge=FLOOR, le=TOP)]
    evidence: Said
    strengths: Text = ""
    confidence: Line = ""
    gaps: Text = ""
    views: Text = ""

    @property
    def code(self) -> Enabler:
        """Which of the four it is about."""
        return enabler_of(self.enabler)

    @property
    def key(self) -> str:
        """The three parts of its key in one: `leadership:2026-11-21:okafor`."""
        return f"{self.enabler}:{self.assessed_on}:{self.assessor}"

    @property
    def ref(self) -> str:
        """The row, as links name it."""
        return f"assessment:{self.key}"


FILE_FIELDS = ("enabler", "assessed_on", "assessor", "level", "evidence", "strengths", "confidence")
"""What a site folder has columns for."""

LABELS = {
    "enabler": "Enabler", "assessed_on": "Assessed on", "assessor": "Assessor", "level": "Level",
    "evidence": "Evidence", "strengths": "Strengths", "gaps": "Gaps", "views": "Views of those served",
    "confidence": "Confidence",
}  # fmt: skip
"""What a form calls each field."""


@dataclass(frozen=True)
class Standing:
    """Where an enabler stands: the newest day's rows, those of the day before that, what each day comes to.

    `now` and `before` are None where there are no such rows. Where several assessed on one day, the level is that of
    their consensus, else the lowest that anybody found; `spread` says how far apart the single ones are.
    """

    enabler: Enabler
    now: int | None
    now_on: str | None
    before: int | None
    before_on: str | None
    spread: int
    rows: tuple[Assessment, ...]

    @property
    def next(self) -> int | None:
        """The level to work for next; None at the top or where nothing was assessed."""
        return self.now + 1 if self.now is not None and self.now < TOP else None

    @property
    def change(self) -> int | None:
        """Levels gained or lost since the day before; None where there are not two days."""
        return None if self.now is None or self.before is None else self.now - self.before


def profile(rows: Iterable[Assessment], until: str | None = None) -> tuple[Standing, ...]:
    """Where each enabler stands, in their order: the newest day of each against the one before it.

    With `until`, as it stood on that day.
    """
    found: dict[str, dict[str, list[Assessment]]] = {code: {} for code in ENABLERS}
    for row in rows:
        if until is None or row.assessed_on <= until:
            found[row.code].setdefault(row.assessed_on, []).append(row)
    return tuple(_standing(code, found[code]) for code in ENABLERS)


def _standing(code: Enabler, days: Mapping[str, list[Assessment]]) -> Standing:
    newest = sorted(days, reverse=True)[:2]
    levels = [*(_level(days[day]) for day in newest), None, None]
    dates = [*newest, None, None]
    rows = sorted(days[newest[0]], key=lambda row: (row.assessor, row.enabler)) if newest else []
    alone = [row.level for row in rows if row.assessor != CONSENSUS]
    spread = max(alone) - min(alone) if alone else 0
    return Standing(code, levels[0], dates[0], levels[1], dates[1], spread, tuple(rows))


def _level(rows: Iterable[Assessment]) -> int:
    """What a day comes to."""
    found = list(rows)
    agreed = [row for row in found if row.assessor == CONSENSUS]
    return min(row.level for row in agreed or found)


# ── what the ledger keeps ────────────────────────────────────────────────────────────────────────────────────


@event("assessment.set")
class AssessmentSet(Event):
    """A row was entered or put right: the row and its checks, as they were and are.

    Of a new row `new` has what was filled in.
    """

    key: Code
    old: dict[str, Any] | None = None
    new: dict[str, Any]
    old_checks: tuple[dict[str, Any], ...] = ()
    new_checks: tuple[dict[str, Any], ...] = ()
    why: Text = ""

    @property
    def subject(self) -> str:
        """The row, as links name it."""
        return f"assessment:{self.key}"

    @property
    def words(self) -> str:
        """All that was written."""
        said = [str(self.new.get(name, "")) for name in ("enabler", "evidence", "strengths", "gaps", "views")]
        return "\n".join(filter(None, (*said, *(str(check.get("evidence", "")) for check in self.new_checks))))
