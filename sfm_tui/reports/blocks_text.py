"""A document made of blocks as plain text for a fixed pitch: to be looked at on screen, piped, or printed anywhere.

`python -m sfm_tui.reports.blocks_text` reads a job as JSON on its input and writes the text to its output.
"""

import dataclasses
import json
import sys
from collections.abc import Iterator
from typing import Any

from sfm_tui.reports.blocks import BlockPaper
from sfm_tui.reports.job import visible
from sfm_tui.reports.plain import cells, ends, indented, labelled, wrap

WIDTH = 80
_LABEL, _GAP, _LEAST = 16, 2, 2
_MOST_COLUMNS, _MOST_IN_FORM = 8, 6
"""A table, or a form, with more columns than these is printed row by row."""


def paper_text(paper: BlockPaper, width: int = WIDTH) -> str:
    """The text of a document, no line wider than `width` columns where that is 40 or more."""
    return job_text({"name": paper.title, "foot": {}, "doc": dataclasses.asdict(paper)}, width)


def job_text(job: dict[str, Any], width: int = WIDTH) -> str:
    """The text of a job. Raises ValueError for a document that is not made of blocks."""
    if "blocks" not in job["doc"]:
        raise ValueError("this document has a text of its own: see «sfm print»")
    seen = visible(job)
    paper = seen["doc"]
    lines = [*wrap(paper["title"], width), *wrap(paper["subtitle"], width)]
    for block in paper["blocks"]:
        lines += ["", *_BLOCKS[block["kind"]](block, width)]
    if seen["missing"]:
        lines += ["", "Printed by number", *(line for text in seen["missing"] for line in indented(text, width, 2))]
    if foot := paper.get("foot") or seen["foot"]:
        lines += ["", "-" * width, *ends(foot["site"], foot["head"], width), *wrap(foot["printed"], width)]
    return "\n".join(_single(lines)) + "\n"


def _single(lines: list[str]) -> Iterator[str]:
    """The lines without two empty ones in a row."""
    before = "x"
    for line in lines:
        if line or before:
            yield line
        before = line


def _heading(block: dict[str, Any], width: int) -> list[str]:
    lines = list(wrap(block["text"].upper() if block["level"] == 1 else block["text"], width))
    return [*lines, ("=" if block["level"] == 1 else "-") * min(width, max(map(cells, lines)))]


def _para(block: dict[str, Any], width: int) -> list[str]:
    mark = "! " if block["role"] == "alert" else ""
    return list(wrap(f"{mark}{block['text']}", width))


def _bullets(block: dict[str, Any], width: int) -> list[str]:
    found = []
    for item in block["items"]:
        first, *rest = indented(item, width, 2)
        found += [f"- {first[2:]}", *rest]
    return found


def _facts(block: dict[str, Any], width: int) -> list[str]:
    return [line for row in block["rows"] for line in labelled(row["label"], row["value"], width, _LABEL)]


def _chart(block: dict[str, Any], width: int) -> list[str]:
    return [*wrap(block["title"], width), *indented(block["alt"], width, 2)]


def _break(_block: dict[str, Any], width: int) -> list[str]:
    return ["-" * width]


def _side(block: dict[str, Any], width: int) -> list[str]:
    found: list[str] = []
    for table in block["tables"]:
        found += [*([""] if found else []), *_table(table, width)]
    return found


def _table(block: dict[str, Any], width: int) -> list[str]:
    title = list(wrap(block["title"], width))
    if not block["rows"]:
        return [*title, *indented(block["empty"], width, 2)]
    head = [" ".join(column["head"].split()) for column in block["columns"]]
    if len(head) > (_MOST_IN_FORM if block["form"] else _MOST_COLUMNS):
        return [*title, *_rows_labelled(head, block["rows"], width)]
    if block["form"]:
        return [*title, *_written(head, block["rows"], width)]
    right = [column["right"] for column in block["columns"]]
    sizes = _sizes([head, *block["rows"]], width)
    lines = [*title, *_row(head, sizes, right), "-" * (sum(sizes) + _GAP * (len(sizes) - 1))]
    return [*lines, *(line for row in block["rows"] for line in _row(row, sizes, right))]


def _rows_labelled(head: list[str], rows: list[list[str]], width: int) -> list[str]:
    """The rows one below the other, each cell under its label; empty ones are left out."""
    found = []
    for row in rows:
        lines = [line for label, text in zip(head, row, strict=True) if text for line in _under(label, text, width)]
        found += ["-" * width, *lines]
    return found


def _under(label: str, text: str, width: int) -> list[str]:
    return [*wrap(f"{label}:", width), *indented(text, width, 4)]


def _written(head: list[str], rows: list[list[str]], width: int) -> list[str]:
    """A table with room to write on where a cell is empty."""
    lined = [[text or "_" * (width // len(head) - _GAP) for text in row] for row in rows]
    sizes = _sizes([head, *lined], width)
    plain = [False] * len(head)
    return [line for row in (head, *lined) for line in ("", *_row(row, sizes, plain))][1:]


def _sizes(rows: list[list[str]], width: int) -> list[int]:
    """How wide each column is: as wide as its widest cell, the widest columns cut until all fit."""
    sizes = [max(max(map(cells, text.split("\n"))) for text in column) for column in zip(*rows, strict=True)]
    over = sum(sizes) + _GAP * (len(sizes) - 1) - width
    while over > 0 and max(sizes) > _LEAST:
        sizes[sizes.index(max(sizes))] -= 1
        over -= 1
    return [max(size, _LEAST) for size in sizes]


def _row(row: list[str], sizes: list[int], right: list[bool]) -> list[str]:
    parts = [list(wrap(text, size)) for text, size in zip(row, sizes, strict=True)]
    lines = []
    for n in range(max(map(len, parts))):
        shown = [part[n] if n < len(part) else "" for part in parts]
        padded = [
            " " * (size - cells(text)) + text if ends_here else text + " " * (size - cells(text))
            for text, size, ends_here in zip(shown, sizes, right, strict=True)
        ]
        lines.append((" " * _GAP).join(padded).rstrip(" "))
    return lines


_BLOCKS = {
    "heading": _heading, "para": _para, "bullets": _bullets, "facts": _facts, "chart": _chart, "break": _break,
    "side": _side, "table": _table,
}  # fmt: skip


def main() -> int:
    """Set one document; the exit status."""
    try:
        text = job_text(json.load(sys.stdin.buffer))
    except Exception as error:
        sys.stderr.write(" ".join(str(error).split()) or type(error).__name__)
        return 1
    sys.stdout.buffer.write(text.encode())
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
