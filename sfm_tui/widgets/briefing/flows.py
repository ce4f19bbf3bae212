"""What the briefing screen asks before it acts on a point.

Each flow gives what the screen should say, or None where the person left everything as it was.
"""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text, short_clock
from sfm_tui.reports.plain import counted
from sfm_tui.widgets.briefing.form import add_point, change_point
from sfm_tui.widgets.briefing.undo import put_back
from sfm_tui.widgets.briefing.view import linked_with, not_heard
from sfm_tui.widgets.briefing.words import next_words, period_words
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.dialogs.text_dialog import TextDialog
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.records.link_places import way_to

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.briefing.view import BriefingView
    from sfm_tui.widgets.everywhere.session import Session

_NAMED = 4
_TITLE = 60


async def new(app: "App[Any]", session: "Session", *, text: str = "", source: str = "") -> Outcome | None:
    """Add a point, from a record where `source` names one; an incident's own words are a start."""
    kind, _, key = source.partition(":")
    if kind == "incident" and not text:
        text = (await session.read(lambda store: store.incidents.get(key))).summary
    point = await add_point(app, session, text=text, source=source)
    if point is None:
        return None
    came = f", from {source.replace(':', ' ', 1)}" if source else ""
    return Outcome(f"{point.briefing} will be told{came}")


async def change(app: "App[Any]", session: "Session", key: str) -> Outcome | None:
    """Change a point."""
    point = await change_point(app, session, key)
    return Outcome(f"{key} changed") if point is not None else None


async def withdraw(app: "App[Any]", session: "Session", key: str) -> Outcome | None:
    """Withdraw a point, with a reason."""
    kept = await session.read(lambda store: store.briefings.get(key))
    if kept.withdrawn:
        return Outcome(f"{key} is withdrawn already: {kept.withdrawn}", "plain")
    ask = Field("why", "Why it is not told any more (it stands beside it):")
    answer = await app.push_screen_wait(AskDialog(f"Withdraw {key}", [ask]))
    if answer is None:
        return None
    await session.write(lambda store, by: store.briefings.withdraw(kept.point, answer["why"], by))
    return Outcome(f"{key} withdrawn: {answer['why']} · {key_of('briefing.undo', 'u')} takes it back", "warn")


async def acknowledge(
    session: "Session", view: "BriefingView", officers: Sequence[str], points: Sequence[str]
) -> Outcome:
    """Officers acknowledge points now; says who of them was not on duty."""
    off = await session.write(lambda store, by: store.briefings.acknowledge(points, officers, by))
    names = ", ".join(view.named(one) for one in officers[:_NAMED])
    more = f" and {len(officers) - _NAMED} more" if len(officers) > _NAMED else ""
    said = f"{names}{more}: {counted(len(points), 'point')} acknowledged {short_clock(session.now(), session.tz)}"
    if off:
        return Outcome(f"{said}; by the roster not on duty, flagged: {', '.join(map(view.named, off))}", "warn")
    return Outcome(said)


async def one_officer(session: "Session", view: "BriefingView", officer: str) -> Outcome:
    """An officer acknowledges what was read out."""
    told = [row.key for row in view.told]
    if not told:
        return Outcome(f"nothing is read out yet: {key_of('briefing.tell', 'Space')} ticks a point off", "warn")
    mine = await session.read(lambda store: not_heard(store, told, officer, view.shift.start))
    if not mine:
        return Outcome(f"{view.named(officer)} has acknowledged all that was read out", "plain")
    return await acknowledge(session, view, [officer], mine)


async def all_present(app: "App[Any]", session: "Session", view: "BriefingView") -> Outcome | None:
    """All who are there acknowledge what was read out; it is asked first, by name."""
    told = [row for row in view.told if row.waiting]
    if not view.told:
        return Outcome(f"nothing is read out yet: {key_of('briefing.tell', 'Space')} ticks a point off", "warn")
    there = {row.officer for row in view.present}
    asked = [row.officer for row in view.present if any(row.officer in dict(point.waiting) for point in told)]
    if not asked:
        return Outcome("all who are there have acknowledged what was read out", "plain")
    left = [row.officer for row in view.officers if row.officer not in there]
    detail = f"not booked on, left out: {', '.join(map(view.named, left))}" if left else ""
    names = ", ".join(map(view.named, asked))
    choices = [Choice("yes", f"Yes: {names}", letter="y"), Choice("no", "No, one by one", detail, letter="n")]
    title = f"{counted(len(told), 'point')} acknowledged by all present?"
    if await app.push_screen_wait(ChooseDialog(title, choices)) != "yes":
        return None
    return await acknowledge(session, view, asked, [point.key for point in told])


async def other_officer(app: "App[Any]", session: "Session", view: "BriefingView") -> Outcome | None:
    """Somebody who is not of the shift acknowledges what was read out: allowed, and flagged."""
    from sfm_tui.domain.reference import Officer

    of_shift = {row.officer for row in view.officers}
    officers = await session.read(lambda store: store.reference.all(Officer))
    choices = [
        Choice(one.officer, view.named(one.officer), one.name if one.name != view.named(one.officer) else "")
        for one in officers
        if one.officer not in of_shift
    ]
    if not choices:
        return Outcome("every officer of the site is on this shift", "plain")
    chosen = await app.push_screen_wait(PickDialog("Who else heard what was read out?", choices))
    return await one_officer(session, view, chosen) if chosen else None


async def look(app: "App[Any]", session: "Session", view: "BriefingView", key: str) -> Outcome | None:
    """The whole of a point: text, days, owner, who heard it; and what can be done with it."""

    def ask(store: "Store") -> Any:
        return store.briefings.get(key), store.briefings.acknowledged(key), linked_with(store, key)

    kept, heard, (sources, led_to) = await session.read(ask)
    choices = [Choice("read", "Read it whole", f"{len(heard)} acknowledged", letter="r")]
    if not kept.withdrawn:
        choices += [Choice("change", "Change it …", letter="e"), Choice("withdraw", "Withdraw it …", letter="x")]
    else:
        choices.append(Choice("again", "Tell it again", "its withdrawal is taken back", letter="t"))
    choices.append(Choice("history", "Every change of it", letter="h"))
    choices += [Choice(f"go:{ref}", f"Go to {ref.replace(':', ' ', 1)}") for ref in (*sources, *led_to)]
    choices.append(Choice("link", "Link it with another record …", letter="l"))
    chosen = await app.push_screen_wait(ChooseDialog(clip(f"{key}: {kept.point.text}", _TITLE), choices))
    if chosen == "read":
        await app.push_screen_wait(TextDialog(key, kept.point.text, _about(session, view, kept, heard)))
    elif chosen == "change":
        return await change(app, session, key)
    elif chosen == "withdraw":
        return await withdraw(app, session, key)
    elif chosen == "again":
        return await put_back(session, kept.point)
    elif chosen == "history":
        await history(app, session, key)
    elif chosen == "link":
        return await link(app, session, key)
    elif chosen is not None:
        message = way_to(chosen.removeprefix("go:"), session.tz)
        if message is None:
            return Outcome(f"{chosen.removeprefix('go:')} stands on no screen", "plain")
        app.screen.post_message(message)
    return None


def _about(session: "Session", view: "BriefingView", kept: Any, heard: Sequence[Any]) -> list[str]:
    point, tz = kept.point, session.tz
    lines = [f"{point.priority} · {period_words(point, tz)}"]
    if kept.withdrawn:
        lines.append(f"withdrawn: {kept.withdrawn}")
    elif point.repeat:
        from sfm_tui.clock import local_date

        lines.append(next_words(point, local_date(session.now(), tz), tz, 6))
    if point.owner:
        lines.append(f"owner {view.people.get(point.owner, point.owner)}")
    for one in heard[:12]:
        flag = ", not on duty by the roster" if one.off_duty else ""
        lines.append(f"✓ {view.named(one.officer)} {full_text(one.at, tz)}{flag}")
    if len(heard) > 12:
        lines.append(f"and {len(heard) - 12} acknowledgements more")
    return lines


async def link(app: "App[Any]", session: "Session", key: str) -> Outcome | None:
    """Link a point with a record that it came from."""
    from sfm_tui.widgets.records.record_links import link_to_another

    return await link_to_another(app, session, f"briefing:{key}", back=True)


async def history(app: "App[Any]", session: "Session", key: str) -> None:
    """Every entry of the ledger about a point."""
    from sfm_tui.storage.history import of as read_history
    from sfm_tui.widgets.records.history_dialog import HistoryDialog

    def ask(store: "Store") -> Any:
        return read_history(store, f"briefing:{key}"), store.reference.people_names()

    entries, authors = await session.read(ask)
    await app.push_screen_wait(HistoryDialog(session, f"{key}: every change", entries, authors))


async def paper(app: "App[Any]", session: "Session", start: int) -> Outcome | None:
    """The sheet for the stand-up: copied as text, or saved as PDF or text."""
    from sfm_tui.clock import day_text, local_date
    from sfm_tui.reports.gather_shift import briefing_sheet
    from sfm_tui.reports.shift_text import briefing_text
    from sfm_tui.widgets.paper.key import paper_key
    from sfm_tui.widgets.paper.sheet_flow import copy_or_save

    day = local_date(start, session.tz)
    return await copy_or_save(
        app, session, f"Briefing of {day_text(day)}", f"briefing-{day.isoformat()}",
        lambda store, by: briefing_sheet(store, start, by), briefing_text,
        see=paper_key("briefing", at=start, back="briefing"),
    )  # fmt: skip
