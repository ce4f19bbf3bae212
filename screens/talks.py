"""Toolbox talks: who is due for what? A matrix of topics by officers, lists, and the talk that is being held."""

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container

from sfm_tui.domain.training import State
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys, view_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.talks.grid import Grid, Only
from sfm_tui.widgets.talks.list_views import TalksLists
from sfm_tui.widgets.talks.matrix import NARROW, TalkMatrix
from sfm_tui.widgets.talks.pair_words import PairWords
from sfm_tui.widgets.talks.reader import Read, read_first, read_whole
from sfm_tui.widgets.talks.views import VIEWS, ViewBar
from sfm_tui.widgets.talks.words import counts_words

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.talks.panel import TalkPanel

NO_TOPICS = KeyWords(
    "There are no topics yet: {talks.topics=5} takes you to them, "
    "there {talks.library=y} takes some from the starting library."
)
NO_OFFICERS = KeyWords(
    "There are no officers yet: {app.go-to=F12} s takes you to the settings, where they are entered."
)
NOTHING_FITS = "Nothing fits what the matrix is narrowed to: Esc shows all again."
TOPIC = "topic:"
"""Before the code of a topic that is to be shown."""
PAINTED_WITHIN = 0.5
"""Seconds after which reading goes on whether anything was painted or not."""


class Talks(TalksLists):
    """The views, and one talk."""

    TITLE_TEXT = "talks"
    CSS_PATH = "talks.tcss"
    HIDDEN = "#views"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="talks.back",
                tooltip="All again, the matrix, then back to where one came from, or the desk"),
        *view_keys("talks", VIEWS),
        Binding("p", "plan", "Plan", id="talks.plan", tooltip="Plan a talk on the topic under the cursor"),
        Binding("v", "turn", "Turn", id="talks.turn", tooltip="A row for each officer, or for each topic"),
        Binding("f", "filter", "Filter", id="talks.filter", tooltip="Only one topic, officer, post or state"),
        Binding("left_square_bracket", "shift(-1)", "Shift", key_display="[]", id="talks.shift-before",
                tooltip="The shift before"),
        Binding("right_square_bracket", "shift(1)", "Next shift", show=False, id="talks.shift-after",
                tooltip="The shift after"),
        Binding("w", "who", "Who", id="talks.who", tooltip="Who must have had the topic"),
        Binding("o", "topic", "New topic", id="talks.topic", tooltip="Enter a topic of your own"),
        Binding("y", "library", "Library", id="talks.library", tooltip="Take topics from the starting library"),
        Binding("u", "undo", "Undo", show=False, id="talks.undo",
                tooltip="Take back your last change of a topic, or of who must have had it"),
        *usual_keys("talks"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._panel: TalkPanel | None = None
        self._came_from = "talks"
        self._first = True
        self._read = Again(self, self._read_all, "training")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """What it all adds up to, the views, the matrix, and the pair under its cursor. The rest is made when shown."""
        yield Words(id="totals")
        yield ViewBar()
        with Container(id="views"):
            yield TalkMatrix(self._state_of, self._tally_of, id="matrix")
        yield PairWords(self.session)

    def on_mount(self) -> None:
        """Show the matrix."""
        self.matrix.empty = "reading …"
        self.matrix.focus()
        self._seq = self.session.data.head_seq
        self._read()

    def tick(self) -> None:
        """Let the talk's clock run."""
        super().tick()
        if self.view == "talk":
            self.tell()

    def locked_changed(self) -> None:
        """Hide or show the records."""
        super().locked_changed()
        self.query_one(PairWords).display = not self.session.locked and self.view == "matrix"
        self.tell()

    def put_away(self) -> None:
        """Keep what is half typed."""
        if self._panel is not None:
            self._panel.keep_draft()

    @property
    def shown_talk(self) -> str:
        """The number of the talk that is shown, empty where none is."""
        return self._panel.talk if self.view == "talk" and self._panel is not None else ""

    def show_record(self, key: str) -> None:
        """Go to a talk by its number, to a topic (`topic:RESP`), or to a view by its name."""
        if key in VIEWS:
            self.action_view(key)
        elif key.startswith(TOPIC):
            self.wanted_topic = key.removeprefix(TOPIC)
            self.action_view("topics")
        else:
            self.open_talk(key)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_all(self) -> None:
        self._seq = self.session.data.head_seq
        if self.grid is None:
            room = self.app.size.height, self.app.size.width // NARROW
            self._take(await self.session.read(lambda store: read_first(store, room)))
            await self._painted()
        if self._first:
            await self._resume_talk()
        if self.view == "talk" and self._panel is not None:
            self._panel.reload()
        elif self.view != "matrix":
            self.fill()
        read = await self.session.read(read_whole)
        grid = self.grid
        if grid is None or grid.made_of != (read.axes, read.names):
            only = grid.only if grid is not None else Only()
            self.grid = grid = Grid(read.axes, read.names)
            grid.only = only
        assert read.counts is not None
        grid.take_whole(read.matrix, read.counts)
        self.show_matrix()
        if self.view == "due":
            self.fill()

    async def _painted(self) -> None:
        """Wait until what is shown has been painted: reading all of a large site would hold that up."""
        for _ in range(2):  # the matrix, then the words about the pair under its cursor
            done = asyncio.Event()
            self.call_after_refresh(done.set)
            with suppress(TimeoutError):  # nothing is painted of a screen that was left meanwhile
                await asyncio.wait_for(done.wait(), PAINTED_WITHIN)

    async def _resume_talk(self) -> None:
        """A talk that this person was holding when the program stopped is where it was."""
        self._first = False
        me = self.session.author.person
        running = await self.session.read(lambda store: [t for t in store.talks.open() if t.state == "running"])
        own = [talk for talk in running if talk.presenter == me]
        if own and self.view == "matrix":
            self.open_talk(own[0].talk)
        elif running and self.view == "matrix":
            self.say(f"{running[0].talk} {running[0].title} is being held: 4 and Enter show it")

    def _take(self, read: Read) -> None:
        self.grid = grid = Grid(read.axes, read.names)
        grid.take_part(read.matrix, [topic.topic for topic in read.matrix_topics], read.matrix_officers)
        self.show_matrix()

    def show_matrix(self) -> None:
        """Draw the matrix as the grid has it."""
        grid, matrix = self.grid, self.matrix
        if grid is None:
            return
        matrix.empty = NO_TOPICS if not grid.titles else NO_OFFICERS if not grid.names else NOTHING_FITS
        rows, columns = (grid.topics, grid.officers) if self.turned else (grid.officers, grid.topics)
        matrix.show(rows, columns)
        self.tell()

    def _state_of(self, row: str, column: str) -> State | str | None:
        return self.grid.sign_of(*self.pair(row, column)) if self.grid is not None else ""

    def _tally_of(self, row: str) -> str:
        return self.grid.tally(row, officer=not self.turned) if self.grid is not None else ""

    def tell(self) -> None:
        """Say what it adds up to, and what the cursor is on."""
        grid, head = self.grid, self.query_one("#totals", Words)
        if self.session.locked:
            head.say("(locked)")
            return
        if self.view == "talk" and self._panel is not None:
            head.say(self._panel.head)
            return
        if self.view != "matrix":
            head.say(self.list_words or f"{VIEWS[self.view]}: reading …")
            return
        if grid is None or not grid.titles:
            head.say("Training")
            return
        counted = counts_words(grid.counts) if grid.counts is not None else "counting …"
        only = grid.only.words(grid.names, grid.titles)
        head.say(f"Training {counted}" + (f" · only {only} · Esc shows all" if only else ""))

    @on(TalkMatrix.Moved)
    def _moved(self, event: TalkMatrix.Moved) -> None:
        grid = self.grid
        if grid is None or grid.matrix is None:
            return
        officer, topic = self.pair(event.row, event.column)
        self.query_one(PairWords).say(grid, officer, topic)

    # ── views ────────────────────────────────────────────────────────────────────────────────────────────────

    def action_view(self, view: str) -> None:
        """Show a view."""
        if self.view == "talk" and self._panel is not None:
            self._panel.keep_draft()
        self.view = view
        if view != "matrix" and view != "talk" and view not in self.lists:
            self.make_list(view)
        for part in self.query_one("#views").children:
            part.display = part.id == view
        self.query_one(ViewBar).show("talks" if view == "talk" else view)
        self.query_one(PairWords).display = view == "matrix"
        self.list_words = ""
        self.tell()
        if view == "matrix":
            self.matrix.focus()
        elif view in self.lists:
            self.lists[view].focus()
            self.fill()
        self.refresh_bindings()

    @on(ViewBar.Chosen)
    def _view_clicked(self, event: ViewBar.Chosen) -> None:
        self.action_view(event.view)

    def open_talk(self, talk: str) -> None:
        """Show one talk."""
        if self._panel is None:
            from sfm_tui.widgets.talks.panel import TalkPanel

            self._panel = TalkPanel(self.session)
            self.query_one("#views").mount(self._panel)
        if self.view != "talk":
            self._came_from = self.view
        self.action_view("talk")
        self._panel.open(talk)

    def on_talk_sheet_shown(self) -> None:
        """The talk was read."""
        self.tell()

    def on_talk_sheet_closed(self) -> None:
        """Back to the record that led to it, else to the list from which it was opened."""
        if not self.went_back():
            self.action_view(self._came_from)

    def action_back(self) -> None:
        """All again, then the matrix, then the desk."""
        grid = self.grid
        if self.view == "matrix" and grid is not None and grid.only != Only():
            grid.narrow(Only())
            self.show_matrix()
        elif self.view != "matrix":
            self.action_view("matrix")
        else:
            self.post_message(PlaceWanted("desk"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys of the view that is shown."""
        if action in ("turn", "filter"):
            return self.view == "matrix"
        if action == "shift":
            return self.view == "shift"
        if action in ("who", "topic", "library"):
            return self.view == "topics"
        if action == "plan":
            return self.view != "talk"
        return super().check_action(action, parameters)


SCREEN = Talks
