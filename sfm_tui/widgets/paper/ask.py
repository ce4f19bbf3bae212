"""What the paper screen asks: which days, which day, which record a document is to be of."""

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_text
from sfm_tui.clock.days import DAY_FORMS, parse_day
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.key_names import with_keys
from sfm_tui.widgets.paper.records import EMPTY, MOST, knows, records, total
from sfm_tui.widgets.paper.wish import Wish, period_of, title_of

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.period import Period
    from sfm_tui.reports.registry import Kind
    from sfm_tui.widgets.everywhere.session import Session

_ALL, _OTHER = "all", "other"
_MONTHS = 9


async def ask_wish(app: "App[Any]", session: "Session", kind: "Kind", wish: Wish, today: date) -> Wish | None:
    """What the person chooses; None where they leave it as it is."""
    if kind.takes == "period":
        period = await _ask_period(app, kind, today)
        return replace(wish, period=period) if period is not None else None
    if kind.takes == "day":
        return await _ask_day(app, kind, wish, today)
    if kind.takes == "nothing":
        return replace(wish, at=None)
    return await _ask_record(app, session, kind, wish)


async def _ask_period(app: "App[Any]", kind: "Kind", today: date) -> "Period | None":
    """One of the last months by its digit, or any days."""
    from sfm_tui.domain.period import Period
    from sfm_tui.widgets.figures.ask import ask_days

    months = [Period.of("month", today, today)]
    while len(months) < _MONTHS:
        months.append(months[-1].shifted(-1))
    choices = [Choice(str(n), month.words, letter=str(n + 1)) for n, month in enumerate(months)]
    choices.append(Choice(_OTHER, "Other days, from – to …", letter="d"))
    chosen = await app.push_screen_wait(ChooseDialog(f"{title_of(kind)} of which days?", choices))
    if chosen is None:
        return None
    if chosen != _OTHER:
        return months[int(chosen)]
    typed = await ask_days(app, today, f"{title_of(kind)} of other days")
    return period_of(typed.days, today) if typed is not None else None


async def _ask_day(app: "App[Any]", kind: "Kind", wish: Wish, today: date) -> Wish | None:
    ask = Field("day", "Which day?", placeholder="today, 14/11, mon, 2026-11-14",
                check=lambda text: day_text(parse_day(text, today)))  # fmt: skip
    title = f"{title_of(kind)}, now of {day_text(wish.day)}"
    answer = await app.push_screen_wait(AskDialog(title, [ask], hint=f"{DAY_FORMS} · Esc stays"))
    return replace(wish, day=parse_day(answer["day"], today)) if answer is not None else None


async def _ask_record(app: "App[Any]", session: "Session", kind: "Kind", wish: Wish) -> Wish | None:
    """One from the list, which letters narrow; one that is not on it by its number."""
    from sfm_tui.widgets.lists.pick import PickDialog

    found = await session.read(lambda store: records(store, kind.name)) if knows(kind.name) else []
    first = [Choice(_ALL, "All that are open")] if kind.takes == "records" else []
    several = [Choice(_OTHER, "Several, by their numbers …")] if kind.takes == "records" else []
    if len(found) == MOST or not knows(kind.name):
        several = [Choice(_OTHER, "Another, by its number …")]
    choices = [*first, *(replace(one, key=f"={one.key}") for one in found), *several]
    if not choices:
        await app.push_screen_wait(
            ChooseDialog(with_keys(EMPTY.get(kind.name, "There is none yet.")), [Choice("ok", "Good")])
        )
        return None
    title = f"{title_of(kind)} of which one?"
    if len(found) == MOST and (there := await session.read(lambda store: total(store, kind.name))) > MOST:
        title += f" Of {there:,} the newest:"
    chosen = await app.push_screen_wait(PickDialog(title, choices))
    if chosen is None:
        return None
    if chosen == _ALL:
        return replace(wish, record="")
    if chosen != _OTHER:
        return replace(wish, record=chosen.removeprefix("="))
    ask = Field("record", "Which?", placeholder="A-07, A-08" if first else "its number")
    answer = await app.push_screen_wait(AskDialog(f"{title_of(kind)}: which?", [ask], hint="Enter goes on · Esc stays"))
    return replace(wish, record=answer["record"].strip()) if answer is not None else None
