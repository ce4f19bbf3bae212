"""Writing .xlsx: one sheet for each file, all of it text and numbers, nothing that runs."""

from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.exchange.exporter import chunks_of, site_of
from sfm_tui.exchange.folder import SITE_FILE
from sfm_tui.exchange.kinds import Integer
from sfm_tui.exchange.left_out import left_out
from sfm_tui.exchange.report import ExchangeError, ExportReport, Progress
from sfm_tui.exchange.stretch import Part, not_of, parts_of
from sfm_tui.exchange.tables import TABLES, Table, Values
from sfm_tui.exchange.values import cells_of
from sfm_tui.exchange.whole import WholeFile

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sqlalchemy import Connection

    from sfm_tui.storage.store import Store

_SAME_DATE = datetime(2000, 1, 1)  # noqa: DTZ001  (so that the same store gives the same bytes)
LONGEST_CELL = 32_767
MOST_ROWS = 1_048_576


def write_xlsx(
    store: "Store",
    path: Path | str,
    *,
    progress: Progress | None = None,
    replace: bool = False,
    window: tuple[int, int] | None = None,
) -> ExportReport:
    """Write the store's records as one workbook that an import takes back; `site.toml` has no sheet.

    With a `window` only the roster that meets it.
    Raises ExchangeError where a sheet cannot hold it, rather than cut anything off.
    """
    path = Path(path)
    if path.exists() and not replace:
        raise ExchangeError(f"{path} is there already: name a new file, or ask to replace it")
    from xlsxwriter import Workbook

    counts: dict[str, int] = {}
    file = WholeFile(path)
    with store.reading() as connection:
        tz, _ = site_of(connection)
        with file.binary() as raw:
            options = {"constant_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
            book = Workbook(raw, options)
            book.set_properties({"created": _SAME_DATE})
            try:
                for part in parts_of(window):
                    rows = _sheet(book, connection, part, tz, progress)
                    if rows:
                        counts[part.table.file] = rows
                if not counts:
                    book.add_worksheet(TABLES[0].name).write_row(0, 0, [column.name for column in TABLES[0].columns])
            except BaseException:
                with suppress(Exception):  # so that its own temporary files go; what it wrote goes with `file`
                    book.close()
                raise
            book.close()
        file.place()
        lines = [line for line in left_out(connection, site_file=False) if not line.startswith(SITE_FILE)]
        return ExportReport(path, counts, [f"{SITE_FILE}: a workbook has no sheet for it", *not_of(window), *lines])


def _sheet(book: Any, connection: "Connection", part: Part, tz: "ZoneInfo", progress: Progress | None) -> int:
    """Write the rows of a file to a sheet of its own, if there are any; gives how many."""
    table = part.table
    cells = cells_of(table, tz)
    numbers = {i for i, column in enumerate(table.columns) if isinstance(column.kind, Integer)}
    sheet: Any = None
    row = 0
    for chunk in chunks_of(connection, part):
        if sheet is None:
            sheet = book.add_worksheet(table.name)
            sheet.write_row(0, 0, [column.name for column in table.columns])
        for values in chunk:
            row += 1
            if row >= MOST_ROWS:
                raise ExchangeError(f"{table.file} has more rows than a sheet holds ({MOST_ROWS:,}): export a folder")
            _row(sheet, row, table, values, cells(values), numbers)
        if progress:
            progress(f"writing {table.name}", row, 0)
    return row


def _row(sheet: Any, row: int, table: Table, values: Values, cells: list[str], numbers: set[int]) -> None:
    for place, cell in enumerate(cells):
        if len(cell) > LONGEST_CELL:
            where = f"{table.file}, {table.columns[place].name} of {cells[0]}"
            raise ExchangeError(f"{where}: {len(cell):,} characters, a sheet holds {LONGEST_CELL:,}: export a folder")
        if place in numbers and values[place] is not None:
            sheet.write_number(row, place, values[place])
        elif cell:
            sheet.write_string(row, place, cell)
