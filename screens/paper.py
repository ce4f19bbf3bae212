"""Paper: every document that leaves the desk, seen as text before it is saved as PDF, Word, HTML or text."""

from asyncio import sleep, to_thread
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.widgets import Static

from sfm_tui.reports.registry import KINDS, Kind
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import key_of, with_keys
from sfm_tui.widgets.everywhere.long_reading import Stoppable
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.long_list_line import visible
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.paper.key import MADE, read_key
from sfm_tui.widgets.paper.last_made import PaperRecords
from sfm_tui.widgets.paper.made import open_made
from sfm_tui.widgets.paper.reading import Made, read_document
from sfm_tui.widgets.paper.saving import FORM_NAMES
from sfm_tui.widgets.paper.view import PaperView
from sfm_tui.widgets.paper.wish import Wish, about_words, asked_of, period_of, title_of

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

MOST_KEPT = 6
SLOW_SECONDS = 0.5
"""A document that took longer to read is read anew only when it is asked for, not whenever somebody writes."""
PAUSE = 0.04
"""Seconds that the cursor rests on a document before it is read: one that is only passed by is not."""
_LEAST, _WIDE = 40, 50


class Paper(PaperRecords):
    """The list of documents, and what the one under the cursor says."""

    TITLE_TEXT = "paper"
    CSS_PATH = "paper.tcss"
    HIDDEN = "#columns"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="paper.back",
                tooltip="From the page to the list, then to where you came from"),
        Binding("w", "which", "Which", id="paper.which", tooltip="Which days, which day, which record it is of"),
        Binding("left_square_bracket", "turn(-1)", "Before", key_display="[]", id="paper.before",
                tooltip="Of the month or the day before"),
        Binding("right_square_bracket", "turn(1)", "After", show=False, id="paper.after",
                tooltip="Of the month or the day after"),
        Binding("f", "form", "Format", id="paper.format", tooltip="PDF, Word, HTML or text"),
        Binding("s", "save", "Save", id="paper.save", tooltip="Save it as a file: asks where to, Esc stops it"),
        Binding("m", "made", "Made", id="paper.made", tooltip="What was made already, of which head of the ledger"),
        Binding("c", "copy", "Copy", id="paper.copy", tooltip="Copy it as text, also over SSH"),
        Binding("i", "names", "Names", id="paper.names", tooltip="With the officers by name, or without"),
        Binding("y", "copy_path", "Copy path", show=False, id="paper.path",
                tooltip="Copy where the file saved last lies"),
        Binding("r", "anew", "Read anew", show=False, id="paper.anew", tooltip="Read the document from the store anew"),
        *usual_keys("paper", tab="To the page, to the list"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.kind = next(iter(KINDS.values()))
        self._return = ""
        self._kept: dict[Any, Made] = {}
        self._reading = Stoppable[Made]()
        self._part = ""
        self._ask = Again(self, self._read_wish, "document")

    def compose_body(self) -> ComposeResult:
        """The documents; of the one under the cursor what it is about, what it says, where it was saved."""
        with Container(id="columns"):
            with Vertical(id="left"):
                yield Rows[Kind](self._draw, key=lambda kind: kind.name, id="kinds", always_cursor=True)
                yield Static(id="what", markup=False)
            with Vertical(id="page"):
                yield Words(id="about")
                yield PaperView(id="text")
                yield Static(id="lies", markup=False)

    @property
    def _rows(self) -> Rows[Kind]:
        return self.query_one("#kinds", Rows)

    @property
    def _page(self) -> PaperView:
        return self.query_one(PaperView)

    def _draw(self, kind: Kind, width: int) -> Lines:
        return [[(f"{title_of(kind):<18}", "bold"), (kind.what if width > _WIDE else "", "muted")]]

    def on_mount(self) -> None:
        """Every document that there is; the first one is read."""
        self._rows.show(list(KINDS.values()))
        self._rows.focus()
        self.show_wish()

    # ── what is shown ────────────────────────────────────────────────────────────────────────────────────────

    def show_record(self, key: str) -> None:
        """Show the document that another screen names, as `widgets.paper_key` has it."""
        if key.startswith(MADE):
            self.act(open_made(self.app, self.session, key.removeprefix(MADE)), "a document that was made")
            return
        wanted = read_key(key)
        kind = KINDS.get(wanted.kind) if wanted is not None else None
        if wanted is None or kind is None:
            self.say("there is no such document", "warn")
            return
        first = Wish.first(self.today)
        period = period_of(wanted.days, self.today) if wanted.days is not None else first.period
        self.kind, self._return = kind, wanted.back
        self.wish = Wish(period, wanted.day or first.day, wanted.record, wanted.at, self.wish.names)
        self._rows.put_cursor(kind.name)
        self._open_page()
        self.show_wish()

    @on(Rows.Highlighted)
    def _moved(self, event: Rows.Highlighted) -> None:
        if event.item is not self.kind:
            self.kind, wish = event.item, self.wish
            # A record, or a shift, belongs to the kind of document for which it was chosen.
            self.wish = Wish(wish.period, wish.day, names=wish.names)
            self.show_wish()

    @on(Rows.Chosen)
    def _chosen(self) -> None:
        self._open_page()

    def _open_page(self) -> None:
        """To the page; in a narrow terminal it takes the place of the list."""
        self.add_class("-open")
        self._page.focus()

    @on(PaperView.Widened)
    def _widened(self) -> None:
        if self.made is not None and self.made.document is not None:
            self._ask()

    def _key(self, kind: Kind, wish: Wish) -> Any:
        return kind.name, asked_of(kind, wish, self.session.tz), self.session.author

    def show_wish(self) -> None:
        """Show what is wished: at once where it was read already, else as soon as it is."""
        kind = self.kind
        if kind is None:
            return
        self.query_one("#page").border_title = f"{list(KINDS.values()).index(kind) + 1} of {len(KINDS)}"
        known = self._kept.get(self._key(kind, self.wish))
        self._reading.stop()
        self.made = known
        if known is None:
            self._page.show("reading …", top=True)
        if known is None or known.seq < self.session.data.head_seq:
            self._ask()
        if known is not None:
            self._show_made(known, top=True)
        self.tell()

    def tell(self) -> None:
        """What it is, of what, in which format; where the last file lies."""
        kind, made = self.kind, self.made
        if kind is None or not is_there(self):
            return
        about = about_words(kind, self.wish, self.session.tz, made.record if made is not None else "")
        stale = made is not None and made.seq < self.session.data.head_seq
        parts = (
            title_of(kind),
            about,
            FORM_NAMES[self.form],
            f"older than the newest entry: {key_of('paper.anew', 'r')} reads it" * stale,
        )
        self.query_one("#what", Static).update(visible(f"{kind.what[:1].upper()}{kind.what[1:]}."))
        self.query_one("#about", Words).say(" · ".join(filter(None, parts)))
        lies = self.query_one("#lies", Static)
        lies.display = self.saved is not None
        if self.saved is not None:
            lies.update(visible(f"The last one lies at {self.saved} · {key_of('paper.path', 'y')} copies that"))
        self.refresh_bindings()

    def _show_made(self, made: Made, *, top: bool) -> None:
        page = self._page
        page.show(made.text or with_keys(made.problem), top=top)

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    async def _read_wish(self) -> None:
        await sleep(PAUSE)
        kind, wish = self.kind, self.wish
        if kind is None or self.session.locked:
            return
        key = self._key(kind, wish)
        made = self._kept.get(key)
        if made is None or made.seq < self.session.data.head_seq:
            made = await self._reading.run(read_document(self.session, kind, wish, self._tell_part))
            self._part = ""
            if made is None:
                return
            self._kept.pop(key, None)
            self._kept[key] = made
            while len(self._kept) > MOST_KEPT:
                self._kept.pop(next(iter(self._kept)))
        width = max(_LEAST, self._page.columns)
        if made.document is not None and made.width != width:
            from sfm_tui.reports.text_of import text_of

            made.text, made.width = await to_thread(text_of, made.document, width), width
        if (kind, wish) == (self.kind, self.wish) and is_there(self):
            top = self.made is None
            self.made = made
            self._show_made(made, top=top)
            self.tell()

    def _tell_part(self, name: str) -> None:
        if self._reading.busy and self.made is None:
            self._part = name
            self._page.show(f"reading … {name}\n\nEsc stops it", top=True)

    def action_anew(self) -> None:
        """Read it anew."""
        if not self._refuses() and self.kind is not None:
            self._kept.pop(self._key(self.kind, self.wish), None)
            if self.made is None:
                self._page.show("reading …", top=True)
            self._ask()

    @property
    def _behind(self) -> bool:
        return self.made is not None and self.made.seq < self.session.data.head_seq

    def _catch_up(self) -> None:
        """A short document is read anew, of a long one it is said that it is older."""
        if self.made is not None and self.made.took < SLOW_SECONDS:
            self._ask()
        else:
            self.tell()

    def locked_changed(self) -> None:
        """Hide or show what the documents say."""
        super().locked_changed()
        if not self.session.locked:
            self.show_wish()

    def action_back(self) -> None:
        """Stop what is being read; from the page to the list; from there to where the person came from, or the desk."""
        if self._part and self._reading.stop():
            self._page.show(f"Stopped: it was not read to its end. {key_of('paper.anew', 'r')} reads it.", top=True)
            return
        place, _, incident = self._return.partition(" ")
        whole = self.has_class("-narrow") and self.has_class("-open")
        if (self._page.has_focus or whole) and not place:
            self.remove_class("-open")
            self._rows.focus()
            return
        self._return = ""
        self.remove_class("-open")
        self._rows.focus()
        self.post_message(PlaceWanted(place or "desk"))
        if incident:
            self.post_message(IncidentWanted(incident))


SCREEN = Paper
