"""`sfm import` and `sfm export`."""

import sys
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.gaps import window_of
from sfm_tui.cli.say import Progress, counted, one_line
from sfm_tui.cli.stores import author, opened

if TYPE_CHECKING:
    from sfm_tui.exchange.report import Bad, FileCount, ImportReport

FINDING = 1


def run_import(path: Path, folder: Path, by: str, *, dry_run: bool, skip_bad: bool, day_first: bool) -> int:
    """Take in a site folder and say what changed; 1 where a row was bad."""
    from sfm_tui.exchange.folder import Folder
    from sfm_tui.exchange.importer import import_folder
    from sfm_tui.storage.store import Store

    with Folder(folder):  # a folder that is none makes no store
        pass
    with ExitStack() as stack:
        if dry_run and not path.exists():
            path = Path(stack.enter_context(TemporaryDirectory(prefix="sfm-dry-run-"))) / "empty.db"
        store = stack.enter_context(Store.open(path))
        progress = stack.enter_context(Progress())
        report = import_folder(
            store,
            folder,
            author(store, by),
            dry_run=dry_run,
            skip_bad=skip_bad,
            day_first=day_first,
            progress=progress.tell,
        )
    for bad in report.bad:
        print(bad_line(bad), file=sys.stderr)
    for line in report_lines(report):
        print(line)
    sys.stdout.flush()
    if report.refused:
        complain(f"nothing was stored: {_trouble(report)}")
    return FINDING if report.bad else 0


def bad_line(bad: "Bad") -> str:
    """`incidents.csv:3: severity: «7»: write 1, 2, 3 or 4`; parts that do not apply are left out."""
    where = f"{bad.file}:{bad.line}" if bad.line else bad.file
    return one_line(f"{where}: {bad.column}: {bad.problem}" if bad.column else f"{where}: {bad.problem}")


def report_lines(report: "ImportReport") -> list[str]:
    """What an import did, or would do, one line for each file and one for the whole."""
    rows = [(count.file, _counts(count)) for count in report.files]
    if report.site:
        rows.insert(0, ("site.toml", report.site))
    rows += [(name, "no file of a site folder: passed over") for name in report.unknown]
    rows += [(note.file, note.text) for note in report.notes]
    rows += [(str(path), "bad rows, to be put right") for path in report.rejected]
    width = max((len(name) for name, _ in rows), default=0)
    lines = [one_line(name).ljust(width) + "  " + one_line(text) for name, text in rows]
    if report.dry_run:
        lines.append("dry run: nothing was stored")
    elif report.stored:
        lines.append(f"stored · head {report.head}")
    elif not report.refused:
        lines.append("nothing to store: all of it was there already")
    return lines


def _counts(count: "FileCount") -> str:
    kinds = (("new", count.new), ("changed", count.changed), ("unchanged", count.unchanged), ("bad", count.bad))
    parts = [f"{n:,} {kind}" for kind, n in kinds if n]
    return f"{counted(count.rows, 'row')}: {', '.join(parts)}" if parts else counted(count.rows, "row")


def _trouble(report: "ImportReport") -> str:
    if report.bad_rows:
        return f"{counted(report.bad_rows, 'bad row')}; put them right, or import the others with --skip-bad"
    return "see above"


def run_export(path: Path, folder: Path, first: str, before: str, *, replace: bool) -> int:
    """Write the store, or the roster of some days, as a site folder or as a workbook; say what that leaves out."""
    from sfm_tui.exchange.exporter import export_folder

    with opened(path) as store, Progress() as progress:
        window = None
        if first or before:
            window = window_of(first, before, store)
            if window is None:
                return BAD_USE
        report = export_folder(store, folder, progress=progress.tell, replace=replace, window=window)
    width = max((len(name) for name in report.files), default=0)
    for name, rows in report.files.items():
        print(f"{name.ljust(width)}  {'the settings' if name.endswith('.toml') else counted(rows, 'row')}")
    for line in report.left_out:
        print(one_line(f"left out: {line}"))
    print(f"written to {report.path}")
    return 0
