"""Attached files without what their makers wrote into them: authors, places, devices, times, earlier versions.

Photos are made anew from their pixels, PDFs from what their pages show, Word files from their text. What cannot be
done surely is refused with the reason, never passed on as it is.
"""

import io
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.attachment import ENDINGS, UNKNOWN, media_of

if TYPE_CHECKING:
    from PIL.Image import Image

MOST_PIXELS = 100_000_000
"""Points that a photo may have: a small file can unfold into more than a machine holds."""
JPEG_QUALITY = 92

_NEXT_MARK = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


class CannotStrip(ValueError):
    """A file that cannot be freed of what its makers wrote into it; the message is one line with what would help."""


def stripped(data: bytes) -> tuple[bytes, str]:
    """A file without metadata, and what kind it is now; the kind is told by what is in it, not by a name.

    What the pages and pictures themselves show stays: a name on a sign is for the person to see. Raises CannotStrip.
    """
    media = media_of(data[:65_536])
    strip = _WAYS.get(media)
    if strip is None:
        what = _WORDS.get(media, ENDINGS.get(media, "").removeprefix(".").upper())
        kind = f"a {what} file" if what and media != UNKNOWN else "a file of this kind"
        raise CannotStrip(f"{kind} cannot be freed of what its maker wrote into it: save it as JPEG, PNG, PDF or DOCX")
    try:
        return strip(data), media if media in _KEPT else "image/png"
    except CannotStrip:
        raise
    except Exception as error:  # a damaged or hostile file can make its reader fail in any way
        what = _WORDS.get(media, ENDINGS[media].removeprefix(".").upper())
        raise CannotStrip(f"this {what} file is damaged ({type(error).__name__}): save it anew") from error


# ── pictures ─────────────────────────────────────────────────────────────────────────────────────────────────


def strip_picture(data: bytes) -> bytes:
    """A picture from its pixels alone, turned as it is meant to be seen; JPEG stays JPEG, all else becomes PNG."""
    from PIL import Image, ImageOps

    with Image.open(io.BytesIO(data)) as found:
        if found.width * found.height > MOST_PIXELS:
            raise CannotStrip(f"a picture of {found.width:,} × {found.height:,} points is too large: make it smaller")
        if getattr(found, "n_frames", 1) > 1:
            raise CannotStrip("a picture that moves or has several pages: save the one that matters as PNG")
        jpeg = found.format in ("JPEG", "MPO")
        found.load()
        seen = _plain(ImageOps.exif_transpose(found), jpeg)
        bare = Image.frombytes(seen.mode, seen.size, seen.tobytes())
    out = io.BytesIO()
    if jpeg:
        bare.save(out, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    else:
        bare.save(out, "PNG", optimize=True)
    return out.getvalue()


def _plain(picture: "Image", jpeg: bool) -> "Image":
    """In common colours, so that no profile of a device is needed."""
    from PIL import ImageCms

    profile = picture.info.get("icc_profile")
    see_through = "A" in picture.getbands() or "transparency" in picture.info
    mode = "RGB" if jpeg or not see_through else "RGBA"
    if profile and picture.mode in ("RGB", "RGBA", "CMYK", "L"):
        try:
            own = ImageCms.ImageCmsProfile(io.BytesIO(profile))
            turned = ImageCms.profileToProfile(
                picture, own, ImageCms.createProfile("sRGB"), outputMode="RGB" if picture.mode != "RGBA" else "RGBA"
            )
            return (turned or picture).convert(mode)
        except (ImageCms.PyCMSError, OSError, ValueError):
            pass  # a profile that nothing can read: the colours as they stand
    return picture.convert(mode)


# ── PDF ──────────────────────────────────────────────────────────────────────────────────────────────────────

_PAGE = {"/Type", "/Parent", "/MediaBox", "/CropBox", "/Rotate", "/UserUnit", "/Contents", "/Resources", "/Group"}
_RESOURCES = {"/Font", "/XObject", "/ColorSpace", "/ExtGState", "/Pattern", "/Shading", "/ProcSet"}
_STREAM = {"/Type", "/Subtype", "/Filter", "/DecodeParms", "/Length"}
_IMAGE = _STREAM | {
    "/Width", "/Height", "/ColorSpace", "/BitsPerComponent", "/Intent", "/ImageMask", "/Mask", "/Decode",
    "/Interpolate", "/SMask", "/SMaskInData", "/Matte",
}  # fmt: skip
_FORM = _STREAM | {"/FormType", "/BBox", "/Matrix", "/Resources", "/Group"}
"""What is needed to show a page, its pictures and drawings; all else that a program left there is not taken over."""
_TOLD = {"/Metadata", "/PieceInfo", "/LastModified", "/Private", "/AF"}


def strip_pdf(data: bytes) -> bytes:
    """A PDF of what the pages of another one show: no author, notes, forms, scripts, files inside, earlier versions."""
    import logging

    from pypdf import PdfReader

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # what it says of a damaged file is no line for a person
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted:
        raise CannotStrip("a PDF under a password: print it into a new PDF first")
    form: Any = reader.root_object.get("/AcroForm")
    if form is not None and form.get_object().get("/Fields"):
        raise CannotStrip("a PDF with a form to fill in: print it into a new PDF first, else what was typed is lost")
    # Twice: what the first pass cut loose is not carried over by the second.
    return _pages_alone(PdfReader(io.BytesIO(_pages_alone(reader))))


def _pages_alone(reader: Any) -> bytes:
    from pypdf import PdfWriter
    from pypdf.generic import NameObject

    writer = PdfWriter()
    for page in reader.pages:
        inherited = {name: page[name] for name in ("/MediaBox", "/CropBox", "/Rotate", "/Resources") if name in page}
        _only(page, _PAGE)
        for name, value in inherited.items():
            page[NameObject(name)] = value
        writer.add_page(page)
    for one in writer._objects:
        _bare_object(one)
    writer._info = None
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _bare_object(one: Any) -> None:
    """Leave of an object of a PDF only what is needed to show it."""
    from pypdf.generic import DictionaryObject

    if not isinstance(one, DictionaryObject):
        return
    for name in _TOLD & one.keys():
        del one[name]
    if one.get("/Subtype") == "/Image":
        _strip_image(one)
        _only(one, _IMAGE)
    elif one.get("/Subtype") == "/Form":
        _only(one, _FORM)
    resources = one.get("/Resources")
    if resources is not None:
        _only(resources.get_object(), _RESOURCES)


def _only(some: Any, names: set[str]) -> None:
    for name in some.keys() - names:
        del some[name]


def _strip_image(image: Any) -> None:
    """Take what a camera wrote out of a photo inside a PDF, leaving its points as they are."""
    found = image.get("/Filter")
    names = [found] if isinstance(found, str) else list(found or [])
    if names == ["/DCTDecode"]:
        image._data = bare_jpeg(image._data)
    elif "/JPXDecode" in names or "/DCTDecode" in names:
        raise CannotStrip("a PDF with a picture of a kind that cannot be looked into: print it into a new PDF first")


def bare_jpeg(data: bytes) -> bytes:
    """A JPEG without its segments of metadata and comments, and without what follows its end; its points stay.

    Raises CannotStrip for what is no whole JPEG.
    """
    kept, at = [data[:2]], 2
    while data[:2] == b"\xff\xd8" and at + 2 <= len(data) and data[at] == 0xFF:
        mark = data[at + 1]
        if mark == 0xD9:
            kept.append(b"\xff\xd9")
            return b"".join(kept)
        if mark == 0xFF:
            at += 1
            continue
        size = int.from_bytes(data[at + 2 : at + 4], "big")
        whole = data[at : at + 2 + size]
        if mark == 0xE0 and whole[4:9] == b"JFIF\0":
            kept.append(b"\xff\xe0\x00\x10" + whole[4:16] + b"\0\0")  # without its small picture
        elif (not 0xE0 <= mark <= 0xEF and mark != 0xFE) or mark == 0xEE:
            kept.append(whole)
        at += 2 + size
        if mark == 0xDA:
            following = _NEXT_MARK.search(data, at)
            end = following.start() if following else len(data)
            kept.append(data[at:end])
            at = end
    raise CannotStrip("a picture in it is damaged: save the file anew")


# ── Word, text ───────────────────────────────────────────────────────────────────────────────────────────────


def strip_docx(data: bytes) -> bytes:
    """A Word file of its text, tables and pictures; see `reports.stripped_docx`."""
    from sfm_tui.reports.stripped_docx import strip

    return strip(data)


def _as_it_is(data: bytes) -> bytes:
    return data


_WAYS: dict[str, Callable[[bytes], bytes]] = {
    "image/jpeg": strip_picture,
    "image/png": strip_picture,
    "image/bmp": strip_picture,
    "image/gif": strip_picture,
    "image/tiff": strip_picture,
    "image/webp": strip_picture,
    "application/pdf": strip_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": strip_docx,
    "text/plain": _as_it_is,
}
_KEPT = ("image/jpeg", "application/pdf", "text/plain", *(media for media in _WAYS if media.endswith(".document")))
_WORDS = {"image/jpeg": "JPEG", "text/plain": "text", "image/heic": "HEIC", UNKNOWN: ""}
