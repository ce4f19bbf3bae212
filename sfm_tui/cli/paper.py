"""`sfm print`, `sfm book` and what a shift has on paper: documents as text and as PDF."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.stores import author, opened
from sfm_tui.reports.registry import Asked

if TYPE_CHECKING:
    from sfm_tui.reports.paper import Document
    from sfm_tui.storage.store import Store


def run_print(path: Path, number: str, output: str, by: str, *, pdf: bool, replace: bool) -> int:
    """One incident as a sheet."""
    from sfm_tui.reports.gather import incident_sheet
    from sfm_tui.reports.sheet_text import sheet_text

    if not _usable(output, pdf):
        return BAD_USE
    with opened(path) as store:
        sheet = incident_sheet(store, number, author(store, by))
    status = _put(sheet, lambda: sheet_text(sheet), output, pdf=pdf, replace=replace)
    return status or _enter(path, "incident", Asked(record=number), sheet, output, by, pdf=pdf)


def run_book(path: Path, day: str, output: str, by: str, *, pdf: bool, replace: bool) -> int:
    """The occurrence book of one local day."""
    from sfm_tui.reports.gather import day_book
    from sfm_tui.reports.sheet_text import book_text

    if not _usable(output, pdf):
        return BAD_USE
    with opened(path) as store:
        on = _day(store, day)
        book = day_book(store, on, author(store, by))
    status = _put(book, lambda: book_text(book), output, pdf=pdf, replace=replace)
    return status or _enter(path, "occurrence-book", Asked(day=on), book, output, by, pdf=pdf)


def run_briefing_sheet(path: Path, output: str, by: str, *, pdf: bool, replace: bool) -> int:
    """The sheet for the stand-up of the shift that is on or starts next."""
    from sfm_tui.reports.gather_shift import briefing_sheet
    from sfm_tui.reports.shift_text import briefing_text

    if not _usable(output, pdf):
        return BAD_USE
    with opened(path) as store:
        sheet = briefing_sheet(store, None, author(store, by))
    status = _put(sheet, lambda: briefing_text(sheet), output, pdf=pdf, replace=replace)
    return status or _enter(path, "briefing", Asked(), sheet, output, by, pdf=pdf)


def run_handover_sheet(path: Path, number: str, output: str, by: str, *, pdf: bool, replace: bool) -> int:
    """One handover as it was signed."""
    from sfm_tui.reports.gather_shift import handover_sheet
    from sfm_tui.reports.shift_text import handover_text

    if not _usable(output, pdf):
        return BAD_USE
    with opened(path) as store:
        sheet = handover_sheet(store, number, author(store, by))
    status = _put(sheet, lambda: handover_text(sheet), output, pdf=pdf, replace=replace)
    return status or _enter(path, "handover", Asked(record=number), sheet, output, by, pdf=pdf)


def _enter(path: Path, name: str, asked: Asked, document: "Document", output: str, by: str, *, pdf: bool) -> int:
    """Enter a document that was written to a file; one that was printed is not."""
    from sfm_tui.cli.report import enter_made
    from sfm_tui.reports.registry import kind_of

    if output:
        form = "pdf" if pdf or output.lower().endswith(".pdf") else "txt"
        with opened(path) as store:
            enter_made(store, kind_of(name), asked, document, Path(output), form, by)
    return 0


def _usable(output: str, pdf: bool) -> bool:
    if pdf and not output:
        complain("--pdf needs -o FILE: a PDF is not printed on a terminal")
        return False
    return True


def _day(store: "Store", text: str) -> date:
    from sfm_tui.clock import local_date, parse_file_date

    if not text:
        return local_date(store.clock.now(), store.tz)
    try:
        return parse_file_date(text)
    except ValueError as error:
        raise ValueError(f"--date: {error}") from None


def _put(document: "Document", text: Callable[[], str], output: str, *, pdf: bool, replace: bool) -> int:
    """Print a document's text, or write it or its PDF to a file: whole or not at all, over another only if asked."""
    if not output:
        print(text(), end="")
        return 0
    if pdf or output.lower().endswith(".pdf"):
        from sfm_tui.reports.render import render

        render(document, output, overwrite=replace)
    else:
        from sfm_tui.reports.whole_file import check_free, write_whole

        check_free(Path(output), overwrite=replace)
        write_whole(Path(output), text().encode(), overwrite=replace)
    print(output)
    return 0
