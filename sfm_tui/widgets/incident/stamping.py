"""What the stamp keys do: F5 dispatched, F7 on scene, F8 stood down or clear, F9 resolved.

The time is that of the key. A key that is pressed again on a done stamp offers to correct it; nothing is
overwritten silently.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import clock_text, duration_words
from sfm_tui.domain.response import response_clock
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome, Tone
from sfm_tui.widgets.forms.timing import BadTime, echo, settle
from sfm_tui.widgets.incident.who_can_go import who_can_go

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.incidents import Done, Incident, StampView
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

ENDED = "ended"
WORDS = {"dispatched": "dispatched", "on scene": "on scene", ENDED: "stood down or clear", "resolved": "resolved"}


@dataclass(frozen=True)
class _Picture:
    incident: "Incident"
    stamps: "list[StampView]"
    everybody: list[tuple[str, str]]


async def press(app: "App[Any]", session: "Session", number: str, key: str) -> Outcome | None:
    """Do what a stamp key means for an incident; None where the person left it as it was.

    Raises StoreError where the store refuses.
    """
    pressed_at = session.now()
    picture = await session.read_after_writes(lambda store: _look(store, number))
    if picture.incident.struck:
        raise StoreError(f"{number} was raised in error: it takes no more stamps")
    if key == "resolved":
        return await _resolved(app, session, picture, pressed_at)
    return await _officer_stamp(app, session, picture, key, pressed_at)


def question(number: str, key: str) -> str:
    """How the question begins that a stamp key asks of an incident."""
    return f"{number}: {WORDS[key]}"


def _look(store: "Store", number: str) -> _Picture:
    from sfm_tui.domain.reference import Officer

    names = store.reference.names()
    everybody = [(o.officer, names.get(o.officer, o.officer)) for o in store.reference.all(Officer) if not o.left_on]
    return _Picture(store.incidents.get(number), store.incidents.stamps(number), everybody)


def _holding(picture: _Picture, stamp: str, officer: str) -> "list[StampView]":
    return [s for s in picture.stamps if s.stamp == stamp and s.officer == officer and not s.struck]


def _meaning(picture: _Picture, key: str, officer: str) -> str:
    from sfm_tui.domain.timeline import Stamp, ending_stamp

    if key != ENDED:
        return key
    return ending_stamp([Stamp(s.stamp, s.officer, s.at, s.struck) for s in picture.stamps], officer)


async def _officer_stamp(app: "App[Any]", session: "Session", picture: _Picture, key: str, at: int) -> Outcome | None:
    from sfm_tui.domain.timeline import Stamp, still_out

    stamps = [Stamp(s.stamp, s.officer, s.at, s.struck) for s in picture.stamps]
    named = list(picture.incident.officers)
    out = still_out(named, stamps)
    waiting = [officer for officer in out if not _holding(picture, _meaning(picture, key, officer), officer)]
    done = [s for s in picture.stamps if not s.struck and s.officer and _is(key, s.stamp)]
    if not done and len(waiting) == 1:
        return await put(session, picture.incident.number, _meaning(picture, key, waiting[0]), waiting[0], at)
    if key in ("on scene", ENDED) and len(waiting) == 1 and not (done and len(named) == 1):
        return await put(session, picture.incident.number, _meaning(picture, key, waiting[0]), waiting[0], at)
    choices = [Choice(f"stamp:{o}", session.officer_name(o), _meaning(picture, key, o)) for o in waiting]
    if not waiting or key == "dispatched":
        others = [(o, name) for o, name in picture.everybody if o not in waiting]
        if key == "dispatched" or not named:
            choices += [
                Choice(f"stamp:{p.officer}", p.name, "send again" if p.officer in named else p.state)
                for p in who_can_go(session, others, named, picture.incident.number)
            ]
    choices = [
        *(Choice(f"fix:{s.stamp}:{s.officer}:{s.at}", f"Correct {session.officer_name(s.officer)} {s.stamp}",
                 clock_text(s.at, session.tz), letter="c" if len(done) == 1 else "") for s in done),
        *choices,
    ]  # fmt: skip
    if not choices:
        raise StoreError(
            f"nobody is out for {picture.incident.number}: {key_of('app.dispatched', 'F5')} dispatches an officer"
        )
    chosen = await app.push_screen_wait(
        ChooseDialog(f"{question(picture.incident.number, key)} at {clock_text(at, session.tz)}, who?", choices)
    )
    if chosen is None:
        return None
    verb, _, rest = chosen.partition(":")
    if verb == "fix":
        stamp, officer, was = rest.rsplit(":", 1)[0].partition(":")[0], rest.rsplit(":", 1)[0].partition(":")[2], rest
        return await correct(app, session, picture.incident, stamp, officer, int(was.rsplit(":", 1)[1]))
    return await put(session, picture.incident.number, _meaning(picture, key, rest), rest, at)


def _is(key: str, stamp: str) -> bool:
    return stamp in ("stood down", "clear") if key == ENDED else stamp == key


async def _resolved(app: "App[Any]", session: "Session", picture: _Picture, at: int) -> Outcome | None:
    incident = picture.incident
    if incident.resolved is None:
        return await put(session, picture.incident.number, "resolved", "", at)
    choices = [
        Choice("fix", "Correct the time", clock_text(incident.resolved, session.tz), letter="c"),
        Choice("close", "Close the incident", letter="l"),
    ]
    chosen = await app.push_screen_wait(ChooseDialog(f"{incident.number} is resolved already", choices))
    if chosen == "fix":
        return await correct(app, session, incident, "resolved", "", incident.resolved)
    if chosen == "close":
        await session.write(lambda store, by: store.incidents.set_state(incident.number, "closed", by))
        return Outcome(f"{incident.number} closed {clock_text(session.now(), session.tz)}")
    return None


async def put(session: "Session", number: str, stamp: str, officer: str, at: int) -> Outcome:
    """Stamp an incident, and give what to say of it."""

    def act(store: "Store", by: "Author") -> "tuple[Done, Incident]":
        done = store.incidents.stamp(number, stamp, by, officer=officer, at=at)
        return done, store.incidents.get(number)

    done, incident = await session.write(act)
    return describe(session, stamp, officer, done, incident)


def describe(session: "Session", stamp: str, officer: str, done: "Done", incident: "Incident") -> Outcome:
    """What a stamp did, in one line: `on scene 22:17:41 · 2 m 06 s · within 3 m`."""
    who = f"{session.officer_name(officer)} " if officer else ""
    parts = [f"{incident.number} {who}{stamp} {clock_text(done.at, session.tz)}"]
    tone: Tone = "good"
    if stamp == "on scene" and "on_scene" in done.sets:
        clock = response_clock(
            session.terms, reported=incident.reported, dispatched=incident.dispatched, on_scene=incident.on_scene,
            severity=incident.severity, now=done.at,
        )  # fmt: skip
        if clock is not None:
            parts.append(duration_words(clock.seconds))
            limit = duration_words(clock.limit)
            if clock.within:
                parts.append(f"within {limit}")
            else:
                parts.append(f"OVER {limit} by {duration_words(clock.seconds - clock.limit)}")
                tone = "warn"
    if done.sets.get("outcome"):
        parts.append(f"outcome: {done.sets['outcome']}")
    if done.flagged:
        parts.append(f"{done.flagged}, left out of the figures" if stamp == "on scene" else done.flagged)
        tone = "warn"
    return Outcome(" · ".join(parts), tone)


async def correct(
    app: "App[Any]", session: "Session", incident: "Incident", stamp: str, officer: str, was: int
) -> Outcome | None:
    """Ask for the right time of a stamp and the reason; the old one stays readable beside it."""
    who = session.officer_name(officer) if officer else incident.number
    answer: dict[str, str] | None = None
    problem = ""
    while True:
        fields = [
            Field("time", f"{who} {stamp} was stamped {clock_text(was, session.tz)}. The right time:",
                  value=answer["time"] if answer else "", placeholder="2215, -5, +2, y 2310", check=echo(session, was)),
            Field("why", "Why (it stands in the log):", value=answer["why"] if answer else ""),
        ]  # fmt: skip
        answer = await app.push_screen_wait(AskDialog("Correct a time", fields, hint=problem))
        if answer is None:
            return None
        try:
            at = await settle(app, session, answer["time"], was)
        except BadTime as error:
            problem = str(error)
            continue
        if at is None:
            continue
        break
    why = answer["why"]

    def act(store: "Store", by: "Author") -> "tuple[Done, Incident]":
        done = store.incidents.correct_stamp(incident.number, stamp, officer, was, at, why, by)
        return done, store.incidents.get(incident.number)

    done, after = await session.write(act)
    return describe(session, stamp, officer, done, after)
