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
    ("journal_mode", "wal"),
    ("synchronous", 2),
    ("foreign_keys", 1),
    ("busy_timeout", BUSY_SECONDS * 1000),
    ("trusted_schema", 0),
    ("recursive_triggers", 1),
)


@lru_cache(maxsize=1)
def driver() -> ModuleType:
    """The DB-API module to use."""
    try:
        return importlib.import_module("sqlcipher3.dbapi2")
    except ImportError:
        return importlib.import_module("sqlite3")


def sqlite_version() -> tuple[int, ...]:
    """The version of SQLite that is in use."""
    return tuple(int(part) for part in driver().sqlite_version.split("."))


def has_wal_reset_bug() -> bool:
    """Whether two terminals on one store could damage it with this SQLite."""
    return (3, 7, 0) <= sqlite_version() < SAFE_SQLITE


def connect(path: Path | str, *, read_only: bool = False) -> Any:
    """Open a connection with the settings that the store's promises rest on.

    Raises the driver's own errors; `errors.explain` puts them in words.
    """
    uri = Path(path).absolute().as_uri() + ("?mode=ro" if read_only else "")
    # check_same_thread: SQLAlchemy's pool and the desk's kept reader hand a connection from thread to thread,
    # one at a time.
    connection = driver().connect(
        uri, uri=True, timeout=BUSY_SECONDS, isolation_level=None, check_same_thread=False, cached_statements=256
    )
    try:
        for name, value in PRAGMAS:
            if read_only and name == "journal_mode":
                continue
            row = connection.execute(f"PRAGMA {name}={value}").fetchone()
            if name == "journal_mode" and row[0] != "wal":
                raise driver().OperationalError(f"write-ahead log refused (journal mode {row[0]})")
    except BaseException:
        connection.close()
        raise
    return connection
