"""The ways between screens: the places, one letter each, a record shown in its place, and back again."""

from functools import partial
from importlib import import_module

from sfm_tui.app.frame import Frame
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import IncidentWanted, PlaceWanted
from sfm_tui.widgets.everywhere.session import Session
from sfm_tui.widgets.records.trail import Spot, Trail

PLACES: dict[str, tuple[str, str, str]] = {
    "desk": ("screens.desk", "Desk", "d"),
    "log": ("screens.log", "Log: all incidents", "l"),
    "book": ("screens.book", "Occurrence book", "b"),
    "roster": ("screens.roster", "Roster", "r"),
    "briefing": ("screens.briefing", "Briefing", "n"),
    "handover": ("screens.handover", "Handover", "h"),
    "talks": ("screens.talks", "Toolbox talks", "t"),
    "board": ("screens.board", "Board: improvement actions", "a"),
    "figures": ("screens.figures", "Figures: the dashboard", "f"),
    "trace": ("screens.trace", "Why late: responses over their limit", "w"),
    "weekly": ("screens.weekly", "Weekly review of the figures", "v"),
    "measures": ("screens.measures", "Measures: control charts and effects", "m"),
    "reflections": ("screens.reflections", "Reflections, study notes, coverage", "y"),
    "assessment": ("screens.assessment", "Self-assessment", "x"),
    "paper": ("screens.paper", "Paper: documents", "p"),
    "evidence": ("screens.evidence", "Evidence: an anonymised pack", "e"),
    "keeping": ("screens.keeping", "Keeping: what is kept, held, due to go", "k"),
    "settings": ("screens.settings", "Settings of the site", "s"),
}


class Going(Frame):
    """Goes to a place or a record; what was open there is as it was."""

    def __init__(self, session: Session) -> None:
        super().__init__(session, PLACES["desk"][0])
        self.trail = Trail()

    def open_incident(self, number: str, field: str = "", *, fresh: bool = False, over: bool = False) -> None:
        """Show an incident; one that is shown already gives way to it, unless this is to lie `over` it."""
        if self.duty.refuses(number):
            return
        self.duty.acknowledge()
        incident = import_module("screens.incident").SCREEN
        if over and self._uncovered(incident, number):
            return
        screen = incident(self.session, number, field=field, fresh=fresh)
        shown = self.screen
        if isinstance(shown, type(screen)) and not (over and shown.current_incident() != number):
            shown.put_away()
            self.switch_screen(screen)
        else:
            self.push_screen(screen)

    def _uncovered(self, kind: type[DeskScreen], number: str) -> bool:
        """Whether an incident lies open beneath others, which are taken off: round in a circle nothing piles up."""
        beneath = next(
            (one for one in self.screen_stack[:-1] if isinstance(one, kind) and one.current_incident() == number), None
        )
        while beneath is not None and self.screen is not beneath:
            self._take_off()
        return beneath is not None

    def _take_off(self) -> None:
        """Take off the screen in front; what is half typed on it is kept."""
        if isinstance(self.screen, DeskScreen):
            self.screen.put_away()
            self.pop_screen()
        else:
            self.screen.dismiss(None)

    def on_incident_wanted(self, event: IncidentWanted) -> None:
        """A screen asks for an incident. One that is followed from another lies over it, and Escape leads back."""
        self.open_incident(event.number, event.field, over=True)

    def on_place_wanted(self, event: PlaceWanted) -> None:
        """A screen asks for a place. Back to the desk from a record followed from elsewhere leads there first."""
        if event.place == "find":
            self.action_find()
        elif event.place == "desk" and not event.key:
            self._back()
        else:
            left = self._here()
            self._show(event.place, event.key)
            if event.key and event.place == self.current_mode:
                self.trail.follow(left, event.place, event.key)

    def go_to(self, place: str, key: str = "") -> None:
        """Go to a place, there to the record of `key` if one is given; what was open there is as it was."""
        self.session.roster_for = ""
        self.trail.forget()
        self._show(place, key)

    def _here(self) -> Spot:
        """Where somebody is now."""
        screens = [screen for screen in self.screen_stack if isinstance(screen, DeskScreen)]
        ref = screens[0].record_to_return_to() if screens else ""
        over = tuple(number for screen in screens[1:] if (number := screen.current_incident()) is not None)
        return Spot(self.current_mode, ref, over)

    def _back(self) -> None:
        """Go one step back on the way that somebody came; from its beginning to the desk."""
        from sfm_tui.widgets.records.link_places import way_to

        self.session.roster_for = ""
        spot = self.trail.back()
        if spot is None:
            self._show("desk")
            return
        self._show(spot.place)
        if self.current_mode != spot.place:
            return
        if spot.ref and self._here().ref != spot.ref:
            way = way_to(spot.ref, self.session.tz)
            if isinstance(way, PlaceWanted) and way.place == spot.place:
                self._show(spot.place, way.key)
            elif way is None:
                self.act(self._show_again(spot), "the way back")
        for number in spot.incidents:
            self.open_incident(number, over=True)

    async def _show_again(self, spot: Spot) -> None:
        """Show a record of which only the store knows where it is seen, such as a change of the roster."""
        from sfm_tui.widgets.records.link_places import way_for

        way = await self.session.read(partial(way_for, ref=spot.ref))
        place = self.screen_stack[0]
        if isinstance(way, PlaceWanted) and way.place == spot.place == self.current_mode:
            getattr(place, "show_record", lambda _key: None)(way.key)

    def _show(self, place: str, key: str = "") -> None:
        if self.duty.refuses():
            return
        while len(self.screen_stack) > 1:
            self._take_off()
        if self.current_mode == "first" and place != "first" and self.session.data.site is None:
            return
        self.switch_mode(place)
        if place != "roster":
            self.session.roster_for = ""
        self.duty.lock.tidy()
        if key:
            self.call_after_refresh(lambda: getattr(self.screen, "show_record", lambda _key: None)(key))

    def action_go_to(self) -> None:
        """Ask where to, one letter each."""
        if self.duty.refuses():
            return
        from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog

        if self._asks("Go to"):
            return
        choices = [Choice(name, title, letter=letter) for name, (_m, title, letter) in PLACES.items()]

        def go(place: str | None) -> None:
            if place:
                self.go_to(place)

        self.push_screen(ChooseDialog("Go to", choices), go)

    def action_find(self) -> None:
        """Go to the log with the cursor in its search field."""
        if self.duty.refuses():
            return
        self.go_to("log")
        self.call_after_refresh(lambda: getattr(self.screen, "start_find", lambda: None)())

    def action_next_incident(self) -> None:
        """Go from one running incident to the next."""
        self.session.look_if_changed()
        running = [r.number for r in self.session.data.running]
        if not running:
            self.say(f"no incident is running · {key_of('app.new', 'F2')} opens one")
            return
        screen = self._desk_screen()
        current = screen.current_incident() if screen else None
        after = running.index(current) + 1 if current in running else 0
        self.open_incident(running[after % len(running)])
