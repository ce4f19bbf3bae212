"""The files beside a store: their bytes under their SHA-256 in a folder of their own, whole or not at all.

The folder of `sfm.db` is `sfm.db.files`. A file in it is never changed, never run and never opened for anybody; the
names that files came with are text in the ledger.
"""

import contextlib
import hashlib
import json
import os
import secrets
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.attachment import MOST_BYTES, clean_hash, media_of, shown_name
from sfm_tui.path_words import why_not
from sfm_tui.storage.errors import Refused, StoreError, StoreFull, StoreReadOnly

_CHUNK = 1 << 20
_BEGIN = 1 << 16
_BINARY = getattr(os, "O_BINARY", 0)
"""What keeps Windows from changing line ends."""


def folder_of(store_path: Path) -> Path:
    """The folder that holds a store's files."""
    return store_path.with_name(store_path.name + ".files")


def place_of(folder: Path, digest: str) -> Path:
    """Where the file of a digest lies."""
    return folder / digest[:2] / digest


@dataclass
class Draft:
    """A copy that has not its name yet: what it is, and where it waits."""

    digest: str
    size: int
    media: str
    name: str
    path: Path

    def place(self, folder: Path) -> None:
        """Give it its name, for good; one that is there already stays where it is sound."""
        target = place_of(folder, self.digest)
        try:
            if digest_of(target) == self.digest:
                return
            _make(target.parent)
            os.replace(self.path, target)
            _sync(target.parent)
            _sync(folder)
        except OSError as error:
            raise _told(error, folder) from error


def take_in(source: Path, folder: Path) -> "contextlib.AbstractContextManager[Draft]":
    """Copy a file into the store's folder, to be placed before the block ends; else nothing of it is left.

    Raises Refused for what is no ordinary file, is empty, or is larger than `MOST_BYTES`.
    """
    return _taken(source, folder)


@contextlib.contextmanager
def _taken(source: Path, folder: Path) -> Iterator[Draft]:
    with _opened(source) as file:
        path = folder / f".{secrets.token_hex(8)}.part"
        try:
            _make(folder)
            with open(os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY | _BINARY, 0o600), "wb") as out:
                digest, size, begin = _copy(file, out, source)
                out.flush()
                os.fsync(out.fileno())
        except OSError as error:
            _drop(path)
            raise _told(error, folder) from error
        except BaseException:
            _drop(path)
            raise
    try:
        yield Draft(digest, size, media_of(begin), shown_name(source.name), path)
    finally:
        _drop(path)


@contextlib.contextmanager
def _opened(source: Path) -> Iterator[IO[bytes]]:
    """The file for reading; a pipe or a device is never waited for."""
    shown = quoted(str(source))
    try:
        handle = os.open(source, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | _BINARY)
    except (OSError, ValueError) as error:
        raise Refused(f"{shown} cannot be read: {why_not(error)}") from error
    found = os.fstat(handle)
    if stat.S_ISDIR(found.st_mode):
        os.close(handle)
        raise Refused(f"{shown} is a folder: name a file")
    with open(handle, "rb") as file:
        if not stat.S_ISREG(found.st_mode):
            raise Refused(f"{shown} is no ordinary file: name one")
        if found.st_size > MOST_BYTES:
            raise _too_large(source, found.st_size)
        yield file


def _copy(file: IO[bytes], out: IO[bytes], source: Path) -> tuple[str, int, bytes]:
    sha, size, begin = hashlib.sha256(), 0, b""
    while chunk := file.read(_CHUNK):
        sha.update(chunk)
        size += len(chunk)
        if size > MOST_BYTES:  # it grew while it was read
            raise _too_large(source, size)
        begin = begin or chunk[:_BEGIN]
        out.write(chunk)
    if not size:
        raise Refused(f"{quoted(str(source))} is empty: there is nothing to attach")
    return sha.hexdigest(), size, begin


def _too_large(source: Path, size: int) -> Refused:
    most = MOST_BYTES >> 20
    return Refused(
        f"{quoted(str(source))} has {size / (1 << 20):,.1f} MB: at most {most} MB can be attached, make it smaller"
    )


def digest_of(path: Path) -> str:
    """The SHA-256 of a file; empty where there is none, or something else."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return ""
        with open(path, "rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return ""


# ── all of them ──────────────────────────────────────────────────────────────────────────────────────────────


def named_in(connection: Any) -> dict[str, tuple[str, str]]:
    """The files that the ledger tells of, on a raw connection: record and name of each, by digest.

    Those whose entry was erased under a retention rule are not among them.
    """
    rows = connection.execute(
        "SELECT p.payload FROM ledger l JOIN payload p ON p.seq = l.seq WHERE l.kind = 'file.attached' ORDER BY l.seq"
    )
    found: dict[str, tuple[str, str]] = {}
    for (payload,) in rows.fetchall():
        with contextlib.suppress(ValueError, KeyError, TypeError):  # a damaged row is the walk's to tell of
            data = json.loads(payload)
            found.setdefault(clean_hash(data["hash"]), (str(data["record"]), str(data["name"])))
    return found


@dataclass(frozen=True)
class Stock:
    """What lies in a store's folder: files and bytes of those that the ledger tells of, how many of them miss.

    `broken_off` are copies that were cut short, such as by a power cut: they are nobody's.
    """

    files: int
    size: int
    missing: int
    broken_off: int


def stock(connection: Any, folder: Path) -> Stock:
    """Look at a store's folder without reading the files; on a raw connection. Raises OSError where it cannot."""
    sizes = []
    named = named_in(connection)
    for digest in named:
        with contextlib.suppress(FileNotFoundError, NotADirectoryError):
            sizes.append(place_of(folder, digest).stat().st_size)
    return Stock(len(named), sum(sizes), len(named) - len(sizes), len(list(folder.glob(".*.part"))))


def problems(connection: Any, folder: Path) -> list[str]:
    """The files that the ledger tells of and that are missing or altered, a line each."""
    found = []
    for digest, (record, name) in named_in(connection).items():
        problem = _problem(folder, digest)
        if problem:
            found.append(f"attachment {quoted(name)} of {record}: {problem}")
    return found


def _problem(folder: Path, digest: str) -> str:
    try:
        there = digest_of(place_of(folder, digest))
    except OSError as error:
        return f"its file cannot be read ({why_not(error)})"
    if not there:
        return f"its file is missing from {folder.name}"
    return "" if there == digest else f"its file in {folder.name} was altered"


def carry(digests: Iterator[str] | list[str], source: Path, target: Path) -> None:
    """Bring the sound files of these digests from one folder into another, each whole; those there stay.

    Raises StoreError where there is no room or no permission; a missing or altered one is left to `problems`.
    """
    for digest in digests:
        if digest_of(place_of(target, digest)) == digest or digest_of(place_of(source, digest)) != digest:
            continue
        with take_in(place_of(source, digest), target) as draft:
            draft.place(target)


def keep_beside(source: Path, target: Path) -> None:
    """Make a folder that has what another one has: by links where the file system has them, else by copies."""
    for found in sorted(source.glob("??/*")):
        name = place_of(target, found.name)
        if name.exists() or not found.is_file():
            continue
        try:
            _make(name.parent)
            try:
                os.link(found, name)
            except OSError:
                with take_in(found, target) as draft:
                    draft.place(target)
        except OSError as error:
            raise _told(error, target) from error


# ── within ───────────────────────────────────────────────────────────────────────────────────────────────────


def _make(folder: Path) -> None:
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)


def _drop(path: Path) -> None:
    with contextlib.suppress(OSError):
        path.unlink()


def _sync(folder: Path) -> None:
    if os.name == "posix":
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _told(error: OSError, folder: Path) -> StoreError:
    import errno

    if error.errno in (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC)):
        return StoreFull(f"the disk is full: nothing was attached; make room and try again ({folder})")
    return StoreReadOnly(f"{folder} cannot be written to: {why_not(error)}")
