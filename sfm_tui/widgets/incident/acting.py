"""What a person does to the incident on screen: who goes, and every act that asks."""

from typing import TYPE_CHECKING, Any

from textual import on
from textual.widgets import Input

from sfm_tui.clock import clock_text
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.there import is_there
from sfm_tui.widgets.forms.form import PickInput
from sfm_tui.widgets.incident.who_can_go import Pick, who_can_go
from sfm_tui.widgets.lists.rows import Rows

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.incident.picture import Picture

UNDO_SECONDS = 5


class IncidentActing(DeskScreen):
    """The acts of the screen; a subclass shows `picture`, which `_load` reads anew."""

    def __init__(self, session: "Session", number: str) -> None:
        super().__init__(session)
        self.number = number
        self.picture: Picture | None = None
        self._undo: tuple[str, int, int] | None = None

    async def _load(self, *, first: bool = False) -> None:
        raise NotImplementedError

    # ── officers ─────────────────────────────────────────────────────────────────────────────────────────────

    def _picks(self) -> list[Pick]:
        if self.picture is None:
            return []
        typed = self.query_one("#officer", PickInput).value.strip().casefold()
        wanted = [(officer, name) for officer, name in self.picture.officers
                  if typed in name.casefold() or typed in officer.casefold()]  # fmt: skip
        return who_can_go(self.session, wanted, self.picture.incident.officers, self.number)

    @on(PickInput.Picked)
    def _picked(self, event: PickInput.Picked) -> None:
        self._pick(event.place)

    def _pick(self, place: int) -> None:
        picks = self._picks()
        if not 1 <= place <= len(picks):
            self.say(f"there is no officer {place} in what is shown", "bad")
            return
        self.dispatch_officer(picks[place - 1].officer)

    def dispatch_officer(self, officer: str) -> None:
        """Stamp an officer dispatched, now; Backspace within five seconds takes it back, by a new entry."""
        number, at, name = self.number, self.session.now(), self.session.officer_name(officer)

        async def work() -> None:
            await self.session.write(
                lambda store, by: store.incidents.stamp(number, "dispatched", by, officer=officer, at=at)
            )
            self._undo = (officer, at, self.session.now() + UNDO_SECONDS)
            with self.query_one("#officer", PickInput).prevent(Input.Changed):
                self.query_one("#officer", PickInput).value = ""
            await self._load()
            self.say(f"Dispatched {name} {clock_text(at, self.session.tz)} · Backspace undoes", "good")

        self.act(work(), "dispatch")

    @on(PickInput.Undone)
    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is None or self.session.now() > undo[2]:
            self.say(
                f"nothing to undo here: {key_of('app.dispatched', 'F5')} "
                "corrects a dispatch, Enter on a stamp strikes it"
            )
            return
        officer, at, _until = undo
        number, name = self.number, self.session.officer_name(officer)

        async def work() -> None:
            await self.session.write(
                lambda store, by: store.incidents.strike_stamp(number, "dispatched", officer, at, "undone", by)
            )
            await self._load()
            self.say(f"{name} not dispatched: undone, and so entered", "warn")

        self.act(work(), "undo dispatch")

    # ── acts that ask ────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, verb: str, **more: Any) -> None:
        from importlib import import_module

        flows = import_module("sfm_tui.widgets.incident.flows")

        async def work() -> None:
            said = await getattr(flows, verb)(self.app, self.session, self.picture, **more)
            if not is_there(self):
                return
            await self._load()
            if said is not None:
                self.say(said.text, said.tone)

        if self.picture is not None:
            self.act(work(), verb)

    @on(Rows.Chosen, "#timeline")
    def _stamp_chosen(self, event: Rows.Chosen) -> None:
        self._ask("stamp_menu", stamp=event.item)

    @on(Rows.Chosen, "#entries")
    def _entry_chosen(self, event: Rows.Chosen) -> None:
        self._ask("entry_menu", entry=event.item)

    def action_more(self) -> None:
        """The fields that come after."""
        self._ask("more")

    def action_state(self) -> None:
        """Hold, take up, close, reopen, void."""
        self._ask("change_state")

    def action_call_out(self) -> None:
        """The call-out list."""
        self._ask("call_out")

    def action_sheet(self) -> None:
        """Copy or save the incident."""
        self._ask("sheet")

    def action_files(self) -> None:
        """Files of the incident."""
        self._ask("files")

    def action_history(self) -> None:
        """Every change."""
        self._ask("history")

    def action_who_stood(self) -> None:
        """Who stood where when it was reported."""
        self._ask("who_stood")

    def action_why_late(self) -> None:
        """Why the response was over its limit."""
        self._ask("why_late")
