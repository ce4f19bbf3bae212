import json
import os
import subprocess
import sys
import threading
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.reports import render, typst_set
from sfm_tui.reports.gather import day_book, incident_sheet
from sfm_tui.reports.paper import ReportError
from sfm_tui.reports.render import Cancelled, Document, document_bytes, job_of
from sfm_tui.reports.sheet_text import sheet_text
from sfm_tui.storage.store import Store
from tests.reports.pdf import pages_of, squeezed, text_of
from tests.reports.scenes import plain_incident, rich_incident
from tests.reports.test_day_book import DAY


@pytest.fixture
def sheet(store: Store, clock: FrozenClock, me: Author) -> Document:
    """The sheet of a busy incident."""
    return incident_sheet(store, rich_incident(store, clock, me), me)


def test_the_pdf_says_what_the_text_says(sheet: Document, tmp_path: Path) -> None:
    path = render.render(sheet, tmp_path / "sheet.pdf")
    assert path.read_bytes().startswith(b"%PDF-")
    printed = squeezed(path.read_bytes())
    said = sheet_text(sheet).replace("~~", "")
    numbers = {word for word in said.split() if any(c.isdigit() for c in word) and word.strip("!-=>·")}
    assert len(numbers) > 40
    assert [word for word in numbers if word not in printed] == []
    for words in ("struck: read from the wrong radio", "late entry, written 22:44:11", "author unconfirmed"):
        assert words.replace(" ", "") in printed


def test_every_page_bears_head_number_and_printing(store: Store, me: Author) -> None:
    number = plain_incident(store, me)
    for i in range(200):
        store.incidents.note(number, f"Round {i}: all correct, doors checked and locked", me)
    pdf = document_bytes(incident_sheet(store, number, me))
    pages = text_of(pdf).split("\f")[:-1]
    assert len(pages) == pages_of(pdf)
    assert 4 <= len(pages) <= 8
    for i, page in enumerate(pages, start=1):
        assert f"page {i} of {len(pages)}" in page
        assert store.head().long in page
        assert f"Incident {number}" in page
        assert "Printed Sat 21 Nov 2026 22:15:35 GMT by J. Okafor" in page
    for i in range(200):
        assert f"Round {i}: all correct" in "".join(pages)


def test_the_day_book_as_pdf(store: Store, clock: FrozenClock, me: Author) -> None:
    rich_incident(store, clock, me)
    printed = squeezed(document_bytes(day_book(store, DAY, me)))
    assert "PIRzone4reset,contractorinunit12" in printed
    assert "2026-0001/3" in printed


def test_one_document_is_one_pdf_byte_for_byte(sheet: Document) -> None:
    assert document_bytes(sheet) == document_bytes(sheet)


def test_the_pdf_is_tagged_and_titled(sheet: Document) -> None:
    pdf = document_bytes(sheet)
    assert b"/StructTreeRoot" in pdf
    assert b"/Lang (en-GB)" in pdf or b"/Lang(en-GB)" in pdf
    assert b"pdfuaid:part" in pdf


def test_another_file_is_never_replaced_unasked(sheet: Document, tmp_path: Path) -> None:
    path = tmp_path / "sheet.pdf"
    path.write_bytes(b"mine")
    with pytest.raises(ReportError, match="is there already"):
        render.render(sheet, path)
    assert path.read_bytes() == b"mine"
    render.render(sheet, path, overwrite=True)
    assert path.read_bytes().startswith(b"%PDF-")
    assert [p.name for p in tmp_path.iterdir() if "part" in p.name] == []


def child(monkeypatch: pytest.MonkeyPatch, source: str, *words: str) -> None:
    """Let something else sit where the setting process would."""
    monkeypatch.setattr(render, "_child", lambda form: (sys.executable, "-c", source, *words))


def gone(pid: int) -> bool:
    """Whether no such process is left."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return True
    return False


SLOW = "import os, sys, time; open(sys.argv[1], 'w').write(str(os.getpid())); os.rename(sys.argv[1], sys.argv[2]); "


@pytest.mark.parametrize("reads", ["sys.stdin.read(); ", ""], ids=["reading", "not even reading"])
def test_cancelling_ends_the_child_and_leaves_no_file(
    sheet: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, reads: str
) -> None:
    child(monkeypatch, SLOW + reads + "time.sleep(60)", str(tmp_path / "half"), str(tmp_path / "pid"))
    monkeypatch.setattr(render, "job_of", lambda document: {"much": "x" * 1_000_000})
    cancel, failures = threading.Event(), list[BaseException]()

    def work() -> None:
        try:
            render.render(sheet, tmp_path / "sheet.pdf", cancel=cancel)
        except ReportError as error:
            failures.append(error)

    worker = threading.Thread(target=work)
    worker.start()
    looked = threading.Event()
    while not (tmp_path / "pid").exists() and worker.is_alive():
        looked.wait(0.01)
    cancel.set()
    worker.join(10)
    assert not worker.is_alive()
    assert [type(failure) for failure in failures] == [Cancelled]
    assert gone(int((tmp_path / "pid").read_text()))
    assert not (tmp_path / "sheet.pdf").exists()


def test_a_long_job_reaches_a_child_that_is_slow_to_read(sheet: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    child(monkeypatch, "import sys, time; time.sleep(0.4); sys.stdout.write(str(len(sys.stdin.buffer.read())))")
    monkeypatch.setattr(render, "job_of", lambda document: {"much": "x" * 3_000_000})
    assert int(document_bytes(sheet, timeout=20)) > 3_000_000


def test_what_was_cancelled_before_is_not_begun(
    sheet: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(monkeypatch, "raise SystemExit('begun')")
    cancel = threading.Event()
    cancel.set()
    with pytest.raises(Cancelled):
        render.render(sheet, tmp_path / "sheet.pdf", cancel=cancel)


def test_a_child_that_takes_too_long_is_given_up(
    sheet: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    child(monkeypatch, "import time; time.sleep(60)")
    with pytest.raises(ReportError, match=r"given up after 0\.2 s"):
        render.render(sheet, tmp_path / "sheet.pdf", timeout=0.2)
    assert list(tmp_path.glob("*.pdf")) == []


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("import sys; print('noise', file=sys.stderr); sys.exit('no room for it')", "no room for it"),
        ("import os; os.kill(os.getpid(), 9)", "status -9"),
        ("import sys; sys.exit(3)", "status 3"),
    ],
)
def test_a_child_that_fails_says_why_in_one_line(
    sheet: Document, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, source: str, why: str
) -> None:
    child(monkeypatch, source)
    with pytest.raises(ReportError, match=rf"^the PDF cannot be made: {why}$"):
        render.render(sheet, tmp_path / "sheet.pdf")
    assert list(tmp_path.glob("*.pdf")) == []


def test_an_unknown_template_is_refused_by_the_child_itself() -> None:
    command = (sys.executable, "-P", "-m", "sfm_tui.reports.typst_set")
    done = subprocess.run(command, input=b'{"template": "../x"}', capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == "there is no template «../x»".encode()


def test_when_a_font_fails_the_document_is_still_made(sheet: Document, monkeypatch: pytest.MonkeyPatch) -> None:
    import typst

    real, refused = typst.compile, []

    def choosy(*args: object, **options: Any) -> object:
        if r"\u2192" in options["sys_inputs"]["data"]:
            refused.append("typst")
            raise typst.TypstError("the text could not be displayed")
        return real(*args, **options)

    monkeypatch.setattr(typst, "compile", choosy)
    pdf, step = typst_set.set_pdf(job_of(sheet))
    assert (step, refused) == (2, ["typst"])
    assert "‹U+2192›" in squeezed(pdf)


def test_a_breakdown_inside_typst_is_no_end_but_an_interrupt_is(
    sheet: Document, monkeypatch: pytest.MonkeyPatch
) -> None:
    import typst

    class PanicException(BaseException):
        """As typst's binding raises it."""

    failures: Sequence[BaseException] = (PanicException("assertion failed"),)

    def breaking(*args: object, **options: object) -> bytes:
        raise failures[0]

    monkeypatch.setattr(typst, "compile", breaking)
    with pytest.raises(RuntimeError, match="assertion failed"):
        typst_set.set_pdf(job_of(sheet))
    failures = (KeyboardInterrupt(),)
    with pytest.raises(KeyboardInterrupt):
        typst_set.set_pdf(job_of(sheet))


def test_the_program_itself_loads_neither_typst_nor_the_terminal() -> None:
    source = (
        "import sys, sfm_tui.reports.gather, sfm_tui.reports.render, sfm_tui.reports.sheet_text;"
        "print([m for m in ('typst', 'textual', 'rich') if m in sys.modules])"
    )
    done = subprocess.run((sys.executable, "-c", source), capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"[]"


def test_the_child_finds_a_program_that_is_not_installed(sheet: Document, tmp_path: Path) -> None:
    python, *rest = render._child("txt")
    job = json.dumps(job_of(sheet)).encode()
    done = subprocess.run((python, "-S", *rest), input=job, capture_output=True, timeout=60, cwd=tmp_path)
    assert b"No module named 'sfm_tui" not in done.stderr, done.stderr


def test_the_child_loads_no_store() -> None:
    source = (
        "import sys, sfm_tui.reports.typst_set;"
        "print([m for m in ('sqlalchemy', 'sqlmodel', 'pydantic', 'textual') if m in sys.modules])"
    )
    done = subprocess.run((sys.executable, "-c", source), capture_output=True, check=True, timeout=60)
    assert done.stdout.strip() == b"[]"
