"""Pseudonyms: who and what the store knows by name, and what a pack calls them instead."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from sfm_tui.domain.pack.folded import fold

SHORTEST_PART = 3
"""Letters that a part of a name needs to be looked for in any case; shorter ones only as they are written."""
_IN_TITLES = "mr mrs ms miss mx dr sir rev prof the of and for van von der den de da di la le al"
TITLES = frozenset(_IN_TITLES.split())
"""Words of a name that name nobody."""

_USUAL = """
will mark may young long day grant price park post gate bill chase miles rich dawn summer page king cook baker ward wood
woods field hill banks stone steel green brown black white grey gray short small little best good power wise sharp smart
strong fox bird bush west north east church house street march english walker driver porter cross case cash love pool
waters read lock keys key court hall camp rain snow frost winter spring major judge law laws low high star sun bright
early late man control guy
"""
EVERYDAY = frozenset(_USUAL.split())
"""Words that are names too: as a part of a name looked for with their capital alone, and doubted without it."""


@dataclass(frozen=True)
class Known:
    """One person, place or record: what it is (`Officer`), and each way to name it in full.

    `parts` says whether a single word of a name gives it away, as that of a person does; `codes` are names that are
    words in small letters too, and so are looked for as they are written.
    """

    kind: str
    key: str
    names: tuple[str, ...]
    parts: bool = False
    people: bool = False
    codes: tuple[str, ...] = ()


SOMEBODY = Known("[name]", "", (), people=True)
"""Who is meant by a name that two people share."""
SOMEWHERE = Known("[place]", "", ())
"""What is meant by a word that two places share."""


_PLACES = ("Location", SOMEWHERE.kind)


@dataclass(frozen=True)
class Term:
    """One text to look for, folded; `exact` is asked for as written, as initials are."""

    text: str
    known: Known
    exact: str = ""


def terms(everything: Iterable[Known]) -> list[Term]:
    """Each text that would give somebody or something away, the longest first; what two share names neither."""
    found: dict[tuple[str, str], Term] = {}
    for known in everything:
        for term in _of(known):
            place = (term.text, term.exact)
            there = found.setdefault(place, term)
            if there.known != known and there.known.people and known.people:
                found[place] = Term(term.text, SOMEBODY, term.exact)
            elif there.known != known and there.known.kind in _PLACES and known.kind == "Location":
                found[place] = Term(term.text, SOMEWHERE, term.exact)
    return sorted(found.values(), key=lambda term: (-len(term.text), term.text, term.exact))


def _of(known: Known) -> Iterable[Term]:
    for name in (*known.names, *((known.key,) if known.people else ())):
        yield from _of_name(name.strip(), known)
    for code in (code for code in known.codes if len(code) > 1 and not (code.isdigit() and len(code) < SHORTEST_PART)):
        yield Term(fold(code), known, code)


def _of_name(name: str, known: Known) -> Iterable[Term]:
    whole = " ".join(fold(name).split())
    if not whole:
        return
    if known.people and (name.isdigit() and len(name) < SHORTEST_PART):
        yield from (Term(f"{word} {whole}", known) for word in _BEFORE_NUMBERS)
        return
    if known.people and whole in EVERYDAY:
        yield from _capitals(name, known)
        return
    short = len(whole) < SHORTEST_PART
    yield Term(whole, known, name if short else "")
    if not known.parts:
        return
    words = [word for word in re.split(r"[\W_]+", name) if word]
    for word in words:
        text = fold(word)
        if known.people and text in EVERYDAY:
            yield from _capitals(word, known)
        elif text not in TITLES and len(word) > 1:
            yield Term(text, known, word if len(text) < SHORTEST_PART else "")
    if known.people and len(words) > 1:
        yield from _turned(words, known)
        letters = [word[0].upper() for word in words if fold(word) not in TITLES]
        if len(letters) > 1:
            for between in ("", ".", " ", ". "):
                written = between.join(letters) + between.strip()
                yield Term(fold(written), known, written)


_BEFORE_NUMBERS = (
    "officer",
    "officer no",
    "officer number",
    "staff",
    "staff no",
    "staff number",
    "badge",
    "no",
    "number",
)
"""Where a staff number of one or two digits is one: alone it would be any number."""


def _capitals(word: str, known: Known) -> Iterable[Term]:
    for form in dict.fromkeys((word.capitalize(), word.upper())):
        yield Term(fold(word), known, form)


def _turned(words: list[str], known: Known) -> Iterable[Term]:
    """`Okafor, J`, `Okafor J`, `J Okafor`, `Joy O`: initials beside a name, before or behind it."""
    first, last = words[0], words[-1]
    for one, two in ((first, last), (last, first), (first[0], last), (last, first[0])):
        yield Term(fold(f"{one} {two}"), known)


@dataclass
class Pseudonyms:
    """What a pack calls each thing: a letter or number in the order in which the pack names them, so nothing else."""

    _given: dict[tuple[str, str], str] = field(default_factory=dict)
    _counts: dict[str, int] = field(default_factory=dict)

    def of(self, known: Known) -> str:
        """The pseudonym, the same throughout the pack: `Officer A`, `Incident 2`, `the site`."""
        if known.kind in ("the site", "the client") or known.kind.startswith("["):
            return known.kind
        place = (known.kind, known.key)
        if place not in self._given:
            number = self._counts[known.kind] = self._counts.get(known.kind, 0) + 1
            self._given[place] = f"{known.kind} {_letters(number) if known.people else number}"
        return self._given[place]

    def all(self) -> frozenset[str]:
        """Every pseudonym that was given so far."""
        return frozenset(self._given.values())


def _letters(number: int) -> str:
    """A to Z, then AA, AB and so on."""
    made = ""
    while number:
        number, rest = divmod(number - 1, 26)
        made = chr(ord("A") + rest) + made
    return made
