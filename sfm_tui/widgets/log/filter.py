"""What the log of incidents is narrowed to: the filter, in words, and the order in which it was set."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sfm_tui.storage.listing import COUNTED_TO, Filter

STATES = ("running", "open", "on hold", "closed", "void")
_FIELDS = {
    "state": ("state",),
    "severity": ("severity",),
    "category": ("category",),
    "officer": ("officer",),
    "breach": ("breach",),
    "days": ("start", "end"),
}


@dataclass(frozen=True)
class Narrowing:
    """A filter with what it needs to be told in words. Every change gives a new one."""

    filter: Filter = field(default_factory=Filter)
    day_words: str = ""
    order: tuple[str, ...] = ()

    def put(self, name: str, *values: Any, words: str = "") -> "Narrowing":
        """Narrow by a field of `state severity category officer breach days`; without values, no longer."""
        columns = _FIELDS[name]
        plain = Filter()
        new = values or tuple(getattr(plain, column) for column in columns)
        wanted = replace(self.filter, **dict(zip(columns, new, strict=True)))
        order = tuple(n for n in self.order if n != name)
        if any(getattr(wanted, column) != getattr(plain, column) for column in columns):
            order = (*order, name)
        return Narrowing(wanted, words if name == "days" else self.day_words, order)

    def without_last(self) -> "Narrowing":
        """Without what was set last."""
        return self.put(self.order[-1]) if self.order else self

    def words(self, names: Mapping[str, str]) -> str:
        """`all`, or what it is narrowed to: `severity 2, Reid, over limit`; `names` are the officers'."""
        wanted = self.filter
        parts = {
            "state": wanted.state,
            "severity": f"severity {wanted.severity}",
            "category": wanted.category,
            "officer": names.get(wanted.officer, wanted.officer),
            "breach": "over limit",
            "days": self.day_words,
        }
        return ", ".join(parts[name] for name in _FIELDS if name in self.order) or "all"


def counted(number: int | None) -> str:
    """How many there are, counted no further than ten thousand; dots until somebody has counted."""
    if number is None:
        return "…"
    return f"{COUNTED_TO:,}+" if number >= COUNTED_TO else f"{number:,}"
