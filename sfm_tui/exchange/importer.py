"""The import of a site folder: checked first, then stored in one transaction, all of it or nothing."""

from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.exchange.acts import store_table
from sfm_tui.exchange.check import check
from sfm_tui.exchange.folder import Folder
from sfm_tui.exchange.plan import Plan
from sfm_tui.exchange.rejected import Rejected
from sfm_tui.exchange.report import ExchangeError, ImportReport, Progress
from sfm_tui.exchange.settings import store_places, store_site
from sfm_tui.path_words import words
from sfm_tui.storage.driver import driver
from sfm_tui.storage.ledger import read_head

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction


def import_folder(
    store: "Store",
    folder: Path | str,
    by: "Author",
    *,
    dry_run: bool = False,
    skip_bad: bool = False,
    day_first: bool = False,
    progress: Progress | None = None,
) -> ImportReport:
    """Import a site folder, a workbook with a sheet for each file, or one .ics calendar, into the store.

    Nothing is stored where anything is bad, unless `skip_bad`: then the good rows are, and the bad ones go to
    `rejected/FILE.csv` beside them. `dry_run` stores nothing and says what would be. `day_first` also takes
    `29/03/2026 19:00`. Rows that the store has already change nothing.

    Raises ExchangeError or StoreError where it cannot be done at all; nothing is stored then.
    """
    with Folder(folder) as contents:
        return import_contents(
            store, contents, by, dry_run=dry_run, skip_bad=skip_bad, day_first=day_first, progress=progress
        )


def import_contents(
    store: "Store", contents: Folder, by: "Author", *, dry_run: bool = False, skip_bad: bool = False,
    day_first: bool = False, progress: Progress | None = None,
) -> ImportReport:  # fmt: skip
    """As `import_folder`, of a folder that is open."""
    report = ImportReport(contents.path, dry_run=dry_run, skip_bad=skip_bad)
    plan = Plan(report)
    now = store.clock.now()
    try:
        with store.reading() as connection:
            head = read_head(connection.exec_driver_sql)
            report.head = head.short
            check(connection, contents, plan, now=now, day_first=day_first, progress=progress)
        if dry_run or report.refused or not (plan.stores or report.bad_rows):
            return report
        rejected = Rejected(contents.home)
        try:
            with store.writing() as transaction:
                if transaction.head != head:
                    # Another terminal wrote meanwhile: check anew, while nobody else can.
                    plan.close()
                    report = ImportReport(contents.path, skip_bad=skip_bad)
                    plan = Plan(report)
                    transaction.writer.flush()
                    check(
                        transaction.writer.connection, contents, plan, now=now, day_first=day_first,
                        progress=progress,
                    )  # fmt: skip
                    if report.refused:
                        return report
                before = transaction.head
                _store(transaction, plan, by, progress)
                rejected.write(plan)
                report.rejected = rejected.place()
                report.stored = transaction.head != before
                report.head = transaction.head.short
        except BaseException:
            rejected.undo()
            raise
        return report
    except (OSError, driver().Error) as error:
        said = words(error) if isinstance(error, OSError) else error
        raise ExchangeError(f"the import could not be finished ({said}): nothing was stored") from error
    finally:
        plan.close()


def _store(transaction: "Transaction", plan: Plan, by: "Author", progress: Progress | None) -> None:
    total, done = plan.rows, 0

    def step(rows: int) -> None:
        nonlocal done
        done += rows
        if progress:
            progress("storing", done, total)

    store_site(transaction, plan.site, by)
    for table in plan.tables:
        store_table(transaction, table, by, step)
    store_places(transaction, plan.site, by)
