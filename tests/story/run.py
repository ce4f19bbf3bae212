"""Runs the story with an installed program: from a demo before the change to the papers that it ends with."""

import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from benchmarks.pty_run import plain_environment
from tests.story.desk import StoryDesk
from tests.story.papers import check_papers
from tests.story.story import AFTER, BEFORE, BEGINS, DAYS_LATER, Told, leave

Station = Callable[[StoryDesk, Told], None]


class Installed:
    """An installed `sfm`, used in a folder of its own as by somebody who has never used it before."""

    def __init__(self, sfm: Path, folder: Path) -> None:
        self.sfm = sfm
        self.folder = folder
        self.store = folder / "demo.db"
        home = folder / "home"
        home.mkdir(parents=True, exist_ok=True)
        self.env = plain_environment(home, SFM_CONFIG=str(home / "config.toml"), SFM_DB=str(self.store))

    def run(self, *words: str) -> str:
        """Run a command to its end; gives what it printed. Raises AssertionError where it failed."""
        done = subprocess.run(
            [str(self.sfm), *words], cwd=self.folder, env=self.env, capture_output=True, text=True, timeout=300,
            check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"sfm {' '.join(words)}: status {done.returncode}\n{done.stdout}{done.stderr}"
        return done.stdout

    def desk(self, size: tuple[int, int] = (120, 36)) -> StoryDesk:
        """The program in a terminal of its own, on the demo."""
        return StoryDesk([str(self.sfm)], env=self.env, cwd=self.folder, size=size)


def tell(
    sfm: Path, folder: Path, picture: Callable[[StoryDesk, str], None] | None = None,
    said: Callable[[str], None] = lambda _line: None,
) -> Installed:  # fmt: skip
    """Run the whole story in a folder; `picture` is given the desk at the places worth one.

    Raises NotShown or AssertionError, with the screen, where the program does not do what the story says.
    """
    installed = Installed(sfm, folder)
    told = Told(folder / "follow-up", folder / "papers")
    told.papers.mkdir()
    installed.run("demo", "--before", "--at", BEGINS, "--keep", str(installed.store), "--no-open")
    _at_the_desk(installed, BEFORE, told, picture, said)
    installed.run("demo", "--days-later", str(DAYS_LATER), "--keep", str(installed.store), "--no-open")
    _at_the_desk(installed, AFTER, told, picture, said)
    check_papers(installed.run, told)
    return installed


def _at_the_desk(
    installed: Installed, stations: Sequence[Station], told: Told,
    picture: Callable[[StoryDesk, str], None] | None, said: Callable[[str], None],
) -> None:  # fmt: skip
    with installed.desk() as desk:
        if picture is not None:
            told.picture = lambda name: picture(desk, name)
        desk.see("Enter chooses")
        desk.do("enter", gone="Enter chooses")
        for station in stations:
            began = time.monotonic()
            station(desk, told)
            said(f"{time.monotonic() - began:5.1f} s  {(station.__doc__ or '').partition(chr(10))[0]}")
        leave(desk)


def main(sfm: Path, folder: Path) -> None:
    """Run the story and say each station as it is done."""
    began = time.monotonic()
    tell(sfm, folder, said=lambda line: print(line, flush=True))
    print(f"{time.monotonic() - began:5.1f} s  in all: {sys.platform}, {sfm}")
