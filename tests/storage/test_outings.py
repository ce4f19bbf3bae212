"""Who is on an incident at an instant, read from the store: the same as if every incident were looked at."""

from pathlib import Path

import pytest

from fixtures.generate import FOLDER
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.moment import Outing
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.outings import read_outings
from sfm_tui.storage.store import Store
from tests.conftest import ME, NOW

_ALL = "SELECT id, number, officers, reported, dispatched, resolved, closed FROM incident WHERE struck = ''"
_LET_GO = (
    "SELECT officer, max(at) FROM stamp WHERE incident_id = ? AND struck = '' AND officer <> ''"
    " AND stamp IN ('clear', 'stood down') GROUP BY officer"
)


def busy(outings: list[Outing], at: int) -> set[tuple[str, str]]:
    return {
        (outing.number, officer)
        for outing in outings
        for officer in outing.officers
        if outing.busy(officer)[0] <= at < outing.busy(officer)[1]
    }


@pytest.fixture
def northgate(tmp_path: Path) -> Store:
    """The invented site; one officer is let go half an hour after what he was sent to was resolved."""
    store = Store.open(tmp_path / "northgate.db", FrozenClock(NOW))
    import_folder(store, FOLDER, ME)
    number = store.incidents.open(ME, summary="Alarm in unit 14", reported=NOW - 7200).number
    store.incidents.stamp(number, "dispatched", ME, officer="NG01", at=NOW - 7000)
    store.incidents.stamp(number, "resolved", ME, at=NOW - 5400)
    store.incidents.stamp(number, "clear", ME, officer="NG01", at=NOW - 3600)
    return store


def test_busy_as_of_all_incidents(northgate: Store) -> None:
    with northgate.reading() as connection:
        every = [
            Outing(number, tuple(officers.split()), *times, dict(connection.exec_driver_sql(_LET_GO, (key,)).all()))
            for key, number, officers, *times in connection.exec_driver_sql(_ALL).all()
        ]
        spans = [outing.busy(officer) for outing in every for officer in outing.officers]
        instants = sorted({at + step for span in spans for at in span for step in (-1, 0, 1)})
        seen = set()
        for at in [*instants[-90:], *instants[::7]]:
            found = busy(every, at)
            seen |= found
            assert busy(read_outings(connection, at), at) == found, at
        assert len(read_outings(connection, NOW)) <= 3, "what is over is not read"
    assert len(seen) > 50
    assert any(officer == "NG01" and span == (NOW - 7000, NOW - 3600) for outing in every
               for officer in outing.officers for span in [outing.busy(officer)])  # fmt: skip
    northgate.close()
