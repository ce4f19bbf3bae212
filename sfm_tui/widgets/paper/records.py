"""The records that a document can be of, the newest first, by the kind of document."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from sfm_tui.clock import day_text, short_clock, to_local
from sfm_tui.storage.choosing import how_many_listed
from sfm_tui.widgets.dialogs.dialogs import Choice
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.lists.cells import clip

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

MOST = 300
_LONGEST = 80
EMPTY = {
    "incident": KeyWords("There is no incident yet: {app.new=F2} opens one."),
    "talk-register": KeyWords("There is no talk yet: {app.go-to=F12} t plans one."),
    "handover": KeyWords("There is no handover yet: {app.go-to=F12} h writes one."),
}
"""What to do first where there is no record that a document could be of."""


def records(store: "Store", kind: str, most: int = MOST) -> list[Choice]:
    """Those that a document of a kind can be of; none where nobody said how they are found."""
    find = _FIND.get(kind)
    return find(store, most) if find is not None else []


def knows(kind: str) -> bool:
    """Whether the records of a kind of document can be listed."""
    return kind in _FIND


def total(store: "Store", kind: str) -> int:
    """How many records there are that a document of a kind can be of; 0 where that is not told."""
    noun = _COUNTED.get(kind)
    return how_many_listed(store, noun) if noun is not None else 0


_COUNTED = {"incident": "incident", "talk-register": "talk", "handover": "handover"}


def _at(at: int | None, store: "Store") -> str:
    if at is None:
        return ""
    return f"{day_text(to_local(at, store.tz))} {short_clock(at, store.tz)}"


def _short(text: str) -> str:
    return clip(" ".join(text.split()), _LONGEST)


def _incidents(store: "Store", most: int) -> list[Choice]:
    from sfm_tui.storage.listing import Filter, page

    with store.reading() as connection:
        lines = page(connection, Filter(), store.sites.terms(), None, forward=True, limit=most)
    return [
        Choice(one.number, one.number, f"{_at(one.reported, store)} · {_short(one.summary or one.category)}")
        for one in lines
    ]


def _talks(store: "Store", most: int) -> list[Choice]:
    found = [*store.talks.held(most), *store.talks.open()]
    return [
        Choice(one.talk, one.talk, _short(f"{_at(one.held_at or one.planned_for, store)} · {one.title or one.topic}"))
        for one in found[:most]
    ]


def _handovers(store: "Store", most: int) -> list[Choice]:
    names = store.reference.people_names()
    return [
        Choice(one.handover, one.handover, f"{_at(one.at, store)} · {names.get(one.giver) or one.giver}")
        for one in store.handovers.newest(most)
    ]


def _actions(store: "Store", most: int) -> list[Choice]:
    found = [one for some in store.actions.board(closed=True).values() for one in some]
    found.sort(key=lambda card: (card.action.stage == "closed", card.action.due or "9999", card.action.action))
    return [
        Choice(card.action.action, card.action.action, f"{card.action.stage} · {_short(card.action.area)}")
        for card in found[:most]
    ]


_FIND: dict[str, Callable[["Store", int], list[Choice]]] = {
    "incident": _incidents,
    "talk-register": _talks,
    "handover": _handovers,
    "action-plan": _actions,
}
