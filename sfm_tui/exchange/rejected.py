"""The bad rows of an import, in files of their own that can be put right and imported."""

import csv
from contextlib import suppress
from pathlib import Path

from sfm_tui.exchange.folder import REJECTED
from sfm_tui.exchange.header import WHY
from sfm_tui.exchange.plan import Plan, TablePlan
from sfm_tui.exchange.read import Row
from sfm_tui.exchange.report import ExchangeError
from sfm_tui.exchange.whole import WholeFile


class Rejected:
    """Writes `rejected/FILE.csv` beside the files of an import: the cells as they came, and `why`.

    All are written before any is put in its place. A file of that name that was there before is kept as
    `FILE.csv.old`: somebody may have been putting its rows right.
    """

    def __init__(self, home: Path) -> None:
        self.folder = home / REJECTED
        self._files: list[WholeFile] = []

    def write(self, plan: Plan) -> None:
        """Write the bad rows of every file that has some, not yet under their names."""
        why: dict[str, dict[int, list[str]]] = {}
        for bad in plan.report.bad:
            line = f"{bad.column}: {bad.problem}" if bad.column else bad.problem
            why.setdefault(bad.file, {}).setdefault(bad.line, []).append(line)
        for table in plan.tables:
            if table.count.bad:
                self._table(table, why.get(table.source.file, {}))

    def place(self) -> list[Path]:
        """Give the files their names."""
        return [file.place(keep_old=True) for file in self._files]

    def undo(self) -> None:
        """Take them away again."""
        for file in self._files:
            file.undo()
        with suppress(OSError):
            self.folder.rmdir()

    def _table(self, plan: TablePlan, why: dict[int, list[str]]) -> None:
        old_why = {i for i, name in enumerate(plan.header) if name.strip().casefold() == WHY}
        width = max(len(plan.header), plan.widest)
        general = "; ".join(why[min(why)]) if plan.all_bad else ""
        file = WholeFile(self.folder / plan.table.file)
        self._files.append(file)
        with file.open(errors="surrogateescape") as out:
            writer = csv.writer(out)

            def put(cells: list[str], last: str) -> None:
                padded = [*cells, *[""] * (width - len(cells))]
                writer.writerow([*(cell for i, cell in enumerate(padded) if i not in old_why), last])

            rows = plan.source.rows()
            put(next(rows, Row(1, [])).cells, WHY)
            for row in rows:
                if plan.all_bad or row.line in why:
                    put(row.cells, general or "; ".join(why[row.line]))
        if not plan.source.same():
            raise ExchangeError(f"{plan.source.file} was changed while it was read: nothing was stored, try again")
