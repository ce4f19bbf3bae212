"""A person's own capability plan: the head of its form, its rows, the reviews of a row. Days are ISO text."""

from typing import Literal

from sfm_tui.domain.action import Day, Days, Row, Said
from sfm_tui.domain.text import Line, Name, Text

LABELS = {
    "employee": "Employee", "manager": "Manager", "stage": "Stage", "agreed_on": "Agreed on",
    "earlier_plans": "Earlier plans", "earlier_reviews": "Earlier reviews", "signed_employee": "Employee signs",
    "signed_manager": "Manager signs", "reviewed_on": "Reviewed on",
    "area": "Area for improvement", "required_level": "Required level", "gap": "Identified gap",
    "risk": "Safety/security risk", "risk_measures": "Measures for the risk", "manager_actions": "Manager's actions",
    "employee_actions": "Employee's actions", "support": "Support required", "timescale": "Timescale",
    "review_dates": "Review dates", "how_measured": "How it is measured", "due": "Date to reach it",
}  # fmt: skip
"""What the form calls each field of the head, of a row and of a review."""

CapabilityStage = Literal[1, 2]
"""1 informal, 2 formal."""


class Signature(Row):
    """Who signed, as they wrote their name, and on which day."""

    name: Name
    on: Day

    def __str__(self) -> str:
        return f"{self.name}, {self.on}"


class CapabilityPlan(Row):
    """The head of the form. `earlier_plans` and `earlier_reviews` are the days of those before."""

    employee: Name
    manager: Name
    stage: CapabilityStage = 1
    agreed_on: Day | None = None
    earlier_plans: Days = ""
    earlier_reviews: Days = ""
    signed_employee: Signature | None = None
    signed_manager: Signature | None = None

    @property
    def signed(self) -> bool:
        """Whether anybody has signed it."""
        return bool(self.signed_employee or self.signed_manager)


class CapabilityLine(Row):
    """One row of the form; the two agreed actions are the manager's and the employee's."""

    area: Said
    required_level: Text = ""
    gap: Text = ""
    risk: bool = False
    risk_measures: Text = ""
    manager_actions: Text = ""
    employee_actions: Text = ""
    support: Text = ""
    timescale: Line = ""
    review_dates: Days = ""
    how_measured: Text = ""
    due: Day | None = None


class CapabilityReview(Row):
    """A review of one row: `number` is the row's."""

    number: int
    reviewed_on: Day
    outcome: Literal["met", "partially met", "not met"]
    evaluation: Said
    agreed_actions: Text = ""
    signed_employee: Signature | None = None
    signed_manager: Signature | None = None
