"""A hand in the file: what somebody with an SQLite shell can do to a store."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.storage import driver, sqlite_only


@contextmanager
def _open_raw(path: Path, *, guards: bool = False) -> Iterator[Any]:
    connection = driver.driver().connect(str(path), isolation_level=None)
    bodies = dict(sqlite_only.GUARDS)
    try:
        if not guards:
            sqlite_only.remove_guards(connection)
        yield connection
        if not guards:
            for name, body in bodies.items():
                connection.execute(f"CREATE TRIGGER {name} {body}")
    finally:
        connection.close()


@pytest.fixture
def raw() -> Callable[..., Any]:
    """A connection without any of the program's settings; the guards are off inside, and back afterwards."""
    return _open_raw
