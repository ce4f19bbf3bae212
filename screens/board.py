"""The board: what is stuck, and what does it still need? Improvement actions from Plan to Act."""

from asyncio import get_running_loop
from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from sfm_tui.clock import local_date
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.storage.action_board import Series, WholeCard, read_computed, read_lines, read_whole
from sfm_tui.widgets.board.acting import BoardActing
from sfm_tui.widgets.board.columns import Only, columns_of
from sfm_tui.widgets.board.foot import BoardFoot
from sfm_tui.widgets.board.view import BoardView
from sfm_tui.widgets.board.words import JUDGED_STAGES, foot_lines, is_over
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.line_above import Words

if TYPE_CHECKING:
    from sfm_tui.domain.effect_words import Judged
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

EMPTY = KeyWords(
    "No improvement actions yet: {board.new=n} writes the first "
    "one; so do the log, an incident and a finding of the roster."
)
NOTHING_FITS = "Nothing fits what the board is narrowed to: Esc shows all again."
SHOWN_EVERY = 0.25
"""Seconds after which effects that are computed are shown, while others are still being computed."""
ALL_CLOSED = KeyWords("Every action is closed: {board.closed=c} shows them, {board.new=n} writes a new one.")


class Board(BoardActing):
    """Four columns of cards, five with the closed ones, and the card under the cursor in full."""

    TITLE_TEXT = "board"
    CSS_PATH = "board.tcss"
    HIDDEN = "#board, BoardFoot, #totals"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="board.back",
                tooltip="All again, then back to where one came from, or the desk"),
        Binding("n", "new", "New", id="board.new", tooltip="Write a new action"),
        Binding("greater_than_sign,L", "shift(1)", "Move", id="board.on",
                tooltip="Move the card to the next stage; what is missing is said"),
        Binding("less_than_sign,H", "shift(-1)", "Move back", show=False, id="board.before",
                tooltip="Move the card to the stage before"),
        Binding("u", "undo", "Undo", id="board.undo", tooltip="Take back your last move or change"),
        Binding("g", "gate", "Gate", id="board.gate", tooltip="What the card needs to leave its stage"),
        Binding("r", "review", "Review", id="board.review", tooltip="Review the action under the cursor"),
        Binding("s", "steps", "Steps", id="board.steps", tooltip="The agreed actions, and which are done"),
        Binding("f", "filter", "Filter", id="board.filter", tooltip="Only one owner, theme, due time or text"),
        Binding("slash", "find", "Find", show=False, id="board.find", tooltip="Only actions in which a text stands"),
        Binding("c", "closed", "Closed", show=False, id="board.closed", tooltip="Show or hide the closed actions"),
        Binding("t", "themes", "Themes", id="board.themes", tooltip="The themes under which actions stand"),
        Binding("m", "measures", "Measures", id="board.measures", tooltip="The measures and their readings"),
        Binding("y", "history", "History", id="board.history", tooltip="Every move and change, by whom and why"),
        Binding("v", "thread", "Thread", id="board.thread",
                tooltip="What the action came from and what came of it, in the order of time"),
        Binding("o", "links", "Links", show=False, id="board.links",
                tooltip="What the action came from and what came of it"),
        Binding("p,P", "paper", "Paper", show=False, id="board.paper",
                tooltip="The plan as a form, of the card or of all; the log of actions"),
        Binding("ctrl+k", "files", "Files", show=False, id="board.files", priority=True,
                tooltip="Attach a file to the action, or see its files"),
        *usual_keys("board", "keys"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._wanted = ""
        self._computed: dict[str, Series | None] = {}
        self._effects: dict[str, Judged | None] = {}
        self._read = Again(self, self._read_all, "board")
        self._filling = Again(self, self._fill, "cards")
        self._measuring = Again(self, self._measure, "measures")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """What it adds up to, the columns, the card under the cursor."""
        view = BoardView(id="board")
        view.empty = "reading …"
        yield Words(id="totals")
        yield view
        yield BoardFoot(view)

    def on_mount(self) -> None:
        """Show the plan."""
        self.view.focus()
        self._read()

    def on_screen_resume(self) -> None:
        """What was read of the measures may be out of date."""
        self._computed.clear()

    def tick(self) -> None:
        """At midnight other actions are overdue."""
        super().tick()
        if self.lines is not None and self.lines.today != local_date(self.session.now(), self.session.tz).isoformat():
            self._read()

    def read_again(self) -> None:
        """Read the plan anew, whoever wrote."""
        if is_there(self):
            self._read()

    def current_record(self) -> tuple[str, str] | None:
        """The action under the cursor."""
        card = self.view.current
        return (f"action:{card.action}", card.action) if card is not None else None

    def show_record(self, key: str) -> None:
        """Put the cursor on an action by its number; a closed one is shown with the others."""
        self._wanted = key
        self.only = Only()
        self._read()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_all(self) -> None:
        self._seq = self.session.data.head_seq
        closed = self.closed
        self.lines = await self.session.read(lambda store: read_lines(store, closed=closed))
        wanted, self._wanted = self._wanted, ""
        if wanted and not closed and all(line.action != wanted for line in self.lines.lines):
            self.closed = True
            self.lines = await self.session.read(lambda store: read_lines(store, closed=True))
        self.show_cards()
        if wanted and not self.view.put(wanted):
            self.say(f"there is no action {wanted}", "bad")
        self.view.redraw()
        await self._fill(anew=True)

    async def _fill(self, *, anew: bool = False) -> None:
        """Read the cards that are in view as far as they are not known, or all of them anew."""
        seen = self.view.in_view
        wanted = seen if anew else [action for action in seen if action not in self.whole]
        if wanted:
            await self._read_whole(wanted, anew=anew)
        self._tell()
        self._measuring()

    async def _measure(self) -> None:
        """What takes longer, beside the reading of cards: the effects and the series that are computed."""
        await self._judge(self.view.in_view)
        await self._compute()

    async def _read_whole(self, wanted: list[str], *, anew: bool = False) -> None:
        effects, seq = dict(self._effects), self._seq
        found = await self.session.read(lambda store: read_whole(store, wanted, effects))
        if seq == self._seq or anew:  # else newer ones are on their way
            self._take({action: self._with_series(one) for action, one in found.items()}, anew=anew)

    async def _judge(self, some: list[str]) -> None:
        """Compute what the measures tell of these cards, each in a thread, and show it a few times a second."""
        fresh: list[str] = []
        loop = get_running_loop()
        shown_at = loop.time()
        for action in some:
            card = self.whole[action].card.action if action in self.whole else None
            if card is None or card.stage not in JUDGED_STAGES or not card.measure:
                continue
            found = self._effects[action] = await self.session.read(partial(_judged, action=action))
            shown = self.whole.get(action)
            if shown is not None and not (shown.judged and shown.effect == found):
                fresh.append(action)
            if fresh and loop.time() - shown_at > SHOWN_EVERY:
                await self._show_judged(fresh)
                fresh, shown_at = [], loop.time()
        if fresh:
            await self._show_judged(fresh)

    async def _show_judged(self, fresh: list[str]) -> None:
        await self._read_whole(fresh)
        self._tell()

    def _take(self, found: dict[str, WholeCard], *, anew: bool = False) -> None:
        self.whole = found if anew else {**self.whole, **found}
        self.view.whole = self.whole
        self.view.redraw()

    def _with_series(self, whole: WholeCard) -> WholeCard:
        """The card with the weeks of its measure, where the program computes it and has done so."""
        computed = self._computed.get(whole.card.action.measure)
        return whole if computed is None else replace(whole, series=computed)

    async def _compute(self) -> None:
        """Compute the measures of the cards in view, each once as long as this screen is shown."""
        shown = [self.whole[action] for action in self.view.in_view if action in self.whole]
        for measure in {one.card.action.measure for one in shown} & COMPUTED.keys() - self._computed.keys():
            self._computed[measure] = None
            self._computed[measure] = await self.session.read(partial(read_computed, measure=measure))
            own = {key: one for key, one in self.whole.items() if one.card.action.measure == measure}
            self._take({key: self._with_series(one) for key, one in own.items()})
            self._tell()

    def show_cards(self) -> None:
        """Draw what was read, as far as it fits what the board is narrowed to."""
        read, view = self.lines, self.view
        if read is None:
            return
        taken = self.only.take(read.lines, read.today)
        view.empty = NOTHING_FITS if self.only != Only() else ALL_CLOSED if read.closed else EMPTY
        view.whole = self.whole
        view.show(columns_of(taken, read, closed=self.closed), read.names, read.today)
        over = sum(is_over(line, read.today) for line in taken)
        open_now = sum(line.stage != "closed" for line in taken)
        words = [f"{open_now} open", *([f"✖ {over} overdue"] if over else [])]
        if read.closed:
            words.append(f"{read.closed} closed" + ("" if self.closed else f" ({key_of('board.closed', 'c')})"))
        only = self.only.words(read.names, read.themes)
        if only:
            words = [f"only {only}: {len(taken)} of {len(read.lines)}", *words[1:2], "Esc shows all"]
        self.query_one("#totals", Words).say("Improvement plan: " + " · ".join(words))

    @on(BoardView.Moved)
    def _cursor_moved(self) -> None:
        self._tell()
        if any(action not in self.whole for action in self.view.in_view):
            self._filling()

    def _tell(self) -> None:
        """Say what the cursor is on."""
        foot, card, read = self.query_one(BoardFoot), self.view.current, self.lines
        if card is None or read is None:
            foot.show([])
            return
        whole = self.whole.get(card.action)
        owner, theme = read.names.get(card.owner, card.owner), read.themes.get(card.theme, card.theme)
        foot.show(foot_lines(card, owner, theme, whole, read.today, foot.size.width - 2, foot.size.height - 1))

    # ── narrowing ────────────────────────────────────────────────────────────────────────────────────────────

    def _narrow(self, *, text: bool) -> None:
        from sfm_tui.widgets.board.filter import ask_filter, ask_text

        read = self.lines
        if read is None or self.refuses():
            return

        async def work() -> None:
            only = await (ask_text if text else ask_filter_of)(self.app, self.session, self.only)
            if only is not None:
                self.only = only
                self.show_cards()
                self._filling()

        async def ask_filter_of(app: Any, session: "Session", only: Only) -> Only | None:
            return await ask_filter(app, session, read, only)

        self.act(work(), "filter")

    def action_filter(self) -> None:
        """Choose what to show."""
        self._narrow(text=False)

    def action_find(self) -> None:
        """Only actions in which a text stands."""
        self._narrow(text=True)

    def action_closed(self) -> None:
        """Show the closed actions, or hide them."""
        self.closed = not self.closed
        self._read()

    def action_back(self) -> None:
        """All again, then without the closed ones, then the desk."""
        if self.went_back():
            return
        if self.only != Only():
            self.only = Only()
            self.show_cards()
            self._filling()
        elif self.closed:
            self.action_closed()
        else:
            self.post_message(PlaceWanted("desk"))


def _judged(store: "Store", action: str) -> "Judged | None":
    return store.actions.effects.judged(action)


SCREEN = Board
