"""Walks to every form of every screen and puts hostile text into each of its fields, then saves.

`python -m tests.soak.hostile FOLDER --rounds N` walks a demo store in a folder of its own; JSON at the end.
"""

import argparse
import asyncio
import json
import sys
import time
import traceback
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

from textual.pilot import Pilot
from textual.screen import ModalScreen
from textual.widgets import OptionList

from sfm_tui.app import PLACES
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.people import officer_key
from sfm_tui.storage.store import Store
from sfm_tui.widgets.lists.mark_dialog import MarkDialog
from sfm_tui.widgets.lists.pick import PickDialog
from tests.soak import inputs, playground
from tests.soak.hostile_forms import Filler, fields_of
from tests.soak.hostile_texts import PIN
from tests.soak.hostile_ways import WAYS
from tests.soak.monkey import NOW, Found, WatchedApp, where

DEPTH = 3
"""How many keys lead from a place to a screen whose keys are still all tried."""
ANSWERS, RECORDS = 12, 2
"""How many answers of a question are followed; of one with more than these, which lists records."""
TROUBLES = 12
"""After so many the walk ends."""
LEAVES = {"quit", "help", "lock", "command_palette", "focus_next", "focus_previous", "go_to"}
"""Acts that lead to no form, or out of the program."""
MOVES = {"up", "down", "left", "right", "pageup", "pagedown", "home", "end", "escape", "ctrl+c", "slash", "number_sign"}
"""Keys that lead to no form but the log's, on every screen."""
FIRST = "first start"
Way = tuple[str, ...]
"""What is pressed from a place on: keys with blanks between, a step each."""


class Walker(Filler):
    """Goes by the keys that each screen says are true on it."""

    def __init__(self, path: Path, found: Found, rounds: int, seconds: float, places: Sequence[str] = ()) -> None:
        super().__init__(path, found, seconds)
        self.rounds = rounds
        self.keys = True
        """Whether the keys of each place are tried, and not just the ways that are listed."""
        self._began = time.monotonic()
        self.places = places or (FIRST, *PLACES)
        self._known: set[tuple[Any, ...]] = set()
        """The screens of this round whose keys were tried."""

    async def play(self) -> None:
        """Every place of every round in a program of its own, and in another one where that ended."""
        asyncio.get_running_loop().set_exception_handler(self._unheard)
        for turn in range(self.rounds):
            self.turn = turn
            self._filled.clear()
            self._known.clear()
            if FIRST in self.places:
                await self._first_start()
            for place in (one for one in self.places if one != FIRST):
                # The listed ways first: they count on what the store holds before anything is changed.
                ways: list[Way] = list(WAYS.get(place, ()))
                after: list[Way] = [()] if self.keys else []
                while (ways or after) and time.monotonic() < self._end and len(self.found.trouble) < TROUBLES:
                    await self._along(place, ways)
                    if not ways:
                        ways, after = after, []
                print(f"{place}: {len(self.fields)} fields", file=sys.stderr, flush=True)

    async def _along(self, place: str, ways: list[Way]) -> None:
        """Go the ways from a place until they are done or the program has ended."""
        self.found.lives += 1
        app = WatchedApp(self.path, self.clock, self.found)
        app.session.person = app.session.data.at_desk or "okafor"
        self._count(app)
        try:
            async with app.run_test(size=(120, 36)) as pilot:
                await self._rest(pilot)
                while ways and time.monotonic() < self._end and not self._over(app):
                    way = ways.pop(0)
                    print(f"{time.monotonic() - self._began:6.0f} {place} {way}", file=sys.stderr, flush=True)
                    more = await self._open(pilot, place, way)
                    ways += [one for one in more if one not in ways]
        except Exception:
            self.found.trouble.append(f"{place}\n{traceback.format_exc()}")
        finally:
            app.session.close()

    async def _first_start(self) -> None:
        """A store without a site: the folder that is not read, then the site that is set up."""
        app = WatchedApp(self.path.with_name(f"first{self.turn}.db"), self.clock, self.found)
        self._count(app)
        try:
            async with app.run_test(size=(120, 36)) as pilot:
                await self._rest(pilot)
                for keys in (("ctrl+r",), ()):
                    self._press(pilot, *keys)
                    await self._quiet(pilot)
                    if await self._fill(pilot, FIRST):
                        await self._save(pilot)
                    await self._home(pilot)
        except Exception:
            self.found.trouble.append(f"{FIRST}\n{traceback.format_exc()}")
        finally:
            app.session.close()

    async def _open(self, pilot: Pilot[Any], place: str, way: Way) -> list[Way]:
        """Follow a way from a place, fill what it leads to; gives the ways on from there."""
        app: Any = pilot.app
        self._press(pilot, *("escape",) * 4)  # what the last way led to is left: its pane, its filter
        await self._quiet(pilot)
        await self._go(pilot, place)
        for step in way:
            self._press(pilot, *step.split())
            await self._quiet(pilot)
            if self._over(app):
                return []
        self.found.last = [*self.found.last[-30:], f"{place} {way}: {where(app)}"]
        self._look(app)
        if self._over(app):
            return []
        found = await self._answer(pilot, place, way)
        if not self._over(app):
            await self._home(pilot)
        return found

    async def _answer(self, pilot: Pilot[Any], place: str, way: Way) -> list[Way]:
        """Fill the form in front, or the one that its saving leads to; gives the ways on from a screen without one."""
        app: Any = pilot.app
        found: list[Way] = []
        for _ in range(4):
            if fields_of(app.screen):
                if not isinstance(app.screen, ModalScreen):
                    found += self._on(app, place, way)
                if not await self._fill(pilot, f"{place} {', '.join(way)}"):
                    return found
                found += self._after(app.screen, way)
                if not await self._save(pilot) or self._over(app) or len(app.screen_stack) == 1:
                    return found
            elif len(app.screen_stack) > 1 and (lists := list(app.screen.query(OptionList))):
                if not self._new(app):
                    return found
                return [*found, *_answers(way, lists[0].option_count)]
            else:
                return [*found, *self._on(app, place, way)]
        return found

    def _on(self, app: Any, place: str, way: Way) -> list[Way]:
        """The ways on by each key of a screen that was not seen before."""
        new = self._new(app)
        if way not in WAYS.get(place, ()) and (not new or len(way) >= DEPTH or not self.keys):
            return []
        if app.current_mode != place:
            return []  # it is walked itself
        keys: dict[str, str] = {}
        for node, binding, enabled, _tip in app.screen.active_bindings.values():
            if (
                enabled
                and binding.id
                and binding.key not in MOVES
                and binding.action.removeprefix("app.") not in LEAVES
            ):
                if (place == "desk" and not way) or not (node is app or binding.action.startswith("app.")):
                    keys.setdefault(binding.action, binding.key)
        return [(*way, key) for key in keys.values()]

    def _new(self, app: Any) -> bool:
        """Whether a screen with these keys was not seen yet."""
        acts = frozenset((b.binding.id or b.binding.action) for b in app.screen.active_bindings.values() if b.enabled)
        made = getattr(app.screen, "made_at", None)
        over = app.screen_stack[1:] or app.screen_stack
        kind = (*(type(screen).__name__ for screen in over), made if over is not app.screen_stack else "", acts)
        new = kind not in self._known
        self._known.add(kind)
        return new

    @staticmethod
    def _after(screen: Any, way: Way) -> list[Way]:
        """The ways on through a question that is answered by what is narrowed."""
        if isinstance(screen, MarkDialog):
            return [(*way, "enter ctrl+s")]
        if isinstance(screen, ModalScreen) and (lists := list(screen.query(OptionList))):
            count = lists[0].option_count
            return _answers(way, min(count, RECORDS) if isinstance(screen, PickDialog) else count)
        return []

    async def _home(self, pilot: Pilot[Any]) -> None:
        app: Any = pilot.app
        for _ in range(8):
            if app._exit or app._exception is not None or len(app.screen_stack) == 1:
                return
            self._press(pilot, "escape")
            await self._rest(pilot)


def _answers(way: Way, count: int) -> list[Way]:
    """The ways on by each answer of a question that has so many."""
    return [(*way, " ".join([*("down",) * n, "enter"])) for n in range(count if count <= ANSWERS else RECORDS)]


def furnish(path: Path) -> None:
    """What the demo has not: PINs, and records that are older than they are kept."""
    clock = FrozenClock(NOW)
    with Store.open(path, clock) as store:
        for who in ("okafor", "byrne", "marsh", *map(officer_key, (f"NG{n:02}" for n in range(1, 15)))):
            store.people.set_pin(who, "", PIN, Author("okafor"))
        clock.set(NOW - 8 * 365 * 86_400)
        for _ in range(2):
            number = store.incidents.open(Author("okafor"), summary="Long ago").number
            store.incidents.set_state(number, "closed", Author("okafor"))


def main() -> int:
    """Walk; 0 if nothing was wrong."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--seconds", type=float, default=5400.0)
    parser.add_argument("--places", nargs="*", default=())
    parser.add_argument("--listed", action="store_true", help="go no other ways than those in hostile_ways.py")
    asked = parser.parse_args()
    folder = asked.folder.absolute()
    inputs.watch()
    path = playground.demo_store(folder, NOW)
    furnish(path)
    playground.fence(folder)
    for file in ("note.txt", "again.txt"):
        (folder / "home" / file).write_text("something to attach")
    found = Found(0)
    walker = Walker(path, found, asked.rounds, asked.seconds, asked.places)
    walker.clock = FrozenClock(NOW)
    walker.keys = not asked.listed
    started = time.monotonic()
    asyncio.run(walker.play())
    found.seconds = time.monotonic() - started
    if not found.trouble:
        found.last = []
    sites = inputs.field_sites()
    missed = sorted(name for site, name in sites.items() if site not in walker.fields)
    whole = time.monotonic() < walker._end and not found.trouble
    reached = {"forms": walker.forms, "fields": len(sites), "missed": missed, "whole": whole}
    json.dump(asdict(found) | reached, sys.stdout, ensure_ascii=True, indent=1)
    return 1 if found.trouble else 0


if __name__ == "__main__":
    sys.exit(main())
