"""The register of a talk: copied as text, or saved as PDF, as text, or its attendance as CSV."""

from typing import TYPE_CHECKING, Any

from sfm_tui.widgets.paper.key import paper_key
from sfm_tui.widgets.paper.sheet_flow import copy_or_save

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.say import Outcome
    from sfm_tui.widgets.everywhere.session import Session


async def paper(app: "App[Any]", session: "Session", talk: str) -> "Outcome | None":
    """Offer the register of a talk."""
    from sfm_tui.exchange.attendance_csv import attendance_csv
    from sfm_tui.reports.gather_talk import talk_register
    from sfm_tui.reports.talk_text import register_text

    name = "talk-" + "".join(ch if ch.isalnum() or ch in "-_" else "_" for ch in talk)[:60]
    return await copy_or_save(
        app, session, f"register of {talk}", name, lambda store, by: talk_register(store, talk, by),
        register_text,
        csv=lambda store: attendance_csv(store, talk),
        see=paper_key("talk-register", record=talk, back="talks"),
    )  # fmt: skip
