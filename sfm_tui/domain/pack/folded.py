"""Text as it is compared: without case, accents or characters that nobody sees, yet each place is known again."""

import html
import unicodedata
from dataclasses import dataclass, field

_UNSEEN = {"Cf", "Mn", "Me", "Cc"}
_NOT_READ = {"Cf", "Cc", "Co", "Cn"}
_LINES = "\t\n\r"
_MOST_WRAPPED = 8
"""How often an entity is taken to stand for another: a text of nothing else would be gone through for hours."""
_PLAIN = str.maketrans({
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "ŧ": "t", "þ": "th", "æ": "ae", "œ": "oe",
})  # fmt: skip
"""Letters that are typed as these where a keyboard has them not; they do not come apart into a letter and an accent."""
_SAME = str.maketrans({"’": "'", "‘": "'", "ʼ": "'", "`": "'", "´": "'", "‐": "-", "‑": "-", "–": "-", "—": "-"})


def plain_text(value: str) -> str:
    """The text as it is read: entities as the characters they stand for, wide letters as usual ones, nothing unseen."""
    for _ in range(_MOST_WRAPPED):
        before, value = value, html.unescape(value)
        if before == value:
            break
    value = unicodedata.normalize("NFKC", value)
    return "".join(ch for ch in value if ch in _LINES or unicodedata.category(ch) not in _NOT_READ)


@dataclass(frozen=True)
class Folded:
    """`text` is compared, `places[i]` is where its character i stands in the text that it was made from."""

    text: str
    places: tuple[int, ...]
    length: int

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where `text[start:end]` stands in the text as it was, with the accents that follow it."""
        return self.places[start], self.places[end] if end < len(self.places) else self.length


def fold(value: str) -> str:
    """A name or reference as it is compared."""
    return folded(value).text


def folded(value: str) -> Folded:
    """The text as it is compared; spaces and hyphens of any kind are one kind."""
    made: list[str] = []
    places: list[int] = []
    for place, ch in enumerate(value):
        for part in unicodedata.normalize("NFKD", ch.translate(_SAME)).casefold().translate(_PLAIN):
            if unicodedata.category(part) in _UNSEEN and part not in _LINES:
                continue
            made.append(" " if part.isspace() else part)
            places.append(place)
    return Folded("".join(made), tuple(places), len(value))


@dataclass
class Kept:
    """Words that are settled: until they are put back, a text holds one character for each, which no step reads."""

    words: list[str] = field(default_factory=list)

    def hold(self, words: str) -> str:
        """The character that stands for these words."""
        if words not in self.words:
            self.words.append(words)
        return chr(_FIRST + self.words.index(words))

    def put_back(self, value: str) -> str:
        """The text with its settled words."""
        return "".join(self.words[ord(ch) - _FIRST] if _FIRST <= ord(ch) < _LAST else ch for ch in value)


_FIRST, _LAST = 0xF0000, 0x10FFFE
"""Characters for private use; `plain_text` leaves none in."""
