"""What the talks screen asks before it acts: planning, completing, catching up, correcting.

Each flow gives what the screen should say, or None where the person left everything as it was.
"""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text, local_date
from sfm_tui.clock.planned import parse_planned, planned_text
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, Field
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog, NotYet
from sfm_tui.widgets.forms.points_dialog import PointsDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.timing import echo, settle
from sfm_tui.widgets.lists.mark_dialog import MarkDialog
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.talks.picture import TalkPicture
from sfm_tui.widgets.talks.words import every

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from textual.app import App

    from sfm_tui.domain.reference import Topic
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.talks import Talk
    from sfm_tui.widgets.everywhere.session import Session


# ── planning ─────────────────────────────────────────────────────────────────────────────────────────────────


async def plan(app: "App[Any]", session: "Session", *, topic: str = "", source: str = "") -> "Talk | None":
    """Ask what the talk is about, when and by whom, and plan it; `source` is the record that it is raised from."""
    from sfm_tui.domain.reference import Topic
    from sfm_tui.widgets.talks.topics import library

    with keys_wait(app):
        topics, people = await session.read(
            lambda store: (store.reference.all(Topic), store.reference.people_names())
        )  # fmt: skip
    if not topics:
        if await library(app, session) is None:
            return None
        topics = await session.read(lambda store: store.reference.all(Topic))
    by_code = {one.topic: one for one in sorted(topics, key=lambda one: one.title.casefold())}
    if topic not in by_code:
        about = f" from {source.replace(':', ' ', 1)}" if source else ""
        choices = [Choice(one.topic, one.title, every(one.refresher_months)) for one in by_code.values()]
        chosen = await app.push_screen_wait(PickDialog(f"A talk{about}: what about?", choices))
        if chosen is None:
            return None
        topic = chosen
    return await _plan_form(app, session, by_code[topic], people, source)


async def _plan_form(
    app: "App[Any]", session: "Session", topic: "Topic", people: "Mapping[str, str]", source: str
) -> "Talk | None":
    fields = _fields(session, people, "", session.author.person)

    async def save(values: dict[str, str]) -> "Talk":
        at, presenter = _when(session, values["when"]), _code_of(values["presenter"], people)
        points = values["points"]
        return await session.write(
            lambda store, by: store.talks.plan(
                topic.topic, by, planned_for=at, presenter=presenter, key_points=points, source=source
            )
        )

    done: Talk | None = await app.push_screen_wait(
        PointsDialog(f"Plan a talk: {topic.title}", fields, topic.points, save, focus="when")
    )
    return done


async def change_plan(app: "App[Any]", session: "Session", picture: TalkPicture) -> Outcome | None:
    """Change when a talk is planned for, who presents it, and its points."""
    talk = picture.talk
    when = planned_text(talk.planned_for, session.tz) if talk.planned_for is not None else ""
    fields = _fields(session, picture.people, when, talk.presenter)

    async def save(values: dict[str, str]) -> "Talk":
        at = talk.planned_for if values["when"] == when else _when(session, values["when"])
        new = {"planned_for": at, "presenter": _code_of(values["presenter"], picture.people),
               "key_points": values["points"]}  # fmt: skip
        saw = {name: getattr(talk, name) for name in new}
        return await session.write(lambda store, by: store.talks.change(talk.talk, by, saw=saw, **new))

    done = await app.push_screen_wait(
        PointsDialog(f"{talk.talk} {talk.title}", fields, talk.key_points, save, focus="when")
    )
    return Outcome(f"{talk.talk} changed") if done is not None else None


def _fields(session: "Session", people: "Mapping[str, str]", when: str, presenter: str) -> list[FormField]:
    return [
        FormField("when", "When", when, "may be empty: then it is planned for no time", check=_when_check(session)),
        FormField("presenter", "Presenter", people.get(presenter, presenter), "who leads the talk",
                  suggestions=tuple(people.values())),
    ]  # fmt: skip


def _when_check(session: "Session") -> "Callable[[str], str]":
    def check(text: str) -> str:
        at = _when(session, text)
        return full_text(at, session.tz) if at is not None else ""

    return check


def _when(session: "Session", text: str) -> int | None:
    """The instant ahead that is meant; None for nothing. Raises BadTime."""
    now = session.now()
    return parse_planned(text, near=now, now=now, tz=session.tz, after=now - 60) if text.strip() else None


def _code_of(name: str, people: "Mapping[str, str]") -> str:
    """The code of a person by their name; other words stand as they are."""
    return next((code for code, known in people.items() if known == name.strip()), name.strip())


async def cancel(app: "App[Any]", session: "Session", picture: TalkPicture) -> Outcome | None:
    """Cancel a talk, with a reason."""
    talk = picture.talk.talk
    why = await ask(app, f"Cancel {talk} {picture.talk.title}", "Why (it stands beside it):")
    if why is None:
        return None
    await session.write(lambda store, by: store.talks.cancel(talk, why, by))
    return Outcome(f"{talk} cancelled: {why}", "warn")


async def ask(app: "App[Any]", title: str, label: str, value: str = "") -> str | None:
    """A line that is typed; None where it was left."""
    answer = await app.push_screen_wait(AskDialog(title, [Field("text", label, value)]))
    return answer["text"] if answer else None


# ── the end, and afterwards ──────────────────────────────────────────────────────────────────────────────────


async def complete(app: "App[Any]", session: "Session", picture: TalkPicture) -> Outcome | None:
    """End the talk and lock its register; who needs it and is not on the list is offered as absent first."""
    from sfm_tui.storage.training_part import next_duty, still_needed

    talk = picture.talk
    missing = picture.missing(session.data.names)
    if missing:
        return Outcome(missing, "bad")
    with keys_wait(app):
        needed = await session.read(lambda store: still_needed(store, talk.topic))
    listed = {one.officer for one in picture.register}
    others = [one for one in needed if one not in listed]
    if others:
        choices = [Choice(one, session.officer_name(one), one) for one in others]
        marked = await app.push_screen_wait(
            MarkDialog(f"{talk.talk}: these need it and are not on the list: absent?", choices, others,
                       verb="lists them and completes")
        )  # fmt: skip
        if marked is None:
            return None

        def list_absent(store: "Store", by: Any) -> None:
            for one in marked:
                start = next_duty(store, one)
                day = local_date(start, store.tz) if start is not None else None
                store.talks.absent(talk.talk, one, by, catch_up_on=day)

        await session.write(list_absent)
    done = await session.write(lambda store, by: store.talks.complete(talk.talk, by))
    return Outcome(f"{talk.talk} completed after {done.minutes} min: its register is locked")


async def catch_up(app: "App[Any]", session: "Session", talk: str, officer: str) -> Outcome | None:
    """Somebody who missed a talk has had it: they sign with their number, now or for a time that is typed."""
    from sfm_tui.storage.people import WrongPin
    from sfm_tui.widgets.talks.sign import has_pin

    name = session.officer_name(officer)
    with keys_wait(app):
        asks = await session.read(lambda store: has_pin(store, officer))

    async def save(values: dict[str, str]) -> bool:
        if values["number"].strip() != officer:
            raise FieldError("number", f"that is not {name}'s number: they type it themselves, it is their signature")
        at = None
        if values["at"].strip():
            at = await settle(app, session, values["at"])
            if at is None:
                raise NotYet
        try:
            line = await session.write(
                lambda store, by: store.talks.catch_up(talk, officer, by, at=at, pin=values.get("pin", ""))
            )
        except WrongPin as error:
            raise FieldError("pin", str(error)) from None
        return line.off_duty

    fields = [
        FormField("number", "Staff number", needed=True, help=f"{name} types it: it is the signature"),
        *([FormField("pin", "PIN", needed=True, password=True)] if asks else []),
        FormField("at", "When", check=echo(session), help="empty is now"),
    ]
    off = await app.push_screen_wait(FormDialog(f"{talk}: {name} catches up", fields, save, focus="number"))
    if off is None:
        return None
    return Outcome(f"{name} has caught up on {talk}" + (" · not on duty, flagged" if off else ""))


async def correct(app: "App[Any]", session: "Session", picture: TalkPicture) -> Outcome | None:
    """Put something right beside a locked register; what was half typed when it was locked is offered."""
    talk, draft = picture.talk.talk, picture.draft
    kept = " ".join(" ".join(str(text) for text in draft.body.values()).split()) if draft is not None else ""
    text = await ask(app, f"{talk}: correction", "What is right (a new entry beside the register):", kept)
    if text is None:
        return None
    await session.write(lambda store, by: store.talks.correct(talk, text, by))
    if draft is not None:
        await session.write(lambda store, _by: store.drafts.drop(draft.key))
    return Outcome("correction entered beside the register")
