"""What the demo's desk did itself for the action of the change: the roster was changed, and a document was made.

Both are acts of a desk, which no file of a site folder tells of.
"""

import tempfile
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import FrozenClock, day_bounds
from sfm_tui.demo.before import STORY, change_day, in_lane
from sfm_tui.domain.desk import Author

if TYPE_CHECKING:
    from sfm_tui.demo.weeks import Book
    from sfm_tui.storage.store import Store

NEEDED = ("people", "officers", "posts")
"""The files without which nobody can be put on a duty."""
WHY = "The responder holds no second post at lunch and close: patrol takes the gate lane"

_BEFORE = timedelta(days=3)
_AT = 10 * 3600


def change_roster(store: "Store", book: "Book", tz: ZoneInfo) -> int:
    """Put patrol on the gate lane on the first day of the change, three days before it; gives the ledger's entry.

    The files that tell of that day come later and say how it was worked. Officers and posts are there already.
    """
    day = change_day(book)
    begin, end = day_bounds(day, tz)
    lane = [row for row in book["duties"] if in_lane(row) and begin <= row["start"] < end]
    owner = next(row["owner"] for row in book["actions"] if row["action"] == STORY)
    clock, store.clock = store.clock, FrozenClock(_moment(day, tz))
    try:
        changes = [
            change
            for row in lane
            for change in store.roster.plan_assign(row["officer"], row["post"], row["start"], row["end"])
        ]
        return store.roster.change("assign", changes, Author(owner), why=WHY).seq
    finally:
        store.clock = clock


def tell(store: "Store", change: int, by: Author) -> None:
    """Link the change of the roster to the action, and make the action's plan as a document."""
    from sfm_tui.reports.entered import enter
    from sfm_tui.reports.registry import Asked, kind_of
    from sfm_tui.reports.text_of import text_of
    from sfm_tui.storage.links import CHANGED

    store.links.make(f"action:{STORY}", f"roster:{change}", by, link=CHANGED)
    kind, asked = kind_of("action-plan"), Asked(record=STORY)
    document = kind.document(store, asked, by)
    with tempfile.TemporaryDirectory(prefix="sfm-demo-") as folder:
        file = Path(folder) / "plan.txt"
        file.write_text(text_of(document), encoding="utf-8", newline="\n")
        enter(store, kind, asked, document, file, "txt", by)


def _moment(day: date, tz: ZoneInfo) -> int:
    return day_bounds(day - _BEFORE, tz)[0] + _AT
