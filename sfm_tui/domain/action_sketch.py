"""What a new action starts with where a record, a breach or a figure already tells some of it."""

from dataclasses import dataclass, fields, replace
from typing import Any, Self


@dataclass(frozen=True)
class ActionSketch:
    """Fields that a new action's form opens with, empty where nothing is known; a person may change every one.

    They are named as in `domain.action.Action` and hold what a person would type there: days as ISO text,
    `review_dates` as ISO days with spaces between, `measure` and `theme` as codes, `owner` as a code or a name.
    `sources` are the records that the action comes from, such as `incident:2026-0142` or
    `finding:no-responder:2026-11-26T17:00`; each is linked to it when it is saved.
    """

    area: str = ""
    theme: str = ""
    required_level: str = ""
    gap: str = ""
    safety_risk: bool = False
    risk_measures: str = ""
    cause: str = ""
    measure: str = ""
    baseline_from: str = ""
    baseline_to: str = ""
    target: str = ""
    how_measured: str = ""
    owner: str = ""
    support: str = ""
    due: str = ""
    review_dates: str = ""
    review_repeat: str = ""
    sources: tuple[str, ...] = ()

    def with_(self, **values: Any) -> Self:
        """The sketch with other fields."""
        return replace(self, **values)

    def typed(self) -> dict[str, str]:
        """The fields that say something, as the form takes them."""
        found = {one.name: getattr(self, one.name) for one in fields(self) if one.name != "sources"}
        found["safety_risk"] = "yes" if self.safety_risk else ""
        found["review_dates"] = ", ".join(self.review_dates.split())
        return {name: text for name, text in found.items() if text}
