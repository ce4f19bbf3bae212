"""What was written since a screen read the roster: the changes to take up, or that it must read anew."""

import json
from typing import TYPE_CHECKING

from sfm_tui.domain.roster_changes import Change

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

_ANEW = ("file.imported", "ledger.erased", "officer.set", "post.set", "site.set")
"""Entries after which more differs than the duties, absences, licences and cover that a change names."""


def news(store: "Store", after: int) -> tuple[int, list[Change] | None]:
    """The last entry of the ledger, and the changes of the roster after an entry.

    None in place of the changes where posts, officers, the site or whole files were changed.
    """
    with store.reading() as connection:
        run = connection.exec_driver_sql
        head = run("SELECT coalesce(max(seq), 0) FROM ledger").scalar_one()
        marks = ", ".join("?" * len(_ANEW))
        if run(f"SELECT 1 FROM ledger WHERE seq > ? AND kind IN ({marks}) LIMIT 1", (after, *_ANEW)).first():
            return head, None
        rows = run(
            "SELECT p.payload FROM ledger l JOIN payload p ON p.seq = l.seq"
            " WHERE l.seq > ? AND l.kind = 'roster.changed' ORDER BY l.seq",
            (after,),
        )
        return head, [Change.revived(change) for row in rows for change in json.loads(row[0])["changes"]]
