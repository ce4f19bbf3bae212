"""Ways to forms that the keys of a place alone do not lead to: they need a cursor, a word, or what another way left."""


def _down(n: int) -> str:
    return " ".join(("home", *("down",) * n))


_PALETTE = "ctrl+p"
_CAPABILITY = (_PALETTE, "c a p a b i l i t y", "enter")
_LINES = "down down down down down down"
"""From the fields of an incident to its timeline."""
_PHRASE = "a b c d e f g h i j k l m"
_MINE = f"~ / m i n e tab {_PHRASE} tab {_PHRASE} tab E tab M ctrl+s"
"""A capability plan that is new."""
_BEGUN = ("2", "p", "ctrl+s", "b")
"""A talk that runs."""

WAYS: dict[str, tuple[tuple[str, ...], ...]] = {
    "desk": (
        ("v",),
        (_PALETTE,),
        ("enter", f"{_LINES} up", "enter"),
        ("enter", f"{_LINES} tab", "enter"),
        ("n", _LINES, "enter"),
        ("ctrl+o", "B y r n e", "enter"),
        ("ctrl+o", "O k a f o r", "enter"),
        ("ctrl+o", "Y o u r", "enter"),
        ("ctrl+o", "f o r g o t t e n", "enter"),
        (*_CAPABILITY, "down enter"),
        (*_CAPABILITY, "enter"),
        (*_CAPABILITY, "down enter", _MINE, "n"),
        *((("k", f"{_down(n)} enter", "m", "end enter")) for n in range(4)),
    ),
    "book": (("home",),),
    "roster": (("tab",), ("tab", "enter"), ("home", "right right", "enter")),
    "talks": (
        ("4", "down enter"), ("2",), ("3",), ("5",), ("2", "p", "ctrl+s"), _BEGUN, (*_BEGUN, "a", "enter"),
        (*_BEGUN, "s", "N G 0 1 enter"), ("4", "home enter"), ("4", "home enter", "c", "ctrl+s"),
    ),
    "board": (
        ("enter", "ctrl+d"), ("enter", "ctrl+r"), ("enter", "ctrl+r", "e"), ("ctrl+k", "enter"),
        ("ctrl+k", "down enter"),
    ),
    "measures": (
        ("m", "n"), ("m", "end enter", "n"), ("m", "end enter", "p"), ("m", "end enter", "enter"),
        ("m", "end enter", "x"), ("end", "r"),
    ),
    "weekly": (("d",), ("d", "w o r d", "ctrl+s"), ("tab", "t", "enter"), ("tab", "e"), ("tab", "x")),
    "reflections": (("3", "s", "L o a d", "enter"), ("3", "down down down", "g")),
    "assessment": (("e", "enter", "enter"),),
    "paper": (*((_down(n), "w") for n in range(9)), ("home down", "w", "S e v e r a l", "enter")),
    "evidence": (("space", "m", "h"), ("space", "m", "y y y y y y y y y y y y", "w")),
    "keeping": (("x",), ("h",), ("end", "tab", "l")),
    "settings": tuple((f"left {_down(n)} right",) for n in range(14)),
}  # fmt: skip
"""For each place what is pressed there: steps of keys, after each of which the program comes to rest."""
