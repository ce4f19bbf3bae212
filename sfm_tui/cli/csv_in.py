"""`sfm import-csv`: incidents from a file of another system, by a mapping of its columns."""

import sys
from collections.abc import Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.folders import FINDING, bad_line, report_lines
from sfm_tui.cli.say import Progress, counted, one_line
from sfm_tui.cli.stores import author
from sfm_tui.exchange.mapped import Mapped, MappedFile, header_of
from sfm_tui.exchange.mapping import place_of, read_mapping, save, saved
from sfm_tui.exchange.read import Row
from sfm_tui.exchange.report import ImportReport
from sfm_tui.paths import config_dir

PREVIEWED = 5


def run_import_csv(
    path: Path, what: str, file: Path, maps: Sequence[str], sets: Sequence[str], by: str, *, save_map: str,
    map_file: str, dry_run: bool, skip_bad: bool, day_first: bool,
) -> int:  # fmt: skip
    """Show the first rows as they would be read and the columns that are not, then take the file in."""
    from sfm_tui.exchange.importer import import_contents
    from sfm_tui.storage.store import Store

    if what != "incidents":
        complain(f"«{one_line(what)}» cannot be mapped: write incidents")
        return BAD_USE
    folder = config_dir() / "maps"
    if save_map:
        place_of(folder, save_map)
    header = header_of(file)
    all_maps, all_sets = list(maps), list(sets)
    if map_file:
        kept = saved(folder, map_file)
        all_maps, all_sets = _over(kept[0], maps, sets), _over(kept[1], sets, maps)
        day_first = day_first or kept[2]
    mapping = read_mapping(all_maps, all_sets, header)
    with ExitStack() as stack:
        if dry_run and not path.exists():
            path = Path(stack.enter_context(TemporaryDirectory(prefix="sfm-dry-run-"))) / "empty.db"
        store = stack.enter_context(Store.open(path))
        contents = MappedFile(file, mapping, store.tz, day_first=day_first)
        source = contents.sources["incidents"]
        assert isinstance(source, Mapped)
        for line in _preview(source):
            print(line)
        left = [one_line(name) for name in header if name not in mapping.columns]
        print(f"Not mapped: {', '.join(left) or 'none'}")
        progress = stack.enter_context(Progress())
        report: ImportReport = import_contents(
            store, contents, author(store, by), dry_run=dry_run, skip_bad=skip_bad, day_first=day_first,
            progress=progress.tell,
        )  # fmt: skip
    for bad in report.bad:
        print(bad_line(bad), file=sys.stderr)
    for line in report_lines(report):
        print(line)
    if save_map:
        print(f"mapping kept: {save(folder, save_map, all_maps, all_sets, day_first=day_first)}")
    sys.stdout.flush()
    if report.refused:
        some = counted(report.bad_rows, "bad row")
        complain(f"nothing was stored: {some}; put them right, or import the others with --skip-bad")
    return FINDING if report.bad else 0


def _over(kept: Sequence[str], given: Sequence[str], other: Sequence[str]) -> list[str]:
    """The saved options, those that are given now in their place."""
    named = {text.partition("=")[0].strip() for text in (*given, *other)}
    return [text for text in kept if text.partition("=")[0] not in named] + list(given)


def _preview(source: Mapped) -> list[str]:
    """The first rows as they are understood: line, then field by field; a bad one with what is wrong."""
    rows = source.rows()
    fields = next(rows).cells
    lines = ["First rows as they are read"]
    for row in islice(rows, PREVIEWED):
        lines.append(f"  line {row.line}: {_told(source, fields, row)}")
    return lines


def _told(source: Mapped, fields: Sequence[str], row: Row) -> str:
    if row.problem:
        return one_line(f"{row.column}: {row.problem}" if row.column else row.problem)
    parts = []
    for name, cell in zip(fields, row.cells, strict=True):
        try:
            parts.append(f"{name} {one_line(source.understood(name, cell))}" if cell else "")
        except ValueError as error:
            return one_line(f"{name}: {error}")
    return " | ".join(filter(None, parts))
