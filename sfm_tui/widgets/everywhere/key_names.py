"""What a key is called in the words of a screen: as the site or the person has it now, not as the program does.

Words name a key by the id of what it does, with the program's own key behind it: `{board.new=n} writes one` in a
`KeyWords`, `key_of("board.new", "n")` in words that are put together. A test holds these to the bindings.
"""

import re
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from typing import Self

from sfm_tui.widgets.everywhere.key_bar import key_label

PALETTE = "^P"
"""Where single letters are switched off, the palette still has every act of a screen."""
LETTERED = frozenset((
    "assessment", "board", "book", "briefing", "charts", "desk", "evidence", "figures", "handover", "keeping", "log",
    "pages", "paper", "record", "roster", "settings", "talk", "talks", "trace", "weekly",
))  # fmt: skip
"""Places whose single letters a site can switch off: screens. In a dialog they always work."""
_MARK = re.compile(r"\{([a-z-]+\.[a-z0-9_-]+)=([^}]+)\}")


class KeyNames:
    """The keys of one terminal: those that were moved, by the id of what they do, and whether letters work."""

    def __init__(self, letters: Callable[[], bool] = lambda: True) -> None:
        self._letters = letters
        self.moved: Mapping[str, str] = {}

    def label(self, name: str, own: str) -> str:
        """What to press for a binding's id; `own` is the program's key for it, as it is written for a person."""
        keys = self.moved.get(name)
        labels = [key_label(key) for key in keys.split(",")] if keys else [own]
        if name.partition(".")[0] in LETTERED and not self._letters():
            labels = [label for label in labels if not _is_letter(label)] or [PALETTE]
        return labels[0]


def _is_letter(label: str) -> bool:
    return len(label) == 1 and not label.isdigit() and label not in "←→↑↓⌫"


_NAMES: ContextVar[KeyNames] = ContextVar("key_names", default=KeyNames())  # noqa: B039  # nothing changes this one


def name_keys_by(names: KeyNames) -> None:
    """Call keys so from now on, here and in what is begun from here: each program in this process has its own."""
    _NAMES.set(names)


def key_of(name: str, own: str) -> str:
    """What to press now for a binding's id, whose key of the program's own is `own`."""
    return _NAMES.get().label(name, own)


class KeyWords(str):
    """Words that name keys, written once and said later: as a text they have the program's own, `now` those that hold.

    Made from words of the program alone: nothing that a person typed is ever part of one.
    """

    _marked: str

    def __new__(cls, marked: str) -> Self:
        """Words in which `{id=key}` stands for a key."""
        words = super().__new__(cls, _MARK.sub(r"\2", marked))
        words._marked = marked
        return words

    @property
    def now(self) -> str:
        """With the keys that hold now."""
        return _MARK.sub(lambda found: key_of(found[1], found[2]), self._marked)

    @property
    def keys(self) -> list[tuple[str, str]]:
        """The ids that are named, each with the program's own key."""
        return _MARK.findall(self._marked)


def with_keys(words: str) -> str:
    """Words as they are to be said now: those of `KeyWords` with the keys that hold, any others as they stand."""
    return words.now if isinstance(words, KeyWords) else words
