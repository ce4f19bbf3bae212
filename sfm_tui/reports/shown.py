"""Typed text on its way to paper: what cannot be seen, or would turn the text round, is printed by its number.

A direction override lets `22:17` read as `71:22`; on a sheet that may become evidence it is shown as ‹U+202E›.
"""

import dataclasses
import re
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable
from itertools import groupby
from typing import Any, TypeVar

T = TypeVar("T")

JOINERS = "\u200c\u200d"
_LINE_ENDS = re.compile("\r\n|\r|[\x85\u2028\u2029]")
_BLANK = "\u034f\u115f\u1160\u17b4\u17b5\u2065\u3164\uffa0"
_TAB = "    "
_LISTED = 200


def shown(text: str, met: Counter[str]) -> str:
    """The text with line ends as line feeds, tabs as four spaces, and hidden characters as their numbers.

    What was replaced is counted in `met`.
    """
    if text.isascii():
        return _LINE_ENDS.sub("\n", text).replace("\t", _TAB) if not text.isprintable() else text
    text = _LINE_ENDS.sub("\n", text).replace("\t", _TAB)
    return by_number(((c, not _hidden(c)) for c in text), met)


def _hidden(character: str) -> bool:
    return character in _BLANK or (unicodedata.category(character) == "Cf" and character not in JOINERS)


def by_number(units: Iterable[tuple[str, bool]], met: Counter[str]) -> str:
    """Join the units; those that are not to be drawn as `‹U+202E›`, a run of them as `‹U+0301×3 U+202E›`."""
    parts: list[str] = []
    run: list[str] = []

    def close() -> None:
        if run:
            counted = ((code(c), len(list(group))) for c, group in groupby(run))
            parts.append(f"‹{' '.join(f'{name}×{n}' if n > 1 else name for name, n in counted)}›")
            run.clear()

    for unit, drawn in units:
        if drawn:
            close()
            parts.append(unit)
        else:
            met.update(unit)
            run.extend(unit)
    close()
    return "".join(parts)


def code(character: str) -> str:
    """`U+202E`."""
    return f"U+{ord(character):04X}"


def listed(met: Counter[str]) -> tuple[str, ...]:
    """What was printed by its number, one line for each character, the most frequent first."""
    lines = [
        f"{code(c)} {unicodedata.name(c, '(no name)')}" + (f", {n} times" if n > 1 else "")
        for c, n in sorted(met.items(), key=lambda item: (-item[1], item[0]))
    ]
    more = len(lines) - _LISTED
    return (*lines[:_LISTED], f"and {more} more, each given where it stands") if more > 0 else tuple(lines)


def mapped(document: T, change: Callable[[str], str]) -> T:
    """A document with every text in it changed; the shape stays."""
    changed: T = _mapped(document, change)
    return changed


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, tuple):
        return tuple(_mapped(item, change) for item in value)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {f.name: _mapped(getattr(value, f.name), change) for f in dataclasses.fields(value)}
        return dataclasses.replace(value, **fields)
    return value
