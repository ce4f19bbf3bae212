"""`sfm import-csv`: files of other systems by a mapping, with their figures as the check."""

import csv
import os
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.domain.site import Response, Site
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

BY = Author("okafor")
BRIGADE = Path(__file__).parents[3] / "shared" / "data" / "lfb_2009_dwelling_fires_attendance.csv"
MOBILISED = BRIGADE.with_name("lfb_mobilisation_sample.csv")
MAPS = ("--map", "number=Id", "--map", "reported=Day+Time", "--map", "on_scene=reported+Secs:s", "--set", "severity=4")
HEAD = "Id,Day,Time,Secs,Ground\n"


@pytest.fixture
def brigade(sfm: Sfm) -> Sfm:
    """A site in London with a limit of six minutes."""
    with Store.open(sfm.db) as store:
        store.sites.set(Site(code="FB", timezone="Europe/London", response=Response(limit_seconds=360)), BY)
    sfm.env["XDG_CONFIG_HOME"] = str(sfm.db.parent / "config")
    return sfm


def _file(sfm: Sfm, text: str) -> str:
    path = sfm.db.parent / "calls.csv"
    path.write_text(text, encoding="utf-8", newline="")
    return str(path)


def _response(sfm: Sfm, first: str, before: str) -> dict[str, Any]:
    found: dict[str, Any] = sfm.inside("kpi", "--from", first, "--to", before, "--json").json["response"]
    return found


def test_the_brigade_of_2009_comes_out_as_it_was_recomputed(brigade: Sfm) -> None:
    """The mean lies well inside the limit, and 28.8 % of the calls are over it."""
    if not BRIGADE.is_file():
        pytest.skip("the public file is not there")
    ran = brigade.inside(
        "import-csv", "incidents", str(BRIGADE), "--map", "number=IncidentNumber", "--map",
        "reported=DateOfCall+TimeOfCall", "--map", "on_scene=reported+FirstPumpArriving_AttendanceTime:s", "--map",
        "location=IncidentStationGround", "--set", "severity=4", "--set", "state=closed",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert "Not mapped: PropertyType, BoroughName, FirstPumpArriving_DeployedFromStation" in ran.out
    found = _response(brigade, "2009-01-01", "2010-01-01")
    assert (found["n"], found["mean"], found["median"], found["within_percent"]) == (6708, 319.73, 296.0, 71.15)
    assert sum(found["excluded"].values()) == 0
    hours = {hour["hour"]: hour["within_percent"] for hour in found["by_hour"]}
    assert (min(hours, key=hours.__getitem__), round(hours[3], 1)) == (3, 59.6)
    assert (max(hours, key=hours.__getitem__), round(hours[7], 1)) == (7, 81.7)


def test_a_made_file_with_a_known_share(brigade: Sfm) -> None:
    """712 of 1,000 at 100 to 360 s, 288 over the limit, none of them by much: the mean stays inside."""
    pick = Random(1)
    seconds = [pick.randint(100, 360) for _ in range(712)] + [pick.randint(361, 600) for _ in range(288)]
    pick.shuffle(seconds)
    start = datetime(2025, 3, 1)
    rows = [start + timedelta(minutes=41 * n) for n in range(1000)]
    text = HEAD + "".join(
        f"{n},{at:%Y-%m-%d},{at:%H:%M:%S},{s},North\n" for n, (at, s) in enumerate(zip(rows, seconds, strict=True))
    )
    text = text.replace("2025-03-30,01:", "2025-03-30,02:")
    ran = brigade.inside("import-csv", "incidents", _file(brigade, text), *MAPS)
    assert ran.code == 0, ran.err
    assert ran.lines[0] == "First rows as they are read"
    assert "Not mapped: Ground" in ran.lines
    found = _response(brigade, "2025-03-01", "2025-04-01")
    assert (found["n"], found["within_percent"], found["mean"]) == (1000, 71.2, round(sum(seconds) / 1000 + 1e-9, 2))
    assert found["mean"] < 360
    again = brigade.inside("import-csv", "incidents", _file(brigade, text), *MAPS)
    assert again.lines[-1] == "nothing to store: all of it was there already"


def test_minutes_day_first_and_clock_changes(brigade: Sfm) -> None:
    text = "Id;At;Sent;Min\nA-1;25/10/2025 23:59;;1.5\nA-2;26/10/2025 00:30;2;61\nA-3;26/10/2025 12:00;;\n"
    maps = ("number=Id", "reported=At", "dispatched=reported+Sent:m", "on_scene=reported+Min:m")
    args = [part for one in maps for part in ("--map", one)]
    ran = brigade.inside(
        "import-csv", "incidents", _file(brigade, text), *args, "--set", "severity=2", "--set", "summary==1+1",
        "--day-first",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    assert ran.lines[2].startswith("  line 3: number A-2 | reported 2025-10-26T00:30:00+01:00 | dispatched 2025-10-26")
    rows = {row["number"]: row for row in brigade.incidents()}
    assert rows["A-1"]["on_scene"] == "2025-10-26T00:00:30+01:00"
    assert rows["A-2"]["on_scene"] == "2025-10-26T01:31:00+01:00"
    assert rows["A-2"]["dispatched"] == "2025-10-26T00:32:00+01:00"
    assert (rows["A-3"]["on_scene"], rows["A-1"]["dispatched"]) == (None, None)
    assert rows["A-1"]["summary"] == "=1+1"
    assert ran.lines[1].endswith("| severity 2 | summary =1+1")


def test_a_mapping_is_kept_and_used_again(brigade: Sfm) -> None:
    file = _file(brigade, HEAD + "1,2025-03-01,10:00,90,North\n")
    ran = brigade.inside("import-csv", "incidents", file, *MAPS, "--save-map", "brigade", "--dry-run")
    assert "dry run: nothing was stored" in ran.lines
    assert brigade.incidents() == []
    ran = brigade.inside(
        "import-csv", "incidents", file, "--map-file", "brigade", "--map", "location=Ground", "--set", "severity=1"
    )
    assert ran.code == 0, ran.err
    (row,) = brigade.incidents()
    assert (row["severity"], row["location"], row["on_scene"]) == (1, "North", "2025-03-01T10:01:30+00:00")
    turned = _file(brigade, HEAD + "2,31/03/2025,10:00,90,North\n")
    assert brigade.inside("import-csv", "incidents", turned, "--map-file", "brigade").code == 1
    ran = brigade.inside("import-csv", "incidents", turned, *MAPS, "--day-first", "--save-map", "turned", "--dry-run")
    assert ran.code == 0, ran.err
    assert brigade.inside("import-csv", "incidents", turned, "--map-file", "turned").code == 0
    assert len(brigade.incidents()) == 2
    brigade.inside("import-csv", "incidents", file, "--map-file", "gone").refused("no saved mapping «gone»")
    brigade.inside("import-csv", "incidents", file, "--map-file", "../x").refused("no name for a mapping")
    new = _file(brigade, HEAD + "3,2025-03-01,10:00,90,North\n")
    brigade.inside("import-csv", "incidents", new, *MAPS, "--save-map", "a/b").refused("no name for a mapping")
    assert len(brigade.incidents()) == 2


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("map = 3", "written as [map] and [set]"),
        ("x = [", "cannot be read"),
        ('[map]\nnumber = ["Id"]', "neither text nor a whole number"),
        ('day_first = "yes"', "day_first is neither true nor false"),
        ('[map]\nnonsense = "Id"', "FIELD is one of"),
    ],
)
def test_a_kept_mapping_that_a_person_spoilt(brigade: Sfm, text: str, words: str) -> None:
    file = _file(brigade, HEAD + "1,2025-03-01,10:00,90,North\n")
    assert brigade.inside("import-csv", "incidents", file, *MAPS, "--save-map", "mine", "--dry-run").code == 0
    (kept,) = Path(brigade.env["XDG_CONFIG_HOME"]).rglob("mine.toml")
    good = kept.read_text(encoding="utf-8")
    kept.write_text(text, encoding="utf-8")
    brigade.inside("import-csv", "incidents", file, "--map-file", "mine").refused(words)
    kept.write_text(good.replace('severity = "4"', "severity = 4"), encoding="utf-8")
    assert brigade.inside("import-csv", "incidents", file, "--map-file", "mine").code == 0


def test_a_column_may_be_called_as_the_field_is(brigade: Sfm) -> None:
    file = _file(brigade, "number,reported,on_scene,severity\n1,2025-03-01 10:00,1.5,2\n")
    maps = ("number=number", "reported=reported", "on_scene=reported+on_scene:m", "severity=severity")
    ran = brigade.inside("import-csv", "incidents", file, *(part for one in maps for part in ("--map", one)))
    assert ran.code == 0, ran.err
    assert brigade.incidents()[0]["on_scene"] == "2025-03-01T10:01:30+00:00"


def test_mobilisations_day_first(brigade: Sfm) -> None:
    """Twenty real ones: what the brigade counted itself is what comes of the times that it wrote down."""
    if not MOBILISED.is_file():
        pytest.skip("the public file is not there")
    with MOBILISED.open(encoding="utf-8-sig", newline="") as file:
        seconds = sorted(int(row["AttendanceTimeSeconds"]) for row in csv.DictReader(file))
    ran = brigade.inside(
        "import-csv", "incidents", str(MOBILISED), "--map", "number=ResourceMobilisationId", "--map",
        "reported=DateAndTimeMobilised", "--map", "on_scene=DateAndTimeArrived", "--map",
        "closed=DateAndTimeReturned", "--set", "severity=3", "--day-first",
    )  # fmt: skip
    assert ran.code == 0, ran.err
    found = _response(brigade, "2009-01-01", "2009-01-02")
    assert (found["n"], found["low_n"]) == (20, False)
    assert found["mean"] == round(sum(seconds) / 20, 2)
    assert (found["median"], found["p90"]) == (sum(seconds[9:11]) / 2, seconds[17])
    assert found["within_percent"] == 5.0 * sum(one <= 360 for one in seconds)


def test_bad_rows_are_told_and_nothing_is_stored(brigade: Sfm) -> None:
    rows = "1,2025-03-01,10:00,90,a\n2,2025-03-01,10:00,soon,a\n3,2025-03-30,01:30,90,a\n4,2025-03-01,10:00\n"
    file = _file(brigade, HEAD + rows)
    ran = brigade.inside("import-csv", "incidents", file, *MAPS)
    assert ran.code == 1
    assert ran.lines[2] == "  line 3: on_scene: «soon» in Secs is no number"
    assert ran.lines[3].startswith("  line 4: on_scene: «2025-03-30 01:30»")
    assert ran.lines[4] == "  line 5: 3 cells where the header has 5"
    told = ran.err.splitlines()
    assert told[0] == "calls.csv:3: on_scene: «soon» in Secs is no number"
    assert told[1].startswith("calls.csv:4: ")
    assert "does not exist" in told[1]
    assert told[2] == "calls.csv:5: 3 cells where the header has 5"
    assert "nothing was stored: 3 bad rows" in told[3]
    assert brigade.incidents() == []
    assert brigade.inside("import-csv", "incidents", file, *MAPS, "--skip-bad").code == 1
    assert [row["number"] for row in brigade.incidents()] == ["1"]


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (("--map", "number=Nr"), ("--map number", "no column «Nr»", "Id, Day")),
        (("--map", "nummer=Id"), ("--map «nummer=Id»", "FIELD is one of")),
        (("--map", "number"), ("write FIELD=",)),
        (("--map", "number=Id", "--map", "reported=Day+Time"), ("severity is mapped from nowhere",)),
        ((*MAPS, "--set", "number=1"), ("number is mapped twice",)),
        ((*MAPS, "--map", "closed=reported+Secs:h"), ("after «:»", "«h»")),
        ((*MAPS, "--map", "closed=resolved+Secs:s"), ("resolved is not mapped",)),
        (
            (*MAPS, "--map", "closed=resolved+Secs:s", "--map", "resolved=closed+Secs:s"),
            ("counts from itself",),
        ),
        ((*MAPS, "--map", "summary=reported+Secs:s"), ("summary: it is no time",)),
    ],
)
def test_a_mapping_that_cannot_be(brigade: Sfm, args: tuple[str, ...], words: tuple[str, ...]) -> None:
    brigade.inside("import-csv", "incidents", _file(brigade, HEAD), *args).refused(*words)


def test_what_is_no_file_of_incidents(brigade: Sfm) -> None:
    brigade.inside("import-csv", "duties", _file(brigade, HEAD)).refused("«duties» cannot be mapped")
    brigade.inside("import-csv", "incidents", _file(brigade, "")).refused("it is empty")
    brigade.inside("import-csv", "incidents", str(brigade.db.parent / "gone.csv")).refused("gone.csv")


@pytest.mark.parametrize("given", ["a device", "a pipe that nobody writes into", "a pipe"])
def test_what_has_no_end_or_is_gone_once_read_is_refused(brigade: Sfm, given: str) -> None:
    if given == "a device":
        brigade("import-csv", "incidents", "/dev/zero", *MAPS).refused("/dev/zero is no ordinary file", "name that")
    elif given == "a pipe":
        line = HEAD + "a,2026-01-01,10:00,9,x\n"
        brigade("import-csv", "incidents", "/dev/stdin", *MAPS, stdin=line).refused("/dev/stdin is a pipe")
    else:
        pipe = brigade.db.parent / "calls.csv"
        os.mkfifo(pipe)
        brigade("import-csv", "incidents", str(pipe), *MAPS).refused("is a pipe", "name that")
        folder = brigade.db.parent / "folder"
        folder.mkdir()
        os.mkfifo(folder / "incidents.csv")
        brigade("import", str(folder)).refused("incidents.csv is a pipe")


def test_what_is_read_once_may_come_through_a_pipe_but_has_an_end(brigade: Sfm) -> None:
    brigade("measure", "--from-csv", "/dev/zero").refused("/dev/zero is no ordinary file")
    brigade("standard", "load", "/dev/zero").refused("/dev/zero is larger than a standard can be")
    ran = brigade("measure", "--from-csv", "/dev/stdin", "--json", stdin="at,value\n2026-11-01,3\n")
    assert [point["value"] for point in ran.json["points"]] == [3]


def test_what_came_in_closed_without_a_time_counts_for_no_report_in_time(brigade: Sfm) -> None:
    """When a report was closed is not known: it is neither in time nor late."""
    text = HEAD + "A,2025-03-01,10:00:00,60,North\nB,2025-03-01,11:00:00,400,North\n"
    assert brigade.inside("import-csv", "incidents", _file(brigade, text), *MAPS, "--set", "state=closed").code == 0
    assert brigade.inside("kpi", "--from", "2025-03-01", "--to", "2025-04-01", "--json").json["report_percent"] is None


def test_a_trace_without_a_responder_post_says_so(brigade: Sfm) -> None:
    text = HEAD + "A,2025-03-01,10:00:00,400,North\n"
    assert brigade.inside("import-csv", "incidents", _file(brigade, text), *MAPS).code == 0
    ran = brigade.inside("trace", "--from", "2025-03-01", "--to", "2025-04-01")
    assert ran.lines[-1] == "No post is marked as one that responds: nobody counts as free to respond"
    ran = brigade.inside("trace", "--from", "2025-04-01", "--to", "2025-05-01")
    assert ran.lines == ["0 responses over their limit"]
