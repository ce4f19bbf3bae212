"""A shift of twelve hours through the night in which the clock goes back: every time right, memory flat."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import CheckCallRecord, PatrolRecord
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.store import Store
from tests.soak.real_desk import ROOT
from tests.soak.shift import HOUR, LOCK_MINUTES, START, local

pytestmark = pytest.mark.soak
HOURS = float(os.environ.get("SFM_HOURS", "12"))
SEED = int(os.environ.get("SFM_SEED", random.randrange(10**6)))
GROWTH = 1.2
"""How many times the memory after warming up the desk may hold at the end of the shift."""
LIMIT, WARN = 180, 30


def shift(folder: Path) -> dict[str, Any]:
    command = [sys.executable, "-m", "tests.soak.shift", str(folder), "--seed", str(SEED), "--hours", str(HOURS)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=3000)
    assert done.returncode == 0, f"seed {SEED}:\n{done.stderr[-6000:]}"
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def test_a_shift_through_the_october_night(tmp_path: Path, tell: Callable[[str], None]) -> None:
    told = shift(tmp_path)
    assert told["trouble"] == []
    incidents = told["incidents"]
    assert len(incidents) > 4 * HOURS, "hardly anything happened: this proves nothing"
    check_records(tmp_path / "shift.db", told)
    check_bells(told)
    for at, line in told["headers"]:
        assert f" {local(at)[11:]} " in line, f"{local(at)}: {line}"
    for left, locked in told["locked"]:
        assert LOCK_MINUTES * 60 <= locked - left <= LOCK_MINUTES * 60 + 5
    if HOURS >= 12:
        assert {" BST ", " GMT "} <= {local(at)[19:] + " " for at, _line in told["headers"]}
        assert len(told["calls"]) >= 11
        assert len(told["rounds"]) >= 3
        assert len(told["locked"]) >= 3
    held = [size for _hour, size in told["memory"]]
    begin, end = held[0] / 1e6, max(held[-5:]) / 1e6
    tell(f"shift of {HOURS:g} h, seed {SEED}: {begin:.0f} MB warm, {end:.0f} MB at the end, {end / begin:.2f} ×")
    assert end <= GROWTH * begin, f"seed {SEED}: {[round(size / 1e6) for size in held[:: max(1, len(held) // 40)]]}"


def check_records(path: Path, told: dict[str, Any]) -> None:
    """What is in the store is what was pressed, to the second, and is shown in the local time of that second."""
    assert verify.check(path).ok
    with Store.open(path) as store:
        assert rebuild.differences(store) == []
        numbers = [done["number"] for done in told["incidents"]]
        assert numbers == [f"2026-{n:04d}" for n in range(1, len(numbers) + 1)]
        with store.reading() as connection:
            assert connection.exec_driver_sql("SELECT count(*) FROM incident").scalar() == len(numbers)
        for done in told["incidents"]:
            incident = store.incidents.get(done["number"])
            stood = (incident.reported, incident.dispatched, incident.on_scene, incident.resolved)
            assert stood == tuple(done[name] for name in ("reported", "dispatched", "on scene", "resolved")), done
            assert (incident.summary, incident.location) == (done["summary"], "GATE3")
            assert incident.officers in (("1001",), ("1002",)), "the first that the desk offered"
            notes = [(line.at, line.written_at, line.text) for line in store.incidents.log(done["number"])
                     if line.line == "note"]  # fmt: skip
            assert notes == [(done["noted"], done["noted"], done["note"])]
        for due, at in told["calls"]:
            record = store.roster.get(CheckCallRecord, "RESP", due)
            assert record is not None, local(due)
            assert (record.received, record.officer) == (at, "1001")
        for due, started, ended in told["rounds"]:
            walk = store.roster.get(PatrolRecord, "WALK", due)
            assert walk is not None
            assert (walk.started, walk.ended, walk.points_made) == (started, ended, 14)
        sheets(store, told)


def sheets(store: Store, told: dict[str, Any]) -> None:
    """The printed sheet of an incident gives its times as the clock on the wall had them, the second hour as such."""
    from sfm_tui.reports.gather import incident_sheet
    from sfm_tui.reports.sheet_text import sheet_text

    for done in told["incidents"][:: max(1, len(told["incidents"]) // 12)]:
        text = sheet_text(incident_sheet(store, done["number"], Author("okafor")))
        for name in ("reported", "dispatched", "on scene", "resolved"):
            assert local(done[name])[11:19] in text, f"{done['number']} {name} {local(done[name])}"


def check_bells(told: dict[str, Any]) -> None:
    """Each late response rang before its limit; one in time did not; a call that was answered late rang."""
    bells = told["bells"]
    for done in told["incidents"]:
        rang = [at for at in bells if done["reported"] <= at <= done["on scene"]]
        due = [at for at in bells if any(d <= at <= d + 900 for d, _at in told["calls"])]
        if done["late"]:
            first = min(rang, default=0) - done["reported"]
            assert LIMIT - WARN <= first <= LIMIT - WARN + 5 or set(rang) & set(due), f"{done}: {first} s"
        else:
            assert not set(rang) - set(due), f"rang for {done['number']}, which was in time"
    for due, at in told["calls"]:
        if at >= due + 60 and due >= START + HOUR:
            assert any(due <= bell <= at for bell in bells), f"no bell for the call of {local(due)}"
