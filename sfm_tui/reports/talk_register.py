"""The register of a toolbox talk on paper: what was gone through, who signed, who was absent, what was put right."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, ClassVar
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_text, full_text
from sfm_tui.domain.talks import PRESENT
from sfm_tui.reports.paper import NOT_GIVEN, Fact, Foot, Names, beside, stretch

if TYPE_CHECKING:
    from sfm_tui.storage.links import Link
    from sfm_tui.storage.talks import Attendee, Correction, Talk

_ORDER = {"attended": 0, PRESENT: 1, "catch-up": 2, "absent": 3}
_TEXTS = (("questions", "Questions"), ("understanding", "Understanding check"))


@dataclass(frozen=True)
class PointRow:
    """A point of the talk; `done` where it was gone through."""

    text: str
    done: bool


@dataclass(frozen=True)
class RegisterRow:
    """An officer of the register: `signed` is empty where there is room for a signature by hand."""

    name: str
    number: str
    signed: str
    marks: tuple[str, ...]


@dataclass(frozen=True)
class NoteRow:
    """What was put right beside the register, by whom and when."""

    head: str
    text: str


@dataclass(frozen=True)
class TalkRegister:
    """One talk on paper, at one state of the store."""

    template: ClassVar[str] = "talk_register"
    title: str
    day: str
    facts: tuple[Fact, ...]
    points: tuple[PointRow, ...]
    texts: tuple[Fact, ...]
    rows: tuple[RegisterRow, ...]
    notes: tuple[NoteRow, ...]
    foot: Foot


def build_register(
    talk: "Talk", register: "Sequence[Attendee]", corrections: "Sequence[Correction]", links: "Sequence[Link]",
    names: Names, tz: ZoneInfo, foot: Foot,
) -> TalkRegister:  # fmt: skip
    """The register of a talk as it stands."""
    held = talk.held_at
    lines = sorted(register, key=lambda one: (_ORDER.get(one.result, 9), one.officer))
    return TalkRegister(
        title=f"Toolbox talk {talk.talk}",
        day=stretch(held, tz) if held is not None else "not held yet",
        facts=_facts(talk, register, links, names, tz),
        points=tuple(PointRow(point, point in talk.ticked.splitlines()) for point in talk.points),
        texts=tuple(Fact(label, getattr(talk, name)) for name, label in _TEXTS if getattr(talk, name)),
        rows=tuple(_row(one, held, names, tz) for one in lines),
        notes=tuple(
            NoteRow(f"entry {one.seq} · {full_text(one.at, tz)} · {names.author(one.author)}", one.text)
            for one in corrections
        ),
        foot=foot,
    )


def _facts(
    talk: "Talk", register: "Sequence[Attendee]", links: "Sequence[Link]", names: Names, tz: ZoneInfo
) -> tuple[Fact, ...]:
    counts = {result: sum(one.result == result for one in register) for result in _ORDER}
    facts = [
        Fact("Topic", f"{talk.title} ({talk.topic})"),
        Fact("State", f"cancelled: {talk.cancelled}" if talk.cancelled else _state(talk), alert=bool(talk.cancelled)),
        Fact("Presenter", names.author(talk.presenter) or NOT_GIVEN),
    ]
    if talk.held_at is not None:
        length = f", {talk.minutes} min" if talk.minutes is not None else ""
        facts.append(Fact("Held", f"{full_text(talk.held_at, tz)}{length}"))
    elif talk.planned_for is not None:
        facts.append(Fact("Planned for", full_text(talk.planned_for, tz)))
    facts.append(
        Fact(
            "Attendance",
            f"{counts['attended']} attended, {counts['catch-up']} caught up, {counts['absent']} absent"
            + (f", {counts[PRESENT]} not signed yet" if counts[PRESENT] else ""),
        )
    )
    own = f"talk:{talk.talk}"
    came = [link.source.replace(":", " ", 1) for link in links if link.target == own and not link.struck]
    led = [link.target.replace(":", " ", 1) for link in links if link.source == own and not link.struck]
    facts += [Fact(label, ", ".join(some)) for label, some in (("Raised from", came), ("Led to", led)) if some]
    return tuple(facts)


def _state(talk: "Talk") -> str:
    return "completed, register locked" if talk.state == "completed" else talk.state


def _row(line: "Attendee", held: int | None, names: Names, tz: ZoneInfo) -> RegisterRow:
    officer = names.officers.get(line.officer)
    name = (officer.name or officer.call_sign or line.officer) if officer else line.officer
    marks = [mark for mark, holds in (("not on duty", line.off_duty), ("with PIN", line.pin)) if holds]
    at = line.signed_at
    if line.result == "attended":
        signed = f"signed {beside(at, held if held is not None else at, tz)}" if at is not None else "attended"
    elif line.result == "catch-up":
        signed = f"caught up, signed {full_text(at, tz)}" if at is not None else "caught up"
    elif line.result == "absent":
        signed = "absent"
        if line.catch_up_on:
            marks.insert(0, f"catch-up {day_text(date.fromisoformat(line.catch_up_on))}")
    else:
        signed = ""
    return RegisterRow(name, line.officer, signed, tuple(marks))
