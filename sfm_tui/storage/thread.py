"""The thread of a record, read from the store: what it came from, what came of it, with times, people and figures."""

import json
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_bounds
from sfm_tui.domain.record import KIND_NAMES, Found
from sfm_tui.domain.thread import EFFECT, LATE, NotYet, Reached, Station, Tie, in_order, not_yet, walk
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.records import describe, late_figures
from sfm_tui.storage.ties import effects_of, measure_name, ties_back, ties_on

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.storage.store import Store

FEW_EFFECTS = 3
"""Effects that are computed for the thread of what is no action itself; of more only the names are told."""

_WHO = {
    "briefing": "SELECT briefing, owner FROM briefing WHERE briefing IN (SELECT value FROM json_each(?))",
    "handover": "SELECT handover, giver FROM handover WHERE handover IN (SELECT value FROM json_each(?))",
    "talk": "SELECT talk, presenter FROM talk WHERE talk IN (SELECT value FROM json_each(?))",
    "occurrence": "SELECT occurrence, author FROM occurrence WHERE occurrence IN (SELECT value FROM json_each(?))",
    "report": "SELECT report, author FROM report WHERE report IN (SELECT value FROM json_each(?))",
    "roster": "SELECT CAST(seq AS TEXT), author FROM ledger WHERE seq IN (SELECT value FROM json_each(?))",
    "weekly": "SELECT weekly, coalesce(nullif(held_by, ''), began_by) FROM weekly"
    " WHERE weekly IN (SELECT value FROM json_each(?))",
    "assessment": "SELECT assessment, assessor FROM assessment WHERE assessment IN (SELECT value FROM json_each(?))",
    "action": "SELECT action, owner FROM action WHERE action IN (SELECT value FROM json_each(?)) ORDER BY cycle",
    "reflection": "SELECT reflection, author FROM reflection WHERE reflection IN (SELECT value FROM json_each(?))",
    "note": "SELECT note, author FROM note WHERE note IN (SELECT value FROM json_each(?))",
}
_FIGURES = {
    "talk": "SELECT a.talk, count(*) || ' signed' FROM attendance a WHERE a.signed_at IS NOT NULL"
    " AND a.talk IN (SELECT value FROM json_each(?)) GROUP BY a.talk",
    "briefing": "SELECT briefing, count(DISTINCT officer) || ' acknowledged' FROM acknowledgement"
    " WHERE briefing IN (SELECT value FROM json_each(?)) GROUP BY briefing",
    "report": "SELECT report, 'head ' || head FROM report WHERE report IN (SELECT value FROM json_each(?))",
}


@dataclass(frozen=True)
class Thread:
    """The thread of one record: its stations in the order of time, and what an action still lacks.

    `cut` where there are more records than a thread holds.
    """

    about: Found
    stations: tuple[Station, ...]
    missing: tuple[NotYet, ...] = ()
    cut: bool = False


def read_thread(store: "Store", ref: str, *, effects: bool = True) -> Thread:
    """The thread of a record, with the effect of its action, which takes as long as a pass over what that moves.

    Raises StoreError where the record is not there.
    """
    about = describe(store, (ref,)).get(ref)
    if about is None:
        kind, _, key = ref.partition(":")
        raise StoreError(f"there is no {KIND_NAMES.get(kind, kind)} {key}")
    with store.reading() as connection:
        walked = walk(ref, _asking(store, connection, ref, back=True), _asking(store, connection, ref, back=False))
    reached = [one for one in walked.reached if one.ref != f"{EFFECT}{about.key}" or about.kind != "action"]
    refs = [one.ref for one in reached]
    found = {**describe(store, refs, erased=True), **effects_of(store, refs)}
    stations = _told(store, [_station(one, found[one.ref]) for one in reached if one.ref in found])
    if effects:
        stations = _judged(store, stations)
    if about.kind == "action":
        stations += _of_action(store, about, effects=effects)
    ordered = tuple(in_order(stations))
    return Thread(about, ordered, not_yet(ordered) if about.kind == "action" else (), walked.cut)


def _station(one: Reached, found: Found) -> Station:
    what = "raised" if one.side == "here" and found.kind == "action" else found.called
    return Station(found.ref, what, found.text, found.at, found.day, side=one.side, steps=one.steps)


# ── the links ────────────────────────────────────────────────────────────────────────────────────────────────


def _asking(
    store: "Store", connection: "Connection", start: str, *, back: bool
) -> Callable[[Collection[str]], list[Tie]]:
    """Gives the links to what some records came from, or to what came of them, those that nobody made included.

    The effects of all that is meant to move a measure belong to the thread of that measure alone.
    """
    column = "target" if back else "source"

    def ask(refs: Collection[str]) -> list[Tie]:
        rows = connection.exec_driver_sql(
            f"SELECT l.source, l.target, l.link FROM json_each(?) k CROSS JOIN link l ON l.{column} = k.value"
            " WHERE l.struck = '' ORDER BY l.id",
            (json.dumps(sorted(refs)),),
        )
        ties = [Tie(*row) for row in rows]
        if back:
            return ties + ties_back(store, connection, refs)
        made = ties_on(store, connection, refs)
        return ties + [tie for tie in made if tie.source == start or not tie.source.startswith("measure:")]

    return ask


# ── who, and in figures ──────────────────────────────────────────────────────────────────────────────────────


def _told(store: "Store", stations: list[Station]) -> list[Station]:
    """The stations with who did it, and the figure that belongs to each."""
    keys: dict[str, list[str]] = {}
    for one in stations:
        keys.setdefault(one.kind, []).append(one.ref.partition(":")[2])
    people = {**store.reference.names(), **store.reference.people_names()}
    late = late_figures(store, keys.get("incident", []) + keys.get("breach", []))
    who: dict[str, str] = {}
    figures: dict[str, str] = {f"{kind}:{key}": text for key, text in late.items() for kind in ("incident", "breach")}
    with store.reading() as connection:
        for queries, into in ((_WHO, who), (_FIGURES, figures)):
            for kind, sql in queries.items():
                if kind in keys:
                    rows = connection.exec_driver_sql(sql, (json.dumps(keys[kind]),))
                    into.update((f"{kind}:{row[0]}", row[1]) for row in rows)
    return [
        replace(
            one, who=people.get(who.get(one.ref, ""), who.get(one.ref, "")), figure=figures.get(one.ref, ""),
            state=LATE if one.ref.partition(":")[2] in late and one.kind in ("incident", "breach") else "",
        )
        for one in stations
    ]  # fmt: skip


def _judged(store: "Store", stations: "Sequence[Station]") -> list[Station]:
    """The stations, those that are effects with what they came to, as long as there are few of them."""
    if sum(one.kind == EFFECT[:-1] for one in stations) > FEW_EFFECTS:
        return list(stations)
    return [_with_effect(store, one) if one.kind == EFFECT[:-1] else one for one in stations]


def _with_effect(store: "Store", station: Station) -> Station:
    judged = store.actions.effects.judged(station.ref.removeprefix(EFFECT))
    if judged is None:
        return station
    text = f"{station.text}: {judged.shift}" if judged.shift else station.text
    return replace(station, text=text, figure=judged.line, state=judged.verdict)


# ── an action's own days ─────────────────────────────────────────────────────────────────────────────────────


def _of_action(store: "Store", about: Found, *, effects: bool) -> list[Station]:
    """What is dated of an action itself: from when it holds, its effect, its reviews, its end."""
    action = store.actions.get(about.key)
    facts, names, tz = store.actions.facts(action), store.actions.names(), store.tz

    def on(day: str) -> int:
        return day_bounds(date.fromisoformat(day), tz)[0]

    made: list[Station] = []

    def add(what: str, text: str, at: int | None, *, day: bool = True, **more: Any) -> None:
        made.append(Station(about.ref, what, " ".join(text.split()), at, day, side="here", **more))

    if action.in_effect_on:
        add("in effect", action.required_level, on(action.in_effect_on))
    if action.measure and action.in_effect_on and effects:
        ref = f"{EFFECT}{action.action}"
        said = f"{measure_name(store, action.measure)}, before and after"
        effect = Station(ref, "effect", said, on(action.in_effect_on), day=True, side="here")
        told = _with_effect(store, effect)
        made += [told] if told.figure else []
    for one in sorted(facts.reviews, key=lambda review: (review.cycle, review.reviewed_on)):
        by = names.get(one.reviewer, one.reviewer)
        add("review", one.evaluation, on(one.reviewed_on), who=by, figure=one.outcome, state=one.outcome)
    if action.stage == "closed":
        with store.reading() as connection:
            ended = connection.exec_driver_sql(
                "SELECT max(at) FROM ledger WHERE subject = ? AND kind = 'action.moved'", (about.ref,)
            ).scalar()
        add("closed", action.decision, ended, day=False)
    return made
