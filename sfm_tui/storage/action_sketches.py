"""What an improvement action starts with when it is raised from a record: as much as the store knows of it."""

from datetime import date, timedelta
from typing import TYPE_CHECKING

from sfm_tui.clock import day_bounds, local_date, parse_file_time
from sfm_tui.clock.days import Days
from sfm_tui.domain.action_sketch import ActionSketch
from sfm_tui.domain.findings import KINDS, findings
from sfm_tui.domain.findings.words import hours_text
from sfm_tui.domain.late_words import period_words

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.store import Store

LOOKED_BACK_DAYS = 28
"""So many days up to that of the record are looked at for its figures, and are the baseline."""
LONGEST_AREA = 120
_LEVELS = {
    "uncovered": "Every post has as many officers as its cover asks for, at every hour",
    "under-covered": "Every post has as many officers as its cover asks for, at every hour",
    "double-booked": "No officer has two duties at once",
    "unlicensed": "Every officer holds a licence for the post on every minute of the duty",
    "absent": "No duty stands for an officer who is away",
    "not-inducted": "Nobody has a duty before the day of their induction",
    "left": "Nobody has a duty after their last day",
    "rest": "Every pause between two duties is as long as the site's rule asks for",
    "long-duty": "No duty is longer than the site's rule allows",
    "weekly-hours": "Nobody works more hours a week on the mean than the site's rule allows",
    "no-responder": "An officer stands free to respond at every minute of every peak",
}
_MEASURES = {"uncovered": "shift-fill", "under-covered": "shift-fill"}
_CALLED = {
    "talk": "SELECT title FROM talk WHERE talk = ?",
    "briefing": "SELECT text FROM briefing WHERE briefing = ?",
    "occurrence": "SELECT text FROM occurrence WHERE occurrence = ?",
}
"""What a record that has nothing else to tell calls itself."""
_TIMES = (25, 16)
"""Characters of a time with its offset and without, as links write them."""


def sketch_of(store: "Store", ref: str, text: str = "") -> ActionSketch:
    """What is known for an action that is raised from a record; `text` is what its screen calls it.

    Of a late response `domain.action_from_late` knows more. Takes as long as the roster's findings of four weeks.
    """
    kind, _, key = ref.partition(":")
    known = ActionSketch(area=" ".join(text.split())[:LONGEST_AREA], sources=(ref,))
    if kind == "incident":
        return _of_incident(store, key, known)
    if kind == "finding":
        return _of_finding(store, key, known)
    if kind in _CALLED and not known.area:
        with store.reading() as connection:
            row = connection.exec_driver_sql(_CALLED[kind], (key,)).first()
        return known.with_(area=" ".join(row[0].split())[:LONGEST_AREA]) if row else known
    return known


def days_up_to(at: int, tz: "ZoneInfo") -> Days:
    """The days that end with that of an instant."""
    last = local_date(at, tz)
    return Days(last - timedelta(days=LOOKED_BACK_DAYS - 1), last)


def _of_incident(store: "Store", number: str, known: ActionSketch) -> ActionSketch:
    with store.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT i.reported, i.category, i.location, coalesce(nullif(l.name, ''), i.location), i.summary"
            " FROM incident i LEFT JOIN location l ON l.location = i.location WHERE i.number = ?", (number,),
        ).first()  # fmt: skip
        if row is None:
            return known
        reported, category, location, place, summary = row
        days = days_up_to(reported, store.tz)
        same = 0
        if category:
            low, high = days.bounds(store.tz)
            same = connection.exec_driver_sql(
                "SELECT count(*) FROM incident WHERE reported >= ? AND reported < ? AND struck = '' AND category = ?"
                " AND location = ?", (low, high, category, location),
            ).scalar_one()  # fmt: skip
    where = f", {place}" if place else ""
    area = known.area or (f"{category}{where}" if category else " ".join(summary.split()))
    gap = ""
    if category:
        many = "1 incident" if same == 1 else f"{same} incidents"
        gap = f"{many} of «{category}»{where} in the four weeks {period_words(days)}, the last one {number}"
    return known.with_(area=area[:LONGEST_AREA], gap=gap)


def _of_finding(store: "Store", key: str, known: ActionSketch) -> ActionSketch:
    kind, _, rest = key.partition(":")
    at = _instant(rest, store.tz)
    if kind not in KINDS or at is None:
        return known
    days = days_up_to(at, store.tz)
    window = day_bounds(days.first, store.tz)[0], day_bounds(days.last, store.tz)[1]
    some = [one for one in findings(store.roster.load(window), window, store.roster.rules()) if one.kind == kind]
    if not some:
        return known.with_(required_level=_LEVELS[kind])
    length = hours_text(sum(one.end - one.start for one in some))
    often = "once" if len(some) == 1 else f"{len(some)} times"
    sketch = known.with_(
        required_level=_LEVELS[kind], target="0 in four weeks",
        gap=f"{often} in the four weeks {period_words(days)}, {length} in all, by the roster's findings",
        how_measured=f"The roster's findings of this kind in four weeks, counted; before: {len(some)}",
    )  # fmt: skip
    if kind in _MEASURES:
        last = min(days.last, max(days.first, date.fromisoformat(store.actions.today())))
        return sketch.with_(
            measure=_MEASURES[kind], baseline_from=days.first.isoformat(), baseline_to=last.isoformat(),
            target="", how_measured="Shift fill of each week, from the roster",
        )  # fmt: skip
    return sketch


def _instant(text: str, tz: "ZoneInfo") -> int | None:
    """The instant that a finding's key begins with."""
    for length in _TIMES:
        try:
            return parse_file_time(text[:length], tz)
        except ValueError:
            continue
    return None
