"""What the keys do that hold everywhere: a new incident, stamps, the occurrence book, who is at the desk."""

from collections.abc import Callable
from importlib import import_module

from sfm_tui.app.going import Going
from sfm_tui.widgets.dialogs.held import Held
from sfm_tui.widgets.dialogs.modal import Palette
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import StampWanted
from sfm_tui.widgets.everywhere.session import Session


class Acting(Going):
    """The acts of the desk, one for each key."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._asking_who: Held | None = None
        """Who is at the desk is about to be asked: what is typed can be held for that."""

    def action_new_incident(self) -> None:
        """Open a new incident: its number and «reported now» are on disk before anything else."""
        at, opening = self.session.now(), self.ahead.hold()

        async def work() -> None:
            try:
                done = await self.session.write(lambda store, by: store.incidents.open(by, reported=at))
                if self.session.locked:
                    self.session.opened_locked.add(done.number)
                self.open_incident(done.number, "what", fresh=True)
            except BaseException:
                self.ahead.drop()
                raise
            finally:
                opening.set_result(None)

        self.act(work(), "new incident")

    def on_stamp_wanted(self, event: StampWanted) -> None:
        """A screen asks for a stamp."""
        self._stamp(event.number, event.stamp)

    def action_stamp(self, stamp: str) -> None:
        """Stamp the incident that the screen means; where it means none, ask."""
        self.duty.acknowledge()
        screen = self._desk_screen()
        number = screen.current_incident() if screen else None
        if number is not None:
            self._stamp(number, stamp)
            return
        self.session.look_if_changed()
        running = self.session.data.running
        if not running:
            self.say(f"no incident is running · {key_of('app.new', 'F2')} opens one")
        elif len(running) == 1:
            self._stamp(running[0].number, stamp)
        else:
            from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog

            hidden = self.session.locked
            choices = [
                Choice(r.number, r.number, "" if hidden else r.summary or r.category or r.location) for r in running
            ]

            def chosen(answer: str | None) -> None:
                if answer:
                    self._stamp(answer, stamp)

            self.push_screen(ChooseDialog(f"Stamp {stamp}: which incident?", choices), chosen)

    def _stamp(self, number: str, stamp: str) -> None:
        from sfm_tui.widgets.incident.stamping import question

        if self._asks(question(number, stamp)):
            return

        async def work() -> None:
            from sfm_tui.widgets.incident.stamping import press

            outcome = await press(self, self.session, number, stamp)
            self._redraw()
            if outcome is not None:
                self.say(outcome.text, outcome.tone)

        self.act(work(), f"stamp {stamp}")

    def action_occurrence(self) -> None:
        """One line into the occurrence book."""
        dialog = import_module("screens.occurrence").SCREEN
        if not isinstance(self.screen, dialog):
            self.push_screen(dialog(self.session), self._occurred)

    def _occurred(self, said: str | None) -> None:
        if said:
            self._redraw()
            self.say(said, "good")

    def action_at_desk(self) -> None:
        """Ask who is at the desk."""
        self.at_desk()

    def at_desk(self, *, at_start: bool = False, then: Callable[[], None] | None = None) -> None:
        """Ask who is at the desk, unlock it for them, and offer what waits for their signature.

        `then` is called once somebody has signed on.
        """
        flows = import_module("screens.at_desk")
        if self._asking_who is not None:  # at the start it is asked without being wanted: now it is
            self._asking_who.begin()
            return
        if isinstance(self.screen, flows.AtDesk):
            return
        held = self._asking_who = Held(self.ahead.hold)
        if not at_start:
            held.begin()

        def asked() -> None:
            self._asking_who = None

        async def work() -> None:
            try:
                taken = await flows.take_desk(self, self.session, held, asked, at_start=at_start)
            finally:
                asked()
                held.end()
            if taken is None:
                return
            if taken.signed_on:
                self.duty.lock.unlock()
            self._redraw()
            self.say(taken.said, "good")
            signed = await flows.offer_signing(self, self.session) if taken.signed_on else None
            if signed:
                self._redraw()
                self.say(signed, "good")
            if at_start:
                self._offer_half_written()
            if then is not None and taken.signed_on:
                then()

        self.act(work(), "at desk")

    def _offer_half_written(self) -> None:
        async def work() -> None:
            from sfm_tui.widgets.forms.half_written import offer

            await offer(self, self.session)

        self.act(work(), "half-written")

    def action_lock(self) -> None:
        """Lock the desk now."""
        if self.session.data.site is None or self.session.locked:
            self.say("the desk is locked already" if self.session.locked else "there is nothing to lock yet")
        else:
            self.duty.lock.lock()

    def action_command_palette(self) -> None:
        """Every act by its name; not while the desk is locked."""
        if not self.duty.refuses() and not isinstance(self.screen, Palette):
            self.push_screen(Palette())  # another may lie beneath a dialog that was opened over it

    def action_help(self) -> None:
        """The keys that are true here."""
        keys = import_module("screens.keys").SCREEN
        if isinstance(self.screen, keys):
            self.screen.dismiss(None)
        else:
            self.push_screen(keys(self.screen))

    async def action_quit(self) -> None:
        """Ask, then leave."""
        from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog

        running = len(self.session.data.running)
        if self._asks("Leave?"):
            return
        title = f"Leave? {running} incident{'s' if running != 1 else ''} running" if running else "Leave?"
        choices = [Choice("no", "Stay", letter="n"), Choice("yes", "Leave", letter="y")]

        def answered(answer: str | None) -> None:
            if answer == "yes":
                self.exit(0)

        self.push_screen(ChooseDialog(title, choices), answered)
