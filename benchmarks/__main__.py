"""`python -m benchmarks [NAME ...] [--quick] [--out PATH]`.

A NAME stands for all parts that begin with it: `board`, `figures`, `roster`. Prints one table. A run of everything
also writes it to docs/benchmarks.md, as far as it has come after each part; a part of it, or a quick run, writes only
where `--out` says. A part that fails does not lose the others. Ends with 1 if a limit is missed or was not measured.
"""

import argparse
import inspect
import sys
import time
import traceback
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks import report
from benchmarks.board_screen import board_screen
from benchmarks.briefing_screen import briefing_screen
from benchmarks.commit import commit
from benchmarks.figures import figures
from benchmarks.figures_screen import figures_screen
from benchmarks.frame import Options, Row, Unavailable
from benchmarks.idle import idle
from benchmarks.importing import importing
from benchmarks.keys import keys
from benchmarks.peers import peers
from benchmarks.review import review
from benchmarks.roster import roster
from benchmarks.roster_screen import roster_screen
from benchmarks.searching import searching
from benchmarks.shift import shift
from benchmarks.start import start
from benchmarks.talks_screen import talks_screen
from benchmarks.thread import thread
from benchmarks.training import training

BENCHMARKS: dict[str, Callable[[Options], list[Row]]] = {
    "start": start,
    "peers": peers,
    "idle": idle,
    "keys": keys,
    "commit": commit,
    "search": searching,
    "import": importing,
    "training": training,
    "talks-screen": talks_screen,
    "briefing-screen": briefing_screen,
    "figures": figures,
    "figures-screen": figures_screen,
    "board-screen": board_screen,
    "review": review,
    "roster": roster,
    "roster-screen": roster_screen,
    "thread": thread,
    "shift": shift,
}
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks asked for; 0 if every limit holds, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ratios against stated baselines.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="see that it runs; the figures say nothing")
    parser.add_argument("--out", type=Path, help="also write the page here")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.names if not meant(name)]:
        parser.error(f"no benchmark is called «{unknown[0]}»: there are {', '.join(BENCHMARKS)}")
    wanted = {part for name in asked.names for part in meant(name)}
    names = [name for name in BENCHMARKS if not asked.names or name in wanted]
    options = Options.smoke() if asked.quick else Options()
    facts, sections = report.machine(), []
    page = asked.out or (PAGE if len(names) == len(BENCHMARKS) and not asked.quick else None)
    began = time.monotonic()
    for n, name in enumerate(names, 1):
        print(f"{name} ({n} of {len(names)}, {time.monotonic() - began:.0f} s so far) ...", file=sys.stderr, flush=True)
        before = report.load()
        rows = measured(name, options)
        sections.append((name, inspect.getdoc(BENCHMARKS[name]) or "", [report.loaded(row, before) for row in rows]))
        if page is not None:
            page.write_text(report.as_page(sections, facts), encoding="utf-8")
    rows = [row for _, _, of_one in sections for row in of_one]
    print(report.as_text(rows))
    return 0 if all(row.holds for row in rows) else 1


def meant(name: str) -> list[str]:
    """The parts that a name stands for: that part, and those whose names go on with a hyphen."""
    return [part for part in BENCHMARKS if part == name or part.startswith(f"{name}-")]


def measured(name: str, options: Options) -> list[Row]:
    """The rows of one benchmark, or one that says why there are none."""
    try:
        return BENCHMARKS[name](options)
    except Unavailable as reason:
        return [Row(name, "", "", note=str(reason))]
    except Exception as error:
        traceback.print_exc()
        return [Row(name, "", "", note=f"failed: {type(error).__name__}: {error}".splitlines()[0][:200])]


if __name__ == "__main__":
    sys.exit(main())
