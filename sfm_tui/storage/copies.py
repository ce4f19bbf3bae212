"""Copies of a store that are known: what was erased from the store still stands in those made before."""

import json
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from sfm_tui.clock import Clock, SystemClock
from sfm_tui.storage import driver, local_notes

UNFINISHED = "erasing"
"""The note in the store that traces of what was erased are still to be cleared: digests of files to look at."""
NOTE = "backups"
MOST = 100
"""How many backups are remembered, the latest ones."""
_SHORT_WAIT = 1000


@dataclass(frozen=True)
class Copy:
    """A copy of the store: where, when it was made, and whether it is there now.

    `why` is what made it: a backup that somebody asked for, a change of the schema, a restore.
    """

    path: str
    at: int
    why: str
    there: bool


def remember(store_path: Path, target: Path, clock: Clock | None = None) -> None:
    """Note in the store that a backup was made at `target`; a store that cannot be written to keeps no note."""
    now = (clock or SystemClock()).now()
    with suppress(*driver.faults(), OSError, ValueError):
        connection = driver.plain(store_path, "rw")
        try:
            connection.execute(f"PRAGMA busy_timeout = {_SHORT_WAIT}")
            connection.execute("BEGIN IMMEDIATE")
            row = connection.execute(local_notes.READ, (NOTE,)).fetchone()
            noted = [one for one in (json.loads(row[0]) if row else []) if one[0] != str(target.absolute())]
            value = json.dumps([*noted, [str(target.absolute()), now]][-MOST:])
            connection.execute(
                local_notes.PUT,
                (NOTE, value),
            )
            connection.execute("COMMIT")
        finally:
            connection.close()


def known(store_path: Path) -> list[Copy]:
    """The copies that are known, the newest first: remembered backups, and what lies beside the store.

    Copies that were made by other means, or of copies, are nobody's to know.
    """
    noted: list[tuple[str, int]] = []
    with suppress(*driver.faults(), ValueError, TypeError):
        connection = driver.connect(store_path, read_only=True)
        try:
            row = connection.execute(local_notes.READ, (NOTE,)).fetchone()
        finally:
            connection.close()
        noted = [(str(path), int(at)) for path, at in json.loads(row[0])] if row else []
    found = [Copy(path, at, "backup", Path(path).exists()) for path, at in noted]
    name, stem, suffix = store_path.name, store_path.stem, store_path.suffix
    with suppress(OSError):
        beside = sorted(store_path.parent.iterdir())
        for path in beside:
            why = ""
            if path.name.startswith(f"{name}.schema-") and path.name.endswith(".bak"):
                why = "kept before the schema changed"
            elif path.name.startswith(f"{stem}.set-aside-") and path.suffix == suffix:
                why = "set aside by a restore"
            if why:
                found.append(Copy(str(path), int(path.stat().st_mtime), why, there=True))
    return sorted(found, key=lambda copy: (-copy.at, copy.path))
