"""From entries to tables: what each event does to the records as they stand.

This is the only writer of the state tables, for a live act, an import and a rebuild alike; given the same
entries in the same order it makes the same rows. One module for each noun.
"""

from sfm_tui.storage.project import incidents, occurrences, roster, signing, site, timeline
from sfm_tui.storage.project.apply import project
from sfm_tui.storage.project.lines import next_entry_key
from sfm_tui.storage.project.numbers import own_number

__all__ = [
    "incidents", "next_entry_key", "occurrences", "own_number", "project", "roster", "signing", "site", "timeline",
]  # fmt: skip
