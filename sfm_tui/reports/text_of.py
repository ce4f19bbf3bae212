"""Any document as plain text, to be looked at on screen or saved as text: its own text where it has one."""

from collections.abc import Iterator
from importlib import import_module
from typing import TYPE_CHECKING, Any

from sfm_tui.reports.job import visible
from sfm_tui.reports.plain import ends, indented, wrap

if TYPE_CHECKING:
    from sfm_tui.reports.paper import Document

WIDTH = 78
NARROWEST = 40
_TEXTS = {
    "BlockPaper": "sfm_tui.reports.blocks_text:paper_text",
    "IncidentSheet": "sfm_tui.reports.sheet_text:sheet_text",
    "DayBook": "sfm_tui.reports.sheet_text:book_text",
    "TalkRegister": "sfm_tui.reports.talk_text:register_text",
    "BriefingSheet": "sfm_tui.reports.shift_text:briefing_text",
    "HandoverSheet": "sfm_tui.reports.shift_text:handover_text",
}
"""What sets a document as text, by the document's class."""


def text_of(document: "Document", width: int = WIDTH) -> str:
    """The document in lines of at most `width` columns (40 or more), ending in one line end.

    One for which nobody wrote a text shows its words in the order in which it has them.
    """
    width = max(width, NARROWEST)
    named = _TEXTS.get(type(document).__name__)
    if named is None:
        return _words_of(document, width)
    module, _, function = named.partition(":")
    return str(getattr(import_module(module), function)(document, width))


def _words_of(document: "Document", width: int) -> str:
    from sfm_tui.reports.render import job_of

    job = visible(job_of(document))
    doc, foot = job["doc"], job["foot"]
    lines = [*wrap(document.title, width), "=" * width]
    for name, value in doc.items():
        if name != "title":
            lines += _part(name.replace("_", " ").capitalize(), value, width)
    lines += ["", "-" * width, *ends(foot["site"], foot["head"], width), *wrap(foot["printed"], width)]
    return "\n".join(line.rstrip(" ") for line in lines) + "\n"


def _part(name: str, value: Any, width: int) -> list[str]:
    if isinstance(value, str):
        return ["", *wrap(value, width)] if value.strip() else []
    if not isinstance(value, list | tuple) or not value:
        return []
    lines = ["", name.upper(), "-" * len(name)]
    for item in value:
        first, *rest = indented(" · ".join(_words(item)) or "–", width, 2)
        lines += [f"- {first[2:]}", *rest]
    return lines


def _words(value: Any) -> Iterator[str]:
    """The texts in a piece of plain data, in order."""
    if isinstance(value, str):
        if value.strip():
            yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from _words(item)
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _words(item)
