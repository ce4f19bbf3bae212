"""The form of a review: what was reached, what one makes of it, what is agreed next and when one looks again."""

from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_text, local_date
from sfm_tui.domain.action import OUTCOMES, Review
from sfm_tui.domain.repeat_words import rule_of, words_of
from sfm_tui.storage.errors import Clash, Refused
from sfm_tui.widgets.actions.words import MARKS
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.kept_form import ask_kept
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_days import day_check, iso_day
from sfm_tui.widgets.lists.cells import clip

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.effect_words import Judged
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

_AT = {"reviewed on": "reviewed_on", "next review": "next", "reviewer": "reviewer", "evaluation": "evaluation",
       "reviews repeat": "next"}  # fmt: skip
_HELP = {
    "evaluation": "what the figures and the people say", "next_actions": "what is to be done now, and by whom",
    "reviewer": "somebody else than the owner",
}  # fmt: skip


async def review(app: "App[Any]", session: "Session", number: str) -> Outcome | None:
    """Enter a review of the cycle at work; what is half typed is kept."""
    saw, names, told = await session.read(
        lambda store: (store.actions.get(number), store.actions.names(), store.actions.effects.judged(number))
    )
    today = local_date(session.now(), session.tz)

    def next_words(text: str) -> str:
        day, rule = _next(text, today)
        return day_text(date.fromisoformat(day)) if day else f"repeats: {words_of(rule)}"

    fields = [
        FormField("reviewed_on", "Reviewed on", "today", "not before the action began", needed=True,
                  check=day_check(today)),
        _outcome(OUTCOMES[1]),
        FormField("evaluation", "Evaluation", "", _said(told), needed=True, long=True),
        FormField("next_actions", "Agreed next", "", _HELP["next_actions"], long=True),
        FormField("next", "Next review", "", "a day, or a rule: every 2 weeks on Fri", check=next_words),
        FormField("reviewer", "Reviewer", names.get(session.author.person, session.author.person),
                  _HELP["reviewer"], suggestions=tuple(dict.fromkeys(names.values()))),
    ]  # fmt: skip

    async def save(typed: dict[str, str]) -> Review:
        day, rule = _next(typed["next"], today) if typed["next"].strip() else ("", "")
        reviewed = iso_day(typed["reviewed_on"], today)
        outcome = next(one for one in OUTCOMES if one == typed["outcome"])
        reviewer = typed["reviewer"].strip()

        def act(store: "Store", by: "Author") -> Review:
            try:
                with _AtField():
                    done = store.actions.review(
                        saw, outcome, typed["evaluation"].strip(), by, reviewed_on=reviewed, reviewer=reviewer,
                        next_actions=typed["next_actions"].strip(), next_review=day or None,
                    )  # fmt: skip
            except Clash as error:
                if "was reviewed on" in str(error):
                    raise FieldError("reviewed_on", str(error)) from None
                raise
            if rule:
                store.actions.change(store.actions.get(number), by, review_repeat=rule)
            return done

        return await session.write(act)

    key = f"action:review:{number}:{session.author.person}"
    title = f"Review of {number}: {clip(saw.area, 50)}"
    done: Review | None = await ask_kept(app, session, key, title, fields, save, focus="outcome")
    if done is None:
        return None
    tone: Any = {"met": "good", "partially met": "warn", "not met": "bad"}[done.outcome]
    return Outcome(f"{number} reviewed: {MARKS[done.outcome]} {done.outcome}", tone)


async def change_review(app: "App[Any]", session: "Session", saw: Review) -> Review | None:
    """Put a review right, with a reason; what it said before stays in the history."""
    names = await session.read(lambda store: store.actions.names())
    today = local_date(session.now(), session.tz)

    fields = [
        _outcome(saw.outcome),
        FormField("evaluation", "Evaluation", saw.evaluation, _HELP["evaluation"], needed=True, long=True),
        FormField("next_actions", "Agreed next", saw.next_actions, _HELP["next_actions"], long=True),
        FormField("next", "Next review", saw.next_review or "", "a day, or nothing", check=day_check(today)),
        FormField("reviewer", "Reviewer", names.get(saw.reviewer, saw.reviewer), _HELP["reviewer"],
                  suggestions=tuple(dict.fromkeys(names.values()))),
        FormField("why", "Why", "", "it stands beside the changed review", needed=True),
    ]  # fmt: skip

    async def save(typed: dict[str, str]) -> Review:
        new: dict[str, Any] = {
            "outcome": typed["outcome"], "evaluation": typed["evaluation"].strip(),
            "next_actions": typed["next_actions"].strip(),
        }  # fmt: skip
        try:
            later = typed["next"].strip()
            new["next_review"] = iso_day(later, today) if later else None
        except ValueError as error:
            raise FieldError("next", str(error)) from None
        if typed["reviewer"].strip() != names.get(saw.reviewer, saw.reviewer):
            new["reviewer"] = typed["reviewer"].strip()

        def act(store: "Store", by: "Author") -> Review:
            with _AtField():
                return store.actions.change_review(saw, typed["why"].strip(), by, **new)

        return await session.write(act)

    title = f"{saw.action}: review of {day_text(date.fromisoformat(saw.reviewed_on))}"
    done: Review | None = await app.push_screen_wait(FormDialog(title, fields, save, focus="outcome"))
    return done


def _said(told: "Judged | None") -> str:
    """What the measure says, for whoever writes what they make of it."""
    if told is None:
        return _HELP["evaluation"]
    return f"the measure says: {told.line}{f', {told.shift}' if told.shift else ''}"


class _AtField:
    """Puts what the store refuses at the field that it is about."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, Refused):
            named, _, rest = str(error).partition(": ")
            if named.casefold() in _AT:
                raise FieldError(_AT[named.casefold()], rest) from None


def _outcome(value: str) -> FormField:
    return FormField("outcome", "Outcome", value, "the space bar turns, a letter jumps",
                     choices=tuple((one, f"{MARKS[one]} {one}") for one in OUTCOMES))  # fmt: skip


def _next(text: str, today: date) -> tuple[str, str]:
    """The day of the next review, or the rule by which reviews repeat. Raises ValueError for what is neither."""
    try:
        return iso_day(text, today), ""
    except ValueError:
        return "", rule_of(text, today)
