"""The fields of a person's own capability plan: its head, its rows, the reviews of a row, its passphrase."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypeVar

from pydantic import ValidationError

from sfm_tui.domain.action import OUTCOMES, Row
from sfm_tui.domain.capability import LABELS, CapabilityLine, CapabilityPlan, CapabilityReview, Signature
from sfm_tui.domain.complaint import first_complaint
from sfm_tui.storage.capability import clean_passphrase
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import YES_NO, FormField
from sfm_tui.widgets.forms.typed_days import day_check, days_words, iso_day, iso_days

R = TypeVar("R", bound=Row)
STAGES = (("1", "1 informal"), ("2", "2 formal"))
_DAYS = "days with commas between"
_ROW = {
    "area": "what is not as it should be",
    "required_level": "what is expected",
    "gap": "the figures, and the period that they are of",
    "risk": "",
    "risk_measures": "if it is one: what is in place",
    "manager_actions": "what the manager has agreed to do",
    "employee_actions": "what the employee has agreed to do",
    "support": "training, time, a mentor",
    "timescale": "over which time",
    "review_dates": _DAYS,
    "how_measured": "what shows that the level is reached",
    "due": "the end of the review period",
}
"""The fields of a row, and what is said of each."""
_SHORT = {"risk", "timescale", "review_dates", "due"}


def head_fields(plan: CapabilityPlan | None, today: date) -> list[FormField]:
    """Who, at which stage, agreed when, signed by whom."""

    def signed(signature: Signature | None) -> str:
        return signature.name if signature else ""

    return [
        FormField("employee", LABELS["employee"], plan.employee if plan else "", needed=True),
        FormField("manager", LABELS["manager"], plan.manager if plan else "", needed=True),
        FormField("stage", LABELS["stage"], str(plan.stage) if plan else "1", choices=STAGES),
        _day("agreed_on", plan.agreed_on if plan else None, today, "a later day is a revised plan"),
        _days("earlier_plans", plan.earlier_plans if plan else "", today),
        _days("earlier_reviews", plan.earlier_reviews if plan else "", today),
        FormField("signed_employee", LABELS["signed_employee"], signed(plan.signed_employee if plan else None),
                  "their name, typed by themselves; dated today"),
        FormField("signed_manager", LABELS["signed_manager"], signed(plan.signed_manager if plan else None),
                  "their name, typed by themselves; dated today"),
    ]  # fmt: skip


def head_values(typed: Mapping[str, str], plan: CapabilityPlan | None, today: date) -> dict[str, Any]:
    """The head that is typed; a signature that stands keeps its day. Raises FieldError."""
    found: dict[str, Any] = {
        "employee": typed["employee"].strip(), "manager": typed["manager"].strip(), "stage": int(typed["stage"]),
        "agreed_on": _read("agreed_on", typed, today, iso_day) or None,
        "earlier_plans": _read("earlier_plans", typed, today, iso_days),
        "earlier_reviews": _read("earlier_reviews", typed, today, iso_days),
    }  # fmt: skip
    for name in ("signed_employee", "signed_manager"):
        before: Signature | None = getattr(plan, name) if plan else None
        who = typed[name].strip()
        same = before is not None and before.name == who
        found[name] = before if same else Signature(name=who, on=today.isoformat()) if who else None
    revised = plan is not None and plan.agreed_on and found["agreed_on"] != plan.agreed_on
    if revised and plan is not None:
        for name in ("signed_employee", "signed_manager"):
            if found[name] == getattr(plan, name):
                found[name] = None  # a revised plan is signed anew
    return found


def row_fields(line: CapabilityLine | None, today: date) -> list[FormField]:
    """The fields of one row."""
    found = []
    for name, words in _ROW.items():
        value = getattr(line, name) if line else ""
        if name == "risk":
            found.append(FormField(name, LABELS[name], "yes" if value else "no", choices=YES_NO))
        elif name == "due":
            found.append(_day(name, value or None, today, words))
        elif name == "review_dates":
            found.append(_days(name, value, today))
        else:
            long = name not in _SHORT
            found.append(FormField(name, LABELS[name], value, words, needed=name == "area", long=long))
    return found


def row_of(typed: Mapping[str, str], today: date) -> CapabilityLine:
    """The row that is typed. Raises FieldError."""
    values: dict[str, Any] = {name: typed[name].strip() for name in _ROW}
    values["risk"] = typed["risk"] == "yes"
    values["due"] = _read("due", typed, today, iso_day) or None
    values["review_dates"] = _read("review_dates", typed, today, iso_days)
    return _made(CapabilityLine, values)


def review_fields(today: date) -> list[FormField]:
    """The fields of the review of a row."""
    return [
        _day("reviewed_on", today.isoformat(), today, "", needed=True),
        FormField("outcome", "Outcome", OUTCOMES[1], choices=tuple((one, one) for one in OUTCOMES)),
        FormField("evaluation", "Evaluation", "", "what was seen", needed=True, long=True),
        FormField("agreed_actions", "Agreed next", "", "if anything is", long=True),
        FormField("signed_employee", LABELS["signed_employee"], "", "their name; dated today"),
        FormField("signed_manager", LABELS["signed_manager"], "", "their name; dated today"),
    ]


def review_of(typed: Mapping[str, str], number: int, today: date) -> CapabilityReview:
    """The review that is typed. Raises FieldError."""
    day = _read("reviewed_on", typed, today, iso_day)
    if day > today.isoformat():
        raise FieldError("reviewed_on", "that day is still to come: a review is entered once it was held")
    values: dict[str, Any] = {
        "number": number, "reviewed_on": day, "outcome": typed["outcome"], "evaluation": typed["evaluation"].strip(),
        "agreed_actions": typed["agreed_actions"].strip(),
    }  # fmt: skip
    for name in ("signed_employee", "signed_manager"):
        who = typed[name].strip()
        values[name] = Signature(name=who, on=today.isoformat()) if who else None
    return _made(CapabilityReview, values)


def new_passphrase() -> list[FormField]:
    """The two fields of a new passphrase."""

    def check(text: str) -> str:
        clean_passphrase(text)
        return "long enough"

    return [
        FormField("passphrase", "Passphrase", "", "three or four words; there is no way round a lost one", needed=True,
                  check=check, password=True),
        FormField("again", "Once more", needed=True, password=True),
    ]  # fmt: skip


def twice(typed: Mapping[str, str]) -> str:
    """The new passphrase that was typed twice. Raises FieldError where the two differ."""
    if typed["passphrase"] != typed["again"]:
        raise FieldError("again", "the two differ: type the same passphrase twice")
    return typed["passphrase"]


def _made(kind: type[R], values: dict[str, Any]) -> R:
    try:
        return kind(**values)
    except ValidationError as error:
        first = first_complaint(error)
        raise FieldError(str(first.where[0]) if first.where else "", first.what) from None


def _read(name: str, typed: Mapping[str, str], today: date, read: Any) -> str:
    try:
        return str(read(typed[name], today)) if typed[name].strip() else ""
    except ValueError as error:
        raise FieldError(name, str(error)) from None


def _day(name: str, value: str | None, today: date, words: str, *, needed: bool = False) -> FormField:
    return FormField(name, LABELS[name], value or "", words, check=day_check(today),
                     needed=needed)  # fmt: skip


def _days(name: str, value: str, today: date) -> FormField:
    return FormField(name, LABELS[name], ", ".join(value.split()), _DAYS,
                     check=lambda text: days_words(iso_days(text, today)))  # fmt: skip
