"""A full disk and syncs that fail: what was acknowledged is there, what was not is told, and nothing typed is lost."""

import os
import random
import re
import subprocess
import sys
from pathlib import Path

import pytest

from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.store import Store
from tests.soak.faulty import FaultyDisk
from tests.soak.real_desk import ROOT, RealDesk, make_store

pytestmark = pytest.mark.soak
ROUNDS = int(os.environ.get("SFM_ROUNDS", "12"))
ACTS = int(os.environ.get("SFM_ACTS", "300"))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "disk" / "s.db"
    path.parent.mkdir()
    make_store(path)
    return path


@pytest.fixture
def disk(path: Path, tmp_path: Path) -> FaultyDisk:
    return FaultyDisk(path.parent, tmp_path)


def ledger_of(path: Path) -> dict[int, str]:
    report = verify.check(path)
    assert report.ok, report.problems
    with Store.open(path) as store, store.reading() as connection:
        return {seq: bytes(h).hex() for seq, h in connection.exec_driver_sql("SELECT seq, hash FROM ledger")}


@pytest.mark.parametrize("percent", [1, 4, 8])
def test_a_disk_that_fails_by_chance(path: Path, disk: FaultyDisk, percent: int) -> None:
    disk.say(f"some {random.randrange(10**6)} {percent}")
    command = [sys.executable, "-m", "tests.soak.writing_on", str(path), str(ACTS)]
    env = os.environ | disk.environment
    for _ in range(20):
        done = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, check=False, timeout=1200)
        if done.stdout:
            break  # else it could not even open the store, and said so
        assert "StoreError" in done.stderr or "Store" in done.stderr, done.stderr
    assert (done.returncode, done.stderr) == (0, ""), done.stderr[-3000:]
    told = [line.split(maxsplit=3) for line in done.stdout.splitlines()]
    acknowledged = {words[1]: (int(words[2]), words[3]) for words in told if words[0] == "ok"}
    refused = [words for words in told if words[0] == "no"]
    assert refused, "nothing ever failed: this proves nothing"
    assert len(acknowledged) == 2 * ACTS, told[-1]
    kinds = {words[2] for words in refused}
    assert kinds <= {"StoreFull", "StoreError", "StoreBusy", "StoreReadOnly", "DiskFault"}, kinds
    assert not any("\\n" in words[3] or "Traceback" in words[3] for words in refused)
    ledger = ledger_of(path)
    assert list(ledger) == list(range(1, len(ledger) + 1))
    for name, (seq, digits) in acknowledged.items():
        assert ledger[seq] == digits, name
    with Store.open(path) as store:
        assert rebuild.differences(store) == []
        with store.reading() as connection:
            run = connection.exec_driver_sql
            texts = sorted(run("SELECT summary FROM incident").scalars())
            lines = sorted(run("SELECT text FROM occurrence").scalars())
            numbers = sorted(run("SELECT number FROM incident").scalars())
    assert texts == sorted(f"i{n}" for n in range(ACTS)), "lost or twice"
    assert lines == sorted(f"l{n}" for n in range(ACTS)), "lost or twice"
    assert [int(number[5:]) for number in numbers] == list(range(1, ACTS + 1))


def boxed(screen: str) -> str:
    """What stands in the dialog."""
    return "\n".join(line for line in screen.splitlines() if line.count("│") >= 2)


@pytest.mark.parametrize("fault", ["full", "sync"])
def test_the_desk_goes_on_when_the_disk_does(path: Path, disk: FaultyDisk, fault: str) -> None:
    notes, lines, said = [], [], {"full": "is full", "sync": "failed"}[fault]
    with RealDesk(path, limit=1800, **disk.environment) as desk:
        desk.sign_on()
        desk.send("f2", "Fire alarm", "enter", "enter", "enter", "enter", "enter")
        desk.until("Note  ")
        for n in range(ROUNDS):
            note = f"note number {n} of {fault}"
            desk.send(note, "enter")
            desk.until(re.compile(rf"(?m)^ \d\d:\d\d:\d\d +\d+ {note}").search, note)
            notes.append(note)
            disk.say(fault)
            refused = f"refused {n} with {fault}"
            desk.send(refused, "enter")
            desk.until(f"the disk {said}: nothing was saved", "the fault told")
            assert refused in desk.text, "what was typed is gone"
            disk.say("none")
            desk.send("enter")
            desk.until(re.compile(rf"(?m)^ \d\d:\d\d:\d\d +\d+ {refused}").search, refused)
            notes.append(refused)
            disk.say(fault)
            line = f"line {n} while {fault}"
            desk.send("f6", line, "enter")
            desk.until(lambda screen, line=line: line in screen and said in boxed(screen), "the fault told")
            assert line in boxed(desk.text), "what was typed is gone"
            disk.say("none")
            desk.send("enter")
            desk.says(f": {line}", 0)
            lines.append(line)
        heads = desk.heads
        desk.kill()
    ledger = ledger_of(path)
    for seq, digits in heads:
        assert ledger[seq].startswith(digits)
    with Store.open(path) as store:
        assert [e.text for e in store.incidents.log("2026-0001") if e.line == "note"] == notes
        with store.reading() as connection:
            texts = connection.exec_driver_sql("SELECT text FROM occurrence ORDER BY seq").scalars().all()
        assert [text for text in texts if text.startswith("line ")] == lines
        assert rebuild.differences(store) == []
