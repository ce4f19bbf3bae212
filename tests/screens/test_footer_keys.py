"""What the footer names is true: each of its keys does what it says, whatever part of the place has the focus.

Acts are only noted, not done, so that one program shows every place.
"""

from collections.abc import Iterator
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot

from sfm_tui.app import PLACES, SfmApp
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.key_bar import _SIGNS, KeyBar
from tests.examples import some
from tests.screens.test_one_feel_walk import go, rest

KEYS = {sign: key for key, sign in _SIGNS.items()}
MORE = {"desk": (["f4"],), "handover": (["w"],), "talks": (["4", "enter"],)}
"""Keys that lead from a place to what has fields."""
WITH_FIELDS = (*MORE, "log", "evidence")
"""The places that have fields: they are walked in every run, of the others some."""


class Noted:
    """The acts that keys would have done."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self._acts: list[str] | None = None
        done = App.run_action

        async def note(app: App[Any], action: Any, *args: Any, **more: Any) -> bool:
            if self._acts is None:
                return await done(app, action, *args, **more)
            self._acts.append(str(action))
            return True

        monkeypatch.setattr(App, "run_action", note)

    async def by(self, pilot: Pilot[Any], key: str) -> list[str]:
        """The acts of a key."""
        self._acts = acts = []
        try:
            await pilot.press(key)
        finally:
            self._acts = None
        return acts


def named(app: SfmApp) -> Iterator[tuple[str, str, str, bool]]:
    """Each key that the footer names, its act, how it reads, and whether it holds everywhere."""
    bar = app.screen.query_one(KeyBar)
    active = app.screen.active_bindings
    for key, label, verb, enabled, _kept in [one for line in bar._lines for one in line]:
        signs = [KEYS[sign] for sign in label] if len(label) == 2 and set(label) <= set(KEYS) else [key]
        for sign in signs if enabled else ():
            yield sign, active[key].binding.action, f"{label} {verb}", active[key].node is app


def name_of(act: str) -> str:
    """`step` of `step(-1)`: of two keys with one label the second goes the other way."""
    return act.partition("(")[0]


async def false_keys(pilot: Pilot[SfmApp], noted: Noted, everywhere: set[object], place: str) -> tuple[list[str], int]:
    """The keys that the footer names and that do something else, for each part in focus; how many it named.

    Of the keys that hold everywhere, those are tried that have not been with such a part.
    """
    app, wrong, many = pilot.app, [], 0
    for part in [part for part in app.screen.focus_chain if part.region]:
        part.focus()
        await pilot.pause()
        for key, act, reads, holds_everywhere in list(named(app)):
            many += 1
            known = (type(part), key)
            if holds_everywhere and known in everywhere:
                continue
            everywhere.add(known)
            done = await noted.by(pilot, key)
            if name_of(act) not in map(name_of, done):
                wrong.append(f"{place}, {part.id or type(part).__name__}: «{reads}» ({key}) did {done}")
    return wrong, many


async def test_every_key_of_every_footer_does_what_it_says(story: SfmApp, monkeypatch: pytest.MonkeyPatch) -> None:
    noted = Noted(monkeypatch)
    wrong: list[str] = []
    everywhere: set[object] = set()
    many = 0
    async with story.run_test(size=(160, 40)) as pilot:
        await rest(pilot)
        for place in sorted({*some([*PLACES], 2), *WITH_FIELDS}):
            await go(pilot, place)
            for keys in ([], *MORE.get(place, ())):
                await pilot.press(*keys)
                await rest(pilot)
                more, named_here = await false_keys(pilot, noted, everywhere, " ".join([place, *keys]))
                wrong += more
                many += named_here
    assert wrong == []
    assert many > 200


async def test_the_key_that_leads_through_the_thread_is_named_in_the_smallest_terminal(story: SfmApp) -> None:
    """On every place that shows records, whatever part of it has the focus."""
    missing = []
    async with story.run_test(size=(80, 24)) as pilot:
        await rest(pilot)
        for place in PLACES:
            screen = await go(pilot, place)
            assert isinstance(screen, DeskScreen)
            for part in [part for part in screen.focus_chain if part.region and screen.shows_records]:
                part.focus()
                await pilot.pause()
                if "^F Links" not in [reads for _, _, reads, _ in named(story)]:
                    missing.append(f"{place}, {part.id or type(part).__name__}")
    assert missing == []
