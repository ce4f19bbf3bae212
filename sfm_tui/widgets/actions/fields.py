"""The fields of an action's form: how they show a cycle of it, and what is meant by what was typed in them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import local_date
from sfm_tui.domain.action import BY, DECISIONS, LABELS, WRITTEN, Action, clean_one, disorder
from sfm_tui.domain.call_names import begins_name
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.domain.repeat_words import FORMS, rule_of, words_of
from sfm_tui.widgets.actions.sources import HELP as SOURCES_HELP
from sfm_tui.widgets.actions.sources import source_words
from sfm_tui.widgets.briefing.form import REPEATS
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import YES_NO, FormField
from sfm_tui.widgets.forms.typed_days import day_check, days_words, iso_day, iso_days
from sfm_tui.widgets.lists.cells import one_line

if TYPE_CHECKING:
    from sfm_tui.domain.reference import Theme
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

NEW = "new"
STEP = {f"step_{who}": who for who in BY}
"""Fields in which one more step is agreed, by whom it is to be done."""
NOTES = "meeting_notes"
RAISED = "raised_from"
"""The field in which one more record is named that the action comes from."""

_LONG = {
    "required_level", "gap", "risk_measures", "support", "consulted", "how_measured", "cause", "objective",
    "deviations", "briefed", "side_effects", "standardised", "lessons",
}  # fmt: skip
_DAYS = {"agreed_on", "started_on", "in_effect_on", "due", "baseline_from", "baseline_to", "recheck_on"}
_MANY_DAYS = {"review_dates", "revised_on"}
_DAY_HELP = "write 12 dec, 12/12, mon, today or 2026-12-12"
_HELP = {
    "area": "in a few words: the card is called by it",
    "theme": "what it stands under; the space bar turns, a letter jumps",
    RAISED: SOURCES_HELP,
    "required_level": "what is reached when it is done",
    "gap": "the figures, and the period that they are of",
    "safety_risk": "the space bar turns to yes",
    "risk_measures": "if it is a risk: what is in place until it is closed",
    "cause": "why it is so, and what shows it",
    "measure": "the series that it moves",
    "baseline_from": f"the first day of the figures before; {_DAY_HELP}",
    "baseline_to": f"the last day of the figures before; {_DAY_HELP}",
    "target": "the number to reach, with its unit",
    "how_measured": "who counts what, and how often",
    "owner": "the one person who answers for it: name, code or staff number",
    "step_manager": "agreed: what the manager does",
    "step_officer": "agreed: what the officer does",
    "step_team": "agreed: what the team does",
    "support": "time, money, people, training that it takes",
    "due": f"the day on which the level is reached; {_DAY_HELP}",
    "review_dates": "days with commas between: 5 dec, 12 dec",
    "review_repeat": f"or a rule: {FORMS}",
    "consulted": "who was asked for their view",
    NOTES: "what was said, kept with today's date and these names",
    "cost": "money or hours",
    "objective": "which of the owner's personal objectives it serves",
    "agreed_on": f"the day of the agreed plan; {_DAY_HELP}",
    "revised_on": "the days on which the plan was agreed anew",
    "started_on": f"the day on which it was begun; {_DAY_HELP}",
    "briefed": "who was told that it began, and how",
    "deviations": "what was done otherwise than agreed, and why",
    "in_effect_on": f"from this day on readings count as «after»; {_DAY_HELP}",
    "side_effects": "what else changed, wanted or not; «none seen» is an answer",
    "decision": "adopt it, adapt it in a new cycle, or drop it",
    "standardised": "which instruction was changed and when the team was told",
    "recheck_on": f"the day on which to look whether it still holds; {_DAY_HELP}",
    "lessons": "what the next one should know",
}
_SHORT = {
    "area": "Area for improvement", "required_level": "Required level", "due": "Date to reach it",
    "review_dates": "Review dates", "how_measured": "How it is measured", "safety_risk": "Safety/security risk",
    "risk_measures": "Measures for the risk", "deviations": "Done otherwise", "standardised": "Instruction changed",
    "step_manager": "Step: manager", "step_officer": "Step: officer", "step_team": "Step: team",
    NOTES: "Notes of the meeting", RAISED: "Raised from (more)",
}  # fmt: skip
_PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("plan", (
        "area", "theme", RAISED, "required_level", "gap", "safety_risk", "risk_measures", "cause", "measure",
        "baseline_from", "baseline_to", "target", "how_measured", "owner", *STEP, "support", "due", "review_dates",
        "review_repeat", "consulted", NOTES, "cost", "objective", "agreed_on",
    )),
    ("do", ("revised_on", "started_on", "briefed", "deviations")),
    ("check", ("in_effect_on", "side_effects")),
    ("act", ("decision", "standardised", "recheck_on", "lessons")),
)  # fmt: skip
PLACES = {"steps": "step_manager", "reviews": "area", "links": RAISED}
"""Where a form starts that is asked for a place which is no field of it."""


@dataclass(frozen=True)
class Known:
    """What a form offers: people by code, themes, measures by code with their names."""

    people: Mapping[str, str]
    themes: "tuple[Theme, ...]"
    measures: Mapping[str, str]


def look(store: "Store") -> Known:
    """Read what a form offers; who has left is not offered."""
    from sfm_tui.domain.reference import Officer, Person

    today = date.fromisoformat(store.actions.today())
    some: list[Officer | Person] = [*store.reference.all(Officer), *store.reference.all(Person)]
    gone = {one.key for one in some if one.left_on and one.left_on < today}
    people = {code: name for code, name in store.actions.names().items() if code not in gone}
    counted = {one.measure: one.name for one in store.measures.all()}
    computed = {one.measure: f"{one.name} (computed)" for one in COMPUTED.values()}
    return Known(people, tuple(store.actions.themes()), {**counted, **computed})


class ActionFields:
    """Turns a cycle of an action, or none, into fields, and what was typed in them into values again."""

    def __init__(
        self, session: "Session", known: Known, action: Action | None = None, *, given: Mapping[str, str] | None = None
    ) -> None:
        """`given` is what a new action starts with."""
        self._tz = session.tz
        self._today = local_date(session.now(), session.tz)
        self._known = known
        self._action = action
        self.was = {name: self._shown(name) for name in WRITTEN} if action is not None else dict(given or {})

    def _shown(self, name: str) -> str:
        value = getattr(self._action, name)
        if name == "safety_risk":
            return "yes" if value else "no"
        if name in _MANY_DAYS:
            return ", ".join(value.split())
        if name == "review_repeat":
            return words_of(value) if value else ""
        if name == "owner":
            return self._known.people.get(value, value)
        return value or ""

    # ── the fields ───────────────────────────────────────────────────────────────────────────────────────────

    def fields(self) -> list[FormField]:
        """The fields of the plan; of an action that is there, those of the later stages too, each under its head."""
        found = []
        for stage, names in _PARTS:
            if self._action is None:
                if stage != "plan":
                    break
            else:
                found.append(FormField(f"head_{stage}", f"── {stage.capitalize()}", "", fixed=True))
            found += [self._field(name) for name in names]
        return found

    def _field(self, name: str) -> FormField:
        value = self.was.get(name, _blank(name))
        choices: tuple[tuple[str, str], ...] = ()
        suggestions: tuple[str, ...] = ()
        if name == "safety_risk":
            choices = YES_NO
        elif name == "theme":
            choices = _with((("", "no theme"), *((one.theme, one.title) for one in self._known.themes)), value)
        elif name == "measure":
            choices = _with((("", "no measure"), *self._known.measures.items()), value)
        elif name == "decision":
            choices = tuple((one, one or "not decided") for one in DECISIONS)
        elif name == "owner":
            suggestions = tuple(dict.fromkeys([*self._known.people.values(), *self._known.people]))
        elif name == "review_repeat":
            suggestions = REPEATS
        return FormField(
            name, _SHORT.get(name) or LABELS[name], value, _HELP[name], needed=name == "area", choices=choices,
            suggestions=suggestions, check=self._check(name), long=name in _LONG or name == NOTES or name in STEP,
            beside=self._beside(name),
        )  # fmt: skip

    def _check(self, name: str) -> Callable[[str], str] | None:
        if name in _DAYS:
            return day_check(self._today)
        if name in _MANY_DAYS:
            return lambda text: days_words(iso_days(text, self._today))
        if name == "review_repeat":
            return lambda text: words_of(self._rule(text))
        if name == "owner":
            return self._owner
        return source_words if name == RAISED else None

    def _owner(self, text: str) -> str:
        wanted = clean_one(text).strip().casefold()
        for code, name in self._known.people.items():
            if wanted in (code.casefold(), name.casefold()):
                return f"{name} ({code})"
        some = [f"{name} ({code})" for code, name in self._known.people.items() if begins_name(text, name)]
        return some[0] if len(some) == 1 else ""

    def _beside(self, name: str) -> Callable[[dict[str, str]], str] | None:
        if name not in _DAYS:
            return None

        def fits(typed: dict[str, str]) -> str:
            for field, problem in disorder(self._days_of(typed)):
                if field == name:
                    raise ValueError(problem)
            return ""

        return fits

    def _days_of(self, typed: Mapping[str, str]) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for name in _DAYS:
            try:
                found[name] = iso_day(typed[name], self._today) if typed.get(name, "").strip() else None
            except ValueError:
                found[name] = None
        return found

    # ── what was typed ───────────────────────────────────────────────────────────────────────────────────────

    def _rule(self, text: str) -> str:
        began = self._action.began if self._action is not None else None
        return rule_of(text, date.fromisoformat(began) if began else self._today)

    def values(self, typed: Mapping[str, str], *, every: bool = False) -> dict[str, Any]:
        """The fields that were changed; with `every`, all of them. Raises FieldError for what one does not take."""
        found: dict[str, Any] = {}
        for name in WRITTEN:
            if name not in typed or (not every and typed[name] == self.was.get(name, _blank(name))):
                continue
            try:
                found[name] = self._value(name, typed[name])
            except ValueError as error:
                raise FieldError(name, str(error)) from None
        days = self._days_of(typed)
        for name, problem in disorder(days):
            raise FieldError(name, problem)
        return found

    def _value(self, name: str, text: str) -> Any:
        before = getattr(self._action, name) if self._action is not None else None
        if self._action is not None and text == self.was[name]:
            return before
        if name == "safety_risk":
            return text == "yes"
        if name in _DAYS:
            return iso_day(text, self._today) if text.strip() else None
        if name in _MANY_DAYS:
            return iso_days(text, self._today)
        if name == "review_repeat":
            return self._rule(text)
        return text if name in ("theme", "measure", "decision") else text.strip()

    def sketch(self, typed: Mapping[str, str]) -> Action | None:
        """The action as what is typed has it, for advice; what cannot be read yet is left out. None without an area."""
        fields: dict[str, Any] = {"action": NEW, "area": one_line(typed.get("area", "")).strip()[:300]}
        if not fields["area"]:
            return None
        for name in WRITTEN:
            if name == "area" or not typed.get(name, "").strip():
                continue
            try:
                fields[name] = self._value(name, typed[name])
                Action(**{"action": NEW, "area": "x", name: fields[name]})
            except ValueError:
                fields.pop(name, None)
        if self._action is not None:
            fields |= {"action": self._action.action, "cycle": self._action.cycle, "stage": self._action.stage}
        for name, _problem in list(disorder(fields)):
            fields.pop(name, None)
        try:
            return Action(**fields)
        except ValueError:
            return None


def steps_of(typed: Mapping[str, str]) -> dict[str, str]:
    """The steps that were written in the form, by the name of the field."""
    return {name: typed[name].strip() for name in STEP if typed.get(name, "").strip()}


def field_of(problem: str) -> tuple[str, str]:
    """The field that a refusal of the store is about, and what is wrong with it; no field where it names none."""
    named, colon, rest = problem.partition(": ")
    for name, label in LABELS.items():
        if colon and named.casefold() in (name, label.casefold()):
            return name, rest
    return "", problem


def _blank(name: str) -> str:
    return "no" if name == "safety_risk" else ""


def _with(choices: tuple[tuple[str, str], ...], value: str) -> tuple[tuple[str, str], ...]:
    return choices if any(key == value for key, _word in choices) else (*choices, (value, value))
