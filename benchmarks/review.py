"""The contract review of the invented site, and of a year with 100,000 incidents."""

import json
import subprocess
import sys
from pathlib import Path

from benchmarks import cache, figures_making
from benchmarks.frame import Measured, Options, Row, at_most, below, interleave
from benchmarks.program import environment
from benchmarks.roster import timed
from sfm_tui.clock import FrozenClock
from sfm_tui.demo import make_demo
from sfm_tui.domain.desk import Author
from sfm_tui.reports.gather_review import contract_review
from sfm_tui.reports.registry import Asked
from sfm_tui.reports.render import job_of
from sfm_tui.reports.typst_set import set_pdf
from sfm_tui.storage.schema import CURRENT
from sfm_tui.storage.store import Store

INCIDENTS = 100_000
NOW = 1_795_299_335
_OCTOBER = 1_790_809_200, 1_793_491_200
_EMPTY = """
import sys, typst
source = b"#set document(title: [x])\\n" + b"\\n#pagebreak()\\n".join([b"x"] * int(sys.argv[1]))
typst.compile(source, format="pdf", font_paths=typst.Fonts(include_system_fonts=False), ignore_system_fonts=True)
"""
_CHILD = """
import json
from benchmarks import figures_making
from benchmarks.peak import peak_megabytes
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.reports.gather_review import contract_review
from sfm_tui.reports.registry import Asked
from sfm_tui.reports.render import job_of
from sfm_tui.reports.typst_set import set_pdf
from sfm_tui.storage.store import Store
with Store.open(figures_making.of(%d), FrozenClock(figures_making.NOW)) as store:
    set_pdf(job_of(contract_review(store, Asked(window=figures_making.WINDOW), Author("okafor"))))
print(json.dumps(peak_megabytes()))
"""


def review(options: Options) -> list[Row]:
    """October's contract review of the invented site as PDF, from the command to the file on disk.

    The baseline is what typst takes for an empty document of as many pages, in a process of its own, times 1.5, and 2
    seconds. The memory is the greatest that one process held which read a year with 100,000 incidents and set its
    review.
    """
    store = _demo()
    target = cache.folder("review", "out") / "review.pdf"
    command = [str(Path(sys.executable).with_name("sfm")), "--db", str(store), "report", "contract-review"]
    command += ["--month", "2026-10", "-o", str(target), "--replace"]
    pages = str(_pages(store))
    sides = interleave(
        {
            "ours": lambda: timed(lambda: _run(command)),
            "empty": lambda: timed(lambda: _run([sys.executable, "-c", _EMPTY, pages])),
        },
        2 if options.quick else options.rounds,
    )
    empty = sides["empty"]
    allowed: Measured = empty if not isinstance(empty, list) else [1.5 * one + 2000 for one in empty]
    many = 2_000 if options.quick else INCIDENTS
    figures_making.of(many)
    return [
        at_most("October's contract review, to 1.5 empty documents and 2 s", sides["ours"], allowed, 1),
        below(f"memory of the review of a year with {many:,} incidents", [_memory(many)], 300, "MB"),
    ]


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, capture_output=True, env=environment())


def _demo() -> Path:
    path = cache.folder("review", f"{CURRENT}") / "demo.db"
    if not path.exists():
        make_demo(path, NOW, clock=FrozenClock(NOW))
    return path


def _pages(store: Path) -> int:
    with Store.open(store, FrozenClock(NOW)) as opened:
        paper = contract_review(opened, Asked(window=_OCTOBER), Author("okafor"))
    return set_pdf(job_of(paper))[0].count(b"/Type /Page\n") or 6


def _memory(incidents: int) -> float:
    done = subprocess.run([sys.executable, "-c", _CHILD % incidents], check=True, capture_output=True, text=True)
    return float(json.loads(done.stdout))
