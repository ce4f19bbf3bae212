"""`sfm print` and `sfm book`."""

from pathlib import Path

import pytest

from tests.cli.running import Sfm


@pytest.fixture
def logged(desk: Sfm) -> Sfm:
    """A desk with one incident, reported on 20 November 2025."""
    desk.inside("log", "--what", "Tailgating", "--where", "GATE3", "--reported", "2025-11-20T22:15:35")
    return desk


def test_a_sheet_of_text(logged: Sfm, tmp_path: Path) -> None:
    ran = logged("print", "2025-0001")
    assert (ran.code, ran.err) == (0, "")
    assert "Tailgating" in ran.out
    assert "Gate 3 (north)" in ran.out
    assert "22:15:35" in ran.out
    target = tmp_path / "sheet.txt"
    assert logged.inside("print", "2025-0001", "-o", str(target), "--by", "okafor").code == 0
    assert "J. Okafor" in target.read_text(encoding="utf-8")
    logged.inside("print", "2025-0001", "-o", str(target)).refused("already")
    assert logged.inside("print", "2025-0001", "-o", str(target), "--replace").code == 0


def test_a_pdf(logged: Sfm, tmp_path: Path) -> None:
    logged.inside("print", "2025-0001", "--pdf").refused("-o FILE")
    target = tmp_path / "sheet.pdf"
    assert logged.inside("print", "2025-0001", "--pdf", "-o", str(target)).code == 0
    assert target.read_bytes().startswith(b"%PDF-")


def test_the_book_of_a_day(logged: Sfm) -> None:
    ran = logged("book", "--date", "2025-11-20")
    assert ran.code == 0
    assert "Thu 20 Nov 2025" in ran.out
    assert "Tailgating" in ran.out
    assert "Tailgating" not in logged.inside("book", "--date", "2025-11-19").out
    assert logged.inside("book").code == 0


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (["print", "2026-9999"], "2026-9999"),
        (["book", "--date", "soon"], "--date"),
        (["print", "2025-0001", "-o", "no/such/folder/x.txt"], "folder"),
    ],
)
def test_bad_use(logged: Sfm, args: list[str], word: str) -> None:
    logged.inside(*args).refused(word)
