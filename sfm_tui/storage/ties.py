"""Links that no person makes: what a field of an action says, and what follows from the links that acts made.

An action is measured by the measure that it names. So is what was done for it: the talk, the briefing point and the
change of the roster that came of it, or of one another. Texts are never compared.
"""

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from sfm_tui.clock import day_bounds
from sfm_tui.domain.record import Found
from sfm_tui.domain.thread import EFFECT, Tie
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.records import late_figures
from sfm_tui.storage.series import code_of

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from sfm_tui.storage.store import Store

MOVES = "is measured by"
"""How an action and the measure that it names belong together."""
SHOWS = "shows in"
"""How an action or its measure belongs to the effect."""
DONE_FOR = ("roster", "briefing", "talk")
"""Kinds of records by which an action is carried out."""
MOST = 1000
"""Records that are looked at between some records and the actions that they were done for."""


@dataclass(frozen=True)
class _Aim:
    """An action, the code of the measure that it names, and the day from which it holds, empty before there is one."""

    action: str
    measure: str
    since: str

    @property
    def ties(self) -> tuple[Tie, ...]:
        """Its measure, and where it holds already, its effect."""
        ref, measure, effect = f"action:{self.action}", f"measure:{self.measure}", f"{EFFECT}{self.action}"
        if not self.since:
            return (Tie(ref, measure, MOVES),)
        return Tie(ref, measure, MOVES), Tie(ref, effect, SHOWS), Tie(measure, effect, SHOWS)


def ties_on(store: "Store", connection: "Connection", refs: Collection[str]) -> list[Tie]:
    """What came of some records without a link: measures and effects."""
    actions = _keys(refs, "action")
    done = _done_for(connection, refs)
    named = _keys(refs, "measure")
    aims = _aims(store, connection, None if named else {*actions, *(one for _, one in done)})
    ties = [tie for aim in aims for tie in aim.ties if tie.source in refs]
    return [*ties, *_through(done, aims)]


def ties_back(store: "Store", connection: "Connection", refs: Collection[str]) -> list[Tie]:
    """What some measures and effects came from without a link: actions, and what was done for them."""
    effects, measures = {ref for ref in refs if ref.startswith(EFFECT)}, _keys(refs, "measure")
    if not effects and not measures:
        return []
    aims = _aims(store, connection, None if measures else {ref.removeprefix(EFFECT) for ref in effects})
    ties = [tie for aim in aims for tie in aim.ties if tie.target in refs]
    through = _through(_doing(connection, {aim.action for aim in aims}), aims)
    return [*ties, *(tie for tie in through if tie.target in refs)]


def ties_by_fields(store: "Store", ref: str) -> list[Tie]:
    """The links of a record that no person made; of an incident that to its late response as well."""
    kind, _, key = ref.partition(":")
    with store.reading() as connection:
        ties = [*ties_back(store, connection, (ref,)), *ties_on(store, connection, (ref,))]
    if kind in ("incident", "breach") and late_figures(store, (key,)):
        ties.append(Tie(f"incident:{key}", f"breach:{key}"))
    return ties


def beside(store: "Store", ref: str) -> dict[str, str]:
    """What else was done for the action that a record was done for, with the number of the action."""
    with store.reading() as connection:
        done = _done_for(connection, (ref,))
        found = dict(_doing(connection, {action for _, action in done}))
    found.pop(ref, None)
    return found


def effects_of(store: "Store", refs: Collection[str]) -> dict[str, Found]:
    """The effects of actions by their names, from the day on which each holds."""
    wanted = {ref.removeprefix(EFFECT) for ref in refs if ref.startswith(EFFECT)}
    if not wanted:
        return {}
    with store.reading() as connection:
        aims = _aims(store, connection, wanted)
    tz = store.tz
    return {
        f"{EFFECT}{aim.action}": Found(
            f"{EFFECT}{aim.action}", f"{measure_name(store, aim.measure)}, before and after",
            day_bounds(date.fromisoformat(aim.since), tz)[0], day=True,
        )
        for aim in aims if aim.since
    }  # fmt: skip


def measure_name(store: "Store", name: str) -> str:
    """What a measure is called, given its name or code."""
    try:
        return store.measures.get(code_of(store, name)).name
    except StoreError:
        return name


# ── reading ──────────────────────────────────────────────────────────────────────────────────────────────────


def _keys(refs: Collection[str], kind: str) -> set[str]:
    return {ref.partition(":")[2] for ref in refs if ref.startswith(f"{kind}:")}


def _aims(store: "Store", connection: "Connection", actions: Collection[str] | None) -> list[_Aim]:
    """What some actions name as their measure, each in its newest cycle; None asks of all."""
    if actions is not None and not actions:
        return []
    some = "" if actions is None else " AND a.action IN (SELECT value FROM json_each(?))"
    rows = connection.exec_driver_sql(
        "SELECT a.action, a.measure, coalesce(a.in_effect_on, '') FROM action a WHERE a.measure <> ''"
        f" AND a.cycle = (SELECT max(o.cycle) FROM action o WHERE o.action = a.action){some} ORDER BY a.action",
        (json.dumps(sorted(actions)),) if actions is not None else (),
    ).all()
    codes = {name: code_of(store, name) for name in {row[1] for row in rows}}
    return [_Aim(action, codes[name], str(since)) for action, name, since in rows]


def _through(done: Sequence[tuple[str, str]], aims: Sequence[_Aim]) -> list[Tie]:
    """Measure and effect of the actions for which something was done."""
    by_action = {aim.action: aim for aim in aims}
    ties = [(ref, by_action[action]) for ref, action in done if action in by_action]
    return [Tie(ref, f"measure:{aim.measure}", f"done for {aim.action}") for ref, aim in ties] + [
        Tie(ref, f"{EFFECT}{aim.action}", f"done for {aim.action}") for ref, aim in ties if aim.since
    ]


def _done_for(connection: "Connection", refs: Collection[str]) -> list[tuple[str, str]]:
    """Records that were done for an action, each with the action: led to by it, or by another one that was."""
    some = [ref for ref in refs if ref.partition(":")[0] in DONE_FOR]
    if not some:
        return []
    rows = connection.exec_driver_sql(
        "WITH RECURSIVE up (ref, at) AS (SELECT value, value FROM json_each(?) UNION"
        " SELECT up.ref, l.source FROM up JOIN link l ON l.target = up.at WHERE l.struck = ''"
        f" AND up.at NOT LIKE 'action:%' AND ({_kinds('l.source')} OR l.source LIKE 'action:%') LIMIT ?)"
        " SELECT ref, substr(at, 8) FROM up WHERE at LIKE 'action:%'",
        (json.dumps(sorted(some)), MOST),
    )
    return [(row[0], row[1]) for row in rows]


def _doing(connection: "Connection", actions: Collection[str]) -> list[tuple[str, str]]:
    """What was done for some actions, each with the action."""
    if not actions:
        return []
    rows = connection.exec_driver_sql(
        "WITH RECURSIVE down (action, at) AS (SELECT value, 'action:' || value FROM json_each(?) UNION"
        " SELECT down.action, l.target FROM down JOIN link l ON l.source = down.at WHERE l.struck = ''"
        f" AND {_kinds('l.target')} LIMIT ?) SELECT at, action FROM down WHERE at NOT LIKE 'action:%'",
        (json.dumps(sorted(actions)), MOST),
    )
    return [(row[0], row[1]) for row in rows]


def _kinds(column: str) -> str:
    return "(" + " OR ".join(f"{column} LIKE '{kind}:%'" for kind in DONE_FOR) + ")"
