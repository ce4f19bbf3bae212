"""`sfm briefing --print` and `sfm handover NUMBER`: what a shift has on paper."""

from pathlib import Path

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

BY = Author("okafor")


@pytest.fixture
def told(desk: Sfm) -> Sfm:
    """A point for whoever is on duty, and a handover."""
    with Store.open(desk.db) as store:
        now = store.clock.now()
        store.roster.assign("1001", "GATE", now - 3600, now + 3600, BY)
        store.briefings.add("Gate 2 barrier [/x]", BY, priority="high")
        store.handovers.sign("All quiet\nKeys 46", BY, saw="")
    return desk


def test_the_sheet_for_the_stand_up(told: Sfm, tmp_path: Path) -> None:
    ran = told.inside("briefing", "--print")
    assert (ran.code, ran.err) == (0, "")
    assert "1 point for 1 officer" in ran.out
    assert "[ ] P-01  high\n          Gate 2 barrier [/x]\n" in ran.out
    target = tmp_path / "briefing.pdf"
    assert told.inside("briefing", "--print", "--pdf", "-o", str(target)).code == 0
    assert target.read_bytes().startswith(b"%PDF")
    told.inside("briefing", "--print", "--pdf").refused("-o FILE")
    told.inside("briefing", "-o", str(target)).refused("--print")


def test_a_handover_on_paper(told: Sfm, tmp_path: Path) -> None:
    ran = told.inside("handover", "H-01")
    assert ran.code == 0
    assert "  All quiet\n  Keys 46\n" in ran.out
    assert "not accepted yet" in ran.out
    target = tmp_path / "handover.txt"
    assert told.inside("handover", "H-01", "-o", str(target)).code == 0
    told.inside("handover", "H-01", "-o", str(target)).refused("already")
    assert told.inside("handover", "H-01", "-o", str(target), "--replace").code == 0
    told.inside("handover", "H-09").refused("no handover H-09")
    told.inside("handover", "--pdf").refused("a NUMBER")
