"""The form of a briefing point: what is typed in it, what that means, and the days on which it will be told."""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import BadTime, local_date, parse_file_time
from sfm_tui.domain.briefing import PRIORITIES, Point, When, begins, check_point
from sfm_tui.domain.repeat_words import FORMS, rule_of, words_of
from sfm_tui.widgets.briefing.words import next_words, when_words
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.kept_form import ask_kept
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_days import iso_day
from sfm_tui.widgets.lists.cells import one_line

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

REPEATS = (
    "every day", "weekdays", "weekends", "every Mon", "every 2 weeks on Fri", "first Monday of the month",
    "last day of the month", "the 1st and 15th of the month",
)  # fmt: skip
"""Rules that are completed as one types."""

_NEW = Point(briefing="new", text="new", since="1970-01-01")


class PointForm:
    """Turns a point into fields and what was typed in them into a point again."""

    def __init__(self, session: "Session", point: Point | None = None, text: str = "") -> None:
        self._session = session
        self._point = point
        self._today = local_date(session.now(), session.tz)
        self._was = self._shown(point) if point is not None else {"text": one_line(text), "since": "today"}

    def _shown(self, point: Point) -> dict[str, str]:
        return {
            "text": one_line(point.text),
            "priority": point.priority,
            "owner": point.owner,
            "since": self._when_shown(point.since),
            "until": "" if point.until is None else self._when_shown(point.until),
            "repeat": words_of(point.repeat) if point.repeat else "",
        }

    def _when_shown(self, when: When) -> str:
        if isinstance(when, str):
            return when
        from sfm_tui.clock import iso

        return iso(when, self._session.tz)[:16].replace("T", " ")

    def fields(self, people: dict[str, str]) -> list[FormField]:
        """The fields; `people` complete the owner."""
        was = self._was
        words = [*PRIORITIES, *({was["priority"]} - set(PRIORITIES) if "priority" in was else ())]
        return [
            FormField("text", "What to tell", was.get("text", ""), needed=True, help="one thing, as it is read out"),
            FormField("priority", "Priority", was.get("priority", "normal"), choices=tuple((w, w) for w in words),
                      help="the urgent ones are read out first"),
            FormField("owner", "Owner", was.get("owner", ""), help="who answers questions about it; may be empty",
                      suggestions=tuple(name for name in people.values() if name)),
            FormField("since", "From", was.get("since", ""), needed=True, check=self._echo("since"),
                      help="today, tomorrow, mon, 1/12"),
            FormField("until", "Until", was.get("until", ""), check=self._echo("until"),
                      help="the last day; empty until it is withdrawn", beside=self._ends),
            FormField("repeat", "Repeat", was.get("repeat", ""), suggestions=REPEATS, beside=self._next,
                      help="empty tells every officer once; " + FORMS),
        ]  # fmt: skip

    def values(self, typed: dict[str, str], people: dict[str, str]) -> dict[str, Any]:
        """The fields of the point. Raises FieldError for what one does not take."""
        return {
            "text": self._text(typed["text"]),
            "priority": typed["priority"],
            "owner": _code_of(typed["owner"].strip(), people),
            "since": self._named("since", typed),
            "until": self._named("until", typed) if typed["until"].strip() else None,
            "repeat": self._rule(typed),
        }

    def _text(self, typed: str) -> str:
        before = self._point.text if self._point is not None else ""
        return before if typed == one_line(before) else typed.replace("⏎", "\n").strip()

    def _named(self, name: str, typed: dict[str, str]) -> When:
        try:
            return self._when(name, typed[name])
        except ValueError as error:
            raise FieldError(name, str(error)) from None

    def _when(self, name: str, text: str) -> When:
        before: When | None = getattr(self._point, name) if self._point is not None else None
        if before is not None and text == self._was.get(name):
            return before
        try:
            return iso_day(text, self._today)
        except BadTime as error:
            try:
                return parse_file_time(text.strip(), self._session.tz)
            except ValueError:
                raise error from None

    def _echo(self, name: str) -> Any:
        def check(text: str) -> str:
            return when_words(self._when(name, text), self._session.tz)

        return check

    def _rule(self, typed: dict[str, str]) -> str:
        text = typed["repeat"].strip()
        if self._point is not None and text == self._was.get("repeat"):
            return self._point.repeat
        try:
            start = local_date(begins(self._when("since", typed["since"]), self._session.tz), self._session.tz)
            return rule_of(text, start)
        except ValueError as error:
            raise FieldError("repeat", str(error)) from None

    def _draft(self, typed: dict[str, str]) -> Point:
        until = self._when("until", typed["until"]) if typed["until"].strip() else None
        since = self._when("since", typed["since"] or "today")
        point = _NEW.with_(since=since, until=until, repeat=self._rule(typed))
        check_point(point, self._session.tz)
        return point

    def _ends(self, typed: dict[str, str]) -> str:
        if not typed["until"].strip():
            return ""
        point = self._draft({**typed, "repeat": ""})
        return when_words(point.until, self._session.tz) if point.until is not None else ""

    def _next(self, typed: dict[str, str]) -> str:
        """The days on which it will be told, as the rule that is typed has them."""
        if not typed["repeat"].strip():
            return ""
        return next_words(self._draft(typed), self._today, self._session.tz)


def _code_of(owner: str, people: dict[str, str]) -> str:
    return next((code for code, name in people.items() if owner and owner in (code, name)), owner)


async def add_point(app: "App[Any]", session: "Session", *, text: str = "", source: str = "") -> Point | None:
    """Ask for a new point and keep it, linked with `source` where one is given; None after Escape.

    What is half typed is kept until the point is saved or dropped.
    """
    people = await session.read(lambda store: store.reference.people_names())
    form = PointForm(session, text=text)

    async def save(typed: dict[str, str]) -> Point:
        values = form.values(typed, people)
        return await session.write(lambda store, by: store.briefings.add(by=by, source=source, **values))

    title = f"A point for the briefing, from {source.replace(':', ' ', 1)}" if source else "A point for the briefing"
    key = f"briefing:new:{session.author.person}:{source}"
    done: Point | None = await ask_kept(app, session, key, title, form.fields(people), save, focus="text")
    return done


async def change_point(app: "App[Any]", session: "Session", key: str) -> Point | None:
    """Ask what of a point is to change, and why; None after Escape."""

    def ask(store: "Store") -> tuple[Point, dict[str, str], str]:
        kept = store.briefings.get(key)
        return kept.point, store.reference.people_names(), kept.withdrawn

    point, people, withdrawn = await session.read(ask)
    if withdrawn:
        from sfm_tui.storage.errors import Refused

        raise Refused(f"{key} was withdrawn ({withdrawn}): {key_of('briefing.new', 'n')} adds a new point")
    form = PointForm(session, point)

    async def save(typed: dict[str, str]) -> Point:
        values, why = form.values(typed, people), typed["why"].strip()

        def act(store: "Store", by: "Author") -> Point:
            return store.briefings.change(point, by, why=why, **values)

        return await session.write(act)

    shown = {**people, **({point.owner: point.owner} if point.owner else {})}
    why = FormField("why", "Why", help="may be empty; it stands in the history")
    dialog = FormDialog(f"Change {key}", [*form.fields(shown), why], save, focus="text")
    done: Point | None = await app.push_screen_wait(dialog)
    return done
