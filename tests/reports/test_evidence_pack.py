"""A whole pack of an invented site, attacked as somebody would who knows the site's lists."""

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.pack.folded import fold
from sfm_tui.domain.pack.names import terms
from sfm_tui.reports.evidence.pack import LOOK, LOOK_NAMES, Chosen, Pack, draft
from sfm_tui.reports.evidence.writing import write_pack
from sfm_tui.reports.paper import ReportError
from sfm_tui.storage import rebuild
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.known_names import known_names
from sfm_tui.storage.store import Store

NOW = 1_795_299_335
ME = Author("okafor")
HOSTILE = "Reid and NG02, morag reid; Łukasz, ŁUKASZ NOWAK and N\u200bowak at Northgate, ref 2026-0099, on 2026-10-05"


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory, northgate_bytes: bytes) -> Iterator[Store]:
    path = tmp_path_factory.mktemp("pack") / "sfm.db"
    path.write_bytes(northgate_bytes)
    with Store.open(path, FrozenClock(NOW)) as store:
        store.reflections.add("With Reid at Northgate", ME, did=HOSTILE, learned=HOSTILE)
        store.notes.add("Talk with J. Okafor", ME, text=HOSTILE)
        yield store


def everything(store: Store) -> Chosen:
    with store.reading() as connection:
        numbers = [row[0] for row in connection.exec_driver_sql("SELECT number FROM incident ORDER BY id LIMIT 60")]
    return Chosen(
        actions=tuple(action.action for action in store.actions.all()),
        incidents=tuple(numbers),
        talks=tuple(talk.talk for talk in store.talks.held()),
        reflections=tuple(page.key for page in store.reflections.all()),
        notes=tuple(page.key for page in store.notes.all()),
        assessments=tuple(row.key for row in store.assessments.all()),
    )


@pytest.fixture(scope="module")
def pack(site: Store) -> Pack:
    return draft(site, everything(site))


def test_no_known_name_is_in_any_byte(site: Store, pack: Pack) -> None:
    looked = [term.text for term in terms(known_names(site)) if not term.exact and len(term.text) > 3]
    assert len(looked) > 300
    text = fold(" ¶ ".join(f"{path} {data.decode()}" for path, data in pack.contents()))
    for name in (name for name in looked if name in text):
        edges = (r"(?<![^\W_])" if name[0].isalnum() else "", r"(?![^\W_])" if name[-1].isalnum() else "")
        found = re.search(edges[0] + re.escape(name) + edges[1], text)
        assert found is None, text[found.start() - 60 : found.end() + 20]


def test_the_zip_tells_nothing_of_its_maker(pack: Pack) -> None:
    data = pack.zipped()
    assert data == pack.zipped()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert [entry.filename for entry in archive.infolist()] == [path for path, _ in pack.contents()]
        for entry in archive.infolist():
            assert (entry.date_time, entry.create_system, entry.extra, entry.comment) == (
                (1980, 1, 1, 0, 0, 0),
                0,
                b"",
                b"",
            )
        assert archive.comment == b""


def test_nothing_outside_the_choice(site: Store) -> None:
    made = draft(site, Chosen(incidents=("2026-0099",)))
    assert [page.path for page in made.pages] == ["coverage.md", "evidence/incident-1.md"][::-1]
    assert made.files == ()


def test_two_packs_have_other_dates_and_the_same_days_of_the_week(site: Store) -> None:
    made = [draft(site, Chosen(incidents=("2026-0099",))).pages[0].text for _ in range(6)]
    days = [re.findall(r"Reported: (\w{3}) (\d+ \w+ \d+), (\d\d:00)", text)[0] for text in made]
    assert len({(weekday, hour) for weekday, _, hour in days}) == 1
    assert len({day for _, day, _ in days}) > 2


def test_hidden_words_keep_pseudonyms_and_dates(site: Store) -> None:
    first = draft(site, Chosen(incidents=("2026-0099",)))
    second = first.hiding(site, "breakfast")
    assert "breakfast" in first.pages[0].text
    assert second.pages[0].text == first.pages[0].text.replace("breakfast", r"\[hidden\]")


def test_written_whole_with_an_entry_that_undoes_nothing(site: Store, tmp_path: Path, pack: Pack) -> None:
    before = site.head()
    written = write_pack(site, pack, tmp_path / "pack", ME)
    found = {
        str(path.relative_to(written.folder)): path.read_bytes() for path in written.folder.rglob("*") if path.is_file()
    }
    assert found == dict(pack.contents())
    assert sorted(path.name for path in tmp_path.iterdir()) == ["pack", "pack.zip"]
    with site.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT l.kind, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq WHERE l.seq > ?", (before.seq,)
        ).fetchall()
    assert [kind for kind, _ in rows] == ["evidence.made"]
    assert written.digest in rows[0][1]
    assert "Officer A" not in rows[0][1]
    (made,) = site.documents.all()
    assert (made.report, made.name, made.form, made.digest) == ("D-01", "evidence-pack", "zip", written.digest)
    assert made.head == before.long
    assert {one.source for one in site.links.of(made.ref)} == set(pack.chosen.records)
    assert rebuild.differences(site) == []
    with pytest.raises(ReportError, match="is there already"):
        write_pack(site, pack, tmp_path / "pack", ME)


def test_a_ledger_that_fails_leaves_nothing(
    site: Store, tmp_path: Path, pack: Pack, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail() -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(site, "writing", fail)
    with pytest.raises(StoreError, match="disk is full"):
        write_pack(site, pack, tmp_path / "pack", ME)
    assert list(tmp_path.iterdir()) == []


def test_nothing_chosen_or_unknown_is_told(site: Store) -> None:
    with pytest.raises(ReportError, match="nothing was chosen"):
        draft(site, Chosen())
    with pytest.raises(StoreError, match="A-99"):
        draft(site, Chosen(actions=("A-99",)))


def test_a_photo_goes_without_what_its_camera_wrote(tmp_path: Path, store: Store, me: Author) -> None:
    from PIL import Image

    photo = Image.new("RGB", (8, 8), "red")
    exif = photo.getexif()
    exif[0x010E] = "T. Reid's camera"
    photo.save(tmp_path / "Reid at gate.jpg", exif=exif)
    (tmp_path / "odd.xyz").write_bytes(b"\x00\x01\x02 what")
    number = store.incidents.open(me, summary="x").number
    for name in ("Reid at gate.jpg", "odd.xyz"):
        store.attachments.add(f"incident:{number}", tmp_path / name, me)
    made = draft(store, Chosen(incidents=(number,)))
    assert [file.path for file in made.files] == ["evidence/incident-1-file-1.jpg"]
    assert b"Reid" not in made.files[0].data
    assert len(made.refused) == 1
    assert "odd" in made.refused[0]


def test_an_attached_text_is_a_page_without_names(tmp_path: Path, site: Store) -> None:
    words = f"{HOSTILE}\r\nrung on 07700 900123, [/x] =1+1"
    (tmp_path / "minutes of Reid.txt").write_bytes(b"\xef\xbb\xbf" + words.encode())
    (tmp_path / "torn.txt").write_bytes(b"a" * 70_000 + b"\xff")
    (tmp_path / "long.txt").write_bytes(b"Reid " * 60_000)
    for name in ("minutes of Reid.txt", "torn.txt", "long.txt"):
        site.attachments.add("talk:T-01", tmp_path / name, ME)
    made = draft(site, Chosen(talks=("T-01",)))
    assert made.files == ()
    (page,) = [page for page in made.pages if page.path.endswith(".txt")]
    assert page.path == "evidence/talk-1-file-1.txt"
    assert [line for line in page.text.splitlines() if line.endswith("[/x] =1+1")]
    for gone in ("reid", "nowak", "northgate", "ng02", "2026-0099", "2026-10-05", "900123"):
        assert gone not in fold(page.text)
    assert ["no text throughout" in line or "too long for a page" in line for line in made.refused] == [True, True]
    assert dict(made.contents())[page.path] == page.text.encode()
    assert "Reid" not in made.hiding(site, "rung").pages[1].text
    assert "rung" not in made.hiding(site, "rung").pages[1].text


def sheet(words: str) -> bytes:
    import typst

    return bytes(typst.compile(words.encode(), format="pdf"))


def test_names_in_the_text_of_a_file_are_told(tmp_path: Path, site: Store) -> None:
    from docx import Document

    for name, words in (("named", "Morag Reid held it at the gate"), ("bare", "the officer held it at the gate")):
        document = Document()
        document.add_table(1, 1).cell(0, 0).text = words
        document.save(str(tmp_path / f"{name}.docx"))
        site.attachments.add("talk:T-02", tmp_path / f"{name}.docx", ME)
    (tmp_path / "sheet.pdf").write_bytes(sheet("Held by Morag Reid"))
    site.attachments.add("talk:T-02", tmp_path / "sheet.pdf", ME)
    made = draft(site, Chosen(talks=("T-02",)))
    assert [file.look for file in made.files] == [LOOK_NAMES, LOOK, LOOK_NAMES]
