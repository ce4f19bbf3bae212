"""The way back from what was written of an improvement action: its fields and its agreed steps."""

from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.domain import action_events as acts
from sfm_tui.domain.action import Step
from sfm_tui.domain.event import Event
from sfm_tui.storage.action_history import changed_fields
from sfm_tui.storage.action_rows import columns, read_action, record
from sfm_tui.storage.asking import Ask
from sfm_tui.storage.own_acts import OwnAct
from sfm_tui.storage.undo_ways import Fields, Sides, Way, why

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction


class ChangeWay(Way):
    """Fields of a cycle that were changed."""

    kind = "action.changed"

    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """The action by its number."""
        return f"action {act.key}"

    def sides(self, ask: Ask, act: OwnAct) -> Sides:
        """The fields that the act changed; a cycle that is over stays as it ended."""
        old, new = act.payload["old"], act.payload["new"]
        there = read_action(ask, act.key)
        at_work = there is not None and there.cycle == _cycle(act)
        return Sides(old, new, {name: getattr(there, name) for name in new} if at_work else old)

    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """The fields changed the other way round. Raises Refused where the action cannot be so any more."""
        from sfm_tui.storage.action_checks import there
        from sfm_tui.storage.actions import changed

        standing = there(transaction, act.key)
        changed(transaction, standing, then)
        names = [name for name in then if now[name] != then[name]]
        return acts.ActionChanged(
            action=act.key, cycle=standing.cycle, old={name: now[name] for name in names},
            new={name: then[name] for name in names}, why=why(act), undoes=act.seq,
        )  # fmt: skip

    def words(self, store: "Store", now: Fields, then: Fields) -> str:
        """What would change, by the form's names."""
        return changed_fields(now, then)


class StepWay(Way):
    """A step that was agreed, changed or done; one that is new goes again."""

    kind = "step.set"

    def called(self, act: OwnAct, tz: ZoneInfo) -> str:
        """The step and its action."""
        return f"step {act.payload['step']} of action {act.key}"

    def sides(self, ask: Ask, act: OwnAct) -> Sides:
        """The step as it stands."""
        rows = ask(f"SELECT {columns(Step)} FROM step WHERE action = ? AND step = ?", (act.key, act.payload["step"]))
        return Sides(
            act.payload.get("old") or {}, act.payload.get("new", {}), record(Step, rows[0]).row() if rows else {}
        )

    def entry(self, transaction: "Transaction", act: OwnAct, now: Fields, then: Fields) -> Event:
        """The step as it was, or taken off the plan."""
        from sfm_tui.storage.action_steps import check_done

        key, cycle = act.payload["step"], _cycle(act)
        if not then:
            return acts.StepDropped(
                action=act.key, cycle=cycle, step=key, old=dict(now), why=why(act), undoes=act.seq
            )  # fmt: skip
        step = Step(**then)
        check_done(transaction, step)
        return acts.StepSet(
            action=act.key, cycle=cycle, step=key, old=dict(now) or None, new=step.row(), why=why(act), undoes=act.seq
        )

    def words(self, store: "Store", now: Fields, then: Fields) -> str:
        """What would change of it."""
        if now and then:
            return changed_fields(now, then)
        return f"«{(now or then)['text']}» is {'taken off' if now else 'agreed again'}"


class StepDropWay(StepWay):
    """A step that was taken off the plan."""

    kind = "step.dropped"


def _cycle(act: OwnAct) -> int:
    return int(act.payload.get("cycle", 1))
