"""How officers are called on screen, so that each name means one of them."""

from collections import Counter
from collections.abc import Iterable

from sfm_tui.domain.codes import sort_name

LEAST_OF_NAME = 3
"""Letters from which the beginning of a name's word may stand for the person."""


def call_names(officers: Iterable[tuple[str, str, str, str | None]]) -> dict[str, str]:
    """Call sign, else name, else staff number, by staff number; of `(officer, call_sign, name, left_on)`.

    Where two are called the same, the staff number stands behind; who has left does not take the bare name from
    the one officer who is there.
    """
    called = [(officer, call or name or officer, not left) for officer, call, name, left in officers]
    everybody = Counter(name for _, name, _ in called)
    there = Counter(name for _, name, here in called if here)
    return {
        officer: name if everybody[name] == 1 or (here and there[name] == 1) else f"{name} ({officer})"
        for officer, name, here in called
    }


def begins_name(typed: str, name: str) -> bool:
    """Whether each typed word begins a word of the name, without regard to case and accents: `asa lind`, `okaf`."""
    words, parts = sort_name(typed).split(), sort_name(name).split()
    return max(map(len, words), default=0) >= LEAST_OF_NAME and all(
        any(part.startswith(word) for part in parts) for word in words
    )
