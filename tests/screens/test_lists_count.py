"""Every list of every place says how many it has, and how many there are where it shows only some of them."""

import re
from typing import Any

from textual.widget import Widget
from textual.widgets import Input

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.storage.store import Store
from sfm_tui.widgets.evidence import choices
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.long_list import LongList
from sfm_tui.widgets.lists.rows import Rows
from tests.conftest import ME
from tests.screens.test_one_feel_walk import go, own_keys, rest

NO_LIST = {
    "assessment said", "board board", "desk cover", "desk shift-line", "figures live", "figures hour-strip",
    "measures said", "reflections said", "roster takers", "talks pair-words", "trace minute",
}  # fmt: skip
"""Words and pictures that are drawn as rows."""
ALWAYS_THE_SAME = {
    "figures table", "figures cards", "figures causes", "figures month-bars", "figures month-rows",
    "figures split-rows", "keeping kinds", "paper kinds", "settings sections", "trace hours", "trace groups",
    "weekly decisions",
}  # fmt: skip
"""What is held to, and what it is divided into: not records, and as many as there are kinds of them."""
SAYS_ELSEWHERE = {
    "desk before": "each line is a count",
    "settings records": "a form's settings are not counted, records are",
    "reflections pages 3": "its name counts the criteria; the standards that they belong to are rows too",
    "assessment levels": "the line above counts the enablers, each with its levels",
}


def counts(place: str, part: Widget, screen: Any) -> bool:
    """Whether a number that fits a list stands on its frame, or in a line of words on the screen."""
    said = [str(one.border_title or "") + str(one.border_subtitle or "") for one in part.ancestors_with_self
            if isinstance(one, Widget)]  # fmt: skip
    said += [words.said for words in screen.query(Words)]
    if isinstance(part, Rows):
        return any(re.search(rf"(?<![\d,]){len(part.items):,}(?![\d,])", line) for line in said)
    return any(re.search(r"\d", line) for line in said)


async def test_each_list_says_how_many(story: SfmApp) -> None:
    wrong: list[str] = []
    seen = set()
    async with story.run_test(size=(120, 36)) as pilot:
        await rest(pilot)
        for place in PLACES:
            screen = await go(pilot, place)
            views = [key for key, _name in own_keys(screen) if key.isdigit()] if place != "briefing" else []
            for key in ["", *views]:
                await pilot.press(*key)
                await rest(pilot)
                for part in screen.query("*"):
                    name = f"{place} {part.id}"
                    if not isinstance(part, Rows | LongList) or not part.region or name in NO_LIST | ALWAYS_THE_SAME:
                        continue
                    if (isinstance(part, Rows) and not part.items) or {name, f"{name} {key}"} & {*SAYS_ELSEWHERE}:
                        continue
                    seen.add(name)
                    if not counts(place, part, screen):
                        wrong.append(f"{name}, view {key or 1}")
    assert wrong == []
    assert len(seen) > 14


async def test_evidence_says_how_many_there_are_of_which_it_lists_some(
    app: SfmApp, store: Store, until: Any, monkeypatch: Any
) -> None:
    monkeypatch.setattr(choices, "MOST", 3)
    for n in range(5):
        store.incidents.open(ME, summary="Late, left" if n % 2 else "Late, right")
    async with app.run_test(size=(120, 36)) as pilot:
        screen: Any = await go(pilot, "evidence")
        await pilot.press("2")
        await until(pilot, lambda: "3 of 5 listed, newest first" in screen.query_one("#chosen", Words).said)
        screen.query_one("#typed", Input).value = "left"
        await until(pilot, lambda: "· 2 listed" in screen.query_one("#chosen", Words).said)
        screen.query_one("#typed", Input).value = "late"
        await until(pilot, lambda: "3 of 5 listed" in screen.query_one("#chosen", Words).said)
    assert choices.count_choices(store, "incident", "100% _") == 0
