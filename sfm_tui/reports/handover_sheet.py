"""A handover on paper: its text as it was signed, and the two names under it."""

from dataclasses import dataclass
from typing import ClassVar, Protocol
from zoneinfo import ZoneInfo

from sfm_tui.clock import full_text
from sfm_tui.reports.paper import Fact, Foot, Names, stretch

NOT_ACCEPTED = "not accepted yet"


class Signed(Protocol):
    """What the sheet says of a handover."""

    @property
    def handover(self) -> str:
        """Its number."""

    @property
    def at(self) -> int:
        """When it was signed."""

    @property
    def giver(self) -> str:
        """Who handed over."""

    @property
    def receiver(self) -> str:
        """Who accepted it, or is expected to."""

    @property
    def accepted_at(self) -> int | None:
        """When it was accepted."""

    @property
    def text(self) -> str:
        """What it says."""


@dataclass(frozen=True)
class HandoverSheet:
    """One handover on paper."""

    template: ClassVar[str] = "handover_sheet"
    title: str
    day: str
    text: str
    facts: tuple[Fact, ...]
    foot: Foot


def build_handover(one: Signed, names: Names, tz: ZoneInfo, foot: Foot) -> HandoverSheet:
    """The sheet of a handover as it stands."""
    facts = [
        Fact("Handed over by", names.author(one.giver)),
        Fact("Signed", full_text(one.at, tz)),
    ]
    if one.accepted_at is not None:
        facts.append(Fact("Accepted by", names.author(one.receiver) if one.receiver else "(not named)"))
        facts.append(Fact("Accepted", full_text(one.accepted_at, tz)))
    else:
        expected = f", expected of {names.author(one.receiver)}" if one.receiver else ""
        facts.append(Fact("Accepted", f"{NOT_ACCEPTED}{expected}", alert=True))
    return HandoverSheet(f"Handover {one.handover}", stretch(one.at, tz), one.text, tuple(facts), foot)
