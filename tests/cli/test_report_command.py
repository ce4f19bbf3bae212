"""`sfm report`: what it is asked for, what it refuses, where it writes."""

import json
import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import psutil
import pytest

from sfm_tui.clock import SystemClock
from sfm_tui.reports import gather_review
from sfm_tui.reports.registry import KINDS
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

_ENDLESS = "WITH RECURSIVE n (x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT count(*) FROM n"


@pytest.fixture
def logged(desk: Sfm) -> Sfm:
    """A desk with one incident, reported on 20 November 2025."""
    desk.inside("log", "--what", "Tailgating", "--where", "GATE3", "--reported", "2025-11-20T22:15:35")
    return desk


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to work in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def test_every_document_is_named_by_list_and_help(logged: Sfm) -> None:
    listed, helped = logged.inside("report", "--list").out, logged.inside("report", "--help").out
    assert KINDS
    for name, kind in KINDS.items():
        assert name in listed
        assert kind.what in listed
        assert name in helped
    assert logged.inside("report").out == listed


def test_a_document_gets_a_name_that_says_what_it_is(logged: Sfm, here: Path) -> None:
    ran = logged.inside("report", "incident", "2025-0001")
    assert (ran.code, ran.out) == (0, "incident-2025-0001.pdf\n")
    assert (here / "incident-2025-0001.pdf").read_bytes().startswith(b"%PDF-")
    logged.inside("report", "incident", "2025-0001").refused(
        "is there already: choose another name with -o, or write over it with --replace"
    )
    assert logged.inside("report", "incident", "2025-0001", "--replace").code == 0
    assert logged.inside("report", "occurrence-book", "--date", "2025-11-20", "-o", "book.PDF").out == "book.PDF\n"
    assert sorted(os.listdir(here)) == ["book.PDF", "incident-2025-0001.pdf"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["nonesuch"], ["nonesuch", "incident"]),
        (["incident"], ["NUMBER", "«sfm report incident 2026-0142»"]),
        (["incident", "2025-9999"], ["2025-9999"]),
        (["incident", "2025-0001", "--month", "2025-11"], ["--month"]),
        (["incident", "2025-0001", "--names"], ["--names"]),
        (["incident", "2025-0001", "--format", "odt"], ["odt", "pdf"]),
        (["incident", "2025-0001", "-o", "sheet.xyz"], ["xyz"]),
        (["incident", "2025-0001", "--format", "pdf", "-o", "sheet.txt"], [".txt"]),
        (["incident", "2025-0001", "-o", "no/such/folder/x.pdf"], ["folder"]),
        (["occurrence-book", "--date", "soon"], ["--date"]),
    ],
)
def test_bad_use_is_told_in_one_line_and_leaves_nothing(
    logged: Sfm, here: Path, args: list[str], words: list[str]
) -> None:
    logged.inside("report", *args).refused(*words)
    assert json.dumps(os.listdir(here)) == "[]"


def test_the_review_of_a_month_in_three_formats(northgate: Sfm, here: Path) -> None:
    ran = northgate.inside("report", "contract-review", "--month", "2026-10", "--format", "html")
    assert (ran.code, ran.out, ran.err) == (0, "contract-review-2026-10.html\n", "")
    page = (here / "contract-review-2026-10.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "71.11 %" in page
    days = ("--from", "2026-10-01", "--to", "2026-10-15")
    assert northgate.inside("report", "contract-review", *days).out == "contract-review-2026-10-01-to-2026-10-14.pdf\n"
    assert northgate.inside("report", "contract-review", *days, "-o", "review.docx").code == 0
    assert (here / "review.docx").read_bytes().startswith(b"PK")


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--month", "october"], ["--month", "2026-10"]),
        (["--month", "2026-13"], ["2026-13"]),
        (["--month", "2026-10", "--from", "2026-10-01"], ["twice"]),
        (["--from", "2026-10-02", "--to", "2026-10-02"], ["not later"]),
        (["--month", "2999-01"], ["still to come"]),
        (["A-07"], ["NUMBER"]),
        (["--date", "2026-10-01"], ["--date"]),
        (["--format", "docx", "-o", "x.pdf"], [".pdf", "docx"]),
    ],
)
def test_days_that_are_none(northgate: Sfm, here: Path, args: list[str], words: list[str]) -> None:
    northgate.inside("report", "contract-review", *args).refused(*words)
    assert os.listdir(here) == []


def test_ctrl_c_leaves_no_file_and_no_child(northgate: Sfm, here: Path) -> None:
    with northgate.start("report", "contract-review", "--month", "2026-10") as program:
        watched, clock = psutil.Process(program.pid), SystemClock()
        until, children = clock.monotonic() + 60, list[psutil.Process]()
        while not children and program.poll() is None and clock.monotonic() < until:
            children = watched.children()
        assert children, "it ended before it began to make the document"
        program.send_signal(signal.SIGINT)
        program.communicate(timeout=30)
    assert program.returncode == 130
    _, alive = psutil.wait_procs(children, timeout=10)
    assert alive == []
    assert os.listdir(here) == []


def test_the_names_of_documents_cost_nothing_at_the_start() -> None:
    heavy = ("pydantic", "typst", "docx", "jinja2")
    code = f"import sys, sfm_tui.cli.commands; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_ctrl_c_ends_the_reading_in_the_midst_of_a_statement(
    logged: Sfm, here: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing is said and nothing is written; Ctrl+C does afterwards what it did before."""

    def review(store: Store, *_asked: Any) -> Any:
        with store.reading() as connection:
            threading.Timer(0.05, os.kill, (os.getpid(), signal.SIGINT)).start()
            connection.exec_driver_sql(_ENDLESS)

    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    monkeypatch.setattr(gather_review, "contract_review", review)
    try:
        ran = logged.inside("report", "contract-review", "--month", "2025-11")
        assert signal.getsignal(signal.SIGINT) is signal.default_int_handler
    finally:
        signal.signal(signal.SIGINT, before)
    assert (ran.code, ran.out, ran.err) == (130, "", "")
    assert list(here.iterdir()) == []
