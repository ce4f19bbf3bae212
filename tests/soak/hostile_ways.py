"""Ways to forms that the keys of a place alone do not lead to."""


def _down(n: int) -> str:
    return " ".join(("down",) * n) or "home"


WAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "desk": (
        ("v",),
        ("enter", "down down down down down down up", "enter"),
        ("enter", "down down down down down down tab", "enter"),
    ),
    "book": (("home",),),
    "talks": (("4", "home enter"), ("4", "down enter"), ("4", "down down enter"), ("2",), ("3",), ("5",)),
    "measures": (
        ("m", "n"), ("m", "end enter", "n"), ("m", "end enter", "p"), ("m", "end enter", "enter"),
        ("m", "end enter", "x"), ("end", "r"),
    ),
    "paper": tuple((_down(n), "w") for n in range(16)),
    "settings": tuple((f"{_down(n)} right",) for n in range(14)),
}  # fmt: skip
"""For each place what is pressed there: steps of keys, after each of which the program comes to rest."""
