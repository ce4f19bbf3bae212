"""The thread of a record: all that it came from and all that came of it, as a line of stations in the order of time."""

from functools import partial
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content

from sfm_tui.domain.thread import EFFECT, NotYet, Station, gathered
from sfm_tui.storage.thread import Thread, read_thread
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.records.link_places import way_for
from sfm_tui.widgets.records.thread_words import missing_lines, station_lines, title

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

Item = Station | NotYet
_SIDES = "○ came from · ◇ came of it · "
_WIDEST = 140
_FRAME = 6
"""Lines of the terminal that the frame and what is beside the dialog take."""
_COMPUTING = "the effect is being computed · "


class ThreadDialog(Modal[str | None]):
    """The stations of a thread. Gives the record to go to, or the letter of what is to be raised; None after Escape."""

    DEFAULT_CSS = (
        FRAME.replace("$NAME", "ThreadDialog")
        + """
    ThreadDialog > #dialog { width: $WIDEST; }
    """.replace("$WIDEST", str(_WIDEST))
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Back", id="thread.back", tooltip="Back to where you were"),
        Binding("t", "raise('t')", "Talk", id="thread.talk", tooltip="Raise a toolbox talk from the record"),
        Binding("b", "raise('b')", "Point", id="thread.point", tooltip="Raise a briefing point from the record"),
        Binding("r", "raise('r')", "Roster", id="thread.roster", tooltip="Change the roster for the record"),
        Binding("o", "raise('o')", "Links", id="thread.links", tooltip="Its links: make one, strike one, raise more"),
    ]

    def __init__(self, session: "Session", thread: Thread, *, computing: bool = False) -> None:
        super().__init__()
        self._session = session
        self.thread = thread
        self._computing = computing
        self._shown: list[Station] = []

    @property
    def question(self) -> str:
        """Whose thread it is."""
        return title(self.thread)

    def compose(self) -> ComposeResult:
        """The line of stations."""
        with Vertical(id="dialog"):
            yield Rows[Item](self._draw_item, key=self._key, id="stations", empty="nothing is linked to it yet")

    def on_mount(self) -> None:
        """Show them, the record itself under the cursor; its effect comes when it is computed."""
        self._rows.focus()
        self._show()
        here = next((n for n, one in enumerate(self.thread.stations) if one.side == "here"), 0)
        self._rows.put_cursor(self._key(self.thread.stations[here]))
        if self._computing:
            cast("Program", self.app).act(self._compute(), "thread")

    @property
    def _rows(self) -> Rows[Item]:
        return self.query_one(Rows)

    async def _compute(self) -> None:
        ref = self.thread.about.ref
        self.thread = await self._session.read(partial(read_thread, ref=ref))
        self._computing = False
        if is_there(self):
            self._show()

    def _show(self) -> None:
        cut = "more than are shown here · " if self.thread.cut else ""
        self.query_one("#dialog").border_subtitle = f"{_COMPUTING if self._computing else ''}{cut}{_SIDES}{_hint()}"
        self._shown = gathered(self.thread.stations)
        self._rows.show([*self._shown, *self.thread.missing])
        self._fit()

    def on_resize(self) -> None:
        """As high as the stations, as far as there is room."""
        self._fit()

    def _fit(self) -> None:
        rows, (width, height) = self._rows, self.app.size
        inside = min(_WIDEST, int(width * 0.96)) - 4 - 1
        lines = sum(len(self._draw_item(item, inside)) for item in rows.items)
        rows.styles.height = max(1, min(lines, height - _FRAME))
        self.call_after_refresh(self._tell_below)

    @on(Rows.Highlighted)
    def _tell_below(self) -> None:
        """Say how many stations are below what is seen."""
        if is_there(self):
            rows, used, seen = self._rows, 0, self._rows.top
            for item in rows.items[rows.top :]:
                used += len(self._draw_item(item, rows.size.width - 1))
                seen += used <= rows.size.height
            self.query_one("#dialog").border_title = Content(title(self.thread, len(rows.items) - seen)).markup

    @staticmethod
    def _key(item: Item) -> str:
        return f"{item.ref} {item.what} {item.at}" if isinstance(item, Station) else item.kind

    def _draw_item(self, item: Item, width: int) -> Lines:
        if isinstance(item, NotYet):
            return missing_lines(item, width)
        return station_lines(item, width, self._session.tz, last=item is self._shown[-1])

    @on(Rows.Chosen)
    def _chosen(self, event: Rows.Chosen) -> None:
        event.stop()
        item = event.item
        if isinstance(item, Station):
            self.dismiss(item.ref)
        elif item.key:
            self.dismiss(item.key)

    def action_raise(self, letter: str) -> None:
        """Close, and raise something from the record."""
        self.dismiss(letter)

    def action_cancel(self) -> None:
        """Back to where one was."""
        self.dismiss(None)


def _hint() -> str:
    enter, links, back = key_of("rows.choose", "Enter"), key_of("thread.links", "o"), key_of("thread.back", "Esc")
    return f"{enter} goes there · {links} links · {back} back"


async def show_thread(app: "App[Any]", session: "Session", ref: str) -> None:
    """Show the thread of a record; then go to the station that was chosen, or raise what was asked for."""
    from sfm_tui.widgets.records import record_links

    thread = await session.read(partial(read_thread, ref=ref, effects=False))
    judged = thread.about.kind == "action" or any(one.ref.startswith(EFFECT) for one in thread.stations)
    chosen = await app.push_screen_wait(ThreadDialog(session, thread, computing=judged))
    if chosen is None:
        return
    if chosen == "o":
        await record_links.open_links(app, session, ref, thread.about.called)
        return
    if chosen in record_links.LETTERS:
        done = await record_links.do(app, session, record_links.LETTERS[chosen], ref)
        if done is not None:
            cast("Program", app).say(done.text, done.tone)
        return
    way = await session.read(partial(way_for, ref=chosen))
    if way is None:
        cast("Program", app).say(f"{chosen} has no screen of its own")
    else:
        app.screen.post_message(way)
