"""How the columns of a foreign file become those of `incidents.csv`: what `--map` and `--set` say.

`reported=DateOfCall+TimeOfCall` joins two columns, `on_scene=reported+Attendance:s` adds seconds (`:m` minutes) from a
column to a time that is mapped already, `severity=4` of `--set` is the same in every row.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from sfm_tui.clock.refusal import quoted
from sfm_tui.exchange.report import ExchangeError
from sfm_tui.exchange.tables import INCIDENTS
from sfm_tui.path_words import why_not

UNITS = {"s": 1, "m": 60}
FIELDS = {column.name: column for column in INCIDENTS.columns}
TIMES = ("occurred", "reported", "dispatched", "on_scene", "resolved", "closed")
BLANK = tuple(column.name for column in INCIDENTS.columns if column.blank)
NEEDED = tuple(column.name for column in INCIDENTS.columns if column.required)


@dataclass(frozen=True)
class Joined:
    """Columns whose cells are joined by a space; most often one."""

    columns: tuple[str, ...]


@dataclass(frozen=True)
class Offset:
    """A time that stands in another field, and a column with the seconds, times `unit`, to add to it."""

    field: str
    column: str
    unit: int


@dataclass(frozen=True)
class Mapping:
    """The fields that come from columns, in the order in which they can be made, and those that are constant."""

    made: dict[str, Joined | Offset] = field(default_factory=dict)
    fixed: dict[str, str] = field(default_factory=dict)

    @property
    def fields(self) -> list[str]:
        """The columns of `incidents.csv` that come of it, in their order; those that may stand empty are all there."""
        return [name for name in FIELDS if name in self.made or name in self.fixed or name in BLANK]

    @property
    def columns(self) -> set[str]:
        """The foreign columns that it reads."""
        used: set[str] = set()
        for made in self.made.values():
            used.update(made.columns if isinstance(made, Joined) else (made.column,))
        return used


def read_mapping(maps: Iterable[str], sets: Iterable[str], header: Sequence[str]) -> Mapping:
    """The mapping that options give, for a file with this header. Raises ExchangeError, in one line."""
    given = [_pair("--map", text) for text in maps]
    fixed = dict(_pair("--set", text) for text in sets)
    names = [name for name, _ in given] + list(fixed)
    if twice := next((name for name in names if names.count(name) > 1), ""):
        raise ExchangeError(f"{twice} is mapped twice: keep one of the two")
    mapped = {name for name, _ in given}
    made = {name: _expression(name, text, header, mapped) for name, text in given}
    if missing := [name for name in NEEDED if name not in names]:
        raise ExchangeError(f"{missing[0]} is mapped from nowhere: add --map {missing[0]}=COLUMN")
    return Mapping(_ordered(made), fixed)


def _pair(option: str, text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    name = name.strip()
    if not equals or name not in FIELDS:
        raise ExchangeError(
            f"{option} {quoted(text)}: write FIELD=..., where FIELD is one of {', '.join(FIELDS)}"
        )  # fmt: skip
    return name, value.strip()


def _expression(name: str, text: str, header: Sequence[str], mapped: set[str]) -> Joined | Offset:
    if text in header:
        return Joined((text,))
    base, plus, rest = text.partition("+")
    column, colon, unit = rest.strip().rpartition(":")
    if plus and colon and base.strip() in TIMES and rest.strip() not in header:
        if name not in TIMES:
            raise ExchangeError(f"--map {name}: it is no time, so nothing can be added to {base.strip()}")
        if unit not in UNITS:
            raise ExchangeError(f"--map {name}: after «:» write s for seconds or m for minutes, not {quoted(unit)}")
        if base.strip() not in mapped:
            raise ExchangeError(f"--map {name}: {base.strip()} is not mapped itself")
        return Offset(base.strip(), _known(name, column, header), UNITS[unit])
    return Joined(tuple(_known(name, part.strip(), header) for part in text.split("+")))


def _known(name: str, column: str, header: Sequence[str]) -> str:
    if column not in header:
        raise ExchangeError(f"--map {name}: there is no column {quoted(column)}; there are {', '.join(header)}")
    if list(header).count(column) > 1:
        raise ExchangeError(f"--map {name}: there are two columns {quoted(column)}: rename one in the file")
    return column


def _ordered(made: dict[str, Joined | Offset]) -> dict[str, Joined | Offset]:
    """Each after what it counts from."""
    found: dict[str, Joined | Offset] = {}
    left = dict(made)
    while left:
        ready = [name for name, how in left.items() if isinstance(how, Joined) or how.field in found]
        if not ready:
            raise ExchangeError(f"--map {next(iter(left))}: it counts from itself in the end")
        for name in ready:
            found[name] = left.pop(name)
    return found


def saved(folder: Path, name: str) -> tuple[list[str], list[str], bool]:
    """The options of a saved mapping: those of `--map`, those of `--set`, `--day-first`. Raises ExchangeError."""
    import tomllib

    path = place_of(folder, name)
    try:
        told: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
        parts = [told.get(part, {}) for part in ("map", "set")]
        if not all(isinstance(part, dict) for part in parts):
            raise ValueError("map and set are written as [map] and [set], a line for each field below")
        if not all(isinstance(value, str | int) for part in parts for value in part.values()):
            raise ValueError("a value is neither text nor a whole number")
        if not isinstance(told.get("day_first", False), bool):
            raise ValueError("day_first is neither true nor false")
    except FileNotFoundError:
        raise ExchangeError(f"there is no saved mapping {quoted(name)}: make it with --save-map") from None
    except OSError as error:
        raise ExchangeError(f"the mapping {path} cannot be read: {why_not(error)}") from None
    except ValueError as error:
        raise ExchangeError(f"the mapping {path} cannot be read: {error}") from None
    maps, sets = ([f"{field}={value}" for field, value in part.items()] for part in parts)
    return maps, sets, told.get("day_first", False)


def save(folder: Path, name: str, maps: Iterable[str], sets: Iterable[str], *, day_first: bool) -> Path:
    """Keep the options of a mapping under a name; one of that name is written over."""
    import tomli_w

    path = place_of(folder, name)
    path.parent.mkdir(parents=True, exist_ok=True)
    told: dict[str, Any] = {"day_first": True} if day_first else {}
    told |= {"map": dict(_pair("--map", text) for text in maps), "set": dict(_pair("--set", text) for text in sets)}
    path.write_text(tomli_w.dumps(told), encoding="utf-8")
    return path


def place_of(folder: Path, name: str) -> Path:
    """Where a mapping of that name is kept. Raises ExchangeError for what is no name."""
    if not name or not all(c.isalnum() or c in "-_" for c in name) or len(name) > 60:
        raise ExchangeError(f"{quoted(name)} is no name for a mapping: use letters, digits, - and _")
    return folder / f"{name}.toml"
