"""How a document is set: typst makes the PDF here, in a process of its own that can be ended at any time.

`python -m sfm_tui.reports.typst_set` reads a job as JSON on its input and writes the PDF to its output; on failure
it says why in one line on its error output and ends with status 1. Only this module imports typst.
"""

import json
import sys
from collections import Counter
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from sfm_tui.reports.glyphs import Fitter
from sfm_tui.reports.shown import listed, shown

TEMPLATES = ("incident_sheet", "day_book", "briefing_sheet", "handover_sheet", "talk_register")
STEPS = ((False, True), (True, True), (True, False))
"""Each step trusts less: what the fonts should draw, Latin-1 alone, and that without the accessibility standard."""


def set_pdf(job: dict[str, Any]) -> tuple[bytes, int]:
    """The PDF of a job, and the step of `STEPS` that it took.

    A job has `template`, `name` (the PDF's title), `made` (local year to second), `doc` and `foot`. Raises
    RuntimeError where typst cannot set it.
    """
    import typst

    if job["template"] not in TEMPLATES:
        raise ValueError(f"there is no template «{job['template']}»")
    folder = files("sfm_tui.reports") / "templates"
    source = b"\n".join((folder / f"{name}.typ").read_bytes() for name in ("page", job["template"]))
    fonts = typst.Fonts(include_system_fonts=False)
    for step, (narrow, accessible) in enumerate(STEPS, start=1):
        try:
            pdf = typst.compile(
                source,
                format="pdf",
                font_paths=fonts,
                ignore_system_fonts=True,
                sys_inputs={"data": json.dumps(_fitted(job, narrow=narrow))},
                pdf_standards=["ua-1"] if accessible else [],
            )
            return pdf, step
        except BaseException as error:
            broken = isinstance(error, typst.TypstError) or type(error).__name__ == "PanicException"
            if not broken:
                raise
            if step == len(STEPS):
                raise RuntimeError(str(error)) from error
    raise AssertionError("unreachable")


def _fitted(job: dict[str, Any], *, narrow: bool) -> dict[str, Any]:
    """The job with every text drawable, and `missing`, the list of what was printed by its number."""
    met: Counter[str] = Counter()
    fitter = Fitter(met, narrow=narrow)
    fitted = {name: _mapped(job[name], lambda text: fitter.fit(shown(text, met))) for name in ("name", "doc")}
    once: Counter[str] = Counter()
    plain = Fitter(once, narrow=narrow)
    foot = _mapped(job["foot"], lambda text: plain.fit(shown(text, once)))
    for character in once:
        met[character] = met[character] or 1
    return {**fitted, "foot": foot, "made": job["made"], "missing": [plain.fit(line) for line in listed(met)]}


def _mapped(value: Any, change: Callable[[str], str]) -> Any:
    if isinstance(value, str):
        return change(value)
    if isinstance(value, list | tuple):
        return [_mapped(item, change) for item in value]
    if isinstance(value, dict):
        return {name: _mapped(item, change) for name, item in value.items()}
    return value


def main() -> int:
    """Set one document; the exit status."""
    try:
        pdf, _step = set_pdf(json.load(sys.stdin.buffer))
    except Exception as error:
        sys.stderr.write(" ".join(str(error).split()) or type(error).__name__)
        return 1
    sys.stdout.buffer.write(pdf)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
