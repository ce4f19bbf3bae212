"""Free text for a pack: known names replaced, patterns taken out, dates moved."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from sfm_tui.domain.pack.dates import Shift
from sfm_tui.domain.pack.folded import Folded, Kept, folded, plain_text
from sfm_tui.domain.pack.names import Known, Pseudonyms, Term, terms
from sfm_tui.domain.pack.patterns import without_patterns

HIDDEN = "[hidden]"
"""What stands for a word that a person wanted taken out."""
_WITHOUT_ARTICLE = ("the site", "the client", "Location")
_ARTICLE = re.compile(r"(?<!\w)the\s+$", re.I)
_GAP = r"[\W_]{0,4}"
_RUN = re.compile(r"\d+|[^\W\d_]+")
_JOINED_BEFORE = re.compile(r"\d[-/:.,]\Z")
_JOINED_BEHIND = re.compile(r"[-/:.,]\d")


@dataclass
class _Looked:
    """A term and how it is found where its first run of letters or digits begins."""

    term: Term

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """Made when a text first holds that run: of a long list few are ever needed."""
        return _pattern(self.term)


@dataclass
class Redactor:
    """Everything that one pack does to a text. `hide` are further words that a person wants taken out."""

    known: Sequence[Known]
    shift: Shift
    hide: tuple[str, ...] = ()
    pseudonyms: Pseudonyms = field(default_factory=Pseudonyms)

    def __post_init__(self) -> None:
        """Sort what is looked for by how it begins, the longest first."""
        self._by_run: dict[str, list[_Looked]] = {}
        self._signs: list[_Looked] = []
        for term in terms([*self.known, *(Known(HIDDEN, word, (word,)) for word in self.hide)]):
            run = _RUN.search(term.text)
            looked = _Looked(term)
            (self._signs if run is None else self._by_run.setdefault(run.group(), [])).append(looked)

    def __repr__(self) -> str:
        """Nothing that a log or a traceback could tell."""
        return "Redactor(…)"

    def text(self, value: str) -> str:
        """The text without anything that is known or has a form that gives somebody away."""
        value = plain_text(value)
        kept = Kept()
        value = self._without_names(value, kept)
        return kept.put_back(without_patterns(self.shift.text(value, kept), kept))

    def names_alone(self, value: str) -> str:
        """The text with what is known replaced, everything else as it was typed: dates, places, unseen characters.

        A number within a longer one, such as that of an incident or a date, is no name.
        """
        made: list[str] = []
        end = 0
        for start, stop, term in self._found(value, folded(value)):
            if not (value[start:stop].isdigit() and _within_number(value, start, stop)):
                made += [value[end:start], self.name(term.known)]
                end = stop
        return "".join(made) + value[end:]

    def name(self, known: Known) -> str:
        """What the pack calls it."""
        return self.pseudonyms.of(known)

    def _without_names(self, value: str, kept: Kept) -> str:
        flat = folded(value)
        made: list[str] = []
        end = 0
        for start, stop, term in self._found(value, flat):
            before = value[end:start]
            if term.known.kind in _WITHOUT_ARTICLE:
                before = _ARTICLE.sub("", before)
            made += [before, kept.hold(self.name(term.known))]
            end = stop
        return "".join(made) + value[end:]

    def _found(self, value: str, flat: Folded) -> Iterable[tuple[int, int, Term]]:
        """Where something known stands in the text, in order, none within another."""
        at = 0
        runs = _RUN.finditer(flat.text)
        places = [(run.start(), self._by_run.get(run.group(), [])) for run in runs]
        for looked in self._signs:
            places += [(found.start(), [looked]) for found in looked.pattern.finditer(flat.text)]
        for place, candidates in sorted(places, key=lambda pair: pair[0]):
            for looked in candidates if place >= at else ():
                found = looked.pattern.match(flat.text, place)
                if found is None:
                    continue
                start, stop = flat.span(*found.span())
                if not looked.term.exact or _as_written(value[start:stop], looked.term.exact):
                    yield start, stop, looked.term
                    at = found.end()
                    break


def _within_number(value: str, start: int, stop: int) -> bool:
    return _JOINED_BEFORE.search(value[:start]) is not None or _JOINED_BEHIND.match(value, stop) is not None


def _as_written(found: str, exact: str) -> bool:
    return re.sub(r"\s", "", found) == re.sub(r"\s", "", exact)


def _pattern(term: Term) -> re.Pattern[str]:
    """A gap in a name is anything that parts words; a letter beside it is another word.

    A digit beside a name does not hide it, nor a letter beside a number.
    """
    run = _RUN.search(term.text)
    if run is None:
        return re.compile(re.escape(term.text))
    text = term.text[run.start() :]
    pieces = [piece for piece in re.split(r"[\W_]+", text) if piece]
    body = r"\s?".join(map(re.escape, text.split(" "))) if term.exact else _GAP.join(map(re.escape, pieces))
    last = text[-1] if term.exact else pieces[-1][-1]
    return re.compile(_edge(text[0], before=True) + body + _edge(last, before=False))


def _edge(ch: str, *, before: bool) -> str:
    look = "?<!" if before else "?!"
    if ch.isdigit():
        return rf"({look}\d)"
    return rf"({look}[^\W\d_])" if ch.isalpha() else ""
