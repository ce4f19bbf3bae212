"""The benchmarks' table and page."""

import os
import socket
from pathlib import Path

import pytest

from benchmarks import __main__ as bench
from benchmarks import report
from benchmarks.frame import Options, Row, Unavailable, at_most

ROWS = [
    at_most("first | paint", [412.4, 398.0, 455.0], [330.0], 1.25),
    Row("other", "ms", "≤ 2 ×", note="no pip"),
]


def test_the_table_says_what_holds_and_what_was_not_measured() -> None:
    text = report.as_text(ROWS)
    assert "412 (398 to 455) ms" in text
    assert "1.25 ×" in text
    assert text.count("yes") == 1
    assert "not measured" in text
    assert text.endswith("    no pip")


def test_a_bar_in_a_name_does_not_break_the_page() -> None:
    page = report.as_page([("start", "What it is.", ROWS)], ["a fact"])
    rows = [line for line in page.splitlines() if line.startswith("|")]
    assert {line.replace("\\|", "").count("|") for line in rows} == {8}


def test_the_page_tells_nothing_of_whose_machine_it_is() -> None:
    facts = "\n".join(report.machine())
    assert f"{os.cpu_count()} cores" in facts
    assert socket.gethostname() not in facts.replace(",", " ").split()
    assert str(Path.home()) not in facts
    assert str(Path.cwd()) not in facts


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    def holds(_: Options) -> list[Row]:
        """One that holds."""
        return [at_most("good", [1.0], [1.0], 1.0)]

    def absent(_: Options) -> list[Row]:
        """One that cannot be measured."""
        raise Unavailable("nothing to measure")

    monkeypatch.setattr(bench, "BENCHMARKS", {"holds": holds, "absent": absent})
    monkeypatch.setattr(bench, "PAGE", tmp_path / "page.md")
    return tmp_path / "page.md"


def test_only_a_whole_run_writes_the_page(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert bench.main(["holds"]) == 0
    assert bench.main(["--quick"]) == 1
    assert not two.exists()
    assert bench.main([]) == 1
    assert "nothing to measure" in two.read_text(encoding="utf-8")
    assert "good" in capsys.readouterr().out


def test_a_name_that_is_no_benchmark_is_refused_in_one_line(two: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        bench.main(["nosuch"])
    assert ended.value.code == 2
    assert "«nosuch»" in capsys.readouterr().err.splitlines()[-1]


def test_a_part_that_fails_does_not_lose_the_others(
    two: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(_: Options) -> list[Row]:
        """One with a fault in it."""
        raise KeyError("nowhere")

    monkeypatch.setattr(bench, "BENCHMARKS", {"broken": broken, **bench.BENCHMARKS})
    assert bench.main([]) == 1
    said = capsys.readouterr().out
    assert "failed: KeyError: 'nowhere'" in said
    assert "good" in said
    assert "good" in bench.PAGE.read_text()


def test_a_name_stands_for_all_parts_that_begin_with_it() -> None:
    assert bench.meant("board") == ["board-screen"]
    assert bench.meant("figures") == ["figures", "figures-screen"]
    assert bench.meant("figure") == []


def test_a_row_that_was_measured_beside_others_says_so() -> None:
    assert report.loaded(ROWS[1], 0.0) == ROWS[1]
    assert report.loaded(ROWS[1], 99.0).note == "no pip; at a load of 99.0"
