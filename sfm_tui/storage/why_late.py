"""Late responses read for the screen that says why: those of some days together, and the minute of one of them."""

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.clock.days import Days
from sfm_tui.domain.findings import Finding, uncollected
from sfm_tui.domain.findings.double import double_findings
from sfm_tui.domain.findings.responder import responder_findings
from sfm_tui.domain.findings.sheet import Sheet
from sfm_tui.domain.free_by_hour import by_hour_of_day, free_seconds
from sfm_tui.domain.late_words import UNTRACED
from sfm_tui.domain.moment import FORGOTTEN_SECONDS, Moments
from sfm_tui.domain.presence import Presence, active_duties, free_spans
from sfm_tui.domain.roster import Roster
from sfm_tui.domain.spans import Held, holds, within
from sfm_tui.domain.trace import Breach, Tracer
from sfm_tui.domain.why_late import NOTHING_TOLD, Running, Scene, Told, Traced
from sfm_tui.storage.figures import read_responses, read_terms
from sfm_tui.storage.outings import read_outings
from sfm_tui.storage.roster_rows import DAY_SECONDS, read_roster
from sfm_tui.storage.tracing import breaches, read_lates, untraced

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store

AROUND_SECONDS = 2 * 3600
"""How much of the roster is shown on each side of a late response."""
_WEEK = 7 * DAY_SECONDS
_OTHERS = (
    "SELECT number, officers, coalesce(dispatched, reported), coalesce(resolved, closed) FROM incident"
    " WHERE reported > ?1 - 2678400 AND reported <= ?1 AND struck = '' AND number <> ?2"
    f" AND coalesce(resolved, closed, reported + {FORGOTTEN_SECONDS}) > ?1 ORDER BY reported, number"
)

Tell = Callable[[str], None]


def read_traced(store: "Store", days: Days, tell: Tell = lambda _words: None) -> Traced:
    """The late responses of some days, with what is said of all of them; `tell` hears how far it has come.

    Those of a time of which duties were erased are counted, not traced.
    """
    window, now = days.bounds(store.tz), store.clock.now()
    rules = store.roster.rules()
    tell("reading the responses")
    with store.reading() as connection:
        seq = connection.exec_driver_sql("SELECT coalesce(max(seq), 0) FROM ledger").scalar_one()
        terms = read_terms(connection)
        responses = read_responses(connection, window, terms, store)
        posts = connection.exec_driver_sql("SELECT post, name, responder FROM post ORDER BY post").all()
        some = connection.exec_driver_sql("SELECT 1 FROM incident LIMIT 1").first() is not None
    responders = tuple(code for code, _, responder in posts if responder)
    tell("asking the roster who was free")
    found = breaches(store, window)
    if left := untraced(store, window):
        responses = replace(responses, excluded={**responses.excluded, UNTRACED: left})
    free, until = {}, min(window[1], now)
    if found and responders and window[0] < until:
        tell("adding up the roster's hours")
        with store.reading() as connection:
            roster = read_roster(connection, window[0], until)
        if not roster.gone:
            with uncollected():
                free = by_hour_of_day(free_seconds(roster, (window[0], until), rules.timezone))
    numbers = [breach.late.incident for breach in found]
    with store.reading() as connection:
        told, actions = read_told(connection, numbers), read_actions(connection, numbers)
    return Traced(
        days, window, rules.timezone, responses, terms, tuple(found), free, told, actions, store.reference.names(),
        {code: name or code for code, name, _ in posts}, responders,
        {theme.theme: theme.title for theme in store.actions.themes()}, some, seq,
    ).ready()  # fmt: skip


def read_told(connection: "Connection", numbers: Sequence[str]) -> dict[str, Told]:
    """What incidents say of themselves."""
    rows = connection.exec_driver_sql(
        "SELECT i.number, i.category, coalesce(nullif(l.name, ''), i.location), i.summary FROM json_each(?) k"
        " CROSS JOIN incident i ON i.number = k.value LEFT JOIN location l ON l.location = i.location",
        (json.dumps(numbers),),
    )
    return {number: Told(category, location, summary) for number, category, location, summary in rows}


def read_actions(connection: "Connection", numbers: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The improvement actions that came of incidents, those that came of none left out."""
    found: dict[str, tuple[str, ...]] = {}
    rows = connection.exec_driver_sql(
        "SELECT k.value, l.target FROM json_each(?) k CROSS JOIN link l ON l.source = 'incident:' || k.value"
        " WHERE l.struck = '' AND l.target >= 'action:' AND l.target < 'action;' ORDER BY l.id",
        (json.dumps(numbers),),
    )
    for number, ref in rows:
        found[number] = (*found.get(number, ()), ref.partition(":")[2])
    return found


def window_of_incident(store: "Store", number: str) -> "tuple[int, bool] | None":
    """When an incident was reported, and whether its response was over its limit; None where there is none."""
    with store.reading() as connection:
        row = connection.exec_driver_sql("SELECT reported FROM incident WHERE number = ?", (number,)).first()
        if row is None:
            return None
        lates = read_lates(connection, (row[0], row[0] + 1), read_terms(connection))
    return row[0], any(late.incident == number for late in lates)


def read_scene(store: "Store", number: str) -> Scene | None:
    """The minute in which a late response was reported; None where there is no such response, or it was not late."""
    timezone = store.roster.rules().timezone
    with store.reading() as connection:
        terms = read_terms(connection)
        row = connection.exec_driver_sql(
            "SELECT reported, dispatched, on_scene, severity FROM incident WHERE number = ?", (number,)
        ).first()
        if row is None:
            return None
        at = row[0]
        lates = read_lates(connection, (at, at + 1), terms)
        late = next((one for one in lates if one.incident == number), None)
        if late is None:
            return None
        window = at - AROUND_SECONDS, at + AROUND_SECONDS
        roster = read_roster(connection, *window)
        if holds(roster.gone, at):
            return None
        outings = read_outings(connection, at)
        others = connection.exec_driver_sql(_OTHERS, (at, number)).all()
        told = read_told(connection, [number, *(row[0] for row in others)])
        actions = read_actions(connection, [number]).get(number, ())
    presence = Presence(roster, timezone)
    moment = Moments(presence, outings).at(at, besides=number)
    breach = Tracer(roster, outings, timezone).breach(late)
    running = tuple(
        Running(one, told.get(one, NOTHING_TOLD), tuple(officers.split()), since, until)
        for one, officers, since, until in others
    )
    return Scene(
        breach, told.get(number, NOTHING_TOLD), row[3], terms.clock_starts, row[1], row[2], moment, window,
        _bars(presence, at), running,
        tuple(duty for duty in roster.duties if duty.active and duty.start < window[1] and window[0] < duty.end),
        _free(roster, presence, window), actions,
    )  # fmt: skip


def _bars(presence: Presence, at: int) -> dict[tuple[str, str], str]:
    """What keeps each officer from standing at a post where they have a duty at an instant."""
    found = {}
    for duty in presence.duties(at):
        for kind, _, _ in presence.standing.bars(duty.officer, presence.posts[duty.post].activity, at, at + 1)[:1]:
            found[duty.officer, duty.post] = kind
    return found


def _free(roster: Roster, presence: Presence, window: "Span") -> dict[str, tuple["Span", ...]]:
    """When each officer stands free to respond in a window; those who never do are left out."""
    found = {}
    for officer, duties in active_duties(roster).items():
        spans = within(free_spans(duties, presence.posts, presence.standing), *window)
        if spans:
            found[officer] = tuple(spans)
    return found


def findings_behind(store: "Store", some: Iterable[Breach]) -> list[Finding]:
    """The findings of the roster in which these late responses fell: overlapping duties, nobody free in a peak."""
    found = sorted(some, key=lambda breach: breach.late.reported)
    if not found:
        return []
    low = day_bounds(local_date(found[0].late.reported - _WEEK, store.tz), store.tz)[0]
    high = day_bounds(local_date(found[-1].late.reported + _WEEK, store.tz), store.tz)[1]
    with store.reading() as connection:
        roster = read_roster(connection, low, high)
    with uncollected():
        sheet = Sheet(roster, (low, high), store.roster.rules())
        lone = Held((one.start, one.end, one) for one in responder_findings(sheet))
        doubles: dict[str, list[tuple[int, int, Finding]]] = {}
        for one in double_findings(sheet):
            doubles.setdefault(one.officer or "", []).append((one.start, one.end, one))
    own = {officer: Held(some) for officer, some in doubles.items()}
    nothing: Held[Finding] = Held(())
    chosen: dict[Finding, None] = {}
    for breach in found:
        held = own.get(breach.late.officer, nothing) if breach.overlapping else lone
        chosen |= dict.fromkeys(held.at(breach.late.reported))
    return list(chosen)


__all__ = [
    "AROUND_SECONDS", "findings_behind", "read_actions", "read_scene", "read_told", "read_traced",
    "window_of_incident",
]  # fmt: skip
