"""The SQLite driver, and how every connection is set up.

sqlcipher3 bundles a current SQLite; the one inside most Pythons has a fault that can damage a store with two
writers (https://sqlite.org/wal.html, «The WAL-Reset Bug», 3.7.0 to 3.51.2). Where there is no wheel of it the
standard module serves, and `sfm doctor` warns.
"""

import importlib
from functools import lru_cache
from pathlib import Path
from types import ModuleType
from typing import Any

BUSY_SECONDS = 10
SAFE_SQLITE = (3, 51, 3)
PRAGMAS = (
    ("synchronous", 2),
    ("fullfsync", 1),
    ("checkpoint_fullfsync", 1),
    ("foreign_keys", 1),
    ("busy_timeout", BUSY_SECONDS * 1000),
    ("trusted_schema", 0),
    ("recursive_triggers", 1),
)
"""What every connection is set to. FULL sync, and on a Mac the kind that reaches the disk itself; `recursive_triggers`
lets the guards see the delete inside a REPLACE."""


@lru_cache(maxsize=1)
def driver() -> ModuleType:
    """The DB-API module to use."""
    try:
        return importlib.import_module("sqlcipher3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3")


@lru_cache(maxsize=1)
def faults() -> tuple[type[Exception], ...]:
    """What the driver raises: its own errors, and what it trips over where a damaged file garbles its messages."""
    return (driver().Error, UnicodeDecodeError)


def sqlite_version() -> tuple[int, ...]:
    """The version of SQLite that is in use."""
    return tuple(int(part) for part in driver().sqlite_version.split("."))


def has_wal_reset_bug() -> bool:
    """Whether two terminals on one store could damage it with this SQLite."""
    return (3, 7, 0) <= sqlite_version() < SAFE_SQLITE


def connect(path: Path | str, *, read_only: bool = False) -> Any:
    """Open a connection to a file that is there, with the settings that the store's promises rest on, read back.

    The journal is left as it is: see `use_wal`. Raises the driver's own errors; `errors.explain` puts them in words.
    """
    connection = plain(path, "ro" if read_only else "rw")
    try:
        for name, value in PRAGMAS:
            connection.execute(f"PRAGMA {name} = {value}")
            if connection.execute(f"PRAGMA {name}").fetchone()[0] != value:
                raise driver().OperationalError(f"this SQLite does not take {name} = {value}")
    except BaseException:
        connection.close()
        raise
    return connection


def plain(path: Path | str, mode: str) -> Any:
    """Open a file as it is, by the URI parameters in `mode` (`ro`, `rw`, `rw&nolock=1`); nothing is created."""
    # check_same_thread: SQLAlchemy's pool and the desk's kept reader hand a connection from thread to thread,
    # one at a time.
    return driver().connect(
        f"{Path(path).absolute().as_uri()}?mode={mode}",
        uri=True,
        timeout=BUSY_SECONDS,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
    )


def use_wal(connection: Any) -> None:
    """Switch a store's file to the write-ahead log, which it then keeps. Not for a file of another program."""
    mode = connection.execute("PRAGMA journal_mode = wal").fetchone()[0]
    if mode != "wal":
        raise driver().OperationalError(f"write-ahead log refused (journal mode {mode})")
