"""What `sfm doctor` says: where things are, which versions serve, whether the store is sound. Nothing is changed."""

import os
import platform
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any, Literal

from sfm_tui import paths
from sfm_tui.storage import driver, local_notes, place, schema, sqlite_only
from sfm_tui.storage.attached_files import folder_of, stock
from sfm_tui.storage.copies import UNFINISHED
from sfm_tui.storage.demo_time import demo_in
from sfm_tui.storage.errors import StoreError, explain
from sfm_tui.storage.ledger import read_head

Level = Literal["ok", "warning", "fault"]
PACKAGES = ("textual", "sqlmodel", "SQLAlchemy", "alembic", "pydantic")


@dataclass(frozen=True)
class Finding:
    """One line of the examination; a warning wants a look, a fault wants mending."""

    name: str
    value: str
    level: Level = "ok"


def examine(path: Path | str) -> list[Finding]:
    """Examine the program's surroundings and the store at `path`. Raises nothing: what fails is a finding."""
    path = Path(path).absolute()
    return [*_versions(), *_places(path), *_store(path)]


def _versions() -> Iterator[Finding]:
    yield Finding("sfm", _package("sfm-tui"))
    yield Finding("Python", f"{platform.python_version()} on {platform.system()} {platform.machine()}")
    for name in PACKAGES:
        yield Finding(name, _package(name))
    sqlite = ".".join(map(str, driver.sqlite_version()))
    yield Finding("SQLite", f"{sqlite}, by {driver.driver().__name__.partition('.')[0]}")
    if driver.has_wal_reset_bug():
        safe = ".".join(map(str, driver.SAFE_SQLITE))
        yield Finding(
            "SQLite's WAL-reset bug",
            f"two terminals on one store can damage it with {sqlite}: pip install sqlcipher3 (or SQLite {safe})",
            "warning",
        )
    yield _full_text()


def _package(name: str) -> str:
    try:
        return version(name)
    except PackageNotFoundError:
        return "not installed"


def _full_text() -> Finding:
    connection = driver.driver().connect(":memory:")
    try:
        connection.execute("CREATE VIRTUAL TABLE probe USING fts5(words)")
        return Finding("full-text search", "FTS5")
    except driver.faults() as error:
        return Finding("full-text search", f"this SQLite has no FTS5 ({error}): pip install sqlcipher3", "fault")
    finally:
        connection.close()


def _places(path: Path) -> Iterator[Finding]:
    yield Finding("settings folder", str(paths.config_dir()))
    yield Finding("data folder", str(paths.data_dir()))
    yield Finding("store", str(path))
    folder = next((f for f in path.parents if f.exists()), path.parent)
    kind = place.file_system(folder)
    if kind in place.NETWORK:
        yield Finding("file system", f"{kind}: a network drive, where locks cannot be trusted", "fault")
    else:
        yield Finding("file system", kind or "not told by this machine")
    if os.name == "posix":
        yield from _permissions(path)


def _permissions(path: Path) -> Iterator[Finding]:
    for file in (path, *place.beside(path)):
        try:
            mode = stat.S_IMODE(file.stat().st_mode)
        except OSError:
            continue
        if mode & 0o077:
            yield Finding("permissions", f"{file.name} {mode:04o}: others can read it, chmod 600", "warning")
        elif file == path:
            yield Finding("permissions", f"{mode:04o}, the owner alone")


def _store(path: Path) -> Iterator[Finding]:
    if not path.exists():
        yield Finding("schema", f"no store yet; the first start makes one of schema {schema.CURRENT}")
        return
    try:
        connection = driver.connect(path, read_only=True)
        try:
            found = schema.version_of(connection, path)
            if found is None:
                yield Finding("schema", "the file is empty; the next start lays it out")
                return
            if found > schema.CURRENT:
                yield Finding("schema", f"{found}, newer than the {schema.CURRENT} known here: update sfm", "fault")
                return
            older = "" if found == schema.CURRENT else f", brought up to {schema.CURRENT} at the next start"
            yield Finding("schema", found + older, "warning" if older else "ok")
            yield from _contents(connection)
            yield from _attached(connection, path)
        finally:
            connection.close()
        yield from _pragmas(path)
    except StoreError as error:
        yield Finding("store", str(error), "fault")
    except driver.faults() as error:
        yield Finding("store", str(explain(error, path)), "fault")
    except Exception as error:  # a damaged page can hold anything; that it cannot be read is the finding
        yield Finding("store", f"{path} cannot be read ({type(error).__name__}): restore a backup", "fault")


def _contents(connection: Any) -> Iterator[Finding]:
    head = read_head(connection.execute)
    yield Finding("entries", f"{head.seq}, head {head.long}")
    if demo := demo_in(connection):
        hours, way = abs(demo.ahead) // 3600, "ahead of" if demo.ahead >= 0 else "behind"
        yield Finding("demo", f"invented; its clock stands {hours:,} hours {way} the computer's")
    found = connection.execute("PRAGMA quick_check(1)").fetchone()[0]
    sound = found == "ok"
    yield Finding("integrity", "ok" if sound else " ".join(str(found).split())[:200], "ok" if sound else "fault")
    missing = sqlite_only.missing_guards(connection)
    yield Finding("guards", ", ".join(missing) + " missing" if missing else "in place", "fault" if missing else "ok")
    note = connection.execute(local_notes.READ, (sqlite_only.PUT_BACK,)).fetchone()
    if note:
        yield Finding("guards", f"somebody had removed {note[0]}; put back, see «sfm verify»", "warning")
    if connection.execute(local_notes.READ, (UNFINISHED,)).fetchone():
        yield Finding("erasure", "broken off: «sfm retention --finish» clears what it left in the file", "warning")


def _attached(connection: Any, path: Path) -> Iterator[Finding]:
    folder = folder_of(path)
    found = stock(connection, folder)
    if found.missing:
        yield Finding(
            "attached files",
            f"{found.missing} of {found.files} missing in {folder}: see «sfm verify»",
            "fault",
        )
    elif found.files:
        yield Finding("attached files", f"{found.files}, {found.size / (1 << 20):,.1f} MB in {folder}")
    if found.broken_off:
        yield Finding(
            "attached files", f"{found.broken_off} copies were cut short: delete {folder / '.*.part'}", "warning"
        )


def _pragmas(path: Path) -> Iterator[Finding]:
    connection = driver.connect(path)
    try:
        mode = str(connection.execute("PRAGMA journal_mode").fetchone()[0])
        yield Finding("journal_mode", mode if mode == "wal" else f"{mode}; the next start makes it wal")
        for name, wanted in driver.PRAGMAS:
            value = connection.execute(f"PRAGMA {name}").fetchone()[0]
            level: Level = "ok" if value == wanted else "fault"
            yield Finding(name, str(value) if level == "ok" else f"{value}, not {wanted}", level)
    finally:
        connection.close()
