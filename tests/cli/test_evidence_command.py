"""`sfm evidence`: page by page, and nothing without a yes to each."""

from pathlib import Path

from tests.cli.running import Sfm

PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de"
    "0000000c49444154789c63f8cfc0000003010100c9fe92ef0000000049454e44ae426082"
)


def made(desk: Sfm) -> str:
    desk.inside("log", "--what", "Shaw stopped a van", "--where", "GATE3", "--reported", "2025-11-20T12:31:22")
    return str(desk.incidents()[0]["number"])


def test_each_page_is_confirmed_then_written(desk: Sfm, tmp_path: Path) -> None:
    number = made(desk)
    ran = desk("evidence", "--incidents", number, "-o", str(tmp_path / "pack.zip"), stdin="y\nh van\ny\n")
    assert ran.code == 0, ran
    assert sorted(path.name for path in tmp_path.glob("pack*")) == ["pack", "pack.zip"]
    page = (tmp_path / "pack" / "evidence" / "incident-1.md").read_text()
    assert "Shaw" not in page
    assert "van" not in page
    assert "SHA-256" in ran.out


def test_without_a_yes_nothing_is_written(desk: Sfm, tmp_path: Path) -> None:
    number = made(desk)
    for answers in ("", "q\n", "y\n", "no\n"):
        ran = desk.inside("evidence", "--incidents", number, "-o", str(tmp_path / "pack"), stdin=answers)
        assert (ran.code, ran.err) == (1, "sfm: not confirmed: nothing was written\n")
        assert not list(tmp_path.glob("pack*"))


def test_what_cannot_be_is_one_line(desk: Sfm, tmp_path: Path) -> None:
    desk.inside("evidence").refused("nothing was chosen")
    desk.inside("evidence", "--incidents", "2026-9999").refused("2026-9999")
    (tmp_path / "there").mkdir()
    desk.inside("evidence", "--incidents", made(desk), "-o", str(tmp_path / "there")).refused("is there already")


def test_files_are_named_where_their_page_is_read(desk: Sfm, tmp_path: Path) -> None:
    number = made(desk)
    (tmp_path / "photo.png").write_bytes(PNG)
    (tmp_path / "minutes.txt").write_text("Shaw rang 07700 900123", encoding="utf-8")
    for name in ("photo.png", "minutes.txt"):
        assert desk.inside("attach", f"incident:{number}", str(tmp_path / name)).code == 0
    folder = tmp_path / "pack"
    ran = desk.inside("evidence", "--incidents", number, "-o", str(folder), stdin="y\n" * 9)
    assert ran.code == 0, ran
    assert ran.out.count("  evidence/incident-1-file-1.png (a file: open the original and look at it)\n") == 1
    assert (folder / "evidence" / "incident-1-file-2.txt").read_text(encoding="utf-8") == "Officer A rang [phone]\n"
