"""What the fonts of the PDF can draw. A character that none of them has is printed by its number, never left out.

PDF/UA refuses a document with a missing glyph, so this is decided before typst sees the text.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache

from sfm_tui.reports.glyph_table import MONO, SERIF
from sfm_tui.reports.shown import JOINERS, by_number

LONG, PIECE = "\x1e", "\x1f"
"""What stands about a long word, and where it may be broken; no typed text can hold them."""

_LATIN = frozenset(map(chr, (*range(0x20, 0x7F), *range(0xA0, 0xAD), *range(0xAE, 0x100), *map(ord, "‹›"))))
_LONG_WORD = re.compile(r"\S{17,}")
_BY_NUMBER = re.compile(r"(‹U\+[0-9A-F×]+›?)")
_STEP = 4
_MOST_MARKS = 16
"""More on one letter is no writing; typst breaks down at some ten thousand."""


@cache
def fonts() -> tuple[frozenset[str], ...]:
    """The characters of each font, in the order in which the template names them."""
    return tuple(frozenset(_characters(table)) for table in (SERIF, MONO))


def _characters(table: str) -> list[str]:
    found: list[str] = []
    for part in table.split():
        first, _, last = part.partition("-")
        found.extend(map(chr, range(int(first, 16), int(last or first, 16) + 1)))
    return found


class Fitter:
    """Makes texts drawable and counts what it had to replace; `narrow` trusts only Latin-1."""

    def __init__(self, met: Counter[str], *, narrow: bool = False) -> None:
        self._met = met
        self._fonts = (_LATIN,) if narrow else fonts()
        self._known: dict[str, bool] = {}

    def fit(self, text: str) -> str:
        """The text with `‹U+1F600›` for what no font has, and marks where long words may break."""
        if not text.isascii():
            text = "\n".join(by_number(self._units(line), self._met) for line in text.split("\n"))
        return _LONG_WORD.sub(_pieces, text)

    def _units(self, line: str) -> Iterator[tuple[str, bool]]:
        """Letters with the marks that sit on them, which one font must have together, and whether one does.

        Where none does, a letter that can stand alone is kept.
        """
        for letter in _letters(line):
            if self._drawn(letter):
                yield letter, True
            elif len(letter) > 1 and self._drawn(letter[0]):
                yield letter[0], True
                yield letter[1:], False
            else:
                yield letter, False

    def _drawn(self, letter: str) -> bool:
        if len(letter) > _MOST_MARKS:
            return False
        known = self._known.get(letter)
        if known is None:
            needed = letter.translate(_NO_JOINERS)
            known = any(all(c in font for c in needed) for font in self._fonts)
            self._known[letter] = known
        return known


_NO_JOINERS = dict.fromkeys(map(ord, JOINERS))


def _letters(text: str) -> list[str]:
    """Characters with the marks and joiners that follow them; selectors of a glyph's variant are dropped."""
    letters: list[str] = []
    for c in text:
        if _is_variant(c):
            continue
        if letters and (c in JOINERS or unicodedata.category(c)[0] == "M"):
            letters[-1] += c
        else:
            letters.append(c)
    return letters


def _is_variant(c: str) -> bool:
    return "\ufe00" <= c <= "\ufe0f" or "\U000e0100" <= c <= "\U000e01ef" or "\u180b" <= c <= "\u180f"


def _pieces(word: re.Match[str]) -> str:
    """A long word in pieces of a few letters, numbers in brackets whole."""
    pieces: list[str] = []
    for part in _BY_NUMBER.split(word.group()):
        letters = [part] if part.startswith("‹U+") else _letters(part)
        pieces.extend("".join(letters[i : i + _STEP]) for i in range(0, len(letters), _STEP))
    return f"{LONG}{PIECE.join(pieces)}{LONG}"
