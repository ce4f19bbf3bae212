"""Signing for a talk: each officer types their staff number, and their PIN where they have set one."""

from typing import TYPE_CHECKING, ClassVar

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input, Label

from sfm_tui.clock import clock_text
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import FRAME
from sfm_tui.widgets.dialogs.modal import Modal

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.talks import Attendee
    from sfm_tui.widgets.everywhere.session import Session


def has_pin(store: "Store", officer: str) -> bool:
    """Whether an officer has set a PIN."""
    from sfm_tui.storage.people import officer_key

    return store.people.has_pin(officer_key(officer))


class TalkSignDialog(Modal[int]):
    """Stays until everybody who is present has signed, or Escape; gives how many signed."""

    DEFAULT_CSS = FRAME.replace("$NAME", "TalkSignDialog")
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="talk-sign.back", tooltip="Back to the talk; who has signed, has signed")
    ]

    def __init__(self, session: "Session", talk: str, waiting: list[str], who: str = "") -> None:
        """`waiting` are the officers who have not signed; with `who` it is one of them who is asked."""
        super().__init__()
        self._session = session
        self._talk = talk
        self._waiting = list(waiting)
        self._who = who
        self._signed = 0
        self._busy = False

    @property
    def question(self) -> str:
        """What is asked."""
        return f"{self._talk}: sign"

    def compose(self) -> ComposeResult:
        """Who is still to sign, the number, the PIN."""
        with Vertical(id="dialog") as frame:
            frame.border_title = Content(self.question).markup
            yield Label("", id="sign-who", markup=False)
            yield Label("Staff number:", classes="label", markup=False)
            yield Input(id="sign-number", placeholder="of the officer who attends", select_on_focus=False)
            yield Label("PIN:", classes="label", id="sign-pin-label", markup=False)
            yield Input(id="sign-pin", password=True, select_on_focus=False)
            yield Label("", id="sign-echo", classes="echo", markup=False)
            yield Label("Enter signs · Esc goes back to the talk", classes="hint", markup=False)

    def on_mount(self) -> None:
        """The number first; a PIN is asked for where there is one."""
        self._ask_pin(False)
        self._tell()

    def _ask_pin(self, wanted: bool) -> None:
        for name in ("#sign-pin", "#sign-pin-label"):
            self.query_one(name).display = wanted
        if not wanted:
            self.query_one("#sign-pin", Input).value = ""
        self.query_one("#sign-pin" if wanted else "#sign-number").focus()

    def _tell(self) -> None:
        names = ", ".join(map(self._session.officer_name, self._waiting))
        line = f"to sign: {names}" if names else "everybody who is present has signed"
        if self._who:
            line = f"{self._session.officer_name(self._who)} signs · {line}"
        self.query_one("#sign-who", Label).update(line)

    def _echo(self, text: str, *, bad: bool = False) -> None:
        self.echo("sign-echo", text, bad=bad)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        event.stop()
        officer = self.query_one("#sign-number", Input).value.strip()
        if not officer:
            self._echo("your staff number is needed", bad=True)
        elif self._who and officer != self._who:
            self._echo(f"that is not {self._session.officer_name(self._who)}'s number", bad=True)
        elif not self._busy:
            self._busy = True
            self.run_worker(self._sign(officer, event.input.id == "sign-pin"), name="sign", exit_on_error=False)

    async def _sign(self, officer: str, with_pin: bool) -> None:
        session, talk = self._session, self._talk
        pin = self.query_one("#sign-pin", Input).value
        try:
            if not with_pin and await session.read(lambda store: has_pin(store, officer)):
                self._ask_pin(True)
                self._echo(f"{session.officer_name(officer)} has set a PIN")
                return
            line = await session.write(lambda store, by: store.talks.sign(talk, officer, by, pin=pin))
        except StoreError as error:
            self._echo(f"✖ {error}", bad=True)
            return
        finally:
            self._busy = False
        self._took(line)

    def _took(self, line: "Attendee") -> None:
        self._signed += 1
        self._waiting = [one for one in self._waiting if one != line.officer]
        self._who = ""
        if not self._waiting:
            self.dismiss(self._signed)
            return
        self.query_one("#sign-number", Input).value = ""
        self._ask_pin(False)
        flag = " · NOT ON DUTY, flagged" if line.off_duty else ""
        name, at = self._session.officer_name(line.officer), line.signed_at or self._session.now()
        self._echo(f"✓ {name} signed {clock_text(at, self._session.tz)}{flag}")
        self._tell()

    def action_leave(self) -> None:
        """Back to the talk."""
        self.dismiss(self._signed)
