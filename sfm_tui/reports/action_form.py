"""The improvement action plan as the form that is agreed, signed and reviewed, with a row for each action.

Pure: days come as ISO text, names as they are called. The store's actions and a person's own capability plan are put
on the same form; `gather_plan` and `capability_form` fill it in.
"""

from dataclasses import dataclass

from sfm_tui.domain.action import OUTCOMES
from sfm_tui.reports.blocks import Block, BlockPaper, Column, Facts, Heading, Para, Table
from sfm_tui.reports.paper import Fact, Foot
from sfm_tui.reports.review_words import iso_day

TITLE = "Improvement action plan"
TICKED, OPEN = "☒", "☐"
WEIGHTS = (1.2, 2.6, 2.7, 2.9, 2.5, 3.6, 2.5, 2.0, 2.1, 2.8, 2.1)

_COLUMNS = tuple(
    Column(head, weight)
    for head, weight in zip(
        (
            "Action No.", "Area for improvement", "Required level of performance", "Identified gap",
            "Does the gap pose a safety or security risk? (Yes / No; if yes, the measures)", "Agreed actions",
            "Support required", "Timescale", "Progress monitoring: review dates", "How improvement will be measured",
            "Date to achieve the required level (end of review period)",
        ),
        WEIGHTS,
        strict=True,
    )
)  # fmt: skip
_REVIEW = (
    Column("Action No.", 1.2), Column("Review date", 2), Column("Outcome / evaluation", 7),
    Column("Has the required level been achieved? (marked)", 3), Column("Agreed actions (if required)", 6),
    Column("Reviewed by", 2.4),
)  # fmt: skip
_SIGNED = (Column("Role", 2), Column("Name", 4), Column("Signature", 6), Column("Date", 3))
_AGREED = (
    Column("Action No.", 1.2), Column("Stage", 1.6), Column("Date of agreed plan", 2), Column("Revised on", 2.4),
    Column("Owner", 3.2), Column("Signature", 4.4), Column("Date", 2),
)  # fmt: skip


@dataclass(frozen=True)
class Agreed:
    """One agreed action: `who` does it, what, with which support, over which time, and the day on which it was done."""

    who: str
    text: str
    support: str = ""
    timescale: str = ""
    done_on: str = ""


@dataclass(frozen=True)
class FormRow:
    """One action as it is agreed. `number` is what the form calls it; `measured` are short paragraphs."""

    number: str
    area: str
    required_level: str = ""
    gap: str = ""
    risk: bool = False
    risk_measures: str = ""
    agreed: tuple[Agreed, ...] = ()
    support: str = ""
    timescale: str = ""
    reviews: tuple[str, ...] = ()
    measured: tuple[str, ...] = ()
    due: str = ""


@dataclass(frozen=True)
class FormReview:
    """A review of one row; `outcome` is one of `domain.action.OUTCOMES`, nothing where it is still to be held."""

    number: str
    day: str = ""
    outcome: str = ""
    evaluation: str = ""
    next_actions: str = ""
    reviewer: str = ""


@dataclass(frozen=True)
class Signer:
    """Who signs, in which role; of a signature that was given as what and when. What is empty is to be written."""

    role: str
    name: str = ""
    signed_as: str = ""
    day: str = ""


@dataclass(frozen=True)
class Head:
    """What the head says of one action among several."""

    number: str
    stage: str
    agreed_on: str
    revised_on: str
    owner: str


def form_paper(
    subtitle: str, head: tuple[Fact, ...], rows: tuple[FormRow, ...], reviews: tuple[FormReview, ...],
    signers: tuple[Signer, ...], review_head: tuple[Fact, ...], review_signers: tuple[Signer, ...], foot: Foot, *,
    heads: tuple[Head, ...] = (), title: str = TITLE, note: str = "",
) -> BlockPaper:  # fmt: skip
    """The form: head, signatures, the plan; then its reviews with signatures of their own.

    `heads` say of several actions who answers for each, with room to sign; `signers` are the others then.
    """
    blocks: list[Block] = [Para(note, "alert")] if note else []
    blocks.append(Facts(head))
    if heads:
        lines = tuple((h.number, h.stage, h.agreed_on, h.revised_on, h.owner, "", "") for h in heads)
        blocks.append(Table("Agreed", _AGREED, lines, form=True))
    blocks.append(_signatures("Signed by" if heads else "Agreed by", signers))
    blocks.append(Table("The plan", _COLUMNS, tuple(map(_row, rows)), "There is no action in it.", form=True))
    if rows:
        blocks.append(Heading(f"{title}: review"))
        if review_head:
            blocks.append(Facts(review_head))
        blocks.append(Table("Reviews", _REVIEW, tuple(map(_review, reviews)), "None was held.", form=True))
        blocks.append(_signatures("Reviewed by", review_signers))
    return BlockPaper(title, subtitle, tuple(blocks), foot, landscape=True)


def marked(outcome: str) -> str:
    """The three outcomes, one below the other, with the one that was found marked."""
    return "\n".join(f"{TICKED if outcome == one else OPEN} {one.capitalize()}" for one in OUTCOMES)


def days_line(days: str) -> str:
    """Days in one text as a reader has them: `9 Nov 2026, 23 Nov 2026`."""
    return ", ".join(map(iso_day, days.split()))


def _row(row: FormRow) -> tuple[str, ...]:
    many = len(row.agreed) > 1
    steps = [(f"{n}. " if many else "", one) for n, one in enumerate(row.agreed, start=1)]
    return (
        row.number, row.area, row.required_level, row.gap,
        ("Yes" + (f"\n{row.risk_measures}" if row.risk_measures else "\nMeasures: none entered")) if row.risk else "No",
        "\n".join(f"{lead}{_who(one)}{one.text}{_done(one)}" for lead, one in steps),
        "\n".join(filter(None, (row.support, *(f"{lead}{one.support}" for lead, one in steps if one.support)))),
        "\n".join(filter(None, (row.timescale, *(f"{lead}{one.timescale}" for lead, one in steps if one.timescale)))),
        "\n".join(row.reviews), "\n".join(filter(None, row.measured)), row.due,
    )  # fmt: skip


def _who(one: Agreed) -> str:
    return f"{one.who}: " if one.who else ""


def _done(one: Agreed) -> str:
    return f" (done {iso_day(one.done_on)})" if one.done_on else ""


def _review(one: FormReview) -> tuple[str, ...]:
    day = iso_day(one.day) if one.day else ""
    return one.number, day, one.evaluation, marked(one.outcome), one.next_actions, one.reviewer


def _signatures(title: str, signers: tuple[Signer, ...]) -> Table:
    rows = tuple((one.role, one.name, one.signed_as, iso_day(one.day) if one.day else "") for one in signers)
    return Table(title, _SIGNED, rows, form=True)
