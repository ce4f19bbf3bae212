"""What every screen needs of the program: the store, the clock, who is at the desk, the site as it is now.

Reading and writing happen in threads; writes go through one of them, in the order in which they were asked for, so
that two keys pressed one after the other are two entries in that order.
"""

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar
from zoneinfo import ZoneInfo

from sfm_tui.clock import Clock, SystemClock, zone
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.driver import faults
from sfm_tui.storage.first_paint import DeskData, DeskReader
from sfm_tui.widgets.keeping.held import Held

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.before_going import BeforeGoing
    from sfm_tui.storage.log_lines import LogLines
    from sfm_tui.storage.shift import Shift
    from sfm_tui.storage.store import Store

T = TypeVar("T")
NOBODY = "unsigned"


class Session:
    """The store and the desk, as one terminal has them open."""

    def __init__(self, path: Path, clock: Clock | None = None) -> None:
        self.path = path
        self._own_clock = clock
        self.clock = clock or SystemClock()
        self.data = DeskData(site=None)
        self.person = ""
        self.person_name = ""
        self.locked = False
        self.opened_locked: set[str] = set()
        self.half_written: dict[str, dict[str, str]] = {}
        self.flash = False
        self.wrote: Callable[[], None] = lambda: None
        self.shift: Shift | None = None
        self.shift_problem = ""
        self.before_going: BeforeGoing | None = None
        self.log_lines: LogLines | None = None
        self.desk_key = "^O"
        self.paper_folder: Path | None = None
        self.roster_for = self.roster_mends = ""
        self.signature_told = 0
        self.held = Held(self)
        self._store: asyncio.Future[Store] | None = None
        self._reader: DeskReader | None = None
        self._writer = ThreadPoolExecutor(max_workers=1, thread_name_prefix="write")
        self._readers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="read")

    # ── the site as it is now ────────────────────────────────────────────────────────────────────────────────

    @property
    def tz(self) -> ZoneInfo:
        """The site's zone; UTC until a site is set."""
        return zone(self.data.site.timezone if self.data.site else "UTC")

    @property
    def terms(self) -> ResponseTerms:
        """What the contract asks of a response."""
        return self.data.site.terms if self.data.site else ResponseTerms()

    @property
    def author(self) -> "Author":
        """Who writes now; unconfirmed while the desk is locked or nobody has signed on."""
        from sfm_tui.domain.desk import Author

        return Author(self.person or self.data.at_desk or NOBODY, confirmed=bool(self.person) and not self.locked)

    def take_desk(self, person: str, name: str) -> None:
        """Somebody signed on at this terminal. What another one was changing the roster for is not theirs."""
        if person != self.person:
            self.roster_for = ""
        self.person, self.person_name = person, name or person

    @property
    def roster_sources(self) -> tuple[str, ...]:
        """What a change of the roster is made for: the record for which it was gone to, the finding it is to mend."""
        return tuple(filter(None, dict.fromkeys((self.roster_for, self.roster_mends))))

    @property
    def who(self) -> str:
        """Who is at the desk, as the header says it; a question mark while they have not signed on here."""
        if self.person:
            return self.person_name or self.person
        return f"{self.data.at_desk_name}?" if self.data.at_desk_name else "nobody at the desk"

    def hides(self, number: str) -> bool:
        """Whether a locked desk hides this incident: it shows only those that were opened on it."""
        return self.locked and number not in self.opened_locked

    def officer_name(self, officer: str) -> str:
        """How screens call an officer."""
        return self.data.names.get(officer, officer)

    def now(self) -> int:
        """Epoch seconds."""
        return self.clock.now()

    # ── the first paint ──────────────────────────────────────────────────────────────────────────────────────

    def first_look(self) -> bool:
        """Read the desk by the short way, where the file is there and of the present schema."""
        if not self.path.is_file():
            return False
        try:
            reader = DeskReader(self.path)
            if not reader.ready():
                reader.close()
                return False
            self._reader = reader
            self.clock = self._own_clock or reader.clock()
            self.look()
        except faults():  # the store says it in words when it is opened
            self._reader = None
            return False
        return True

    def look(self) -> None:
        """Read the desk anew."""
        if self._reader is not None:
            self._reader.changed()
            self.data = self._reader.read()

    def look_if_changed(self) -> bool:
        """Read the desk anew where anybody wrote since; costs microseconds where nobody did."""
        if self._reader is None or not self._reader.changed():
            return False
        self.data = self._reader.read()
        return True

    # ── the store ────────────────────────────────────────────────────────────────────────────────────────────

    def begin_opening(self) -> None:
        """Open the store in a thread; `read` and `write` wait for it."""
        if self._store is None:
            self._store = asyncio.get_running_loop().run_in_executor(self._writer, self._open)

    @property
    def is_open(self) -> bool:
        """Whether the store was opened, so that nothing waits for it."""
        return self._store is not None and self._store.done() and not self._store.exception()

    def _open(self) -> "Store":
        from sfm_tui.storage.store import Store

        return Store.open(self.path, self._own_clock)

    async def store(self) -> "Store":
        """The open store. Raises StoreError where it cannot be opened."""
        self.begin_opening()
        assert self._store is not None
        store = await asyncio.shield(self._store)
        self.clock = store.clock
        if self._reader is None:
            self.first_look()
        return store

    async def read(self, ask: "Callable[[Store], T]") -> T:
        """Ask the store something, in a thread."""
        store = await self.store()
        return await asyncio.get_running_loop().run_in_executor(self._readers, ask, store)

    async def read_after_writes(self, ask: "Callable[[Store], T]") -> T:
        """Ask the store something once all that was asked of it before is written."""
        store = await self.store()
        return await asyncio.get_running_loop().run_in_executor(self._writer, ask, store)

    async def write(self, act: "Callable[[Store, Author], T]") -> T:
        """Do something to the store; when this comes back, it is on disk.

        Acts are done one at a time, in the order of the calls, each by whoever is at the desk when it was called.
        """
        author = self.author
        store = await self.store()
        done = await asyncio.get_running_loop().run_in_executor(self._writer, act, store, author)
        self.look_if_changed()
        self.wrote()
        return done

    def close(self) -> None:
        """Let what was asked for be written, then close."""
        self._writer.shutdown(wait=True)
        self._readers.shutdown(wait=True, cancel_futures=True)
        if self._store is not None and self._store.done() and not self._store.exception():
            self._store.result().close()
        if self._reader is not None:
            self._reader.close()
            self._reader = None
