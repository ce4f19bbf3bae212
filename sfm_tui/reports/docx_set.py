"""How a document made of blocks is set as DOCX, to be edited further, in a process of its own.

`python -m sfm_tui.reports.docx_set` reads a job as JSON on its input and writes the file to its output. Headings,
lists and tables have real styles, so that a reader's own template can change them; a drawing becomes a picture with
its words beside it. Of the maker only what the foot says is in the file.
"""

import io
import json
import sys
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sfm_tui.reports.docx_parts import (
    alt_text,
    box_lines,
    clean_package,
    fields,
    keep_with_next,
    room_to_write,
    rule_lines,
    set_language,
    whole_row,
)
from sfm_tui.reports.job import visible

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import Table
    from docx.text.paragraph import Paragraph

_FONT = "Arial"
_INK, _SOFT, _HEAD = "222222", "555555", "1F4E79"
_PICTURE_PPI = 300.0
_TABLE, _FORM = 8.5, 7.5
"""Points of the letters in a table, and in the narrow cells of a form."""
_MARGIN_MM, _A4_MM = 18, (210, 297)


def set_docx(job: dict[str, Any]) -> bytes:
    """The file of a job. Raises ValueError for a document that is not made of blocks."""
    from docx import Document

    if job["template"] != "blocks":
        raise ValueError("this document is made as PDF alone")
    seen = visible(job)
    document = Document()
    _Writer(document, seen).write()
    file = io.BytesIO()
    document.save(file)
    return clean_package(file.getvalue())


class _Writer:
    """Puts the blocks of one job into one document."""

    def __init__(self, document: "Document", job: dict[str, Any]) -> None:
        self._document, self._job, self._paper = document, job, job["doc"]

    def write(self) -> None:
        """All of it."""
        self._properties()
        self._page()
        self._styles()
        self._document.add_paragraph(self._paper["title"], style="Title")
        self._document.add_paragraph(self._paper["subtitle"], style="Subtitle")
        for block in self._paper["blocks"]:
            getattr(self, f"_put_{block['kind']}")(block)
        if self._job["missing"]:
            self._document.add_heading("Printed by number", 1)
            self._document.add_paragraph("Characters that cannot be seen, or that would turn the text round:")
            for line in self._job["missing"]:
                self._document.add_paragraph(line, style="List Bullet")

    def _properties(self) -> None:
        core = self._document.core_properties
        made = datetime(*self._job["made"])  # noqa: DTZ001  (local, as the property has it)
        core.title, core.language = self._job["name"], "en-GB"
        core.author = core.last_modified_by = core.comments = core.keywords = core.subject = core.category = ""
        core.created = core.modified = made
        core.revision = 1

    def _page(self) -> None:
        from docx.enum.section import WD_ORIENT
        from docx.enum.text import WD_TAB_ALIGNMENT
        from docx.shared import Mm

        section = self._document.sections[0]
        wide, high = _A4_MM
        if self._paper["landscape"]:
            wide, high = high, wide
            section.orientation = WD_ORIENT.LANDSCAPE
        section.page_width, section.page_height = Mm(wide), Mm(high)
        section.left_margin = section.right_margin = Mm(_MARGIN_MM)
        section.top_margin, section.bottom_margin = Mm(_MARGIN_MM + 4), Mm(_MARGIN_MM + 8)
        section.header_distance, section.footer_distance = Mm(10), Mm(10)
        self._width = wide - 2 * _MARGIN_MM
        foot = self._job["foot"]
        for part, left in ((section.header, foot["site"]), (section.footer, foot["head"])):
            line = part.paragraphs[0]
            line.style.paragraph_format.tab_stops.clear_all()
            line.paragraph_format.tab_stops.add_tab_stop(Mm(self._width), WD_TAB_ALIGNMENT.RIGHT)
            line.add_run(f"{left}\t")
        section.header.paragraphs[0].add_run(self._paper["title"])
        fields(section.footer.paragraphs[0], "page ", "PAGE", " of ", "NUMPAGES")
        section.footer.add_paragraph(foot["printed"], style="Footer")

    def _styles(self) -> None:
        from docx.oxml.ns import qn
        from docx.shared import Pt, RGBColor

        styles: Any = self._document.styles
        set_language(styles.element, "en-GB")
        sizes = {
            "Normal": (10, _INK, False), "Title": (20, _INK, True), "Subtitle": (12, _SOFT, False),
            "Heading 1": (14, _HEAD, True), "Heading 2": (11.5, _INK, True), "Caption": (9, _INK, True),
            "Header": (8.5, _SOFT, False), "Footer": (8.5, _SOFT, False), "Intense Quote": (11, _INK, True),
        }  # fmt: skip
        for name, (size, colour, bold) in sizes.items():
            style = styles[name]
            style.font.name, style.font.size, style.font.bold = _FONT, Pt(size), bold
            style.font.italic = False
            style.font.color.rgb = RGBColor.from_string(colour)
            fonts = style.element.rPr.rFonts
            for slot in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
                fonts.attrib.pop(qn(f"w:{slot}"), None)
        styles["Normal"].paragraph_format.space_after = Pt(4)
        styles["Caption"].paragraph_format.space_before = Pt(6)
        styles["Caption"].paragraph_format.space_after = Pt(2)

    # ── blocks ───────────────────────────────────────────────────────────────────────────────────────────────

    def _put_heading(self, block: dict[str, Any]) -> None:
        self._document.add_heading(block["text"], block["level"])

    def _put_para(self, block: dict[str, Any]) -> None:
        from docx.shared import Pt, RGBColor

        style = "Intense Quote" if block["role"] == "alert" else None
        run = self._document.add_paragraph(style=style).add_run(block["text"])
        if block["role"] == "lead":
            run.font.size = Pt(11)
        elif block["role"] == "note":
            run.font.size = Pt(8.5)
            run.font.color.rgb = RGBColor.from_string(_SOFT)

    def _put_bullets(self, block: dict[str, Any]) -> None:
        for item in block["items"]:
            self._document.add_paragraph(item, style="List Bullet")

    def _put_facts(self, block: dict[str, Any]) -> None:
        table = self._table(len(block["rows"]), [1.0, 3.6])
        for row, fact in zip(table.rows, block["rows"], strict=True):
            _fill(row.cells[0], fact["label"], colour=_SOFT)
            _fill(row.cells[1], fact["value"], bold=fact["alert"])
        self._gap()

    def _put_table(self, block: dict[str, Any]) -> None:
        caption = self._document.add_paragraph(block["title"], style="Caption")
        if not block["rows"]:
            self._document.add_paragraph(block["empty"])
            return
        keep_with_next(caption)
        columns = block["columns"]
        form = block["form"]
        weights = [column["weight"] for column in columns]
        table = self._table(len(block["rows"]) + 1, weights, lines=not form)
        if form:
            box_lines(table._tbl.tblPr)
        alt_text(table._tbl.tblPr, block["title"])
        rows = iter(table.rows)
        head = next(rows)
        whole_row(head._tr, header=True)
        for cell, column in zip(head.cells, columns, strict=True):
            _fill(cell, column["head"], bold=True, right=column["right"], size=_FORM if form else _TABLE)
        strong = set(block["strong"])
        for n, (row, texts) in enumerate(zip(rows, block["rows"], strict=True)):
            if not form:
                whole_row(row._tr)
            elif "" in texts:
                room_to_write(row)
            for cell, text, column in zip(row.cells, texts, columns, strict=True):
                _fill(cell, text, right=column["right"], bold=n in strong, size=_FORM if form else _TABLE)
        self._gap()

    def _put_side(self, block: dict[str, Any]) -> None:
        for table in block["tables"]:
            self._put_table(table)

    def _put_chart(self, block: dict[str, Any]) -> None:
        from docx.shared import Mm

        keep_with_next(self._document.add_paragraph(block["title"], style="Caption"))
        shape = self._document.add_picture(io.BytesIO(_picture(block, self._width)), width=Mm(self._width))
        properties = shape._inline.docPr
        properties.set("descr", block["alt"])
        properties.set("name", block["title"][:100])
        if block["caption"]:
            keep_with_next(self._document.paragraphs[-1])
            self._put_para({"text": block["caption"], "role": "note"})

    def _put_break(self, _block: dict[str, Any]) -> None:
        from docx.enum.text import WD_BREAK

        self._document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)

    def _gap(self) -> None:
        """A little room after a table; two without a paragraph between them would become one."""
        from docx.shared import Pt

        line = self._document.add_paragraph().paragraph_format
        line.space_after, line.line_spacing = Pt(0), Pt(6)

    def _table(self, rows: int, weights: list[float], *, lines: bool = False) -> "Table":
        from docx.shared import Mm

        table: Table = self._document.add_table(rows, len(weights))
        if lines:
            rule_lines(table._tbl.tblPr)
        table.autofit = False
        whole = sum(weights)
        widths = [Mm(self._width * weight / whole) for weight in weights]
        for column, width in zip(table.columns, widths, strict=True):
            column.width = width
        return table


def _fill(
    cell: Any, text: str, *, bold: bool = False, right: bool = False, colour: str = "", size: float = _TABLE
) -> None:
    """A cell's text; its paragraph is there already."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt, RGBColor

    line: Paragraph = cell.paragraphs[0]
    run = line.add_run(text)
    run.font.size, run.font.bold = Pt(size), bold
    line.paragraph_format.space_after = Pt(1)
    if colour:
        run.font.color.rgb = RGBColor.from_string(colour)
    if right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _picture(block: dict[str, Any], wide_mm: float) -> bytes:
    """The drawing of a chart as PNG, sharp enough for print; typst draws it, with the letters of the PDF."""
    from sfm_tui.reports.typst_set import drawing_png

    return drawing_png(block, wide_mm, _PICTURE_PPI)


def main() -> int:
    """Set one document; the exit status."""
    try:
        file = set_docx(json.load(sys.stdin.buffer))
    except Exception as error:
        sys.stderr.write(" ".join(str(error).split()) or type(error).__name__)
        return 1
    sys.stdout.buffer.write(file)
    sys.stdout.buffer.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
