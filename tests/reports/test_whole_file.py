import os
from pathlib import Path

import pytest

from sfm_tui.reports import whole_file
from sfm_tui.reports.paper import ReportError
from sfm_tui.reports.whole_file import write_whole


def test_a_file_is_written_and_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.txt", b"one")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.txt", b"one")]


def test_another_file_is_replaced_only_with_leave(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(b"mine")
    with pytest.raises(ReportError, match=r"a\.txt is there already"):
        write_whole(path, b"other")
    assert path.read_bytes() == b"mine"
    write_whole(path, b"other", overwrite=True)
    assert path.read_bytes() == b"other"
    assert len(list(tmp_path.iterdir())) == 1


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_a_name_taken_meanwhile_is_left_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    path, real = tmp_path / "a.txt", os.link

    def taken_just_now(source: Path, target: Path) -> None:
        path.write_bytes(b"mine")
        if not links:
            raise PermissionError(1, "no links here")
        real(source, target)

    monkeypatch.setattr(os, "link", taken_just_now)
    with pytest.raises(ReportError, match="is there already"):
        write_whole(path, b"other")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.txt", b"mine")]


def test_a_file_system_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(source: Path, target: Path) -> None:
        raise OSError(38, "not implemented")

    monkeypatch.setattr(os, "link", refused)
    write_whole(tmp_path / "a.txt", b"one")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.txt", b"one")]


@pytest.mark.parametrize("overwrite", [True, False])
def test_a_full_disk_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, overwrite: bool) -> None:
    path = tmp_path / "a.txt"
    if overwrite:
        path.write_bytes(b"mine")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(whole_file.os, "fsync", full)
    with pytest.raises(ReportError, match=r"a\.txt cannot be written: the disk is full; make room"):
        write_whole(path, b"other", overwrite=overwrite)
    assert [p.read_bytes() for p in tmp_path.iterdir()] == ([b"mine"] if overwrite else [])


def test_a_place_that_cannot_be_written_to(tmp_path: Path) -> None:
    with pytest.raises(ReportError, match="is a folder"):
        write_whole(tmp_path, b"x")
    with pytest.raises(ReportError, match="no folder"):
        write_whole(tmp_path / "none" / "a.txt", b"x")
