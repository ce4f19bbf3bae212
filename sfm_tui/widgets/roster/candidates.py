"""How an officer is shown among those who could take a duty: verdict, hours, rest, what speaks against it."""

from collections.abc import Sequence
from dataclasses import dataclass

from rich.cells import cell_len

from sfm_tui.domain.candidates import Candidate, Verdict
from sfm_tui.domain.findings.words import hours_text
from sfm_tui.widgets.lists.cells import fit, wrap
from sfm_tui.widgets.lists.rows import Lines, Span
from sfm_tui.widgets.roster.words import RosterWords

_MARKS = {Verdict.CAN: ("✔", "good"), Verdict.WARNING: ("!", "warn"), Verdict.CANNOT: ("✖", "muted")}
_VERDICTS = {Verdict.CAN: "can", Verdict.WARNING: "warning", Verdict.CANNOT: "cannot"}
_WIDEST_NAME = 18
_INDENT, _VERDICT, _HOURS = 4, 8, 14
MOST_LINES = 3


def longest_name(words: RosterWords, some: Sequence[Candidate]) -> int:
    """The cells that the names take, within reason."""
    return min(_WIDEST_NAME, max((cell_len(words.who(one.officer)) for one in some), default=0))


@dataclass(frozen=True, slots=True)
class SpanOf:
    """What is to be taken."""

    post: str
    start: int
    end: int


def candidate_lines(one: Candidate, place: int, width: int, name: int, words: RosterWords, span: SpanOf) -> Lines:
    """One line for who can, more for what speaks against it; `place` is the digit that chooses, `name` its width."""
    mark, style = _MARKS[one.verdict]
    barred = one.verdict is Verdict.CANNOT
    plain = "muted" if barred else "plain"
    head: list[Span] = [
        (f"{place} " if place <= 9 and not barred else "  ", "accent"),
        (f"{mark} ", style),
        (f"{fit(words.who(one.officer), name)} ", "muted" if barred else "bold"),
        (f"{_VERDICTS[one.verdict]:<{_VERDICT}}", style),
        (f"{hours(one):<{_HOURS}}", plain),
    ]
    used = sum(cell_len(text) for text, _ in head)
    against = list(one.reasons)
    if barred and one.partial is not None:
        against.append(f"could take {words.span(*one.partial)}")
    about = against if barred else facts(one, words, span)
    first, *more = wrap(" · ".join(about), width - used, MOST_LINES)
    lines: Lines = [[*head, (first, plain)], *([(" " * used, "plain"), (text, plain)] for text in more)]
    if not barred and against:
        indent = " " * (_INDENT + name + 1)
        told = wrap(" · ".join(against), width - len(indent) - 2, MOST_LINES)
        lines += [[(indent, "plain"), ("  " if n else "! ", style), (text, style)] for n, text in enumerate(told)]
    return lines


def head_line(name: int) -> str:
    """What the columns are, from that of the names on; `name` is their width."""
    return f"{'officer':<{name + 1}}{'':{_VERDICT}}{'hours of week':<{_HOURS}}"


def hours(one: Candidate) -> str:
    """`36 of 42 h`, `36 h` without hours in a contract."""
    this_week = f"{round(one.week_hours, 1):g}"
    return f"{this_week} h" if one.contract_hours is None else f"{this_week} of {one.contract_hours:g} h"


def facts(one: Candidate, words: RosterWords, span: SpanOf) -> list[str]:
    """What speaks for an officer."""
    found = []
    if one.extends is not None:
        before = one.extends.end == span.start
        if one.extends.post == span.post:
            found.append("is there just before" if before else "is there from then on")
        else:
            found.append(f"{'straight from' if before else 'then straight to'} {words.where(one.extends.post)}")
    if one.knows_post:
        found.append("knows the post")
    rests = [
        f"{hours_text(rest)} {side}"
        for rest, side in ((one.rest_before, "before"), (one.rest_after, "after"))
        if rest is not None
    ]
    if rests:
        found.append(f"rests {', '.join(rests)}")
    elif one.extends is None:
        found.append("no other duty near")
    return found
