"""Help is text made beforehand, and nothing heavy stands between asking and reading it."""

import subprocess
import sys

import pytest

from sfm_tui.cli import write_help
from sfm_tui.cli.help_text import HELP
from tests.cli.running import Sfm

HEAVY = {
    "typer", "textual", "rich", "sqlalchemy", "sqlmodel", "pydantic", "platformdirs", "zoneinfo", "pathlib",
    "argparse", "typing", "re", "json",
}  # fmt: skip


def test_help_is_what_the_commands_say() -> None:
    made = write_help.module_text()
    assert write_help.TARGET.read_text(encoding="utf-8") == made, "run: python -m sfm_tui.cli.write_help"


def test_every_line_fits_a_small_terminal() -> None:
    assert [line for text in HELP.values() for line in text.splitlines() if len(line) > 80] == []


@pytest.mark.parametrize("args", [["--help"], ["-h"], ["log", "--help"], ["--db", "x", "import", "-h"]])
def test_help_imports_nothing_heavy(args: list[str]) -> None:
    ran = subprocess.run(
        [sys.executable, "-S", "-X", "importtime", "-c", f"import sys; from sfm_tui.cli import main; main({args!r})"],
        capture_output=True, text=True, check=True, timeout=60, env={"PYTHONPATH": ".", "PATH": ""},
    )  # fmt: skip
    modules = {line.rpartition("|")[2].strip().partition(".")[0] for line in ran.stderr.splitlines()}
    assert "sfm_tui" in modules
    assert modules & HEAVY == set()
    assert ran.stdout.strip("\n") == HELP[args[-2] if len(args) > 1 else ""]


def test_help_among_other_options_is_the_same(sfm: Sfm) -> None:
    ran = sfm.inside("log", "--what", "x", "--help")
    assert (ran.code, ran.out.strip("\n")) == (0, HELP["log"])


def test_the_desk_opens_without_typer() -> None:
    code = """
import os, sys, types
opened = []
app = types.ModuleType("sfm_tui.app")
app.run = lambda path: opened.append(str(path)) or (0, "")
sys.modules["sfm_tui.app"] = app
class Terminal:
    def isatty(self): return True
    def fileno(self): return os.open(os.devnull, os.O_RDONLY)
    def write(self, text): pass
    def flush(self): pass
sys.stdin = sys.stdout = Terminal()
from sfm_tui.cli import main
assert main(["--db", "a.db"]) == 0 and main([]) == 0 and main(["--db=b.db"]) == 0
assert opened == ["a.db", "env.db", "b.db"], opened
assert not {"typer", "sqlalchemy", "pydantic"} & set(sys.modules)
"""
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60, env={"SFM_DB": "env.db", "PYTHONPATH": "."})
