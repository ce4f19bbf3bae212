"""Copies of a store: made while others write, verified where they lie, and put back without overwriting anything."""

import contextlib
import os
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sfm_tui.clock import Clock, SystemClock, iso, zone
from sfm_tui.storage import driver, place, schema
from sfm_tui.storage.attached_files import carry, folder_of, keep_beside, named_in
from sfm_tui.storage.errors import NotAStore, StoreBusy, StoreError, StoreReadOnly, explain
from sfm_tui.storage.verify import Report, walk, with_files

Progress = Callable[[str, int, int], None]
"""Called with what is being done («copied», «verified»), how much of it, and of how much."""

_PAGES = 4096
_PART = ".part"


def backup(store_path: Path | str, target: Path | str, progress: Progress | None = None) -> Report:
    """Copy a store, one state of it, while others may go on writing; gives what the walk along the copy's chain found.

    The copy is a single file for its owner alone; attached files are in a folder beside it (`attached_files`). It
    appears under its name when it is whole and on the disk. Raises StoreError where there is no store, where `target`
    is there already, or where the copy is damaged; a chain that does not hold and a file that is missing are in the
    report, and the copy is kept, since it may be evidence.
    """
    store_path, target = Path(store_path).absolute(), Path(target).absolute()
    if target.exists():
        raise StoreError(f"{target} is there already: name a file that is not")
    if not store_path.is_file() or not store_path.stat().st_size:
        raise StoreError(f"there is no store at {store_path}: nothing to copy")
    folder = folder_of(target)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StoreError(f"{folder} is there already: name another file, or put that folder away")
    with _draft_beside(target) as draft:
        copy_pages(store_path, draft, progress)
        report = inspect(draft, target, progress, folder_of(store_path))
        with _files_beside(draft, folder_of(store_path), folder):
            _put(draft, target)
    return report


def restore(
    backup_path: Path | str, store_path: Path | str, progress: Progress | None = None, clock: Clock | None = None
) -> Path | None:
    """Put a backup in the store's place; gives where the store that was there is now, None where there was none.

    The backup is copied beside the store and verified there first. What stands at `store_path` is set aside under
    a dated name, its write-ahead log folded in, never overwritten. The ledger is the backup's to the last bit: a
    restore is no entry in it. Raises StoreError, and leaves all as it was, where the backup does not verify or
    another terminal has the store open.
    """
    backup_path, store_path = Path(backup_path).absolute(), Path(store_path).absolute()
    if not backup_path.is_file():
        raise StoreError(f"there is no backup at {backup_path}")
    if store_path.exists() and backup_path.samefile(store_path):
        raise StoreError(f"{backup_path} is the store itself: name the backup")
    place.prepare(store_path)
    with _draft_beside(store_path) as draft:
        copy_pages(backup_path, draft, progress)
        report = inspect(draft, backup_path, progress)
        if not report.ok:
            raise NotAStore(f"{backup_path} does not verify ({report.problems[0]}): the store was left as it is")
        # What a file is called is what is in it: those of both stores can lie in one folder, and none is ever missed.
        carry(_digests(draft), folder_of(backup_path), folder_of(store_path))
        aside = _set_aside(store_path, clock or SystemClock())
        try:
            os.replace(draft, store_path)
            _sync_folder(store_path.parent)
        except OSError as error:
            raise explain(error, store_path) from error
    return aside


def copy_database(source: Path, target: Path) -> None:
    """Copy a store into a new file beside it, whole and on the disk before it has its name. Raises StoreError."""
    with _draft_beside(target) as draft:
        copy_pages(source, draft)
        _put(draft, target)


def copy_pages(source: Path, draft: Path, progress: Progress | None = None) -> None:
    """Copy one state of an open database, page by page, into the empty file `draft`. Raises StoreError."""

    def told(_status: int, remaining: int, total: int) -> None:
        if progress:
            progress("copied", total - remaining, total)

    try:
        reader = driver.connect(source, read_only=True)
    except driver.faults() as error:
        raise explain(error, source) from error
    try:
        # The open read keeps one state in view, so that no writer makes the copy start over.
        reader.execute("BEGIN")
        if schema.version_of(reader, source) is None:
            raise NotAStore(f"{source} is empty: no store")
        writer = _open_draft(draft)
        try:
            reader.backup(writer, pages=_PAGES, progress=told)
        except driver.faults() as error:
            raise explain(error, draft if "full" in str(error) else source) from error
        finally:
            writer.close()
    except driver.faults() as error:
        raise explain(error, source) from error
    finally:
        reader.close()
    _finish(draft)


@contextmanager
def _files_beside(draft: Path, source: Path, target: Path) -> Iterator[None]:
    """Copy the attached files that a copy tells of into its folder; none of them stays where the block fails."""
    digests = _digests(draft)
    there = target.exists()
    try:
        carry(digests, source, target)
        yield
    except BaseException:
        if digests and not there:
            shutil.rmtree(target, ignore_errors=True)
        raise


def _digests(draft: Path) -> list[str]:
    connection = _open_draft(draft)
    try:
        return [*named_in(connection)]
    finally:
        connection.close()


def inspect(copy: Path, name: Path, progress: Progress | None = None, files: Path | None = None) -> Report:
    """Check a copy that nobody else has open: every page, then the chain. `name` is what errors call it.

    With `files`, the folder of its attachments, those are held to their hashes too.

    Raises NotAStore where a page is damaged, NewerSchema where this program is too old for it.
    """
    try:
        connection = _open_draft(copy)
        try:
            version = schema.version_of(connection, name)
            schema.refuse_newer(version or "", name)
            found = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if found != "ok":
                raise NotAStore(f"{name} is damaged ({' '.join(str(found).split())[:200]})")
            report = walk(connection, progress=(lambda n, of: progress("verified", n, of)) if progress else None)
            return report if files is None else with_files(report, connection, files)
        finally:
            connection.close()
    except driver.faults() as error:
        raise explain(error, name) from error


def _open_draft(draft: Path) -> Any:
    # Nobody else knows of the file: it needs no locks, which a network drive may not have, and no sync of each step.
    connection = driver.plain(draft, "rw&nolock=1")
    connection.execute("PRAGMA synchronous = off")
    return connection


@contextmanager
def _draft_beside(target: Path) -> Iterator[Path]:
    """An empty private file beside `target`, gone when the block ends unless it was given its name."""
    draft = target.with_name(f".{target.name}.{secrets.token_hex(4)}{_PART}")
    try:
        os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    except FileNotFoundError as error:
        raise StoreReadOnly(f"there is no folder {target.parent}: make it first") from error
    except OSError as error:
        raise explain(error, target) from error
    try:
        yield draft
    except OSError as error:
        raise explain(error, target) from error
    finally:
        for left in (draft, *place.beside(draft), draft.with_name(draft.name + "-journal")):
            with contextlib.suppress(OSError):
                left.unlink()


def drafts_left(folder: Path, beginning: str) -> Iterator[Path]:
    """What copies that were killed left behind of targets in a folder whose names begin so."""
    return (file for file in folder.iterdir() if file.name.startswith(f".{beginning}") and _PART in file.name)


def _put(draft: Path, target: Path) -> None:
    """Give a finished draft its name. Raises StoreError where somebody else took the name meanwhile."""
    try:
        try:
            os.link(draft, target)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if target.exists():
                raise FileExistsError from None
            os.rename(draft, target)
    except FileExistsError:
        raise StoreError(f"{target} is there already: name a file that is not") from None
    _sync_folder(target.parent)


def _set_aside(store_path: Path, clock: Clock) -> Path | None:
    leftovers = [path for path in place.beside(store_path) if path.exists()]
    if not store_path.exists() or not store_path.stat().st_size:
        for path in leftovers:  # of a store that is gone: SQLite would read them into the new one
            path.rename(_free_name(path, clock))
        return None
    _fold_in(store_path)
    aside = _free_name(store_path, clock)
    for path, name in zip(place.beside(store_path), place.beside(aside), strict=True):
        if path.exists():
            path.rename(name)
    keep_beside(folder_of(store_path), folder_of(aside))
    # Under both names until the backup takes the first: a crash in between leaves the store where it was.
    try:
        os.link(store_path, aside)
    except OSError:
        os.rename(store_path, aside)
    return aside


def _free_name(path: Path, clock: Clock) -> Path:
    when = iso(clock.now(), zone("UTC"))[:19].replace(":", "").replace("-", "")
    name, n = f"{path.stem}.set-aside-{when}Z{path.suffix}", 1
    while path.with_name(name).exists():
        n += 1
        name = f"{path.stem}.set-aside-{when}Z-{n}{path.suffix}"
    return path.with_name(name)


def _fold_in(store_path: Path) -> None:
    """Bring a store's write-ahead log into its file; a damaged store is left as it is.

    Raises StoreBusy where another terminal has the store open: it would go on writing into the file set aside.
    """
    connection = None
    try:
        connection = driver.plain(store_path, "rw")
        connection.execute("PRAGMA busy_timeout = 2000")
        mode = connection.execute("PRAGMA journal_mode = delete").fetchone()[0]
        if mode == "wal":
            raise driver.driver().OperationalError("database is locked")
    except driver.faults() as error:
        if "locked" in str(error):
            raise StoreBusy(
                f"{store_path} is open in another terminal: close sfm there first; nothing was changed"
            ) from error
    finally:
        if connection is not None:
            connection.close()


def _finish(draft: Path) -> None:
    """Mark a copy as one whole file without a write-ahead log, and see it onto the disk.

    The two bytes are the header's «file format write version» and «read version» (https://sqlite.org/fileformat.html):
    a file can be read from a stick that cannot be written to only where they say 1.
    """
    with open(draft, "rb+") as file:
        file.seek(18)
        file.write(b"\x01\x01")
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    if os.name != "posix":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
