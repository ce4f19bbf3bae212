"""Free text for a pack: known names replaced, patterns taken out, dates moved."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from sfm_tui.domain.pack.dates import Shift
from sfm_tui.domain.pack.folded import Kept, folded, plain_text
from sfm_tui.domain.pack.names import Known, Pseudonyms, Term, terms
from sfm_tui.domain.pack.patterns import without_patterns

_GAP = r"[\W_]{0,4}"


@dataclass
class Redactor:
    """Everything that one pack does to a text. `hide` are further words that a person wants taken out."""

    known: Sequence[Known]
    shift: Shift
    hide: tuple[str, ...] = ()
    pseudonyms: Pseudonyms = field(default_factory=Pseudonyms)

    def __post_init__(self) -> None:
        """Make one pattern of all that is looked for, the longest first."""
        hidden = [Known("[hidden]", word, (word,)) for word in self.hide]
        self._terms = terms([*self.known, *hidden])
        self._by_place = {f"t{number}": term for number, term in enumerate(self._terms)}
        self._pattern = _pattern(self._terms)

    def text(self, value: str) -> str:
        """The text without anything that is known or has a form that gives somebody away."""
        value = plain_text(value)
        kept = Kept()
        value = self._without_names(value, kept)
        return kept.put_back(without_patterns(self.shift.text(value, kept), kept))

    def name(self, known: Known) -> str:
        """What the pack calls it."""
        return self.pseudonyms.of(known)

    def _without_names(self, value: str, kept: Kept) -> str:
        if self._pattern is None:
            return value
        flat = folded(value)
        made: list[str] = []
        end = 0
        for found in self._pattern.finditer(flat.text):
            term = self._by_place[found.lastgroup or ""]
            start, stop = flat.span(*found.span())
            if start < end or (term.exact and not _as_written(value[start:stop], term.exact)):
                continue
            called = "[hidden]" if term.known.kind == "[hidden]" else self.pseudonyms.of(term.known)
            made += [value[end:start], kept.hold(called)]
            end = stop
        return "".join(made) + value[end:]


def _as_written(found: str, exact: str) -> bool:
    return re.sub(r"\s", "", found) == re.sub(r"\s", "", exact)


def _pattern(looked_for: Iterable[Term]) -> re.Pattern[str] | None:
    """One alternation; a gap in a name is anything that parts words, a letter beside it is another word.

    A digit beside a name does not hide it, nor a letter beside a number.
    """
    parts = []
    for number, term in enumerate(looked_for):
        pieces = [piece for piece in re.split(r"[\W_]+", term.text) if piece]
        if not pieces:
            body = re.escape(term.text)
        elif term.exact:
            body = r"\s?".join(map(re.escape, term.text.split(" ")))
        else:
            body = _GAP.join(map(re.escape, pieces))
        parts.append(f"(?P<t{number}>{_edge(term.text[0], before=True)}{body}{_edge(term.text[-1], before=False)})")
    return re.compile("|".join(parts)) if parts else None


def _edge(ch: str, *, before: bool) -> str:
    look = "?<!" if before else "?!"
    if ch.isdigit():
        return rf"({look}\d)"
    return rf"({look}[^\W\d_])" if ch.isalpha() else ""
