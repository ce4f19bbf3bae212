"""`sfm effect`: the action that the demo site has in Check, and what cannot be told yet."""

from tests.cli.running import Sfm


def test_the_dedicated_responder_made_it_better(northgate: Sfm) -> None:
    ran = northgate.inside("effect", "A-07", "--json")
    assert (ran.code, ran.err) == (0, "")
    found = ran.json
    assert found["baseline"] == {"n": 41, "median": 166.0, "p90": 535.0, "within_percent": 58.54}
    assert found["follow_up"]["n"] >= 20
    assert found["verdict"] == "better"
    assert found["interval_95"][0] <= found["change"] <= found["interval_95"][1] < 0
    assert [look["months"] for look in found["held"]] == [3, 6]
    lines = northgate.inside("effect", "A-07").lines
    assert "verdict: better" in lines


def test_too_early_and_an_earlier_cycle(northgate: Sfm) -> None:
    found = northgate.inside("effect", "A-05", "--json").json
    assert (found["cycle"], found["verdict"], found["change"], found["interval_95"]) == (2, "too early", None, None)
    assert found["why"] == "not set: in_effect_on"
    assert northgate.inside("effect", "A-05", "--cycle", "1", "--json").json["cycle"] == 1
    northgate.inside("effect", "A-06").refused("A-06 names no measure")
    northgate.inside("effect", "A-99").refused("there is no action A-99: there are A-01, A-02, ", "A-07")
    northgate.inside("effect", "A-05", "--cycle", "3").refused("A-05 with a cycle 3: its cycles are 1 to 2")
    northgate.inside("effect", "A-06", "--cycle", "2").refused("A-06 with a cycle 2: it has one, 1")
