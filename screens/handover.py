"""The handover: what the next supervisor has to know, drafted from the record, under two names."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from sfm_tui.domain.desk import Author
from sfm_tui.widgets.dialogs.dialogs import how_many
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.handover.acting import HandoverActing
from sfm_tui.widgets.handover.words import DRAFT, HandoverWords, Row
from sfm_tui.widgets.handover.writer import HandoverWriter
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.long_list_line import visible
from sfm_tui.widgets.lists.rows import Lines, Rows

if TYPE_CHECKING:
    from sfm_tui.storage.handovers import Handover as Signed
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

SHOWN = 200
"""The newest so many are listed; older ones are found by the search of the log."""

EMPTY = KeyWords(
    "No handover has been written yet. {handover.write=w} drafts "
    "one from the record: incidents, gaps, check calls, notes."
)


class Handover(HandoverActing):
    """Earlier handovers, and the one that is being written."""

    TITLE_TEXT = "handover"
    CSS_PATH = "handover.tcss"
    HIDDEN = "#handover"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", id="handover.back",
                tooltip="Leave the draft, which is kept; back to where one came from, or the desk"),
        Binding("w", "write", "Write", id="handover.write", tooltip="Draft your handover from the record, or go on"),
        Binding("a", "accept", "Accept", id="handover.accept",
                tooltip="Whoever takes over accepts the handover; asks who that is"),
        Binding("p,P", "paper", "Paper", id="handover.paper", tooltip="See it, copy it, save it as PDF or text"),
        Binding("ctrl+s", "sign", "Sign", id="handover.sign", priority=True,
                tooltip="Sign your handover; after that it is never changed"),
        Binding("ctrl+r", "again", "Draft anew", id="handover.draft-anew", priority=True,
                tooltip="Draft it from the record once more; ^Z brings your text back"),
        Binding("u", "undo", "Undo", show=False, id="handover.undo", tooltip="Whether your last act can be taken back"),
        *usual_keys("handover", tab="To the other pane"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._drawn_for: str | None = None
        self._wanted = ""
        self._read = Again(self, self._read_list, "the handovers")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """What is waited for; the list; a handover to read, or the one that is written."""
        yield Words()
        with Container(id="handover"):
            rows = Rows[Row](self._draw_row, key=lambda row: row.key, id="list", always_cursor=True, empty="…")
            rows.border_title = "Handovers"
            yield rows
            with VerticalScroll(id="reader"):
                yield Static("", id="text", markup=False)
            yield HandoverWriter(self.session, id="writer")

    def on_mount(self) -> None:
        """Show the last one."""
        self.rows.focus()
        self._read()

    @property
    def _behind(self) -> bool:
        return (self._seq, self._drawn_for) != (self.session.data.head_seq, self._me)

    def _catch_up(self) -> None:
        """The text being written stays, unless somebody else is at the desk."""
        if self.writing and self.writer.person != self._me:
            self.put_away()
            self._write_on(False)
        self._read()

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_list(self) -> None:
        me, seq, wanted = self._me, self.session.data.head_seq, self._wanted

        def ask(store: "Store") -> "tuple[list[Signed], int, str, dict[str, str]]":
            signed = store.handovers.newest(SHOWN)
            total = store.handovers.count() if len(signed) >= SHOWN else len(signed)
            if wanted and all(one.handover != wanted for one in signed):
                signed.append(store.handovers.get(wanted))
            return signed, total, store.handovers.kept(Author(me)), store.reference.people_names()

        signed, total, kept, people = await self.session.read(ask)
        self._words = HandoverWords(people, self.session.tz)
        self._seq, self._drawn_for = seq, me
        if not self.writing:
            self._kept = kept
        rows = [Row(one.handover, one) for one in signed]
        if self._kept and not self.writing:
            rows.insert(0, Row(DRAFT, None))
        self.rows.say_empty(EMPTY)
        self.rows.show(rows)
        more = f", newest first: {key_of('app.find', 'F3')} finds any" if total > len(signed) else ""
        self.rows.border_title = f"Handovers · {how_many(len(signed), total)}{more}"
        if wanted and wanted == self._wanted:
            self.rows.put_cursor(wanted)
            self._wanted = ""
        self.rows.redraw()
        self._show_text()
        self._tell()
        self.refresh_bindings()
        self._look_who_signed(signed[0] if signed else None)

    def _look_who_signed(self, last: "Signed | None") -> None:
        """Tell the one who writes that somebody else has signed one meanwhile."""
        key = last.handover if last is not None else ""
        if not self.writing:
            self._saw = self._told = key
        elif last is not None and key not in (self._saw, self._told):
            self._told = key
            self.say(f"{self._words.named(last.giver)} signed {key} meanwhile: yours is kept, Esc shows theirs", "warn")

    def _show_text(self) -> None:
        row = self.rows.current
        reader = self.query_one("#reader")
        if row is None:
            text, title = "", ""
        elif row.one is None:
            text, title = self._kept, f"Yours, not signed: {key_of('handover.write', 'w')} goes on with it"
        else:
            text, title = f"{self._words.about(row.one)}\n\n{row.one.text}", row.one.handover
        lines = (visible(line) for line in text.replace("\r\n", "\n").split("\n"))
        self.query_one("#text", Static).update(Content("\n".join(lines)))
        reader.border_title = Content(title).markup
        reader.scroll_home(animate=False)

    def _tell(self) -> None:
        last = next((row.one for row in self.rows.items if row.one is not None), None)
        writing = f"Your handover · kept as you type · {key_of('handover.sign', '^S')} signs it"
        self.query_one(Words).say(writing if self.writing else self._words.last(last))

    def current_record(self) -> tuple[str, str] | None:
        """The handover under the cursor; none of a draft."""
        row = self.rows.current
        one = row.one if row is not None else None
        return (f"handover:{one.handover}", one.handover) if one is not None else None

    def show_record(self, key: str) -> None:
        """Put the cursor on a handover."""
        self._wanted = key
        self._write_on(False)
        self._read()

    @on(Rows.Highlighted, "#list")
    def _moved(self) -> None:
        self._show_text()

    def _draw_row(self, row: Row, _width: int) -> Lines:
        return self._words.row(row, self._kept)

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Signing is for what is written, accepting for what is signed; where nothing waits for that, it is grey."""
        if action in ("sign", "again"):
            return self.writing
        if action in ("write", "paper", "accept") and self.writing:
            return False
        if action == "accept":
            return True if any(row.one is not None and row.one.waiting for row in self.rows.items) else None
        return super().check_action(action, parameters)

    def action_back(self) -> None:
        """Leave the draft, which is kept; then to the desk."""
        if self.writing:
            self.put_away()
            self._write_on(False)
            self._seq = -1
            self.data_changed()
            self.say(f"the draft is kept: {key_of('handover.write', 'w')} goes on with it")
        elif not self.went_back():
            self.post_message(PlaceWanted("desk"))


SCREEN = Handover
