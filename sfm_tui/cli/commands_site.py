"""`sfm demo`, `import`, `import-csv`, `export`: where a site comes from and goes to.

What is written here is the help. After changing it: `python -m sfm_tui.cli.write_help`.
"""

from pathlib import Path
from typing import Annotated

import typer

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.options import By, Db, Job, Replace, app, store_path


@app.command()
def demo(
    keep: Annotated[
        str, typer.Option("--keep", metavar="PATH", help="Make it at PATH and keep it; else it goes on leaving.")
    ] = "",
    no_open: Annotated[bool, typer.Option("--no-open", help="Only make it: goes with --keep.")] = False,
    before: Annotated[
        bool, typer.Option("--before", help="As it stood before the change: late at peak, and nobody knows why yet.")
    ] = False,
    at: Annotated[
        str, typer.Option("--at", metavar="TIME", help="As if it were then: 2026-11-08T11:30. Its clock goes on.")
    ] = "",
    days_later: Annotated[
        int, typer.Option("--days-later", metavar="N", help="Put the clock of the demo at --keep forward by N days.")
    ] = 0,
    db: Db = "",
) -> Job:
    """Open the program on an invented site with twelve weeks behind it.

    With --before the change that made it better is still to be made, by you. Later, --days-later 15 with the same
    --keep PATH lets two weeks pass and writes what happened in them into a folder «follow-up» beside it, to be read in.
    """

    def job() -> int:
        if days_later:
            if before or at:
                complain("--days-later is for a demo that is there already: leave out --before and --at")
                return BAD_USE
            from sfm_tui.cli.demo import run_later

            return run_later(keep or db, days_later, opens=not no_open)
        from sfm_tui.cli.demo import run_demo

        return run_demo(keep or db, at, before=before, opens=not no_open)

    return job


@app.command("import")
def import_(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="A site folder, one .xlsx or one .ics file.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; store nothing.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Store the good rows; the bad ones go to FOLDER/rejected.")
    ] = False,
    day_first: Annotated[bool, typer.Option("--day-first", help="Take 29/03/2026 19:00 as a time too.")] = False,
    by: By = "",
    db: Db = "",
) -> Job:
    """Take in a site folder: all of it or, where a row is bad, nothing.

    The same folder again changes nothing. Every bad row is told, with file, line and column.
    """

    def job() -> int:
        from sfm_tui.cli.folders import run_import

        return run_import(store_path(db), Path(folder), by, dry_run=dry_run, skip_bad=skip_bad, day_first=day_first)

    return job


@app.command("import-csv")
def import_csv(
    what: Annotated[str, typer.Argument(metavar="incidents", help="What the rows of the file are.")],
    file: Annotated[str, typer.Argument(metavar="FILE", help="A CSV file of another system.")],
    maps: Annotated[
        list[str] | None,
        typer.Option("--map", metavar="FIELD=COLUMN", help="Where a field comes from; as often as needed."),
    ] = None,
    sets: Annotated[
        list[str] | None, typer.Option("--set", metavar="FIELD=VALUE", help="What a field is in every row.")
    ] = None,
    save_map: Annotated[str, typer.Option("--save-map", metavar="NAME", help="Keep this mapping under a name.")] = "",
    map_file: Annotated[str, typer.Option("--map-file", metavar="NAME", help="Use a mapping that was kept.")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would change; store nothing.")] = False,
    skip_bad: Annotated[
        bool, typer.Option("--skip-bad", help="Store the good rows; the bad ones go to rejected/.")
    ] = False,
    day_first: Annotated[bool, typer.Option("--day-first", help="Take 29/03/2026 19:00 as a time too.")] = False,
    by: By = "",
    db: Db = "",
) -> Job:
    """Take in incidents from another system's file.

    FIELD is a column of incidents.csv. reported=Date+Time joins two columns with
    a space; on_scene=reported+Secs:s adds seconds from a column, :m minutes, to a
    time that is mapped. The first rows and the columns left over are shown.
    """

    def job() -> int:
        from sfm_tui.cli.csv_in import run_import_csv

        return run_import_csv(
            store_path(db), what, Path(file), maps or [], sets or [], by, save_map=save_map, map_file=map_file,
            dry_run=dry_run, skip_bad=skip_bad, day_first=day_first,
        )  # fmt: skip

    return job


@app.command()
def export(
    folder: Annotated[str, typer.Argument(metavar="FOLDER", help="A new or empty folder, or a file .xlsx.")],
    from_: Annotated[
        str, typer.Option("--from", metavar="DATE", help="Only the roster, from this day; else today.")
    ] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="DATE", help="The day after its last; else a week after the first.")
    ] = "",
    replace: Replace = False,
    db: Db = "",
) -> Job:
    """Write the whole site, or the roster of some days, as a folder of CSV files.

    «sfm import» reads it back.
    """

    def job() -> int:
        from sfm_tui.cli.folders import run_export

        return run_export(store_path(db), Path(folder), from_, to, replace=replace)

    return job
