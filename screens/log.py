"""The log: every incident there is, newest first; narrow it, search it, open one."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal, Vertical
from textual.content import Content
from textual.widgets import Label

from sfm_tui.storage.listing import IncidentLine
from sfm_tui.storage.search import RecordLine
from sfm_tui.widgets.desk.preview import Preview, place_names, see
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.incident.rows import incident_spans, occurrence_spans, record_spans, still_timed
from sfm_tui.widgets.incident.sources import Listing, LogKey, LogRow, incident_of, line_of, log_key, ref_of
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.long_list import LongList
from sfm_tui.widgets.lists.record_list import RecordList, content
from sfm_tui.widgets.log.filter import counted
from sfm_tui.widgets.log.narrowing import EMPTY, LogNarrowing
from sfm_tui.widgets.log.parts import FindInput, Headings
from sfm_tui.widgets.records.link_places import way_to

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session


class Log(LogNarrowing):
    """All incidents."""

    TITLE_TEXT = "log"
    CSS_PATH = "log.tcss"
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (100, "-wide"), (118, "-broad")]
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(
            "escape",
            "back",
            "Back",
            show=False,
            id="log.back",
            tooltip="To the list, all again step by step, then back to where one came from, or the desk",
        ),
        Binding("slash", "find", "Find", show=False, id="log.find", tooltip="Search all text, or jump to a number"),
        Binding("s", "narrow('state')", "State", id="log.state", tooltip="Running, open, on hold, closed or void"),
        Binding("g", "narrow('category')", "Category", id="log.category", tooltip="One category only"),
        Binding("v", "narrow('severity')", "Sev", id="log.severity", tooltip="One severity only"),
        Binding("o", "narrow('officer')", "Officer", id="log.officer", tooltip="Where one officer was named"),
        Binding("b", "over_limit", "Over", id="log.breach", tooltip="Only responses over their limit, or all again"),
        Binding("d", "narrow('days')", "Date", id="log.days", tooltip="Reported on a day, or from one to another"),
        Binding(
            "a",
            "raise",
            "Raise",
            show=False,
            id="log.raise",
            tooltip="Raise a talk, a point or an action from the incident",
        ),
        Binding("c", "clear", "Clear", id="log.clear", tooltip="Show all again"),
        Binding("backspace", "undo", "Widen", show=False, id="log.undo", tooltip="Without what was narrowed last"),
        Binding("space", "look", "Look", show=False, id="log.look", tooltip="Show or hide what the row says"),
        Binding("number_sign", "jump", "Jump", show=False, id="log.jump", tooltip="Jump to an incident by number"),
        *usual_keys("log", "new", "keys", keys="The keys that are true here"),
    ]

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._places: dict[str, str] = {}
        self._looks: bool | None = None
        self._see = Again(self, self._see_row, "preview")
        self._learn = Again(self, self._learn_places, "places")
        self._reload = Again(self, self._reload_rows, "reload")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """What it is narrowed to, the search, the list, and the record under the cursor."""
        yield Words()
        with Horizontal(id="log-find"):
            yield Label("Find", markup=False)
            yield FindInput(id="find", placeholder="any words; a number and Enter jumps to it", select_on_focus=False)
        with Container(id="log-columns"):
            with Vertical(id="log-main"):
                yield Headings()
                source = Listing(self.session, self.narrowing.filter)
                yield RecordList[LogRow, LogKey](source, self._draw_row, key=log_key, empty=EMPTY, id="incidents")
            with Vertical(id="log-side"):
                yield Preview(self.session)

    def on_mount(self) -> None:
        """Show what is there."""
        self._seq = self.session.data.head_seq
        self._tell()
        self._count()
        self._learn()
        (self.field if self._find_wanted else self.incidents).focus()

    def on_resize(self) -> None:
        """The pane beside the list stands where there is room, unless a key said otherwise."""
        shown = self.size.width >= 100 if self._looks is None else self._looks
        self.set_class(shown, "-look")
        self._see()

    def on_screen_resume(self) -> None:
        """Places may have come while another screen was shown."""
        self._learn()

    def _catch_up(self) -> None:
        """Read the rows in view anew; the cursor stays on its record."""
        self._seq = self.session.data.head_seq
        if self.searching is not None:
            self.searching.renew()
        self._reload()
        self._count()

    async def _reload_rows(self) -> None:
        await self.incidents.reload(keep=True)
        self._tell()
        self._see()

    async def _follow_rows(self) -> None:
        """Tell of rows that are on their way when they are there."""
        await self.incidents.settled()
        self._tell()
        self._see()

    def tick(self) -> None:
        """Let the response clocks in view run."""
        super().tick()
        self.incidents.redraw(lambda row: still_timed(line_of(row)))

    def locked_changed(self) -> None:
        """Hide or show the records."""
        self.field.disabled = self.session.locked
        self._show()
        self.incidents.redraw()
        self._see()

    def current_record(self) -> tuple[str, str] | None:
        """The incident or other record under the cursor."""
        row = self.incidents.row
        line = line_of(row) if row is not None else None
        return (ref_of(line), ref_of(line).partition(":")[2]) if line is not None else None

    def current_incident(self) -> str | None:
        """The incident under the cursor."""
        return incident_of(self.incidents.row)

    # ── rows ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _draw_row(self, row: LogRow, width: int, selected: bool) -> Content:
        line = line_of(row)
        marks = None if self.session.locked else self._marks
        if isinstance(line, IncidentLine):
            return content(incident_spans(self.session, line, width, self._places, marks), selected, marks)
        if isinstance(line, RecordLine):
            return content(record_spans(self.session, line, width, marks), selected, marks)
        return content(occurrence_spans(self.session, line, width, marks), selected, marks)

    async def _learn_places(self) -> None:
        places = await self.session.read(place_names)
        if places != self._places:
            self._places = places
            self.incidents.redraw()
            self._see()

    @on(LongList.Chosen, "#incidents")
    def _open(self, event: LongList.Chosen) -> None:
        number = incident_of(event.row)
        if number is not None:
            self.post_message(IncidentWanted(number))
        elif (way := way_to(event.row.subject, self.session.tz)) is not None:
            self.post_message(way)

    @on(LongList.Highlighted, "#incidents")
    def _moved(self) -> None:
        self._tell()
        self._see()

    @on(LongList.Failed, "#incidents")
    def _failed(self, event: LongList.Failed) -> None:
        self.say(str(event.error), "bad")

    # ── the record under the cursor ──────────────────────────────────────────────────────────────────────────

    async def _see_row(self) -> None:
        if not self.has_class("-look"):
            return
        row = self.incidents.row
        marks = self._marks
        seen = None if row is None else await self.session.read(lambda store: see(store, line_of(row)))
        self.query_one(Preview).show(seen, marks, self._places)

    def action_look(self) -> None:
        """Show or hide what the row under the cursor says."""
        self._looks = not self.has_class("-look")
        self.on_resize()

    def action_raise(self) -> None:
        """Raise a talk, a point or an action from the incident under the cursor."""
        from sfm_tui.widgets.records.record_links import raise_from

        number = self.current_incident()
        if number is not None:
            self.do(lambda: raise_from(self.app, self.session, f"incident:{number}", number), "raise")

    # ── narrowing ────────────────────────────────────────────────────────────────────────────────────────────

    def _tell(self) -> None:
        """Say what the list shows."""
        words = self.narrowing.words(self.session.data.names)
        if self.session.locked:
            number = "locked"
        elif self.searching is not None:
            number = self.searching.words
        else:
            number = counted(self.total)
        off = f" · {key_of('log.clear', 'c')} shows all" if self.narrowing.order else ""
        self.query_one(Words).say(f"{words} · {number}{off}")

    def action_back(self) -> None:
        """One step back: from the field to the list, then without search and filters, then to the desk."""
        if self.focused is self.field:
            self.incidents.focus()
        elif self.field.value or self.narrowing.order:
            self.action_undo()
        else:
            self.post_message(PlaceWanted("desk"))


SCREEN = Log
