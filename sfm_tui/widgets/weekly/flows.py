"""What is typed in a weekly review: a decision, why none is needed, a correction, whether something was done."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sfm_tui.clock import local_date
from sfm_tui.domain.weekly import FIGURES
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.kept_form import ask_kept
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_days import day_check, iso_day
from sfm_tui.widgets.lists.cells import clip, one_line
from sfm_tui.widgets.weekly.words import week_name

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.weekly import Decision, Standing
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

MOST_SAID = 300


async def decide(app: "App[Any]", session: "Session", week: str, figure: str, shown: str) -> Outcome | None:
    """Note what is to be done on a figure; what is half typed is kept until it is saved or dropped."""
    fields, client = await _fields(session, None), uuid4().hex

    async def save(typed: dict[str, str]) -> "Decision":
        text, who, due = _typed(session, typed)

        def act(store: "Store", by: "Author") -> "Decision":
            return store.weekly.decide(week, figure, text, by, who=who, due=due, shown=shown, client_id=client)

        return await session.write(act)

    title = f"{FIGURES[figure]}, {week_name(week)}: what is to be done"
    key = f"weekly:{week}:{figure}:{session.author.person}"
    done = await ask_kept(app, session, key, title, fields, save, focus="text")
    return (
        Outcome(
            f"{FIGURES[figure]}: decided · {key_of('weekly.correct', 'e')} "
            f"corrects it, {key_of('weekly.strike', 'x')} strikes it"
        )
        if done is not None
        else None
    )


async def leave(app: "App[Any]", session: "Session", week: str, figure: str, shown: str) -> Outcome | None:
    """Note that no action is needed, and why."""
    why = Field("why", "No action is needed, because:", placeholder="as chance has it; target met; already being done")
    answer = await app.push_screen_wait(AskDialog(f"{FIGURES[figure]}, {week_name(week)}", [why]))
    if answer is None:
        return None
    client = uuid4().hex
    await session.write(
        lambda store, by: store.weekly.leave(week, figure, answer["why"], by, shown=shown, client_id=client)
    )
    return Outcome(
        f"{FIGURES[figure]}: no action needed · {key_of('weekly.correct', 'e')} "
        f"corrects it, {key_of('weekly.strike', 'x')} strikes it"
    )


async def correct(app: "App[Any]", session: "Session", saw: "Decision") -> Outcome | None:
    """Correct what was decided, with a reason; what stood there before stays in the record."""
    fields = await _fields(session, saw)
    why = FormField("why", "Why", help="the reason of the correction, kept beside it", needed=True)

    async def save(typed: dict[str, str]) -> "Decision":
        text, who, due = _typed(session, typed)
        more: dict[str, Any] = {} if saw.kind == "none" else {"who": who, "due": due}
        return await session.write(lambda store, by: store.weekly.change(saw, by, why=typed["why"], text=text, **more))

    title = f"{FIGURES[saw.figure]}, {week_name(saw.weekly)}: correct it"
    key = f"weekly:{saw.weekly}:{saw.number}:{saw.version}:{session.author.person}"
    some = fields[:1] if saw.kind == "none" else fields
    done = await ask_kept(app, session, key, title, [*some, why], save, focus="text")
    return Outcome(f"{FIGURES[saw.figure]}: corrected, and what stood there is kept") if done is not None else None


async def strike(app: "App[Any]", session: "Session", saw: "Decision") -> Outcome | None:
    """Strike what was decided, with a reason."""
    ask = Field("why", f"Strike «{clip(one_line(saw.text or saw.action), 60)}», because:")
    answer = await app.push_screen_wait(AskDialog(f"{FIGURES[saw.figure]}, {week_name(saw.weekly)}", [ask]))
    if answer is None:
        return None
    await session.write(lambda store, by: store.weekly.strike(saw, answer["why"], by))
    return Outcome(f"{FIGURES[saw.figure]}: struck; it stays readable")


async def ask_done(app: "App[Any]", session: "Session", saw: "Standing") -> Outcome | None:
    """Say what became of a decision."""
    choices = [
        Choice("done", "It is done", letter="d"), Choice("open", "It is still to be done", letter="s"),
        Choice("dropped", "It is not to be done any more", letter="n"),
    ]  # fmt: skip
    title = f"{FIGURES[saw.decision.figure]}, {week_name(saw.decision.weekly)}: was it done?"
    answer: Any = await app.push_screen_wait(ChooseDialog(title, choices, about=clip(saw.decision.text, MOST_SAID)))
    if answer is None:
        return None
    note = ""
    if answer != "open":
        label = "What came of it (may be empty):" if answer == "done" else "Why it is not to be done any more:"
        ask = Field("note", label, needed=answer == "dropped")
        typed = await app.push_screen_wait(AskDialog(title, [ask]))
        if typed is None:
            return None
        note = typed["note"].strip()
    await session.write(lambda store, by: store.weekly.answer(saw, answer, by, note))
    word = {"done": "done", "open": "still to be done", "dropped": "not to be done any more"}[answer]
    return Outcome(f"{FIGURES[saw.decision.figure]}: {word}")


async def ask_end(app: "App[Any]", undecided: list[str]) -> str | None:
    """Where nothing was noted on some figures: `go` to the first of them, `end` it all the same, None to stay."""
    names = ", ".join(FIGURES[figure] for figure in undecided)
    many = f"{len(undecided)} figure{'s have' if len(undecided) != 1 else ' has'} nothing noted"
    choices = [
        Choice("go", f"Go to {FIGURES[undecided[0]]}", letter="g"),
        Choice("end", "End the review all the same", letter="e"),
    ]
    return await app.push_screen_wait(ChooseDialog(many, choices, about=names))


async def _fields(session: "Session", made: "Decision | None") -> list[FormField]:
    def read(store: "Store") -> list[str]:
        from sfm_tui.domain.reference import Officer

        officers = [one.name or one.officer for one in store.reference.all(Officer)]
        return [*store.reference.people_names().values(), *officers]

    names, mine = await session.read(lambda store: (read(store), store.reference.people_names()))
    today, who = local_date(session.now(), session.tz), made.who if made else session.author.person
    return [
        FormField("text", "What", made.text if made else "", needed=True, long=True, help="what is to be done"),
        FormField(
            "who", "Who", mine.get(who, who), suggestions=tuple(dict.fromkeys(names)), help="the one who answers for it"
        ),
        FormField(
            "due", "By when", (made.due or "") if made else "", help="a day, such as fri or 27/11; may be empty",
            check=day_check(today),
        ),
    ]  # fmt: skip


def _typed(session: "Session", typed: dict[str, str]) -> tuple[str, str, str | None]:
    today = local_date(session.now(), session.tz)
    due = typed.get("due", "").strip()
    return typed["text"], typed.get("who", ""), iso_day(due, today) if due else None


WAYS = {"decide": decide, "leave": leave}
"""What is noted on a figure, by the key's action."""

__all__ = ["WAYS", "ask_done", "ask_end", "correct", "decide", "leave", "strike"]
