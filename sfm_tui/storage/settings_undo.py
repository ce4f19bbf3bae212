"""One's own last change of the settings taken back: what stood before stands again, by a new entry.

A setting is the site itself or a record of reference data. What others changed in other fields since then stays.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.categories import DEFAULT_CATEGORIES
from sfm_tui.domain.desk import Author
from sfm_tui.domain.event import Event
from sfm_tui.domain.put_back import ChangedSince, put_back
from sfm_tui.domain.reference import RECORDS, SET_EVENTS, CategoryRecord, Location, plain, revive_record
from sfm_tui.domain.site import Site, SiteSet
from sfm_tui.storage.asking import Ask, asking
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.own_acts import OwnAct, own_acts
from sfm_tui.storage.reference import check_inside, from_row
from sfm_tui.storage.sites import settings_text

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

SETTINGS = ("site", "person", "officer", "post", "location", "category")
"""What the screen of settings changes beside the roster's own records."""
_NEW = {
    "location": "Enter hides it",
    "category": "Enter hides it",
    "person": "Enter gives them a last day",
    "officer": "Enter gives them a last day",
}


@dataclass(frozen=True)
class Back:
    """What taking an act back would do: its entry and time, the record, its fields as they stand and as they would."""

    act: OwnAct
    noun: str
    key: str
    now: Mapping[str, Any]
    then: Mapping[str, Any]


class SettingsUndo:
    """What a person changed last of the settings, and the way back."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def last(self, by: Author) -> int:
        """The entry of this person's last change of a setting that was not taken back, 0 where there is none."""
        with self._store.reading() as connection:
            act = next(_standing(asking(connection), by), None)
        return act.seq if act is not None else 0

    def plan(self, by: Author) -> Back | None:
        """What `undo` would do, None where there is nothing to take back.

        Raises Refused where the act entered something new, Clash where somebody changed the same since.
        """
        with self._store.reading() as connection:
            return _last(asking(connection), by)

    def undo(self, by: Author, seq: int) -> Back:
        """Take back this person's last change of a setting, as a new entry; `seq` is the one that the screen showed.

        Raises Clash where another one is the last now, or somebody changed the same since; Refused where the act
        entered something new, StoreError where there is nothing to take back.
        """
        with self._store.writing() as transaction:
            back = _last(transaction.writer.all, by)
            if back is None:
                raise StoreError("there is no change of the settings of yours to take back")
            if back.act.seq != seq:
                raise Clash("another change of yours is the last one now: look again, then take it back")
            event = _event(back)
            if isinstance(event, SET_EVENTS["location"]):
                place = revive_record("location", event.new)
                assert isinstance(place, Location)
                check_inside(transaction, place)
            transaction.append(event, by)
            return back


def _standing(ask: Ask, by: Author) -> Iterator[OwnAct]:
    """The changes of a person that were not taken back, the newest first."""
    undone: set[int] = set()
    for act in own_acts(ask, by, SETTINGS):
        noun = act.subject.partition(":")[0]
        if act.kind != f"{noun}.set" or (noun == "site" and not act.payload.get("old")):
            continue  # who set the site up did not change a setting
        if act.payload.get("undoes"):
            undone.add(act.payload["undoes"])
        elif act.seq not in undone:
            yield act


def _last(ask: Ask, by: Author) -> Back | None:
    """The last change of a person that still stands; one that somebody put back by hand does not."""
    backs = (_back(ask, act) for act in _standing(ask, by))
    return next((back for back in backs if back.then != back.now), None)


def _back(ask: Ask, act: OwnAct) -> Back:
    noun = act.subject.partition(":")[0]
    called = "the site" if noun == "site" else f"{noun} {act.key}"
    old, new, now = _site_fields(ask, act) if noun == "site" else _record_fields(ask, act, noun)
    if old is None:
        how = f": {_NEW[noun]}" if noun in _NEW else ""
        raise Refused(f"{called} is new by your last act, and stays{how}")
    try:
        then = put_back(old, new, now)
    except ChangedSince as error:
        fields = error.fields[0].replace("_", " ")
        more = f" (and {len(error.fields) - 1} more)" if len(error.fields) > 1 else ""
        raise Clash(f"somebody changed {fields}{more} of {called} since then: look at its history") from None
    return Back(act, noun, act.key, now, then)


def _site_fields(ask: Ask, act: OwnAct) -> tuple[dict[str, Any] | None, dict[str, Any], dict[str, Any]]:
    old, new = act.payload.get("old", ""), act.payload["new"]
    now = ask("SELECT settings FROM site", ())[0][0]
    return json.loads(old) if old else None, json.loads(new), json.loads(now)


def _record_fields(ask: Ask, act: OwnAct, noun: str) -> tuple[dict[str, Any] | None, dict[str, Any], dict[str, Any]]:
    record = RECORDS[noun]
    names = list(record.model_fields)
    rows = ask(f"SELECT {', '.join(names)} FROM {noun} WHERE {record.key_field} = ?", (act.key,))
    old = act.payload.get("old")
    if old is None and noun == "category":
        usual = next((one for one in DEFAULT_CATEGORIES if one.name == act.key), None)
        if usual is not None:  # the program's own stood there before the site's
            old = plain(CategoryRecord.model_validate(asdict(usual)))
    return old, act.payload["new"], plain(from_row(record, names, rows[0])) if rows else {}


def _event(back: Back) -> Event:
    """The entry that takes an act back. Raises Refused where the record would be none that can be."""
    why, seq = f"takes back entry {back.act.seq}", back.act.seq
    try:
        if back.noun == "site":
            old, new = (settings_text(Site.model_validate(dict(one), strict=False)) for one in (back.now, back.then))
            return SiteSet(code=back.then["code"], old=old, new=new, why=why, undoes=seq)
        new_record = plain(revive_record(back.noun, dict(back.then)))
        return SET_EVENTS[back.noun](key=back.key, old=dict(back.now), new=new_record, why=why, undoes=seq)
    except ValueError as error:
        raise Refused("what stood before does not go with what others changed since: change it by hand") from error


__all__ = ["SETTINGS", "Back", "SettingsUndo"]
