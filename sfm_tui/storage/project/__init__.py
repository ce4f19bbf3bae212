"""From entries to tables: what each event does to the records as they stand.

This is the only writer of the state tables, for a live act, an import and a rebuild alike; given the same
entries in the same order it makes the same rows. One module for each noun.
"""

from sfm_tui.storage.project import (
    actions,
    briefing,
    documents,
    incidents,
    keeping,
    occurrences,
    portfolio,
    roster,
    signing,
    site,
    talks,
    timeline,
    weekly,
)
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.lines import next_entry_key
from sfm_tui.storage.project.numbers import count_key, own_number

__all__ = [
    "actions", "briefing", "count_key", "documents", "incidents", "keeping", "next_entry_key", "occurrences",
    "own_number", "portfolio", "project", "roster", "signing", "site", "talks", "timeline", "weekly",
]  # fmt: skip
