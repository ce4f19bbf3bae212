"""`sfm log`, `verify`, `backup`, `restore`, `doctor`: entries from outside, and the store itself.

What is written here is the help. After changing it: `python -m sfm_tui.cli.write_help`.
"""

from pathlib import Path
from typing import Annotated

import typer

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.options import By, Db, Job, Json, app, store_path


@app.command()
def log(
    what: Annotated[str, typer.Option("--what", metavar="TEXT", help="What happened.")] = "",
    where: Annotated[str, typer.Option("--where", metavar="TEXT", help="A location's code, or free words.")] = "",
    category: Annotated[str, typer.Option("--category", metavar="WORD", help="Else guessed from the words.")] = "",
    severity: Annotated[
        str, typer.Option("--severity", metavar="1-4", help="1 critical to 4 low; else assumed from the category.")
    ] = "",
    reported: Annotated[
        str, typer.Option("--reported", metavar="TIME", help="2215, -5, y 2310, 2026-11-21T22:15; else now.")
    ] = "",
    stdin: Annotated[
        bool, typer.Option("--stdin", help="Read one JSON object a line, answer each with one line.")
    ] = False,
    by: By = "",
    db: Db = "",
) -> Job:
    """Log an incident, or a stream of them from a panel or a script.

    The number and the ledger's head are printed once the incident is on disk.

    With --stdin, each object has «what» and may have «where», «category»,
    «severity», «reported» and an «id» of the sender's. The answer {"number", "id", "head"} or {"error", "id"} comes
    once it is on disk; the same id sent twice is logged once.
    """

    def job() -> int:
        if stdin:
            if what or where or category or severity or reported:
                complain("--stdin takes everything from the objects that it reads: leave the other options out")
                return BAD_USE
            from sfm_tui.cli.stream import run_stream

            return run_stream(store_path(db), by)
        from sfm_tui.cli.incoming import run_log

        return run_log(store_path(db), what, where, category, severity, reported, by)

    return job


@app.command()
def verify(
    head: Annotated[
        str, typer.Option("--head", metavar="SEQ·HEX", help="A head that you hold, from a screen or from paper.")
    ] = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Walk the ledger and say whether all of it is as it was entered."""

    def job() -> int:
        from sfm_tui.cli.keeping import run_verify

        return run_verify(store_path(db), head, as_json=as_json)

    return job


@app.command()
def backup(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A file that is not there yet.")],
    db: Db = "",
) -> Job:
    """Copy the store while it is in use, and verify the copy."""

    def job() -> int:
        from sfm_tui.cli.keeping import run_backup

        return run_backup(store_path(db), Path(path))

    return job


@app.command()
def restore(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A file that «sfm backup» made.")],
    db: Db = "",
) -> Job:
    """Put a backup in the store's place.

    A store that is there is set aside under a dated name, never overwritten.
    """

    def job() -> int:
        from sfm_tui.cli.keeping import run_restore

        return run_restore(Path(path), store_path(db))

    return job


@app.command()
def doctor(as_json: Json = False, db: Db = "") -> Job:
    """Say where things are and whether the store is sound."""

    def job() -> int:
        from sfm_tui.cli.keeping import run_doctor

        return run_doctor(store_path(db), as_json=as_json)

    return job
