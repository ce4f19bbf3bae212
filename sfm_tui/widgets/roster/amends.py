"""Amends on the roster: what was given for a rest cut short, and one's own last act taken back."""

from typing import TYPE_CHECKING, Any, cast

from sfm_tui.clock.planned import planned_text
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_records import CompensationRecord
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.signed import AGAIN, signature_stands
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.roster.preview import Proposal, propose
from sfm_tui.widgets.roster.scene import Scene, look

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.roster import Done
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

_FAR = 30 * 86_400
"""Seconds from now over which the effect of what has no span of its own, such as a licence, is told."""


async def compensate(app: "App[Any]", session: "Session", finding: Finding) -> "Done | None":
    """Record what an officer was given for a rest that was cut short, and why it was."""
    officer, start = finding.officer or "", finding.start

    def ask(store: "Store") -> tuple[Scene, CompensationRecord | None]:
        return look(store, finding.start, finding.end), store.roster.get(CompensationRecord, officer, start)

    with keys_wait(app):
        scene, old = await session.read(ask)
    fields = [
        FormField("rest", "Rest", scene.words.finding(finding), fixed=True),
        FormField("given", "Given for it", old.given if old else "", "such as «4 h added to the rest on 28 Nov»",
                  needed=True),
        FormField("why", "Why it was short", old.why if old else "", "kept with the record"),
    ]  # fmt: skip

    async def save(values: dict[str, str]) -> "Done":
        new = CompensationRecord(officer=officer, start=start, given=values["given"], why=values["why"])
        made_for = session.roster_sources
        return await session.write(
            lambda store, by: store.roster.change(
                "compensate", [Change(old, new)], by, why=values["why"], made_for=made_for
            )
        )

    title = f"Compensatory rest: {scene.words.who(officer)}"
    done: Done | None = await app.push_screen_wait(FormDialog(title, fields, save))
    return done


async def undo(app: "App[Any]", session: "Session") -> "Done | None":
    """Show one's own last act on the roster and what taking it back would do; take it back.

    Right after a signature it says that this stands.
    """
    if (signed := await signature_stands(session)) is not None:
        cast("Program", app).say(signed + AGAIN, "warn")
        return None
    by = session.author

    def ask(store: "Store") -> "tuple[Span, Proposal]":
        act = store.roster.plan_undo(by)
        if act is None:
            raise StoreError("there is nothing of yours on the roster to take back")
        spans = [
            (record.row()["start"], record.row()["end"])
            for change in act.changes
            for record in (change.old, change.new)
            if record is not None and isinstance(record.row().get("end"), int)
        ]
        now = session.now()
        span = (min(s for s, _ in spans), max(e for _, e in spans)) if spans else (now, now + _FAR)
        why = f": {act.why}" if act.why else ""
        note = f"entry {act.seq} of {planned_text(act.at, session.tz)}, {act.verb}{why}"
        return span, Proposal("Take back the last act", "undo", act.changes, undoes=act.seq, note=note)

    with keys_wait(app):
        span, proposal = await session.read(ask)
    saved = await propose(app, session, span, lambda _store: proposal)
    return saved.done if saved is not None else None
