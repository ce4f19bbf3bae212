"""How officers are called on screen, so that each name means one of them."""

from collections import Counter
from collections.abc import Iterable


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
