"""The record under the cursor of the roster: the finding there, else the latest change of the duty."""

from typing import TYPE_CHECKING, NamedTuple

from textual import on

from sfm_tui.clock import day_text, local_date, short_clock
from sfm_tui.domain.finding_name import FINDING, finding_ref, named_finding
from sfm_tui.storage.records import describe
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.records.looked_up import LookedUp
from sfm_tui.widgets.records.record_links import open_links
from sfm_tui.widgets.roster.acting import RosterActing
from sfm_tui.widgets.roster.timeline import Timeline

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.findings import Finding
    from sfm_tui.domain.record import Found
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.again import Again
    from sfm_tui.widgets.everywhere.session import Session

Key = tuple[str, str, int]
"""A duty: officer, post, start."""
NOTHING = "put the cursor on a finding or on a duty first"
NEVER_CHANGED = "nothing is wrong with the duty, and nobody changed it here"
MOST_CHANGES = 20
IMPORT = "import"
_FINDING = "finding"
_LONGEST = 48


class Wanted(NamedTuple):
    """Where the cursor is to go: an instant, a post or an officer, of a post its officer; or a finding."""

    at: int
    code: str = ""
    officer: str = ""
    finding: str = ""


def wanted_of(key: str, tz: "ZoneInfo") -> Wanted | None:
    """What a key of the roster's place asks for: a finding by its name in links, else an instant in epoch seconds.

    After that, with spaces between, may stand the code of a post or an officer, and after a post its officer.
    """
    if key.startswith(FINDING):
        named = named_finding(key, tz)
        return Wanted(named.at, named.row, finding=key) if named is not None else None
    at, code, officer = [*key.split(" "), "", ""][:3]
    return Wanted(int(at), code, officer)


class RosterRecords(RosterActing):
    """Knows which record the cursor is on, in the list of findings and on the timeline."""

    _read: "Again"

    def __init__(self, session: "Session") -> None:
        super().__init__(session)
        self._changes = LookedUp[Key](self, _changes_of, "changes of the duty")

    def current_record(self) -> tuple[str, str] | None:
        """The finding under the cursor, else the latest change of the duty there."""
        finding = self._finding_here() if self.board is not None else None
        if finding is not None:
            return finding_ref(finding, self.session.tz), finding.kind
        duty = self._duty_here
        change = next(iter(self._changes.known(duty)), "") if duty is not None else ""
        return (change, "roster change") if change else None

    @property
    def _duty_here(self) -> Key | None:
        place = self.timeline.place if self.board is not None and self.timeline.has_focus else None
        duty = place.bar.duty if place is not None and place.bar is not None else None
        return (duty.officer, duty.post, duty.start) if duty is not None else None

    async def open_links(self) -> None:
        """What belongs to the finding under the cursor, or to a change of the duty; asks which where there are more.

        While the roster is being read nothing is under the cursor yet: that is waited for.
        """
        await self._read.done()
        if self.app.screen is not self:
            return
        finding, duty = self._finding_here() if self.board is not None else None, self._duty_here
        changes = await self._changes.ask(duty) if duty is not None else ()
        if finding is None and not changes:
            self.say(NEVER_CHANGED if duty is not None else NOTHING)
            return
        known = await self.session.read(lambda store: describe(store, changes))
        chosen = _FINDING if finding is not None else changes[0]
        if (finding is not None) + len(changes) > 1:
            chosen = await self._ask_which(finding, [known[ref] for ref in changes if ref in known])
        if chosen == _FINDING and finding is not None and self.words is not None:
            from sfm_tui.widgets.roster.links import finding_links

            await finding_links(self.app, self.session, finding, self.words)
        elif chosen in known:
            await open_links(self.app, self.session, chosen, f"roster change ({known[chosen].state})")

    async def _ask_which(self, finding: "Finding | None", changes: "list[Found]") -> str:
        tz = self.session.tz
        choices = [
            Choice(one.ref, one.state, f"{day_text(local_date(one.at, tz))} {short_clock(one.at, tz)}")
            for one in changes
            if one.at is not None
        ]
        if finding is not None and self.words is not None:
            choices.insert(0, Choice(_FINDING, clip(self.words.finding(finding), _LONGEST), "finding"))
        return await self.app.push_screen_wait(ChooseDialog("The links of what?", choices)) or ""

    @on(Timeline.Moved)
    def _rested(self) -> None:
        self._changes.rest_on(self._duty_here)


def _changes_of(store: "Store", duty: Key) -> list[str]:
    """What was done to a duty on the roster, the newest first; an import only where something is linked to it."""
    officer, post, start = duty
    touched = store.roster.history(officer=officer, post=post, window=(start, start + 1), limit=MOST_CHANGES)
    verbs = {f"roster:{one.seq}": one.verb for one in touched}
    return [ref for ref, verb in verbs.items() if verb != IMPORT or store.links.of(ref)]
