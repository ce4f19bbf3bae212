"""Keeping: how long records are kept, what is due to go, what stays and why, and what is held."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from sfm_tui.domain.stretches import stretch_of, to_hold
from sfm_tui.storage.copies import Copy, known
from sfm_tui.storage.holds import Hold
from sfm_tui.storage.links import TABLE_OF
from sfm_tui.storage.retention import Count, Old, Which
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.keeping.words import (
    HOLDS,
    Pane,
    copies_words,
    draw_item,
    draw_pane,
    empty_words,
    kinds_words,
    rule_words,
    why_words,
)
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.long_list_line import visible
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.records.link_places import way_to
from sfm_tui.widgets.records.records_screen import RecordsScreen

if TYPE_CHECKING:
    from collections.abc import Awaitable

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.say import Outcome
    from sfm_tui.widgets.everywhere.session import Session

AHEAD = 60
"""So many rows before the end of what is read, the next page is."""


@dataclass(frozen=True)
class _Read:
    """What one look at the store gives."""

    seq: int
    counts: tuple[Count, ...]
    holds: tuple[Hold, ...]
    copies: tuple[Copy, ...]
    unknown: tuple[str, ...]
    unfinished: bool


def _look(store: "Store") -> _Read:
    from sfm_tui.storage.clearing import unfinished

    seq = store.head().seq
    return _Read(
        seq, tuple(store.retention.counts()), tuple(store.holds.all()), tuple(known(store.path)),
        tuple(store.retention.unknown()), unfinished(store),
    )  # fmt: skip


class Keeping(RecordsScreen):
    """Left the kinds of records, right those of one whose time is over, or the holds."""

    TITLE_TEXT = "keeping"
    CSS_PATH = "keeping.tcss"
    HIDDEN = "#columns"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="keeping.back", tooltip="To the kinds, then the desk"),
        Binding("v", "which", "All", id="keeping.which", tooltip="What is due, or also what is old and stays"),
        Binding("h", "hold", "Hold", id="keeping.hold",
                tooltip="Hold the record under the cursor, or a person or period, with a reason"),
        Binding("l", "lift", "Lift", id="keeping.lift", tooltip="End the hold under the cursor, with a reason"),
        Binding("m", "months", "Months", id="keeping.months", tooltip="How many months this kind is kept"),
        Binding("u", "undo", "Undo", show=False, id="keeping.undo",
                tooltip="Take back your last change of how long records are kept"),
        Binding("x", "erase", "Erase", id="keeping.erase",
                tooltip="Erase what is due of this kind, for good: asks for its number"),
        Binding("a", "access", "Access", id="keeping.access",
                tooltip="Put what is known of one person, of the site or not, into a file for them"),
        *usual_keys("keeping", tab="To the records, to the kinds"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.pane = Pane(HOLDS)
        self.which: Which = "due"
        self.read: _Read | None = None
        self._panes = Rows[Pane](draw_pane, key=lambda pane: pane.name, id="kinds", always_cursor=True,
                                 empty="reading …")  # fmt: skip
        self._rows = Rows[Any](self._draw, key=self._key, id="records", empty="reading …")
        self._list: tuple[str, Which] = ("", "due")
        self._whole = False
        self._started = False
        self._read = Again(self, self._read_all, "keeping")
        self._more = Again(self, self._read_more, "keeping")

    def compose_body(self) -> ComposeResult:
        """The kinds; the records of one; what the rule rests on, and the copies."""
        with Container(id="columns"):
            yield self._panes
            with Vertical(id="page"):
                yield Words(id="rule")
                yield self._rows
                yield Static(id="why", markup=False)

    def _draw(self, item: Any, width: int) -> Lines:
        return draw_item(item, width, self.session.tz)

    @staticmethod
    def _key(item: Any) -> object:
        return item.seq if isinstance(item, Hold) else item.record

    def on_mount(self) -> None:
        """Read the counts."""
        self._panes.focus()
        self._read()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_all(self) -> None:
        self._seq = self.session.data.head_seq
        self.read = read = await self.session.read(_look)
        standing = sum(hold.lifted_at is None for hold in read.holds)
        panes = [*(Pane(count.rule.kind.name, count) for count in read.counts), Pane(HOLDS, holds=standing)]
        self._panes.show(panes)
        if not self._started:
            self._started = True
            first = next((pane for pane in panes if pane.count is not None and pane.count.due), panes[0])
            self.pane = first
            self._panes.put_cursor(first.name)
        self.pane = next(pane for pane in panes if pane.name == self.pane.name)
        await self._fill(anew=True)

    async def _read_more(self) -> None:
        await self._fill(anew=False)

    async def _fill(self, *, anew: bool) -> None:
        """Show the records of the kind: the first page, or one more behind those that are shown."""
        pane, which = self.pane, self.which
        items: list[Any] = [] if anew or self._list != (pane.name, which) else list(self._rows.items)
        if pane.count is None:
            items, self._whole = list(self.read.holds if self.read else ()), True
        else:
            wanted = len(self._rows.items) if anew and self._list == (pane.name, which) else 0
            while True:
                last: Old | None = items[-1] if items else None
                page = await self.session.read(partial(_page, pane.name, which, last))
                items += page
                self._whole = not page
                if not page or len(items) >= wanted:
                    break
        if (pane.name, which) == (self.pane.name, self.which) and is_there(self):
            self._list = (pane.name, which)
            self._rows.say_empty(empty_words(pane, which))
            self._rows.show(items)
            self._tell()

    def _tell(self) -> None:
        read = self.read
        if read is None or not is_there(self):
            return
        self.query_one("#page").border_title = kinds_words(self._panes.items, self._panes.cursor)
        self.query_one("#rule", Words).say(rule_words(self.pane, self.which, len(self._rows.items)))
        parts = [copies_words(list(read.copies), self.session.tz), why_words(self.pane), *read.unknown]
        if read.unfinished:
            parts.insert(0, f"! An erasure was broken off: {key_of('keeping.erase', 'x')} clears what it left.")
        self.query_one("#why", Static).update("\n".join(map(visible, parts)))
        self.refresh_bindings()

    @on(Rows.Highlighted, "#kinds")
    def _kind_chosen(self, event: Rows.Highlighted) -> None:
        if event.item.name != self.pane.name:
            self.pane = event.item
            self._more()

    @on(Rows.Highlighted, "#records")
    def _moved(self) -> None:
        if not self._whole and self._rows.cursor >= len(self._rows.items) - AHEAD:
            self._more()
        self.refresh_bindings()

    @on(Rows.Chosen, "#kinds")
    def _to_records(self) -> None:
        self._rows.focus()

    @on(Rows.Chosen, "#records")
    def _open(self, event: Rows.Chosen) -> None:
        ref = event.item.target if isinstance(event.item, Hold) else event.item.record
        stretch = stretch_of(ref)
        way = way_to(ref, self.session.tz) if stretch is None else PlaceWanted("roster", str(stretch.low))
        if way is None:
            self.say(f"no screen shows {ref.replace(':', ' ', 1)}", "plain")
        else:
            self.post_message(way)

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    @property
    def _record(self) -> str:
        item = self._rows.current if self._rows.has_focus else None
        return "" if item is None else item.target if isinstance(item, Hold) else item.record

    def current_record(self) -> tuple[str, str] | None:
        """The record under the cursor, where links can lead to one."""
        ref = self._record
        noun, _, key = ref.partition(":")
        return (ref, key) if noun in TABLE_OF else None

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key is true here."""
        if action in ("which", "months"):
            return self.pane.count is not None
        if action == "erase":
            due = self.pane.count is not None and self.pane.count.due
            return bool(due or (self.read is not None and self.read.unfinished))
        if action == "lift":
            item = self._rows.current
            return isinstance(item, Hold) and item.lifted_at is None and self._rows.has_focus
        return super().check_action(action, parameters)

    def action_which(self) -> None:
        """What is due, or all that is old enough."""
        self.which = "all" if self.which == "due" else "due"
        self._more()

    def action_hold(self) -> None:
        """Hold what is under the cursor; of the roster the officer or the days, since its records have no number."""
        from sfm_tui.widgets.keeping.flows import hold

        record = "" if isinstance(self._rows.current, Hold) else to_hold(self._record)
        self.do(lambda: hold(self.app, self.session, record), "hold")

    def action_lift(self) -> None:
        """End the hold under the cursor."""
        from sfm_tui.widgets.keeping.flows import lift

        record = self._record
        self.do(lambda: lift(self.app, self.session, record), "lift")

    def action_months(self) -> None:
        """Set the months of the kind."""
        from sfm_tui.widgets.keeping.flows import set_months

        kind = self.pane.name
        self.do(lambda: set_months(self.app, self.session, kind), "months")

    def action_undo(self) -> None:
        """Take back one's own last change of how long records are kept."""
        from sfm_tui.widgets.records.taking_back import take_back

        self.do(lambda: take_back(self.app, self.session, "months"), "undo")

    def action_erase(self) -> None:
        """Erase what is due of the kind, or finish what was broken off."""
        from sfm_tui.widgets.keeping.flows import erase, finish

        read = self.read
        if read is None:
            return
        if read.unfinished:
            self.do(lambda: self._then_look(finish(self.app, self.session)), "clear")
            return
        if self.pane.count is None:
            return
        counts, copies = [self.pane.count], copies_words(list(read.copies), self.session.tz)
        self.do(lambda: self._then_look(erase(self.app, self.session, counts, copies)), "erase")

    async def _then_look(self, work: "Awaitable[Outcome | None]") -> "Outcome | None":
        """Look again after it: that the file was cleared is no entry of the ledger, which would tell the screen."""
        try:
            return await work
        finally:
            self._read()

    def action_access(self) -> None:
        """Put a person's data together."""
        from sfm_tui.widgets.keeping.access import give_access

        record = self._record
        whose = record if record.startswith(("officer:", "person:")) else ""
        self.do(lambda: give_access(self.app, self.session, whose), "a person's data")

    def action_back(self) -> None:
        """To the kinds, then the desk."""
        if self._rows.has_focus:
            self._panes.focus()
        else:
            self.post_message(PlaceWanted("desk"))


def _page(kind: str, which: Which, after: Old | None, store: "Store") -> list[Old]:
    return store.retention.page(kind, which=which, after=after)


SCREEN = Keeping
