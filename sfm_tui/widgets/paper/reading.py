"""A document as the paper screen reads it from the store."""

from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING

from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.long_reading import read_parts
from sfm_tui.widgets.paper.records import EMPTY, records
from sfm_tui.widgets.paper.wish import Wish, asked_of

if TYPE_CHECKING:
    from sfm_tui.reports.paper import Document
    from sfm_tui.reports.registry import Asked, Kind
    from sfm_tui.storage.stopping import Tell
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


@dataclass
class Made:
    """A document as it was read: what was asked, at which state of the ledger, when; or why there is none."""

    asked: "Asked"
    record: str
    seq: int
    at: int
    document: "Document | None" = None
    problem: str = ""
    text: str = ""
    width: int = 0
    took: float = 0.0


async def read_document(session: "Session", kind: "Kind", wish: Wish, tell: "Tell") -> Made:
    """Read a document from the store as it is now; `tell` hears of its parts."""
    from sfm_tui.reports.paper import ReportError

    author, began = session.author, monotonic()

    def work(store: "Store") -> Made:
        seq, now = store.head().seq, store.clock.now()
        record = ""
        if kind.takes == "record" and not wish.record:
            newest = records(store, kind.name, 1)
            record = newest[0].key if newest else ""
        asked = asked_of(kind, wish, session.tz, record)
        made = Made(asked, record, seq, now)
        if kind.takes == "record" and not asked.record:
            made.problem = EMPTY.get(kind.name, KeyWords("There is none yet: {paper.which=w} asks which."))
            return made
        try:
            made.document = kind.document(store, asked, author)
        except (ReportError, StoreError, ValueError) as error:
            made.problem = f"This cannot be made: {error}"
        return made

    made = await read_parts(session, work, tell)
    made.took = monotonic() - began
    return made
