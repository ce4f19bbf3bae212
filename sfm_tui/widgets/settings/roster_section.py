"""What the settings screen's sections of the roster share: whose a record is, an act for each change, its history."""

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from sfm_tui.clock import local_date
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.codes import sort_name
from sfm_tui.domain.roster_records import RosterRecord
from sfm_tui.storage.record_history import roster_subject
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.settings.sections import Scene, Section

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store


class Item(NamedTuple):
    """A record of the roster, what it belongs to, and when it was read: instant and local date.

    `renewed` is a licence that ran out and has one after it.
    """

    record: Any
    name: str
    now: int
    today: date
    renewed: bool = False


class RosterSection(Section):
    """Records that belong to an officer or a post; each change is an act on the roster, its reason kept."""

    can_remove = True
    asks_why = True
    record: ClassVar[type[RosterRecord]]
    holder: ClassVar[str]

    def read(self, store: "Store") -> list[Any]:
        """All of them, or those of one officer or post, by the name of whose they are."""
        names = self.about(store)
        self._tz, now = store.tz, store.clock.now()
        today = local_date(now, self._tz)
        which: dict[str, Any] = {self.holder: self.of} if self.of else {}
        found = [Item(one, self._name(one, names), now, today) for one in store.roster.records(self.record, **which)]
        return sorted(found, key=lambda item: (sort_name(item.name), self._order(item.record)))

    def about(self, store: "Store") -> Mapping[str, str]:
        """Officers by call sign or name."""
        return store.reference.names()

    def _name(self, record: Any, names: Mapping[str, str]) -> str:
        code = getattr(record, self.holder)
        return names.get(code, code)

    def _order(self, record: Any) -> Any:
        return record.key

    def key(self, item: Item) -> str:
        """Its key in the store, in one text."""
        return " ".join(map(str, item.record.key))

    def called(self, item: Item) -> str:
        """By whose it is."""
        return item.name

    def subject(self, item: Item) -> str:
        """As the history takes it."""
        return roster_subject(item.record)

    def _whose(self, scene: Scene, item: Item | None) -> FormField:
        label = self.holder.capitalize()
        value = getattr(item.record, self.holder) if item else scene.of

        def check(text: str) -> str:
            code = text.strip()
            if code not in scene.about:
                raise ValueError(f"there is no {self.holder} {quoted(code)}: its {self._code} is wanted")
            return scene.about[code]

        return FormField(self.holder, label, value, needed=True, check=check, suggestions=tuple(scene.about),
                         fixed=item is not None, help=f"the {self._code}")  # fmt: skip

    @property
    def _code(self) -> str:
        return "staff number" if self.holder == "officer" else "code"

    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> RosterRecord:
        """The record that the form means; `old` the one that it was opened on."""
        raise NotImplementedError

    def save(self, store: "Store", by: "Author", old: Item | None, values: dict[str, str], scene: Scene) -> str:
        """Enter it as one act; `why` is kept with it."""
        values = {name: text.strip() for name, text in values.items()}
        why = values.pop("why", "")
        was = old.record if old else None
        new = self.build(values, was, scene)
        if new == was:
            return f"the {self.one} stands as it was"
        store.roster.set(new, by, saw=was, why=why)
        return f"the {self.one} is saved"

    def remove(self, store: "Store", by: "Author", item: Item, why: str) -> str:
        """Take away what was entered by mistake; the ledger keeps it, with the reason."""
        store.roster.remove(item.record, by, why)
        return f"the {self.one} of {item.name} is taken off"
