"""The commands, as typer reads them. Each gives back the job to do; nothing is done while options are read.

What is written here is the help. After changing it: `python -m sfm_tui.cli.write_help`.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from sfm_tui.cli import BAD_USE, PROGRAM, complain

Job = Callable[[], int]

HELP_WIDTH = 80
SETTINGS: dict[str, Any] = {
    "help_option_names": ["--help", "-h"],
    "terminal_width": HELP_WIDTH,
    "max_content_width": HELP_WIDTH,
}

app = typer.Typer(
    name=PROGRAM,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)

Db = Annotated[
    str, typer.Option("--db", metavar="PATH", help="The store; else SFM_DB, else the one in your data folder.")
]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who does this; else who signed on last, else «cli».")]
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Output = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="As a PDF, into the FILE of -o.")]
FirstDay = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")]
DayAfter = Annotated[str, typer.Option("--to", metavar="DATE", help="The day after the last.")]
Replace = Annotated[bool, typer.Option("--replace", help="Write over what is there.")]


def report_help() -> str:
    """The help of `sfm report`, which names every document."""
    from sfm_tui.reports.registry import KINDS

    kinds = "\n".join(f"  {kind.name:18}{kind.what}" for kind in KINDS.values())
    return (
        "Make a document, in a file of its own. Without -o it gets a name that says\nwhat it is, here;"
        f" nothing is written over.\n\n\b\n{kinds}"
    )


@app.callback()
def sfm(
    db: Db = "",
    version: Annotated[bool, typer.Option("--version", help="The version of this program.")] = False,
) -> None:
    """The control-room desk of a security team. Alone, it opens the desk.

    Exit status: 0, 1 for a finding, 2 for bad use or a store that cannot be used.
    """


@app.command()
def demo(
    keep: Annotated[
        str, typer.Option("--keep", metavar="PATH", help="Make it at PATH and keep it; else it goes on leaving.")
    ] = "",
    no_open: Annotated[bool, typer.Option("--no-open", help="Only make it: goes with --keep.")] = False,
    db: Db = "",
) -> Job:
    """Open the program on an invented site with twelve weeks behind it."""

    def job() -> int:
        from sfm_tui.cli.demo import run_demo

        return run_demo(keep or db, opens=not no_open)

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

        return run_import(_store(db), Path(folder), by, dry_run=dry_run, skip_bad=skip_bad, day_first=day_first)

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
            _store(db), what, Path(file), maps or [], sets or [], by, save_map=save_map, map_file=map_file,
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

        return run_export(_store(db), Path(folder), from_, to, replace=replace)

    return job


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

        return run_incidents(_store(db), search, from_, to, state, as_json=as_json)

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

        return run_gaps(_store(db), from_, to, as_json=as_json)

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

        return run_kpi(_store(db), from_, to, by or (), as_json=as_json)

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

        return run_trace(_store(db), from_, to, as_json=as_json)

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

        return run_measure(_store(db), name, from_csv, baseline, screen=screen, as_json=as_json)

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

        return run_effect(_store(db), action, cycle=cycle or None, as_json=as_json)

    return job


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
            from sfm_tui.cli.paper import run_briefing_sheet

            return run_briefing_sheet(_store(db), output, by, pdf=pdf, replace=replace)
        if not _prints_nothing("--print", output, pdf):
            return BAD_USE
        from sfm_tui.cli.training import run_briefing

        return run_briefing(_store(db), today=today, as_json=as_json)

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

        return run_talks(_store(db), due=due, as_json=as_json)

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

        return run_actions(_store(db), overdue=overdue, as_json=as_json)

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

        return run_reflections(_store(db), number, notes=notes, as_json=as_json)

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

        return run_standard(_store(db), what, name, by, as_toml=as_toml, as_json=as_json)

    return job


@app.command()
def assessments(as_json: Json = False, db: Db = "") -> Job:
    """Show the self-assessment: now, before, and the next level."""

    def job() -> int:
        from sfm_tui.cli.portfolio import run_assessments

        return run_assessments(_store(db), as_json=as_json)

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

        return run_attach(_store(db), record, file, about, by, as_json=as_json)

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
            from sfm_tui.cli.paper import run_handover_sheet

            return run_handover_sheet(_store(db), number, output, by, pdf=pdf, replace=replace)
        if not _prints_nothing("a NUMBER", output, pdf):
            return BAD_USE
        from sfm_tui.cli.training import run_handover

        return run_handover(_store(db), prints=prints, as_json=as_json)

    return job


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

            return run_stream(_store(db), by)
        from sfm_tui.cli.incoming import run_log

        return run_log(_store(db), what, where, category, severity, reported, by)

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

        return run_verify(_store(db), head, as_json=as_json)

    return job


@app.command()
def backup(
    path: Annotated[str, typer.Argument(metavar="PATH", help="A file that is not there yet.")],
    db: Db = "",
) -> Job:
    """Copy the store while it is in use, and verify the copy."""

    def job() -> int:
        from sfm_tui.cli.keeping import run_backup

        return run_backup(_store(db), Path(path))

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

        return run_restore(Path(path), _store(db))

    return job


@app.command()
def doctor(as_json: Json = False, db: Db = "") -> Job:
    """Say where things are and whether the store is sound."""

    def job() -> int:
        from sfm_tui.cli.keeping import run_doctor

        return run_doctor(_store(db), as_json=as_json)

    return job


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
        from sfm_tui.cli.paper import run_print

        return run_print(_store(db), number, output, by, pdf=pdf, replace=replace)

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
        from sfm_tui.cli.paper import run_book

        return run_book(_store(db), date, output, by, pdf=pdf, replace=replace)

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
        return run_evidence(_store(db), chosen, output, by, hide or ())

    return job


@app.command(help=report_help())
def report(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="Which document.")] = "",
    number: Annotated[str, typer.Argument(metavar="NUMBER", help="The record that it is about.")] = "",
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
            _store(db), kind, number, month=month, first=from_, before=to, day=date, form=form, output=output, by=by,
            names=named, replace=replace,
        )  # fmt: skip

    return job


def _prints_nothing(wanted: str, output: str, pdf: bool) -> bool:
    if output or pdf:
        complain(f"-o and --pdf are for paper: give {wanted} too")
        return False
    return True


def _store(db: str) -> Path:
    from sfm_tui.paths import default_store

    return Path(db) if db else default_store()


def names() -> list[str]:
    """The names of the commands, in the order in which the help lists them."""
    return [str(info.name or getattr(info.callback, "__name__", "")) for info in app.registered_commands]


def run(args: list[str]) -> int:
    """Read a command and its options, and do it."""
    try:
        job = typer.main.get_command(app).main(args, prog_name=PROGRAM, standalone_mode=False)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        hint = f"«{PROGRAM} {args[0]} --help» says more" if args[0] in names() else f"«{PROGRAM} --help» lists all"
        complain(f"{error.format_message().rstrip('.')}: {hint}")
        return BAD_USE
    return job() if callable(job) else int(job or 0)
