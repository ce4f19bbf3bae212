"""A record of any kind in one line: what it is, what it says, when it was, how it stands."""

from dataclasses import dataclass

KIND_NAMES = {
    "incident": "incident", "breach": "late response", "occurrence": "occurrence", "finding": "finding of the roster",
    "action": "action", "roster": "roster change", "briefing": "briefing point", "talk": "toolbox talk",
    "handover": "handover", "measure": "measure", "report": "document", "weekly": "weekly review",
    "reflection": "reflection", "note": "study note", "assessment": "self-assessment", "topic": "topic of talks",
    "theme": "theme", "officer": "officer", "post": "post", "person": "person", "location": "place",
    "feedback": "feedback", "complaint": "complaint", "audit": "audit", "risk": "risk", "review": "review",
    "duty": "duty", "other": "other",
}  # fmt: skip
"""What each kind of record is called, by the word with which links name it."""
THINGS = frozenset(("officer", "post", "person", "location", "topic", "theme"))
"""Kinds that nothing comes from: who and where, not what happened."""


@dataclass(frozen=True)
class Found:
    """A record: `ref` as links name it, `at` epoch seconds where it has a time, `day` where only its day is known."""

    ref: str
    text: str = ""
    at: int | None = None
    state: str = ""
    day: bool = False

    @property
    def kind(self) -> str:
        """The word before the colon."""
        return self.ref.partition(":")[0]

    @property
    def key(self) -> str:
        """Its number, code or words."""
        return self.ref.partition(":")[2]

    @property
    def called(self) -> str:
        """`action A-07`; a finding and a change of the roster by what they are, since their keys are no names."""
        if self.kind == "effect":
            return f"effect of {self.key}"
        name = KIND_NAMES.get(self.kind, self.kind)
        return name if self.kind in ("finding", "roster") else f"{name} {self.key}"
