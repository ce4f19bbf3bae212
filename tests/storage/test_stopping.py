"""Reading that takes long: told part by part, ended in the midst of a statement, and nothing of it stays behind."""

import threading

import pytest
from sqlalchemy import Connection

from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.stopping import Stopped, part, watched
from sfm_tui.storage.store import Store

ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"
LONG = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n LIMIT 400000) SELECT count(*) FROM n"


def long_one(connection: Connection) -> object:
    return connection.exec_driver_sql(LONG).scalar_one()


def test_a_statement_that_never_ends_is_ended(store: Store) -> None:
    unwanted, told = threading.Event(), []

    def tell(name: str) -> None:
        told.append(name)
        unwanted.set()

    with watched(unwanted.is_set, tell):
        part("all numbers")
        with pytest.raises(Stopped), store.reading() as connection:
            connection.exec_driver_sql(ENDLESS)
    assert told == ["all numbers"]
    with pytest.raises(Stopped), watched(unwanted.is_set, tell):
        part("what is never begun")
    assert told == ["all numbers"]


def test_what_is_wanted_is_read_to_its_end(store: Store) -> None:
    looks = []
    with watched(lambda: bool(looks.append(1)), lambda name: None), store.reading() as connection:
        assert long_one(connection) == 400_000
    assert looks
    looks.clear()
    part("nobody listens")
    with store.reading() as connection:
        assert long_one(connection) == 400_000
    assert not looks


def test_a_fault_of_the_store_is_no_stop(store: Store) -> None:
    with watched(lambda: False, lambda name: None), pytest.raises(StoreError, match="no such table"):
        with store.reading() as connection:
            connection.exec_driver_sql("SELECT 1 FROM nowhere")


def test_other_threads_are_not_stopped(store: Store) -> None:
    found: list[object] = []

    def read() -> None:
        with store.reading() as connection:
            found.append(long_one(connection))

    with watched(lambda: True, lambda name: None):
        other = threading.Thread(target=read)
        other.start()
        other.join()
    assert found == [400_000]
