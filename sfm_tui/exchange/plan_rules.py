"""What an import holds the improvement plan to, across its rows, its files and what the store has.

A row is bad where it cannot be meant: an owner who is nobody here, or who had left before the action was agreed. What
a site's history may well hold, or what lies outside the files, is taken as it is and told in a note.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

from sfm_tui.clock import zone
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.gates import is_team
from sfm_tui.exchange.action_tables import ACTIONS, READINGS, REVIEWS
from sfm_tui.exchange.columns import Table, Values
from sfm_tui.exchange.crew import Crew
from sfm_tui.exchange.known import Known
from sfm_tui.exchange.plan_order import Beginnings
from sfm_tui.exchange.portfolio_tables import ASSESSMENTS
from sfm_tui.exchange.report import Note
from sfm_tui.exchange.tables import LINKS, OFFICERS, PEOPLE

MOST_NOTES = 20
"""So many notes of one file are told; of the others, how many there are."""
Problems = list[tuple[str, str]]
_UTC = zone("UTC")
_ANYBODY = "the code of one in people.csv or a number of officers.csv"


class PlanRules:
    """Asked of every row that is new or changed; takes in those that are good."""

    def __init__(self, connection: Connection, known: Known, today: str) -> None:
        self._connection = connection
        self._known = known
        self._today = today
        self._crew = Crew(connection)
        self._began = Beginnings(connection)
        self._stages: dict[str, dict[int, tuple[str, int]]] = {}
        self._file = ACTIONS.file
        self._lines: dict[tuple[str, str], list[int]] = {}
        self._no_action: dict[str, bool] = {}

    def problems(self, table: Table, values: Values) -> Problems:
        """What is wrong with a row: the column, and in words what would be right."""
        if table is ACTIONS:
            return [*self._owner(values), *self._began.problems(table, values)]
        if table is LINKS:
            return [*self._links(values)]
        return self._began.problems(table, values)

    def keep(self, table: Table, values: Values, file: str, line: int) -> None:
        """Take in a good row: what later rows are compared with, and what is worth a note."""
        if table is PEOPLE or table is OFFICERS:
            self._crew.note(table, values)
        elif table is ACTIONS:
            self._began.note(values)
            self._file = file
            self._stages.setdefault(values[0], {})[values[1]] = (values[2], line)
            for text in self._of_action(table.fields(values)):
                self._note(file, line, text)
        elif table is REVIEWS:
            for text in self._of_review(table.fields(values)):
                self._note(file, line, text)
        elif table is READINGS:
            at = READINGS.columns[1].kind.write(values[1], _UTC)
            if at[:10] > self._today:
                self._note(file, line, f"at: {quoted(at)} is still to come: a reading is of a time that is over")
        elif table is ASSESSMENTS:
            on = ASSESSMENTS.fields(values)["assessed_on"]
            if on > self._today:
                self._note(
                    file, line, f"assessed_on: {quoted(on)} is still to come: until then it stands as the newest"
                )
        elif table is LINKS:
            for name, key in _actions_of(values):
                if self._astray(key):
                    self._note(file, line, f"{name}: there is no action {quoted(key)} yet: the link is kept as it is")

    def notes(self) -> list[Note]:
        """What is worth a look, a line each, once every row has gone by."""
        for action, cycles in self._stages.items():
            self._cycles(action, cycles)
        found: dict[str, list[Note]] = {}
        for (file, text), lines in self._lines.items():
            where = f"line {lines[0]}" if len(lines) == 1 else f"line {lines[0]} and {len(lines) - 1} more"
            found.setdefault(file, []).append(Note(file, f"{where}, {text}"))
        for file, some in found.items():
            if len(some) > MOST_NOTES:
                some[MOST_NOTES:] = [Note(file, f"{len(some) - MOST_NOTES:,} more things are worth a look")]
        return [note for some in found.values() for note in some]

    def _note(self, file: str, line: int, text: str) -> None:
        self._lines.setdefault((file, text), []).append(line)

    def _owner(self, values: Values) -> Iterator[tuple[str, str]]:
        fields = ACTIONS.fields(values)
        owner = fields["owner"].strip()
        if not owner:
            return
        found = self._crew.find(owner)
        if not found:
            if several := self._crew.several(owner):
                names = f"names {len(several)} people"
                yield "owner", f"{quoted(owner)} {names}: choose the one who answers for it"
            elif is_team(owner):
                yield "owner", f"{quoted(owner)} is no one person: name the one who answers for it, by {_ANYBODY}"
            elif self._crew.knows_people:
                yield (
                    "owner",
                    self._known.refused("person", owner)
                    or self._known.refused("officer", owner)
                    or (f"there is nobody called {quoted(owner)}: write {_ANYBODY}"),
                )
        agreed = fields["agreed_on"] or fields["started_on"]
        if found and agreed and all(one.left_on and one.left_on < agreed for one in found):
            left = found[0].left_on or ""
            words = "agreed" if fields["agreed_on"] else "started"
            yield (
                "owner",
                (
                    f"{quoted(owner)} left on {quoted(left)}, before the action was {words} on {quoted(agreed)}:"
                    " name somebody who was there"
                ),
            )

    def _links(self, values: Values) -> Iterator[tuple[str, str]]:
        """An action that is named must be there where the plan is: without any action nothing can be told."""
        for name, key in _actions_of(values):
            if self._astray(key) and (self._stages or self._has_actions()):
                yield name, self._known.why("action", key)

    def _astray(self, action: str) -> bool:
        """Whether an action is nowhere. Asked once `actions.csv` has gone by, so the answer stays."""
        if action not in self._no_action:
            self._no_action[action] = bool(self._known.missing(ACTIONS.noun, {action}))
        return self._no_action[action]

    def _has_actions(self) -> bool:
        return self._connection.exec_driver_sql("SELECT 1 FROM action LIMIT 1").first() is not None

    def _of_action(self, fields: dict[str, str]) -> Iterator[str]:
        owner, found = fields["owner"].strip(), self._crew.find(fields["owner"])
        if owner and not found:
            yield f"owner: {quoted(owner)} is kept as written: there is no people.csv to compare with yet"
        elif len({one.key for one in found}) > 1:
            keys = " or ".join(one.key for one in found)
            yield f"owner: {quoted(owner)} may be {keys}: better the code or the number"
        elif found and fields["stage"] != "closed" and all(one.left_on and one.left_on < self._today for one in found):
            yield f"owner: {quoted(owner)} left on {found[0].left_on}, and the action is not closed: hand it over"
        in_effect, baseline_to = fields["in_effect_on"], fields["baseline_to"]
        if in_effect and baseline_to and baseline_to >= in_effect:
            yield (
                f"baseline_to: {quoted(baseline_to)} is not before the change was in effect, {quoted(in_effect)}:"
                " those days would count on both sides"
            )

    def _of_review(self, fields: dict[str, str]) -> Iterator[str]:
        if self._crew.knows_people and not self._crew.find(fields["reviewer"]):
            yield f"reviewer: {quoted(fields['reviewer'])} is in neither people.csv nor officers.csv: kept as written"
        if fields["reviewed_on"] > self._today:
            yield f"reviewed_on: {quoted(fields['reviewed_on'])} is still to come: a planned one goes into next_review"

    def _cycles(self, action: str, brought: dict[int, tuple[str, int]]) -> None:
        """Every cycle from the first one on, all but the last of them closed."""
        rows = self._connection.exec_driver_sql("SELECT cycle, stage FROM action WHERE action = ?", (action,))
        stages: dict[int, str] = {row[0]: row[1] for row in rows}
        stages |= {cycle: stage for cycle, (stage, _) in brought.items()}
        last, file = max(stages), self._file
        gone = [str(cycle) for cycle in range(1, last) if cycle not in stages][: MOST_NOTES + 1]
        line = brought[max(brought)][1]
        if gone:
            which = (
                gone[0]
                if len(gone) == 1
                else f"{gone[0]} to {last - 1}"
                if len(gone) > MOST_NOTES
                else (", ".join(gone))
            )
            what = "cycle" if len(gone) == 1 else "cycles"
            self._note(file, line, f"cycle: {quoted(action)} has a cycle {last}, and no {what} {which}")
        for cycle, stage in sorted(stages.items()):
            if cycle < last and stage != "closed":
                self._note(
                    file, brought[cycle][1] if cycle in brought else line,
                    f"stage: cycle {cycle} of {quoted(action)} is in {stage}, and cycle {last} is there:"
                    " only the last one is at work",
                )  # fmt: skip


def _actions_of(values: Values) -> Iterator[tuple[str, str]]:
    """The columns of a link that name an action, and which one."""
    for name, ref in zip(("from", "to"), values[:2], strict=True):
        kind, _, key = ref.partition(":")
        if kind == "action":
            yield name, key
