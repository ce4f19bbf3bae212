"""Twelve hours at the desk, the clock running, through the night in which it is put back; told as JSON at the end.

`python -m tests.soak.shift FOLDER --seed N [--hours H]`. The screens are the real ones, the keys those of a
supervisor; only the clock is the test's, five seconds to a step. Who was where when is written down as it is pressed.
"""

import argparse
import asyncio
import json
import random
import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any, ClassVar
from zoneinfo import ZoneInfo

from textual.pilot import Pilot

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import CoverRecord, LicenceRecord, PatrolRecord
from sfm_tui.domain.site import Desk
from sfm_tui.storage.store import Store
from tests.conftest import LOCATIONS, NORTHGATE, OFFICERS, PEOPLE, POSTS
from tests.soak import playground

LONDON = ZoneInfo("Europe/London")
START = int(datetime(2026, 10, 24, 17, 30, tzinfo=UTC).timestamp())
"""Sat 24 Oct 2026 18:30 BST; at 02:00 BST the clock goes back to 01:00 GMT."""
HOUR, STEP = 3600, 5
LOCK_MINUTES = 20
PLACES = "lbrnhtafwvmyxpesd"
WARM = 1.5
"""Hours after which every screen has been open twice: what is held then is what the desk holds."""


@dataclass
class Told:
    """What was done, by the instant at which its key was pressed, and what the program held."""

    seed: int
    incidents: list[dict[str, Any]] = field(default_factory=list)
    calls: list[tuple[int, int]] = field(default_factory=list)
    """When each check call was due, and when it was answered."""
    rounds: list[tuple[int, int, int]] = field(default_factory=list)
    bells: list[int] = field(default_factory=list)
    locked: list[tuple[int, int]] = field(default_factory=list)
    """When the last key was pressed before a pause, and when the desk locked."""
    headers: list[tuple[int, str]] = field(default_factory=list)
    trouble: list[str] = field(default_factory=list)
    memory: list[tuple[float, int]] = field(default_factory=list)


class Desk12(SfmApp):
    """The program, its bells counted."""

    CSS_PATH: ClassVar[Any] = playground.styles()

    def __init__(self, path: Path, clock: FrozenClock, told: Told) -> None:
        super().__init__(path, clock)
        self.told = told

    def bell(self) -> None:
        """Ring, and say when."""
        self.told.bells.append(self.session.now())
        super().bell()

    def say(self, text: str, tone: Any = "plain") -> None:
        """Write down what went wrong."""
        if "something went wrong" in text:
            self.told.trouble.append(text)
        super().say(text, tone)


def make_site(path: Path, clock: FrozenClock) -> None:
    """A site that locks, two officers on duty through the night, hourly check calls, a round every three hours."""
    me = Author("okafor")
    with Store.open(path, clock) as store:
        store.sites.set(NORTHGATE.model_copy(update={"desk": Desk(lock_after_minutes=LOCK_MINUTES)}), me)
        for record in (*PEOPLE, *OFFICERS, *POSTS, *LOCATIONS):
            store.reference.set(record, me)
        end = START + 14 * HOUR
        for officer, post in (("1001", "RESP"), ("1002", "GATE")):
            store.roster.set(LicenceRecord(officer=officer, sector="SG", number="0" * 16, expires=date(2030, 1, 1)), me)
            store.roster.set(CoverRecord(post=post, start=START, end=end), me)
            store.roster.assign(officer, post, START, end, me)
            duty = store.roster.duty(officer, post, START)
            assert duty is not None
            store.roster.book_on(duty, me, at=START)
        for due in range(START + 2 * HOUR + 1800, end, 3 * HOUR):
            store.roster.set(PatrolRecord(patrol="WALK", due=due, officer="1002", points_due=14), me)
        store.people.sign_on("okafor")


class Supervisor:
    """Works a shift."""

    def __init__(self, app: Desk12, pilot: Pilot[Any], clock: FrozenClock, told: Told) -> None:
        self.app, self.pilot, self.clock, self.told = app, pilot, clock, told
        self.chance = random.Random(told.seed)
        self._n = 0

    async def settle(self) -> None:
        """Until the acts that were begun are done and shown."""
        app: Any = self.app
        for _ in range(3):
            await self.pilot._wait_for_screen()
            work = [w for w in app.workers if w.group not in ("dialogs",) and w.name not in ("stamp", "answer")]
            if work:
                await asyncio.wait([asyncio.ensure_future(_end(w)) for w in work], timeout=0.5)
        while app.ahead._task is not None:
            await asyncio.sleep(0.002)
        await self.pilot._wait_for_screen()

    async def until(self, holds: Callable[[], Any], what: str) -> None:
        """Wait for the screen; the clock stands meanwhile."""
        for _ in range(2000):
            await self.pilot._wait_for_screen()
            if holds():
                return
            await asyncio.sleep(0.005)
        raise AssertionError(f"never: {what}, at {local(self.clock.now())}, {self.app.screen_stack}")

    async def pass_time(self, seconds: int) -> None:
        """Let the clock run, a step at a time, as the program sees it."""
        end = self.clock.now() + seconds
        while self.clock.now() < end:
            self.clock.advance(min(STEP, end - self.clock.now()))
            self.app._tick()
            await self.pilot._wait_for_screen()

    async def keys(self, *keys: str) -> None:
        """Press keys, by name."""
        await self.pilot.press(*keys)

    async def type(self, text: str) -> None:
        """Type a text, letter by letter."""
        await self.pilot.press(*("space" if letter == " " else letter for letter in text))

    def running(self) -> set[str]:
        """The numbers of the incidents that run."""
        self.app.session.look_if_changed()
        return {r.number for r in self.app.session.data.running}

    # ── what happens in a night ──────────────────────────────────────────────────────────────────────────────

    async def incident(self) -> None:
        """One incident from the report to its end; every third response is late."""
        self._n += 1
        late, summary = self._n % 3 == 0, f"alarm {self._n}"
        before, reported = self.running(), self.clock.now()
        await self.keys("f2")
        await self.until(lambda: self.running() - before, "a new incident")
        (number,) = self.running() - before
        await self.type(summary)
        await self.keys("enter")
        await self.type("gate 3")
        await self.keys("enter", "enter", "enter")
        await self.until(lambda: getattr(self.app.focused, "id", "") == "officer", "the officer's field")
        await self.pass_time(20)
        dispatched = self.clock.now()
        await self.keys("1")
        await self.settle()
        await self.pass_time(230 if late else 100)
        on_scene = self.clock.now()
        await self.keys("f7")
        await self.settle()
        await self.pass_time(60)
        noted, note = self.clock.now(), f"note {self._n} of the night"
        if getattr(self.app.focused, "id", "") == "officer":
            await self.keys("enter")
        await self.until(lambda: getattr(self.app.focused, "id", "") == "note", "the note's field")
        await self.type(note)
        await self.keys("enter")
        await self.settle()
        await self.pass_time(120)
        clear = self.clock.now()
        await self.keys("f8")
        await self.settle()
        await self.pass_time(15)
        resolved = self.clock.now()
        await self.keys("f9")
        await self.settle()
        await self.keys("escape")
        await self.until(lambda: len(self.app.screen_stack) == 1, "the desk")
        self.told.incidents.append(
            {"number": number, "summary": summary, "reported": reported, "dispatched": dispatched,
             "on scene": on_scene, "clear": clear, "resolved": resolved, "note": note, "noted": noted, "late": late}
        )  # fmt: skip

    async def call(self, due: int) -> None:
        """The check call that is due."""
        await self.settle()
        await self.until(lambda: self.app.session.shift and self.app.session.shift.calls, "the call known")
        now = self.clock.now()
        await self.keys("k")
        await self.until(lambda: f"received {local(now)[11:16]}" in said(self.app), f"the call of {local(due)}")
        self.told.calls.append((due, now))

    async def round(self, due: int) -> None:
        """The round that is due: begun, and ended twelve minutes later."""
        started = self.clock.now()
        await self.keys("k")
        await self.until(lambda: "Which" in question(self.app), "which call or round")
        await self.keys("enter")
        await self.until(lambda: "by whom" in question(self.app), "by whom")
        await self.keys("enter")
        await self.until(lambda: "started" in said(self.app), "started")
        await self.pass_time(12 * 60)
        ended = self.clock.now()
        await self.keys("k")
        await self.until(lambda: "Which" in question(self.app), "which call or round")
        await self.keys("enter")
        await self.until(lambda: type(self.app.screen).__name__ == "AskDialog", "the points")
        await self.type("14")
        await self.keys("enter", "enter")
        await self.until(lambda: "14 of 14" in said(self.app), "ended")
        self.told.rounds.append((due, started, ended))

    async def leave_alone(self) -> None:
        """Nobody at the desk until it locks; then somebody comes back."""
        await self.keys("v", "v")
        last = self.clock.now()
        while not self.app.session.locked and self.clock.now() < last + 2 * LOCK_MINUTES * 60:
            await self.pass_time(STEP)
        self.told.locked.append((last, self.clock.now()))
        await self.settle()
        await self.keys("ctrl+o")
        await self.until(lambda: type(self.app.screen).__name__ == "AtDesk", "who is at the desk")
        await self.keys("enter")
        await self.until(lambda: not self.app.session.locked, "unlocked")
        await self.settle()

    async def look_around(self) -> None:
        """Every screen once, and back to the desk."""
        for letter in PLACES:
            await self.keys("f12", letter)
            await self.settle()
            await self.pass_time(STEP)
        await self.until(lambda: self.app.current_mode == "desk", "the desk")

    async def work(self, hours: float) -> None:
        """The whole shift."""
        end, hour = START + int(hours * HOUR), 0
        dues = list(range(START + HOUR, START + 13 * HOUR, HOUR))
        rounds = list(range(START + 2 * HOUR + 1800, START + 13 * HOUR, 3 * HOUR))
        await self.look_around()
        await self.look_around()
        while self.clock.now() < end:
            now = self.clock.now()
            self.told.headers.append((now, self.app.screen._head.line(120)))
            if dues and now >= dues[0] + (0 if len(dues) % 2 else 420):
                await self.call(dues.pop(0))
            elif rounds and now >= rounds[0]:
                await self.round(rounds.pop(0))
            elif now >= START + (hour + 1) * HOUR + 900:
                hour += 1
                await self.look_around()
                if hour % 3 == 0:
                    await self.leave_alone()
            elif self.chance.random() < 0.45 and (not dues or now < dues[0] - 600):
                await self.incident()
            else:
                await self.pass_time(60)
            if now >= START + WARM * HOUR:
                self.told.memory.append(((self.clock.now() - START) / HOUR, playground.memory()))


async def _end(worker: Any) -> None:
    try:
        await worker.wait()
    except Exception:
        return


def local(at: int) -> str:
    """An instant as a wall clock in London shows it, by the standard library alone."""
    return datetime.fromtimestamp(at, UTC).astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S %Z")


def said(app: Any) -> str:
    """The line at the bottom of the desk."""
    return str(app.screen_stack[0]._said.said)


def question(app: Any) -> str:
    """What the dialog in front asks."""
    return str(getattr(app.screen, "question", ""))


async def play(path: Path, told: Told, hours: float) -> None:
    """One shift in one program."""
    clock = FrozenClock(START)
    make_site(path, clock)
    app = Desk12(path, clock, told)
    app.session.take_desk("okafor", "J. Okafor")
    try:
        async with app.run_test(size=(120, 36)) as pilot:
            worker = Supervisor(app, pilot, clock, told)
            await worker.settle()
            await worker.work(hours)
    finally:
        app.session.close()


def main() -> int:
    """Work the shift; what was done goes to the standard output."""
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--hours", type=float, default=12.0)
    asked = parser.parse_args()
    folder = asked.folder.absolute()
    folder.mkdir(parents=True, exist_ok=True)
    playground.fence(folder)
    told = Told(asked.seed)
    asyncio.run(play(folder / "shift.db", told, asked.hours))
    json.dump(asdict(told), sys.stdout)
    return 0


if __name__ == "__main__":
    sys.exit(main())
