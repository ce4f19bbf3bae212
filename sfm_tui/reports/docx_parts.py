"""What a DOCX needs and python-docx has no word for: fields, repeated headers, words for pictures, a clean package."""

import io
import re
import zipfile
from typing import Any

_THUMBNAIL = "docProps/thumbnail.jpeg"
_APP = "docProps/app.xml"
_APP_TEXT = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>'
)
_LONG_AGO = (1980, 1, 1, 0, 0, 0)


def fields(paragraph: Any, *parts: str) -> None:
    """Add texts and fields by turns: `page `, `PAGE`, ` of `, `NUMPAGES`."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for n, part in enumerate(parts):
        if n % 2 == 0:
            paragraph.add_run(part)
            continue
        field = OxmlElement("w:fldSimple")
        field.set(qn("w:instr"), part)
        run, text = OxmlElement("w:r"), OxmlElement("w:t")
        text.text = "1"
        run.append(text)
        field.append(run)
        paragraph._p.append(field)


def whole_row(row: Any, *, header: bool = False) -> None:
    """Let a row never break over two pages; a header stands again at the head of each."""
    from docx.oxml import OxmlElement

    properties = row.get_or_add_trPr()
    for name in ("w:cantSplit", "w:tblHeader") if header else ("w:cantSplit",):
        properties.append(OxmlElement(name))


def rule_lines(properties: Any) -> None:
    """Give a table thin lines between and below its rows, none down its sides, and little room beside the letters."""
    _borders(properties, ("w:top", "w:bottom", "w:insideH"), "BFBFBF")
    _room(properties, "0")


def box_lines(properties: Any) -> None:
    """Give a form lines about every cell, and little room beside the letters."""
    _borders(properties, ("w:top", "w:left", "w:bottom", "w:right", "w:insideH", "w:insideV"), "7F7F7F")
    _room(properties, "28")


def _room(properties: Any, above: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    margins = OxmlElement("w:tblCellMar")
    for edge, room in (("w:top", above), ("w:left", "57"), ("w:bottom", above), ("w:right", "57")):
        side = OxmlElement(edge)
        side.set(qn("w:w"), room)
        side.set(qn("w:type"), "dxa")
        margins.append(side)
    properties.insert_element_before(margins, "w:tblLook", "w:tblCaption")


def room_to_write(row: Any) -> None:
    """Let a row be high enough to write into."""
    from docx.enum.table import WD_ROW_HEIGHT_RULE
    from docx.shared import Mm

    row.height, row.height_rule = Mm(9), WD_ROW_HEIGHT_RULE.AT_LEAST


def _borders(properties: Any, edges: tuple[str, ...], colour: str) -> None:
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    borders = OxmlElement("w:tblBorders")
    for edge in edges:
        line = OxmlElement(edge)
        for name, value in (("val", "single"), ("sz", "4"), ("space", "0"), ("color", colour)):
            line.set(qn(f"w:{name}"), value)
        borders.append(line)
    after = ("w:shd", "w:tblLayout", "w:tblCellMar", "w:tblLook", "w:tblCaption")
    properties.insert_element_before(borders, *after)


def keep_with_next(paragraph: Any) -> None:
    """Keep a caption on the page of what it belongs to."""
    paragraph.paragraph_format.keep_with_next = True


def alt_text(properties: Any, words: str) -> None:
    """Say what a table holds, for a reader who cannot see it."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    caption = OxmlElement("w:tblCaption")
    caption.set(qn("w:val"), words)
    properties.append(caption)


def set_language(styles: Any, language: str) -> None:
    """The language of all text that has no other."""
    from docx.oxml import OxmlElement
    from docx.oxml.ns import qn

    for defaults in styles.iter(qn("w:rPrDefault")):
        properties = defaults.find(qn("w:rPr"))
        found = properties.find(qn("w:lang"))
        if found is None:
            found = OxmlElement("w:lang")
            properties.append(found)
        found.set(qn("w:val"), language)


def clean_package(file: bytes) -> bytes:
    """The file without the preview picture and the maker's program that python-docx's own template brings along."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(file)) as given, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as clean:
        for name in given.namelist():
            data = given.read(name)
            if name == _THUMBNAIL:
                continue
            if name == _APP:
                data = _APP_TEXT.encode()
            elif name == "_rels/.rels":
                data = re.sub(rb"<Relationship [^>]*thumbnail[^>]*/>", b"", data)
            clean.writestr(zipfile.ZipInfo(name, _LONG_AGO), data, zipfile.ZIP_DEFLATED)
    return target.getvalue()
