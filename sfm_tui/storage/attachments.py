"""Attachments in the store: photos, diagrams and minutes that belong to a record."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.domain.attachment import FileAttached, FileStruck, safe_name
from sfm_tui.domain.desk import Author
from sfm_tui.storage.attached_files import digest_of, folder_of, place_of, problems, take_in
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.links import check_ref, exists
from sfm_tui.storage.on_shift import check_confirmed

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

_COLUMNS = "record, hash, name, media, size, about, at, author, struck"


@dataclass(frozen=True)
class Attachment:
    """A file of a record; `size` in bytes, `media` by what is in it, `struck` why it does not belong there."""

    record: str
    hash: str
    name: str
    media: str
    size: int
    about: str
    at: int
    author: str
    struck: str

    @property
    def safe_name(self) -> str:
        """A name for a copy of it that any system takes."""
        return safe_name(self.name, self.media)


class Attachments:
    """Takes files in beside the store, and gives them back."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    @property
    def folder(self) -> Path:
        """Where the bytes lie, each file under its SHA-256."""
        return folder_of(self._store.path)

    def add(self, record: str, source: Path | str, by: Author, *, about: str = "") -> Attachment:
        """Copy a file into the store's folder and attach it to a record; the file itself is left as it is.

        The same file again changes nothing, unless it was struck. Raises Refused, in one line, for what is no ordinary
        file, is empty or too large.
        """
        check_confirmed(by)
        with take_in(Path(source), self.folder) as draft:
            with self._store.writing() as transaction:
                check_ref(record)
                if not exists(transaction, record):
                    raise StoreError(f"there is no {record.replace(':', ' ', 1)}")
                row = transaction.one(
                    "SELECT struck, about FROM attachment WHERE record = ? AND hash = ?", (record, draft.digest)
                )
                # The bytes are on the disk before the ledger tells of them.
                draft.place(self.folder)
                if row is None or row[0] or (about and about != row[1]):
                    transaction.append(
                        FileAttached(
                            record=record, hash=draft.digest, name=draft.name, media=draft.media, size=draft.size,
                            about=about,
                        ), by,
                    )  # fmt: skip
            digest = draft.digest
        return next(one for one in self.of(record) if one.hash == digest)

    def strike(self, record: str, digest: str, why: str, by: Author) -> None:
        """Say that a file does not belong to its record, with a reason; its bytes stay. Clash where it is struck."""
        check_confirmed(by)
        if not why.strip():
            raise Refused("a reason is needed: it stands beside the struck attachment")
        with self._store.writing() as transaction:
            row = transaction.one("SELECT struck FROM attachment WHERE record = ? AND hash = ?", (record, digest))
            if row is None:
                raise StoreError(f"{record.replace(':', ' ', 1)} has no such attachment")
            if row[0]:
                raise Clash(f"that attachment is struck already ({row[0]})")
            transaction.append(FileStruck(record=record, hash=digest, why=why), by)

    def of(self, record: str) -> list[Attachment]:
        """The files of a record in the order in which they were attached, struck ones included."""
        return self._read("WHERE record = ? ORDER BY seq", (record,))

    def all(self) -> list[Attachment]:
        """Every file of every record, the newest first, struck ones included."""
        return self._read("ORDER BY seq DESC", ())

    def path(self, digest: str) -> Path:
        """Where the bytes of an attachment lie. Raises StoreError where they are missing or altered."""
        found = place_of(self.folder, digest)
        there = digest_of(found)
        if there != digest:
            what = "was altered" if there else "is missing"
            raise StoreError(f"the file of that attachment {what} ({found}): restore a backup with «sfm restore»")
        return found

    def read(self, digest: str) -> bytes:
        """The bytes of an attachment, held to their hash. Raises StoreError where they are missing or altered."""
        return self.path(digest).read_bytes()

    def problems(self) -> list[str]:
        """The files that the ledger tells of and that are missing or altered, a line each."""
        with self._store.reading() as connection:
            return problems(connection.connection, self.folder)

    def _read(self, where: str, values: tuple[str, ...]) -> list[Attachment]:
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(f"SELECT {_COLUMNS} FROM attachment {where}", values)
            return [Attachment(*row) for row in rows]
