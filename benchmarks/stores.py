"""Stores of a stated number of entries, made once and kept in the benchmarks' cache."""

import hashlib
import shutil
import sys
import time
from collections.abc import Callable
from functools import cache
from pathlib import Path

from benchmarks import cache as kept
from benchmarks import making, wording
from sfm_tui.storage import driver, schema
from sfm_tui.storage.store import Store

READY = making.RUNNING[-1][0]
"""What stands on the desk once its data does: the words of a running incident."""


@cache
def of(entries: int) -> Path:
    """The path of a store of so many ledger entries, two of its incidents running for a minute or two.

    A copy for this run, of one that is made the first time (a million entries take some minutes).
    """
    return copy_of(entries, "run")


def copy_of(entries: int, name: str) -> Path:
    """A copy of its own, under a name; two incidents are opened in it, so that it has just so many entries."""
    made, copy = _made(entries - making.RUN_TWO_ENTRIES), kept.folder("stores", "copies") / f"{name}-{entries}.db"
    for beside in copy.parent.glob(f"{copy.name}*"):
        beside.unlink()
    shutil.copyfile(made, copy)
    with Store.open(copy) as store:
        making.run_two(store)
    return copy


def _made(entries: int) -> Path:
    """The store without its running incidents, made if it is not in the cache."""
    folder = kept.folder("stores")
    path = folder / f"{entries}-{kind_of(making.__file__, wording.__file__)}.db"
    if path.is_file():
        return path
    for old in folder.glob(f"{entries}-*"):
        old.unlink()
    started, unfinished = time.monotonic(), folder / f"{entries}-unfinished.db"
    with Store.open(unfinished) as store:
        making.make(store, entries, _teller(entries))
    print(f"  made a store of {entries:,} entries in {time.monotonic() - started:.0f} s", file=sys.stderr)
    return unfinished.rename(path)


def _teller(entries: int) -> Callable[[int], None]:
    def tell(done: int) -> None:
        end = "\r" if sys.stderr.isatty() else "\n"
        if end == "\r" or done % 100_000 < 20_000:
            print(f"  making a store: {done:,} of {entries:,} entries", end=end, file=sys.stderr, flush=True)

    return tell


def kind_of(*files: str | None) -> str:
    """What a made store depends on, as a short hash: the schema's SQL and the files of code that make it."""
    memory = driver.driver().connect(":memory:", isolation_level=None)
    try:
        schema.create(memory)
        sql = memory.execute("SELECT sql FROM sqlite_master WHERE sql IS NOT NULL ORDER BY name").fetchall()
    finally:
        memory.close()
    code = [Path(str(file)).read_text(encoding="utf-8") for file in files]
    return hashlib.sha256("\n".join([*(row[0] for row in sql), *code]).encode()).hexdigest()[:12]
