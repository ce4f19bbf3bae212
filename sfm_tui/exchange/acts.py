"""From checked rows to what the ledger keeps: one entry for each logged record, one for each file of the others.

A long file makes several entries, of `MOST_ROWS` rows each.
"""

from collections.abc import Callable
from itertools import islice
from typing import TYPE_CHECKING, Any

from pydantic import BaseModel

from sfm_tui.domain import roster_records
from sfm_tui.domain.action import Action, Review, Step
from sfm_tui.domain.assessment import Assessment
from sfm_tui.domain.briefing import Acknowledgement, Point
from sfm_tui.domain.event import Event
from sfm_tui.domain.handover import HandoverImported
from sfm_tui.domain.incidents import EntryImported, IncidentImported, StampImported
from sfm_tui.domain.measure import Phase, Reading
from sfm_tui.domain.occurrences import OccurrenceImported
from sfm_tui.domain.reference import FileImported, LinkStruck, plain, revive_record
from sfm_tui.domain.talks import AttendanceImported, Requirement, TalkRecord
from sfm_tui.exchange.plan import Kept, TablePlan
from sfm_tui.exchange.tables import ENTRIES, INCIDENTS, LINKS, LOCATIONS, OCCURRENCES, STAMPS, Values
from sfm_tui.exchange.training_tables import ATTENDANCE, HANDOVERS

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.transaction import Transaction

MOST_ROWS = 5000


def _incident(values: Values) -> Event:
    fields = INCIDENTS.fields(values)
    fields["officers"] = tuple(fields["officers"].split())
    return IncidentImported(**fields)


EVENTS: dict[str, Callable[[Values], Event]] = {
    "incident": _incident,
    "stamp": lambda values: StampImported(**STAMPS.fields(values)),
    "entry": lambda values: EntryImported(**ENTRIES.fields(values)),
    "occurrence": lambda values: OccurrenceImported(**OCCURRENCES.fields(values)),
    "attendance": lambda values: AttendanceImported(**ATTENDANCE.fields(values)),
    "handover": lambda values: HandoverImported(**HANDOVERS.fields(values)),
}
"""What a row of a logged table becomes, by the table's noun."""

MODELS: dict[str, type[BaseModel]] = {
    "briefing": Point, "acknowledgement": Acknowledgement, "talk": TalkRecord, "requirement": Requirement,
    "action": Action, "step": Step, "review": Review, "phase": Phase, "reading": Reading,
    "assessment": Assessment,
}  # fmt: skip
"""What a row of another table must be, by the table's noun, where it is neither reference data nor the roster's."""


def store_table(transaction: "Transaction", plan: TablePlan, by: "Author", step: Callable[[int], None]) -> None:
    """Enter the rows of one file; `step` is told how many have gone by since the last time."""
    if plan.table.logged:
        event = EVENTS[plan.table.noun]
        gone = 0
        for _, values, _ in plan.rows():
            transaction.append(event(values), by)
            gone += 1
            if gone == 500:
                step(gone)
                gone = 0
        step(gone)
    elif plan.count.new or plan.count.changed:
        noun, source = plan.table.noun, plan.source
        digest, kept = source.digest(), plan.rows()
        while some := list(islice(kept, MOST_ROWS)):
            rows = tuple(_record(transaction, plan, one, by) for one in some)
            transaction.append(FileImported(file=source.file, noun=noun, digest=digest, rows=rows), by)
            step(len(rows))


def _record(transaction: "Transaction", plan: TablePlan, kept: Kept, by: "Author") -> dict[str, Any]:
    """A row of reference data as the ledger keeps it."""
    _, values, changed = kept
    fields = plan.table.fields(values)
    if plan.table is LINKS:
        if changed:
            _strike_others(transaction, fields, by, plan.source.file)
        return fields
    if plan.table is LOCATIONS and changed:
        fields["hidden"] = bool(transaction.one("SELECT hidden FROM location WHERE location = ?", values[:1])[0])
    if plan.table.noun in roster_records.RECORDS:
        return roster_records.revive(plan.table.noun, fields).row()
    if plan.table.noun in MODELS:
        whole = MODELS[plan.table.noun].model_validate(fields).model_dump()
        return {name: whole[name] for name in fields}
    return plain(revive_record(plan.table.noun, fields))


def _strike_others(transaction: "Transaction", fields: dict[str, Any], by: "Author", file: str) -> None:
    """Strike the links of these two records of another kind: the file's key is the two alone."""
    transaction.writer.flush()
    pair = (fields["source"], fields["target"])
    rows = transaction.writer.connection.exec_driver_sql(
        "SELECT link FROM link WHERE source = ? AND target = ? AND struck = ''", pair
    )
    for (kind,) in rows.fetchall():
        if kind != fields["link"]:
            why = f"{file} has another kind for it"
            transaction.append(LinkStruck(source=pair[0], target=pair[1], link=kind, why=why), by)
