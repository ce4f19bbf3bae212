"""Names and kinds of files: a name is text and no path, a kind is by what is in the file."""

from pathlib import PurePosixPath, PureWindowsPath

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.attachment import ENDINGS, LONGEST_NAME, media_of, safe_name, shown_name

HOSTILE = st.one_of(
    st.text(),
    st.text(alphabet="./\\:.. \x00\u202eaCON", max_size=30),
    st.sampled_from(["../../etc/passwd", "C:\\x\\y.jpg", "a\nb.pdf", "CON.jpg", ".", "..", "/", "a" * 5000, "\udcff"]),
)


@given(name=HOSTILE, media=st.sampled_from([*ENDINGS]))
def test_no_name_leads_anywhere(name: str, media: str) -> None:
    shown, safe = shown_name(name), safe_name(name, media)
    assert shown
    assert shown.isprintable() or shown >= "\u202f"
    assert len(shown) <= LONGEST_NAME
    assert "/" not in shown
    assert "\\" not in shown
    for path in (PurePosixPath(safe), PureWindowsPath(safe)):
        assert path.name == safe
        assert len(path.parts) == 1
    assert not safe.startswith(".")
    assert safe.endswith(ENDINGS[media])
    assert safe.split(".")[0].casefold() not in ("con", "nul", "aux", "prn")


@pytest.mark.parametrize(
    ("name", "media", "safe"),
    [
        ("gate 3.JPG", "image/jpeg", "gate 3.jpg"),
        ("minutes.docx.exe", "application/pdf", "minutes.docx.exe.pdf"),
        ("plan.jpeg", "image/jpeg", "plan.jpg"),
        ("notes.md", "text/plain", "notes.txt"),
        ("con", "image/png", "_con.png"),
        ("a/b\\c?.png", "image/png", "c_.png"),
    ],
)
def test_a_copy_is_called(name: str, media: str, safe: str) -> None:
    assert safe_name(name, media) == safe


@pytest.mark.parametrize(
    ("begin", "media"),
    [
        (b"\xff\xd8\xff\xe0", "image/jpeg"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"%PDF-1.7", "application/pdf"),
        (b"\x00\x00\x00\x18ftypheic", "image/heic"),
        (b"RIFF\x00\x00\x00\x00WEBP", "image/webp"),
        (b"PK\x03\x04....word/document.xml", next(m for m, e in ENDINGS.items() if e == ".docx")),
        (b"PK\x03\x04....", "application/zip"),
        ("Minutes: café".encode(), "text/plain"),
        ("é".encode()[:1], "text/plain"),
        (b"MZ\x90\x00", "application/octet-stream"),
        (b"a\x00b", "application/octet-stream"),
        (b"\xff\xfe", "application/octet-stream"),
    ],
)
def test_a_kind_is_by_what_is_in_the_file(begin: bytes, media: str) -> None:
    assert media_of(begin) == media


@given(begin=st.binary(max_size=64))
def test_anything_has_a_kind(begin: bytes) -> None:
    assert media_of(begin) in ENDINGS
