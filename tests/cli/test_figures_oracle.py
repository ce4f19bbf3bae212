"""The command line beside an independent recomputation, on site folders made by chance."""

import time
from pathlib import Path
from typing import Any

import pytest

from tests.cli.figures_oracle import SPLITS, Oracle, seconds
from tests.cli.random_sites import Maker
from tests.cli.running import Sfm

BY = [part for name in SPLITS for part in ("--by", name)]


def _figures(found: dict[str, Any], expected: dict[str, Any], where: object) -> None:
    """The figures of some responses, and nothing but the figures."""
    for name, value in expected.items():
        if name == "values":
            assert sorted(found[name]) == value, (where, name)
            assert found["why"], where
        elif name == "within_interval_95" and name not in found:
            continue
        else:
            assert found[name] == value, (where, name, found[name], value)
    assert ("values" in found) == ("values" in expected), where


def _same_kpi(found: dict[str, Any], expected: dict[str, Any], where: object) -> None:
    response = found["response"]
    assert "within_interval_95" in response
    _figures(response, expected["response"], where)
    assert response["excluded"] == expected["excluded"], where
    assert response["limits"] == expected["limits"], where
    for key, groups in expected["by"].items():
        assert [one[key] for one in response[f"by_{key}"]] == list(groups), (where, key)
        for one in response[f"by_{key}"]:
            _figures(one, groups[one[key]], (where, key, one[key]))
    shares = ("fill_percent", "licence_percent", "training_percent", "check_call_percent", "report_percent")
    for name in (*shares, "late_starts", "no_shows"):
        assert found[name] == expected[name], (where, name, found[name], expected[name])
        assert (name in (found["why"] or {})) == (found[name] is None), (where, name)


def _same_trace(found: dict[str, Any], expected: dict[str, Any], where: object) -> None:
    assert len(found["breaches"]) == len(expected["breaches"]), where
    for one, wanted in zip(found["breaches"], expected["breaches"], strict=True):
        told = dict(one)
        told["reported"] = seconds(one["reported"])
        told["duties_at_report"] = sorted(
            (duty["post"], seconds(duty["start"]), seconds(duty["end"])) for duty in one["duties_at_report"]
        )
        assert {name: told[name] for name in wanted} == wanted, where
    assert {cause: n for cause, n in found["by_cause"].items() if n} == expected["by_cause"], where
    assert [{name: one[name] for name in ("hour", "breaches", "free_responders")} for one in found["by_hour"]] == (
        expected["by_hour"]
    ), where


def _same_chart(found: dict[str, Any], expected: dict[str, Any], where: object) -> None:
    for one, wanted in zip(found["points"], expected["points"], strict=True):
        told = {"at": one["at"], "value": one["value"], "moving_range": one["moving_range"]}
        assert told | {"signals": sorted(one["signals"])} == wanted, (where, told, one, wanted)
    for name in ("centre", "lower", "upper", "assurance"):
        assert found[name] == expected[name], (where, name, found[name], expected[name])
    for one, wanted in zip(found["phases"], expected["phases"], strict=True):
        for name in ("n", "centre", "lower", "upper", "trial"):
            assert one[name] == wanted[name], (where, name, one, wanted)


def _compare(made: Maker, oracle: Oracle, run: Any, now: int) -> None:
    for begin, end in made.windows:
        days = ("--from", f"{begin}", "--to", f"{end}", "--json")
        where = (made.folder.name, begin, end)
        _same_kpi(run("kpi", *days, *BY).json, oracle.kpi(begin, end), where)
        _same_trace(run("trace", *days).json, oracle.trace(begin, end), where)
    for name in made.measures:
        _same_chart(run("measure", name, "--json").json, oracle.measure(name), (made.folder.name, name))
        found = run("measure", name, "--baseline", "all", "--screen", "--json").json
        _same_chart(found, oracle.measure(name, baseline=None, screen=True), (made.folder.name, name, "all"))
    for name in ("response-time", "response-within", "late-starts", "no-shows"):
        points = run("measure", name, "--json").json["points"]
        assert [(one["at"], one["value"]) for one in points] == oracle.weekly(name, now), (made.folder.name, name)
    for action in made.actions:
        found, wanted = run("effect", action, "--json").json, oracle.effect(action)
        for side in ("baseline", "follow_up"):
            assert {name: found[side][name] for name in wanted[side]} == wanted.pop(side), (made.folder.name, action)
        assert {name: found[name] for name in wanted} == wanted, (made.folder.name, action)
        assert bool(found["why"]) == (wanted["verdict"] == "too early"), (made.folder.name, action)


@pytest.mark.parametrize("seed", [0, 11, 12, 21, 41, 85])
def test_a_site_by_chance(sfm: Sfm, tmp_path: Path, seed: int) -> None:
    """Seeds whose sites have most of what there is to have: each verdict, cause, signal and reason to be left out."""
    made = Maker(tmp_path / f"site-{seed}", seed).make()
    ran = sfm.inside("import", str(made.folder))
    assert ran.code == 0, ran
    _compare(made, Oracle(made.folder), sfm.inside, int(time.time()))
