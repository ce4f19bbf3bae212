"""Whom and what a calendar means: officers by staff number, call sign or name, posts by code or name."""

import re
from collections.abc import Iterable
from typing import Literal

Noun = Literal["officer", "post"]
NOUNS: tuple[Noun, ...] = ("officer", "post")
_PREFIX = re.compile(r"(duties|duty|officer|post|cover|calendar|rota|roster)[-_. ]+", re.IGNORECASE)
_ONLY: dict[str, Noun] = {"officer": "officer", "post": "post", "cover": "post"}
_PARTS = re.compile(r"[,;/&|()]|\s[-–—@]\s|\s(?:at|and)\s")


class Directory:
    """The officers and posts of the store, and the good ones of the folder."""

    def __init__(self) -> None:
        self._keys: dict[Noun, set[str]] = {"officer": set(), "post": set()}
        self._names: dict[Noun, dict[str, set[str]]] = {"officer": {}, "post": {}}

    def add(self, noun: Noun, rows: Iterable[tuple[str, tuple[str, ...]]]) -> None:
        """Note records: the key of each and what else it is called."""
        for key, others in rows:
            self._keys[noun].add(key)
            for name in (key, *others):
                if name.strip():
                    self._names[noun].setdefault(_plain(name), set()).add(key)

    def find(self, noun: Noun, text: str) -> set[str]:
        """Those that a text as a whole means: of the same key, else of the same name."""
        if text in self._keys[noun]:
            return {text}
        return set(self._names[noun].get(_plain(text), ()))

    def within(self, noun: Noun, texts: Iterable[str]) -> set[str]:
        """Those that texts name: as a whole or in their parts, else by a key that stands in them as a word."""
        texts = [text for text in texts if text.strip()]
        found = [self.find(noun, text) for text in texts]
        found = [some for some in found if some] or [
            self.find(noun, part) for text in texts for part in _PARTS.split(text) if part.strip()
        ]
        words = {word.strip(".,;:()[]") for text in texts for word in text.split()}
        return set().union(*found) or words & self._keys[noun]

    def owners(self, text: str, *, file: bool = False) -> set[tuple[Noun, str]]:
        """Whose calendar a name says that it is; a file's may begin with `duties-`, `officer-`, `post-` or `cover-`."""
        found = {(noun, key) for noun in NOUNS for key in self.find(noun, text)}
        prefix = _PREFIX.match(text) if file and not found else None
        if prefix is None:
            return found
        only = _ONLY.get(prefix[1].casefold())
        rest = text[prefix.end() :]
        return {(noun, key) for noun in NOUNS if only in (None, noun) for key in self.find(noun, rest)}


def _plain(text: str) -> str:
    return " ".join(text.split()).casefold()
