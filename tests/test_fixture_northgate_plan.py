"""The invented site's improvement plan: it fits the log and the roster, and tells of a card in each stage."""

import csv
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from fixtures.generate import FOLDER
from sfm_tui.clock import FrozenClock, day_bounds, local_date, parse_file_time, zone
from sfm_tui.demo.weeks import moved, read_book
from sfm_tui.domain.findings import findings
from sfm_tui.storage.store import Store

LONDON = zone("Europe/London")
BOOK = read_book(FOLDER, LONDON)
LAST_WEEK = "2026-11-16"
DONE = ("agreed_on", "started_on", "in_effect_on", "baseline_from", "baseline_to")


def at(text: str) -> int:
    return parse_file_time(text, LONDON)


def rows(name: str) -> list[dict[str, str]]:
    with open(FOLDER / f"{name}.csv", encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_the_names_are_those_of_the_site() -> None:
    people = {row["person"] for row in rows("people")} | {row["officer"] for row in rows("officers")}
    themes, measures = ({row[key] for row in rows(f"{key}s")} for key in ("theme", "measure"))
    for action in rows("actions"):
        assert action["owner"] in people | {""}
        assert action["theme"] in themes
        assert action["measure"] in measures | {"", "response-time"}
    owners = {(row["action"], row["cycle"]): row["owner"] for row in rows("actions")}
    for review in rows("reviews"):
        assert review["reviewer"] in people - {owners[review["action"], review["cycle"]]}
    assert {row["stage"] for row in rows("actions")} == {"plan", "do", "check", "act", "closed"}


def test_nothing_has_happened_in_the_last_week() -> None:
    for action in rows("actions"):
        assert all(action[name] < LAST_WEEK for name in DONE)
    assert all(row["done_on"] < LAST_WEEK for row in rows("steps"))
    assert all(row["reviewed_on"] < LAST_WEEK for row in rows("reviews"))
    assert all(row["at"] < LAST_WEEK for row in rows("readings"))


def test_the_story_counts_what_the_log_has() -> None:
    (action,) = [row for row in rows("actions") if row["action"] == "A-07"]
    low, high = at(f"{action['baseline_from']}T00:00"), at("2026-11-09T00:00")
    limits = {"1": 120, "2": 180, "3": 180, "4": 180}
    counted = [
        row for row in BOOK["incidents"]
        if low <= row["reported"] < high and row["on_scene"] is not None and not row["struck"]
        and row["on_scene"] >= row["reported"]
    ]  # fmt: skip
    late = [row for row in counted if row["on_scene"] - row["reported"] > limits[row["severity"]]]
    assert action["gap"].startswith(f"{len(late)} of {len(counted)} responses")


@pytest.mark.parametrize(
    "now", [pytest.param("2026-11-16T06:00", marks=pytest.mark.soak), "2026-11-21T22:17:41", "2027-03-28T05:00"]
)
def test_the_demo_has_the_plan(tmp_path: Path, now: str, demo_bytes: Callable[[int], bytes]) -> None:
    (tmp_path / "demo.db").write_bytes(demo_bytes(at(now)))
    with Store.open(tmp_path / "demo.db", FrozenClock(at(now))) as store:
        board = store.actions.board(closed=True)
        today = store.actions.today()
        assert {stage: len(cards) for stage, cards in board.items()} == {
            "plan": 3, "do": 2, "check": 1, "act": 2, "closed": 2,
        }  # fmt: skip
        assert [card.action.action for cards in board.values() for card in cards if card.overdue] == ["A-05"]
        for cards in board.values():
            assert all((getattr(card.action, name) or "") <= today for card in cards for name in DONE)
        whole = store.actions.dossier("A-07")
        sources = [link.source for link in whole.links if link.target == "action:A-07"]
        assert {source.partition(":")[0] for source in sources} == {"incident", "finding", "complaint"}
        assert whole.facts.told
        _, kind, start = next(source for source in sources if source.startswith("finding:")).split(":", 2)
        window = day_bounds(date.fromisoformat(start[:10]), LONDON)
        found = findings(store.roster.load(window), window, store.roster.rules())
        assert (kind, at(start)) in {(one.kind, one.start) for one in found}
        second = store.actions.dossier("A-05")
        assert [one.stage for one in second.cycles] == ["closed", "do"]
        assert second.reviews(1)[0].outcome == "partially met"


def test_a_finding_moves_with_the_weeks() -> None:
    book = moved(BOOK, at("2026-12-03T12:00"), LONDON)
    (ref,) = [row["from"] for row in book["links"] if row["from"].startswith("finding:")]
    (was,) = [row["from"] for row in rows("links") if row["from"].startswith("finding:")]
    days = [local_date(at(text.split(":", 2)[2]), LONDON) for text in (was, ref)]
    assert (days[1] - days[0]).days == 14
