"""The export of a site folder: one state of the store, each file whole or not at all."""

import csv
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import zone
from sfm_tui.domain.reference import CategoryRecord, Location
from sfm_tui.exchange.folder import SITE_FILE
from sfm_tui.exchange.left_out import left_out
from sfm_tui.exchange.report import ExchangeError, ExportReport, Progress
from sfm_tui.exchange.rows import all_rows
from sfm_tui.exchange.site_toml import says_nothing, write_site
from sfm_tui.exchange.stretch import Part, not_of, parts_of
from sfm_tui.exchange.tables import TABLES, Table, Values
from sfm_tui.exchange.values import cells_of
from sfm_tui.exchange.whole import WholeFile, make_folder
from sfm_tui.storage import sites
from sfm_tui.storage.reference import read_all

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.domain.site import Site
    from sfm_tui.storage.store import Store

_CHUNK = 1000


def export_folder(
    store: "Store",
    folder: Path | str,
    *,
    progress: Progress | None = None,
    replace: bool = False,
    window: tuple[int, int] | None = None,
) -> ExportReport:
    """Write all that the store knows as a site folder, or as one workbook where `folder` ends in `.xlsx`.

    With a `window` only the roster that meets it is written (`stretch.parts_of`).
    A folder that holds a file of that name already is refused unless `replace`; other files in it stay. The same
    store gives the same bytes. Raises ExchangeError where it cannot be written; no half file is left behind.
    """
    folder = Path(folder)
    if folder.suffix.lower() == ".xlsx":
        from sfm_tui.exchange.workbook_out import write_xlsx

        return write_xlsx(store, folder, progress=progress, replace=replace, window=window)
    names = [SITE_FILE, *(table.file for table in TABLES)]
    if folder.exists() and not folder.is_dir():
        raise ExchangeError(f"{folder} is a file: name a folder, or a workbook that ends in .xlsx")
    there = {name for name in names if (folder / name).exists()}
    if there and not replace:
        raise ExchangeError(f"{folder} holds {min(there)} already: name an empty folder, or ask to replace it")
    make_folder(folder)
    files: list[WholeFile] = []
    counts: dict[str, int] = {}
    with store.reading() as connection, ExitStack() as undo:
        tz, site = site_of(connection)
        if site is not None:
            text = write_site(site, own_categories(connection), hidden_locations(connection))
            file = _started(files, undo, folder / SITE_FILE)
            with file.binary() as raw:
                raw.write(text)
            counts[SITE_FILE] = 1
        for part in parts_of(window):
            table, chunks = part.table, chunks_of(connection, part)
            first = next(chunks, [])
            if not first and table.file not in there:
                continue
            file = _started(files, undo, folder / table.file)
            counts[table.file] = _write(file, table, tz, _again(first, chunks), progress)
        for file in files:
            file.place()
        undo.pop_all()
        return ExportReport(folder, counts, [*not_of(window), *left_out(connection, site_file=site is not None)])


def site_of(connection: "Connection") -> tuple[ZoneInfo, "Site | None"]:
    """The site's zone (UTC where there is no site) and its settings."""
    row = connection.exec_driver_sql("SELECT settings FROM site").first()
    site = sites.parse_settings(row[0]) if row else None
    return zone(site.timezone if site else "UTC"), site


def chunks_of(connection: "Connection", part: Part) -> Iterator[list[Values]]:
    """The rows of a file by key, some at a time."""
    chunk: list[Values] = []
    for row in all_rows(connection, part.table, part.where, part.values):
        chunk.append(row)
        if len(chunk) == _CHUNK:
            yield chunk
            chunk = []
    if chunk:
        yield chunk


def own_categories(connection: "Connection") -> list[CategoryRecord]:
    """The words for categories that an import would not make by itself: see `incidents.csv`, `category`."""
    made = {
        row[0]: row[1]
        for row in connection.exec_driver_sql(
            "SELECT category, severity, min(number) FROM incident WHERE category <> '' GROUP BY category"
        )
    }
    return [c for c in read_all(connection, CategoryRecord) if not says_nothing(c, made.get(c.name))]


def hidden_locations(connection: "Connection") -> list[str]:
    """The places that are out of use."""
    return [place.location for place in read_all(connection, Location) if place.hidden]


def _started(files: list[WholeFile], undo: ExitStack, path: Path) -> WholeFile:
    file = WholeFile(path)
    files.append(file)
    undo.callback(file.undo)
    return file


def _again(first: list[Values], rest: Iterator[list[Values]]) -> Iterator[list[Values]]:
    yield first
    yield from rest


def _write(
    file: WholeFile, table: Table, tz: ZoneInfo, chunks: Iterator[list[Values]], progress: Progress | None
) -> int:
    cells: Callable[[Values], list[str]] = cells_of(table, tz)
    written = 0
    with file.open() as out:
        writer = csv.writer(out)
        writer.writerow([column.name for column in table.columns])
        for chunk in chunks:
            writer.writerows(map(cells, chunk))
            written += len(chunk)
            if progress:
                progress(f"writing {table.file}", written, 0)
    return written
