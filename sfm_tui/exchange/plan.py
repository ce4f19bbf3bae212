"""What an import is going to store: rows kept in files of their own until all of them have been checked."""

import marshal
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO

from sfm_tui.exchange.read import Source
from sfm_tui.exchange.report import FileCount, ImportReport
from sfm_tui.exchange.settings import SitePlan
from sfm_tui.exchange.tables import Table, Values

Kept = tuple[int, Values, bool]
"""The line of a row, its values, and whether the store has its key already."""


class Spool:
    """Checked rows in the order of their file, on disk."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None

    def put(self, rows: list[Kept]) -> None:
        """Add some."""
        if rows:
            if self._file is None:
                self._file = tempfile.TemporaryFile()  # noqa: SIM115  (closed with the plan)
            data = marshal.dumps(rows)
            self._file.write(len(data).to_bytes(8, "big"))
            self._file.write(data)

    def __iter__(self) -> Iterator[Kept]:
        if self._file is not None:
            self._file.seek(0)
            while size := self._file.read(8):
                yield from marshal.loads(self._file.read(int.from_bytes(size, "big")))

    def close(self) -> None:
        """Throw them away."""
        if self._file is not None:
            self._file.close()


@dataclass
class TablePlan:
    """What becomes of one file.

    `dropped` are lines that were found bad after they had been kept, `widest` the number of cells of the widest
    bad row; where the header is wrong, all rows are bad.
    """

    table: Table
    source: Source
    count: FileCount
    header: list[str] = field(default_factory=list)
    all_bad: bool = False
    kept: Spool = field(default_factory=Spool)
    dropped: set[int] = field(default_factory=set)
    widest: int = 0

    def rows(self) -> Iterator[Kept]:
        """What is to be stored."""
        return (kept for kept in self.kept if kept[0] not in self.dropped)


class Plan:
    """What an import is going to store, and the report of it."""

    def __init__(self, report: ImportReport) -> None:
        self.report = report
        self.site = SitePlan()
        self.tables: list[TablePlan] = []

    @property
    def keeps(self) -> bool:
        """Whether it is still of use to keep rows."""
        return not (self.report.dry_run or self.report.refused)

    @property
    def rows(self) -> int:
        """How many rows there are to store."""
        return sum(plan.count.new + plan.count.changed for plan in self.tables)

    @property
    def stores(self) -> bool:
        """Whether there is anything to store."""
        return self.site.stores or self.rows > 0

    def close(self) -> None:
        """Throw away what was kept."""
        for plan in self.tables:
            plan.kept.close()
