"""How each kind of act is taken back: what it made of a record, how that stands, and the entry that puts it back."""

import json
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import asdict
from typing import TYPE_CHECKING, Any, NamedTuple
from zoneinfo import ZoneInfo

from sfm_tui.domain.categories import DEFAULT_CATEGORIES
from sfm_tui.domain.event import Event
from sfm_tui.domain.reference import RECORDS, SET_EVENTS, CategoryRecord, Location, plain, revive_record
from sfm_tui.domain.site import Site, SiteSet
from sfm_tui.domain.standard import RecordTagged, StandardLoaded, known_standards, revive_standard
from sfm_tui.domain.talks import RequirementChanged
from sfm_tui.storage.asking import Ask
from sfm_tui.storage.own_acts import OwnAct
from sfm_tui.storage.reference import check_inside, from_row
from sfm_tui.storage.sites import settings_text

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

Fields = Mapping[str, Any]


class Sides(NamedTuple):
    """A record as it was before an act, as the act left it, and as it stands; nothing where there was, or is, none.

    `old` is None where the act entered something new that stays.
    """

    old: Fields | None
    new: Fields
    now: Fields


class Way(ABC):
    """The way back from one kind of act; `hint` says what can be done of what was new by it.

    `signed` says that only somebody who has signed on does such an act, and so takes it back.
    """

    kind = ""
    hint = ""
    signed = True

    def takes(self, act: OwnAct) -> bool:
        """Whether an act of this kind is one that goes back."""
        return True

    @abstractmethod
    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """What the act changed, as a sentence names it."""

    @abstractmethod
    def sides(self, ask: Ask, act: OwnAct) -> Sides:
        """What the act made of what, and how that stands."""

    @abstractmethod
    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """The entry that makes it stand as `then`. Raises ValueError where that would be no record, or StoreError."""

    def words(self, store: "Store", now: Fields, then: Fields) -> str:
        """What that would change, in words."""
        from sfm_tui.storage.record_history import changed_words

        return changed_words(store, self.kind.partition(".")[0], now, then)


def why(act: OwnAct) -> str:
    """The reason that stands in the entry that takes an act back."""
    return f"takes back entry {act.seq}"


class SiteWay(Way):
    """The site's settings."""

    kind = "site.set"
    signed = False

    def takes(self, act: OwnAct) -> bool:
        """Who set the site up did not change a setting."""
        return bool(act.payload.get("old"))

    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """The site: a store has one."""
        return "the site"

    def sides(self, ask: Ask, act: OwnAct) -> Sides:
        """The settings, as plain data."""
        now = ask("SELECT settings FROM site", ())[0][0]
        return Sides(json.loads(act.payload["old"]), json.loads(act.payload["new"]), json.loads(now))

    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """The settings set anew."""
        old, new = (settings_text(Site.model_validate(dict(one), strict=False)) for one in (now, then))
        return SiteSet(code=then["code"], old=old, new=new, why=why(act), undoes=act.seq)


class MonthsWay(SiteWay):
    """How long records are kept, where a change of the settings was of nothing else."""

    def takes(self, act: OwnAct) -> bool:
        """Whether only the months differ."""
        if not super().takes(act):
            return False
        old, new = json.loads(act.payload["old"]), json.loads(act.payload["new"])
        return {name for name in {*old, *new} if old.get(name) != new.get(name)} == {"retention"}

    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """As its screen says it."""
        return "how long records are kept"

    def words(self, store: "Store", now: Fields, then: Fields) -> str:
        """The rules that would hold again."""
        from sfm_tui.domain.retention import schedule

        stands = schedule(now.get("retention", {}))
        rules = schedule(then.get("retention", {}))
        return " · ".join(rule.words for rule, other in zip(rules, stands, strict=True) if rule != other)


class RecordWay(Way):
    """A record of reference data."""

    def __init__(self, noun: str, hint: str = "") -> None:
        self.noun = noun
        self.kind = f"{noun}.set"
        self.hint = hint
        self.signed = noun in ("theme", "measure")

    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """The record by its key."""
        return f"{self.noun} {act.key}"

    def sides(self, ask: Ask, act: OwnAct) -> Sides:
        """The record; before a site's category may have stood the program's own."""
        record = RECORDS[self.noun]
        names = list(record.model_fields)
        rows = ask(f"SELECT {', '.join(names)} FROM {self.noun} WHERE {record.key_field} = ?", (act.key,))
        old = act.payload.get("old")
        if old is None and self.noun == "category":
            usual = next((one for one in DEFAULT_CATEGORIES if one.name == act.key), None)
            if usual is not None:
                old = plain(CategoryRecord.model_validate(asdict(usual)))
        return Sides(old, act.payload["new"], plain(from_row(record, names, rows[0])) if rows else {})

    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """The record set anew. Raises StoreError for a place that would lie inside itself."""
        record = revive_record(self.noun, dict(then))
        if isinstance(record, Location):
            check_inside(transaction, record)
        return SET_EVENTS[self.noun](key=act.key, old=dict(now), new=plain(record), why=why(act), undoes=act.seq)


class RequirementWay(Way):
    """Who must have had a topic: each officer, post or «all» is there or not."""

    kind = "requirement.changed"

    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """The topic by its code."""
        return f"who must have had topic {act.key}"

    def sides(self, ask: Ask, act: OwnAct) -> Sides:
        """Those whom the act took off, those whom it added, and who stands there."""
        rows = ask("SELECT who FROM requirement WHERE topic = ? ORDER BY who", (act.key,))
        return _marked(act.payload.get("removed", ()), act.payload.get("added", ()), [row[0] for row in rows])

    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """Added and taken off the other way round. Raises Refused for somebody who is not there any more."""
        from sfm_tui.storage.talk_records import check_who

        added, removed = _differing(now, then)
        check_who(transaction, added)
        return RequirementChanged(topic=act.key, added=added, removed=removed, why=why(act), undoes=act.seq)

    def words(self, store: "Store", now: Fields, then: Fields) -> str:
        """Who stands there, and who would."""
        names = {"all": "all officers", **store.reference.names()}
        return _lists(now, then, names, "nobody")


class TagWay(Way):
    """The criteria that a record is evidence for."""

    kind = "record.tagged"

    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """The record, and the standard."""
        return f"the criteria of {act.subject.replace(':', ' ', 1)} in {act.payload['standard']}"

    def sides(self, ask: Ask, act: OwnAct) -> Sides:
        """The criteria that the act took away, those that it added, and those that stand."""
        sql = "SELECT criterion FROM tag WHERE record = ? AND standard = ? ORDER BY criterion"
        rows = ask(sql, (act.subject, act.payload["standard"]))
        return _marked(act.payload.get("taken", ()), act.payload.get("added", ()), [row[0] for row in rows])

    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """Added and taken away the other way round. Raises Refused for a criterion that the standard lost."""
        from sfm_tui.storage.standards import check_criteria

        standard = act.payload["standard"]
        added, taken = _differing(now, then)
        check_criteria(transaction, act.subject, standard, added)
        return RecordTagged(
            record=act.subject, standard=standard, added=added, taken=taken, why=why(act), undoes=act.seq
        )

    def words(self, store: "Store", now: Fields, then: Fields) -> str:
        """The criteria that stand, and that would."""
        return _lists(now, then, {}, "no criterion")


class StandardWay(Way):
    """A standard that was loaded in the place of another, one of the program's own among them."""

    kind = "standard.loaded"
    hint = "load another one of its code in its place"

    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """The standard by its code."""
        return f"standard {act.key}"

    def sides(self, ask: Ask, act: OwnAct) -> Sides:
        """The standard; before the site's own may have stood the program's."""
        rows = ask("SELECT body FROM standard WHERE standard = ?", (act.key,))
        old = act.payload.get("old")
        if old is None:
            old = next((one.body() for one in known_standards() if one.standard == act.key), None)
        return Sides(old, act.payload["new"], json.loads(rows[0][0]) if rows else {})

    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """The standard loaded anew."""
        new = revive_standard(dict(then)).body()
        return StandardLoaded(standard=act.key, old=dict(now), new=new, why=why(act), undoes=act.seq)

    def words(self, store: "Store", now: Fields, then: Fields) -> str:
        """What differs in its head, and how many criteria do."""
        from sfm_tui.storage.record_history import changed_words

        heads = [{name: value for name, value in one.items() if name != "criteria"} for one in (now, then)]
        was, wanted = ({one["code"]: one for one in each["criteria"]} for each in (now, then))
        other = sum(was.get(code) != wanted.get(code) for code in {*was, *wanted})
        criteria = f"criteria that change: {other}" if other else ""
        return " · ".join(filter(None, (changed_words(store, "standard", *heads), criteria)))


def _marked(taken: Any, added: Any, stand: list[str]) -> Sides:
    """Members of a list as fields, each of which is there or not."""
    return Sides(dict.fromkeys(taken, True), dict.fromkeys(added, True), dict.fromkeys(stand, True))


def _differing(now: Fields, then: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The members to add, and those to take off."""
    return tuple(one for one in then if one not in now), tuple(one for one in now if one not in then)


def _lists(now: Fields, then: Fields, names: Mapping[str, str], nothing: str) -> str:
    stands, would = (", ".join(names.get(one, one) for one in sorted(each)) or nothing for each in (now, then))
    return f"{stands} → {would}"
