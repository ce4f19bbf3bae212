"""What the child process is told, as plain data, and its texts made fit to be seen."""

from collections import Counter
from collections.abc import Callable
from typing import Any

from sfm_tui.reports.shown import listed, shown


def mapped_plain(value: Any, change: Callable[[str], str]) -> Any:
    """Plain data with every text in it changed; the shape stays."""
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [mapped_plain(item, change) for item in value]
    if isinstance(value, dict):
        return {name: mapped_plain(item, change) for name, item in value.items()}
    return value


def visible(job: dict[str, Any]) -> dict[str, Any]:
    """The job with what cannot be seen, or would turn the text round, given by its number.

    For formats whose reader has fonts of its own. `missing` lists what was replaced, as in a PDF.
    """
    met: Counter[str] = Counter()
    texts = {name: mapped_plain(job[name], lambda text: shown(text, met)) for name in ("name", "doc")}
    once: Counter[str] = Counter()
    foot = mapped_plain(job["foot"], lambda text: shown(text, once))
    for character in once:
        met[character] = met[character] or 1
    return {**job, **texts, "foot": foot, "missing": list(listed(met))}
