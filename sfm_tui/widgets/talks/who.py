"""Who is there: the list of a talk, who is absent, what is done about one line of the register."""

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text, local_date
from sfm_tui.domain.talks import HAD, PRESENT
from sfm_tui.widgets.dialogs.dialogs import Choice, ChooseDialog
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.lists.mark_dialog import MarkDialog
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.talks.flows import ask, catch_up
from sfm_tui.widgets.talks.picture import TalkPicture
from sfm_tui.widgets.talks.words import day_words

if TYPE_CHECKING:
    from collections.abc import Callable

    from textual.app import App

    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

FEW = 9
"""Choices that digits can tell apart."""


def officers_here(store: "Store") -> list[str]:
    """The officers who have not left, by number."""
    from sfm_tui.storage.training_part import read_axes

    with store.reading() as connection:
        return list(read_axes(connection, local_date(store.clock.now(), store.tz)).officers)


async def choose_officer(
    app: "App[Any]", session: "Session", title: str, officers: Sequence[str], *, anybody: bool = False
) -> str | None:
    """Ask which officer: one of these first, with `anybody` also every other who has not left."""
    others: list[str] = []
    if anybody:
        others = [one for one in await session.read(officers_here) if one not in officers]
    choices = [Choice(one, session.officer_name(one), one) for one in officers]
    choices += [Choice(one, session.officer_name(one), f"{one} · not on the list") for one in others]
    dialog = ChooseDialog if len(choices) <= FEW else PickDialog
    chosen: str | None = await app.push_screen_wait(dialog(title, choices))
    return chosen


async def who_is_there(app: "App[Any]", session: "Session", picture: TalkPicture) -> Outcome | None:
    """Mark who is present; those on duty stand first, those who have signed stay."""
    talk = picture.talk.talk
    with keys_wait(app):
        officers, on_duty = await session.read(lambda store: (officers_here(store), set(store.talks.proposed())))
    signed = {one.officer for one in picture.register if one.result == "attended"}
    choices = [
        Choice(one, session.officer_name(one), f"{one}{' · on duty' if one in on_duty else ''}"
               f"{' · has signed' if one in signed else ''}")
        for one in sorted(officers, key=lambda one: (one not in on_duty, session.officer_name(one).casefold()))
    ]  # fmt: skip
    chosen = await app.push_screen_wait(
        MarkDialog(f"{talk}: who is there?", choices, picture.waiting, verb="takes them", fixed=signed)
    )
    if chosen is None:
        return None
    await session.write(lambda store, by: store.talks.expect(talk, chosen, by))
    off = [session.officer_name(one) for one in chosen if one not in on_duty]
    words = f" · not on duty: {', '.join(off)}" if off else ""
    return Outcome(f"{len(chosen)} present{words}", "warn" if off else "plain")


async def absent(app: "App[Any]", session: "Session", picture: TalkPicture, officer: str) -> Outcome | None:
    """Note that somebody misses the talk, and the day on which they catch up."""
    from sfm_tui.storage.training_part import next_duty

    talk, tz = picture.talk.talk, session.tz
    line = next((one for one in picture.register if one.officer == officer), None)
    with keys_wait(app):
        start = await session.read(lambda store: next_duty(store, officer))
    proposed = line.catch_up_on if line is not None else ""
    if not proposed and start is not None:
        proposed = local_date(start, tz).isoformat()

    async def save(values: dict[str, str]) -> str:
        day = _day_of(session, values["day"])
        await session.write(lambda store, by: store.talks.absent(talk, officer, by, catch_up_on=day))
        return f"catch-up {day_words(day)}" if day is not None else "no catch-up day set"

    help = f"their next duty starts {full_text(start, tz)}" if start is not None else "may be empty"
    field = FormField("day", "Catch-up on", proposed, help, check=_day_check(session))
    name = session.officer_name(officer)
    said = await app.push_screen_wait(FormDialog(f"{talk}: {name} is absent", [field], save))
    return Outcome(f"{name} absent · {said}", "warn") if said is not None else None


def _day_of(session: "Session", text: str) -> date | None:
    from sfm_tui.widgets.forms.typed_days import nearest_day

    today = local_date(session.now(), session.tz)
    return nearest_day(text, today, today) if text.strip() else None


def _day_check(session: "Session") -> "Callable[[str], str]":
    def check(text: str) -> str:
        day = _day_of(session, text)
        if day is not None and day < local_date(session.now(), session.tz):
            raise ValueError(f"{day_words(day)} lies in the past: today or later")
        return day_words(day) if day is not None else ""

    return check


async def attendee_menu(
    app: "App[Any]", session: "Session", picture: TalkPicture, officer: str
) -> "Outcome | str | None":
    """What can be done about one line of the register; `sign` where it is to be signed."""
    from sfm_tui.widgets.talks import pins as talk_pins

    talk, name = picture.talk, session.officer_name(officer)
    line = next(one for one in picture.register if one.officer == officer)
    choices = []
    if talk.state == "running" and line.result != "attended":
        choices.append(Choice("sign", f"{name} signs", letter="s"))
    if line.result not in HAD and talk.state in ("running", "completed"):
        choices.append(Choice("absent", "Absent, catch-up on …", letter="a"))
    if talk.state == "running" and line.result == PRESENT:
        choices.append(Choice("away", "Not here: off the list", letter="n"))
    if talk.state == "running" and line.result == "attended":
        choices.append(Choice("strike", "Strike the signature", "with a reason", letter="x"))
    if talk.state == "completed" and line.result == "absent":
        choices.append(Choice("catch-up", "Catches up …", letter="c"))
    choices.append(Choice("pin", "Their PIN …", "set or change it", letter="p"))
    chosen = await app.push_screen_wait(ChooseDialog(f"{talk.talk}: {name}", choices))
    if chosen == "sign":
        return "sign"
    if chosen == "absent":
        return await absent(app, session, picture, officer)
    if chosen == "catch-up":
        return await catch_up(app, session, talk.talk, officer)
    if chosen == "pin":
        return await talk_pins.officer_pin(app, session, officer)
    if chosen == "away":
        rest = [one for one in picture.waiting if one != officer]
        await session.write(lambda store, by: store.talks.expect(talk.talk, rest, by))
        return Outcome(f"{name} is not on the list any more")
    if chosen == "strike":
        why = await ask(app, f"{talk.talk}: strike {name}'s signature", "Why (it stands beside it):")
        if why is not None:
            await session.write(lambda store, by: store.talks.strike_signature(talk.talk, officer, why, by))
            return Outcome(f"{name}'s signature is struck", "warn")
    return None
