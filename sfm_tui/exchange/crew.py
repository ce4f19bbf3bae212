"""Who is known by name to an import: the people and officers of the store and of the folder's good rows."""

import re
from dataclasses import dataclass

from sqlalchemy import Connection

from sfm_tui.exchange.columns import Table, Values

_BETWEEN = re.compile(r"[;&/+,]|\band\b", re.IGNORECASE)
_NAMES = {"person": ("name",), "officer": ("name", "call_sign")}


@dataclass(frozen=True)
class Member:
    """Somebody of the site: a person's code or a staff number, what they are called, the last day of who has left."""

    key: str
    noun: str
    called: frozenset[str]
    left_on: str | None


class Crew:
    """People and officers; a row of the folder stands before that of the store."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._brought: dict[tuple[str, str], Member] = {}
        self._called: dict[str, list[Member]] | None = None
        self._people = False

    def note(self, table: Table, values: Values) -> None:
        """Take in a good row of `people.csv` or `officers.csv`."""
        fields = table.fields(values)
        called = [fields[name] for name in _NAMES[table.noun]]
        member = _member(table.noun, fields[table.noun], called, fields["left_on"])
        self._brought[(member.noun, member.key)] = member
        self._called = None

    def find(self, text: str) -> list[Member]:
        """Those whom a text may mean: by code or number, else by name or call sign."""
        wanted = text.strip()
        found = self._index().get(wanted.casefold(), [])
        return [one for one in found if one.key == wanted] or found

    def several(self, text: str) -> list[Member]:
        """Those whom the parts of a text name, where every part names one: «okafor, marsh», «okafor marsh»."""
        for parts in (_BETWEEN.split(text), text.split()):
            named = [self.find(part) for part in parts if part.strip()]
            found = {some[0].key: some[0] for some in named if some}
            if len(found) > 1 and all(named):
                return list(found.values())
        return []

    @property
    def knows_people(self) -> bool:
        """Whether there is anybody who is no officer: before that, nobody can be said to be unknown."""
        self._index()
        return self._people

    def _index(self) -> dict[str, list[Member]]:
        if self._called is None:
            ask = self._connection.exec_driver_sql
            rows = [
                *(_member("person", key, [name], left) for key, name, left in
                  ask("SELECT person, name, left_on FROM person")),
                *(_member("officer", key, [name, sign], left) for key, name, sign, left in
                  ask("SELECT officer, name, call_sign, left_on FROM officer")),
            ]  # fmt: skip
            everybody = {(one.noun, one.key): one for one in rows} | self._brought
            self._people = any(noun == "person" for noun, _ in everybody)
            self._called = {}
            for one in everybody.values():
                for name in one.called:
                    self._called.setdefault(name, []).append(one)
        return self._called


def _member(noun: str, key: str, called: list[str], left_on: str | None) -> Member:
    names = frozenset(name.strip().casefold() for name in (key, *called) if name and name.strip())
    return Member(key, noun, names, left_on or None)
