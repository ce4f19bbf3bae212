"""The demo's desk did something itself: the thread of its change is whole, from the finding to the document."""

from collections.abc import Callable
from pathlib import Path

from sfm_tui.clock import FrozenClock, local_date
from sfm_tui.storage import verify
from sfm_tui.storage.store import Store
from sfm_tui.storage.thread import read_thread
from tests.conftest import DEMO_NOW as NOW


def test_the_thread_of_the_change_is_whole(tmp_path: Path, demo_bytes: Callable[[int], bytes]) -> None:
    path = tmp_path / "demo.db"
    path.write_bytes(demo_bytes(NOW))
    with Store.open(path, FrozenClock(NOW)) as store:
        thread = read_thread(store, "action:A-07")
        assert thread.missing == ()
        places = [(one.kind, one.side) for one in thread.stations]
        told = [
            ("finding", "before"), ("action", "here"), ("roster", "after"), ("effect", "here"), ("briefing", "after"),
            ("talk", "after"), ("report", "after"),
        ]  # fmt: skip
        assert [places.index(one) for one in told] == sorted(places.index(one) for one in told)
        change = next(one for one in thread.stations if one.kind == "roster")
        in_effect = store.actions.get("A-07").in_effect_on
        assert change.at is not None
        assert in_effect is not None
        assert local_date(change.at, store.tz).isoformat() < in_effect
        rows = store.roster.history(after=int(change.ref.partition(":")[2]) - 1)
        assert {one.post for one in rows if f"roster:{one.seq}" == change.ref} == {"GATE"}
    assert verify.check(path).ok
