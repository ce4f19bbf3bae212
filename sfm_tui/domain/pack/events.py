"""What the ledger keeps of a pack: that it was made, of which records, and its digest. Never what would undo it."""

from sfm_tui.domain.attachment import Hash
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Line


@event("evidence.made")
class EvidenceMade(Event):
    """An anonymised pack was read page by page, confirmed and written: the records in it, the SHA-256 of its zip."""

    records: tuple[Line, ...]
    pages: int
    digest: Hash
    standard: Line = ""
