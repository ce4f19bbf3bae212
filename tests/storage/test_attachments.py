"""Attachments: copied whole or not at all, kept by their hash, missed when they are gone, carried by a backup."""

import hashlib
import os
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import attached_files, verify
from sfm_tui.storage.attached_files import folder_of, place_of
from sfm_tui.storage.backup import backup, restore
from sfm_tui.storage.doctor import examine
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.history import of
from sfm_tui.storage.store import Store

PHOTO = b"\xff\xd8\xff\xe0" + bytes(range(256)) * 20


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "gate 3.jpg"
    path.write_bytes(PHOTO)
    return path


def files(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_a_file_is_copied_under_its_hash(store: Store, me: Author, photo: Path) -> None:
    store.actions.add("Gate", me)
    one = store.attachments.add("action:A-01", photo, me, about="The gate at close")
    assert one.hash == hashlib.sha256(PHOTO).hexdigest()
    assert (one.name, one.media, one.size, one.author) == ("gate 3.jpg", "image/jpeg", len(PHOTO), "okafor")
    photo.unlink()
    assert store.attachments.read(one.hash) == PHOTO
    assert store.attachments.path(one.hash) == place_of(folder_of(store.path), one.hash)
    if os.name == "posix":
        assert all(path.stat().st_mode & 0o177 == 0 for path in files(store.attachments.folder))
        assert store.attachments.folder.stat().st_mode & 0o077 == 0


def test_the_same_file_twice_is_one(store: Store, me: Author, photo: Path, tmp_path: Path) -> None:
    store.actions.add("Gate", me)
    store.actions.add("Yard", me)
    one = store.attachments.add("action:A-01", photo, me)
    head = store.head()
    again = tmp_path / "copy.jpg"
    again.write_bytes(PHOTO)
    assert store.attachments.add("action:A-01", again, me) == one
    assert store.head() == head
    store.attachments.add("action:A-02", again, me)
    assert len(files(store.attachments.folder)) == 1
    assert [(each.record, each.name) for each in store.attachments.all()] == [
        ("action:A-02", "copy.jpg"), ("action:A-01", "gate 3.jpg"),
    ]  # fmt: skip
    store.attachments.strike("action:A-01", one.hash, "wrong gate", me)
    assert store.attachments.of("action:A-01")[0].struck == "wrong gate"
    with pytest.raises(Clash, match="struck already"):
        store.attachments.strike("action:A-01", one.hash, "x", me)
    assert store.attachments.read(one.hash) == PHOTO
    assert store.attachments.add("action:A-01", photo, me).struck == ""


def test_the_history_of_any_record_tells_of_it(store: Store, me: Author, photo: Path) -> None:
    number = store.incidents.open(me, summary="Tailgating").number
    store.actions.add("Gate", me)
    for record in ("action:A-01", f"incident:{number}"):
        one = store.attachments.add(record, photo, me, about="At close")
        store.attachments.strike(record, one.hash, "the wrong gate", me)
        store.standards.tag(record, "ST0330", ["5", "6"], me)
        store.standards.set_tags(record, "ST0330", ["5"], me)
    told = store.actions.dossier("A-01").history[1:]
    assert [(act.verb, act.text) for act in told] == [
        ("attached a file", "gate 3.jpg · At close"),
        ("struck an attachment", "(why: the wrong gate)"),
        ("tagged", "ST0330: evidence for 5, 6"),
        ("tagged", "ST0330: no evidence for 6"),
    ]
    acts = of(store, f"incident:{number}")[-4:]
    assert [act.verb for act in acts] == ["attached a file", "struck an attachment", *["tagged as evidence"] * 2]
    assert "the wrong gate" in acts[1].text


def test_what_will_not_do_is_told_and_leaves_nothing(
    store: Store, me: Author, tmp_path: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.actions.add("Gate", me)
    empty, large = tmp_path / "empty", tmp_path / "large"
    empty.write_bytes(b"")
    large.write_bytes(b"x" * 2_000)
    head = store.head()
    wanted: list[tuple[str, Path, str]] = [
        ("action:A-01", empty, "is empty"), ("action:A-01", large, "can be attached, make it smaller"),
        ("action:A-01", tmp_path, "is a folder"), ("action:A-01", tmp_path / "none", "there is no such file"),
        ("action:A-01", Path("a\x00b"), "no file can be called that"),
    ]  # fmt: skip
    if os.name == "posix":
        os.mkfifo(tmp_path / "pipe")
        wanted += [
            ("action:A-01", tmp_path / "pipe", "no ordinary file"),
            ("action:A-01", Path("/dev/zero"), "ordinary"),
        ]
    wanted += [("action:A-09", photo, "no action A-09"), ("nothing", photo, "names no record")]
    for record, source, why in wanted:
        monkeypatch.setattr(attached_files, "MOST_BYTES", 1_000 if source == large else 100_000)
        with pytest.raises(StoreError, match=why) as told:
            store.attachments.add(record, source, me)
        assert "\n" not in str(told.value)
    assert store.head() == head
    assert not list(tmp_path.rglob("*.part"))
    assert files(store.attachments.folder) == []
    with pytest.raises(Refused, match="locked"):
        store.attachments.add("action:A-01", photo, Author("desk", confirmed=False))


@pytest.mark.skipif(os.name != "posix", reason="names that only POSIX takes")
@pytest.mark.parametrize(
    "name", ["..\\..\\x.jpg", "a\nb\x1b[2J.jpg", "\u202egpj.exe", "-rf", "=1+1", "é" * 60, " ", "\udcff.jpg"]
)
def test_a_hostile_name_is_text(store: Store, me: Author, tmp_path: Path, name: str) -> None:
    store.actions.add("Gate", me)
    (tmp_path / "in").mkdir()
    path = tmp_path / "in" / name
    path.write_bytes(PHOTO)
    one = store.attachments.add("action:A-01", path, me)
    assert one.name.isprintable()
    assert "/" not in one.safe_name
    assert [found.name for found in files(store.attachments.folder)] == [one.hash]


def test_a_copy_that_breaks_off_leaves_nothing(
    store: Store, me: Author, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    store.actions.add("Gate", me)
    head = store.head()
    monkeypatch.setattr(attached_files.os, "replace", _fail)
    with pytest.raises(StoreError, match="the disk is full: nothing was attached"):
        store.attachments.add("action:A-01", photo, me)
    assert store.head() == head
    assert files(store.attachments.folder) == []


def _fail(*_args: object) -> None:
    raise OSError(28, "No space left on device")


def test_a_file_that_is_gone_or_altered_is_told_of(store: Store, me: Author, photo: Path) -> None:
    store.actions.add("Gate", me)
    one = store.attachments.add("action:A-01", photo, me)
    assert verify.check(store.path).ok
    place = store.attachments.path(one.hash)
    place.write_bytes(b"y" + PHOTO[1:])
    (problem,) = verify.check(store.path).problems
    assert problem == f"attachment «gate 3.jpg» of action:A-01: its file in {store.path.name}.files was altered"
    with pytest.raises(StoreError, match="was altered"):
        store.attachments.read(one.hash)
    place.unlink()
    assert "is missing from" in verify.check(store.path).problems[0]
    assert store.attachments.problems() == verify.check(store.path).problems
    assert store.attachments.add("action:A-01", photo, me) == one
    assert verify.check(store.path).ok


def test_a_damaged_copy_is_replaced_by_the_same_file(store: Store, me: Author, photo: Path) -> None:
    store.actions.add("Gate", me)
    one = store.attachments.add("action:A-01", photo, me)
    store.attachments.path(one.hash).write_bytes(b"")
    store.attachments.add("action:A-01", photo, me)
    assert store.attachments.read(one.hash) == PHOTO


def test_the_doctor_counts_them(store: Store, me: Author, photo: Path) -> None:
    def said() -> list[tuple[str, str]]:
        return [(one.level, one.value) for one in examine(store.path) if one.name == "attached files"]

    assert said() == []
    store.actions.add("Gate", me)
    one = store.attachments.add("action:A-01", photo, me)
    assert said() == [("ok", f"1, 0.0 MB in {store.attachments.folder}")]
    (store.attachments.folder / ".0123.part").write_bytes(b"x")
    store.attachments.path(one.hash).unlink()
    assert [level for level, _ in said()] == ["fault", "warning"]


def test_many_desks_attach_the_same_file(store: Store, me: Author, photo: Path, clock: FrozenClock) -> None:
    for n in range(6):
        store.actions.add(f"Gate {n}", me)

    def attach(n: int) -> str:
        with Store.open(store.path, clock) as desk:
            return desk.attachments.add(f"action:A-0{n % 3 + 1}", photo, me).hash

    with ThreadPoolExecutor(6) as pool:
        hashes = set(pool.map(attach, range(6)))
    assert len(hashes) == 1
    assert sorted(one.record for one in store.attachments.all()) == [f"action:A-0{n}" for n in (1, 2, 3)]
    assert [path.name for path in files(store.attachments.folder)] == [*hashes]
    assert verify.check(store.path).ok


def test_a_backup_carries_them_and_a_restore_brings_them_back(
    store: Store, me: Author, photo: Path, tmp_path: Path, clock: FrozenClock
) -> None:
    store.actions.add("Gate", me)
    one = store.attachments.add("action:A-01", photo, me)
    copy = tmp_path / "out" / "copy.db"
    copy.parent.mkdir()
    assert backup(store.path, copy).ok
    assert verify.check(copy).ok
    assert len(files(folder_of(copy))) == 1
    other = tmp_path / "other.txt"
    other.write_bytes(b"Later minutes")
    later = store.attachments.add("action:A-01", other, me)
    store.close()
    elsewhere = tmp_path / "elsewhere" / "sfm.db"
    assert restore(copy, elsewhere, clock=clock) is None
    with Store.open(elsewhere, clock) as again:
        assert again.attachments.read(one.hash) == PHOTO
        assert again.attachments.problems() == []
    aside = restore(copy, store.path, clock=clock)
    assert aside is not None
    assert verify.check(store.path).ok
    assert verify.check(aside).ok
    with Store.open(aside, clock) as old:
        assert old.attachments.read(later.hash) == b"Later minutes"


def test_a_backup_of_a_store_that_misses_one_says_so(store: Store, me: Author, photo: Path, tmp_path: Path) -> None:
    store.actions.add("Gate", me)
    store.attachments.path(store.attachments.add("action:A-01", photo, me).hash).unlink()
    report = backup(store.path, tmp_path / "copy.db")
    assert not report.ok
    assert "is missing" in report.problems[0]
    (tmp_path / "second.db.files").mkdir()
    (tmp_path / "second.db.files" / "x").write_bytes(b"")
    with pytest.raises(StoreError, match="is there already"):
        backup(store.path, tmp_path / "second.db")
