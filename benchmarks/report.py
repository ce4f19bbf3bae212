"""The table of a run, for the terminal and for the documentation, and what it was measured on."""

import importlib.metadata
import os
import platform
import time
from collections.abc import Sequence
from dataclasses import replace

from benchmarks.frame import Row, Side

HEADINGS = ("", "ours", "baseline", "ratio", "limit", "holds")
BUSY = 0.75
"""A load for each core above which a row says it."""
LIBRARIES = ("textual", "sqlmodel", "sqlalchemy", "sqlcipher3", "pendulum", "typer", "pyte")
ABOUT = """# Benchmarks

`make bench` measures these and writes this page. Each figure is a ratio between two things that ran in
turn on the same machine, so that a slow or a busy machine slows both; believe the ratio rather than the
times. Times are medians, with the least and the greatest in brackets. What could not be measured is not
counted as held.
"""


def cells(row: Row) -> tuple[str, ...]:
    """A row's cells, under `HEADINGS`."""
    held = {True: "yes", False: "NO", None: "not measured"}[row.holds]
    ratio = "" if row.ratio is None else f"{row.ratio:.2f}"
    return row.name, side(row.ours, row.unit), side(row.baseline, row.unit), ratio, row.limit, held


def side(of: Side | None, unit: str) -> str:
    """A median with its spread, to three figures: «412 (398 to 455) ms»."""
    if of is None:
        return ""
    spread = "" if of.least == of.greatest else f" ({number(of.least)} to {number(of.greatest)})"
    return f"{number(of.middle)}{spread} {unit}"


def number(value: float) -> str:
    """A number to about three figures, never in powers of ten."""
    size = abs(value)
    digits = 0 if size >= 100 else 1 if size >= 10 else 2 if size >= 1 else 3
    return f"{value:,.{digits}f}"


def machine() -> list[str]:
    """What a run was measured on: nothing that tells whose machine it is."""
    versions = []
    for name in LIBRARIES:
        try:
            versions.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            versions.append(f"{name} missing")
    load = f", load average {os.getloadavg()[0]:.1f} before the run" if hasattr(os, "getloadavg") else ""
    return [
        f"Measured on {time.strftime('%Y-%m-%d', time.gmtime())}",
        f"{platform.system()} on {platform.machine()}, {os.cpu_count()} cores{load}",
        f"{platform.python_implementation()} {platform.python_version()}",
        ", ".join(versions),
    ]


def load() -> float | None:
    """How many processes want a processor now, in the mean of a minute; None where the system does not say."""
    return os.getloadavg()[0] if hasattr(os, "getloadavg") else None


def loaded(row: Row, before: float | None) -> Row:
    """The row, with the load that the machine had before it where something else ran."""
    if before is None or before < BUSY * (os.cpu_count() or 1):
        return row
    said = f"at a load of {before:.1f}"
    return replace(row, note=f"{row.note}; {said}" if row.note else said)


def as_text(rows: Sequence[Row]) -> str:
    """The table in columns, notes under their rows."""
    lines = [HEADINGS, *(cells(row) for row in rows)]
    widths = [max(len(line[i]) for line in lines) for i in range(len(HEADINGS))]
    printed = ["  ".join(cell.ljust(width) for cell, width in zip(lines[0], widths, strict=True)).rstrip()]
    for row, line in zip(rows, lines[1:], strict=True):
        printed.append("  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip())
        if row.note:
            printed.append(f"    {row.note}")
    return "\n".join(printed)


def as_page(sections: Sequence[tuple[str, str, Sequence[Row]]], facts: Sequence[str]) -> str:
    """The documentation's page: for each benchmark its name, what it measures and its rows."""
    parts = [ABOUT, "\n".join(f"- {fact}" for fact in facts)]
    table = ["| " + " | ".join((*HEADINGS, "note")) + " |", "|" + "---|" * (len(HEADINGS) + 1)]
    for _, _, rows in sections:
        table += ["| " + " | ".join(_cell(cell) for cell in (*cells(row), row.note)) + " |" for row in rows]
    parts.append("\n".join(table))
    parts += [f"## {name}\n\n{about}" for name, about, _ in sections]
    return "\n\n".join(part.strip() for part in parts) + "\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
