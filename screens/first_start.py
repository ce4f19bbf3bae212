"""A first start on an empty store: four things and the desk opens; or a folder is read, or the demo looked at."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widgets import Label, OptionList
from textual.widgets.option_list import Option
from textual.worker import Worker

from sfm_tui.clock import duration_words, full_text, zone
from sfm_tui.clock.names import find_zone, machine_zone, zone_names
from sfm_tui.domain.codes import person_code, site_code
from sfm_tui.domain.durations import parse_duration
from sfm_tui.domain.text import clean_code, clean_line
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.error_words import error_words
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.pins import silent
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.forms.record_form import Form, FormField
from sfm_tui.widgets.settings.folder_in import import_from

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.program import Program

WAYS = (
    ("open", "Open the desk with this", "^S"),
    ("folder", "Read a site folder instead: spreadsheets of this site's records", "^R"),
    ("demo", "Try the demo first: an invented site, of which nothing is kept", "^T"),
)


class FirstStart(DeskScreen):
    """Asks for the site and for who is at the desk; what was typed stays until the store has taken it."""

    TITLE_TEXT = "first start"
    CSS_PATH = "first_start.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+s", "way('open')", "Open the desk", id="first.open", priority=True, tooltip="Save what is typed"),
        Binding("ctrl+r", "way('folder')", "Read a folder", id="first.folder", priority=True,
                tooltip="Read a site folder into this store"),
        Binding("ctrl+t", "way('demo')", "Try the demo", id="first.demo", priority=True,
                tooltip="Look at an invented site; nothing of it is kept"),
        Binding("down", "app.focus_next", "Next field", show=False, id="first.next", tooltip="The next field"),
        Binding("up", "app.focus_previous", "Field above", show=False, id="first.previous", tooltip="The field above"),
    ]  # fmt: skip

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._at_work = False

    def compose_body(self) -> ComposeResult:
        """The four things, and the two other ways."""
        with VerticalScroll(id="first", can_focus=False):
            yield Label("Nothing is kept here yet. Four things, and the desk opens.", classes="lead", markup=False)
            yield Label(f"The store: {self.session.path}", classes="where", markup=False)
            yield Form(self._asked(), id="four")
            ways = OptionList(id="ways", markup=False)
            for way, words, key in WAYS:
                ways.add_option(Option(f"{key_of(f'first.{way}', key)}  {words}"))
            yield ways

    def _asked(self) -> list[FormField]:
        return [
            FormField("name", "Site", needed=True, check=silent(clean_line), help="its name, as reports show it"),
            FormField("code", "Its code", needed=True, check=silent(clean_code), help="short: it stands in the ledger",
                      derive=lambda values: site_code(values["name"])),
            FormField("timezone", "Time zone", machine_zone(), needed=True, check=self._zone_echo,
                      help="all times are shown in it"),
            FormField("limit", "Response limit", "3:00", needed=True, check=limit_echo, help="3, 3:00 or 180s"),
            FormField("who", "At the desk", needed=True, check=silent(clean_line), help="your name, as in the log"),
            FormField("person", "Your code", needed=True, check=silent(clean_code), help="short, for the ledger",
                      derive=lambda values: person_code(values["who"])),
        ]  # fmt: skip

    def _zone_echo(self, text: str) -> str:
        name = find_zone(text)
        return f"{name}: {full_text(self.session.now(), zone(name))}"

    def on_mount(self) -> None:
        """Start in the first field; the zones' names are read beside."""
        self.query_one(Form).go("name")
        _: Worker[None] = self.run_worker(partial(self._read_zones), name="zones", exit_on_error=False)

    async def _read_zones(self) -> None:
        names = await asyncio.to_thread(zone_names)
        self.query_one(Form).suggest("timezone", names)

    def data_changed(self) -> None:
        """Where another terminal has set the site up meanwhile, the desk opens."""
        super().data_changed()
        if self.session.data.site is not None and not self._at_work:
            self._leave("another terminal has set this site up")

    # ── the three ways ───────────────────────────────────────────────────────────────────────────────────────

    @on(OptionList.OptionSelected, "#ways")
    def _chosen(self, event: OptionList.OptionSelected) -> None:
        self.action_way(WAYS[event.option_index][0])

    def action_way(self, way: str) -> None:
        """Go one of the three ways."""
        if self._at_work:
            self.say("one moment, it is being done")
        elif way == "open":
            self.query_one(Form).send()
        elif way == "folder":
            self._begin(self._read_folder())
        else:
            self._begin(self._make_demo())

    def _begin(self, work: Any) -> None:
        self._at_work = True
        self.run_worker(self._guarded(work), name="first start", exit_on_error=False)

    async def _guarded(self, work: Any) -> None:
        try:
            await work
        except (StoreError, ValueError, OSError) as error:
            self.say(error_words(error), "bad")
        finally:
            self._at_work = False

    @on(Form.Sent)
    def _sent(self, event: Form.Sent) -> None:
        event.stop()
        if not self._at_work:
            self._begin(self._set_up({name: text.strip() for name, text in event.values.items()}))

    async def _set_up(self, values: dict[str, str]) -> None:
        self.say("one moment …")
        await self.session.write(partial(set_up, values))
        self.session.take_desk(values["person"], values["who"])
        self._leave(
            f"{values['name']} is set up: {key_of('app.new', 'F2')} opens an incident, "
            f"{key_of('app.occurrence', 'F6')} writes a line, {key_of('app.go-to', 'F12')} s goes to the settings"
        )

    async def _read_folder(self) -> None:
        values = self.query_one(Form).values
        done = await import_from(self.app, self.session, values["who"], values["person"])
        if done is None:
            return
        if self.session.data.site is None:
            self.say(f"{done}; it holds no site.toml: fill in the site here", "warn")
        else:
            self._leave(done)

    async def _make_demo(self) -> None:
        self.say("making the demo …")
        path = await asyncio.to_thread(make_demo, self.session.now())
        app = cast("Program", self.app)
        app.demo = path
        self.app.exit(0)

    def _leave(self, said: str) -> None:
        app = cast("Program", self.app)
        app.go_to("desk")
        app.say(said, "good")
        if not self.session.person:
            app.at_desk(at_start=True)


def limit_echo(text: str) -> str:
    """A response limit, as it is understood."""
    seconds = parse_duration(text)
    return f"{duration_words(seconds)}, {seconds} seconds from the report to the first officer on scene"


def set_up(values: dict[str, str], store: "Store", _by: "Author") -> None:
    """Enter the site and the first person at its desk. Raises Clash where there is a site already."""
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.reference import Person
    from sfm_tui.domain.site import Response, Site

    if store.sites.get() is not None:
        raise Clash("another terminal has set a site up in this store meanwhile")
    site = Site(
        code=values["code"],
        name=values["name"],
        timezone=find_zone(values["timezone"]),
        response=Response(limit_seconds=parse_duration(values["limit"])),
    )
    person = Person(person=values["person"], name=values["who"])
    author = Author(person.person)
    store.sites.set(site, author)
    store.reference.set(person, author)
    store.people.sign_on(person.person)


def make_demo(now: int) -> Path:
    """A store with the demo site, in a folder of its own. Takes seconds: for a thread."""
    from shutil import rmtree
    from tempfile import mkdtemp

    from sfm_tui import demo

    folder = Path(mkdtemp(prefix="sfm-demo-"))
    try:
        demo.make_demo(folder / "demo.db", now)
    except BaseException:
        rmtree(folder, ignore_errors=True)
        raise
    return folder / "demo.db"


SCREEN = FirstStart
