"""Standards as data: areas, criteria, behaviours, topics; which record is evidence for what.

A standard is a TOML file (`standards/st0330.toml` shows its form). What is not known of one is a placeholder, to be
filled in by the site in a file of its own; nothing is invented here.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.action import Row
from sfm_tui.domain.complaint import first_complaint
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Key, Line, Name, Text

Kind = Literal["area", "criterion", "behaviour", "topic", "framework"]
KINDS: tuple[Kind, ...] = ("area", "criterion", "behaviour", "topic", "framework")
LARGEST = 1_000_000
"""Bytes that a standard's file may have."""
MOST_CRITERIA = 2_000


class Criterion(Row):
    """One thing that evidence can be shown for; `inside` is the area of a criterion.

    A `placeholder` is a number without a known title.
    """

    code: Key
    kind: Kind = "criterion"
    title: Name
    text: Text = ""
    inside: Line = ""
    assessed_by: Line = ""
    placeholder: bool = False


class Standard(Row):
    """A standard as it was loaded; `status` is what is known of its standing, `version` what edition this is."""

    standard: Key
    title: Name
    level: Line = ""
    version: Line = ""
    status: Text = ""
    grading: tuple[Name, ...] = ()
    assessment: tuple[Name, ...] = ()
    criteria: tuple[Criterion, ...] = Field(max_length=MOST_CRITERIA)

    @model_validator(mode="after")
    def _hangs_together(self) -> "Standard":
        if not self.criteria:
            raise ValueError("it has no [[criterion]]: at least one is needed")
        kinds: dict[str, Kind] = {}
        for one in self.criteria:
            if one.code in kinds:
                raise ValueError(f"criterion {quoted(one.code)} stands there twice: give each a code of its own")
            kinds[one.code] = one.kind
        for one in self.criteria:
            if one.inside and kinds.get(one.inside) != "area":
                raise ValueError(
                    f"criterion {quoted(one.code)}: inside {quoted(one.inside)}, which is no area of this standard"
                )
            if one.inside and one.kind != "criterion":
                raise ValueError(
                    f"criterion {quoted(one.code)} is {_a(one.kind)}: only a criterion lies inside an area"
                )
        return self

    def get(self, code: str) -> Criterion | None:
        """One criterion by its code."""
        return next((one for one in self.criteria if one.code == code), None)

    def body(self) -> dict[str, Any]:
        """All of it as the ledger keeps it."""
        return self.model_dump(mode="json")


def _a(kind: str) -> str:
    return f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}"


class BadStandard(ValueError):
    """A file that is no standard; the message is one line that says where and what would be right."""


_NAMES = {"criterion": "criteria"}


def read_standard(text: str) -> Standard:
    """Read a standard's TOML. Raises BadStandard for what is none, with the first thing that is wrong."""
    import tomllib

    try:
        raw = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise BadStandard(f"no TOML: {error}") from error
    if not isinstance(raw.get("criterion", []), list):
        raise BadStandard("criterion: write each as [[criterion]]")
    fields = {_NAMES.get(name, name): value for name, value in raw.items()}
    try:
        return Standard.model_validate(fields, strict=False)
    except ValidationError as error:
        raise BadStandard(_first(error, raw)) from error


def _first(error: ValidationError, raw: dict[str, Any]) -> str:
    first = first_complaint(error)
    what = {"missing": "it is missing", "extra_forbidden": "nobody knows this name: leave it out"}.get(
        first.kind, first.what
    )
    where = []
    for n, part in enumerate(first.where):
        if isinstance(part, int) and n and first.where[n - 1] == "criteria":
            entry = raw["criterion"][part]
            code = entry.get("code") if isinstance(entry, dict) else None
            where.append(quoted(str(code)) if code else f"number {part + 1}")
        else:
            where.append("criterion" if part == "criteria" else str(part))
    return f"{' '.join(where)}: {what}" if where else what


def revive_standard(body: dict[str, Any]) -> Standard:
    """A standard read back from the ledger."""
    return Standard.model_validate(body, strict=False)


def toml_of(standard: Standard) -> str:
    """The standard as a file that a site can edit and load again."""
    import tomli_w

    body = standard.body()
    criteria = body.pop("criteria")
    head = {name: value for name, value in body.items() if value}
    return tomli_w.dumps({**head, "criterion": [{k: v for k, v in one.items() if v} for one in criteria]})


@cache
def known_standards() -> tuple[Standard, ...]:
    """The standards that come with the program, by their codes."""
    from importlib.resources import files

    folder = files("sfm_tui.domain").joinpath("standards")
    found = [read_standard(one.read_text(encoding="utf-8")) for one in folder.iterdir() if one.name.endswith(".toml")]
    return tuple(sorted(found, key=lambda one: one.standard))


# ── coverage ─────────────────────────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Tag:
    """A record that is evidence for a criterion."""

    record: str
    standard: str
    criterion: str


@dataclass(frozen=True)
class Covered:
    """What evidence a criterion has: the records by their kind; `inside` those of the criteria inside an area."""

    criterion: Criterion
    records: dict[str, tuple[str, ...]]
    inside: int = 0

    @property
    def count(self) -> int:
        """How many records are evidence, those of the criteria inside included."""
        return sum(map(len, self.records.values())) + self.inside


def coverage(standard: Standard, tags: Iterable[Tag]) -> tuple[Covered, ...]:
    """Every criterion of a standard, in its order, with the records that are evidence for it.

    A record that is tagged with an area and with a criterion inside it counts once for the area.
    """
    found: dict[str, dict[str, None]] = {one.code: {} for one in standard.criteria}
    for tag in tags:
        if tag.standard == standard.standard and tag.criterion in found:
            found[tag.criterion][tag.record] = None
    inside: dict[str, set[str]] = {}
    for one in standard.criteria:
        if one.inside:
            inside.setdefault(one.inside, set()).update(found[one.code])
    return tuple(
        Covered(one, _by_kind(found[one.code]), len(inside.get(one.code, set()) - found[one.code].keys()))
        for one in standard.criteria
    )


def _by_kind(records: Iterable[str]) -> dict[str, tuple[str, ...]]:
    kinds: dict[str, list[str]] = {}
    for record in sorted(records):
        kinds.setdefault(record.partition(":")[0], []).append(record)
    return {kind: tuple(some) for kind, some in sorted(kinds.items())}


# ── what the ledger keeps ────────────────────────────────────────────────────────────────────────────────────


@event("standard.loaded")
class StandardLoaded(Event):
    """A standard was loaded, whole; `old` is what stood under its code before, `undoes` the entry it takes back."""

    standard: Code
    old: dict[str, Any] | None = None
    new: dict[str, Any]
    why: Text = ""
    undoes: int = 0

    @property
    def subject(self) -> str:
        """The standard."""
        return f"standard:{self.standard}"


@event("record.tagged")
class RecordTagged(Event):
    """Criteria of a standard that a record is evidence for from now on, and those that it is not any more.

    `undoes` is the entry that it takes back.
    """

    record: Code
    standard: Code
    added: tuple[Code, ...] = ()
    taken: tuple[Code, ...] = ()
    why: Text = ""
    undoes: int = 0

    @property
    def subject(self) -> str:
        """The record."""
        return self.record
