"""`sfm print`, `book`, `evidence`, `report`: documents.

What is written here is the help. After changing it: `python -m sfm_tui.cli.write_help`.
"""

from typing import Annotated

import typer

from sfm_tui.cli.options import By, DayAfter, Db, FirstDay, Job, Output, Pdf, Replace, app, store_path


def report_help() -> str:
    """The help of `sfm report`, which names every document."""
    from sfm_tui.reports.registry import KINDS

    kinds = "\n".join(f"  {kind.name:18}{kind.what}" for kind in KINDS.values())
    return (
        "Make a document, in a file of its own. Without -o it gets a name that says\nwhat it is, here;"
        f" nothing is written over.\n\n\b\n{kinds}"
    )


@app.command("print")
def print_(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The incident, such as 2026-0142.")],
    pdf: Pdf = False,
    output: Output = "",
    replace: Replace = False,
    by: By = "",
    db: Db = "",
) -> Job:
    """Print one incident as a sheet of plain text, or as a PDF."""

    def job() -> int:
        from sfm_tui.cli.paper import run_paper

        return run_paper(store_path(db), "incident", output, by, pdf=pdf, replace=replace, record=number)

    return job


@app.command()
def book(
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="2026-11-21; else today.")] = "",
    pdf: Pdf = False,
    output: Output = "",
    replace: Replace = False,
    by: By = "",
    db: Db = "",
) -> Job:
    """Print the occurrence book of a day, incidents' entries in it."""

    def job() -> int:
        from sfm_tui.cli.paper import run_paper

        return run_paper(store_path(db), "occurrence-book", output, by, pdf=pdf, replace=replace, day=date)

    return job


@app.command()
def evidence(
    actions: Annotated[str, typer.Option("--actions", metavar="NUMBERS", help="Such as A-07,A-09.")] = "",
    incidents: Annotated[str, typer.Option("--incidents", metavar="NUMBERS", help="Such as 2026-0099.")] = "",
    talks: Annotated[str, typer.Option("--talks", metavar="NUMBERS", help="Such as T-12.")] = "",
    reflections: Annotated[str, typer.Option("--reflections", metavar="NUMBERS", help="Such as R-01.")] = "",
    notes: Annotated[str, typer.Option("--notes", metavar="NUMBERS", help="Such as N-01.")] = "",
    assessments: Annotated[str, typer.Option("--assessments", metavar="ROWS", help="ENABLER:DAY:WHO.")] = "",
    standard: Annotated[str, typer.Option("--standard", metavar="CODE", help="What it is mapped to.")] = "",
    hide: Annotated[list[str] | None, typer.Option("--hide", metavar="WORDS", help="Also take out.")] = None,
    output: Annotated[str, typer.Option("-o", "--output", metavar="FOLDER", help="With a zip beside it.")] = "",
    by: By = "",
    db: Db = "",
) -> Job:
    """Put an anonymised pack together, read page by page, then written.

    Names, numbers and references become pseudonyms, dates move by whole weeks that
    nobody knows, clock times become hours. Each page is shown with what might still
    give somebody away; nothing is written before each is confirmed.
    """

    def job() -> int:
        from sfm_tui.cli.evidence import run_evidence
        from sfm_tui.reports.evidence.pack import Chosen

        def keys(some: str) -> tuple[str, ...]:
            return tuple(some.replace(",", " ").split())

        chosen = Chosen(
            keys(actions), keys(incidents), keys(talks), keys(reflections), keys(notes), keys(assessments), standard
        )
        return run_evidence(store_path(db), chosen, output, by, hide or ())

    return job


@app.command(help=report_help())
def report(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Which document.")] = "",
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The record that it is about, or A-07,A-08.")] = "",
    lists: Annotated[bool, typer.Option("--list", help="Name the documents and their formats.")] = False,
    month: Annotated[str, typer.Option("--month", metavar="MONTH", help="2026-10; else the last that is over.")] = "",
    from_: FirstDay = "",
    to: DayAfter = "",
    date: Annotated[str, typer.Option("--date", metavar="DATE", help="The day; else today.")] = "",
    form: Annotated[
        str,
        typer.Option("--format", metavar="FORMAT", help="pdf, docx, html, txt; else by the ending of -o, else pdf."),
    ] = "",
    output: Output = "",
    replace: Replace = False,
    named: Annotated[bool, typer.Option("--names", help="Officers by name, where they are left out else.")] = False,
    by: By = "",
    db: Db = "",
) -> Job:
    """Make a document; see `report_help`."""

    def job() -> int:
        from sfm_tui.cli.report import run_list, run_report

        if lists or not kind:
            return run_list()
        return run_report(
            store_path(db), kind, number, month=month, first=from_, before=to, day=date, form=form, output=output,
            by=by, names=named, replace=replace,
        )  # fmt: skip

    return job
