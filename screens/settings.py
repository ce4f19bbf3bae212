"""What the site sets: itself, people, officers, posts, locations, categories, call-outs; and one's own settings."""

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from sfm_tui.clock import local_date
from sfm_tui.storage.errors import Clash
from sfm_tui.widgets.base import DeskScreen
from sfm_tui.widgets.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.form_dialog import FormDialog
from sfm_tui.widgets.history_dialog import HistoryDialog
from sfm_tui.widgets.messages import PlaceWanted
from sfm_tui.widgets.record_sections import Categories, Locations, Officers, People, Posts
from sfm_tui.widgets.rows import Lines, Rows
from sfm_tui.widgets.sections import Scene, Section
from sfm_tui.widgets.session import Session
from sfm_tui.widgets.site_sections import CallOuts, OwnSection, SiteSection

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store

SECTIONS: tuple[type[Section], ...] = (
    SiteSection, People, Officers, Posts, Locations, Categories, CallOuts, OwnSection,
)  # fmt: skip


class Settings(DeskScreen):
    """Left the sections, right the records of one; Enter opens a record in a form."""

    TITLE_TEXT = "settings"
    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="settings.new", tooltip="Enter a new record of this section"),
        Binding("h", "history", "History", id="settings.history", tooltip="Who changed this record, when, from what"),
        Binding("x", "take_off", "Take off", id="settings.take-off", tooltip="Take this off the list"),
        Binding("right", "records", "Records", show=False, id="settings.right", tooltip="To the records"),
        Binding("left", "sections", "Sections", show=False, id="settings.left", tooltip="To the sections"),
        Binding("escape", "back", "Back", id="settings.back", tooltip="To the sections, then to the desk"),
        Binding("tab", "app.focus_next", "Other pane", show=False, id="settings.tab", tooltip="To the other pane"),
        Binding("slash", "app.find", "Find", show=False, id="settings.find", tooltip="Find any text in the log"),
        Binding("question_mark", "app.help", "Keys", show=False, id="settings.keys", tooltip="The keys that are true"),
    ]

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sections = [section() for section in SECTIONS]
        self.section = self.sections[0]

    def compose_body(self) -> ComposeResult:
        """Sections and records."""
        with Horizontal():
            with Vertical(id="sections-pane") as pane:
                pane.border_title = "Settings"
                yield Rows[Section](self._draw_section, key=lambda s: s.name, id="sections", always_cursor=True)
            with Vertical(id="records-pane"):
                yield Rows[Any](self._draw_record, key=self._key_of, id="records")

    def on_mount(self) -> None:
        """Show the first section."""
        sections = self.query_one("#sections", Rows)
        sections.show(self.sections)
        sections.focus()
        self._load()

    def on_screen_resume(self) -> None:
        """Catch up with what happened while another screen was shown."""
        self.data_changed()

    def data_changed(self) -> None:
        """Read the section again."""
        super().data_changed()
        self._load()

    # ── the section that is shown ────────────────────────────────────────────────────────────────────────────

    def _draw_section(self, section: Section, width: int) -> Lines:
        return [[(section.title, "bold" if section is self.section else "plain")]]

    def _draw_record(self, item: Any, width: int) -> Lines:
        return self.section.draw(item, width)

    def _key_of(self, item: Any) -> str:
        return self.section.key(item)

    def _load(self) -> None:
        self.run_worker(self._read_section, name="section", group="section", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def _read_section(self) -> None:
        section = self.section
        items = await self.session.read(section.read)
        if section is self.section:
            records = self.query_one("#records", Rows)
            records.show(items)
            pane = self.query_one("#records-pane")
            pane.border_title = f"{section.title} · {len(items)}" if section.can_add else section.title

    @on(Rows.Highlighted, "#sections")
    def _section_chosen(self, event: Rows.Highlighted) -> None:
        if event.item is not self.section:
            self.section = event.item
            records = self.query_one("#records", Rows)
            records.cursor = 0
            records.say_empty(self.section.empty)
            records.show([])
            self.query_one("#sections", Rows).redraw()
            self.refresh_bindings()
            self._load()

    @on(Rows.Chosen, "#sections")
    def _section_opened(self) -> None:
        self.action_records()

    @on(Rows.Chosen, "#records")
    def _record_opened(self, event: Rows.Chosen) -> None:
        self._act(self._edit(event.item))

    def _act(self, work: Any) -> None:
        app: Any = self.app
        app.act(work, "settings")

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what the section does not do."""
        if action == "new":
            return True if self.section.can_add else None
        if action == "history":
            return True if self.section.in_store else None
        return self.section.can_remove if action == "take_off" else True

    def action_records(self) -> None:
        """To the records."""
        self.query_one("#records").focus()

    def action_sections(self) -> None:
        """To the sections."""
        self.query_one("#sections").focus()

    def action_back(self) -> None:
        """One step back: to the sections, then to the desk."""
        if self.focused is not None and self.focused.id == "records":
            self.action_sections()
        else:
            self.post_message(PlaceWanted("desk"))

    def action_new(self) -> None:
        """Enter a new record."""
        self._act(self._edit(None))

    def action_history(self) -> None:
        """Show who changed the record under the cursor."""
        item = self._current()
        if item is not None:
            self._act(self._history(item))

    def action_take_off(self) -> None:
        """Take the record under the cursor off its list."""
        item = self._current()
        if item is not None:
            self._act(self._take_off(item))

    def _current(self) -> Any | None:
        return self.query_one("#records", Rows).current

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def _scene(self, section: Section) -> Scene:
        items = await self.session.read(section.read)
        return Scene(tuple(items), local_date(self.session.now(), self.session.tz))

    async def _edit(self, item: Any | None) -> None:
        section = self.section
        editing = Editing(self.session, section, await self._scene(section), item)
        title = f"{section.title}: {section.key(item)}" if item is not None and section.can_add else section.title
        if item is None:
            title = f"New {section.one}"
        said = await self.app.push_screen_wait(
            FormDialog(title, editing.fields, editing.save, focus=section.start(item))
        )
        if said:
            self._load()
            if not section.in_store:
                app: Any = self.app
                app.duty.read_config_again()
            self.say(said, "good")

    async def _history(self, item: Any) -> None:
        from sfm_tui.storage.record_history import history

        section = self.section
        subject = section.subject(item)
        acts = await self.session.read(lambda store: history(store, subject))
        names = await self.session.read(lambda store: store.reference.people_names())
        title = f"History of {section.one} {subject.partition(':')[2]}"
        await self.app.push_screen_wait(HistoryDialog(self.session, title, list(acts), names))

    async def _take_off(self, item: Any) -> None:
        section = self.section
        choices = [Choice("no", "Leave it", letter="n"), Choice("yes", "Take it off", letter="y")]
        if await self.app.push_screen_wait(ChooseDialog(f"Take this {section.one} off the list?", choices)) == "yes":
            said = await self.session.write(lambda store, by: section.remove(store, by, item))
            self._load()
            self.say(said, "good")


class Editing:
    """One record in a form, from opening it to the store's yes.

    Where somebody else changed the record meanwhile, that is told, and saving again puts only what was changed here
    over what is there now.
    """

    def __init__(self, session: Session, section: Section, scene: Scene, item: Any | None) -> None:
        self._session = session
        self._section = section
        self._scene = scene
        self._item = item
        self.fields = section.fields(scene, item)
        self._shown = {field.name: field.value for field in self.fields}
        self._now = dict(self._shown)

    async def save(self, values: dict[str, str]) -> str:
        """Save; gives the line to say."""
        merged = values
        if self._item is not None:
            merged = {name: self._now[name] if text == self._shown[name] else text for name, text in values.items()}
        try:
            if not self._section.in_store:
                return await asyncio.to_thread(self._put, None, None, merged)
            return await self._session.write(lambda store, by: self._put(store, by, merged))
        except Clash as error:
            raise await self._look_again(error) from None

    def _put(self, store: "Store | None", by: "Author | None", values: dict[str, str]) -> str:
        return self._section.save(store, by, self._item, values, self._scene)  # type: ignore[arg-type]

    async def _look_again(self, error: Clash) -> Clash:
        if self._item is None:
            return error
        items = await self._session.read(self._section.read)
        key = self._section.key(self._item)
        fresh = next((item for item in items if self._section.key(item) == key), None)
        if fresh is None:
            return error
        self._item = fresh
        self._scene = Scene(tuple(items), self._scene.today)
        fields = self._section.fields(self._scene, fresh)
        self._now = {field.name: field.value for field in fields}
        theirs = [f"{f.label.strip()} is now «{f.value}»" for f in fields if f.value != self._shown[f.name]]
        told = ", ".join(theirs) or "no field of this form"
        return Clash(f"somebody changed this meanwhile: {told}. ^S again saves what you changed here")


SCREEN = Settings
