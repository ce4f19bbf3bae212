"""A disk that fails when it is told to: a library loaded before the C library, built by this machine's compiler."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest


class FaultyDisk:
    """The files of one folder, for the programs that are started with `environment`."""

    def __init__(self, folder: Path, workshop: Path) -> None:
        self.folder = folder
        self._library = workshop / "faults.so"
        self._control = workshop / "how"
        compiler = shutil.which("cc") or shutil.which("gcc")
        if not sys.platform.startswith("linux") or compiler is None:
            pytest.skip("making a disk fail needs Linux and a C compiler")
        source = Path(__file__).with_name("faults.c")
        command = [compiler, "-shared", "-fPIC", "-O1", "-Wall", "-o", str(self._library), str(source), "-ldl"]
        subprocess.run(command, check=True, capture_output=True, timeout=60)
        self.say("none")

    @property
    def environment(self) -> dict[str, str]:
        """What a program is to be started with."""
        faulty = f"{self.folder.resolve()}/"
        return {"LD_PRELOAD": str(self._library), "SFM_FAULTS": str(self._control), "SFM_FAULTY": faulty}

    def say(self, how: str) -> None:
        """From now on: none, sync, full, or `some SEED PERCENT`."""
        fresh = self._control.with_suffix(".new")
        fresh.write_text(how)
        fresh.replace(self._control)
