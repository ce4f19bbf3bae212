"""How a document is set: typst makes the PDF here, in a process of its own that can be ended at any time.

`python -m sfm_tui.reports.typst_set` reads a job as JSON on its input and writes the PDF to its output; on failure
it says why in one line on its error output and ends with status 1. Only this module imports typst.
"""

import json
import sys
from collections import Counter
from importlib.resources import files
from typing import Any

from sfm_tui.reports.glyphs import LONG, PIECE, Fitter
from sfm_tui.reports.job import mapped_plain
from sfm_tui.reports.shown import listed, shown

TEMPLATES = ("incident_sheet", "day_book", "briefing_sheet", "handover_sheet", "talk_register", "blocks")
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
                sys_inputs={"data": json.dumps(_drawn(_fitted(job, narrow=narrow)))},
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


def drawing_png(chart: dict[str, Any], wide_mm: float, ppi: float) -> bytes:
    """The drawing of a chart (`blocks.Chart` as plain data) as PNG, so many millimetres wide."""
    import typst

    from sfm_tui.reports.chart_svg import chart_svg

    fitter = Fitter(Counter())
    plain = mapped_plain(chart, lambda text: fitter.fit(text).replace(LONG, "").replace(PIECE, ""))
    source = (
        f"#set page(width: {wide_mm:g}mm, height: auto, margin: 0mm)\n"
        '#image(bytes(sys.inputs.svg), format: "svg", width: 100%)'
    )
    made = typst.compile(
        source.encode(), format="png", ppi=ppi, font_paths=typst.Fonts(include_system_fonts=False),
        ignore_system_fonts=True, sys_inputs={"svg": chart_svg(plain)},
    )  # fmt: skip
    return bytes(made)


def _fitted(job: dict[str, Any], *, narrow: bool) -> dict[str, Any]:
    """The job with every text drawable, and `missing`, the list of what was printed by its number."""
    met: Counter[str] = Counter()
    fitter = Fitter(met, narrow=narrow)
    fitted = {name: mapped_plain(job[name], lambda text: fitter.fit(shown(text, met))) for name in ("name", "doc")}
    once: Counter[str] = Counter()
    plain = Fitter(once, narrow=narrow)
    foot = mapped_plain(job["foot"], lambda text: plain.fit(shown(text, once)))
    for character in once:
        met[character] = met[character] or 1
    return {**fitted, "foot": foot, "made": job["made"], "missing": [plain.fit(line) for line in listed(met)]}


def _drawn(job: dict[str, Any]) -> dict[str, Any]:
    """The job with every chart of its blocks drawn; where long words may be broken means nothing in a drawing."""
    from sfm_tui.reports.chart_svg import chart_svg

    blocks = job["doc"].get("blocks", ())
    for n, block in enumerate(blocks):
        if block["kind"] == "chart":
            plain = mapped_plain(block, lambda text: text.replace(LONG, "").replace(PIECE, ""))
            blocks[n] = {**block, "alt": plain["alt"], "svg": chart_svg(plain)}
    return job


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
