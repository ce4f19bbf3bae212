"""A hundred thousand incidents from a site folder."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from benchmarks import cache, wording
from benchmarks.frame import Options, Row, at_least, below
from sfm_tui.domain.event import revive
from sfm_tui.storage import driver, schema

INCIDENTS = 100_000
FIRST = 1_577_836_800
SITE = 'code = "BEN"\ntimezone = "Europe/London"\n'
HEADER = (
    "number,occurred,reported,dispatched,on_scene,resolved,closed,state,category,severity,location,officers,summary,"
    "outcome,struck,police_ref,evidence"
)
CHILD = """
import json, sys, time
from pathlib import Path
from benchmarks.peak import peak_megabytes
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.store import Store
with Store.open(Path(sys.argv[1])) as store:
    started = time.perf_counter()
    import_folder(store, Path(sys.argv[2]), Author("bench"))
    seconds = time.perf_counter() - started
print(json.dumps([seconds, peak_megabytes()]))
"""
TABLES = ("ledger", "payload", "category", "counter", "incident", "stamp", "entry")


def _iso(at: int) -> str:
    return datetime.fromtimestamp(at, UTC).strftime("%Y-%m-%dT%H:%M:%S+00:00")


def folder_of(incidents: int) -> Path:
    """A site folder with so many closed incidents, made anew."""
    folder = cache.folder("import", "folder")
    words = [what for _, _, what in wording.WHAT]
    with (folder / "incidents.csv").open("w", encoding="utf-8", newline="") as file:
        file.write(HEADER + "\r\n")
        for n in range(incidents):
            at = FIRST + n * 1900
            times = ",".join(_iso(at + d) for d in (0, 60, 150, 600, 900))
            text = words[n % len(words)].replace('"', "'")
            file.write(f"{2020 + n // 20000}-{n % 20000 + 1:04d},,{times},closed,Access control,3,Gate {n % 40},,")
            file.write(f'"{text}, {n}",resolved,,,\r\n')
    (folder / "site.toml").write_text(SITE, encoding="utf-8")
    return folder


def _fresh(name: str) -> Path:
    path = cache.folder("import") / name
    for beside in path.parent.glob(f"{name}*"):
        beside.unlink()
    return path


def _ours(folder: Path) -> tuple[float, float, Path]:
    store = _fresh("ours.db")
    done = subprocess.run(
        [sys.executable, "-c", CHILD, str(store), str(folder)], check=True, capture_output=True, text=True
    )
    seconds, megabytes = json.loads(done.stdout)
    return seconds, megabytes, store


def _rows(store: Path) -> tuple[dict[str, list[Any]], list[tuple[int, str]]]:
    """Every row that the import made, and the words it made searchable."""
    connection = driver.connect(store, read_only=True)
    try:
        rows = {table: connection.execute(f"SELECT * FROM {table}").fetchall() for table in TABLES}
        kinds = connection.execute(
            "SELECT l.seq, l.kind, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq ORDER BY l.seq"
        ).fetchall()
    finally:
        connection.close()
    return rows, list(_words(kinds))


def _words(kinds: list[Any]) -> Iterator[tuple[int, str]]:
    for seq, kind, payload in kinds:
        if text := revive(kind, payload).words:
            yield seq, text


def _raw(rows: dict[str, list[Any]], words: list[tuple[int, str]]) -> float:
    """The same rows by bare `executemany` into the same tables, indexes, guards and search; in one transaction."""
    path = _fresh("raw.db")
    path.touch()
    connection = driver.connect(path)
    try:
        schema.create(connection)
        started = time.perf_counter()
        connection.execute("BEGIN IMMEDIATE")
        for table in TABLES:
            if rows[table]:
                marks = ", ".join("?" * len(rows[table][0]))
                connection.executemany(f"INSERT INTO {table} VALUES ({marks})", rows[table])
        connection.executemany("INSERT INTO search (rowid, words) VALUES (?, ?)", words)
        connection.execute("COMMIT")
        return time.perf_counter() - started
    finally:
        connection.close()


def importing(options: Options) -> list[Row]:
    """Import of 100,000 incidents: read, checked, chained, indexed and searchable, in one transaction.

    Beside bare `executemany` that writes the same rows to the same tables, guards and search included, with nothing
    read or checked. The memory is the greatest that the importing process ever held.
    """
    incidents = 2_000 if options.quick else INCIDENTS
    folder = folder_of(incidents)
    speeds, memory, bare = [], [], []
    for _ in range(1 if options.quick else 3):
        seconds, megabytes, store = _ours(folder)
        rows, words = _rows(store)
        speeds.append(incidents / seconds)
        memory.append(megabytes)
        bare.append(incidents / _raw(rows, words))
    for name in ("ours.db", "raw.db"):
        _fresh(name)
    return [
        at_least("import, to bare executemany", speeds, bare, 0.25, "incidents/s"),
        below("memory of the import", memory, 300, "MB"),
    ]
