"""`sfm incidents`, `gaps`, `kpi`, `trace`, `measure`, `effect`: what happened, and its figures.

What is written here is the help. After changing it: `python -m sfm_tui.cli.write_help`.
"""

from typing import Annotated

import typer

from sfm_tui.cli.options import DayAfter, Db, FirstDay, Job, Json, app, store_path


@app.command()
def incidents(
    search: Annotated[str, typer.Option("--search", metavar="TEXT", help="Those whose texts have these words.")] = "",
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="Reported on this day or later.")] = "",
    to: Annotated[str, typer.Option("--to", metavar="DATE", help="Reported before this day.")] = "",
    state: Annotated[
        str, typer.Option("--state", metavar="STATE", help="open, on hold, closed, running or void.")
    ] = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """List incidents, the newest first."""

    def job() -> int:
        from sfm_tui.cli.listing import run_incidents

        return run_incidents(store_path(db), search, from_, to, state, as_json=as_json)

    return job


@app.command()
def gaps(
    from_: Annotated[str, typer.Option("--from", metavar="DATE", help="The first day; else today.")] = "",
    to: Annotated[
        str, typer.Option("--to", metavar="DATE", help="The day after the last; else a week after the first.")
    ] = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Say what is wrong with the roster: gaps, double bookings, licences, rest.

    Both days are local midnights. With --json by time, else the worst first; a
    post with «!» is critical. The exit status is 0, with findings or without.
    """

    def job() -> int:
        from sfm_tui.cli.gaps import run_gaps

        return run_gaps(store_path(db), from_, to, as_json=as_json)

    return job


@app.command()
def kpi(
    from_: FirstDay = "",
    to: DayAfter = "",
    by: Annotated[
        list[str] | None, typer.Option("--by", metavar="FIELD", help="Responses by this too; as often as needed.")
    ] = None,
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Give the figures of some days: response, fill, late starts, compliance.

    Both days are local midnights, --to is not counted in. Without days: the seven
    up to today. What is left out is counted by its reason. FIELD is hour, weekday,
    week, month, category, severity, location or officer (the first on scene).
    """

    def job() -> int:
        from sfm_tui.cli.figures import run_kpi

        return run_kpi(store_path(db), from_, to, by or (), as_json=as_json)

    return job


@app.command()
def trace(
    from_: FirstDay = "",
    to: DayAfter = "",
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Say why responses were over their limit: who was on duty, free or busy.

    Of the incidents reported in these days, --to not counted in; without days, of
    the seven up to today. One line for each, then the causes and the hours.
    """

    def job() -> int:
        from sfm_tui.cli.tracing import run_trace

        return run_trace(store_path(db), from_, to, as_json=as_json)

    return job


@app.command()
def measure(
    name: Annotated[str, typer.Argument(metavar="[NAME]", help="A measure, such as response-time.")] = "",
    from_csv: Annotated[
        str, typer.Option("--from-csv", metavar="FILE", help="A series with the columns at,value[,n] instead.")
    ] = "",
    baseline: Annotated[
        str, typer.Option("--baseline", metavar="N|all", help="The points that make the limits; else the first 12.")
    ] = "",
    screen: Annotated[
        bool, typer.Option("--screen", help="Drop very wide moving ranges, once, as NHS tools do.")
    ] = False,
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Chart a measure: centre, limits, and what is more than chance (XmR).

    A measure of the team's own, or one that is computed by the week:
    response-time, response-within, shift-fill, late-starts, no-shows.
    """

    def job() -> int:
        from sfm_tui.cli.measuring import run_measure

        return run_measure(store_path(db), name, from_csv, baseline, screen=screen, as_json=as_json)

    return job


@app.command()
def effect(
    action: Annotated[str, typer.Argument(metavar="ACTION", help="The action, such as A-07.")],
    cycle: Annotated[int, typer.Option("--cycle", metavar="N", help="An earlier cycle; else the one at work.")] = 0,
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Say whether an action had an effect: its measure before and after.

    The difference with its 95 % interval, what else changed meanwhile, and
    whether it has held after 3 and 6 months. Too few readings: «too early».
    """

    def job() -> int:
        from sfm_tui.cli.effect import run_effect

        return run_effect(store_path(db), action, cycle=cycle or None, as_json=as_json)

    return job


@app.command()
def thread(
    record: Annotated[str, typer.Argument(metavar="RECORD", help="Such as A-07, 2026-0099, T-16.")],
    as_json: Json = False,
    db: Db = "",
) -> Job:
    """Tell the thread of a record: what it came from and what came of it.

    In the order of time, along the links between records: from the finding or the
    incident to the action, to what changed, was said and measured, to the report.
    """

    def job() -> int:
        from sfm_tui.cli.thread import run_thread

        return run_thread(store_path(db), record, as_json=as_json)

    return job
