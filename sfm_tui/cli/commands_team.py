"""`sfm briefing`, `talks`, `actions` and what a supervisor shows as evidence: the team and its improvement.

What is written here is the help. After changing it: `python -m sfm_tui.cli.write_help`.
"""

from typing import Annotated

import typer

from sfm_tui.cli import BAD_USE
from sfm_tui.cli.options import By, Db, Job, Json, Output, Pdf, Replace, app, prints_nothing, store_path


@app.command()
def briefing(
    today: Annotated[bool, typer.Option("--today", help="Those that are told today.")] = False,
    prints: Annotated[
        bool, typer.Option("--print", help="The sheet for the stand-up of the shift that starts.")
    ] = False,
    pdf: Pdf = False,
    output: Output = "",
    replace: Replace = False,
    by: By = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """List briefing points in the order in which they are read out."""

    def job() -> int:
        if prints:
            from sfm_tui.cli.paper import run_paper

            return run_paper(store_path(db), "briefing", output, by, pdf=pdf, replace=replace)
        if not prints_nothing("--print", output, pdf):
            return BAD_USE
        from sfm_tui.cli.training import run_briefing

        return run_briefing(store_path(db), today=today, as_json=as_json)

    return job


@app.command()
def talks(
    due: Annotated[bool, typer.Option("--due", help="Who still needs which topic, the most urgent first.")] = False,
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """List toolbox talks, the newest first, or who has one due."""

    def job() -> int:
        from sfm_tui.cli.training import run_talks

        return run_talks(store_path(db), due=due, as_json=as_json)

    return job


@app.command()
def actions(
    overdue: Annotated[
        bool, typer.Option("--overdue", help="Those that are past their due day and not closed.")
    ] = False,
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """List the improvement actions by stage and by the day on which they are due."""

    def job() -> int:
        from sfm_tui.cli.plan import run_actions

        return run_actions(store_path(db), overdue=overdue, as_json=as_json)

    return job


@app.command()
def reflections(
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="One to read whole, such as R-03 or N-01.")] = "",
    notes: Annotated[bool, typer.Option("--notes", help="Study notes in their place.")] = False,
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """List reflections, the newest first, or read one."""

    def job() -> int:
        from sfm_tui.cli.portfolio import run_reflections

        return run_reflections(store_path(db), number, notes=notes, as_json=as_json)

    return job


@app.command()
def standard(
    what: Annotated[str, typer.Argument(metavar="list|show|load", help="What to do.")] = "list",
    name: Annotated[str, typer.Argument(metavar="CODE|FILE", help="The code to show, or the file to load.")] = "",
    as_toml: Annotated[bool, typer.Option("--toml", help="As a file to edit and load again: goes with show.")] = False,
    by: By = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Show which criteria of a standard have evidence, or load one."""

    def job() -> int:
        from sfm_tui.cli.portfolio import run_standard

        return run_standard(store_path(db), what, name, by, as_toml=as_toml, as_json=as_json)

    return job


@app.command()
def assessments(as_json: Json = False, db: Db = "") -> Job:
    """Show the self-assessment: now, before, and the next level."""

    def job() -> int:
        from sfm_tui.cli.portfolio import run_assessments

        return run_assessments(store_path(db), as_json=as_json)

    return job


@app.command()
def attach(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Such as incident:2026-0142 or action:A-07.")],
    file: Annotated[str, typer.Argument(metavar="FILE", help="What to attach; else its files are listed.")] = "",
    about: Annotated[str, typer.Option("--about", metavar="TEXT", help="What it shows.")] = "",
    by: By = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Attach a photo, a diagram or minutes to a record, as a copy."""

    def job() -> int:
        from sfm_tui.cli.portfolio import run_attach

        return run_attach(store_path(db), record, file, about, by, as_json=as_json)

    return job


@app.command()
def handover(
    number: Annotated[
        str, typer.Argument(metavar="NUMBER", help="A handover to print, such as H-05, as text or as a PDF.")
    ] = "",
    prints: Annotated[
        bool, typer.Option("--print", help="Print what the record makes of it now: a draft, nothing is signed.")
    ] = False,
    pdf: Pdf = False,
    output: Output = "",
    replace: Replace = False,
    by: By = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """List handovers, the newest first, print one, or draft the next one."""

    def job() -> int:
        if number:
            from sfm_tui.cli.paper import run_paper

            return run_paper(store_path(db), "handover", output, by, pdf=pdf, replace=replace, record=number)
        if not prints_nothing("a NUMBER", output, pdf):
            return BAD_USE
        from sfm_tui.cli.training import run_handover

        return run_handover(store_path(db), prints=prints, as_json=as_json)

    return job
