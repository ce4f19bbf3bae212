"""Typed texts for a reader outside the team: who is named in them becomes what they are, all else stays as typed.

A pack (`text.Redactor`) takes out whatever might tell who or where. A client knows the site and reads the text for its
sense, so less goes here: a whole name in any case, one word of it and its initials' forms only where it is written as
a name, call signs and staff numbers. A surname that is a word too (Bell, Price) would else spoil sentences.
"""

import re
from collections.abc import Iterable, Iterator

from sfm_tui.domain.pack.dates import Shift
from sfm_tui.domain.pack.folded import fold
from sfm_tui.domain.pack.names import TITLES, Known, Pseudonyms
from sfm_tui.domain.pack.text import Redactor

CALLED = {"Officer": "an officer"}
"""What each kind of person is called; anybody else is a person."""
_ANYBODY = "a person"
_WORD = re.compile(r"[^\W\d_][^\W\d_'’]*")
_RUN = re.compile(r"[^\W_]+")
_TITLED = re.compile(r"(?<!\w)(?:Mr|Mrs|Ms|Miss|Mx|Dr|PC|Sgt)\.?\s+(an officer|a person)(?!\w)")
_SHORTEST, _LEAST_DIGITS = 3, 4
_NUMBERED = ("officer", "staff number", "staff no", "badge")
_A_YEAR = re.compile(r"(?:19|20)\d\d")


class _Roles(Pseudonyms):
    def of(self, known: Known) -> str:
        return known.kind


class Unnamed:
    """Takes the names of `people` out of one text after the other."""

    def __init__(self, people: Iterable[Known]) -> None:
        """Sort people by the words that any way to name them holds: a text is searched for the few it may name."""
        self._by_word: dict[str, dict[Known, None]] = {}
        for known in map(_ways, people):
            for word in {word for way in (*known.names, *known.codes) for word in _RUN.findall(fold(way))}:
                self._by_word.setdefault(word, {})[known] = None

    def text(self, value: str) -> str:
        """The text without the people's names."""
        named: dict[str, dict[Known, None]] = {}
        for word in dict.fromkeys(_RUN.findall(fold(value))):
            for known in self._by_word.get(word, ()):
                named.setdefault(CALLED.get(known.kind, _ANYBODY), {})[known] = None
        some = [
            Known(called, "", tuple(_each(known.names for known in those)), codes=tuple(_each(k.codes for k in those)))
            for called, those in sorted(named.items())
        ]
        if not some:
            return value
        return _TITLED.sub(r"\1", Redactor(some, Shift(0), pseudonyms=_Roles()).names_alone(value))


def _each(several: Iterable[tuple[str, ...]]) -> Iterator[str]:
    return (name for names in several for name in names)


def _ways(known: Known) -> Known:
    """Every way to write a person's name: `names` in any case, `codes` as they are written."""
    names, codes = list(_numbers(known)), list[str]()
    for name in known.names:
        words = _WORD.findall(name)
        numbered = any(ch.isdigit() for ch in name)
        if numbered or len(words) > 1:
            names.append(name)
        if not numbered:
            names += [part.strip(".,") for part in name.split() if len(_WORD.findall(part)) > 1]
            codes += _written([word for word in words if fold(word) not in TITLES])
    return Known(known.kind, known.key, tuple(dict.fromkeys(names)), codes=tuple(dict.fromkeys(codes)))


def _written(words: list[str]) -> Iterator[str]:
    """Single words of a name as a name is written, and a surname with its initial."""
    for word in words:
        if len(word) >= _SHORTEST:
            yield from (word[:1].upper() + word[1:], word.upper())
    if len(words) > 1:
        first, last = words[0], words[-1]
        for initial in (f"{first[0]} ", f"{first[0]}. ", f"{first[0]}."):
            yield f"{initial}{last}"


def _numbers(known: Known) -> Iterator[str]:
    """A staff number: alone where nothing else is likely to be written so, else behind a word that says what it is."""
    if known.kind != "Officer":
        return
    for word in _NUMBERED:
        yield f"{word} {known.key}"
    if not known.key.isdigit() or (len(known.key) >= _LEAST_DIGITS and not _A_YEAR.fullmatch(known.key)):
        yield known.key
