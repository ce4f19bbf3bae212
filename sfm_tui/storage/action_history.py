"""The history of an action from the ledger: every move, field, step and review, in words."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.action import LABELS
from sfm_tui.storage.history import Act
from sfm_tui.storage.record_history import imported_rows

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

_KEYS = ("action", "cycle", "step", "reviewed_on")
_MORE = {"who": "By", "done_on": "Done on", "next_actions": "Next actions", "next_review": "Next review"}
_VERBS = {
    "action.raised": "raised", "action.changed": "changed", "action.moved": "moved",
    "action.again": "sent round again", "action.again_undone": "new cycle taken back", "action.consulted": "consulted",
    "step.dropped": "dropped a step",
}  # fmt: skip


def history(store: "Store", action: str) -> list[Act]:
    """Every act on an action, the first one first; imports that brought or changed it are among them."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT l.seq, l.at, l.author, l.confirmed, l.kind, p.payload FROM ledger l"
            " LEFT JOIN payload p ON p.seq = l.seq WHERE l.subject = ? ORDER BY l.seq",
            (f"action:{action}",),
        ).all()
        linked = connection.exec_driver_sql(
            "SELECT l.seq, l.at, l.author, l.confirmed, l.kind, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq"
            " WHERE l.kind IN ('link.made', 'link.struck') AND l.subject IN (SELECT source FROM link WHERE target = ?)"
            " AND json_extract(p.payload, '$.target') = ?",
            (f"action:{action}", f"action:{action}"),
        ).all()
    acts = [
        Act(seq, at, author, confirmed, *_words(kind, json.loads(payload) if payload else None))
        for seq, at, author, confirmed, kind, payload in (*rows, *linked)
    ]
    for noun in ("action", "step", "review"):
        for seq, at, author, confirmed, file, row in imported_rows(store, noun, {"action": action}):
            text = _fields({name: value for name, value in row.items() if name != "action"})
            acts.append(Act(seq, at, author, confirmed, "imported", f"{file} · {text}"))
    return sorted(acts, key=lambda act: act.seq)


def _words(kind: str, data: dict[str, Any] | None) -> tuple[str, str]:
    """What was done in a word or two, and the rest."""
    if data is None:
        return _VERBS.get(kind, kind), "(erased under a retention rule)"
    why = f" (why: {data['why']})" if data.get("why") else ""
    if kind == "action.moved":
        verb = "move taken back" if data.get("undoes") else "moved"
        missing = "; ".join(data.get("missing", ()))
        return verb, f"{data['old']} → {data['new']}{why}" + (f" · still missing: {missing}" if missing else "")
    if kind == "action.again":
        return (
            "sent round again",
            f"cycle {data.get('cycle', 1)} closed in {data['old']}, cycle {data.get('cycle', 1) + 1} in plan{why}",
        )
    if kind == "action.again_undone":
        return "new cycle taken back", f"cycle {data.get('cycle', 1)} is in {data['stage']} again"
    if kind == "action.consulted":
        return "consulted", " · ".join(filter(None, (f"{data['who']}, {data['on']}", data.get("notes", ""))))
    if kind == "step.dropped":
        return "dropped a step", f"{data['step']}: {data['old']['text']}{why}"
    if kind.startswith("file."):
        verb, said = ("attached a file", data.get("about")) if "name" in data else ("struck an attachment", "")
        return verb, (" · ".join(filter(None, (data.get("name"), said))) + why).strip()
    if kind == "record.tagged":
        parts = (("evidence for", data.get("added", ())), ("no evidence for", data.get("taken", ())))
        said = " · ".join(f"{words} {', '.join(codes)}" for words, codes in parts if codes)
        return "tagged", f"{data['standard']}: {said}{why}"
    if kind.startswith("link."):
        came = data["target"].startswith("action:")
        verb = "raised from" if came else "led to"
        other = data["source" if came else "target"].replace(":", " ", 1)
        return verb if kind == "link.made" else f"link struck: {verb}", f"{other}{why}"
    old, new = data.get("old"), data["new"]
    if kind == "step.set":
        verb = f"step {data['step']}" if old else f"agreed step {data['step']}"
    elif kind == "review.set":
        verb = f"review of {data['reviewed_on']}"
    else:
        verb = _VERBS.get(kind, kind)
    return verb, (changed_fields(old, new) if old else _fields(new)) + why


def _fields(row: dict[str, Any]) -> str:
    return " · ".join(
        f"{_label(name)}: {_shown(value)}" for name, value in row.items() if _shown(value) and name not in _KEYS
    )


def changed_fields(old: Mapping[str, Any], new: Mapping[str, Any]) -> str:
    """What differs between two states of an action, a step or a review, in the words of its form."""
    return " · ".join(
        f"{_label(name)}: {_shown(old.get(name)) or 'nothing'} → {_shown(value) or 'nothing'}"
        for name, value in new.items()
        if old.get(name) != value
    )


def _label(name: str) -> str:
    return LABELS.get(name) or _MORE.get(name) or name.replace("_", " ").capitalize()


def _shown(value: Any) -> str:
    if value is None or value is False or value == "":
        return ""
    return "yes" if value is True else str(value)
