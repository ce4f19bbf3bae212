"""Officers, posts, people, locations and categories in the store."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any, TypeVar

from sfm_tui.domain.call_names import call_names
from sfm_tui.domain.categories import DEFAULT_CATEGORIES, Category
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import RECORDS, SET_EVENTS, CategoryRecord, Location, Record, plain
from sfm_tui.storage.errors import Clash, StoreError, damaged

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

R = TypeVar("R", bound=Record)
_FLAGS = {"opt_out", "responder", "lone", "critical", "special_case", "hidden"}


def from_row(record: type[R], names: Sequence[str], row: Sequence[Any]) -> R:
    """A record from a row of its table. Raises NotAStore where it is not as it was written."""
    fields: dict[str, Any] = {}
    for name, value in zip(names, row, strict=True):
        if name in _FLAGS:
            value = bool(value)
        elif name == "words":
            value = tuple(value.split("\n")) if value else ()
        fields[name] = value
    try:
        return record.model_validate(fields, strict=False)
    except ValueError as error:
        raise damaged("the store", f"{record.noun} {fields.get(record.key_field)}") from error


def read_all(connection: "Connection", record: type[R]) -> list[R]:
    """Every record of a kind, in the order of its keys, on an open connection."""
    names = list(record.model_fields)
    rows = connection.exec_driver_sql(f"SELECT {', '.join(names)} FROM {record.noun} ORDER BY {record.key_field}")
    return [from_row(record, names, row) for row in rows]


class Reference:
    """Reference data: read whole, set one record at a time."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def all(self, record: type[R]) -> list[R]:
        """Every record of a kind, in the order of its keys."""
        with self._store.reading() as connection:
            return read_all(connection, record)

    def get(self, record: type[R], key: str) -> R | None:
        """One record, None where there is none of that key."""
        names = list(record.model_fields)
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(
                f"SELECT {', '.join(names)} FROM {record.noun} WHERE {record.key_field} = ?", (key,)
            ).first()
        return from_row(record, names, row) if row else None

    def set(self, new: Record, by: Author, *, saw: Record | None = None, why: str = "") -> bool:
        """Enter or change a record; False where it stood so already.

        `saw` is what the screen showed before: where it changed meanwhile, Clash is raised.
        """
        record = type(new)
        names = list(record.model_fields)
        with self._store.writing() as transaction:
            row = transaction.one(
                f"SELECT {', '.join(names)} FROM {record.noun} WHERE {record.key_field} = ?", (new.key,)
            )
            old = from_row(record, names, row) if row else None
            if old == new:
                return False
            if isinstance(new, Location):
                check_inside(transaction, new)
            if saw is not None and old != saw:
                raise Clash(f"{record.noun} {new.key} was changed meanwhile: look again, then change it")
            if saw is None and old is not None and why == "new":
                raise Clash(f"{record.noun} {new.key} is there already")
            event = SET_EVENTS[record.noun]
            transaction.append(
                event(key=new.key, old=plain(old) if old else None, new=plain(new), why="" if why == "new" else why),
                by,
            )
            return True

    def names(self) -> dict[str, str]:
        """How screens call each officer, by staff number (`call_names`)."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT officer, call_sign, name, left_on FROM officer")
            return call_names((*row,) for row in rows)

    def people_names(self) -> dict[str, str]:
        """The name of each person, by code."""
        with self._store.reading() as connection:
            return {row[0]: row[1] or row[0] for row in connection.exec_driver_sql("SELECT person, name FROM person")}

    def categories(self, *, hidden: bool = False) -> list[Category]:
        """The site's words for what happened: its own over the defaults, the defaults' order first."""
        own = {c.name: Category(c.name, c.severity, c.words, c.hidden) for c in self.all(CategoryRecord)}
        merged = [self._merged(own.pop(c.name, None), c) for c in DEFAULT_CATEGORIES]
        return [c for c in (*merged, *own.values()) if hidden or not c.hidden]

    @staticmethod
    def _merged(own: Category | None, default: Category) -> Category:
        if own is None:
            return default
        return own if own.words or own.hidden else Category(own.name, own.severity, default.words, own.hidden)


def check_inside(transaction: "Transaction", new: Location) -> None:
    """Refuse a place that lies inside none that there is, or, by any number of steps, inside itself."""
    inside, seen = new.inside, {new.location}
    while inside:
        if inside in seen:
            raise StoreError(f"{new.location} would lie inside itself: choose another place for «inside»")
        seen.add(inside)
        row = transaction.one("SELECT inside FROM location WHERE location = ?", (inside,))
        if row is None:
            raise StoreError(f"there is no location {inside}: enter it first, or leave «inside» empty")
        inside = row[0]


__all__ = ["RECORDS", "Reference", "from_row", "read_all"]
