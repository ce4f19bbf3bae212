"""The documents of `sfm report` beside the review: each as PDF and text, with the figures of the other commands."""

import os
import re
from pathlib import Path

import pytest

from sfm_tui.reports.registry import KINDS
from tests.cli.running import Sfm
from tests.reports.pdf import squeezed

WEEK = ("--from", "2026-10-19", "--to", "2026-10-26")


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of its own to work in."""
    folder = tmp_path / "here"
    folder.mkdir()
    monkeypatch.chdir(folder)
    return folder


def made(sfm: Sfm, folder: Path, *args: str) -> bytes:
    """The file that a command has made, the only new one."""
    before = set(os.listdir(folder))
    ran = sfm.inside("report", *args)
    assert (ran.code, ran.err) == (0, ""), ran
    (name,) = set(os.listdir(folder)) - before
    assert ran.out == f"{name}\n"
    return (folder / name).read_bytes()


def test_the_week_tells_the_findings_that_gaps_tells(northgate: Sfm, here: Path) -> None:
    found = northgate.inside("gaps", *WEEK, "--json").json
    assert len(found) > 5
    text = squeezed(made(northgate, here, "roster-week", "--date", "2026-10-22"))
    kinds = {one["kind"] for one in found}
    assert f"{len(found)}findings:" in text
    for kind in kinds:
        assert f"{sum(one['kind'] == kind for one in found)}{kind}" in text
    for one in found:
        assert re.sub(r"\s+", "", one["why"]) in text
    assert os.listdir(here) == ["roster-week-2026-10-22.pdf"]


def test_the_log_has_every_action_that_the_list_has(northgate: Sfm, here: Path) -> None:
    rows = northgate.inside("actions", "--json").json
    overdue = northgate.inside("actions", "--overdue", "--json").json
    text = made(northgate, here, "action-log", "--format", "txt").decode()
    for row in rows:
        assert row["action"] in text
    if overdue:
        assert f"{len(overdue)} overdue" in text


def test_the_plan_of_one_action_of_a_choice_and_of_all(northgate: Sfm, here: Path) -> None:
    stages = {row["action"]: row["stage"] for row in northgate.inside("actions", "--json").json}
    still = [action for action, stage in stages.items() if stage != "closed"]
    one = made(northgate, here, "action-plan", still[0], "--format", "txt").decode()
    assert still[0] in one
    assert not [other for other in stages if other != still[0] and other in one]
    everything = squeezed(made(northgate, here, "action-plan"))
    assert all(action in everything for action in still)
    assert made(northgate, here, "action-plan", ",".join(still), "-o", "plan.docx").startswith(b"PK")
    northgate.inside("report", "action-plan", "A-99").refused("A-99")
    northgate.inside("report", "action-plan", "--date", "2026-10-01").refused("--date")


@pytest.mark.parametrize("kind", [name for name, kind in KINDS.items() if kind.formats == ("pdf", "txt")])
def test_a_document_with_a_text_of_its_own_is_that_of_its_command(northgate: Sfm, here: Path, kind: str) -> None:
    ways = {
        "incident": (["2026-0001"], ["print", "2026-0001"]),
        "occurrence-book": (["--date", "2026-10-20"], ["book", "--date", "2026-10-20"]),
        "talk-register": (["T-01"], []),
        "briefing": ([], ["briefing", "--print"]),
        "handover": (["H-01"], ["handover", "H-01"]),
    }
    args, command = ways[kind]
    text = made(northgate, here, kind, *args, "--format", "txt").decode()
    if not command:
        assert text.splitlines()[1].startswith("Toolbox talk T-01")
        return
    ran = northgate.inside(*command)
    assert ran.code == 0, ran
    assert without_time(text) == without_time(ran.out)


def without_time(text: str) -> str:
    """The text but for the moment of printing."""
    return re.sub(r"Printed .*", "", text)
