"""What one screen taught holds on the others: an act has one key wherever it is, a key of the table means one thing.

The table is that of docs/architecture.md, «One feel». An act is known by the last part of its id.
"""

from importlib import import_module

import pytest
from textual.binding import Binding

from sfm_tui.app import PLACES
from sfm_tui.widgets.everywhere.key_bar import key_label
from sfm_tui.widgets.everywhere.keymap import every_binding

ACTS = {
    "new": "n", "find": "slash", "keys": "question_mark", "back": "escape", "cancel": "escape", "tab": "tab",
    "jump": "number_sign", "filter": "f", "undo": "u", "history": "y", "edit": "e", "change": "e", "correct": "e",
    "strike": "x", "withdraw": "x", "drop": "x", "take-off": "x", "date": "d", "today": "t", "paper": "P", "raise": "a",
    "card": "c", "effect": "i", "turn": "v", "files": "ctrl+k", "why": "w", "why-late": "w", "save": "ctrl+s",
    "review": "r", "phase": "p", "period": "p", "minute": "m", "who-stood": "m", "tick": "space",
    "before": "left_square_bracket", "after": "right_square_bracket", "earlier": "left_square_bracket",
    "later": "right_square_bracket", "shift-before": "left_square_bracket", "shift-after": "right_square_bracket",
}  # fmt: skip
"""The last part of an id, and the key that such an act has everywhere."""

IN_FORMS = {"history": "ctrl+t", "review": "ctrl+r", "effect": "ctrl+e", "links": "ctrl+f"}
"""Where letters are typed, Ctrl has to stand before another one."""
FORMS = ("action", "incident")

OTHERWISE = {
    "app.keys": "F1: it holds while typing as well",
    "app.find": "F3: it holds while typing as well",
    "app.new": "F2: it holds while typing as well",
    "book.raise": "i: the line becomes the incident itself, nothing is raised from it",
    "log.undo": "⌫: nothing of the record is taken back, the list is widened as a search is",
    "figures.review": "v: the letter that leads to the weekly review from everywhere",
    "roster-preview.save": "Enter: there is nothing to type in it, it is one question",
    "more.save": "Esc: it saves by itself, whatever way it is left",
    "cycle.back": "←: among choices",
    "paper.save": "s: nothing is typed there, a file is made",
    "board.before": "<: a card is moved, not a stretch of days",
    "occurrence.later": "Esc: the line is left for later",
    "sign.later": "Esc: the signature is left for later",
}
"""An id whose key is another one than the table's, and why."""

MEANINGS = {
    "n": {"new", "write", "assess"},
    "slash": {"find", "type"},
    "number_sign": {"jump"},
    "y": {"history"},
    "u": {"undo"},
    "e": {"edit", "change", "correct", "entries"},
    "f": {"filter", "unread", "functions"},
    "x": {"strike", "withdraw", "drop", "take-off", "cancel", "no-show"},
    "P": {"paper"},
    "i": {"effect"},
    "left_square_bracket": {"before", "earlier", "shift-before"},
    "right_square_bracket": {"after", "later", "shift-after"},
    "ctrl+k": {"files"},
    "ctrl+s": {"save", "sign", "open"},
}
"""A key of the table, and the acts that it may be."""

MEANS_OTHERWISE = {
    "book.raise": "i for incident",
    "evidence.yes": "y for yes, to a question of each page",
    "incident.state": "^S: all is saved as it is typed, so what is left to be settled is whether it is over",
    "keeping.erase": "x: gone for good, which is what that screen is for; it shows what is due and asks first",
    "paper.format": "f for format: the list of documents is short, nothing to filter",
    "paper.names": "i for initials or names: a document has no effect",
    "paper.path": "y: a document has no history; what was made of it stands in the list",
    "talks.library": "y: a topic of the library has no history yet",
}
"""An id on a key of the table with another meaning, and why."""


def last(name: str) -> str:
    return name.partition(".")[2]


BINDINGS = every_binding()


def keys_of(binding: Binding) -> list[str]:
    return binding.key.split(",")


@pytest.mark.parametrize("act", sorted(ACTS))
def test_an_act_has_one_key_everywhere(act: str) -> None:
    wrong = []
    for name, binding in BINDINGS.items():
        if last(name) != act or name in OTHERWISE:
            continue
        wanted = {ACTS[act], IN_FORMS.get(act) if name.partition(".")[0] in FORMS else ACTS[act]}
        if act in ("back", "cancel"):
            wanted |= {"x"}  # a talk is called off as anything is that stands no longer
        if not wanted & set(keys_of(binding)):
            wrong.append(f"{name} is on {binding.key}, not on {ACTS[act]}")
    assert wrong == []


@pytest.mark.parametrize("key", sorted(MEANINGS))
def test_a_key_of_the_table_means_one_thing(key: str) -> None:
    wrong = [
        f"{name}: {binding.description}"
        for name, binding in BINDINGS.items()
        if key in keys_of(binding) and last(name) not in MEANINGS[key] and name not in MEANS_OTHERWISE
    ]
    assert wrong == []


def test_a_verb_on_single_letters_has_one_key() -> None:
    """The word that the footer shows is learnt with its key: two keys for one word would unteach it."""
    by_verb: dict[str, dict[str, list[str]]] = {}
    for name, binding in BINDINGS.items():
        letters = [key for key in keys_of(binding) if len(key) == 1 and key.isalpha()]
        if letters and name not in (*OTHERWISE, *MEANS_OTHERWISE, *TWICE):
            by_verb.setdefault(binding.description.lower(), {}).setdefault(",".join(sorted(letters)), []).append(name)
    two = {}
    for verb, keys in by_verb.items():
        shared = set.intersection(*(set(key.split(",")) for key in keys))
        if not shared:
            two[verb] = keys
    assert two == {}


TWICE = {
    "figures.split-by": "b, for «by»: figures are split, not a duty",
    "roster.split": "s: a duty becomes two",
    "series.new": "n: a reading is what that list is made of; on the screen of measures n opens an incident",
    "gate.move": "m: among the answers to one question",
    "roster.move": "m: the duty gets other hours; a card of the board goes to the next column",
}
"""An id whose word has another key elsewhere, and why."""


@pytest.mark.parametrize("place", sorted(PLACES))
def test_every_place_has_the_keys_that_are_on_every_place(place: str) -> None:
    screen = import_module(PLACES[place][0]).SCREEN
    known = set(screen._merge_bindings().key_to_bindings)
    assert known >= {"escape", "tab", "slash", "question_mark", "number_sign", "n", "ctrl+f"}


def test_every_exception_is_still_one() -> None:
    for name in (*OTHERWISE, *MEANS_OTHERWISE):
        assert name in BINDINGS, name


def test_labels_of_keys_differ() -> None:
    used = {key for binding in BINDINGS.values() for key in keys_of(binding)}
    labels = {key_label(key) for key in used}
    assert len(labels) == len(used)
