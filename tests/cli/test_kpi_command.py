"""`sfm kpi` and `sfm trace`: the figures of a window, as one object and as lines."""

import json

import pytest

from sfm_tui.clock import FrozenClock, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.site import Response
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

BY = Author("okafor")


def test_the_object_has_what_the_contract_names(northgate: Sfm) -> None:
    ran = northgate("kpi", "--from", "2026-08-31", "--to", "2026-11-23", "--json")
    assert (ran.code, ran.err) == (0, "")
    response = ran.json["response"]
    assert response["n"] == 114
    assert response["excluded"] == {
        "struck": 1, "stood-down": 23, "no-clock-start": 0, "no-arrival": 5, "out-of-order": 1,
    }  # fmt: skip
    assert (response["mean"], response["median"], response["p90"]) == (190.14, 146.0, 431)
    assert (response["within_percent"], response["within_interval_95"]) == (83.33, [75.43, 89.06])
    assert response["limits"] == {"1": 120, "2": 180, "3": 180, "4": 180}
    assert sum(hour["n"] for hour in response["by_hour"]) == 114
    assert [week["week"] for week in response["by_week"]] == [f"2026-W{n}" for n in range(36, 48)]
    assert [week["mean"] > 180 for week in response["by_week"]] == [False] * 6 + [True] * 4 + [False] * 2
    assert (ran.json["late_starts"], ran.json["no_shows"]) == (18, 1)
    assert 99 < ran.json["fill_percent"] < 100
    assert 99 < ran.json["licence_percent"] < 100
    assert 0 < ran.json["training_percent"] < 100


def test_lines_name_what_is_left_out(northgate: Sfm) -> None:
    ran = northgate.inside("kpi", "--from", "2026-11-16", "--to", "2026-11-23")
    assert ran.lines[0] == "From Mon 16 Nov 2026 to before Mon 23 Nov 2026"
    assert any(line.startswith("all") and "low n" in line for line in ran.lines)
    assert any(line.startswith("Left out: stood-down 6") for line in ran.lines)


def test_the_trace_of_the_bad_weeks(northgate: Sfm) -> None:
    ran = northgate.inside("trace", "--from", "2026-10-12", "--to", "2026-11-09", "--json")
    assert (ran.code, ran.err) == (0, "")
    breaches = ran.json["breaches"]
    assert [one["reported"] for one in breaches] == sorted(one["reported"] for one in breaches)
    assert len(breaches) == sum(ran.json["by_cause"].values()) == sum(one["breaches"] for one in ran.json["by_hour"])
    assert ran.json["by_cause"]["overlapping-duties"] > len(breaches) / 2
    first = next(one for one in breaches if one["overlapping"])
    assert {duty["post"] for duty in first["duties_at_report"]} == {"GATE", "RESP"}
    assert first["response"] > first["limit"]
    assert {one["hour"] for one in ran.json["by_hour"]} >= {12, 17}
    lines = northgate.inside("trace", "--from", "2026-10-12", "--to", "2026-11-09").lines
    assert lines[0] == f"{len(breaches)} responses over their limit"
    assert northgate.inside("trace", "--from", "2026-09-07", "--to", "2026-09-08").lines == [
        "0 responses over their limit"
    ]


def test_an_empty_window_says_why(desk: Sfm) -> None:
    ran = desk.inside("kpi", "--json")
    response = ran.json["response"]
    assert (response["n"], response["mean"], response["values"], response["why"]) == (0, None, [], "no responses")
    assert set(ran.json["why"]) == {
        "fill_percent", "licence_percent", "training_percent", "check_call_percent", "report_percent",
    }  # fmt: skip
    assert json.dumps(ran.json)


def test_a_window_that_ends_before_it_begins(desk: Sfm) -> None:
    desk.inside("kpi", "--from", "2026-11-23", "--to", "2026-11-16").refused("not later than --from")
    desk.inside("kpi", "--from", "soon").refused("--from: «soon» is no date")


def test_a_limit_that_changed_holds_from_then_on(desk: Sfm) -> None:
    """Three minutes until noon, two from then on: what is reported is held to the limit of its time."""
    noon = 1_763_726_400
    for limit, since in ((180, noon - 7200), (120, noon)):
        clock = FrozenClock(since)
        with Store.open(desk.db, clock) as store:
            site = store.sites.get()
            assert site is not None
            response = Response(limit_seconds=limit, target_percent=95)
            store.sites.set(site.model_copy(update={"response": response}), BY)
            for n in range(5):
                clock.advance(600)
                done = store.incidents.open(BY, summary=f"call {n}")
                clock.advance(150)
                store.incidents.stamp(done.number, "on scene", BY, officer="1001")
    days = ("--from", "2025-11-21", "--to", "2025-11-22", "--json")
    found = desk.inside("kpi", *days).json["response"]
    assert (found["n"], found["within_percent"], found["limits"]["3"]) == (10, 50.0, 120)
    assert [(change["from"], change["limits"]["1"]) for change in found["limits_changed"]] == [
        ("2025-11-21T10:00:00+00:00", 180), ("2025-11-21T12:00:00+00:00", 120),
    ]  # fmt: skip
    assert len(desk.inside("trace", *days).json["breaches"]) == 5
    lines = desk.inside("kpi", *days[:-1]).lines
    assert "  limits changed Fri 21 Nov 2025 at 12:00: S1 120 s, S2 120 s, S3 120 s, S4 120 s" in lines
    split = desk.inside("kpi", *days, "--by", "weekday").json["response"]["by_weekday"]
    assert [(one["weekday"], one["n"], one["within_percent"]) for one in split] == [(5, 10, 50.0)]


def test_the_two_hours_of_one_name_are_told_apart(desk: Sfm) -> None:
    """01:30 comes twice on 25 October: the trace and the list of incidents say which of them is meant."""
    summer = parse_file_time("2026-10-25T01:30:00+01:00", zone("Europe/London"))
    clock = FrozenClock(summer)
    with Store.open(desk.db, clock) as store:
        for start in (summer, summer + 3600, summer + 7200):
            clock.set(start)
            number = store.incidents.open(BY, summary="late").number
            clock.advance(900)
            store.incidents.stamp(number, "on scene", BY, officer="1001")
    said = ["2026-10-25 01:30 BST", "2026-10-25 01:30 GMT", "2026-10-25 02:30"]
    lines = desk.inside("trace", "--from", "2026-10-25", "--to", "2026-10-26").lines
    assert [line.split("  ")[1] for line in lines[1:4]] == said
    assert sorted(line.split("  ")[1] for line in desk.inside("incidents").lines) == said


@pytest.mark.parametrize("command", ["kpi", "gaps"])
def test_a_window_of_a_thousand_years_is_refused_in_one_line(desk: Sfm, command: str) -> None:
    desk.inside(command, "--from", "1901-01-01", "--to", "2901-01-01").refused("1,000 years: at most 150 at once")
    assert desk.inside(command, "--from", "1900-01-01", "--to", "2050-01-01").code == 0


@pytest.mark.parametrize("command", ["kpi", "trace", "gaps"])
@pytest.mark.parametrize(
    "days",
    [
        ("--from", "9999-12-31"), ("--from", "0001-01-01", "--to", "0001-01-02"), ("--from", "2999-12-30"),
        ("--from", "1899-12-31", "--to", "1900-01-02"), ("--from", "9999-12-30", "--to", "9999-12-31"),
    ],
)  # fmt: skip
def test_days_past_the_ends_of_the_calendar_are_refused(desk: Sfm, command: str, days: tuple[str, ...]) -> None:
    desk.inside(command, *days).refused("--from and --to are out of range: write years from 1900 to 2999")


@pytest.mark.parametrize(
    ("day", "words"),
    [
        ("01/03/2026", "--from: «01/03/2026» is day first: write 2026-03-01\n"),
        ("2026-02-30", "no such day"),
        ("2026-3-1", "write 2026-03-29"),
        ("2026-11-01T10:00", "is no date"),
        ("=1+1", "is no date"),
    ],
)
def test_what_is_no_day(desk: Sfm, day: str, words: str) -> None:
    desk.inside("kpi", "--from", day).refused(words)
    desk.inside("trace", "--from", day).refused(words)


@pytest.mark.parametrize("days", [("--to", "2026-03-05"), ("--from", "2026-02-26")])
def test_one_day_alone_means_a_week(desk: Sfm, days: tuple[str, str]) -> None:
    found = desk.inside("kpi", *days, "--json").json
    assert (found["from"], found["to"]) == ("2026-02-26T00:00:00+00:00", "2026-03-05T00:00:00+00:00")


def test_split_by_what_is_asked_for(northgate: Sfm) -> None:
    days = ("--from", "2026-08-31", "--to", "2026-11-23")
    lines = northgate.inside("kpi", *days, "--by", "officer", "--by", "weekday").lines
    names = [line[:16].rstrip() for line in lines[3 : lines.index(next(one for one in lines if "Left out" in one))]]
    assert names[0] == "all"
    assert names[1].startswith("NG01 ")
    assert names[-7:] == ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
    assert not any("2026-W" in line for line in lines)
    response = northgate.inside("kpi", *days, "--by", "month", "--json").json["response"]
    assert [(one["month"], one["n"]) for one in response["by_month"]] == [
        ("2026-08", 1), ("2026-09", 32), ("2026-10", 45), ("2026-11", 36),
    ]  # fmt: skip
    northgate.inside("kpi", "--by", "shift").refused("--by: «shift» is nothing to split by", "hour, weekday")
