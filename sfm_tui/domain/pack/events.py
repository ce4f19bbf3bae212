"""What the ledger keeps of a pack: that it was made, of which records, and its digest. Never what would undo it."""

from sfm_tui.domain.attachment import Hash
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Line


@event("evidence.made")
class EvidenceMade(Event):
    """An anonymised pack was read page by page, confirmed and written: the records in it, the SHA-256 of its zip.

    `report` is its number among the documents, `head` the ledger's head that it was made of; packs of before documents
    were records have neither.
    """

    records: tuple[Line, ...]
    pages: int
    digest: Hash
    standard: Line = ""
    report: Line = ""
    head: Line = ""

    @property
    def subject(self) -> str:
        """The document, as links name it; of none for packs of before."""
        return f"report:{self.report}" if self.report else ""
