"""The command line as a process of its own, with a store of its own."""

import io
import json
import os
import signal
import subprocess
import sys
from collections.abc import Sequence
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest import mock

from sfm_tui.cli import main


@dataclass(frozen=True)
class Ran:
    """What came of a run."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[str]:
        return self.out.splitlines()

    @property
    def json(self) -> Any:
        return json.loads(self.out)

    def refused(self, *words: str) -> None:
        """Bad use: status 2, one line on standard error, no traceback, nothing on standard output."""
        assert self.code == 2, self
        assert self.out == "", self
        assert self.err.startswith("sfm: "), self
        assert self.err.count("\n") == 1, self
        for word in words:
            assert word in self.err, self


def _listen_to_ctrl_c() -> None:
    """A test run in the background is deaf to Ctrl+C, and would make its children so."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


class Sfm:
    """Runs `sfm` on one store."""

    def __init__(self, db: Path, home: Path) -> None:
        self.db = db
        gone = {"PYTHONIOENCODING", "PYTHONUTF8", "SFM_DEBUG"}
        self.env = {name: value for name, value in os.environ.items() if name not in gone}
        self.env |= {"SFM_DB": str(db), "HOME": str(home), "XDG_DATA_HOME": str(home), "XDG_CONFIG_HOME": str(home)}

    def argv(self, args: Sequence[str]) -> list[str]:
        return [sys.executable, "-m", "sfm_tui", *args]

    def __call__(self, *args: str, stdin: str | bytes = b"", env: dict[str, str] | None = None) -> Ran:
        fed = stdin.encode() if isinstance(stdin, str) else stdin
        ran = subprocess.run(
            self.argv(args), input=fed, capture_output=True, timeout=120, env={**self.env, **(env or {})}, check=False
        )
        return Ran(ran.returncode, ran.stdout.decode(), ran.stderr.decode())

    def inside(self, *args: str, stdin: str = "") -> Ran:
        """The same without a process of its own, for what is about words and not about processes."""
        out, err = io.StringIO(), io.StringIO()
        fed = io.TextIOWrapper(io.BytesIO(stdin.encode()), encoding="utf-8")
        with mock.patch.dict(os.environ, self.env, clear=True), mock.patch.object(sys, "stdin", fed):
            with redirect_stdout(out), redirect_stderr(err):
                code = main(list(args))
        return Ran(code, out.getvalue(), err.getvalue())

    def start(self, *args: str, **streams: Any) -> "subprocess.Popen[bytes]":
        return subprocess.Popen(
            self.argv(args), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=self.env,
            preexec_fn=_listen_to_ctrl_c, **streams,
        )  # fmt: skip

    def incidents(self, *args: str) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.inside("incidents", "--json", *args).json
        return found
