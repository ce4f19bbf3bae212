"""A person's own capability plan on the form of the improvement action plan: made from its own file, never a store's.

No registry names it: it is printed only from where the plan was opened, by its passphrase.
"""

from datetime import date
from typing import TYPE_CHECKING

from sfm_tui.clock import full_text, to_local
from sfm_tui.reports.action_form import Agreed, FormReview, FormRow, Signer, days_line, form_paper
from sfm_tui.reports.blocks import BlockPaper
from sfm_tui.reports.paper import Fact, Foot
from sfm_tui.reports.review_words import iso_day

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.capability import CapabilityLine, CapabilityPlan, CapabilityReview, Signature

CONFIDENTIAL = "Confidential: about one person"
STAGES = {1: "1 informal", 2: "2 formal"}


def capability_form(
    plan: "CapabilityPlan", lines: "Mapping[int, CapabilityLine]", reviews: "Sequence[CapabilityReview]", today: date,
    now: int, tz: "ZoneInfo",
) -> BlockPaper:  # fmt: skip
    """The form of a plan, with room to sign where nobody has signed, and for the next review of each row."""
    stage = Fact("Stage in the process", STAGES[plan.stage])
    head = (
        Fact("Date of agreed plan", iso_day(plan.agreed_on)),
        Fact("Earlier plans", days_line(plan.earlier_plans) or "–"),
        stage,
        Fact("Employee", plan.employee),
        Fact("Manager", plan.manager),
    )
    held = sorted({one.reviewed_on for one in reviews})
    review_head = (
        Fact("Date of review", iso_day(held[-1] if held else None)),
        Fact("Previous reviews", days_line(" ".join([plan.earlier_reviews, *held[:-1]])) or "–"),
        stage,
    )
    last = max(reviews, key=lambda one: one.reviewed_on, default=None)
    foot = Foot(CONFIDENTIAL, "", f"Printed {full_text(now, tz)}", tuple(to_local(now, tz).timetuple()[:6]))
    return form_paper(
        f"{plan.employee}, as of {iso_day(today.isoformat())}",
        head,
        tuple(_row(number, line) for number, line in lines.items()),
        tuple(one for number in lines for one in _reviews(number, reviews)),
        _signers(plan, plan.signed_employee, plan.signed_manager),
        review_head,
        _signers(plan, last.signed_employee if last else None, last.signed_manager if last else None),
        foot,
        note="Confidential: personnel data. Keep it apart from the team's plan and out of any evidence.",
    )


def _row(number: int, line: "CapabilityLine") -> FormRow:
    steps = (("Manager", line.manager_actions), ("Employee", line.employee_actions))
    return FormRow(
        number=f"{number}",
        area=line.area,
        required_level=line.required_level,
        gap=line.gap,
        risk=line.risk,
        risk_measures=line.risk_measures,
        agreed=tuple(Agreed(who, text) for who, text in steps if text),
        support=line.support,
        timescale=line.timescale,
        reviews=tuple(map(iso_day, line.review_dates.split())),
        measured=(line.how_measured,),
        due=iso_day(line.due) if line.due else "",
    )


def _reviews(number: int, reviews: "Sequence[CapabilityReview]") -> list[FormReview]:
    held = [
        FormReview(f"{number}", one.reviewed_on, one.outcome, one.evaluation, one.agreed_actions, _signed(one))
        for one in reviews
        if one.number == number
    ]
    return [*held, FormReview(f"{number}")]


def _signed(one: "CapabilityReview") -> str:
    return "\n".join(each.name for each in (one.signed_manager, one.signed_employee) if each)


def _signers(
    plan: "CapabilityPlan", employee: "Signature | None", manager: "Signature | None"
) -> tuple[Signer, ...]:  # fmt: skip
    return tuple(
        Signer(role, name, signed.name if signed else "", signed.on if signed else "")
        for role, name, signed in (("Employee", plan.employee, employee), ("Manager", plan.manager, manager))
    )
