"""The attendance of one talk as `attendance.csv` of the site folder has it."""

import csv
import io
from typing import TYPE_CHECKING

from sfm_tui.clock import iso
from sfm_tui.domain.talks import RESULTS
from sfm_tui.exchange.kinds import guard

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

COLUMNS = ("talk", "officer", "signed_at", "result")


def attendance_csv(store: "Store", talk: str) -> str:
    """A header and a row for each officer whose attendance is settled; who has not signed yet is left out."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for line in store.talks.register(talk):
        if line.result in RESULTS:
            at = iso(line.signed_at, store.tz) if line.signed_at is not None else ""
            writer.writerow((guard(talk), guard(line.officer), at, line.result))
    return out.getvalue()
