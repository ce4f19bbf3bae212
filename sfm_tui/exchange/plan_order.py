"""Whether the reviews of a cycle follow its beginning, across the files of a folder and what the store has."""

from sqlalchemy import Connection

from sfm_tui.clock.refusal import quoted
from sfm_tui.exchange.action_tables import ACTIONS, REVIEWS
from sfm_tui.exchange.columns import Table, Values


class Beginnings:
    """When the cycles of an import began; those that it does not bring, as the store has them."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._brought: dict[Values, str | None] = {}

    def note(self, values: Values) -> None:
        """Take in a good row of `actions.csv`."""
        self._brought[values[:2]] = _began(values)

    def problems(self, table: Table, values: Values) -> list[tuple[str, str]]:
        """What is wrong with a row of either file: the column, and in words what would be right."""
        if table is REVIEWS:
            began = self._of(values[:2])
            if began is not None and values[2] < began:
                said = f"{quoted(values[2])} is before the action began, {quoted(began)}: write that day or a later one"
                return [("reviewed_on", said)]
        elif table is ACTIONS and (began := _began(values)) is not None:
            first = self._connection.exec_driver_sql(
                "SELECT min(reviewed_on) FROM review WHERE action = ? AND cycle = ?", values[:2]
            ).scalar()
            if first is not None and first < began:
                column = "started_on" if ACTIONS.fields(values)["started_on"] else "agreed_on"
                return [
                    (column, f"{quoted(began)} is after a review that was held, {quoted(first)}: write an earlier day")
                ]
        return []

    def _of(self, key: Values) -> str | None:
        if key in self._brought:
            return self._brought[key]
        row = self._connection.exec_driver_sql(
            "SELECT coalesce(started_on, agreed_on) FROM action WHERE action = ? AND cycle = ?", key
        ).first()
        return row[0] if row else None


def _began(values: Values) -> str | None:
    fields = ACTIONS.fields(values)
    began: str | None = fields["started_on"] or fields["agreed_on"]
    return began
