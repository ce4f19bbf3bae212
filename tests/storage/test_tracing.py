"""What the trace reads: held to the moment of each breach, and incidents that run however long ago they began."""

from pathlib import Path

from sfm_tui.clock import FrozenClock
from sfm_tui.storage.on_duty import moment_of
from sfm_tui.storage.store import Store
from sfm_tui.storage.tracing import breaches, read_running
from tests.conftest import NOW

DAY = 86_400


def test_each_breach_agrees_with_its_moment(tmp_path: Path, northgate_bytes: bytes) -> None:
    (tmp_path / "sfm.db").write_bytes(northgate_bytes)
    with Store.open(tmp_path / "sfm.db", FrozenClock(NOW + 2 * DAY)) as store:
        found = breaches(store, (NOW - 100 * DAY, NOW + DAY))
        assert len(found) == 19
        for breach in found:
            late = breach.late
            moment = moment_of(store, late.reported, besides=late.incident)
            stand = moment.stand(late.officer)
            assert set(breach.duties) == set(stand.duties if stand else ())
            assert breach.on_duty == len(moment.stands)
            assert breach.free_responders == len(moment.free_responders)
            assert breach.busy_responders == len(moment.busy_responders)
            assert breach.overlapping == (late.officer in moment.overlapping)


def test_what_runs_however_long_ago_it_began(store: Store) -> None:
    def incident(n: int, reported: int, **other: int | str | None) -> dict[str, object]:
        return {
            "id": n, "number": f"{n}", "state": "closed", "details": "{}", "seq": 1, "imported": 0, "severity": 3,
            "category_guessed": 0, "severity_assumed": 0, "summary": "", "police_ref": "", "evidence": "",
            "occurred": None, "resolved": None, "closed": None, "dispatched": None, "on_scene": None, "outcome": "",
            "struck": "", "category": "", "location": "", "officers": "1001 1002", "reported": reported, **other,
        }  # fmt: skip

    def stamp(n: int, key: int, at: int, struck: str = "") -> dict[str, object]:
        return {
            "id": n, "incident_id": key, "officer": "1001", "stamp": "clear", "at": at, "written_at": at,
            "author": "okafor", "flagged": "", "struck": struck, "seq": 1,
        }  # fmt: skip

    low, high, old = NOW - 100, NOW, NOW - 400 * DAY
    some = (
        incident(1, old, closed=old + 60),
        incident(2, old, closed=old + 60),
        incident(3, old, resolved=NOW),
        incident(4, old),
        incident(5, NOW - 11 * 3600),
        incident(6, NOW - 60, struck="twice"),
        incident(7, NOW + 60, dispatched=NOW - 10),
        incident(8, NOW + 60),
        incident(9, NOW - 60, officers=""),
        incident(10, old, closed=old + 60),
    )
    with store.writing() as transaction:
        for row in some:
            transaction.writer.insert("incident", row)
        transaction.writer.flush()
        for row in (stamp(1, 2, NOW), stamp(2, 2, NOW - 5), stamp(3, 10, NOW, struck="wrong")):
            transaction.writer.insert("stamp", row)
    with store.reading() as connection:
        found = {outing.number: outing for outing in read_running(connection, low, high)}
    assert sorted(found, key=int) == ["2", "3", "5", "7"]
    assert found["2"].ended == {"1001": NOW}
    assert found["3"].officers == ("1001", "1002")
