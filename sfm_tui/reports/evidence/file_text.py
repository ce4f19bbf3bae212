"""What the text of an attached Word file or PDF says, so that a person hears of names in it."""

import io
import re
import zipfile

_PART = re.compile(r"word/(document|footnotes|endnotes|(header|footer)\d*)\.xml")
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


def text_of_file(data: bytes, media: str) -> str:
    """The text of a file that was stripped already; none of a picture, or of pages that are pictures."""
    if media == "application/pdf":
        return "\n".join(_pages(data))
    if media.endswith(".document"):
        return "\n".join(_paragraphs(data))
    return ""


def _pages(data: bytes) -> list[str]:
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    found = []
    for page in PdfReader(io.BytesIO(data)).pages:
        try:
            found.append(page.extract_text())
        except Exception:  # a font or a picture that its reader does not know: the page is there to be seen
            found.append("")
    return found


def _paragraphs(data: bytes) -> list[str]:
    from lxml import etree

    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        for name in filter(_PART.fullmatch, packed.namelist()):
            root = etree.fromstring(packed.read(name), etree.XMLParser(resolve_entities=False, no_network=True))
            found += ["".join(one.text or "" for one in line.iter(f"{_W}t")) for line in root.iter(f"{_W}p")]
    return found
