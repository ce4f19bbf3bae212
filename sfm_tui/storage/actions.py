"""The improvement plan in the store: themes, actions and what is done to them.

A record is given as the screen showed it. Where what an act would change was changed meanwhile, ActionClash says what
it is now and by whom, and nothing is done. Lines for the person at the desk come as StoreError or one of its kinds.
"""

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from sfm_tui.domain import action_events as acts
from sfm_tui.domain.action import START_FRESH, WRITTEN, Action, Stage
from sfm_tui.domain.codes import site_code
from sfm_tui.domain.desk import Author
from sfm_tui.domain.gates import needs_to
from sfm_tui.domain.reference import Theme
from sfm_tui.storage.action_checks import (
    ActionClash,
    GateShut,
    ask_of,
    at_work,
    check_fields,
    check_same,
    made,
    refusal,
    there,
    today,
)
from sfm_tui.storage.action_effects import Effects
from sfm_tui.storage.action_reading import ActionReading
from sfm_tui.storage.action_rows import read_facts
from sfm_tui.storage.action_steps import ActionSteps
from sfm_tui.storage.asking import asking
from sfm_tui.storage.errors import Clash, Refused
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.links import make_in
from sfm_tui.storage.on_shift import check_confirmed, number
from sfm_tui.storage.own_acts import own_acts, standing

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

STAYS = ("action", "cycle", "stage", *START_FRESH)


class Actions(ActionSteps, ActionReading):
    """Acts on the improvement plan; `ActionSteps` has those on steps and reviews, `ActionReading` what is read."""

    def __init__(self, store: "Store") -> None:
        self._store = store
        self.effects = Effects(store)

    # ── themes ───────────────────────────────────────────────────────────────────────────────────────────────

    def add_theme(self, title: str, by: Author, *, objective: str = "", theme: str = "") -> Theme:
        """Set a theme, under a code made from its title where none is given. Clash where the code is taken."""
        check_confirmed(by)
        code = theme or self._free_code(title)
        try:
            new = Theme(theme=code, title=title, objective=objective)
        except ValidationError as error:
            raise refusal(error) from error
        self._store.reference.set(new, by, why="new")
        return new

    def change_theme(self, saw: Theme, by: Author, *, why: str = "", **fields: str) -> Theme:
        """Change the title or the objective of a theme. Clash where it was changed meanwhile."""
        check_confirmed(by)
        try:
            new = Theme(**{**dict(saw), **fields, "theme": saw.theme})
        except ValidationError as error:
            raise refusal(error) from error
        self._store.reference.set(new, by, saw=saw, why=why)
        return new

    def _free_code(self, title: str) -> str:
        taken = {theme.theme for theme in self.themes()}
        words = [word for word in title.lower().split() if word.isalnum()]
        code = (words[0] if len(words) == 1 else site_code(title).lower()) or "theme"
        found, n = code, 1
        while found in taken:
            n += 1
            found = f"{code}{n}"
        return found

    # ── the card ─────────────────────────────────────────────────────────────────────────────────────────────

    def add(
        self, area: str, by: Author, *, sources: Iterable[str] = (), client_id: str | None = None, **fields: Any
    ) -> Action:
        """Put an action on the board, in Plan. `fields` are those of `domain.action.WRITTEN`.

        `sources` are the records that it was raised from, such as `incident:2026-0142`,
        `finding:no-responder:2026-11-26T17:00` or `audit:` with free words, and are linked to it.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            if client_id is not None and (seen := transaction.seen(client_id, "action.raised")):
                return there(transaction, seen[1].partition(":")[2])
            fields = check_fields(transaction, fields, site_zone(transaction), today(transaction))
            key = number(transaction, "action", "A")
            action = _made_new(action=key, cycle=1, area=area, **fields)
            new = {name: value for name in WRITTEN if (value := getattr(action, name)) != _DEFAULTS[name]}
            transaction.append(acts.ActionRaised(action=key, new=new), by, client_id)
            for source in dict.fromkeys(sources):
                make_in(transaction, source, action.ref, by)
            return action

    def change(self, saw: Action, by: Author, *, why: str = "", **fields: Any) -> Action:
        """Change fields of the cycle at work; what another terminal changed elsewhere in it stays.

        Raises ActionClash where one of these very fields was changed meanwhile, Refused for what a field does not take.
        """
        check_confirmed(by)
        with self._store.writing() as transaction:
            now = at_work(transaction, saw)
            typed = _typed(transaction, saw, now, fields)
            check_same(transaction, saw, now, typed)
            return _change(transaction, now, typed, by, why)

    def revise(self, saw: Action, by: Author, *, on: str = "", why: str = "", **fields: Any) -> Action:
        """Agree a revised plan on a day, today where none is given, with the fields that it changes."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            now = at_work(transaction, saw)
            if now.agreed_on is None:
                raise Refused(f"{saw.action} has not been agreed yet: enter the day of the agreed plan first")
            day = on or today(transaction)
            if day < now.agreed_on:
                raise Refused(f"Revised on: {day} is before the plan was agreed, {now.agreed_on}: choose a later day")
            typed = _typed(transaction, saw, now, fields)
            check_same(transaction, saw, now, typed)
            revised = made(now, {"revised_on": f"{now.revised_on} {day}"}).revised_on
            return _change(transaction, now, {**typed, "revised_on": revised}, by, why)

    # ── moving ───────────────────────────────────────────────────────────────────────────────────────────────

    def move(self, saw: Action, to: Stage, by: Author, *, why: str = "") -> Action:
        """Move a card to another stage; forward through the gates, back without any.

        Raises GateShut with what is missing; with a reason the card moves all the same, and the reason is kept with
        what was missing. Raises ActionClash where the card was moved meanwhile.
        """
        check_confirmed(by)
        effects = self.judged_for(saw, to)  # before the store is held for writing: it may take a while
        with self._store.writing() as transaction:
            now = at_work(transaction, saw)
            check_same(transaction, saw, now, ("stage",))
            if now.stage == to:
                return now
            facts = read_facts(ask_of(transaction), [now], site_zone(transaction), effects)[now.action]
            missing = needs_to(now, to, facts)
            if missing and not why.strip():
                raise GateShut(now, to, missing)
            words = tuple(dict.fromkeys(need.words for need in missing))
            transaction.append(
                acts.ActionMoved(action=now.action, cycle=now.cycle, old=now.stage, new=to, why=why, missing=words), by
            )
            return there(transaction, now.action)

    def again(self, saw: Action, why: str, by: Author) -> Action:
        """Send an action round again: its cycle is closed as it stands, a new one begins in Plan.

        The new cycle takes over what the plan is about, not its days, steps and reviews.
        """
        check_confirmed(by)
        if not why.strip():
            raise Refused("a reason is needed: it stands beside the cycle that is over")
        with self._store.writing() as transaction:
            now = at_work(transaction, saw)
            check_same(transaction, saw, now, ("stage",))
            if now.stage not in ("check", "act"):
                raise Refused(f"{now.action} is in {now.stage.capitalize()}: only what was checked goes round again")
            new = {name: value for name, value in now.row().items() if name not in STAYS and value != _DEFAULTS[name]}
            transaction.append(
                acts.ActionAgain(action=now.action, cycle=now.cycle, old=now.stage, new=new, why=why), by
            )
            return there(transaction, now.action)

    def last_move(self, by: Author) -> int:
        """The entry of this person's last move of an action that was not taken back, 0 where there is none."""
        with self._store.reading() as connection:
            acts = standing(own_acts(asking(connection), by, ("action",)))
            return next((act.seq for act in acts if act.kind in ("action.moved", "action.again")), 0)

    def undo_move(self, saw: Action, by: Author) -> Action:
        """Take back the last move of an action, as a new entry. Refused where there is none, or it was taken back."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            now = at_work(transaction, saw)
            check_same(transaction, saw, now, ("stage",))
            seq, event = self._last_move(transaction, now)
            if isinstance(event, acts.ActionAgain):
                _nothing_done(transaction, now)
                transaction.append(
                    acts.ActionAgainUndone(action=now.action, cycle=event.cycle, stage=event.old, undoes=seq), by
                )
            else:
                transaction.append(
                    acts.ActionMoved(action=now.action, cycle=now.cycle, old=now.stage, new=event.old, undoes=seq), by
                )
            return there(transaction, now.action)

    def _last_move(self, transaction: "Transaction", now: Action) -> tuple[int, acts.ActionMoved | acts.ActionAgain]:
        from sfm_tui.domain.event import revive

        row = transaction.one(
            "SELECT l.seq, l.kind, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq WHERE l.subject = ?"
            " AND l.kind IN ('action.moved', 'action.again', 'action.again_undone') ORDER BY l.seq DESC LIMIT 1",
            (now.ref,),
        )
        if row is None:
            raise Refused(f"{now.action} was not moved here: there is no move to undo")
        event = revive(row[1], row[2])
        if not isinstance(event, acts.ActionMoved | acts.ActionAgain) or getattr(event, "undoes", None) is not None:
            raise Refused(f"the last move of {now.action} is undone already")
        cycle, stage = (event.cycle + 1, "plan") if isinstance(event, acts.ActionAgain) else (event.cycle, event.new)
        if (now.cycle, now.stage) != (cycle, stage):
            raise Clash(f"{now.action} was changed by an import since its last move: move it by hand")
        return int(row[0]), event


_DEFAULTS = {name: field.get_default() for name, field in Action.model_fields.items()}


def _made_new(**fields: Any) -> Action:
    try:
        return Action(**fields)
    except ValidationError as error:
        raise refusal(error) from error


def _typed(transaction: "Transaction", saw: Action, now: Action, fields: dict[str, Any]) -> dict[str, Any]:
    """The fields that a form changed, checked: what stood there before is not looked at again."""
    changed = {name: value for name, value in fields.items() if getattr(saw, name) != value}
    checked = check_fields(transaction, changed, site_zone(transaction), now.began or today(transaction))
    return {name: value for name, value in checked.items() if getattr(saw, name) != value}


def _change(transaction: "Transaction", now: Action, fields: dict[str, Any], by: Author, why: str) -> Action:
    wrong = [name for name in fields if name not in WRITTEN]
    if wrong:
        raise TypeError(f"no field that a person writes: {wrong[0]}")
    new = changed(transaction, now, fields)
    differs = [name for name in WRITTEN if getattr(new, name) != getattr(now, name)]
    if differs:
        transaction.append(
            acts.ActionChanged(
                action=now.action, cycle=now.cycle, old={name: getattr(now, name) for name in differs},
                new={name: getattr(new, name) for name in differs}, why=why,
            ), by,
        )  # fmt: skip
    return new


def changed(transaction: "Transaction", now: Action, fields: Mapping[str, Any]) -> Action:
    """An action with other fields. Raises Refused where it cannot be so."""
    new = made(now, fields)
    _check_owner_there(transaction, now, new)
    first = transaction.one(
        "SELECT min(reviewed_on) FROM review WHERE action = ? AND cycle = ?", (now.action, now.cycle)
    )[0]
    if first and new.began and first < new.began != now.began:
        raise Refused(f"{new.began} is after the review of {first}: the cycle had begun by then, choose an earlier day")
    return new


def _nothing_done(transaction: "Transaction", now: Action) -> None:
    for table, what in (("step", "agreed actions"), ("review", "reviews"), ("consultation", "consultations")):
        if transaction.one(f"SELECT 1 FROM {table} WHERE action = ? AND cycle = ?", (now.action, now.cycle)):
            raise Refused(f"cycle {now.cycle} of {now.action} has {what} already: it cannot be taken back")


def _check_owner_there(transaction: "Transaction", now: Action, new: Action) -> None:
    """Raise Refused where an action is agreed, or begun, with an owner who had left by then."""
    agreed = new.agreed_on or new.started_on
    if not new.owner or not agreed or agreed == (now.agreed_on or now.started_on):
        return
    rows = transaction.writer.all(
        "SELECT left_on FROM person WHERE person = ? UNION ALL SELECT left_on FROM officer WHERE officer = ?",
        (new.owner, new.owner),
    )
    days = [left for (left,) in rows]
    if days and all(left and left < agreed for left in days):
        raise Refused(f"Owner: {new.owner} left on {days[0]}, before {agreed}: name somebody who is here")


__all__ = ["ActionClash", "Actions", "GateShut", "changed"]
