"""Codes made from names, for a person to take or change: short, without accents, free."""

import re
import unicodedata
from collections.abc import Collection

LONGEST = 12


def site_code(name: str) -> str:
    """`NRP` for Northgate Retail Park: initials, or the beginning of a single word; empty for no letters."""
    words = _words(name)
    if len(words) > 1:
        return "".join(word[0] for word in words)[:LONGEST].upper()
    return words[0][:4].upper() if words else ""


def person_code(name: str, taken: Collection[str] = ()) -> str:
    """`okafor` for J. Okafor: the family name, with the initial where that is taken, then with a number."""
    words = [word.lower() for word in _words(name)]
    if not words:
        return ""
    family, initial = words[-1][:LONGEST], words[0][0]
    used = {code.casefold() for code in taken}
    first_choices: list[str] = [family, initial + family] if len(words) > 1 else [family]
    for code in first_choices:
        if code.casefold() not in used:
            return code
    number = 2
    while f"{family}{number}".casefold() in used:
        number += 1
    return f"{family}{number}"


def sort_name(name: str) -> str:
    """The name as lists are sorted by it: without accents, capitals as small letters."""
    return _plain(name).casefold()


def _plain(name: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", name) if not unicodedata.combining(c))


def _words(name: str) -> list[str]:
    plain = _plain(name)
    found: list[str] = re.findall(r"[^\W_]+", plain.replace("'", "").replace("’", ""))
    return found
