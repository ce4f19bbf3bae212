"""`sfm retention`, `hold`, `subject-access`: how long records are kept, what is held, what is known of a person.

What is written here is the help. After changing it: `python -m sfm_tui.cli.write_help`.
"""

from typing import Annotated

import typer

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.options import By, Db, Job, Json, Output, Replace, app, store_path

Why = Annotated[str, typer.Option("--why", metavar="TEXT", help="The reason, for the ledger.")]


@app.command()
def retention(
    erase: Annotated[bool, typer.Option("--erase", help="Erase what is due, after asking.")] = False,
    rows: Annotated[bool, typer.Option("--list", help="Name every record whose time is over.")] = False,
    kind: Annotated[
        list[str] | None, typer.Option("--kind", metavar="KIND", help="With --erase: only these, such as incidents.")
    ] = None,
    why: Why = "",
    confirm: Annotated[
        str, typer.Option("--confirm", metavar="N", help="How many are due: erases them without asking.")
    ] = "",
    finish: Annotated[bool, typer.Option("--finish", help="Clear what a broken-off erasure left.")] = False,
    by: By = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Say whose time is over under the retention rules, and erase it.

    The months of each kind are in [retention] of site.toml; where it says nothing, the usual ones hold. Nothing goes
    that is held, open, unsigned or still needed, and nothing without --erase.
    """

    def job() -> int:
        from sfm_tui.cli import privacy

        if sum((erase, finish, as_json or rows)) > 1:
            complain("--erase, --finish, and --json or --list are three things: one at a time")
            return BAD_USE
        if finish:
            return privacy.run_finish(store_path(db))
        if erase:
            return privacy.run_erase(store_path(db), kind or [], why, by, confirm)
        return privacy.run_retention(store_path(db), as_json=as_json, rows=rows)

    return job


@app.command()
def hold(
    what: Annotated[str, typer.Argument(metavar="add|lift|list", help="What to do.")],
    target: Annotated[
        str, typer.Argument(metavar="RECORD", help="2026-0142, officer:1001, person:okafor, period:DAY..DAY.")
    ] = "",
    why: Why = "",
    by: By = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Place or lift a legal hold: what is held does not go under any rule.

    With a record are held what is linked to it and the lines of the book raised to it, with an officer or a person all
    that names them, with a period all that happened in it.
    """

    def job() -> int:
        from sfm_tui.cli.privacy import run_hold

        return run_hold(store_path(db), what, target, why, by, as_json=as_json)

    return job


@app.command("subject-access")
def subject_access(
    person: Annotated[str, typer.Argument(metavar="PERSON", help="officer:1001 or person:okafor.")] = "",
    name: Annotated[
        str, typer.Option("--name", metavar="NAME", help="List the records in whose words this name stands.")
    ] = "",
    record: Annotated[
        list[str] | None, typer.Option("--record", metavar="RECORD", help="A record that is about them, looked at.")
    ] = None,
    unmasked: Annotated[bool, typer.Option("--unmasked", help="Leave other people's names in.")] = False,
    output: Output = "",
    replace: Replace = False,
    by: By = "",
    db: Db = "",
) -> Job:
    """Put together what is known of one person, for them: a page to read and the same as data, in a zip.

    Other people's names are replaced. The ledger keeps that it was done. For somebody whom no list has, look with
    --name first, then give each record that is about them.
    """

    def job() -> int:
        from sfm_tui.cli.privacy import run_access

        return run_access(store_path(db), person, name, record or [], output, by, unmasked=unmasked, replace=replace)

    return job
