"""A Word file without what its makers wrote beside the text."""

import io
import re
import zipfile
from typing import Any

from lxml import etree

from sfm_tui.reports.stripped import CannotStrip, strip_picture

MOST_UNPACKED = 200_000_000
MOST_PARTS = 2_000
_DAY = (1980, 1, 1, 0, 0, 0)
_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_REFUSED_TAGS = {
    f"{{{_W}}}{name}": why
    for why, names in (
        (
            "a Word file with tracked changes: accept or reject them first",
            "ins del moveFrom moveTo rPrChange pPrChange tblPrChange sectPrChange tcPrChange trPrChange cellIns"
            " cellDel",
        ),
        ("a Word file with comments: delete them first", "commentRangeStart commentRangeEnd commentReference"),
        ("a Word file with another document inside: paste its text instead", "altChunk subDoc"),
    )
    for name in names.split()
}
_DROPPED = {
    f"{{{_W}}}{name}" for name in ("alias", "tag", "dataBinding", "tblCaption", "tblDescription", "numPicBullet",
                                   "lvlPicBulletId")
}  # fmt: skip
_TELLING = {"author", "initials", "date", "paraId", "textId", "descr", "title", "alt", "href", "tooltip"}
_SAFE_FIELD = re.compile(r"\s*(PAGE|NUMPAGES|SECTIONPAGES|SEQ|TOC)\b[^\"]*", re.IGNORECASE)
_HIDDEN = f"{{{_W}}}vanish"
_KEPT = re.compile(
    r"\[Content_Types\]\.xml|_rels/\.rels|word/(document|styles|numbering|footnotes|endnotes|"
    r"(header|footer)\d*)\.xml|word/_rels/(document|numbering|footnotes|endnotes|(header|footer)\d*)\.xml\.rels|"
    r"word/theme/theme\d*\.xml|word/media/[^/]+"
)
_REFUSED = {
    "word/vbaproject.bin": "a Word file with a program in it: save it as DOCX without macros",
    "word/comments.xml": "a Word file with comments: delete them first",
    "word/embeddings/": "a Word file with another document inside: paste that as a picture first",
    "word/charts/": "a Word file with a chart whose figures are inside: paste that as a picture first",
    "word/diagrams/": "a Word file with a drawing that cannot be looked into: paste that as a picture first",
    "word/activex/": "a Word file with a control inside: take it out first",
}
_PICTURES = (".jpg", ".jpeg", ".png", ".gif", ".bmp", ".tif", ".tiff")


def strip(data: bytes) -> bytes:
    """The parts of a Word file that are read, each made bare; every other part is left behind. Raises CannotStrip."""
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        parts = packed.infolist()
        if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > MOST_UNPACKED:
            raise CannotStrip("a Word file that unfolds into more than fits: save it anew")
        names = [part.filename for part in parts]
        if len(set(map(str.casefold, names))) < len(names):
            raise CannotStrip("a Word file with two parts of one name: save it anew")
        for name in names:
            for begin, why in _REFUSED.items():
                if name.casefold().startswith(begin):
                    raise CannotStrip(why)
        kept = {name: _bare(name, packed.read(name)) for name in names if _KEPT.fullmatch(name)}
    if "word/document.xml" not in kept:
        raise CannotStrip("no Word file that can be read: save it anew")
    _clean_package(kept)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as made:
        for name, part in kept.items():
            made.writestr(zipfile.ZipInfo(name, _DAY), part, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _bare(name: str, part: bytes) -> bytes:
    if name.startswith("word/media/"):
        if not name.casefold().endswith(_PICTURES):
            raise CannotStrip("a Word file with a picture that cannot be looked into: put it in as JPEG or PNG")
        made = strip_picture(part)
        if made[:2] != b"\xff\xd8" and not name.casefold().endswith(".png"):
            raise CannotStrip("a Word file with a picture that cannot be looked into: put it in as JPEG or PNG")
        return made
    if not name.startswith("word/") or name.endswith(".rels"):
        return part
    tree = _parsed(part)
    for one in [*tree.iter()]:
        if why := _REFUSED_TAGS.get(one.tag):
            raise CannotStrip(why)
        if one.tag == _HIDDEN and name == "word/document.xml":
            raise CannotStrip("a Word file with hidden text: show it, then delete it")
        if one.tag in _DROPPED and one.getparent() is not None:
            one.getparent().remove(one)
        else:
            _bare_element(one)
    return _text(tree)


def _bare_element(one: Any) -> None:
    """Take off what an element says beside what is seen: who, when, where from, names that a camera or a path gave."""
    if one.tag == f"{{{_W}}}instrText" and not _SAFE_FIELD.fullmatch(one.text or ""):
        one.text = ""
    for attribute in [*one.attrib]:
        local = attribute.rpartition("}")[2]
        if local.startswith("rsid") or local in _TELLING:
            del one.attrib[attribute]
        elif local == "instr" and not _SAFE_FIELD.fullmatch(one.attrib[attribute]):
            one.attrib[attribute] = ""
        elif local == "name" and one.tag.endswith(("}docPr", "}cNvPr")):
            one.attrib[attribute] = "picture"
        elif local == "name" and one.tag == f"{{{_W}}}bookmarkStart":
            one.attrib[attribute] = f"b{one.get(f'{{{_W}}}id', '')}"


def _clean_package(kept: dict[str, bytes]) -> None:
    """Let the lists of parts name only those that are there, and links lead nowhere: an address may name somebody."""
    types = _parsed(kept["[Content_Types].xml"])
    for one in [*types]:
        if one.get("PartName", "").lstrip("/") not in kept and one.get("PartName"):
            types.remove(one)
    kept["[Content_Types].xml"] = _text(types)
    for name in [name for name in kept if name.endswith(".rels")]:
        tree = _parsed(kept[name])
        folder = name.partition("_rels/")[0]
        for one in [*tree]:
            target = one.get("Target", "")
            if one.get("TargetMode") == "External":
                one.set("Target", "about:blank")
            elif (target.lstrip("/") if target.startswith("/") else folder + target) not in kept:
                tree.remove(one)
        kept[name] = _text(tree)


def _parsed(part: bytes) -> Any:
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise CannotStrip("a Word file with declarations that none needs: save it anew")
    parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
    return etree.fromstring(part, parser)


def _text(tree: Any) -> bytes:
    return bytes(etree.tostring(tree, encoding="UTF-8", xml_declaration=True, standalone=True))
