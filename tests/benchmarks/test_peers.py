"""A peer that is not there is reported, and never counted as beaten."""

import sys
from pathlib import Path

import pytest

from benchmarks import peers
from benchmarks.frame import Options, Unavailable
from benchmarks.start import Opening


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SFM_BENCH_CACHE", str(tmp_path))
    monkeypatch.setattr(peers, "desk", lambda: Opening(100.0, 100.0))
    monkeypatch.setattr(peers, "textual_version", lambda _: "8")
    return tmp_path


def script(folder: Path, text: str) -> Path:
    (folder / "bin").mkdir(parents=True)
    path = folder / "bin" / "peer"
    path.write_text(f"#!{sys.executable}\n{text}\n", encoding="utf-8")
    path.chmod(0o755)
    return folder


def rows_of(monkeypatch: pytest.MonkeyPatch, place: Path) -> peers.Row:
    monkeypatch.setattr(peers, "PEERS", (peers.Peer("some-peer", "1.0", "peer", "ready", b"\n"),))
    monkeypatch.setattr(peers, "installed", lambda _: place)
    (row,) = peers.peers(Options(rounds=1))
    return row


def test_one_that_starts_is_compared(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    place = script(home / "p", "import time; time.sleep(0.2); print('ready', flush=True); input()")
    row = rows_of(monkeypatch, place)
    assert row.holds is True
    assert row.baseline is not None
    assert row.baseline.middle > 200
    assert "some-peer 1.0 (textual 8)" in row.name


def test_one_that_ends_at_once_is_not_beaten(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    row = rows_of(monkeypatch, script(home / "p", "raise SystemExit(1)"))
    assert row.holds is None
    assert row.note == "some-peer: it ended with status 1 before it showed anything"


def test_one_that_cannot_be_installed_is_told_by_name(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(command: list[str], failure: str) -> str:
        if "pip" in command:
            raise Unavailable(failure)
        return ""

    monkeypatch.setattr(peers, "_run", refuse)
    monkeypatch.setattr(peers, "PEERS", (peers.Peer("some-peer", "1.0", "peer", "ready"),))
    (row,) = peers.peers(Options(rounds=1))
    assert row.holds is None
    assert row.note == "some-peer: pip cannot install some-peer==1.0"


def test_posting_is_held_to_the_tree_sitter_that_it_runs_with() -> None:
    wanted = {peer.name: peer.requirements for peer in peers.PEERS}
    assert set(wanted) == {"dooit", "kanban-tui", "harlequin", "posting"}
    assert "tree-sitter==0.25.2" in wanted["posting"]
