"""`sfm print`, `sfm book` and what a shift has on paper: a document of the registry as text, in a file also as PDF."""

from pathlib import Path

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.stores import author, opened


def run_paper(
    path: Path, name: str, output: str, by: str, *, pdf: bool, replace: bool, record: str = "", day: str = ""
) -> int:
    """Print a document's text, or write it or its PDF to a file: whole or not at all, over another only if asked.

    `name` is what the registry calls it, `record` and `day` are what it is about, where it takes one.
    """
    from sfm_tui.cli.gaps import day_of
    from sfm_tui.cli.report import enter_made
    from sfm_tui.reports.registry import Asked, kind_of

    if pdf and not output:
        complain("--pdf needs -o FILE: a PDF is not printed on a terminal")
        return BAD_USE
    kind = kind_of(name)
    with opened(path) as store:
        asked = Asked(record=record, day=day_of("--date", day, store) if day else None)
        document = kind.document(store, asked, author(store, by))
        if not output:
            from sfm_tui.reports.text_of import text_of

            print(text_of(document), end="")
            return 0
        from sfm_tui.reports.render import render

        form = "pdf" if pdf or output.lower().endswith(".pdf") else "txt"
        enter_made(store, kind, asked, document, render(document, output, form, overwrite=replace), form, by)
    print(output)
    return 0
