"""The roster of some days as a site folder: which files it holds, and which of their rows."""

from collections.abc import Iterator
from dataclasses import dataclass

from sfm_tui.exchange.roster_tables import ROSTER
from sfm_tui.exchange.tables import LOCATIONS, OFFICERS, PEOPLE, POSTS, TABLES, Table

_MEETS = 't."start" < ? AND t."end" > ?'
_DUE = 't."due" < ? AND t."due" >= ?'
_TIMED = {"duties.csv": _MEETS, "absences.csv": _MEETS, "checkcalls.csv": _DUE, "patrols.csv": _DUE}


@dataclass(frozen=True, slots=True)
class Part:
    """The rows of a file that an export writes: those for which `where` holds, all where it is empty."""

    table: Table
    where: str = ""
    values: tuple[int, ...] = ()


def parts_of(window: tuple[int, int] | None) -> Iterator[Part]:
    """What an export writes, in its order: everything, or the roster that meets the window.

    Duties and absences belong to it by any part of them, check calls and rounds by when they were due. Whom and what
    they name is given whole, and so is the cover, so that the folder can be read into an empty store.
    """
    if window is None:
        yield from map(Part, TABLES)
        return
    for table in (PEOPLE, POSTS, LOCATIONS, OFFICERS, *ROSTER):
        where = _TIMED.get(table.file, "")
        yield Part(table, where, (window[1], window[0]) if where else ())


def not_of(window: tuple[int, int] | None) -> list[str]:
    """The line that says what an export of some days does not hold."""
    if window is None:
        return []
    return ["all that is not the roster of these days: an export without --from and --to holds it"]
