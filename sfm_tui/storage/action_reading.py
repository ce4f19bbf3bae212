"""What is read of the improvement plan: the board's cards, one action with all that belongs to it, what is due."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.domain.action import STAGES, Action, Review, Stage, Step
from sfm_tui.domain.action_due import Due, due_of, is_overdue, next_review
from sfm_tui.domain.advice import Hint, advice
from sfm_tui.domain.gates import Facts, Need, last_review, needs
from sfm_tui.domain.reference import Theme
from sfm_tui.storage.action_rows import (
    LAST_CYCLE,
    Consultation,
    columns,
    read_action,
    read_consultations,
    read_cycles,
    read_facts,
    read_names,
    read_reviews,
    read_steps,
    record,
)
from sfm_tui.storage.asking import Ask, asking
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.links import Link

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.effect_words import Judged
    from sfm_tui.storage.action_effects import Effects
    from sfm_tui.storage.history import Act
    from sfm_tui.storage.store import Store


_MOST_NAMED = 12


@dataclass(frozen=True)
class Card:
    """What the board shows of an action; `owner` is the name, `outcome` that of the cycle's last review or nothing.

    `needs` is what it still needs to leave its stage, `review_on` the next planned review, which may be over.
    """

    action: Action
    owner: str
    overdue: bool
    outcome: str
    review_on: str | None
    review_overdue: bool
    needs: tuple[Need, ...]


@dataclass(frozen=True)
class Dossier:
    """An action with all that belongs to it; `action` is the cycle at work, `cycles` every one, first to last."""

    action: Action
    cycles: tuple[Action, ...]
    facts: Facts
    needs: tuple[Need, ...]
    consultations: tuple[Consultation, ...]
    links: tuple[Link, ...]
    history: tuple["Act", ...]

    def steps(self, cycle: int) -> tuple[Step, ...]:
        """The steps that were agreed in a cycle."""
        return tuple(step for step in self.facts.steps if step.cycle == cycle)

    def reviews(self, cycle: int) -> tuple[Review, ...]:
        """The reviews of a cycle, the first one first."""
        return tuple(review for review in self.facts.reviews if review.cycle == cycle)


class ActionReading:
    """What screens and the command line read of the plan."""

    _store: "Store"
    effects: "Effects"

    def themes(self) -> list[Theme]:
        """The themes, by their codes."""
        return self._store.reference.all(Theme)

    def get(self, action: str, cycle: int | None = None) -> Action:
        """One cycle of an action, the one at work where none is named. Raises StoreError where there is none."""
        with self._store.reading() as connection:
            found = read_action(asking(connection), action, cycle)
            if found is None:
                raise StoreError(_what_there_is(asking(connection), action, cycle))
        return found

    def dossier(self, action: str) -> Dossier:
        """An action with all that belongs to it. Raises StoreError where there is none."""
        from sfm_tui.storage.action_history import history

        tz = self._store.tz
        with self._store.reading() as connection:
            ask = asking(connection)
            cycles = read_cycles(ask, action)
            if not cycles:
                raise StoreError(f"there is no action {action}")
            last = cycles[-1]
            facts = read_facts(ask, [last], tz)[action]
            asked = read_consultations(ask, action)
        links = tuple(self._store.links.of(last.ref))
        return Dossier(
            last, cycles, facts, tuple(needs(last, facts)), asked, links, tuple(history(self._store, action))
        )

    def all(self) -> list[Action]:
        """Every cycle of every action, by number and cycle."""
        with self._store.reading() as connection:
            rows = asking(connection)(f"SELECT {columns(Action)} FROM action ORDER BY action, cycle", ())
        return [record(Action, row) for row in rows]

    def put_into_effect(self, first: str, last: str) -> list[Action]:
        """The cycles of actions that took effect from one day to another, by number and cycle."""
        with self._store.reading() as connection:
            rows = asking(connection)(
                f"SELECT {columns(Action)} FROM action WHERE in_effect_on BETWEEN ? AND ? ORDER BY action, cycle",
                (first, last),
            )
        return [record(Action, row) for row in rows]

    def facts(self, action: Action) -> Facts:
        """What the gates and the advice ask for beside the action's fields."""
        with self._store.reading() as connection:
            return read_facts(asking(connection), [action], self._store.tz)[action.action]

    def judged_for(self, action: Action, to: Stage) -> "dict[str, Judged | None]":
        """The effect of an action by its number, where its gates up to a stage ask for it; nothing where none does."""
        on_the_way = STAGES[STAGES.index(action.stage) : STAGES.index(to)]
        return {action.action: self.effects.judged(action.action)} if "check" in on_the_way else {}

    def at_work(self) -> list[Action]:
        """The cycles at work of every action that is not closed, by number."""
        with self._store.reading() as connection:
            return read_last(asking(connection), closed=False)

    def advice(self, action: Action) -> list[Hint]:
        """What one may want to look at again in a plan; fields that are only typed so far are looked at as they are."""
        links = self._store.links.of(action.ref)
        sources = [link.source for link in links if link.target == action.ref and not link.struck]
        return advice(action, self.facts(action), sources, self.today(), self._store.tz)

    def board(self, *, closed: bool = False) -> dict[Stage, list[Card]]:
        """The cards by stage, in the order of their due days, those without one last; closed ones if asked for."""
        day, tz = self.today(), self._store.tz
        with self._store.reading() as connection:
            cards = read_cards(asking(connection), day, tz, closed=closed)
        found: dict[Stage, list[Card]] = {stage: [] for stage in STAGES if closed or stage != "closed"}
        for card in cards:
            found[card.action.stage].append(card)
        return found

    def due(self, *, within_days: int = 0) -> list[Due]:
        """What is overdue, due today or in so many days, the first one first."""
        with self._store.reading() as connection:
            return read_due(asking(connection), self.today(), self._store.tz, within_days)

    def history(self, action: str) -> "list[Act]":
        """Every act on an action, in words, the first one first."""
        from sfm_tui.storage.action_history import history

        return history(self._store, action)

    def names(self) -> Mapping[str, str]:
        """What people are called: persons by code, officers by number."""
        with self._store.reading() as connection:
            return read_names(asking(connection))

    def today(self) -> str:
        """The site's day, as ISO text."""
        return local_date(self._store.clock.now(), self._store.tz).isoformat()


def read_last(ask: Ask, *, closed: bool) -> list[Action]:
    """The cycle at work of every action; of those that are not closed where asked."""
    more = "" if closed else " AND a.stage <> 'closed'"
    rows = ask(f"SELECT {columns(Action, 'a.')} FROM action a WHERE {LAST_CYCLE}{more} ORDER BY a.action", ())
    return [record(Action, row) for row in rows]


def _what_there_is(ask: Ask, action: str, cycle: int | None) -> str:
    """That there is no such action, or no such cycle of it, and which there are instead."""
    if cycles := read_cycles(ask, action):
        last = cycles[-1].cycle
        return f"there is no action {action} with a cycle {cycle}: its cycles are 1 to {last}" if last > 1 else (
            f"there is no action {action} with a cycle {cycle}: it has one, 1"
        )  # fmt: skip
    some = [str(row[0]) for row in ask("SELECT DISTINCT action FROM action ORDER BY action", ())]
    more = f" and {len(some) - _MOST_NAMED} more" if len(some) > _MOST_NAMED else ""
    named = f"there are {', '.join(some[:_MOST_NAMED])}{more}" if some else "there are none yet"
    return f"there is no action {action}: {named}"


def read_cards(ask: Ask, today: str, tz: "ZoneInfo", *, closed: bool) -> list[Card]:
    """The cards of the board in their order; see `ActionReading.board`."""
    some = read_last(ask, closed=closed)
    facts = read_facts(ask, some, tz)
    cards = [card_of(action, facts[action.action], today, tz) for action in some]
    return sorted(cards, key=lambda card: (card.action.due or "9999", card.action.action))


def card_of(action: Action, about: Facts, today: str, tz: "ZoneInfo") -> Card:
    """The card of a cycle, out of what stands around it."""
    review, planned = last_review(action, about.reviews), next_review(action, about.reviews, today, tz)
    going = action.stage in ("do", "check", "act")
    return Card(
        action, about.names.get(action.owner, action.owner), is_overdue(action, today),
        review.outcome if review else "", planned, going and planned is not None and planned < today,
        tuple(needs(action, about)),
    )  # fmt: skip


def read_due(ask: Ask, today: str, tz: "ZoneInfo", within_days: int = 0) -> list[Due]:
    """What is due of every action until so many days after today; see `ActionReading.due`."""
    from datetime import date, timedelta

    last = (date.fromisoformat(today) + timedelta(days=within_days)).isoformat()
    rows = ask(f"SELECT {columns(Action, 'a.')} FROM action a WHERE {LAST_CYCLE} AND ({_MAY_BE_DUE})", (last,))
    some = [record(Action, row) for row in rows]
    keys = [action.action for action in some]
    steps, reviews = read_steps(ask, keys), read_reviews(ask, keys)
    found = [
        due
        for action in some
        for due in due_of(action, steps.get(action.action, ()), reviews.get(action.action, ()), today, tz)
        if due.day <= last
    ]
    return sorted(found, key=lambda one: (one.day, one.action, one.kind))


_MAY_BE_DUE = """
    a.stage = 'closed' AND a.decision = 'adopt' AND a.recheck_on <= ?1
    OR a.stage = 'closed' AND a.decision <> 'drop' AND a.measure <> '' AND a.in_effect_on <= date(?1, '-89 days')
        AND NOT EXISTS (SELECT 1 FROM review r WHERE r.action = a.action AND r.cycle = a.cycle
                        AND r.reviewed_on > date(a.in_effect_on, '+6 months', '+3 days'))
    OR a.stage <> 'closed' AND (a.due <= ?1 OR EXISTS (
        SELECT 1 FROM step s WHERE s.action = a.action AND s.done_on IS NULL AND trim(s.timescale) <= ?1))
    OR a.stage IN ('do', 'check', 'act') AND (
        a.review_repeat <> '' OR a.in_effect_on <= ?1 OR a.review_dates <> '' AND substr(a.review_dates, 1, 10) <= ?1
        OR EXISTS (SELECT 1 FROM review r WHERE r.action = a.action AND r.next_review <= ?1))
"""
"""Which actions can have something that is due: all of them that do, and few others of a long plan."""
