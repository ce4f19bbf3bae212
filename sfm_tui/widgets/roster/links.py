"""What belongs to a finding of the roster: a briefing point or a talk that was raised from it, and back."""

from typing import TYPE_CHECKING, Any, cast

from sfm_tui.domain.finding_name import finding_ref
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.records.record_links import links_of

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.findings import Finding
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.roster.words import RosterWords


async def finding_links(app: "App[Any]", session: "Session", finding: "Finding", words: "RosterWords") -> None:
    """Show what belongs to a finding, and raise something from it; says on the screen what was done."""
    ref, said = finding_ref(finding, session.tz), words.finding(finding)
    done = await links_of(app, session, ref, clip(said, _LONGEST), text=said[:1].upper() + said[1:])
    if done is not None:
        cast("Program", app).say(done.text, done.tone)


_LONGEST = 48
