"""Eight terminals at once on one store, through their screens: nothing lost, nothing twice, each sees the others."""

import os
import re
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sfm_tui.storage import rebuild
from sfm_tui.storage.store import Store
from tests.soak.killing import Life, check, steps, verify
from tests.soak.real_desk import RealDesk, make_store

pytestmark = pytest.mark.soak
DESKS = int(os.environ.get("SFM_DESKS", "8"))
SECONDS = float(os.environ.get("SFM_SECONDS", "90"))


def work(desk: RealDesk, life: Life, name: str) -> None:
    """Log until the time is over, at the end of an incident."""
    end = time.monotonic() + SECONDS
    for n, _step in enumerate(steps(desk, life, name), 1):
        if n % 5 == 0 and time.monotonic() > end:
            break
    life.heads, life.said = desk.heads, desk.said


def test_eight_terminals_log_at_once(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    make_store(path)
    with Store.open(path) as store:
        before = store.head().seq
    names = [f"desk{n}" for n in range(DESKS)]
    desks = [RealDesk(path, limit=SECONDS + 1800) for _ in names]
    lives = [Life() for _ in names]
    try:
        for desk in desks:
            desk.sign_on()
        with ThreadPoolExecutor(DESKS) as pool:
            for one in [pool.submit(work, *each) for each in zip(desks, lives, names, strict=True)]:
                one.result()
        see_each_other(desks, names)
        heads = {max(desk.heads) for desk in desks}
    finally:
        for desk in desks:
            desk.kill()
            desk.close()
    for name, life in zip(names, lives, strict=True):
        assert len(life.notes) >= 4, f"{name} hardly logged anything: this proves nothing"
        check(path, life, name)
    for head in heads:
        verify(path, head)
    with Store.open(path) as store, store.reading() as connection:
        run = connection.exec_driver_sql
        seqs = run("SELECT seq FROM ledger ORDER BY seq").scalars().all()
        assert list(seqs) == list(range(1, len(seqs) + 1))
        assert len(seqs) > before
        numbers = run("SELECT number FROM incident ORDER BY number").scalars().all()
        assert [int(number[5:]) for number in numbers] == list(range(1, len(numbers) + 1))
        notes = run("SELECT text FROM entry WHERE line = 'note'").scalars().all()
        assert len(set(notes)) == len(notes), "an entry is there twice"
        summaries = [text for text in run("SELECT summary FROM incident").scalars() if text]
        assert len(set(summaries)) == len(summaries), "an entry is there twice"
    with Store.open(path) as store:
        assert rebuild.differences(store) == []


def see_each_other(desks: list[RealDesk], names: list[str]) -> None:
    """What one desk writes stands on every other within a few seconds, nobody having pressed anything there."""
    for desk in desks:
        desk.send("f12", "d")
        desk.until("│ DESK", "the desk")
    for writer, name in zip(desks, names, strict=True):
        word = f"seen from {name}"
        since = len(writer.said)
        writer.send("f6", word, "enter")
        writer.says(f": {word}", since)
        found = re.compile(rf"DOB +{word}")
        for desk in desks:
            desk.until(found.search, f"«{word}» on every desk")
