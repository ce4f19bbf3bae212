"""Which act on the roster can be taken back, and what stands in the way."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import LinkStruck
from sfm_tui.domain.roster_changes import SUBJECT, UNDO, Change
from sfm_tui.domain.roster_records import RosterRecord, from_of, officer_of, post_of
from sfm_tui.storage.asking import Ask
from sfm_tui.storage.links import CHANGED
from sfm_tui.storage.own_acts import OwnAct, own_acts_on, standing

TAKEN_BACK = "the change was taken back"


@dataclass(frozen=True)
class Undoing:
    """An act that can be taken back: its entry, when, what and why, and the changes that take it back."""

    seq: int
    at: int
    verb: str
    why: str
    changes: tuple[Change, ...]


def back(payload: dict[str, Any]) -> tuple[Change, ...]:
    """What takes an act back: its changes the other way round."""
    return tuple(Change.revived(change).reversed() for change in reversed(payload["changes"]))


def last_act(ask: Ask, by: Author) -> OwnAct | None:
    """The last act of a person on the roster that was not taken back."""
    return next(standing(own_acts_on(ask, by, SUBJECT)), None)


def changed_since(ask: Ask, entry: int, changes: Sequence[Change]) -> RosterRecord | None:
    """A record of an act that was changed after it and not put back, None where there is none.

    A record that looks as the act left it may have been changed by others in between, so that looks do not decide.
    """
    for change in changes:
        record = change.record
        fields = record.row()
        later = ask(
            "SELECT DISTINCT c.seq, p.payload FROM roster_change c JOIN payload p ON p.seq = c.seq"
            " WHERE c.officer = ? AND c.post = ? AND c.start IS ? AND c.noun = ? AND c.seq > ?",
            (officer_of(fields), post_of(fields), from_of(fields), record.noun, entry),
        )
        acts = {seq: json.loads(payload) for seq, payload in later}
        standing = {seq for seq, act in acts.items() if not _is_of(act, UNDO) and _touches(act, record)}
        for seq in sorted(acts, reverse=True):
            act = acts[seq]
            if _is_of(act, UNDO) and _touches(act, record):
                if act["undoes"] not in standing:
                    return record
                standing.discard(act["undoes"])
        if standing:
            return record
    return None


def links_to(ask: Ask, entry: int) -> list[LinkStruck]:
    """The links from what an act was done for, struck: once it is taken back it has done nothing for that."""
    rows = ask(
        "SELECT source, target, link FROM link WHERE target = ? AND link = ? AND struck = '' ORDER BY id",
        (f"roster:{entry}", CHANGED),
    )
    return [LinkStruck(source=row[0], target=row[1], link=row[2], why=TAKEN_BACK) for row in rows]


def _is_of(act: dict[str, Any], verb: str) -> bool:
    return bool(act.get("verb") == verb)


def _touches(act: dict[str, Any], record: RosterRecord) -> bool:
    """Whether an entry changed that record; an import's payload does not say, so it is taken to."""
    if "changes" not in act:
        return True
    return any(c["table"] == record.noun and tuple(c["key"]) == tuple(record.key) for c in act["changes"])
