"""Standards in the store: those that come with the program, those that the site loaded, and what is tagged."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.desk import Author
from sfm_tui.domain.standard import (
    LARGEST,
    BadStandard,
    Covered,
    RecordTagged,
    Standard,
    StandardLoaded,
    Tag,
    coverage,
    known_standards,
    read_standard,
    revive_standard,
)
from sfm_tui.path_words import why_not
from sfm_tui.storage.errors import Clash, Refused, StoreError, damaged
from sfm_tui.storage.links import check_ref, exists
from sfm_tui.storage.on_shift import check_confirmed

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction


class Standards:
    """Loads and gives standards, tags records with their criteria, and says what is covered."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def load(self, text: str, by: Author, *, why: str = "") -> Standard:
        """Load a standard from the text of its TOML; one of the same code is replaced, its tags stay.

        Raises Refused, with the first thing that is wrong, for what is no standard.
        """
        check_confirmed(by)
        try:
            new = read_standard(text)
        except BadStandard as error:
            raise Refused(f"this is no standard: {error}") from error
        with self._store.writing() as transaction:
            row = transaction.one("SELECT body FROM standard WHERE standard = ?", (new.standard,))
            old = json.loads(row[0]) if row else None
            if old != new.body():
                transaction.append(StandardLoaded(standard=new.standard, old=old, new=new.body(), why=why), by)
            return new

    def load_file(self, path: Path, by: Author, *, why: str = "") -> Standard:
        """Load a standard from a file. Raises Refused where it cannot be read or is none."""
        try:
            with path.open(encoding="utf-8-sig") as file:
                text = file.read(LARGEST + 1)  # a device may have no end
            if len(text) > LARGEST:
                raise Refused(f"{path} is larger than a standard can be: name the right file")
        except OSError as error:
            raise Refused(f"{path} cannot be read: {why_not(error)}") from error
        except UnicodeDecodeError as error:
            raise Refused(f"{path} is no UTF-8 text: save it as UTF-8") from error
        try:
            return self.load(text, by, why=why)
        except Refused as error:
            raise Refused(f"{path}: {error}") from error

    def all(self) -> list[Standard]:
        """Every standard by its code: the site's own in the place of one that comes with the program."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql("SELECT standard, body FROM standard").all()
        return _merged([_revived(*row) for row in rows])

    def get(self, standard: str) -> Standard:
        """One standard. Raises StoreError where there is none of that code."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(
                "SELECT standard, body FROM standard WHERE standard = ?", (standard,)
            ).first()
        return _found(standard, [row] if row else [])

    # ── tags ─────────────────────────────────────────────────────────────────────────────────────────────────

    def tag(self, record: str, standard: str, criteria: Iterable[str], by: Author) -> None:
        """Say that a record is evidence for criteria; those that it has already are passed over."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            tag_in(transaction, record, standard, criteria, by)

    def set_tags(
        self, record: str, standard: str, criteria: Iterable[str], by: Author, *, saw: Iterable[str] | None = None
    ) -> None:
        """Make these the criteria that a record is evidence for. Clash where they are not as `saw` meanwhile."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            there, wanted = _tags(transaction, record, standard), list(dict.fromkeys(criteria))
            if saw is not None and set(saw) != set(there):
                raise Clash(f"the tags of {record.replace(':', ' ', 1)} were changed meanwhile: look again")
            check_criteria(transaction, record, standard, [one for one in wanted if one not in there])
            added = tuple(one for one in wanted if one not in there)
            taken = tuple(one for one in there if one not in wanted)
            if added or taken:
                transaction.append(RecordTagged(record=record, standard=standard, added=added, taken=taken), by)

    def tags_of(self, record: str) -> list[Tag]:
        """What a record is evidence for, by standard and criterion."""
        return self._read("WHERE record = ? ORDER BY standard, criterion", (record,))

    def tags(self, standard: str) -> list[Tag]:
        """Every tag of a standard, by criterion and record."""
        return self._read("WHERE standard = ? ORDER BY criterion, record", (standard,))

    def astray(self, standard: str) -> list[Tag]:
        """Tags of criteria that the standard, as it stands now, does not have."""
        known = {one.code for one in self.get(standard).criteria}
        return [tag for tag in self.tags(standard) if tag.criterion not in known]

    def coverage(self, standard: str) -> tuple[Covered, ...]:
        """Every criterion of a standard with the records that are evidence for it.

        Pages that are out of use are none.
        """
        gone = self._out_of_use()
        return coverage(self.get(standard), (tag for tag in self.tags(standard) if tag.record not in gone))

    def _read(self, where: str, values: tuple[str, ...]) -> list[Tag]:
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(f"SELECT record, standard, criterion FROM tag {where}", values)
            return [Tag(*row) for row in rows]

    def _out_of_use(self) -> set[str]:
        sql = " UNION ALL ".join(
            f"SELECT '{noun}:' || t.{noun} FROM {noun} t WHERE t.withdrawn <> '' AND t.version ="
            f" (SELECT max(o.version) FROM {noun} o WHERE o.{noun} = t.{noun})"
            for noun in ("reflection", "note")
        )
        with self._store.reading() as connection:
            return {row[0] for row in connection.exec_driver_sql(sql)}


def tag_in(transaction: "Transaction", record: str, standard: str, criteria: Iterable[str], by: Author) -> None:
    """Tag a record inside a transaction; see `Standards.tag`."""
    there = _tags(transaction, record, standard)
    added = tuple(one for one in dict.fromkeys(criteria) if one not in there)
    check_criteria(transaction, record, standard, added)
    if added:
        transaction.append(RecordTagged(record=record, standard=standard, added=added), by)


def _tags(transaction: "Transaction", record: str, standard: str) -> list[str]:
    rows = transaction.writer.all(
        "SELECT criterion FROM tag WHERE record = ? AND standard = ? ORDER BY criterion", (record, standard)
    )
    return [row[0] for row in rows]


def check_criteria(transaction: "Transaction", record: str, standard: str, criteria: "Sequence[str]") -> None:
    """Refuse to tag what is no record of the store, or with what the standard does not have."""
    check_ref(record)
    if not exists(transaction, record):
        raise StoreError(f"there is no {record.replace(':', ' ', 1)}")
    rows = transaction.writer.all("SELECT standard, body FROM standard WHERE standard = ?", (standard,))
    found = _found(standard, rows)
    for one in criteria:
        if found.get(one) is None:
            raise Refused(f"{standard} has no criterion {quoted(one)}: choose one of its list")


def _found(standard: str, rows: "Sequence[Sequence[str]]") -> Standard:
    if rows:
        return _revived(*rows[0])
    for one in known_standards():
        if one.standard == standard:
            return one
    raise StoreError(f"there is no standard {quoted(standard)}: load it first («sfm standard load FILE»)")


def _merged(own: list[Standard]) -> list[Standard]:
    return sorted({one.standard: one for one in (*known_standards(), *own)}.values(), key=lambda one: one.standard)


def _revived(standard: str, body: str) -> Standard:
    try:
        return revive_standard(json.loads(body))
    except ValueError as error:
        raise damaged("the store", f"standard {standard}") from error
