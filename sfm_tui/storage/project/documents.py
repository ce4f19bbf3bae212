"""What a document that was made does to the tables: it is one more record, linked to what it tells of."""

from collections.abc import Iterable

from sfm_tui.domain.document import LETTER, PACK, TOLD_IN, ReportMade
from sfm_tui.domain.pack.events import EvidenceMade
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.numbers import own_count
from sfm_tui.storage.project.site import put_link
from sfm_tui.storage.writer import Writer


@project.register
def _(event: ReportMade, entry: Entry, writer: Writer) -> None:
    row = {name: getattr(event, name) for name in ("report", "name", "title", "period", "form", "digest", "head")}
    _put(writer, entry, row, event.about)


@project.register
def _(event: EvidenceMade, entry: Entry, writer: Writer) -> None:
    if not event.report:
        return
    row = {"report": event.report, "name": PACK, "title": "Evidence pack", "period": event.standard, "form": "zip"}
    _put(writer, entry, {**row, "digest": event.digest, "head": event.head}, event.records)


def _put(writer: Writer, entry: Entry, row: dict[str, str], about: Iterable[str]) -> None:
    writer.insert("report", {**row, "author": entry.author, "at": entry.at, "seq": entry.seq})
    writer.raise_counter("report", own_count(row["report"], LETTER))
    for ref in about:
        put_link(writer, entry, ref, f"report:{row['report']}", TOLD_IN)
