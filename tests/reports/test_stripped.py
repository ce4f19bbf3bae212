"""Attachments without metadata: what was planted in every place that a format has is gone, what is shown stays."""

import io
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from docx import Document
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw, PngImagePlugin
from pypdf import PdfReader, PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject, StreamObject, TextStringObject

from sfm_tui.reports.stripped import CannotStrip, bare_jpeg, strip_picture, stripped
from tests.examples import tries

SECRET = "J. Okafor 07700 900123"
MARK = SECRET.encode()


def picture(size: tuple[int, int] = (24, 16)) -> Image.Image:
    made = Image.new("RGB", size, (200, 30, 30))
    ImageDraw.Draw(made).rectangle((0, 0, 5, 15), fill=(20, 20, 220))
    return made


def photo(kind: str = "JPEG") -> bytes:
    exif = Image.Exif()
    exif[0x010E], exif[0x013B], exif[0x0112] = SECRET, SECRET, 6
    exif.get_ifd(0x8825)[1] = "N"
    text = PngImagePlugin.PngInfo()
    text.add_text("Author", SECRET)
    text.add_itxt("XML:com.adobe.xmp", SECRET)
    out = io.BytesIO()
    more = {"pnginfo": text} if kind == "PNG" else {"comment": MARK} if kind == "JPEG" else {}
    picture().save(out, kind, exif=exif, **more)
    return out.getvalue() + MARK


def anywhere(data: bytes) -> bool:
    """Whether the secret is in a file, however it is packed."""
    found = [data, data.decode("latin-1").encode("utf-8")]
    if data[:2] == b"PK":
        with zipfile.ZipFile(io.BytesIO(data)) as packed:
            assert not packed.comment
            found += [packed.read(name) for name in packed.namelist()]
            found += [name.encode() for name in packed.namelist()]
    if data[:5] == b"%PDF-":
        reader = PdfReader(io.BytesIO(data))
        found += [
            str(one.get_object()).encode() for one in map(reader.get_object, range(1, len(reader.xref[0]) + 1)) if one
        ]
    return any(MARK in one or SECRET.encode("utf-16-be") in one for one in found)


def _said(one: Any) -> list[bytes]:
    return [str(one).encode(), one.get_data() if isinstance(one, StreamObject) and "/Width" not in one else b""]


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_a_photo_keeps_its_points_and_nothing_else(kind: str) -> None:
    data = photo(kind)
    assert anywhere(data)
    bare, media = stripped(data)
    assert not anywhere(bare)
    assert media == ("image/jpeg" if kind == "JPEG" else "image/png")
    with Image.open(io.BytesIO(bare)) as seen:
        assert not seen.getexif()
        assert set(seen.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
        assert seen.size == (16, 24)  # turned, as its maker asked
        red, _, blue = seen.convert("RGB").getpixel((12, 20))
        assert red > 150 > blue


def test_what_is_seen_through_stays_so() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (255, 0, 0, 0)).save(out, "PNG")
    with Image.open(io.BytesIO(stripped(out.getvalue())[0])) as seen:
        assert seen.convert("RGBA").getpixel((1, 1))[3] == 0


@pytest.mark.parametrize("progressive", [False, True])
def test_a_jpeg_inside_another_file_keeps_its_points_to_the_bit(progressive: bool) -> None:
    out = io.BytesIO()
    picture((64, 64)).save(out, "JPEG", comment=MARK, exif=b"Exif\0\0" + MARK, progressive=progressive)
    bare = bare_jpeg(out.getvalue() + MARK)
    assert MARK not in bare
    with Image.open(io.BytesIO(bare)) as seen, Image.open(io.BytesIO(out.getvalue())) as was:
        assert seen.tobytes() == was.tobytes()


def pdf() -> bytes:
    first = io.BytesIO()
    picture().save(first, "PDF", title=SECRET, author=SECRET)
    writer = PdfWriter(clone_from=PdfReader(first))
    writer.add_metadata({"/Author": SECRET, "/Company": SECRET})
    writer.add_attachment("notes.txt", MARK)
    script = DictionaryObject(
        {NameObject("/S"): NameObject("/JavaScript"), NameObject("/JS"): TextStringObject(SECRET)}
    )
    writer.root_object[NameObject("/OpenAction")] = writer._add_object(script)
    page = writer.pages[0]
    told = DecodedStreamObject()
    told.set_data(MARK)
    page[NameObject("/Metadata")] = writer._add_object(told)
    page[NameObject("/PieceInfo")] = DictionaryObject({NameObject("/X"): TextStringObject(SECRET)})
    note = DictionaryObject({NameObject("/Subtype"): NameObject("/Text"), NameObject("/T"): TextStringObject(SECRET)})
    page[NameObject("/Annots")] = writer._add_object(note)
    for one in writer._objects:
        if isinstance(one, DictionaryObject) and one.get("/Subtype") == "/Image":
            one._data = photo()
            one[NameObject("/Metadata")] = writer._add_object(told)
    writer.root_object[NameObject("/Metadata")] = writer._add_object(told)
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_pdf_keeps_what_its_pages_show() -> None:
    data = pdf()
    assert anywhere(data)
    bare, media = stripped(data)
    assert media == "application/pdf"
    assert not anywhere(bare)
    reader = PdfReader(io.BytesIO(bare))
    assert len(reader.pages) == 1
    assert set(reader.pages[0].keys()) <= {
        "/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/Contents", "/Resources", "/Group",
    }  # fmt: skip
    assert not reader.metadata
    assert len(reader.pages[0].images) == 1


_TELLING = b"".join(
    one.replace(b"SECRET", MARK)
    for one in (
        b'<w:sdt><w:sdtPr><w:alias w:val="SECRET"/><w:tag w:val="SECRET"/></w:sdtPr><w:sdtContent><w:p/></w:sdtContent>'
        b"</w:sdt>",
        b'<w:p><w:bookmarkStart w:id="1" w:name="SECRET"/><w:bookmarkEnd w:id="1"/></w:p>',
        b'<w:p><w:r><w:instrText>INCLUDEPICTURE "C:\\SECRET\\x.jpg"</w:instrText></w:r></w:p>',
        b'<w:p><w:fldSimple w:instr=" AUTHOR SECRET "><w:r><w:t>y</w:t></w:r></w:fldSimple></w:p>',
        b'<w:p><w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>',
    )
)


def word(change: Callable[[str, bytes], bytes] | None = None) -> bytes:
    document = Document()
    document.add_paragraph("The gate at close")
    document.add_picture(io.BytesIO(photo()))
    for name in ("author", "title", "comments", "keywords", "last_modified_by"):
        setattr(document.core_properties, name, SECRET)
    out = io.BytesIO()
    document.save(out)
    again = io.BytesIO()
    with zipfile.ZipFile(out) as packed, zipfile.ZipFile(again, "w") as made:
        for name in packed.namelist():
            part = packed.read(name)
            if name == "word/document.xml":
                part = part.replace(b"<w:p>", b'<w:p w:rsidR="00AB12CD"><!-- ' + MARK + b" -->", 1)
                part = part.replace(b"</w:document>", b"<?x " + MARK + b"?></w:document>")
                part = part.replace(b"</w:body>", _TELLING + b"</w:body>")
                part = part.replace(b' name="', b' descr="' + MARK + b'" title="' + MARK + b'" name="' + MARK)
            if name == "word/_rels/document.xml.rels":
                link = b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships'
                link += b'/hyperlink" Target="mailto:' + MARK + b'" TargetMode="External"/>'
                part = part.replace(b"</Relationships>", link + b"</Relationships>")
            made.writestr(name, change(name, part) if change else part)
        made.writestr("docProps/custom.xml", MARK)
        made.writestr("customXml/item9.xml", MARK)
        made.writestr("word/people.xml", MARK)
    return again.getvalue()


def test_a_word_file_keeps_its_text_and_pictures() -> None:
    data = word()
    assert anywhere(data)
    bare, _ = stripped(data)
    assert not anywhere(bare)
    document = Document(io.BytesIO(bare))
    assert document.paragraphs[0].text == "The gate at close"
    assert len(document.inline_shapes) == 1
    with zipfile.ZipFile(io.BytesIO(bare)) as packed:
        assert {part.date_time[0] for part in packed.infolist()} == {1980}
        assert b"00AB12CD" not in packed.read("word/document.xml")
        assert b'w:instr=" PAGE "' in packed.read("word/document.xml")
        assert b"about:blank" in packed.read("word/_rels/document.xml.rels")
        names = packed.namelist()
    assert not [name for name in names if name.startswith(("docProps", "customXml")) or "settings" in name]


def _put(text: bytes) -> Callable[[str, bytes], bytes]:
    return lambda name, part: part.replace(b"</w:body>", text + b"</w:body>") if name == "word/document.xml" else part


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (word(_put(b'<w:p><w:ins w:author="x"><w:r><w:t>y</w:t></w:r></w:ins></w:p>')), "tracked changes"),
        (word(_put(b'<w:p><w:commentReference w:id="0"/></w:p>')), "comments"),
        (word(_put(b"<w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>y</w:t></w:r></w:p>")), "hidden text"),
        (word(lambda name, part: b"<!DOCTYPE x>" + part if name == "word/document.xml" else part), "declarations"),
        (word(lambda name, part: b"<w:" if name == "word/document.xml" else part), "damaged"),
        (b"\x00\x00\x00\x18ftypheic" + bytes(100), "a HEIC file cannot be freed"),
        (b"MZ\x90\x00" + bytes(100), "a file of this kind cannot be freed"),
        (b"PK\x03\x04" + bytes(100), "a ZIP file cannot be freed"),
        (b"PK\x03\x04word/" + bytes(100), "damaged"),
        (b"\xff\xd8\xff\xe0" + bytes(100), "damaged"),
        (b"%PDF-1.7" + bytes(100), "damaged"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "damaged"),
    ],
    ids=range(12),
)
def test_what_cannot_be_done_surely_is_refused_in_one_line(data: bytes, why: str) -> None:
    with pytest.raises(CannotStrip, match=why) as told:
        stripped(data)
    assert "\n" not in str(told.value)


def test_a_locked_pdf_and_a_moving_picture_are_refused() -> None:
    writer = PdfWriter()
    writer.add_blank_page(100, 100)
    writer.encrypt("x", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    with pytest.raises(CannotStrip, match="password"):
        stripped(out.getvalue())
    moving = io.BytesIO()
    picture().save(moving, "GIF", save_all=True, append_images=[Image.new("RGB", (24, 16))])
    with pytest.raises(CannotStrip, match="moves"):
        strip_picture(moving.getvalue())


def test_text_is_as_it_was() -> None:
    assert stripped("Minutes: café\n".encode()) == ("Minutes: café\n".encode(), "text/plain")


WHOLE = (photo(), photo("PNG"), pdf(), word())


@settings(derandomize=True, max_examples=tries(60), deadline=None)
@given(data=st.data())
def test_a_damaged_file_never_gives_away_what_is_in_it(data: st.DataObject) -> None:
    whole = bytearray(data.draw(st.sampled_from(WHOLE)))
    for _ in range(data.draw(st.integers(1, 4))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    try:
        bare, _ = stripped(bytes(whole))
    except CannotStrip:
        return
    assert MARK not in bare
