"""Asks what to narrow the log to."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import local_date
from sfm_tui.domain.categories import SEVERITIES
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.log.filter import STATES, Narrowing

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session

_LETTERS = {"running": "r", "open": "o", "on hold": "h", "closed": "c", "void": "v"}
_ANY = Choice("", "any")


class Asker:
    """The dialogs over one app and session; `answered` is given the narrowing after each answer."""

    def __init__(self, app: "App[Any]", session: "Session", answered: Callable[[Narrowing], None]) -> None:
        self._app = app
        self._session = session
        self._answered = answered

    def ask(self, name: str, now: Narrowing) -> None:
        """Ask for one field of a `Narrowing`; Escape changes nothing. The dialog takes the very next key."""
        if name == "days":
            self._days(now)
            return

        def chosen(answer: str | None) -> None:
            if answer is not None:
                value: Any = int(answer) if name == "severity" and answer else answer
                self._answered(now.put(name, value) if answer else now.put(name))

        if name == "state":
            choices = [Choice("", "any", letter="0"), *(Choice(s, s, letter=_LETTERS[s]) for s in STATES)]
            self._app.push_screen(ChooseDialog("State", choices), chosen)
        elif name == "severity":
            named = [Choice(str(n), word, letter=str(n)) for n, word in SEVERITIES.items()]
            self._app.push_screen(ChooseDialog("Severity", [Choice("", "any", letter="0"), *named]), chosen)
        elif name == "officer":
            officers = sorted(self._session.data.names.items(), key=lambda item: item[1].casefold())
            many = [_ANY, *(Choice(number, call_sign, number) for number, call_sign in officers)]
            self._app.push_screen(PickDialog("Officer", many), chosen)
        else:
            self._app.push_screen(PickDialog("Category", [_ANY], more=self._categories), chosen)

    async def _categories(self) -> list[Choice]:
        categories = await self._session.read(lambda store: store.reference.categories(hidden=True))
        return [Choice(c.name, c.name) for c in categories]

    def _days(self, now: Narrowing) -> None:
        from sfm_tui.clock.days import parse_days

        today = local_date(self._session.now(), self._session.tz)
        ask = Field(
            "days", "Reported on (empty: any day)", placeholder="14/11, today, mon, week, nov, 10/11 - 14/11",
            check=lambda text: parse_days(text, today).words, needed=False,
        )  # fmt: skip

        def answered(answer: dict[str, str] | None) -> None:
            if answer is None:
                return
            if not answer["days"].strip():
                self._answered(now.put("days"))
                return
            days = parse_days(answer["days"], today)
            self._answered(now.put("days", *days.bounds(self._session.tz), words=days.words))

        self._app.push_screen(AskDialog("Date", [ask], hint="Enter narrows · Esc leaves it as it is"), answered)
