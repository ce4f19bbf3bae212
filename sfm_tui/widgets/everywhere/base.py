"""What every full screen has: the header line, the body, the line that says what happened, the keys."""

from collections.abc import Coroutine
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container
from textual.screen import Screen

from sfm_tui.widgets.everywhere.header_bar import HeaderBar
from sfm_tui.widgets.everywhere.key_bar import KeyBar
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.say import SayLine, Tone
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.keeping.held import MARK

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.program import Program


class DeskScreen(Screen[None]):
    """A full screen of the program. Subclasses give `compose_body`, and may give the hooks below."""

    TITLE_TEXT: ClassVar[str] = ""
    SHOWS_SHIFT: ClassVar[bool] = False
    """Whether it shows `session.shift`, which is then read again as soon as anybody wrote."""

    NO_RECORD: ClassVar[str] = "there is no record under the cursor"
    """What the key for links says where there is none."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (140, "-broad")]
    VERTICAL_BREAKPOINTS = [(0, "-short"), (30, "-tall")]
    AUTO_FOCUS = None
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+f", "links", "Links", id="record.links", priority=True,
                tooltip="What the record came from and what came of it: go there, link it, raise something from it"),
        Binding("number_sign", "app.find", "Jump", show=False, id="record.jump",
                tooltip="Jump to a record by its number"),
    ]  # fmt: skip
    DEFAULT_CSS = """
    DeskScreen { layout: vertical; background: $background; color: $foreground; }
    DeskScreen > #body { height: 1fr; width: 1fr; }
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.session = session
        self._head = HeaderBar(session, self.TITLE_TEXT)
        self._said = SayLine()

    def compose(self) -> ComposeResult:
        """The frame around the body."""
        yield self._head
        with Container(id="body"):
            yield from self.compose_body()
        yield self._said
        yield KeyBar()

    def compose_body(self) -> ComposeResult:
        """What the screen is for."""
        yield from ()

    def say(self, text: str, tone: Tone = "plain") -> None:
        """Say in one line what was done, or what is wrong; also before the screen has come up."""
        self._said.say(text, tone)

    def tick(self) -> None:
        """Once a second while this screen is shown: clocks that run. Must be cheap."""
        if self.shows_records:
            self.session.held.look(self.app)
        self._show_head()

    def data_changed(self) -> None:
        """Somebody wrote to the store, here or elsewhere. Redraw what changed, never the field being typed in."""
        self._show_head()

    def _show_head(self) -> None:
        """The header as it is now, with the sign that the record under the cursor is held."""
        record = self.current_record() if self.is_mounted and self.shows_records else None
        self._head.mark = MARK if record is not None and self.session.held.why(record[0]) else ""
        self._head.tick()

    def shift_changed(self) -> None:
        """Who is on duty, what is due or the hours ahead were read anew: `session.shift`."""

    def _compositor_refresh(self) -> None:
        # While updates are held, Textual would render all of it and then not show it. What is dirty stays so.
        if not self.app._batch_count:
            super()._compositor_refresh()

    def current_incident(self) -> str | None:
        """The incident that a stamp key means here, if the screen has one under its cursor."""
        return None

    def current_record(self) -> tuple[str, str] | None:
        """The record under the cursor as links name it, and what it is called; None where there is none.

        A screen that gives one has the key for links.
        """
        return None

    def record_to_return_to(self) -> str:
        """What to ask for, so that this is shown again once somebody comes back along links; empty where nothing."""
        record = self.current_record()
        return record[0] if record is not None else ""

    def went_back(self) -> bool:
        """Go back at once on the way that somebody came, where a link led to the record that is shown."""
        trail, record = getattr(self.app, "trail", None), self.current_record()
        if trail is None or record is None or not trail.arrived(record[0]):
            return False
        self.post_message(PlaceWanted("desk"))
        return True

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Whether a key is true here: that for links on screens that show records."""
        return self.shows_records if action == "links" else True

    @property
    def shows_records(self) -> bool:
        """Whether it ever has a record under its cursor."""
        return type(self).current_record is not DeskScreen.current_record

    def act(self, work: Coroutine[Any, Any, Any], name: str, *, keys_wait: bool | None = None) -> None:
        """Run an act beside the screen, as the program does; what goes wrong is said in one line on it."""
        cast("Program", self.app).act(work, name, keys_wait=keys_wait)

    def refuses(self, number: str = "") -> bool:
        """Whether the desk is locked for this, or for an incident; says so."""
        return cast("Program", self.app).duty.refuses(number)

    def action_links(self) -> None:
        """What the record under the cursor came from and what came of it."""
        if not self.refuses(self.current_incident() or ""):
            self.act(self.open_links(), "links")

    async def open_links(self) -> None:
        """Show the links of the record under the cursor, or say that there is none."""
        from sfm_tui.widgets.records.record_links import open_links

        record = self.current_record()
        if record is None:
            self.say(self.NO_RECORD)
        else:
            await open_links(self.app, self.session, *record)

    def put_away(self) -> None:
        """Another screen takes this one's place for good: keep what is half typed."""

    def locked_changed(self) -> None:
        """The desk was locked or unlocked: hide or show records."""
