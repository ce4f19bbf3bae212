"""What a signature does to the lines that were entered while the desk was locked."""

from sfm_tui.domain import desk
from sfm_tui.storage.ledger import Entry
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.writer import Writer


@project.register
def _(event: desk.EntriesSigned, entry: Entry, writer: Writer) -> None:
    for seq in event.entries:
        signed = (event.person, seq)
        writer.run(
            "UPDATE stamp SET author = ? WHERE seq = ?"
            " AND incident_id = (SELECT incident_id FROM entry WHERE seq = ? AND confirmed = 0)",
            (*signed, seq),
        )
        for table in ("entry", "occurrence"):
            writer.run(f"UPDATE {table} SET confirmed = 1, author = ? WHERE seq = ? AND confirmed = 0", signed)
