"""What a person did last: for taking it back, and for saying of a signature that it stands."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, Self, TypeVar

from sfm_tui.domain.desk import Author
from sfm_tui.storage.asking import Ask
from sfm_tui.storage.errors import Clash, StoreError

SIGNATURES = {
    "briefing.acknowledged", "desk.entries_signed", "handover.accepted", "handover.signed", "talk.caught_up",
    "review.set", "talk.completed", "talk.signed", "weekly.held",
}  # fmt: skip
"""Kinds of entry by which somebody signs for something: nothing takes them back."""
STANDS = {
    "months": {"hold.lifted", "hold.placed", "ledger.erased"},
    "actions": {"action.consulted", "action.raised"},
    "evidence": {"note.written", "reflection.written"},
    "topics": {"talk.absence", "talk.cancelled", "talk.changed", "talk.expected", "talk.planned", "talk.started"},
}  # fmt: skip
"""What else is not taken back where a screen takes back something: it says so as of a signature."""
_JUST_NOW = 500
_PAGE = 500
_NOT_LONG_AGO = 100_000
"""So many entries back is looked for an act on a record of any kind, for which there is no index."""


@dataclass(frozen=True)
class OwnAct:
    """One entry of a person's own: what it did, to which record, when."""

    seq: int
    at: int
    kind: str
    subject: str
    payload: dict[str, Any]

    @classmethod
    def of(cls, row: Sequence[Any]) -> Self:
        """The entry of a row: number, time, kind, subject, payload, which is None where it was erased."""
        seq, at, kind, subject, payload = row
        return cls(seq, at, kind, subject, json.loads(payload) if payload else {})

    @property
    def key(self) -> str:
        """The record's own key."""
        return self.subject.partition(":")[2]


def own_acts(ask: Ask, by: Author, nouns: Sequence[str]) -> Iterator[OwnAct]:
    """A person's entries on records of some nouns, the newest first; those whose text was erased are left out.

    They are read a page at a time: the one that is looked for is mostly among the first.
    """
    where = " OR ".join("(l.subject >= ? AND l.subject < ?)" for _ in nouns)
    bounds = [bound for noun in nouns for bound in (f"{noun}:", f"{noun};")]
    # The plus keeps SQLite from walking back through the whole ledger: it looks the nouns up, and sorts.
    return _walked_back(ask, by, where, bounds, "+l.seq")


def own_acts_on(ask: Ask, by: Author, subject: str) -> Iterator[OwnAct]:
    """The same of one record."""
    return _walked_back(ask, by, "l.subject = ?", [subject], "l.seq")


def own_acts_of(ask: Ask, by: Author, kinds: Sequence[str]) -> Iterator[OwnAct]:
    """The same of some kinds of acts on any record, among the last entries of the ledger."""
    marks = ", ".join("?" for _ in kinds)
    where = f"l.kind IN ({marks}) AND l.seq > (SELECT max(seq) FROM ledger) - {_NOT_LONG_AGO}"
    return _walked_back(ask, by, where, kinds, "l.seq")


def _walked_back(ask: Ask, by: Author, where: str, values: Sequence[str], seq: str) -> Iterator[OwnAct]:
    below = 1 << 62
    while rows := ask(
        "SELECT l.seq, l.at, l.kind, l.subject, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq"
        f" WHERE ({where}) AND l.author = ? AND {seq} < ? ORDER BY {seq} DESC LIMIT ?",
        (*values, by.person, below, _PAGE),
    ):
        yield from map(OwnAct.of, rows)
        below = rows[-1][0]


def standing(acts: Iterable[OwnAct]) -> Iterator[OwnAct]:
    """Of acts, the newest first, those that no later one of them took back, nor take one back themselves."""
    undone: set[int] = set()
    for act in acts:
        if act.payload.get("undoes"):
            undone.add(act.payload["undoes"])
        elif act.seq not in undone:
            yield act


class _OfAct(Protocol):
    """What would take an act back."""

    @property
    def act(self) -> OwnAct:
        """The act."""


Back = TypeVar("Back", bound=_OfAct)


def the_one(back: Back | None, seq: int, nothing: str) -> Back:
    """What takes back the entry `seq`, which the screen showed.

    Raises StoreError with the words `nothing` where there is nothing to take back, Clash where another act is the last.
    """
    if back is None:
        raise StoreError(nothing)
    if back.act.seq != seq:
        raise Clash("another act of yours is the last one now: look again, then take it back")
    return back


def signed_last(ask: Ask, by: Author, what: str = "") -> OwnAct | None:
    """The newest entry of a person where it is a signature, None where they did something else after it.

    What stands on the screen that takes back `what` counts as one.

    Only the last entries of the ledger are looked at: what lies further back was not just signed.
    """
    rows = ask(
        "SELECT l.seq, l.at, l.kind, l.subject, p.payload FROM ledger l LEFT JOIN payload p ON p.seq = l.seq"
        " WHERE l.author = ? AND l.seq > (SELECT max(seq) FROM ledger) - ? ORDER BY l.seq DESC LIMIT 1",
        (by.person, _JUST_NOW),
    )
    return OwnAct.of(rows[0]) if rows and rows[0][2] in SIGNATURES | STANDS.get(what, set()) else None
