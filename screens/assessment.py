"""Self-assessment: four enablers, five levels each, which hold and by what, now and before, and what answers them."""

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, ClassVar, cast

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal

from sfm_tui.domain.assessment import ENABLERS, Enabler, enabler_of
from sfm_tui.widgets.assessment import flows
from sfm_tui.widgets.assessment.words import (
    PLACES,
    PROFILE,
    Assessed,
    Place,
    level_paras,
    place_lines,
    profile_paras,
    read_assessed,
)
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.everywhere.usual_keys import usual_keys
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.reading import Reading
from sfm_tui.widgets.lists.rows import Lines, Rows
from sfm_tui.widgets.records.beside import BesideScreen

if TYPE_CHECKING:
    from sfm_tui.widgets.everywhere.session import Session

Flow = Callable[[Enabler], Awaitable[Outcome | None]]


class SelfAssessment(BesideScreen):
    """The levels, and beside them what one looks like, whether it holds, and the rows that say so."""

    TITLE_TEXT = "self-assessment"
    CSS_PATH = "assessment.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "back", "Back", show=False, id="assessment.back",
                tooltip="The list, then back to where one came from, or the desk"),
        Binding("n", "assess", "Assess", id="assessment.assess", tooltip="Say which levels hold, and by what"),
        Binding("a", "answer", "Action", id="assessment.action", tooltip="Raise an action that answers a row"),
        Binding("e", "change", "Change", id="assessment.change", tooltip="Change a row, with a reason"),
        Binding("p", "profile", "Profile", show=False, id="assessment.profile", tooltip="All four, now and before"),
        Binding("y", "history", "History", show=False, id="assessment.history", tooltip="Every act on a row"),
        Binding("ctrl+k", "files", "Files", id="assessment.files", priority=True,
                tooltip="Attach a file to a row, or see its files"),
        *usual_keys("assessment", "tab", "find", "keys", keys="The keys that work"),
    ]  # fmt: skip

    def __init__(self, session: "Session") -> None:
        super().__init__(session, "assessments")
        self.known = Assessed()

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """What it adds up to, the levels, and what is said of the one under the cursor."""
        yield Words(id="totals")
        with Horizontal(id="columns"):
            yield Rows[Place](self._line, key=lambda place: place.key, id="levels", always_cursor=True)
            yield Reading(id="said")

    def on_mount(self) -> None:
        """Show the levels."""
        self.levels.focus()
        self.levels.show(PLACES)
        self._read()

    @property
    def levels(self) -> "Rows[Place]":
        """The list of levels."""
        return self.query_one("#levels", Rows)

    # ── reading and showing ──────────────────────────────────────────────────────────────────────────────────

    async def _read_all(self) -> None:
        self._seq = self.session.data.head_seq
        self.known = await self.session.read(read_assessed)
        wanted, self._wanted = self._wanted, ""  # `leadership:2026-11-21:okafor`, or the enabler alone
        self.levels.show(PLACES)
        if wanted:
            self._go(wanted)
        done = [one for one in self.known.standings.values() if one.now is not None]
        lowest = min((one.now for one in done if one.now is not None), default=0)
        words = f"Self-assessment: {len(done)} of {len(ENABLERS)} enablers assessed"
        words += (
            f" · the lowest at level {lowest}"
            if done
            else f" · {key_of('assessment.assess', 'n')} assesses the one under the cursor"
        )
        self.query_one("#totals", Words).say(words)
        self._show_place()

    def _go(self, key: str) -> None:
        try:
            enabler = enabler_of(key.partition(":")[0])
        except ValueError:
            self.say(f"there is no assessment {key}", "bad")
            return
        lead = self.known.lead(enabler)
        self.levels.put_cursor(f"{enabler}:{lead.level if lead is not None else 1}")

    def current_record(self) -> tuple[str, str] | None:
        """The newest assessment of the enabler under the cursor."""
        place = self.levels.current
        lead = self.known.lead(place.enabler) if place is not None and place.enabler is not None else None
        return (lead.ref, f"{lead.enabler} of {lead.assessed_on}") if lead is not None else None

    def _line(self, place: Place, width: int) -> Lines:
        return place_lines(self.known, place, width)

    def _show_place(self) -> None:
        place, known = self.levels.current or PLACES[0], self.known
        reading = self.query_one("#said", Reading)
        if place.enabler is None:
            reading.tell(PROFILE, lambda width: profile_paras(known, width))
        else:
            enabler, level = place.enabler, place.level
            reading.tell(place.key, lambda width: level_paras(known, enabler, level, width))
        self.refresh_bindings()

    @on(Rows.Highlighted, "#levels")
    def _moved(self, _event: Rows.Highlighted) -> None:
        self._show_place()

    @on(Rows.Chosen, "#levels")
    def _opened(self, _event: Rows.Chosen) -> None:
        self.query_one("#said").focus()

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    def _with_enabler(self, flow: Flow, label: str) -> None:
        place = self.levels.current

        async def chosen() -> Outcome | None:
            enabler = place.enabler if place is not None else None
            enabler = enabler or await self._which(label)
            return await flow(enabler) if enabler is not None else None

        self.do(chosen, label)

    def acted(self) -> None:
        """All is read anew."""
        self._read()

    async def _which(self, label: str) -> Enabler | None:
        from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog

        choices = [Choice(code, title) for code, title in ENABLERS.items()]
        chosen = await self.app.push_screen_wait(ChooseDialog(f"{label}: which enabler?", choices))
        return cast(Enabler, chosen) if chosen else None

    def action_assess(self) -> None:
        """Say which levels hold."""
        self._with_enabler(lambda one: flows.assess(self.app, self.session, self.known, one), "Assess")

    def action_change(self) -> None:
        """Put a row right."""
        self._with_enabler(lambda one: flows.put_right(self.app, self.session, self.known, one), "Put right")

    def action_answer(self) -> None:
        """Raise an action from a row."""
        self._with_enabler(lambda one: flows.raise_answer(self.app, self.session, self.known, one), "Raise an action")

    def action_history(self) -> None:
        """Every act on a row."""

        async def flow(enabler: Enabler) -> None:
            await flows.history(self.app, self.session, self.known, enabler)

        self._with_enabler(flow, "History")

    def action_files(self) -> None:
        """The files of a row."""

        async def flow(enabler: Enabler) -> Outcome | None:
            from sfm_tui.widgets.assessment.words import named
            from sfm_tui.widgets.records.attaching import files

            row = await flows.choose(self.app, self.known, enabler, "Files")
            return await files(self.app, self.session, row.ref, named(self.known, row)) if row is not None else None

        self._with_enabler(flow, "Files")

    def action_profile(self) -> None:
        """Show all four, now and before."""
        self.levels.put_cursor(PROFILE)
        self._show_place()

    def action_back(self) -> None:
        """From the text to the list, then to the desk."""
        if self.went_back():
            return
        if self.levels.has_focus:
            self.post_message(PlaceWanted("desk"))
        else:
            self.levels.focus()


SCREEN = SelfAssessment
