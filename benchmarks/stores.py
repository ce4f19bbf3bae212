"""Stores of a stated number of entries, made once and kept in the benchmarks' cache."""

from pathlib import Path

from benchmarks.frame import Unavailable

READY = "2026-"
"""What stands on the desk once its data does: the number of a running incident."""


def of(entries: int) -> Path:
    """The path of a store of so many ledger entries, two of its incidents running."""
    raise Unavailable(f"no store of {entries:,} entries yet")
