"""What the ledger says of one record: every act, with the old value beside the new."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import full_text
from sfm_tui.domain.incidents import FIELDS

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

_TIMES = {"at", "was", "reported", "occurred", "dispatched", "on_scene", "resolved", "closed", "written_at",
          "shift", "since", "until"}  # fmt: skip
_INSIDE = {"number", "key", "sets", "occurrence", "briefing", "severity_assumed", "category_guessed",
           "record", "hash", "media", "undoes"}  # fmt: skip
_WORDS = {
    "incident.opened": "opened",
    "incident.changed": "changed",
    "incident.stamped": "stamped",
    "incident.stamp_struck": "struck a stamp",
    "incident.stamp_corrected": "corrected a stamp",
    "incident.noted": "noted",
    "incident.called": "called out",
    "incident.note_struck": "struck an entry",
    "incident.state": "changed the state",
    "incident.voided": "voided",
    "incident.imported": "imported",
    "stamp.imported": "imported a stamp",
    "entry.imported": "imported an entry",
    "briefing.set": "set",
    "briefing.told": "read it out",
    "briefing.untold": "took back that it was read out",
    "briefing.acknowledged": "acknowledged",
    "reflection.written": "wrote",
    "note.written": "wrote",
    "assessment.set": "assessed",
    "record.tagged": "tagged as evidence",
    "file.attached": "attached a file",
    "file.struck": "struck an attachment",
    "weekly.decided": "decided",
    "weekly.answered": "said what became of it",
    "weekly.held": "held the review",
    "report.made": "made",
    "evidence.made": "made",
}


@dataclass(frozen=True)
class Act:
    """One entry of the ledger, in words."""

    seq: int
    at: int
    author: str
    confirmed: int
    verb: str
    text: str


def of(store: "Store", subject: str, limit: int = 2000) -> list[Act]:
    """The acts on a record, in their order; the newest `limit` of them."""
    tz, names = store.tz, store.reference.names()
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT l.seq, l.at, l.author, l.confirmed, l.kind, p.payload FROM ledger l"
            " LEFT JOIN payload p ON p.seq = l.seq WHERE l.subject = ? ORDER BY l.seq DESC LIMIT ?",
            (subject, limit),
        ).all()
    acts = [
        Act(seq, at, author, confirmed, _WORDS.get(kind, kind.replace(".", " ").replace("_", " ")),
            _text(payload, tz, names))
        for seq, at, author, confirmed, kind, payload in rows
    ]  # fmt: skip
    return acts[::-1]


def _text(payload: str | None, tz: ZoneInfo, names: Mapping[str, str]) -> str:
    if payload is None:
        return "(erased under a retention rule)"
    data = json.loads(payload)
    why = data.pop("why", "")
    if isinstance(data.get("new"), dict):
        parts = changes(data.get("old") or {}, data["new"], tz, names)
    else:
        data = {**data, **data.pop("old")} if isinstance(data.get("old"), dict) else data  # what was taken away
        shown = {name: _shown(name, value, tz, names) for name, value in data.items() if name not in _INSIDE}
        parts = [f"{FIELDS.get(name, name.replace('_', ' '))}: {text}" for name, text in shown.items() if text]
    text = " · ".join(parts)
    return f"{text} (why: {why})" if why else text


def changes(old: Mapping[str, Any], new: Mapping[str, Any], tz: ZoneInfo, names: Mapping[str, str]) -> list[str]:
    """What differs between two states of a record, field by field in words; `names` are those of officers."""
    parts = []
    for name, now in new.items():
        was = old.get(name)
        if name in _INSIDE or was == now:
            continue
        before, after = _shown(name, was, tz, names), _shown(name, now, tz, names) or "(emptied)"
        label = FIELDS.get(name, name.replace("_", " "))
        parts.append(f"{label}: {before} → {after}" if before else f"{label}: {after}")
    return parts


def _shown(name: str, value: Any, tz: ZoneInfo, names: Mapping[str, str]) -> str:
    if value is None or value == "" or value == []:
        return ""
    if name in _TIMES and isinstance(value, int):
        return full_text(value, tz)
    if name == "officer":
        return names.get(value, str(value))
    if name in ("officers", "off_duty"):
        return ", ".join(names.get(officer, officer) for officer in value)
    text = " ".join(map(str, value)) if isinstance(value, list) else str(value)
    return text if len(text) <= 300 else text[:299] + "…"
