"""The thread of a record, read from the store: what it came from, what came of it, with times, people and figures."""

import json
from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_bounds
from sfm_tui.domain.record import KIND_NAMES, Found
from sfm_tui.domain.thread import EFFECT, NotYet, Reached, Station, Tie, in_order, not_yet, walk
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.records import describe, late_figures
from sfm_tui.storage.series import code_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.domain.action import Action
    from sfm_tui.storage.store import Store

MOVES = "is measured by"
"""How an action and the measure that it names belong together."""

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
    """The thread of a record; of an action with its effect, which takes as long as a pass over what it moves.

    Raises StoreError where the record is not there.
    """
    about = describe(store, (ref,)).get(ref)
    if about is None:
        kind, _, key = ref.partition(":")
        raise StoreError(f"there is no {KIND_NAMES.get(kind, kind)} {key}")
    with store.reading() as connection:
        walked = walk(ref, _asking(store, connection, back=True), _asking(store, connection, back=False))
    found = describe(store, (one.ref for one in walked.reached), erased=True)
    stations = [_station(one, found[one.ref]) for one in walked.reached if one.ref in found]
    stations = _told(store, stations)
    if about.kind == "action":
        stations += _of_action(store, about, effects=effects)
    ordered = tuple(in_order(stations))
    return Thread(about, ordered, not_yet(ordered) if about.kind == "action" else (), walked.cut)


def _station(one: Reached, found: Found) -> Station:
    what = "raised" if one.side == "here" and found.kind == "action" else found.called
    return Station(found.ref, what, found.text, found.at, found.day, side=one.side, steps=one.steps)


def ties_by_fields(store: "Store", ref: str) -> list[Tie]:
    """The links of a record that a field makes, not a person: an action is measured by the measure that it names."""
    with store.reading() as connection:
        return [*_moved_by(store, connection, (ref,)), *_moves(store, connection, (ref,))]


# ── the links ────────────────────────────────────────────────────────────────────────────────────────────────


def _asking(
    store: "Store", connection: "Connection", *, back: bool
) -> Callable[[Collection[str]], list[Tie]]:  # fmt: skip
    """Gives the links to what some records came from, or to what came of them, those that fields make included."""
    column = "target" if back else "source"

    def ask(refs: Collection[str]) -> list[Tie]:
        rows = connection.exec_driver_sql(
            f"SELECT l.source, l.target, l.link FROM json_each(?) k CROSS JOIN link l ON l.{column} = k.value"
            " WHERE l.struck = '' ORDER BY l.id",
            (json.dumps(sorted(refs)),),
        )
        ties = [Tie(*row) for row in rows]
        return ties + (_moved_by(store, connection, refs) if back else _moves(store, connection, refs))

    return ask


def _actions(connection: "Connection") -> list[tuple[str, str]]:
    rows = connection.exec_driver_sql(
        "SELECT a.action, a.measure FROM action a WHERE a.measure <> ''"
        " AND a.cycle = (SELECT max(o.cycle) FROM action o WHERE o.action = a.action)"
    )
    return [(row[0], row[1]) for row in rows]


def _moves(store: "Store", connection: "Connection", refs: Collection[str]) -> list[Tie]:
    """The measures that actions name."""
    if not any(ref.startswith("action:") for ref in refs):
        return []
    some = [(f"action:{action}", measure) for action, measure in _actions(connection)]
    return [Tie(ref, f"measure:{code_of(store, measure)}", MOVES) for ref, measure in some if ref in refs]


def _moved_by(store: "Store", connection: "Connection", refs: Collection[str]) -> list[Tie]:
    """The actions that name a measure."""
    if not any(ref.startswith("measure:") for ref in refs):
        return []
    ties = [Tie(f"action:{one}", f"measure:{code_of(store, name)}", MOVES) for one, name in _actions(connection)]
    return [tie for tie in ties if tie.target in refs]


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
        replace(one, who=people.get(who.get(one.ref, ""), who.get(one.ref, "")), figure=figures.get(one.ref, ""))
        for one in stations
    ]


# ── an action's own days ─────────────────────────────────────────────────────────────────────────────────────


def _of_action(store: "Store", about: Found, *, effects: bool) -> list[Station]:
    """What is dated of an action itself: from when it holds, its effect, its reviews, its end."""
    action, facts = store.actions.get(about.key), store.actions.facts(store.actions.get(about.key))
    tz, names = store.tz, store.actions.names()

    def on(day: str) -> int:
        return day_bounds(date.fromisoformat(day), tz)[0]

    made: list[Station] = []

    def add(what: str, text: str, at: int | None, *, day: bool = True, ref: str = about.ref, **more: Any) -> None:
        made.append(Station(ref, what, " ".join(text.split()), at, day, side="here", **more))

    if action.in_effect_on:
        add("in effect", action.required_level, on(action.in_effect_on))
    if action.measure and action.in_effect_on and effects:
        judged = store.actions.effects.judged(action.action)
        if judged is not None:
            said = f"{_measure_name(store, action)}, before and after"
            said = f"{said}: {judged.shift}" if judged.shift else said
            add("effect", said, on(action.in_effect_on), ref=f"{EFFECT}{action.action}", figure=judged.line)
    for one in sorted(facts.reviews, key=lambda review: (review.cycle, review.reviewed_on)):
        text = f"{one.outcome}: {one.evaluation}"
        add("review", text, on(one.reviewed_on), who=names.get(one.reviewer, one.reviewer))
    if action.stage == "closed":
        with store.reading() as connection:
            ended = connection.exec_driver_sql(
                "SELECT max(at) FROM ledger WHERE subject = ? AND kind = 'action.moved'", (about.ref,)
            ).scalar()
        add("closed", action.decision, ended, day=False)
    return made


def _measure_name(store: "Store", action: "Action") -> str:
    try:
        return store.measures.get(code_of(store, action.measure)).name
    except StoreError:
        return action.measure
