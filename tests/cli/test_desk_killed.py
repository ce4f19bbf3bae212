"""The real program in a terminal, ended by SIGKILL: what it acknowledged is there, and nothing typed is lost."""

import time
from collections.abc import Callable
from pathlib import Path

from sfm_tui.storage.store import Store
from tests.soak.killing import kill_many
from tests.soak.real_desk import RealDesk, make_store


def test_killed_twice_while_it_logs(tmp_path: Path) -> None:
    kill_many(tmp_path / "s.db", 2, 1, most=1.8)


def kept(path: Path, holds: Callable[[list[str]], bool]) -> None:
    """Wait until the drafts in the store hold something: their texts are given to `holds`."""
    with Store.open(path) as store:
        for _ in range(400):
            texts = [str(text) for draft in store.drafts.all() for text in draft.body.values()]
            if holds(texts):
                return
            time.sleep(0.025)
    raise AssertionError(f"never kept: {texts}")


def test_what_was_half_written_is_offered_at_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    make_store(path)
    with RealDesk(path) as desk:
        desk.sign_on()
        desk.send("f2", "Smoke from the bin st")
        kept(path, lambda texts: "Smoke from the bin st" in texts)
        desk.send("f6", "Keys to unit 1")
        kept(path, lambda texts: "Keys to unit 1" in texts)
        desk.kill()
    with RealDesk(path) as desk:
        desk.until("Enter chooses")
        desk.send("enter")
        desk.until("Half-written when the program stopped")
        desk.send("1")
        desk.until("What       Smoke from the bin st")
        desk.send("f6")
        desk.until("kept since")
        desk.send("enter", "4 issued", "enter")
        desk.says("keys: Keys to unit 14 issued")
        desk.send("escape")
        desk.kill()
    with Store.open(path) as store:
        assert [draft.key for draft in store.drafts.all()] == ["incident:2026-0001"]
