"""What the site sets: itself, people, officers, licences, posts, cover and the rest; and one's own settings."""

from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.content import Content

from sfm_tui.clock import local_date
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.records.history_dialog import HistoryDialog
from sfm_tui.widgets.records.records_screen import RecordsScreen
from sfm_tui.widgets.settings.cover_section import Cover
from sfm_tui.widgets.settings.folder_in import import_from
from sfm_tui.widgets.settings.officer_sections import Absences, Licences
from sfm_tui.widgets.settings.record_editing import Editing
from sfm_tui.widgets.settings.record_sections import Categories, Locations, Officers, People, Posts
from sfm_tui.widgets.settings.retention_section import RetentionSection
from sfm_tui.widgets.settings.roster_rules import Peaks, RosterRules
from sfm_tui.widgets.settings.sections import Scene, Section
from sfm_tui.widgets.settings.site_sections import CallOuts, OwnSection, SiteSection

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.program import Program

SECTIONS: tuple[type[Section], ...] = (
    SiteSection, People, Officers, Licences, Absences, Posts, Cover, Peaks, RosterRules, Locations, Categories,
    CallOuts, RetentionSection, OwnSection,
)  # fmt: skip


def back_words() -> str:
    """Said of what was changed: how it is taken back."""
    return f" · {key_of('settings.undo', 'u')} takes it back"


class Settings(RecordsScreen):
    """Left the sections, right the records of one; Enter opens a record in a form."""

    TITLE_TEXT = "settings"
    CSS_PATH = "settings.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "new", "New", id="settings.new", tooltip="Enter a new record of this section"),
        Binding("y", "history", "History", id="settings.history", tooltip="Who changed this record, when, from what"),
        Binding("x", "take_off", "Take off", id="settings.take-off", tooltip="Take this off the list"),
        Binding("u", "undo", "Undo", show=False, id="settings.undo",
                tooltip="Take back your last change of the settings, by a new entry"),
        Binding("l", "jump('licences')", "Licences", id="settings.licences", tooltip="The licences of this officer"),
        Binding("a", "jump('absences')", "Absences", id="settings.absences", tooltip="The absences of this officer"),
        Binding("c", "jump('cover')", "Cover", id="settings.cover", tooltip="How many this post needs, and when"),
        Binding(
            "ctrl+r",
            "read_in",
            "Read in",
            id="settings.read-in",
            tooltip="Read a site folder, a workbook or a calendar into this store",
        ),
        Binding("right", "records", "Records", show=False, id="settings.right", tooltip="To the records"),
        Binding("left", "sections", "Sections", show=False, id="settings.left", tooltip="To the sections"),
        Binding(
            "escape",
            "back",
            "Back",
            id="settings.back",
            tooltip="To the sections, then back to where one came from, or the desk",
        ),
        *usual_keys("settings", "tab", "find", "keys", tab="To the other pane", find="Find any text in the log"),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self.sections = [section() for section in SECTIONS]
        self.section = self.sections[0]
        self._came_from = (self.sections[0], "")
        self._then = ""

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

    @property
    def _behind(self) -> bool:
        return True

    def _catch_up(self) -> None:
        """Read the section again."""
        self._load()

    # ── the section that is shown ────────────────────────────────────────────────────────────────────────────

    def _draw_section(self, section: Section, width: int) -> Lines:
        return [[(section.title, "bold" if section is self.section else "plain")]]

    def _draw_record(self, item: Any, width: int) -> Lines:
        return self.section.draw(item, width)

    def _key_of(self, item: Any) -> str:
        return self.section.key(item)

    def _load(self) -> None:
        # Given the method, not what it gives: one that is overtaken before it begins is never left without its await.
        self.run_worker(self._read_section, name="section", group="section", exclusive=True, exit_on_error=False)  # type: ignore[arg-type]

    async def _read_section(self) -> None:
        section = self.section
        items = await self.session.read(section.read)
        if section is self.section:
            records = self.query_one("#records", Rows)
            records.show(items)
            if self._then:
                records.put_cursor(self._then)
                self._then = ""
            pane = self.query_one("#records-pane")
            title = f"{section.title} of {section.of_name}" if section.of else section.title
            pane.border_title = Content(f"{title} · {len(items)}" if section.can_add else title).markup

    @on(Rows.Highlighted, "#sections")
    def _section_chosen(self, event: Rows.Highlighted) -> None:
        if event.item is not self.section:
            self._open_section(event.item)

    def _open_section(self, section: Section, of: str = "", of_name: str = "") -> None:
        """Show a section: all of its records, or those about one officer or post."""
        self.section = section
        section.of, section.of_name = of, of_name
        records = self.query_one("#records", Rows)
        records.cursor = 0
        records.say_empty(section.empty)
        records.show([])
        self.query_one("#sections", Rows).redraw()
        self.refresh_bindings()
        self._load()

    @on(Rows.Chosen, "#sections")
    def _section_opened(self) -> None:
        self.action_records()

    @on(Rows.Chosen, "#records")
    def _record_opened(self, event: Rows.Chosen) -> None:
        self.act(self._edit(event.item), "settings")

    def action_read_in(self) -> None:
        """Read in what another program, or another site, has written."""
        self.act(self._read_in(), "settings")

    async def _read_in(self) -> None:
        done = await import_from(self.app, self.session, signed_on=True)
        if done is not None:
            self.say(done)
            self.data_changed()

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Grey out what the section does not do."""
        if action == "new":
            return True if self.section.can_add else None
        if action == "history":
            return True if self.section.in_store else None
        if action == "jump":
            return parameters[0] in self.section.jumps.values()
        return self.section.can_remove if action == "take_off" else super().check_action(action, parameters)

    def action_records(self) -> None:
        """To the records."""
        self.query_one("#records").focus()

    def action_sections(self) -> None:
        """To the sections."""
        self.query_one("#sections").focus()

    def action_back(self) -> None:
        """One step back: to the sections, then to the desk."""
        if self.section.of:
            self._go_back()
        elif self.focused is not None and self.focused.id == "records":
            self.action_sections()
        else:
            self.post_message(PlaceWanted("desk"))

    def action_jump(self, name: str) -> None:
        """To the licences, absences or cover of the officer or post under the cursor."""
        item = self._current()
        if item is not None:
            self._came_from = (self.section, self.section.key(item))
            section = next(section for section in self.sections if section.name == name)
            self._show_section(section, self.section.key(item), item.name or self.section.key(item))

    def _show_section(self, section: Section, of: str = "", of_name: str = "") -> None:
        """Show a section, its name under the cursor on the left."""
        self._open_section(section, of, of_name)
        self.query_one("#sections", Rows).put_cursor(section.name)
        self.action_records()

    def _go_back(self) -> None:
        """From the records about one officer or post to where they were asked for."""
        section, key = self._came_from
        self.section.of = ""
        self._show_section(section)
        self._then = key

    def action_new(self) -> None:
        """Enter a new record."""
        self.act(self._edit(None), "settings")

    def action_history(self) -> None:
        """Show who changed the record under the cursor."""
        item = self._current()
        if item is not None:
            self.act(self._history(item), "settings")

    def action_take_off(self) -> None:
        """Take the record under the cursor off its list."""
        item = self._current()
        if item is not None:
            self.act(self._take_off(item), "settings")

    def action_undo(self) -> None:
        """Take back one's own last change of the settings."""
        from sfm_tui.widgets.settings.undo import take_back

        self.do(lambda: take_back(self.app, self.session), "undo")

    def _current(self) -> Any | None:
        return self.query_one("#records", Rows).current

    # ── acts ─────────────────────────────────────────────────────────────────────────────────────────────────

    async def _scene(self, section: Section) -> Scene:
        items = await self.session.read(section.read)
        about = await self.session.read(section.about)
        now, tz = self.session.now(), self.session.tz
        return Scene(tuple(items), local_date(now, tz), now, tz, about, section.of)

    async def _edit(self, item: Any | None) -> None:
        section = self.section
        editing = Editing(self.session, section, await self._scene(section), item)
        title = f"{section.title}: {section.called(item)}" if item is not None and section.can_add else section.title
        if item is None:
            title = f"New {section.one}"
        before = self.session.data.head_seq
        said = await self.app.push_screen_wait(
            FormDialog(title, editing.fields, editing.save, focus=section.start(item))
        )
        if said:
            if item is not None and self.session.data.head_seq != before:
                said += back_words()
            self._load()
            if not section.in_store:
                app = cast("Program", self.app)
                app.duty.read_config_again()
            self.say(said, "good")

    async def _history(self, item: Any) -> None:
        from sfm_tui.storage.record_history import history

        section = self.section
        subject = section.subject(item)
        called = section.called(item)
        acts = await self.session.read(lambda store: history(store, subject))
        names = await self.session.read(lambda store: store.reference.people_names())
        title = f"History of {section.one} {called}"
        await self.app.push_screen_wait(HistoryDialog(self.session, title, list(acts), names))

    async def _take_off(self, item: Any) -> None:
        section = self.section
        why = await (self._why(section) if section.asks_why else self._sure(section))
        if why is not None:
            said = await self.session.write(lambda store, by: section.remove(store, by, item, why))
            self._load()
            self.say(said + back_words(), "good")

    async def _sure(self, section: Section) -> str | None:
        """Ask whether it is meant; None where it is not."""
        choices = [Choice("no", "Leave it", letter="n"), Choice("yes", "Take it off", letter="y")]
        chosen = await self.app.push_screen_wait(ChooseDialog(f"Take this {section.one} off the list?", choices))
        return "" if chosen == "yes" else None

    async def _why(self, section: Section) -> str | None:
        """Ask for the reason, which is kept; None after Escape."""
        title = f"Take off this {section.one}, which was entered by mistake?"
        typed = await self.app.push_screen_wait(AskDialog(title, [Field("why", "Why? It is kept with the change")]))
        return typed["why"] if typed else None


SCREEN = Settings
