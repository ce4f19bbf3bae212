"""`python -m benchmarks [NAME ...] [--quick] [--out PATH]`.

Prints one table. A run of everything also writes it to docs/benchmarks.md; a part of it, or a quick run,
writes only where `--out` says. Ends with 1 if a limit is missed or could not be measured.
"""

import argparse
import inspect
import sys
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
from benchmarks.start import start
from benchmarks.talks_screen import talks_screen
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
}
PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the benchmarks asked for; 0 if every limit holds, 1 if not."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description="Ratios against stated baselines.")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"any of: {', '.join(BENCHMARKS)} (default: all)")
    parser.add_argument("--quick", action="store_true", help="see that it runs; the figures say nothing")
    parser.add_argument("--out", type=Path, help="also write the page here")
    asked = parser.parse_args(arguments)
    if unknown := [name for name in asked.names if name not in BENCHMARKS]:
        parser.error(f"no benchmark is called «{unknown[0]}»: there are {', '.join(BENCHMARKS)}")
    names = [name for name in BENCHMARKS if not asked.names or name in asked.names]
    options = Options.smoke() if asked.quick else Options()
    facts, sections = report.machine(), []
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        sections.append((name, inspect.getdoc(BENCHMARKS[name]) or "", measured(name, options)))
    rows = [row for _, _, of_one in sections for row in of_one]
    print(report.as_text(rows))
    page = asked.out or (PAGE if len(names) == len(BENCHMARKS) and not asked.quick else None)
    if page is not None:
        page.write_text(report.as_page(sections, facts), encoding="utf-8")
    return 0 if all(row.holds for row in rows) else 1


def measured(name: str, options: Options) -> list[Row]:
    """The rows of one benchmark, or one that says why there are none."""
    try:
        return BENCHMARKS[name](options)
    except Unavailable as reason:
        return [Row(name, "", "", note=str(reason))]


if __name__ == "__main__":
    sys.exit(main())
