"""Other Textual programs that people use, each installed into an environment of its own.

They start on nothing: an empty home folder, seen once before it counts, so that none has a first run's
work to do. What is waited for is each one's main pane with its (empty) content in it.
"""

import shutil
import statistics
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

from benchmarks import cache
from benchmarks.frame import Options, Row, Unavailable, column, faster, interleave
from benchmarks.pty_run import CTRL_C, CTRL_Q, plain_environment
from benchmarks.start import Opening, desk, opening

INSTALL_LIMIT = 600.0
TEXTUAL_OF = "import importlib.metadata as m; print(m.version('textual'))"


@dataclass(frozen=True)
class Peer:
    """A program to be compared with: what pip installs, what starts it, what it shows when it is up."""

    name: str
    version: str
    script: str
    ready: str
    leave: bytes = CTRL_Q
    besides: tuple[str, ...] = ()

    @property
    def requirements(self) -> list[str]:
        """What pip is asked for, by name and version."""
        return [f"{self.name}=={self.version}", *self.besides]


PEERS = (
    Peer("dooit", "3.3.4", "dooit", "Welcome to Dooit!"),
    Peer("kanban-tui", "0.21.2", "ktui", "Your Boards"),
    Peer("harlequin", "2.17.0", "harlequin", "memory db"),
    Peer("posting", "2.11.1", "posting", "Collection is empty.", CTRL_C, ("tree-sitter==0.25.2",)),
)


def installed(peer: Peer) -> Path:
    """The environment with this very version in it, made if need be; raises Unavailable."""
    place = cache.folder("peers") / f"{peer.name}-{peer.version}"
    stamp, wanted = place / "installed.txt", "\n".join([sys.version, *peer.requirements])
    if stamp.is_file() and stamp.read_text(encoding="utf-8") == wanted:
        return place
    print(f"  installing {' '.join(peer.requirements)}", file=sys.stderr)
    python = str(_script(place, "python"))
    _run([sys.executable, "-m", "venv", "--clear", str(place)], "its environment cannot be made")
    pip = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--compile"]
    _run([*pip, *peer.requirements], f"pip cannot install {' and '.join(peer.requirements)}")
    stamp.write_text(wanted, encoding="utf-8")
    return place


def textual_version(place: Path) -> str:
    """The version of Textual that an environment has."""
    return _run([str(_script(place, "python")), "-c", TEXTUAL_OF], "it has no Textual").strip()


class Started:
    """Starts one peer as often as it is called, from a home folder that is empty at first."""

    def __init__(self, peer: Peer) -> None:
        self.peer = peer
        self.label = f"{peer.name} {peer.version}"
        self._command: list[str] = []
        home = cache.folder("homes", peer.name)
        shutil.rmtree(home)
        self._env = plain_environment(cache.folder("homes", peer.name))

    def __call__(self) -> Opening:
        """One start; raises Unavailable, naming the peer, if it cannot be installed or does not start."""
        try:
            if not self._command:
                place = installed(self.peer)
                self.label = f"{self.peer.name} {self.peer.version} (textual {textual_version(place)})"
                self._command = [str(_script(place, self.peer.script))]
            return opening(self._command, self._env, self.peer.ready, self.peer.leave)
        except Unavailable as reason:
            raise Unavailable(f"{self.peer.name}: {reason}") from reason


def peers(options: Options) -> list[Row]:
    """The desk with its data at 1,000,000 entries beside other Textual programs that open on nothing.

    Each peer runs at its defaults in an environment and a home folder of its own, from compiled
    bytecode, started in turn with ours. Its time is that to its main pane with its content; that to its
    first character stands in the note. One that cannot be installed or does not start is not counted as
    beaten.
    """
    started = {peer.name: Started(peer) for peer in PEERS}
    measured: dict[str, Callable[[], Opening]] = {"ours": desk, **started}
    sides = interleave(measured, options.rounds)
    ours = column(sides["ours"], lambda seen: seen.ready)
    rows = []
    for name, one in started.items():
        theirs = column(sides[name], lambda seen: seen.ready)
        row = faster(f"desk with its data, to {one.label}", ours, theirs, 1.5)
        glyphs = column(sides[name], lambda seen: seen.glyph)
        if not isinstance(glyphs, Unavailable):
            first = f"its first character {statistics.median(glyphs):.0f} ms"
            row = replace(row, note="; ".join(filter(None, [row.note, first])))
        rows.append(row)
    return rows


def _script(place: Path, name: str) -> Path:
    return place / "bin" / name


def _run(command: list[str], failure: str) -> str:
    """Run to the end and give its output; what it says on failing goes to our standard error only."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=INSTALL_LIMIT, check=False)
    except (OSError, subprocess.TimeoutExpired) as error:
        raise Unavailable(failure) from error
    if done.returncode:
        print(done.stderr[-2000:], file=sys.stderr)
        raise Unavailable(failure)
    return done.stdout
