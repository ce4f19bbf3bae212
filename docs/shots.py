"""The pictures of the documentation, from the real program in a terminal: `make shots`.

Those of the story are taken while it is told (`tests/story`), those of each screen on the demo of a Saturday night.
"""

import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.story.desk import StoryDesk
from tests.story.picture import svg
from tests.story.run import Installed, tell

FOLDER = Path(__file__).parent / "shots"
BUSY, QUIET = "2026-11-21T22:17:35", "2026-11-21T20:20:00"
"""Two incidents run, one waits on hold; two hours earlier nothing runs, and nothing flashes."""

SIZES = ((120, 36), (80, 24))
Steps = Sequence[tuple[str, str]]
"""What is pressed, and what stands on the screen before the next key, in turn."""


def _place(letter: str, title: str) -> Steps:
    return (("f12", "Go to"), (letter, f"│ {title}"))


RUNNING: dict[str, Steps] = {
    "desk": (("f12", "Go to"), ("d", "│ DESK")),
    "incident": (("enter", "│ INCIDENT"),),
}
PLACES: dict[str, Steps] = {
    "log": _place("l", "LOG"),
    "find": (("f3", "any words; a number"), ("alarm", "alarm")),
    "book": (("escape", ""), *_place("b", "BOOK")),
    "roster": (*_place("r", "ROSTER"), ("tab", "▌")),
    "briefing": _place("n", "BRIEFING"),
    "handover": _place("h", "HANDOVER"),
    "talks": _place("t", "TALKS"),
    "board": _place("a", "BOARD"),
    "figures": _place("f", "FIGURES"),
    "why-late": _place("w", "WHY LATE"),
    "weekly": _place("v", "WEEKLY REVIEW"),
    "measures": _place("m", "MEASURES"),
    "effect": (("i", "follow-up"),),
    "reflections": _place("y", "REFLECTIONS"),
    "assessment": _place("x", "SELF-ASSESSMENT"),
    "paper": _place("p", "PAPER"),
    "evidence": _place("e", "EVIDENCE"),
    "keeping": _place("k", "KEEPING"),
    "settings": _place("s", "SETTINGS"),
    "keys": (("f1", "F-keys: what they do"),),
}
"""The steps from each picture to the next."""


def keep(desk: StoryDesk, name: str) -> None:
    """Keep what is on the screen as a picture."""
    desk.still()
    (FOLDER / f"{name}.svg").write_text(svg(desk.cells, f"sfm: {name.rsplit('-', 1)[0]}"), encoding="utf-8")
    print(f"docs/shots/{name}.svg", flush=True)


def each_place(sfm: Path, folder: Path, at: str, places: Mapping[str, Steps]) -> None:
    """Go to places at every size, on the demo of a time."""
    for columns, lines in SIZES:
        size = f"{columns}x{lines}"
        installed = Installed(sfm, folder / size)
        installed.run("demo", "--at", at, "--keep", str(installed.store), "--no-open")
        with installed.desk((columns, lines)) as desk:
            desk.see("Enter chooses")
            desk.do("enter", gone="Enter chooses")
            for name, steps in places.items():
                for key, shown in steps:
                    desk.do(key, see=shown)
                    desk.still(0.3)
                keep(desk, f"{name}-{size}")


def main() -> None:
    """Make every picture anew, with the program beside this Python."""
    sfm = Path(sys.executable).with_name("sfm")
    FOLDER.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="sfm-shots-") as made:
        if "story" not in sys.argv[1:]:
            each_place(sfm, Path(made) / "busy", BUSY, RUNNING)
            each_place(sfm, Path(made) / "quiet", QUIET, PLACES)
        if "places" not in sys.argv[1:]:
            tell(sfm, Path(made) / "story", keep)


if __name__ == "__main__":
    main()
