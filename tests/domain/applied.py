"""The roster as it would be after some changes: what the program, which looks only at what they touch, is held to."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from sfm_tui.domain import roster
from sfm_tui.domain.roster_changes import Change, as_plain
from sfm_tui.domain.roster_records import RosterRecord


def applied(before: roster.Roster, changes: Iterable[Change]) -> roster.Roster:
    """The roster as it would be after the changes; those of check calls and patrols make no difference to it."""
    duties, absences, licences, cover = (
        list(part) for part in (before.duties, before.absences, before.licences, before.cover)
    )
    touched: dict[str, dict[tuple[Any, ...], RosterRecord | None]] = {}
    for change in changes:
        touched.setdefault(change.record.noun, {})[change.record.key] = change.new
    return replace(
        before,
        duties=_put(duties, touched.get("duty"), lambda d: (d.officer, d.post, d.start)),
        absences=_put(absences, touched.get("absence"), lambda a: (a.officer, a.start)),
        licences=_put(licences, touched.get("licence"), lambda held: (held.officer, held.sector, held.expires)),
        cover=_put(cover, touched.get("cover"), lambda row: (row.post, row.start, row.end, row.repeat)),
    )


def _put(rows: list[Any], touched: dict[tuple[Any, ...], RosterRecord | None] | None, key: Any) -> list[Any]:
    if not touched:
        return rows
    kept = [row for row in rows if key(row) not in touched]
    return kept + [as_plain(record) for record in touched.values() if record is not None]
