"""A person's capability plan: encrypted in a file of its own, refused without its passphrase, in nothing else."""

import stat
from pathlib import Path

import pytest

from sfm_tui.domain.capability import CapabilityLine, CapabilityPlan, CapabilityReview, Signature
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.storage import driver
from sfm_tui.storage.backup import copy_database
from sfm_tui.storage.capability import CapabilityClash, CapabilityFile, WrongPassphrase
from sfm_tui.storage.errors import Refused, StoreError
from sfm_tui.storage.store import Store

WORDS = "gate lamp' -- winter; kettle"
HEAD = CapabilityPlan(employee="Rhys Price", manager="Helena Marsh", stage=1, agreed_on="2026-09-01")
LINE = CapabilityLine(
    area="Late rounds", gap="11 of 40 late in August", manager_actions="Walk the round once", risk=True
)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.cap"


def test_a_plan_is_kept_whole(path: Path) -> None:
    with CapabilityFile.create(path, WORDS, HEAD) as file:
        assert file.add_line(LINE) == 1
        assert file.add_line(LINE.with_(area="Radio")) == 2
        file.change_line(1, LINE, due="2026-12-01")
        file.review(CapabilityReview(number=1, reviewed_on="2026-10-01", outcome="partially met", evaluation="Better"))
        file.change(file.plan(), signed_employee=Signature(name="Rhys Price", on="2026-09-02"))
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    with CapabilityFile.open(path, WORDS) as file:
        assert file.lines() == {1: LINE.with_(due="2026-12-01"), 2: LINE.with_(area="Radio")}
        assert [review.outcome for review in file.reviews()] == ["partially met"]
        signed = file.plan().signed_employee
        assert signed is not None
        assert (signed.name, file.plan().employee) == ("Rhys Price", "Rhys Price")


def test_a_revised_plan_is_signed_anew(path: Path) -> None:
    with CapabilityFile.create(path, WORDS, HEAD.with_(signed_manager=Signature(name="H", on="2026-09-01"))) as file:
        revised = file.change(file.plan(), stage=2, agreed_on="2026-11-01")
        assert (revised.stage, revised.earlier_plans, revised.signed_manager) == (2, "2026-09-01", None)
        with pytest.raises(Refused, match="is before the plan of 2026-11-01"):
            file.change(file.plan(), agreed_on="2026-10-01")
        with pytest.raises(Refused, match="Stage: it should be 1 or 2"):
            file.change(file.plan(), stage=3)
        assert file.plan() == revised


def test_a_row_that_is_changed_is_signed_anew(path: Path) -> None:
    signed = HEAD.with_(signed_employee=Signature(name="R", on="2026-09-01"))
    with CapabilityFile.create(path, WORDS, signed) as file:
        file.add_line(LINE)
        assert not file.plan().signed
        again = file.change(file.plan(), signed_employee=Signature(name="R", on="2026-09-02"))
        file.change_line(1, LINE, **LINE.row())
        file.review(CapabilityReview(number=1, reviewed_on="2026-10-01", outcome="met", evaluation="Good"))
        assert file.plan() == again
        file.change_line(1, LINE, gap="2 of 40")
        assert not file.plan().signed
        with pytest.raises(StoreError):
            file.change_line(9, LINE, gap="2 of 40")


@pytest.mark.parametrize("words", ["", "gate lamp", WORDS + " ", WORDS.upper(), "x' OR '1'='1", "\n"])
def test_a_wrong_passphrase_opens_nothing(path: Path, words: str, capfd: pytest.CaptureFixture[str]) -> None:
    CapabilityFile.create(path, WORDS, HEAD).close()
    before = path.read_bytes()
    with pytest.raises(WrongPassphrase, match="the passphrase is wrong, or it is no capability plan") as error:
        CapabilityFile.open(path, words)
    assert "\n" not in str(error.value)
    assert path.read_bytes() == before
    assert not words.strip() or words not in str(error.value)
    assert capfd.readouterr() == ("", "")


def test_what_is_no_plan_does_not_open(store: Store, path: Path) -> None:
    with pytest.raises(WrongPassphrase):
        CapabilityFile.open(store.path, WORDS)
    with pytest.raises(StoreError, match="is not there"):
        CapabilityFile.open(path, WORDS)
    path.write_bytes(b"")
    with pytest.raises(WrongPassphrase):
        CapabilityFile.open(path, WORDS)


@pytest.mark.parametrize("name", ["n" * 300, "no/folder/plan.cap", "nul\0.cap"])
def test_a_path_that_cannot_be_is_told_in_one_line(tmp_path: Path, name: str) -> None:
    with pytest.raises(StoreError, match="cannot be made"):
        CapabilityFile.create(tmp_path / name, WORDS, HEAD)
    with pytest.raises(StoreError, match="is not there"):
        CapabilityFile.open(tmp_path / name, WORDS)


def test_nothing_can_be_read_without_it(path: Path) -> None:
    with CapabilityFile.create(path, WORDS, HEAD) as file:
        file.add_line(LINE)
        raw = path.read_bytes()
        for text in (b"SQLite format", b"Price", b"Late rounds", b"CREATE TABLE", WORDS.encode()):
            assert text not in raw
    assert [one.name for one in path.parent.iterdir() if one.name.startswith("plan.cap")] == ["plan.cap"]


@pytest.mark.parametrize("words", ["", "short", "eleven char", "with\ttabs and lines"])
def test_a_weak_passphrase_is_refused(path: Path, words: str) -> None:
    with pytest.raises(Refused, match="too weak"):
        CapabilityFile.create(path, words, HEAD)
    assert not path.exists()


def test_nothing_is_written_over(path: Path) -> None:
    with CapabilityFile.create(path, WORDS, HEAD) as file:
        with pytest.raises(Refused, match="is there already"):
            CapabilityFile.create(path, WORDS, HEAD)
        with pytest.raises(StoreError, match="has no row 4"):
            file.change_line(4, LINE, gap="2 of 40")
        review = CapabilityReview(number=4, reviewed_on="2026-10-01", outcome="met", evaluation="x")
        with pytest.raises(StoreError, match="has no row 4"):
            file.review(review)
        file.add_line(LINE)
        file.review(review.with_(number=1))
        with pytest.raises(Refused, match="was reviewed on 2026-10-01 already"):
            file.review(review.with_(number=1, outcome="not met"))


def test_two_terminals_in_one_row(path: Path) -> None:
    """What one changed elsewhere in the row stays; in the same field the later is told, and can put theirs then."""
    with CapabilityFile.create(path, WORDS, HEAD) as mine, CapabilityFile.open(path, WORDS) as theirs:
        mine.add_line(LINE)
        theirs.change_line(1, LINE, gap="2 of 40", due="2026-12-01")
        assert mine.change_line(1, LINE, support="A mentor").gap == "2 of 40"
        with pytest.raises(
            CapabilityClash, match=r"row 1 was changed .* \(Identified gap: 11 of 40 .* → 2 of 40\)"
        ) as told:
            mine.change_line(1, LINE, gap="3 of 40", support="A mentor")
        kept = LINE.with_(gap="2 of 40", due="2026-12-01", support="A mentor")
        assert told.value.now == kept == theirs.lines()[1]
        assert mine.change_line(1, LINE, gap="2 of 40") == kept
        assert mine.change_line(1, told.value.now, gap="3 of 40") == kept.with_(gap="3 of 40")


def test_a_signature_of_another_terminal_is_not_written_over(path: Path) -> None:
    with CapabilityFile.create(path, WORDS, HEAD) as mine, CapabilityFile.open(path, WORDS) as theirs:
        signed = theirs.change(HEAD, signed_employee=Signature(name="R. Price", on="2026-09-02"))
        form = HEAD.with_(stage=2).row()
        assert mine.change(HEAD, **form) == signed.with_(stage=2)
        with pytest.raises(CapabilityClash, match=r"Employee signs: nothing → R\. Price, 2026-09-02"):
            mine.change(HEAD, signed_employee=Signature(name="M. Price", on="2026-09-02"))


def test_another_passphrase(path: Path) -> None:
    with CapabilityFile.create(path, WORDS, HEAD) as file:
        file.change_passphrase("another' four words")
        file.add_line(LINE)
    with pytest.raises(WrongPassphrase):
        CapabilityFile.open(path, WORDS)
    with CapabilityFile.open(path, "another' four words") as file:
        assert file.lines() == {1: LINE}


def test_nothing_else_knows_of_it(store: Store, tmp_path: Path, me: Author) -> None:
    """Made beside the store, with all that is taken out of the store afterwards."""
    head = store.head()
    with CapabilityFile.create(store.path.with_name("plan.cap"), WORDS, HEAD) as file:
        file.add_line(LINE)
    assert store.head() == head
    export_folder(store, tmp_path / "out")
    copy_database(store.path, tmp_path / "copy.db")
    for made in (*(tmp_path / "out").iterdir(), tmp_path / "copy.db", store.path):
        assert b"Rhys Price" not in made.read_bytes()


def test_a_sqlite_that_cannot_encrypt_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sqlite3

    from sfm_tui.storage import capability

    monkeypatch.setattr(capability, "driver", lambda: sqlite3)
    with pytest.raises(StoreError, match="pip install sqlcipher3"):
        CapabilityFile.create(path, WORDS, HEAD)
    assert not path.exists()
    assert driver.driver() is not sqlite3
