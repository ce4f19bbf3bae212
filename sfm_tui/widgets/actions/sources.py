"""Where an action comes from, as a person types it: `incident 0142; complaint: the client, on the wait`."""

import re
from typing import TYPE_CHECKING

from sfm_tui.clock.refusal import quoted
from sfm_tui.storage.links import FREE, TABLE_OF

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

HELP = "incident 0142; complaint: who and what; audit: keys; feedback: … (a ; between two)"
_NUMBER = re.compile(r"(?:[0-9]{4}-)?[0-9]{1,6}")
_WORD = re.compile(r"([a-zA-Z]+)(?:\s*:\s*|\s+)(\S.*)", re.DOTALL)


def sources_in(text: str) -> list[str]:
    """The records that a text names, as links call them; a bare number is an incident's.

    Raises ValueError, in one line, for what names none.
    """
    found = []
    for part in (" ".join(one.split()) for one in text.split(";")):
        if not part:
            continue
        named = _WORD.fullmatch(part)
        kind = named[1].casefold() if named else ""
        if _NUMBER.fullmatch(part):
            found.append(f"incident:{part}")
        elif named and (kind in TABLE_OF or kind in FREE):
            found.append(f"{kind}:{named[2]}")
        else:
            raise ValueError(f"{quoted(part)} names no record: write {HELP.partition(' (')[0]}")
    return list(dict.fromkeys(found))


def source_words(text: str) -> str:
    """What was understood, to show beside the field."""
    return " · ".join(ref.replace(":", " ", 1) for ref in sources_in(text))


def whole_ref(store: "Store", ref: str) -> str:
    """The record with its whole number, where only the end of an incident's was typed."""
    kind, _, key = ref.partition(":")
    return f"incident:{store.incidents.find_number(key) or key}" if kind == "incident" else ref
