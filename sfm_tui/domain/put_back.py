"""Taking an act back where others have changed the same record since: only what the act itself changed goes back."""

from collections.abc import Mapping
from typing import Any


class _Missing:
    """Stands for a field that a record does not have."""


_MISSING = _Missing()


class ChangedSince(ValueError):
    """Somebody changed what an act is to put back; `fields` are their names, parts of a field behind a dot."""

    def __init__(self, fields: list[str]) -> None:
        super().__init__(", ".join(fields))
        self.fields = fields


def put_back(old: Mapping[str, Any], new: Mapping[str, Any], now: Mapping[str, Any]) -> dict[str, Any]:
    """The record as it stands `now`, with what an act made of `old` when it became `new` the other way round.

    A table inside a record is taken field by field too. Raises ChangedSince where a field that the act changed is no
    longer as the act left it.
    """
    clashes: list[str] = []
    found = _back(old, new, now, "", clashes)
    if clashes:
        raise ChangedSince(clashes)
    return found


def _back(
    old: Mapping[str, Any], new: Mapping[str, Any], now: Mapping[str, Any], before: str, clashes: list[str]
) -> dict[str, Any]:
    found = dict(now)
    for name in (*old, *(name for name in new if name not in old)):
        was, made, there = (each.get(name, _MISSING) for each in (old, new, now))
        if was == made:
            continue
        if there == made:
            _put(found, name, was)
        elif isinstance(made, Mapping) and isinstance(there, Mapping) and isinstance(was, Mapping | _Missing):
            held = {} if isinstance(was, _Missing) else was
            found[name] = _back(held, made, there, f"{before}{name}.", clashes)
        elif there != was:
            clashes.append(before + name)
    return found


def _put(found: dict[str, Any], name: str, value: Any) -> None:
    if value is _MISSING:
        found.pop(name, None)
    else:
        found[name] = value
