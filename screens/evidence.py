"""Evidence: choose records, read the anonymised pages one by one, and write the pack once each has its yes."""

from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.widgets import Input, Static

from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.everywhere.again import Again
from sfm_tui.widgets.everywhere.key_names import KeyWords, key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.usual_keys import usual_keys, view_keys
from sfm_tui.widgets.evidence.acting import EvidenceActing
from sfm_tui.widgets.evidence.choices import (
    NOUNS,
    VIEWS,
    Item,
    count_choices,
    counted,
    linked,
    read_choices,
    row,
)
from sfm_tui.widgets.evidence.review import ReviewView
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.talks.views import ViewBar

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

NO_SUCH = "Nothing has these words: Esc leads to the list, ⌫ in the field widens it."
EMPTY = {
    "action": KeyWords(
        "No improvement actions yet: {app.go-to=F12} a leads to the board, where {board.new=n} writes one."
    ),
    "incident": KeyWords("No incidents yet: {app.new=F2} opens one."),
    "talk": KeyWords("No talks yet: {app.go-to=F12} t leads to them, where {talks.plan=p} plans one."),
    "reflection": KeyWords("No reflections yet: {app.go-to=F12} y leads to them, where {pages.write=n} writes one."),
    "note": KeyWords(
        "No study notes yet: {app.go-to=F12} y leads to them, where {pages.note=2} and {pages.write=n} write one."
    ),
    "assessment": KeyWords(
        "Nothing is assessed yet: {app.go-to=F12} x leads there, where {assessment.assess=n} assesses."
    ),
    "chosen": KeyWords("Nothing is in the pack yet: 1 to 6 list what there is, {evidence.tick=Space} ticks it."),
}

_PRIVACY = (
    "Names, numbers and references become pseudonyms, dates move, times become hours. "
    "The draft is kept in memory alone: leave it, and it is gone."
)


class Typed(Input):
    """What narrows the list; ↓ and Enter lead into it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("down,enter", "screen.to_list", "List", id="evidence.to-list", key_display="↓", tooltip="To the list"),
        Binding("escape", "screen.back", "Back", show=False, id="evidence.leave-field", tooltip="To the list"),
    ]


class Evidence(EvidenceActing):
    """Two stages: what the pack is made of, then its pages."""

    TITLE_TEXT = "evidence"
    CSS_PATH = "evidence.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="evidence.back",
                tooltip="Leave the draft; back to where one came from, or the desk"),
        *view_keys("evidence", VIEWS, "List"),
        Binding("space", "tick", "Tick", id="evidence.tick", tooltip="Into the pack, or out of it again"),
        Binding("l", "linked", "Linked", id="evidence.linked",
                tooltip="Tick all that is linked to the actions that are chosen"),
        Binding("s", "standard", "Standard", id="evidence.standard", tooltip="Which standard the pack is mapped to"),
        Binding("m", "make", "Make draft", id="evidence.make", tooltip="Make the pages, to be read one by one"),
        Binding("y", "yes", "May go", id="evidence.yes", tooltip="This page may go as it is"),
        Binding("h", "hide", "Hide words", id="evidence.hide",
                tooltip="Take words out of the whole pack; on a doubt, its word"),
        Binding("left_square_bracket", "page(-1)", "Page", key_display="[]", id="evidence.before",
                tooltip="The page before"),
        Binding("right_square_bracket", "page(1)", "Page", show=False, id="evidence.after", tooltip="The next page"),
        Binding("w", "write", "Write", id="evidence.write", tooltip="Write the folder and the zip"),
        Binding("slash", "type", "Narrow", id="evidence.type", tooltip="Narrow the list by typing"),
        *usual_keys("evidence", "tab", "new", "keys", tab="To the other part"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self.view = next(iter(VIEWS))
        self._linked: dict[str, str] = {}
        self._listed = "0"
        self._read = Again(self, self._read_list, "choices")

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """What is chosen and from what; or the page that is read."""
        with Vertical(id="choosing"):
            yield Words(id="chosen")
            yield ViewBar(VIEWS)
            yield Typed(placeholder="/ narrows the list: a number, a word", id="typed", select_on_focus=False)
            yield Rows[Item](self._row, key=lambda item: item.ref, id="choices", empty="reading …", always_cursor=True)
            yield Static(_PRIVACY, id="privacy", markup=False)
        yield ReviewView(id="review")

    def on_mount(self) -> None:
        """Show what there is to choose from."""
        self.show_stage()

    @property
    def rows(self) -> Rows[Item]:
        """The records of the view that is shown."""
        return self.query_one("#choices", Rows)

    @property
    def _behind(self) -> bool:
        """Records may have come; a draft that is read stays as it is."""
        return self.draft is None

    def locked_changed(self) -> None:
        """A locked desk shows nothing."""
        self.show_stage()

    def show_stage(self) -> None:
        """Show the list to choose from, or the page that is read; nothing on a locked desk."""
        self.query_one("#choosing").display = self.draft is None and not self.session.locked
        self.review.display = self.draft is not None and not self.session.locked
        if self.draft is None:
            self.rows.focus()
            self._read()
        else:
            self.review.take_keys()
        self._tell()
        self.refresh_bindings()

    # ── choosing ─────────────────────────────────────────────────────────────────────────────────────────────

    def _row(self, item: Item, width: int) -> Lines:
        return row(item, width, ticked=item.ref in self.chosen, why=self._linked.get(item.ref, ""))

    async def _read_list(self) -> None:
        view, typed, chosen = self.view, self.query_one("#typed", Input).value, frozenset(self.chosen)
        self._linked = await self.session.read(partial(linked, chosen=chosen))
        found = await self.session.read(
            partial(read_choices, view=view, typed=typed, chosen=chosen, first=frozenset(self._linked))
        )
        if view != self.view:
            return
        self._listed = f"{len(found.items):,}" + (f" of {len(found.items):,}+" if found.more else "")
        self.rows.say_empty(NO_SUCH if typed.strip() else EMPTY[view])
        self.rows.show(found.items)
        self._tell()
        if found.more:
            total = await self.session.read(partial(count_choices, view=view, typed=typed))
            if view == self.view:
                self._listed = f"{len(found.items):,} of {total:,}"
                self._tell()

    @property
    def _unticked(self) -> set[str]:
        """What is linked to a chosen action and is not in the pack."""
        return set(self._linked) - self.chosen

    def _tell(self) -> None:
        words = f"In the pack: {counted(self.chosen)} · {self._listed} listed"
        words += f", newest first: {key_of('evidence.type', '/')} narrows" if " of " in self._listed else ""
        words += f" · standard {self.standard}" if self.standard else ""
        others = len(self._unticked)
        words += f" · {others} more linked: {key_of('evidence.linked', 'l')} ticks them" if others else ""
        self.query_one("#chosen", Words).say(words)

    def action_view(self, view: str) -> None:
        """List another kind of records."""
        self.view = view
        self.query_one(ViewBar).show(view)
        self.rows.cursor = 0
        self.rows.focus()
        self._read()

    @on(ViewBar.Chosen)
    def _view_chosen(self, event: ViewBar.Chosen) -> None:
        self.action_view(event.view)

    @on(Input.Changed, "#typed")
    def _narrowed(self) -> None:
        self._read()

    def action_type(self) -> None:
        """Type what narrows the list."""
        self.query_one("#typed").focus()

    def action_to_list(self) -> None:
        """From the field into the list."""
        self.rows.focus()

    @on(Rows.Chosen, "#choices")
    def _entered(self) -> None:
        self.action_tick()

    def action_tick(self) -> None:
        """Take the record into the pack, or out of it."""
        item = self.rows.current
        if item is not None:
            self.chosen ^= {item.ref}
            self.rows.redraw()
            self._tell()
            self._read()

    def action_linked(self) -> None:
        """Take what is linked to the chosen actions."""
        if not self._unticked:
            has_action = any(ref.startswith("action:") for ref in self.chosen)
            none = "nothing else is linked to the actions that are chosen"
            self.say(none if has_action else "tick an action first: what is linked to it can then be ticked", "warn")
            return
        self.say(f"also in the pack now: {counted(self._unticked)}", "good")
        self.chosen |= self._unticked
        self.rows.redraw()
        self._tell()
        self._read()

    def action_standard(self) -> None:
        """Ask which standard the pack is mapped to."""

        async def work() -> None:
            everything = await self.session.read(lambda store: store.standards.all())
            if not everything:
                self.say("the store has no standard: `sfm standard` brings one in", "warn")
                return
            choices = [Choice(one.standard, one.title, one.standard) for one in everything]
            found = await self.app.push_screen_wait(ChooseDialog("Mapped to which standard?", choices))
            if found is not None:
                self.standard = found
                self._tell()

        self.act(work(), "standard")

    # ── leaving ─────────────────────────────────────────────────────────────────────────────────────────────

    def action_back(self) -> None:
        """From the field to the list; from a draft, once more asked, to the choice; from there to the desk."""
        if self._making:
            self._stop.set()
            self.say("stopped: nothing was kept" if self.draft is None else "stopped")
        elif self.draft is not None:
            self.act(self.ask_leave(), "leave draft")
        elif self.query_one("#typed").has_focus:
            self.rows.focus()
        else:
            self.post_message(PlaceWanted("desk"))

    def show_record(self, key: str) -> None:
        """Tick a record that another screen names: `action:A-07`, or an action's number."""
        ref = key if ":" in key else f"action:{key}"
        if ref.partition(":")[0] in NOUNS and self.draft is None:
            self.chosen.add(ref)
            self._read()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys of the stage that is shown."""
        if self.session.locked:
            return action in ("back", "new_incident", "help", "app.help", "app.new_incident")
        if action in ("view", "tick", "linked", "standard", "make", "type"):
            return self.draft is None
        if action in ("yes", "hide", "page"):
            return self.draft is not None
        if action == "write":
            return self.draft is not None and self.draft.done
        return super().check_action(action, parameters)


SCREEN = Evidence
