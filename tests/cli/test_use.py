"""How the command line is used, and how bad use is told: one line, status 2, never a traceback."""

import os
import signal
import sqlite3
import sys
from pathlib import Path

import pytest

from sfm_tui import __version__
from tests.cli.running import Sfm


def test_version(sfm: Sfm) -> None:
    assert sfm("--version").out == f"sfm {__version__}\n"


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["nonsense"], "nonsense"),
        (["--nonsense"], "--nonsense"),
        (["--nonsense", "verify"], "--nonsense"),
        (["--db"], "--db"),
        (["--db=", "verify"], "--db"),
        (["verify", "--nonsense"], "--nonsense"),
        (["verify", "too", "many"], "too"),
        (["import"], "FOLDER"),
        (["verify", "--db"], "--db"),
        (["log", "--what", "x"], "--where"),
        (["log", "--where", "x", "--what", "  "], "--what"),
        (["log", "--what", "x", "--where", "y", "--severity", "5"], "1 (critical)"),
        (["log", "--what", "x", "--where", "y", "--severity", "high"], "1 (critical)"),
        (["log", "--what", "x", "--stdin"], "--stdin"),
        (["demo", "--no-open"], "--keep"),
        (["verify", "--head", "hello"], "18204·9f3a"),
        ([], "terminal"),
        (["demo"], "terminal"),
        (["import", "no/such/folder"], "no/such/folder"),
    ],
)
def test_bad_use(sfm: Sfm, args: list[str], word: str) -> None:
    sfm.inside(*args).refused(word)
    assert not sfm.db.exists()


@pytest.mark.parametrize(
    ("args", "name", "wanted"),
    [
        (["export", ""], "FOLDER", "a folder"),
        (["export", " "], "FOLDER", "a folder"),
        (["export", "--replace", ""], "FOLDER", "a folder"),
        (["import", ""], "FOLDER", "a folder"),
        (["import-csv", "incidents", ""], "FILE", "a file"),
        (["backup", ""], "PATH", "a file"),
        (["restore", ""], "PATH", "a file"),
        (["attach", "incident:2026-0001", ""], "FILE", "a file"),
        (["standard", "load", ""], "CODE|FILE", "a code or a file"),
        (["measure", "--from-csv", ""], "--from-csv", "a file"),
        (["report", "shift-log", "-o", ""], "-o", "a file"),
        (["evidence", "--actions", "A-01", "--output="], "-o", "a folder"),
        (["book", "--pdf", "-o", ""], "-o", "a file"),
        (["subject-access", "officer:1001", "-o", ""], "-o", "a file"),
        (["demo", "--no-open", "--keep", ""], "--keep", "a file"),
        (["incidents", "--db", ""], "--db", "a file"),
    ],
)
def test_an_empty_path_is_bad_use(
    desk: Sfm, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, args: list[str], name: str, wanted: str
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    desk.inside(*args).refused(name, f"it is empty, name {wanted}", f"«sfm {args[0]} --help» says more")
    assert not list((tmp_path / "here").iterdir())


def test_bad_use_of_the_real_program(sfm: Sfm) -> None:
    sfm("verify", "--nonsense").refused("--nonsense")
    sfm().refused("terminal")


@pytest.mark.parametrize(
    "args",
    [["verify"], ["incidents"], ["incidents", "--json"], ["export", "x"], ["backup", "b.db"], ["print", "1"], ["book"]],
)
def test_a_store_that_is_not_there_is_not_made_by_reading(sfm: Sfm, args: list[str]) -> None:
    sfm.inside(*args).refused("new.db", "there is no store")
    assert list(sfm.db.parent.iterdir()) == []


@pytest.mark.parametrize("args", [["verify"], ["incidents"], ["log", "--what", "x", "--where", "y"]])
def test_a_file_that_is_no_store(sfm: Sfm, args: list[str]) -> None:
    sfm.db.write_text("a shopping list, long enough to be read as the head of a database: milk, bread, " * 3)
    before = sfm.db.read_bytes()
    sfm.inside(*args).refused("new.db")
    assert sfm.db.read_bytes() == before


def test_a_store_of_a_newer_program(desk: Sfm) -> None:
    with sqlite3.connect(desk.db) as connection:
        connection.execute("UPDATE alembic_version SET version_num = '9999'")
    connection.close()
    for args in (["verify"], ["incidents"], ["log", "--what", "x", "--where", "y"]):
        desk.inside(*args).refused("newer version", "9999")


def test_db_before_and_after_the_command_and_by_the_environment(desk: Sfm, tmp_path: Path) -> None:
    other = str(tmp_path / "other.db")
    assert desk.inside("--db", other, "log", "--what", "one", "--where", "x").code == 0
    assert desk.inside(f"--db={other}", "log", "--what", "two", "--where", "x").code == 0
    assert desk.inside("log", "--what", "three", "--where", "x", "--db", other).code == 0
    assert desk.inside("--db", "unused.db", "log", "--what", "four", f"--db={other}", "--where", "x").code == 0
    assert desk.inside("log", "--what", "--db", "--where", "the text may look like an option").code == 0
    assert [i["summary"] for i in desk.incidents("--db", other)] == ["four", "three", "two", "one"]
    assert [i["summary"] for i in desk.incidents()] == ["--db"]
    assert not (tmp_path / "unused.db").exists()


def test_output_is_utf8_whatever_the_locale(desk: Sfm) -> None:
    text = "Zoë pushed over · 警備 🚨"
    assert desk.inside("log", "--what", text, "--where", "café").code == 0
    ran = desk("incidents", "--json", env={"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"})
    assert (ran.code, ran.json[0]["summary"]) == (0, text)
    assert text in desk("incidents", env={"PYTHONIOENCODING": "ascii"}).out


def test_a_reader_that_goes_away_is_no_trouble(desk: Sfm) -> None:
    for n in range(3):
        desk.inside("log", "--what", f"{n} " + "x" * 100_000, "--where", "y")
    running = desk.start("incidents", "--json")
    assert running.stdout is not None
    running.stdout.read(10)
    running.stdout.close()
    assert running.stderr is not None
    said = running.stderr.read()
    running.communicate()
    assert (running.returncode, said) == (141, b"")


@pytest.mark.skipif(os.name != "posix", reason="signals as POSIX has them")
def test_ctrl_c_is_quiet(desk: Sfm) -> None:
    running = desk.start("log", "--stdin")
    assert running.stdin is not None
    assert running.stdout is not None
    running.stdin.write(b'{"what": "first"}\n')
    running.stdin.flush()
    assert b"number" in running.stdout.readline()
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=30)
    assert (running.returncode, said) == (130, b"")


def test_an_error_inside_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    from sfm_tui import cli

    def broken(_args: list[str]) -> int:
        raise RuntimeError("first\nsecond")

    monkeypatch.setattr(cli, "_run", broken)
    monkeypatch.delenv("SFM_DEBUG", raising=False)
    assert cli.main([]) == 2
    assert capsys.readouterr().err == "sfm: something went wrong inside the program: RuntimeError: first second\n"


@pytest.mark.skipif(sys.platform == "win32", reason="a folder without leave to write, as POSIX has it")
def test_a_place_that_cannot_hold_a_store(sfm: Sfm, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    sfm.inside("log", "--what", "x", "--where", "y", "--db", str(tmp_path / "file" / "a.db")).refused("file")
    sfm.inside("log", "--what", "x", "--where", "y", "--db", str(tmp_path)).refused("folder")
