"""Reflections and study notes, and which criteria of a standard have evidence."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from sfm_tui.domain.reflection import Page
from sfm_tui.domain.standard import Covered
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.everywhere.usual_keys import usual_keys, view_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.reading import Reading
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.records.beside import BesideScreen
from sfm_tui.widgets.reflections import flows
from sfm_tui.widgets.reflections.words import VIEWS, Row, Shelf, read_shelf, row_key, row_lines, row_paras

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

TITLES = {"reflection": "Reflections", "note": "Study notes", "coverage": "Coverage"}
OF_PAGE = ("edit", "versions", "withdraw", "files", "history")


class Reflections(BesideScreen):
    """Three lists, and beside them what is under the cursor, in full."""

    TITLE_TEXT = "reflections"
    CSS_PATH = "reflections.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="pages.back",
                tooltip="The list, then back to where one came from, or the desk"),
        *view_keys("pages", TITLES),
        Binding("n", "write", "New", id="pages.write", tooltip="Write a reflection; in their list, a study note"),
        Binding("e", "edit", "Edit", id="pages.edit", tooltip="Write a new version of the page"),
        Binding("g", "tags", "Criteria", id="pages.tags", tooltip="Which criteria a record is evidence for"),
        Binding("o", "links", "Links", show=False, id="pages.links",
                tooltip="Records that belong to the page; raise one from it"),
        Binding("ctrl+k", "files", "Files", id="pages.files", priority=True,
                tooltip="Attach a file to the page, or see its files"),
        Binding("v", "versions", "Versions", id="pages.versions", tooltip="Read an earlier version of the page"),
        Binding("x", "withdraw", "Out of use", show=False, id="pages.withdraw",
                tooltip="Take the page out of use, with a reason, or put it back"),
        Binding("y", "history", "History", show=False, id="pages.history", tooltip="Every act on the page"),
        Binding("u", "undo", "Undo", show=False, id="pages.undo",
                tooltip="Take back your last change of criteria, or of a standard"),
        Binding("s", "standard", "Standard", id="pages.standard", tooltip="Show another standard, or load one"),
        *usual_keys("pages", "tab", "find", "keys"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session, "reflections")
        self.shelf = Shelf()
        self.kind = VIEWS[0]
        self._standard = ""

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """The lists by name, the one that is chosen, and the whole of what is under its cursor."""
        yield Words(id="totals")
        with Horizontal(id="columns"):
            yield Rows[Row](self._line, key=row_key, id="pages", empty="reading …", always_cursor=True)
            yield Reading(id="said")

    def on_mount(self) -> None:
        """Show the reflections."""
        self.rows.focus()
        self._read()

    @property
    def rows(self) -> "Rows[Row]":
        """The list."""
        return self.query_one("#pages", Rows)

    @property
    def page(self) -> Page | None:
        """The page under the cursor."""
        current = self.rows.current
        return current if isinstance(current, Page) else None

    # ── reading and showing ──────────────────────────────────────────────────────────────────────────────────

    async def _read_all(self) -> None:
        self._seq = self.session.data.head_seq
        self.shelf = await self.session.read(partial(read_shelf, standard=self._standard))
        wanted, self._wanted = self._wanted, ""  # `R-02`, `N-01`, or «coverage» for the list of criteria
        ref = next((page.ref for view in VIEWS for page in self.shelf.pages.get(view, ()) if page.key == wanted), "")
        if wanted == "coverage":
            self.kind = wanted
        elif ref:
            self.kind = ref.partition(":")[0]
        elif wanted:
            self.say(f"there is no page {wanted}", "bad")
        self._show_list()
        if ref:
            self.rows.put_cursor(ref)
            self._show_row()

    def _line(self, row: Row, width: int) -> Lines:
        return row_lines(self.shelf, row, width)

    def _show_list(self) -> None:
        shelf = self.shelf
        many = {view: str(sum(not one.withdrawn for one in shelf.pages.get(view, ()))) for view in VIEWS[:2]}
        many["coverage"] = f"{shelf.shown} of {len(shelf.covered)}"
        parts = [
            f"[{n} {TITLES[view]}: {many[view]}]" if view == self.kind else f" {n} {TITLES[view]}: {many[view]} "
            for n, view in enumerate(VIEWS, 1)
        ]
        self.query_one("#totals", Words).say(" ".join(parts))
        self.rows.say_empty(f"Nothing is written yet: {key_of('pages.write', 'n')} writes the first one.")
        self.rows.show(shelf.rows(self.kind))
        self._show_row()

    def _show_row(self) -> None:
        shelf, row, view = self.shelf, self.rows.current, self.kind
        subject = f"{view}:{row_key(row)}" if row is not None else view
        self.query_one("#said", Reading).tell(subject, lambda width: row_paras(shelf, row, view, width))
        self.refresh_bindings()

    @on(Rows.Highlighted, "#pages")
    def _moved(self, _event: Rows.Highlighted) -> None:
        self._show_row()

    @on(Rows.Chosen, "#pages")
    def _opened(self, _event: Rows.Chosen) -> None:
        self.query_one("#said").focus()

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    def acted(self) -> None:
        """All is read anew, and what was written is gone to."""
        self._read()

    def _with_page(self, flow: "Callable[[Page], Awaitable[Outcome | None]]", label: str) -> None:
        page = self.page
        if page is None:
            self.say(f"there is no page under the cursor: {key_of('pages.write', 'n')} writes one")
        else:
            self.do(lambda: flow(page), label)

    def action_view(self, view: str) -> None:
        """Show another list."""
        if view != self.kind:
            self.kind = view
            self._show_list()
            self.rows.cursor = 0
            self.rows.focus()
            self._show_row()

    def action_write(self) -> None:
        """Write a new page."""
        noun = "note" if self.kind == "note" else "reflection"
        standard = self._standard or (self.shelf.standard.standard if self.shelf.standard is not None else "")

        async def flow() -> Outcome | None:
            page = await flows.write(self.app, self.session, noun, standard)
            if page is None:
                return None
            self._wanted = page.key
            return Outcome(f"{page.key} «{page.title}» is written")

        self.do(flow, "write")

    def action_edit(self) -> None:
        """Write a new version of the page."""
        self._with_page(lambda page: flows.edit(self.app, self.session, page), "edit")

    def action_versions(self) -> None:
        """Read an earlier version."""
        self._with_page(lambda page: flows.versions(self.app, self.session, page), "versions")

    def action_withdraw(self) -> None:
        """Take the page out of use, or put it back."""
        self._with_page(lambda page: flows.withdraw(self.app, self.session, page), "out of use")

    def action_tags(self) -> None:
        """Which criteria the page is evidence for; of a criterion, which record shows it."""
        row, standard = self.rows.current, self.shelf.standard
        if isinstance(row, Covered) and standard is not None:
            code, criterion = standard.standard, row.criterion.code
            self.do(lambda: flows.tag_with(self.app, self.session, code, criterion), "criteria")
        else:
            self._with_page(lambda page: flows.tags(self.app, self.session, page.ref, page.key), "criteria")

    def current_record(self) -> tuple[str, str] | None:
        """The page under the cursor."""
        page = self.page if self.is_mounted else None
        return (page.ref, page.key) if page is not None else None

    def action_files(self) -> None:
        """The files of the page."""
        from sfm_tui.widgets.records.attaching import files

        self._with_page(lambda page: files(self.app, self.session, page.ref, page.key), "files")

    def action_history(self) -> None:
        """Every act on the page."""

        async def flow(page: Page) -> None:
            await flows.history(self.app, self.session, page)

        self._with_page(flow, "history")

    def action_undo(self) -> None:
        """Take back one's own last change of criteria, or of a standard."""
        from sfm_tui.widgets.records.taking_back import take_back

        self.do(lambda: take_back(self.app, self.session, "evidence"), "undo")

    def action_standard(self) -> None:
        """Show the coverage of another standard, or load one."""

        async def flow() -> Outcome | None:
            now = self.shelf.standard.standard if self.shelf.standard is not None else ""
            self._standard, said = await flows.choose_standard(self.app, self.session, now)
            self.kind = "coverage"
            return said

        self.do(flow, "standard")

    def action_back(self) -> None:
        """From the text to the list, from another list to the reflections, then to the desk."""
        if self.went_back():
            return
        if not self.rows.has_focus:
            self.rows.focus()
        elif self.kind != VIEWS[0]:
            self.action_view(VIEWS[0])
        else:
            self.post_message(PlaceWanted("desk"))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only the keys that do something to what is shown."""
        if action in OF_PAGE:
            return self.is_mounted and self.page is not None
        if action == "standard":
            return self.kind == "coverage"
        if action == "write":
            return self.kind != "coverage"
        return super().check_action(action, parameters)


SCREEN = Reflections
