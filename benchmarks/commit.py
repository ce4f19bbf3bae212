"""From the Enter key's handler to the acknowledged commit."""

import asyncio
import hashlib
import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from benchmarks import cache
from benchmarks.frame import Options, Row, at_most
from sfm_tui.clock import SystemClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import driver
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.session import Session

TEXT = "Both detained verbally at the north gate, police asked for, camera four on them"
HEADER = "INSERT INTO ledger VALUES (?, 1, 'NRP', ?, 'okafor', 1, 'incident.noted', 'incident:2026-0001', ?, ?, ?)"
LINE = "INSERT INTO entry VALUES (?, 1, ?, 'note', ?, ?, 'okafor', 1, ?, '', '')"


class Raw:
    """The same commit by hand: chained, indexed, searchable, fully synced, on the same driver."""

    def __init__(self, path: Path) -> None:
        self._connection = driver.connect(path)

    def note(self) -> None:
        """Write one log line, with its link in the chain."""
        run = self._connection.execute
        run("BEGIN IMMEDIATE")
        seq, previous = run("SELECT seq, hash FROM ledger ORDER BY seq DESC LIMIT 1").fetchone()
        seq, now, salt, client = seq + 1, int(time.time()), os.urandom(16), os.urandom(12).hex()
        payload = json.dumps({"at": now, "entry": str(seq), "number": "2026-0001", "text": TEXT}, sort_keys=True)
        digest = hashlib.sha256(salt + payload.encode()).digest()
        head = json.dumps([1, seq, "NRP", now, "okafor", 1, "incident.noted", "incident:2026-0001", client])
        run(HEADER, (seq, now, client, digest, hashlib.sha256(bytes(previous) + head.encode() + digest).digest()))
        run("INSERT INTO payload VALUES (?, ?, ?)", (seq, salt, payload))
        run(LINE, (seq, str(seq), now, now, TEXT))
        run("INSERT INTO search (rowid, words) VALUES (?, ?)", (seq, TEXT))
        run("COMMIT")

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


@contextmanager
def _two_stores() -> Iterator[tuple[Path, Path]]:
    folder = cache.folder("commit")
    paths = folder / "ours.db", folder / "raw.db"
    try:
        for path in paths:
            for beside in folder.glob(f"{path.name}*"):
                beside.unlink()
            with Store.open(path) as store:
                store.incidents.open(Author("okafor"), summary="Tailgating, gate 3")
        yield paths
    finally:
        for beside in folder.glob("*.db*"):
            beside.unlink()


async def _measured(ours: Path, raw: Path, presses: int) -> tuple[list[float], list[float]]:
    session, by_hand = Session(ours, SystemClock()), Raw(raw)
    await session.store()

    def act(store: Store, by: Author) -> Any:
        return store.incidents.note("2026-0001", TEXT, by)

    us, them = [], []
    try:
        for turn in range(presses + 20):
            started = time.perf_counter()
            await session.write(act)
            done = time.perf_counter()
            by_hand.note()
            ended = time.perf_counter()
            if turn >= 20:
                us.append((done - started) * 1000)
                them.append((ended - done) * 1000)
    finally:
        by_hand.close()
        session.close()
    return us, them


def commit(options: Options) -> list[Row]:
    """One log line, from the handler of the Enter key to the acknowledged commit with full sync.

    Beside raw SQL that makes the same commit on the same driver: header, payload and hash chained on, the line, the
    index, the search. Ours goes through the writer thread and back into the event loop, as it does on screen.
    """
    with _two_stores() as (ours, raw):
        us, them = asyncio.run(_measured(ours, raw, 20 if options.quick else 400))
    return [at_most("Enter to acknowledged commit", us, them, 3.5)]
