"""`sfm thread`: the story of the demo site's action A-07, told from its finding to its report."""

from tests.cli.running import Sfm


def test_the_thread_of_an_action_in_the_order_of_time(northgate: Sfm) -> None:
    ran = northgate.inside("thread", "A-07", "--json")
    assert (ran.code, ran.err) == (0, "")
    told = ran.json
    refs = [one["record"] for one in told["stations"]]
    assert told["record"] == "action:A-07"
    assert refs[0].startswith("complaint:")
    for ref in ("finding:no-responder:2026-11-04T17:00", "incident:2026-0099", "briefing:P-05", "talk:T-16"):
        assert ref in refs
    times = [one["at"][:10] for one in told["stations"] if one["at"]]
    assert times == sorted(times)
    effect = next(one for one in told["stations"] if one["record"] == "effect:A-07")
    assert effect["figure"].startswith("better")
    late = next(one for one in told["stations"] if one["record"] == "incident:2026-0099")
    assert (late["side"], late["figure"]) == ("before", "8:55, limit 3:00")


def test_for_people_and_from_the_other_end(northgate: Sfm) -> None:
    lines = northgate.inside("thread", "a7").lines
    assert lines[0].startswith("action A-07  ")
    assert any(line.startswith("← ") and "2026-0099" in line for line in lines)
    assert any("no change of the roster yet" in line for line in lines) or any(
        "roster change" in line for line in lines
    )
    assert "action:A-07" in [one["record"] for one in northgate.inside("thread", "T-16", "--json").json["stations"]]
    northgate.inside("thread", "A-99").refused("there is no record «A-99»")
    northgate.inside("thread", "action:A-99").refused("there is no action «A-99»")
