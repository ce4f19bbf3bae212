"""Lives of the real program that end by SIGKILL while it logs, and whether what it acknowledged is in the store."""

import contextlib
import io
import random
import re
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.pty_run import NotShown
from sfm_tui.cli import main
from sfm_tui.clock import clock_text, zone
from sfm_tui.storage.store import Store
from tests.soak.real_desk import RealDesk, make_store

LONDON = zone("Europe/London")
NAMES = {"Shaw": "1001", "Reid": "1002", "Diaz": "1003"}


@dataclass
class Life:
    """What one run of the program acknowledged before it was killed."""

    heads: set[tuple[int, str]] = field(default_factory=set)
    said: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    """Notes that the program said it had noted."""


def steps(desk: RealDesk, life: Life, name: str) -> Iterator[None]:
    """Log as a supervisor does, for ever; between two steps the program may be killed."""
    n = 0
    while True:
        n += 1
        since = len(desk.said)
        desk.send("f2")
        desk.says("opened, reported", since)
        yield
        # Typed ahead, in one go: nobody looks at the screen between two fields.
        desk.send(f"{name} fight {n}", "enter", "gate 3", "enter", "enter", "enter", "1")
        desk.says("Dispatched", since)
        yield
        desk.send("f7")
        desk.says("on scene", since)
        for m in range(2):
            note = f"{name} note {n}.{m}"
            desk.send(*(["enter"] if m == 0 else []), note, "enter")
            logged = re.compile(rf"(?m)^ \d\d:\d\d:\d\d +\d+ {re.escape(note)}")
            desk.until(logged.search, f"«{note}» in the log")
            life.notes.append(note)
            yield
        since = len(desk.said)
        desk.send("f6", f"{name} line {n}: keys to unit 14", "enter")
        desk.says("keys: ", since)
        desk.send("f6", f"-3 {name} patrol {n}", "enter")
        desk.says("patrol: ", since)
        yield
        desk.send("f8", "f9")
        desk.says("resolved", since)
        desk.send(f"half of a note {n}")
        yield


def live(path: Path, name: str, seconds: float) -> Life:
    """One life of the program: it logs until it is killed, some seconds after it could be used."""
    life = Life()
    with RealDesk(path) as desk:
        desk.sign_on()
        end = time.monotonic() + seconds
        work = steps(desk, life, name)
        killer = contextlib.suppress(NotShown)
        with killer:
            # The steps wait for the screen; the program is killed in the midst of any of them.
            desk.limit_waits(end)
            while time.monotonic() < end:
                next(work)
        assert desk.alive, f"it ended by itself:\n{desk.text}"
        desk.kill()
        life.heads, life.said = desk.heads, desk.said
    return life


def check(path: Path, life: Life, seed: str) -> None:
    """Everything that a screen showed as done is in the store."""
    with Store.open(path) as store:
        with store.reading() as connection:
            run = connection.exec_driver_sql
            ledger = {seq: bytes(digest).hex()[:4] for seq, digest in run("SELECT seq, hash FROM ledger")}
            stamps = {
                (number, stamp, officer, clock_text(at, LONDON))
                for number, stamp, officer, at in run(
                    "SELECT i.number, s.stamp, s.officer, s.at FROM stamp s JOIN incident i ON i.id = s.incident_id"
                )
            }
            reported = {(n, clock_text(at, LONDON)) for n, at in run("SELECT number, reported FROM incident")}
            notes = [text for (text,) in run("SELECT text FROM entry WHERE line = 'note'")]
            lines = {
                (clock_text(at, LONDON), kind, text) for at, kind, text in run("SELECT at, kind, text FROM occurrence")
            }
    for seq, digits in life.heads:
        assert ledger.get(seq) == digits, f"{seed}: the screen showed the head {seq}·{digits}"
    for line in life.said:
        if found := re.match(r"(\d{4}-\d{4,}) opened, reported (\S+)$", line):
            assert found.groups() in reported, f"{seed}: {line}"
        elif found := re.match(r"Dispatched (\w+) (\S+) ", line):
            at = found[2]
            assert any(s[1:] == ("dispatched", NAMES[found[1]], at) for s in stamps), f"{seed}: {line}"
        elif found := re.match(r"(\S+) (\w+) (on scene|clear) (\S+)", line):
            assert (found[1], found[3], NAMES[found[2]], found[4]) in stamps, f"{seed}: {line}"
        elif found := re.match(r"(\S+) resolved (\S+)", line):
            assert (found[1], "resolved", "", found[2]) in stamps, f"{seed}: {line}"
        elif found := re.match(r"(\S+) (\w+): (.*)$", line):
            assert found.groups() in lines, f"{seed}: {line}"
    for note in life.notes:
        assert notes.count(note) == 1, f"{seed}: {note}"


def verify(path: Path, head: tuple[int, str]) -> None:
    """`sfm verify --head` on the store."""
    out = io.StringIO()
    with contextlib.redirect_stdout(out):
        code = main(["verify", "--db", str(path), "--head", f"{head[0]}·{head[1]}"])
    assert code == 0, out.getvalue()


def kill_many(path: Path, times: int, seed: int, *, most: float) -> None:
    """So many lives, each ended at a moment by chance; more where a slow machine let them log hardly anything."""
    chance = random.Random(seed)
    make_store(path)
    said = n = 0
    while n < times or (said <= times * 2 and n < times * 5):
        life = live(path, f"life{n}", chance.uniform(0.1, most))
        check(path, life, f"seed {seed}, life {n}")
        said += len(life.said) + len(life.notes)
        verify(path, max(life.heads))
        n += 1
    assert said > times * 2, "hardly anything was logged: this proves nothing"
