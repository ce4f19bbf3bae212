"""What an evidence pack can be made of: the records of each kind, and which belong to a chosen action."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_text, to_local
from sfm_tui.storage.choosing import MANY, how_many, newest, these
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.narrowed import narrowed
from sfm_tui.widgets.lists.rows import Lines, safe

if TYPE_CHECKING:
    from sfm_tui.reports.evidence.pack import Chosen
    from sfm_tui.storage.store import Store

NOUNS = {
    "action": "Actions", "incident": "Incidents", "talk": "Talks", "reflection": "Reflections", "note": "Notes",
    "assessment": "Assessed",
}  # fmt: skip
"""Kinds of records by the noun that links name them with, as the screen calls them."""
CHOSEN = "chosen"
VIEWS = {**NOUNS, CHOSEN: "Chosen"}
MOST = 300
"""Incidents and talks that are listed at once, the newest first; typing finds the others."""


@dataclass(frozen=True)
class Item:
    """One record that may be chosen: how links name it, its number, what it is about, its day in words."""

    ref: str
    title: str
    day: str = ""

    @property
    def noun(self) -> str:
        """What kind of record it is."""
        return self.ref.partition(":")[0]

    @property
    def key(self) -> str:
        """Its number."""
        return self.ref.partition(":")[2]


@dataclass(frozen=True)
class Choices:
    """The records of a view that have the typed words; `more` where there are others that are not shown."""

    items: tuple[Item, ...] = ()
    more: bool = False


def read_choices(store: "Store", view: str, typed: str, chosen: Collection[str], first: Collection[str]) -> Choices:
    """The records of a view: of many only the newest, those chosen, and those of `first`, which stand first."""
    words = typed.split()
    if view == CHOSEN:
        keys = {noun: [ref.partition(":")[2] for ref in chosen if ref.startswith(f"{noun}:")] for noun in NOUNS}
        found = [item for noun in NOUNS if keys[noun] for item in _read(store, noun, words, keys[noun])]
        return Choices(tuple(item for item in found if item.ref in chosen))
    items = _read(store, view, words)
    more = view in MANY and len(items) > MOST
    above = [ref.partition(":")[2] for ref in (*first, *chosen) if ref.startswith(f"{view}:")]
    if view in MANY and above:
        items = list(dict.fromkeys([*items[:MOST], *_read(store, view, words, above)]))
    if view != "action":
        items.sort(key=lambda item: item.ref not in first)
    return Choices(tuple(items[: MOST + len(above)]), more)


def _read(store: "Store", noun: str, words: Sequence[str], keys: Sequence[str] | None = None) -> list[Item]:
    if noun in MANY:
        return _of_many(store, noun, words, keys)
    if noun == "action":
        latest = {one.action: Item(f"action:{one.action}", one.area, one.stage) for one in store.actions.all()}
        items = list(latest.values())
    elif noun == "assessment":
        rows = store.assessments.all()
        items = [Item(row.ref, f"{row.enabler}: {row.level}, by {row.assessor}", str(row.assessed_on)) for row in rows]
    else:
        pages: Any = store.reflections if noun == "reflection" else store.notes
        items = [Item(page.ref, page.title, str(page.day)) for page in pages.all()]
    return narrowed(items, " ".join(words), lambda item: f"{item.key} {item.title}")


def _of_many(store: "Store", noun: str, words: Sequence[str], keys: Sequence[str] | None) -> list[Item]:
    """Of many records those with these numbers, else the newest, one more than are listed."""
    found = newest(store, noun, words, MOST + 1) if keys is None else these(store, noun, words, keys)
    return [Item(f"{noun}:{one.key}", one.about, day_text(to_local(one.at, store.tz).date()) if one.at else "")
            for one in found]  # fmt: skip


def count_choices(store: "Store", view: str, typed: str) -> int:
    """How many records of a view there are that have the typed words, those that are not listed among them."""
    return how_many(store, view, typed.split())


def linked(store: "Store", chosen: Collection[str]) -> dict[str, str]:
    """What is linked to a chosen action and may be chosen, or is: the record, and the action it belongs to."""
    found: dict[str, str] = {}
    for action in (ref for ref in chosen if ref.startswith("action:")):
        for link in store.links.of(action):
            other = link.target if link.source == action else link.source
            if not link.struck and other.partition(":")[0] in NOUNS:
                found.setdefault(other, action.partition(":")[2])
    return found


def chosen_of(refs: Iterable[str], standard: str) -> "Chosen":
    """The choice as the pack takes it, in the order of the numbers."""
    from sfm_tui.reports.evidence.pack import Chosen

    keys: dict[str, list[str]] = {noun: [] for noun in NOUNS}
    for ref in sorted(refs):
        noun, _, key = ref.partition(":")
        keys[noun].append(key)
    return Chosen(**{f"{noun}s": tuple(some) for noun, some in keys.items()}, standard=standard)


def row(item: Item, width: int, *, ticked: bool, why: str) -> Lines:
    """A record with its tick and, where it belongs to a chosen action, that one."""
    head = f"{'[x]' if ticked else '[ ]'} {safe(item.key)}  "
    tail = f"  linked to {why}" if why and not ticked else f"  {item.day}" if item.day else ""
    title = safe(" ".join(item.title.split()))
    room = max(0, width - len(head) - len(tail) - 2)
    return [[(head, "good" if ticked else "plain"), (clip(title, room), "bold" if ticked else "plain"),
             (tail, "accent" if why and not ticked else "muted")]]  # fmt: skip


def counted(refs: Collection[str]) -> str:
    """How many of each kind are chosen."""
    counts = {noun: sum(ref.startswith(f"{noun}:") for ref in refs) for noun in NOUNS}
    return ", ".join(f"{n} {noun}{'' if n == 1 else 's'}" for noun, n in counts.items() if n) or "nothing yet"
