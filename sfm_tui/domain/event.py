"""What the ledger holds: one frozen model for each kind of thing that a person does."""

import json
from collections.abc import Callable
from functools import cache
from importlib import import_module
from json.encoder import encode_basestring
from typing import Any, ClassVar, TypeVar

from pydantic import BaseModel, ConfigDict


class Event(BaseModel):
    """One act that changes a record; its fields are the payload of a ledger entry.

    `kind` names it in the ledger for ever. `subject` is the record it is about, written as links write
    it (`incident:2026-0142`), and `words` the text by which a search finds it.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)
    kind: ClassVar[str] = ""

    @property
    def subject(self) -> str:
        """The record that this is about, as `kind:key`; empty where it is about none."""
        return ""

    @property
    def words(self) -> str:
        """The text by which a search finds the record; empty where there is none."""
        return ""

    @property
    def place(self) -> str:
        """The location that it names, by its code, so that a search finds it by the name too."""
        return ""

    def payload(self) -> str:
        """The fields as canonical JSON: sorted keys, no white space, no floats; those at their default left out.

        So a default is part of the ledger's format: it is never changed for a kind that has been written.
        """
        fields = self.__dict__
        parts = []
        for name, key, default in _plan(type(self)):
            value = fields[name]
            if value == default:
                continue
            if type(value) is str:
                parts.append(key + encode_basestring(value))
            elif type(value) is int:
                parts.append(f"{key}{value}")
            else:
                parts.append(key + canonical(value))
        return "{" + ",".join(parts) + "}"


@cache
def _plan(cls: type[Event]) -> list[tuple[str, str, Any]]:
    """Each field of an event in the order of its name, with its key in JSON and the default that stands for nothing.

    Written out by hand because an import writes hundreds of thousands: a quarter of the time of a dump.
    """
    return [
        (name, f"{encode_basestring(name)}:", field.get_default(call_default_factory=True))
        for name, field in sorted(cls.model_fields.items())
    ]


EVENTS: dict[str, type[Event]] = {}
_NOUNS = (
    "action_events", "assessment", "attachment", "briefing_events", "demo", "desk", "document", "handover", "incidents",
    "keeping", "measure", "occurrences", "pack.events", "reference", "reflection", "roster_changes", "site", "standard",
    "talks", "weekly",
)  # fmt: skip
E = TypeVar("E", bound=type[Event])


def event(kind: str) -> Callable[[E], E]:
    """Register an event class under the name that the ledger keeps."""

    def register(cls: E) -> E:
        if kind in EVENTS:
            raise ValueError(f"two events are called {kind}")
        cls.kind = kind
        EVENTS[kind] = cls
        return cls

    return register


def canonical(value: Any) -> str:
    """Write plain data as the one JSON text that it has: sorted keys, no spaces, no floats, NFC as given."""
    _refuse_floats(value)
    return _PLAIN.encode(value)


def revive(kind: str, payload: str) -> Event:
    """Read an event back from the ledger. Raises ValueError for a kind this program does not know."""
    if kind not in EVENTS:
        for noun in _NOUNS:
            import_module(f"sfm_tui.domain.{noun}")
    cls = EVENTS.get(kind)
    if cls is None:
        raise ValueError(f"the ledger holds a «{kind}» entry, which this version does not know")
    return cls.model_validate(json.loads(payload), strict=False)


def _refuse_floats(value: Any) -> None:
    if isinstance(value, float):
        raise TypeError(f"a float in the ledger: {value!r}")
    if isinstance(value, dict):
        for item in value.values():
            _refuse_floats(item)
    elif isinstance(value, list | tuple):
        for item in value:
            _refuse_floats(item)


_PLAIN = json.JSONEncoder(ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
