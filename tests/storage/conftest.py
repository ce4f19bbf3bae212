"""A hand in the file: what somebody with an SQLite shell can do to a store; and a store held to its ledger."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.storage import driver, rebuild, sqlite_only, verify
from sfm_tui.storage.store import Store


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


@pytest.fixture
def rebuilt(tmp_path: Path) -> Callable[[Store], None]:
    """Holds a store to what its ledger adds up to."""

    def check(store: Store) -> None:
        assert verify.check(store.path).ok
        assert rebuild.differences(store) == []
        with rebuild.rebuild_beside(store, tmp_path / "again.db") as again:
            assert rebuild.state(again) == rebuild.state(store)

    return check
