"""How a document made of blocks is set as HTML: one file that asks for nothing else, in a process of its own.

`python -m sfm_tui.reports.html_set` reads a job as JSON on its input and writes the page to its output. Texts are
escaped by Jinja, drawings by the writer of XML; the page's own policy forbids scripts and anything from elsewhere.
"""

import json
import sys
from importlib.resources import files
from typing import Any

from sfm_tui.reports.chart_svg import chart_svg
from sfm_tui.reports.job import visible


def set_html(job: dict[str, Any]) -> bytes:
    """The page of a job. Raises ValueError for a document that is not made of blocks."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    if job["template"] != "blocks":
        raise ValueError("this document is made as PDF alone")
    seen = visible(job)
    for block in seen["doc"]["blocks"]:
        if block["kind"] == "chart":
            block["svg"] = Markup(chart_svg(block))
    source = (files("sfm_tui.reports") / "templates" / "blocks.html").read_text(encoding="utf-8")
    page = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return page.from_string(source).render(**seen, paper=seen["doc"], sections=_nested(seen)).encode()


def _nested(job: dict[str, Any]) -> list[dict[str, str]]:
    """The headings of the first level, for the list at the head of the page."""
    return [
        {"id": f"part-{n}", "text": block["text"]}
        for n, block in enumerate(job["doc"]["blocks"])
        if block["kind"] == "heading" and block["level"] == 1
    ]


def main() -> int:
    """Set one document; the exit status."""
    try:
        page = set_html(json.load(sys.stdin.buffer))
    except Exception as error:
        sys.stderr.write(" ".join(str(error).split()) or type(error).__name__)
        return 1
    sys.stdout.buffer.write(page)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
