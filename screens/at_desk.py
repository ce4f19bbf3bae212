"""Who is at the desk: sign on, unlock, PINs, and signing what was written before anybody had signed on.

Nothing here stands in the way of an emergency: while this asks, F2, F6 and the stamp keys work.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label, OptionList
from textual.widgets.option_list import Option

from sfm_tui.clock import local_date
from sfm_tui.domain.codes import sort_name
from sfm_tui.widgets.dialogs.by_itself import ByItself
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.held import Held
from sfm_tui.widgets.dialogs.modal import Modal
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.pins import ask_pin, change_pin, new_person, reset_pin
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.everywhere.signing import offer_signing
from sfm_tui.widgets.forms.form import PickInput
from sfm_tui.widgets.lists.cells import clip

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.reference import Person
    from sfm_tui.storage.store import Store

DESK_ROLES = ("supervisor", "manager")
NEW, PIN, RESET, SIGN = "new", "pin", "reset", "sign"


@dataclass(frozen=True)
class Known:
    """Who can take the desk, who of them has a PIN, who had it last."""

    people: "tuple[Person, ...]"
    everybody: frozenset[str]
    pins: frozenset[str]
    last: str

    def name(self, person: str) -> str:
        """How a person is called."""
        return next((p.name for p in self.people if p.person == person and p.name), person)


def look(store: "Store") -> Known:
    """Read who can take the desk: supervisors and managers who have not left, the last one first."""
    from sfm_tui.domain.reference import Person

    today = local_date(store.clock.now(), store.tz)
    everybody = store.reference.all(Person)
    last = store.people.last_at_desk()
    people = [p for p in everybody if p.role in DESK_ROLES and (p.left_on is None or p.left_on >= today)]
    people.sort(key=lambda p: (p.person != last, sort_name(p.name or p.person)))
    pins = frozenset(p.person for p in people if store.people.has_pin(p.person))
    return Known(tuple(people), frozenset(p.person for p in everybody), pins, last)


class AtDesk(ByItself, Modal[str | None]):
    """Choose a person by digit, or by a part of the name; gives the code, one of the acts below, or None."""

    DEFAULT_CSS = FRAME.replace("$NAME", "AtDesk")
    CSS_PATH = "at_desk.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "cancel", "Not now", id="at-desk.cancel", tooltip="Leave the desk as it is"),
        Binding("down", "move(1)", "Down", show=False, id="at-desk.down", tooltip="The name below"),
        Binding("up", "move(-1)", "Up", show=False, id="at-desk.up", tooltip="The name above"),
    ]

    def __init__(
        self,
        session: Session,
        known: Known,
        waiting: int = 0,
        *,
        held: Held,
        at_start: bool = False,
        asked: Callable[[], None] = lambda: None,
    ) -> None:
        super().__init__()
        self._held = held
        self._session = session
        self._known = known
        self._waiting = waiting
        self._at_start = self.came_by_itself = at_start
        self._asked = asked
        self._shown: list[str] = []
        self._open_question = not session.person or session.locked

    def compose(self) -> ComposeResult:
        """A field that filters, and the names."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self._heading()).markup
            yield PickInput(placeholder="a part of the name", id="name-part", select_on_focus=False)
            yield OptionList(id="names", markup=False)
            yield Label(self._hint(), classes="hint", markup=False)

    def _heading(self) -> str:
        still = self._known.last
        if self._session.locked:
            return "Locked: who is at the desk?"
        if self._at_start and any(p.person == still for p in self._known.people):
            return f"Still {self._known.name(still)}? Enter"
        return "Who is at the desk?"

    def _hint(self) -> str:
        works = (
            f"{key_of('app.new', 'F2')}, {key_of('app.occurrence', 'F6')}, stamps work"
            if not self._session.person or self._session.locked
            else ""
        )
        return " · ".join(part for part in ("digit or Enter chooses", "Esc not now", works) if part)

    def on_mount(self) -> None:
        """Show everybody."""
        self._asked()
        self._fill("")
        self.query_one(Input).focus()
        self._held.end()

    def on_screen_resume(self) -> None:
        """Where the question was answered in front of this one meanwhile, it is no longer asked."""
        if self._open_question and self._session.person and not self._session.locked:
            self.dismiss(None)

    def _fill(self, typed: str) -> None:
        options = self.query_one(OptionList)
        options.clear_options()
        wanted = typed.strip().casefold()
        people = [p for p in self._known.people if wanted in p.name.casefold() or wanted in p.person.casefold()]
        self._shown = [f"person:{p.person}" for p in people]
        lines = [self._person_line(n, p) for n, p in enumerate(people)]
        acts = self._acts()
        if wanted:
            acts = [pair for pair in acts if wanted in pair[1].casefold() or pair[0] == NEW]
            acts.sort(key=lambda pair: wanted not in pair[1].casefold())
        for act, words in acts:
            self._shown.append(f"{act}:{typed.strip()}" if act == NEW and wanted not in words.casefold() else act)
            lines.append(Content.assemble("   ", (words, "italic")))
        for line in lines:
            options.add_option(Option(line))
        options.highlighted = 0 if lines else None

    def _person_line(self, n: int, person: "Person") -> Content:
        marks: list[str] = ["manager"] if person.role == "manager" else []
        if person.person in self._known.pins:
            marks.append("PIN")
        if person.person == self._session.person:
            marks.append("at the desk now")
        elif person.person == self._known.last:
            marks.append("was here last")
        digit = str(n + 1) if n < 9 else " "
        name = clip(person.name or person.person, 40)
        return Content.assemble((f" {digit} ", "bold"), name, ("  " + " · ".join(marks), "italic") if marks else "")

    def _acts(self) -> list[tuple[str, str]]:
        acts = []
        if not self._session.locked or not self._known.people:
            acts.append((NEW, "+ Somebody new"))
        if self._session.person and not self._session.locked:
            acts.append((PIN, "Your PIN: set it or change it"))
            if self._waiting:
                acts.append((SIGN, f"Sign what waits for a signature ({self._waiting})"))
        if self._known.pins:
            acts.append((RESET, "A forgotten PIN: a manager takes it away"))
        return acts

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        self._fill(event.value)

    @on(PickInput.Picked)
    def _digit(self, event: PickInput.Picked) -> None:
        n = event.place - 1
        if n < len(self._shown) and self._shown[n].startswith("person:"):
            self._choose(n)

    def action_move(self, by: int) -> None:
        """Move among the names while the cursor stays in the field."""
        options = self.query_one(OptionList)
        if self._shown:
            options.highlighted = ((options.highlighted or 0) + by) % len(self._shown)

    @on(Input.Submitted)
    def _entered(self) -> None:
        at = self.query_one(OptionList).highlighted
        if at is not None:
            self._choose(at)

    @on(OptionList.OptionSelected)
    def _clicked(self, event: OptionList.OptionSelected) -> None:
        self._choose(event.option_index)

    def _choose(self, n: int) -> None:
        self._held.begin()
        self.dismiss(self._shown[n])

    def action_cancel(self) -> None:
        """Leave the desk as it is."""
        self.dismiss(None)


@dataclass(frozen=True)
class Taken:
    """What came of it: the line to say, and whether somebody signed on."""

    said: str
    signed_on: bool = False


async def take_desk(
    app: "App[Any]", session: Session, held: Held, asked: Callable[[], None], *, at_start: bool = False
) -> Taken | None:
    """Ask who is at the desk and sign them on; None where everything stays as it was.

    At the start of the program a store without people is not asked about. `asked` is called when the question shows;
    what is typed meanwhile is `held` for the dialog that comes.
    """
    while True:
        known = await session.read(look)
        if at_start and not known.people:
            return None
        dialog = AtDesk(session, known, session.data.unsigned, held=held, at_start=at_start, asked=asked)
        chosen = await app.push_screen_wait(dialog)
        if chosen is None:
            return None
        act, _, person = chosen.partition(":")
        taken = await _do(app, session, known, held, act, person)
        if taken is not None:
            return taken


async def _do(app: "App[Any]", session: Session, known: Known, held: Held, act: str, person: str) -> Taken | None:
    if act == "person":
        name = known.name(person)
        if not await ask_pin(app, session, person, name, person in known.pins, held.end):
            return None
        session.take_desk(person, name)
        return Taken(f"{name} is at the desk", signed_on=True)
    if act == NEW:
        added = await new_person(app, session, known.everybody, held.end, name=person)
        if added is None:
            return None
        session.take_desk(added.person, added.name)
        return Taken(f"{added.name} is at the desk, and stands among this site's people", signed_on=True)
    said: str | None = None
    if act == PIN:
        if await change_pin(app, session, session.person, session.who, session.person in known.pins, held.end):
            said = f"the PIN of {session.who} is set"
    elif act == RESET:
        people = [(p.person, p.name or p.person, p.role) for p in known.people]
        said = await reset_pin(app, session, people, known.pins, held.end)
    elif act == SIGN:
        held.end()
        said = await offer_signing(app, session, ask=True)
    return Taken(said) if said else None


SCREEN = AtDesk
