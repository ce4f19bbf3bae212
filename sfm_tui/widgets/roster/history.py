"""What was done to a duty, or to a post or an officer on a day: who was dropped from what, when, by whom and why."""

from collections.abc import Collection
from typing import TYPE_CHECKING, Any, NamedTuple

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.storage.records import describe
from sfm_tui.widgets.records.history_dialog import HistoryDialog

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.storage.roster import Touched
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session
    from sfm_tui.widgets.roster.view import Place
    from sfm_tui.widgets.roster.words import RosterWords

_EFFECTS = {
    "made": "put on", "changed": "changed", "removed": "removed", "dropped": "dropped from",
}  # fmt: skip


class Told(NamedTuple):
    """One thing that was done, as the dialog lists it."""

    seq: int
    at: int
    author: str
    confirmed: bool
    verb: str
    text: str


async def show_history(
    app: "App[Any]", session: "Session", place: "Place", by_post: bool, words: "RosterWords"
) -> None:
    """Show what was done to what stands under the cursor; of an empty place, to its row on that day."""
    duty = place.bar.duty if place.bar is not None else None
    day = local_date(place.start, session.tz)
    if duty is not None:
        window = (duty.start, duty.start + 1)
        title = f"History of {words.where(duty.post)}, {words.span(duty.start, duty.end)}"
        officer, post = "", duty.post
    else:
        window = day_bounds(day, session.tz)
        title = f"History of {place.row.label}, {words.span(*window)}"
        officer, post = ("", place.row.code) if by_post else (place.row.code, "")

    def read(store: "Store") -> "tuple[list[Touched], dict[str, str], dict[int, str]]":
        some = store.roster.history(officer=officer, post=post, window=window)
        return some, store.reference.people_names(), linked_to(store, {one.seq for one in some})

    touched, people, links = await session.read(read)
    entries = [
        Told(one.seq, one.at, one.author, True, one.verb, told(one, words) + links.get(one.seq, ""))
        for one in reversed(touched)
    ]
    app.push_screen(HistoryDialog(session, title, entries, people))


def linked_to(store: "Store", entries: Collection[int]) -> dict[int, str]:
    """The records that changes of the roster are linked to, in words, by the entries of the changes."""
    found = store.links.ends([f"roster:{seq}" for seq in entries])
    known = describe(store, (ref for refs in found.values() for ref in refs))
    return {
        int(change.partition(":")[2]): " · belongs to "
        + ", ".join(known[ref].called if ref in known else ref for ref in refs)
        for change, refs in found.items()
    }


def told(one: "Touched", words: "RosterWords") -> str:
    """One thing that was done, in words: `Romeo 4 dropped from Main gate, Thu 26 Nov 12:00–14:00: ill`."""
    who, where = words.who(one.officer), words.where(one.post)
    span = words.span(one.start, one.end) if one.start is not None and one.end is not None else ""
    if one.noun == "duty":
        text = f"{who} {_EFFECTS.get(one.effect, one.effect)} {where}, {span}"
    else:
        parts = [part for part in (who, where, span) if part]
        text = f"{one.noun} {_EFFECTS.get(one.effect, one.effect).removesuffix(' from')}: {', '.join(parts)}"
    return f"{text}: {one.why}" if one.why else text
