"""Text cut to the cells it has: what a person typed may be wide, long or hold line breaks."""

from rich.cells import cell_len, set_cell_size

_LONG_WORD = 18
"""Letters of a word that is rather cut than left out."""
_LINES = str.maketrans({"\n": "⏎", "\r": "␍", "\t": " "})


def one_line(text: str) -> str:
    """The text on one line, its line breaks shown."""
    return text.translate(_LINES)


def fit(text: str, width: int) -> str:
    """The text in exactly `width` cells: padded, or cut with an ellipsis."""
    if width <= 0:
        return ""
    text = one_line(text[: width * 4])
    length = cell_len(text)
    if length <= width:
        return text + " " * (width - length)
    return set_cell_size(text, width - 1) + "…"


def clip(text: str, width: int) -> str:
    """The text in at most `width` cells, cut with an ellipsis where need be."""
    return fit(text, width).rstrip() if width > 0 else ""


def clip_words(text: str, width: int) -> str:
    """Prose in at most `width` cells, cut between two words where that loses little."""
    cut = clip(text, width)
    if not cut.endswith("…") or cell_len(one_line(text)) <= width:
        return cut
    head = cut[:-1]
    if not one_line(text[len(head) : len(head) + 1]).isspace():
        at = head.rfind(" ")
        if at < len(head) - _LONG_WORD or at <= 0:
            return cut
        head = head[:at]
    head = head.rstrip(" ·,;:–")
    return f"{head} …" if cell_len(head) + 2 <= width else f"{head}…"


def wrap(text: str, width: int, most: int) -> list[str]:
    """The text in lines of at most `width` cells; at most `most` lines, the last cut with an ellipsis."""
    words = text[: width * (most + 1)].replace("\r\n", "\n").replace("\n", " ⏎ ").split(" ")
    lines, line = [], ""
    for word in words:
        if line and cell_len(line) + 1 + cell_len(word) > width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}" if line else word
    lines.append(line)
    lines = [clip(line, width) for line in lines]
    if len(lines) > most:
        lines = [*lines[: most - 1], clip(lines[most - 1] + " …", width)]
    return lines or [""]
