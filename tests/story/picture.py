"""A screen as an SVG: its text as text, its lines, blocks and dots as shapes, so that no font is asked for.

Where a page shows it no font can be fetched; each run of text is given the width of its cells, whatever font draws it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from html import escape
from itertools import groupby

from tests.story.screen import Cell

WIDTH, HEIGHT, SIZE, EDGE = 8.4, 18.0, 14, 10
"""Of a cell and its letters, and of the rim around all, in pixels."""

FONTS = "ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace"
_THIN, _THICK = 1.1, 2.4
_ARMS = {
    "│": "ud", "┌": "rd", "┐": "ld", "└": "ru", "┘": "lu", "├": "rud", "┤": "lud", "┬": "lrd", "┴": "lru",
    "┼": "lrud", "╭": "rd", "╮": "ld", "╰": "ru", "╯": "lu", "┃": "UD", "╷": "d", "╵": "u", "╴": "l", "╶": "r",
}  # fmt: skip
"""The arms of a line from the middle of its cell: left, right, up, down; capitals are thick."""
_DASHES = {"┄": 3, "╌": 2, "┈": 4}
_BARS = {"┆": 3, "┊": 4, "╎": 2}
_EIGHTHS = "▁▂▃▄▅▆▇█"
_LEFT_EIGHTHS = "▏▎▍▌▋▊▉█"
_SHADES = {"░": 0.25, "▒": 0.5, "▓": 0.75}
_LONG = f"─━═▀▔{_EIGHTHS}{''.join(_SHADES)}"
"""What goes on without a seam from cell to cell, and is drawn as one."""

_BRAILLE = ((0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3))


def svg(cells: Sequence[Sequence[Cell]], title: str) -> str:
    """The picture of a screen; `title` is what a reader hears who does not see it."""
    wide = max(len(row) for row in cells) * WIDTH + 2 * EDGE
    high = len(cells) * HEIGHT + 2 * EDGE
    ground = Counter(cell.ground for row in cells for cell in row).most_common(1)[0][0]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {_n(wide)} {_n(high)}" width="{_n(wide)}"'
        f' height="{_n(high)}" role="img" font-family="{FONTS}" font-size="{SIZE}">',
        f"<title>{escape(title)}</title>",
        f'<rect width="100%" height="100%" rx="8" fill="#{ground}"/>',
        *_grounds(cells, ground), *_shapes(cells), *_texts(cells), "</svg>",
    ]  # fmt: skip
    return "\n".join(parts) + "\n"


def _at(x: float, y: float) -> tuple[float, float]:
    return EDGE + x * WIDTH, EDGE + y * HEIGHT


def _n(value: float) -> str:
    return f"{value:.2f}".rstrip("0").rstrip(".")


def _grounds(cells: Sequence[Sequence[Cell]], usual: str) -> Iterator[str]:
    found: defaultdict[str, list[str]] = defaultdict(list)
    for y, row in enumerate(cells):
        x = 0
        for ground, run in groupby(row, key=lambda cell: cell.ground):
            count = len(list(run))
            if ground != usual:
                left, top = _at(x, y)
                found[ground].append(_box(left, top, count * WIDTH, HEIGHT))
            x += count
    for ground, boxes in found.items():
        yield f'<path shape-rendering="crispEdges" fill="#{ground}" d="{"".join(boxes)}"/>'


def _box(left: float, top: float, wide: float, high: float) -> str:
    return f"M{_n(left)} {_n(top)}h{_n(wide)}v{_n(high)}h{_n(-wide)}z"


# ── shapes ───────────────────────────────────────────────────────────────────────────────────────────────────


def _shapes(cells: Sequence[Sequence[Cell]]) -> Iterator[str]:
    found: defaultdict[tuple[str, float], list[str]] = defaultdict(list)
    for y, row in enumerate(cells):
        x = 0
        for (text, colour), some in groupby(row, key=lambda cell: (cell.text, cell.colour)):
            count = len(list(some))
            if _drawn(text):
                shapes = found[colour, _SHADES.get(text, 1.0)]
                if text in _LONG:
                    shapes.append(_shape(text, *_at(x, y), count * WIDTH))
                else:
                    shapes += [_shape(text, *_at(x + n, y)) for n in range(count)]
            x += count
    for (colour, dense), shapes in found.items():
        faint = "" if dense == 1 else f' fill-opacity="{dense}"'
        yield f'<path fill="#{colour}"{faint} d="{"".join(shapes)}"/>'


def _drawn(text: str) -> bool:
    return len(text) == 1 and (
        text in _ARMS or text in _DASHES or text in _BARS or text in _LONG or text in _LEFT_EIGHTHS or text == "▐"
        or "\u2800" <= text <= "\u28ff"
    )  # fmt: skip


def _shape(text: str, left: float, top: float, wide: float = WIDTH) -> str:
    middle, centre = left + WIDTH / 2, top + HEIGHT / 2
    if text in "─━":
        thick = _THIN if text == "─" else _THICK
        return _box(left, centre - thick / 2, wide, thick)
    if text in _ARMS:
        return "".join(_arm(arm, left, top) for arm in _ARMS[text])
    if text in _DASHES:
        step = WIDTH / _DASHES[text]
        return "".join(_box(left + n * step, centre - _THIN / 2, step * 0.6, _THIN) for n in range(_DASHES[text]))
    if text in _BARS:
        step = HEIGHT / _BARS[text]
        return "".join(_box(middle - _THIN / 2, top + n * step, _THIN, step * 0.6) for n in range(_BARS[text]))
    if text in _EIGHTHS:
        high = HEIGHT * (_EIGHTHS.index(text) + 1) / 8
        return _box(left, top + HEIGHT - high, wide, high)
    if text in _LEFT_EIGHTHS:  # never long: the whole block is one of the others
        return _box(left, top, WIDTH * (_LEFT_EIGHTHS.index(text) + 1) / 8, HEIGHT)
    if text in _SHADES:
        return _box(left, top, wide, HEIGHT)
    if text == "═":
        return _box(left, centre - 2.2, wide, _THIN) + _box(left, centre + 1.1, wide, _THIN)
    if text in "▀▔":
        return _box(left, top, wide, HEIGHT / (2 if text == "▀" else 8))
    if text == "▐":
        return _box(middle, top, WIDTH / 2, HEIGHT)
    bits = ord(text) - 0x2800
    return "".join(
        _box(left + (0.25 + 0.5 * dx) * WIDTH - 0.95, top + (0.125 + 0.25 * dy) * HEIGHT - 0.95, 1.9, 1.9)
        for n, (dx, dy) in enumerate(_BRAILLE) if bits >> n & 1
    )  # fmt: skip


def _arm(arm: str, left: float, top: float) -> str:
    """One arm of a line, a little beyond the middle, so that arms meet without a notch."""
    thick = _THICK if arm.isupper() else _THIN
    half, middle, centre = thick / 2, left + WIDTH / 2, top + HEIGHT / 2
    return {
        "l": _box(left, centre - half, WIDTH / 2 + half, thick),
        "r": _box(middle - half, centre - half, WIDTH / 2 + half, thick),
        "u": _box(middle - half, top, thick, HEIGHT / 2 + half),
        "d": _box(middle - half, centre - half, thick, HEIGHT / 2 + half),
    }[arm.lower()]


_END = Cell("", "", "")
_MOST_BLANKS = 3


# ── text ─────────────────────────────────────────────────────────────────────────────────────────────────────


def _texts(cells: Sequence[Sequence[Cell]]) -> Iterator[str]:
    for y, row in enumerate(cells):
        held: list[Cell] = []
        since, look, blanks = 0, None, 0
        for x, cell in enumerate([*row, _END]):
            here = _look(cell)
            if here is not None and here == look and blanks <= _MOST_BLANKS:
                held.append(cell)
                blanks = 0
            elif here is None and cell.text == " " and look is not None:
                held.append(cell)
                blanks += 1
            else:
                yield from _run(held[: len(held) - blanks], look, since, y)
                held, since, look, blanks = [cell], x, here, 0


def _look(cell: Cell) -> tuple[str, bool, bool, bool, bool] | None:
    """What the letters of a run have in common; None for what is no letter."""
    if not cell.text or _drawn(cell.text) or (cell.text == " " and not cell.strike and not cell.underline):
        return None
    return cell.colour, cell.bold, cell.italic, cell.underline, cell.strike


def _run(run: list[Cell], look: tuple[str, bool, bool, bool, bool] | None, x: int, y: int) -> Iterator[str]:
    if look is None:
        return
    colour, bold, italic, underline, strike = look
    text = "".join(cell.text for cell in run)
    left, top = _at(x, y)
    lines = " ".join(name for name, on in (("underline", underline), ("line-through", strike)) if on)
    more = (
        (' font-weight="bold"' if bold else "") + (' font-style="italic"' if italic else "")
        + (f' text-decoration="{lines}"' if lines else "")
    )  # fmt: skip
    yield (
        f'<text x="{_n(left)}" y="{_n(top + HEIGHT * 0.74)}" textLength="{_n(len(run) * WIDTH)}"'
        f' lengthAdjust="spacingAndGlyphs" xml:space="preserve" fill="#{colour}"{more}>{escape(text)}</text>'
    )
