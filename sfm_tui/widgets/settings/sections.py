"""What the settings screen lists and edits: one section for each kind of record a site has.

A section says how its records are read, shown on a row, asked for in a form and saved. What is in use is hidden or
has left; nothing here deletes a record.
"""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_text, zone
from sfm_tui.domain.codes import sort_name
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import YES_NO, FormField
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines, Span

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.reference import Record
    from sfm_tui.storage.store import Store


@dataclass(frozen=True)
class Scene:
    """What a form may need to know: the records of its section, the local date, the present in the site's zone.

    `about` are the names of what its records belong to, by code; `of` is the one that the section is narrowed to.
    """

    items: tuple[Any, ...]
    today: date
    now: int = 0
    tz: ZoneInfo = field(default_factory=lambda: zone("UTC"))
    about: Mapping[str, str] = field(default_factory=dict)
    of: str = ""


class Section(ABC):
    """One kind of thing that a site sets."""

    name: ClassVar[str]
    title: ClassVar[str]
    one: ClassVar[str]
    empty: ClassVar[str] = ""
    can_add: ClassVar[bool] = True
    can_remove: ClassVar[bool] = False
    in_store: ClassVar[bool] = True
    asks_why: ClassVar[bool] = False
    jumps: ClassVar[Mapping[str, str]] = {}
    """Sections about a record of this one, by the name of the key that goes there."""

    def __init__(self) -> None:
        self.of = ""
        self.of_name = ""

    @abstractmethod
    def read(self, store: "Store") -> list[Any]:
        """Every record, in the order in which it is shown."""

    @abstractmethod
    def key(self, item: Any) -> str:
        """What tells a record from the others."""

    @abstractmethod
    def draw(self, item: Any, width: int) -> Lines:
        """The record on a row."""

    @abstractmethod
    def fields(self, scene: Scene, item: Any | None) -> list[FormField]:
        """What is asked for, of a record or of a new one."""

    @abstractmethod
    def save(self, store: "Store", by: "Author", old: Any | None, values: dict[str, str], scene: Scene) -> str:
        """Enter the record and give the line to say. Raises Clash where it was changed meanwhile."""

    def subject(self, item: Any) -> str:
        """The record as the ledger names it; empty where the ledger knows nothing of it."""
        return ""

    def called(self, item: Any) -> str:
        """What a form's title calls a record."""
        return self.key(item)

    def start(self, item: Any | None) -> str:
        """The field in which the cursor starts; empty for the first that is empty."""
        return ""

    def remove(self, store: "Store", by: "Author", item: Any, why: str) -> str:
        """Take a record out, where the section allows it; `why` is asked for where the section `asks_why`."""
        raise NotImplementedError

    def about(self, store: "Store") -> Mapping[str, str]:
        """The names, by code, of what the records belong to."""
        return {}


class RecordSection(Section):
    """A kind of reference data: a table of its own, one ledger entry a change."""

    record: ClassVar[str]

    def _class(self) -> "type[Record]":
        from sfm_tui.domain.reference import RECORDS

        return RECORDS[self.record]

    def read(self, store: "Store") -> list[Any]:
        """Every record by name."""
        return sorted(store.reference.all(self._class()), key=self._order)

    def _order(self, item: Any) -> tuple[Any, ...]:
        return (bool(getattr(item, "left_on", None)), bool(getattr(item, "hidden", False)), sort_name(item.name))

    def key(self, item: Any) -> str:
        """Its key in the store."""
        return str(item.key)

    def subject(self, item: Any) -> str:
        """As links name it."""
        return f"{self.record}:{item.key}"

    def draw(self, item: Any, width: int) -> Lines:
        """Code, name, and what else there is to see."""
        gone = bool(getattr(item, "left_on", None)) or bool(getattr(item, "hidden", False))
        code: Span = (fit(item.key, 12) + " ", "muted" if gone else "accent")
        name = fit(item.name or "", max(12, min(30, width - 40)))
        return [[code, (name + "  ", "muted" if gone else "plain"), (self.more(item), "muted")]]

    def more(self, item: Any) -> str:
        """The rest of the row."""
        return ""

    @abstractmethod
    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> "Record":
        """The record that the form means."""

    def save(self, store: "Store", by: "Author", old: Any | None, values: dict[str, str], scene: Scene) -> str:
        """Enter it; what was typed is clean at its ends."""
        values = {name: text.strip() for name, text in values.items()}
        new = self.build(values, old, scene)
        if old is None:
            self._check_new(new, scene)
        changed = store.reference.set(new, by, saw=old, why="" if old is not None else "new")
        return f"{self.one} {new.key} {'saved' if changed else 'stands as it was'}"

    def _check_new(self, new: "Record", scene: Scene) -> None:
        if any(self.key(item).casefold() == new.key.casefold() for item in scene.items):
            raise FieldError(new.key_field, f"there is a {self.one} {new.key} already: open it to change it")


def yes(value: bool) -> str:
    """The word for a flag."""
    return "yes" if value else "no"


def flag(name: str, label: str, value: bool, help: str = "") -> FormField:
    """A field for yes or no."""
    return FormField(name, label, yes(value), choices=YES_NO, help=help)


def day_field(name: str, label: str, value: date | None, today: date, help: str) -> FormField:
    """A field for a day, typed as people type days; empty for none."""

    def check(text: str) -> str:
        return day_text(typed_day(text, today) or today)

    return FormField(name, label, value.isoformat() if value else "", check=check, help=help)


def typed_day(text: str, today: date) -> date | None:
    """The day that was typed; None for nothing."""
    from sfm_tui.clock.days import parse_day

    return parse_day(text, today) if text.strip() else None


def words_of(parts: Sequence[str | None]) -> str:
    """What there is to say, with dots between."""
    return " · ".join(part for part in parts if part)
