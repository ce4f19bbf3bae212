"""What a record came from and what came of it: go there, link, strike a link, raise something from it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.records import the_one
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.messages import PlaceWanted
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.keeping.flows import hold_on, hold_or_lift
from sfm_tui.widgets.records.belongs import SIGNS, Belongs, Several, belonging, gathered

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.why_late import Scene, Traced
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

NEW, TALK, POINT, ACTION, FILES, CRITERIA = "new", "talk", "point", "action", "files", "criteria"
THREAD, STRIKE, ROSTER, SOURCE, HOLD = "thread", "strike", "roster", "source", "hold"
LETTERS = {"t": TALK, "b": POINT, "a": ACTION, "r": ROSTER}
"""The key of each thing that is raised from a record."""
_HINT = "digit or Enter goes there · letters do what they say · Esc goes back"
_HINT_WHICH = "digit or Enter goes there · Esc goes back"
_LONGEST = 40
_DIGITS = 9


async def open_links(app: "App[Any]", session: "Session", ref: str, name: str, text: str = "") -> None:
    """Show what belongs to a record, go there or do what is chosen, and say on the screen what was done."""
    done = await links_of(app, session, ref, name, text=text)
    if done is not None:
        cast("Program", app).say(done.text, done.tone)


async def links_of(
    app: "App[Any]", session: "Session", ref: str, name: str, *, text: str = ""
) -> Outcome | None:  # fmt: skip
    """Follow a link of the record that is called `ref`, make or strike one, raise something, attach a file, tag it.

    What it came from stands first, marked ←, then what came of it, marked →, then what else was done for the same
    action, marked ↔; a digit or Enter goes there.
    `text` is what a briefing point or an action that is raised begins with.
    """
    belongs = await session.read(partial(belonging, ref=ref))
    hold = await session.read(partial(hold_on, ref=ref))
    before, after, with_it = (sum(not one.struck and one.side == side for one in belongs) for side in SIGNS)
    lines = gathered(belongs)
    choices = [Choice(f"l{n}", one.label, one.detail, letter=_digit(n)) for n, one in enumerate(lines)]
    choices += [
        Choice(THREAD, "The thread: all of it in the order of time", letter="h"),
        Choice(NEW, "Link to another record, that came of it …", letter="n"),
        Choice(SOURCE, "Link to another record, that it came from …", letter="s"),
        *(
            [Choice(STRIKE, "Strike a link …", letter="x")]
            if any(one.link and not one.struck for one in belongs)
            else []
        ),
        Choice(TALK, "Raise a toolbox talk …", letter="t"),
        Choice(POINT, "Raise a briefing point …", letter="b"),
        Choice(ACTION, "Raise an improvement action …", letter="a"),
        Choice(ROSTER, "Change the roster for it …", letter="r"),
        Choice(FILES, "Files: attach one, see where they lie …", letter="f"),
        Choice(CRITERIA, "Criteria of a standard that it is evidence for …", letter="c"),
        *([Choice(HOLD, hold.words, f"§ {hold.why}" if hold.why else "", letter="k")] if hold is not None else []),
    ]
    told = f"← came from {before or 'nothing'} · → came of it {after or 'nothing yet'}"
    told += f" · ↔ beside it {with_it}" if with_it else ""
    chosen = await app.push_screen_wait(ChooseDialog(f"{name}: {told}", choices, _HINT))
    if chosen is None:
        return None
    if chosen[0] == "l" and chosen[1:].isdigit():
        return await _follow(app, session, lines[int(chosen[1:])])
    if chosen == STRIKE:
        return await _strike(app, session, [one for one in belongs if one.link is not None and not one.struck])
    if chosen == THREAD:
        from sfm_tui.widgets.records.thread_dialog import show_thread

        await show_thread(app, session, ref)
        return None
    if chosen == FILES:
        from sfm_tui.widgets.records.attaching import files

        return await files(app, session, ref, name)
    if chosen == HOLD:
        return await hold_or_lift(app, session, ref)
    if chosen == CRITERIA:
        from sfm_tui.widgets.reflections.flows import tags

        return await tags(app, session, ref, name)
    return await do(app, session, chosen, ref, text)


async def do(app: "App[Any]", session: "Session", what: str, ref: str, text: str = "") -> Outcome | None:
    """Link a record to another one, change the roster for it, or raise something from it."""
    if what in (NEW, SOURCE):
        return await link_to_another(app, session, ref, back=what == SOURCE)
    if what == ROSTER:
        change_roster_for(app, session, ref)
        return None
    return await _raise(app, session, what, ref, text)


async def raise_from(app: "App[Any]", session: "Session", ref: str, name: str) -> Outcome | None:
    """Ask what is to be raised from a record, and do it."""
    choices = [
        Choice(TALK, "A toolbox talk …", letter="t"),
        Choice(POINT, "A briefing point …", letter="b"),
        Choice(ACTION, "An improvement action …", letter="a"),
    ]
    chosen = await app.push_screen_wait(ChooseDialog(f"Raise from {name}", choices))
    return None if chosen is None else await _raise(app, session, chosen, ref)


async def _raise(app: "App[Any]", session: "Session", what: str, ref: str, text: str = "") -> Outcome | None:
    if what == TALK:
        return await raise_talk(app, session, ref)
    if what == ACTION:
        return await raise_action(app, session, ref, text)
    from sfm_tui.widgets.briefing.flows import new

    return await new(app, session, source=ref, text=text)


async def raise_action(app: "App[Any]", session: "Session", ref: str, text: str = "") -> Outcome | None:
    """Write an improvement action that comes from a record, with what is known of it; `text` is what it is called.

    Of a late response that is the limit, the figures of four weeks and the cause.
    """
    from sfm_tui.storage.action_sketches import sketch_of
    from sfm_tui.widgets.actions.flows import new_action

    noun, _, number = ref.partition(":")
    late = await session.read(partial(_late, number=number)) if noun == "incident" else None
    if late is not None:
        from sfm_tui.widgets.trace.raising import raise_from_breach

        return await raise_from_breach(app, session, *late)
    sketch = await session.read(partial(sketch_of, ref=ref, text=text))
    return await new_action(app, session, sketch=sketch)


def _late(store: "Store", number: str) -> "tuple[Traced, Scene] | None":
    """The four weeks up to a late response, and its minute; None where it was not late."""
    from sfm_tui.storage.action_sketches import days_up_to
    from sfm_tui.storage.why_late import read_scene, read_traced

    scene = read_scene(store, number)
    if scene is None:
        return None
    return read_traced(store, days_up_to(scene.breach.late.reported, store.tz)), scene


async def raise_talk(app: "App[Any]", session: "Session", ref: str) -> Outcome | None:
    """Plan a talk that comes from a record."""
    from sfm_tui.widgets.talks.flows import plan

    talk = await plan(app, session, source=ref)
    if talk is None:
        return None
    return Outcome(
        f"{talk.talk} «{talk.title}» planned from {ref.replace(':', ' ', 1)} "
        f"· {key_of('app.go-to', 'F12')} t {key_of('talks.talks', '4')} shows it"
    )


def _digit(n: int) -> str:
    return str(n + 1) if n < _DIGITS else ""


async def _follow(app: "App[Any]", session: "Session", line: Belongs | Several) -> Outcome | None:
    """Go to a record; of several alike it is asked which."""
    one = await _which(app, line) if isinstance(line, Several) else line
    if one is None:
        return None
    if one.struck:
        return Outcome(f"that link was struck: {one.struck}", "plain")
    message = one.way
    if message is None:
        return Outcome(f"{one.called} has no screen of its own", "plain")
    app.screen.post_message(message)
    return None


async def _which(app: "App[Any]", several: Several) -> Belongs | None:
    choices = [Choice(str(n), one.label, one.detail, letter=_digit(n)) for n, one in enumerate(several.some)]
    chosen = await app.push_screen_wait(ChooseDialog("Which of them?", choices, _HINT_WHICH))
    return None if chosen is None else several.some[int(chosen)]


def change_roster_for(app: "App[Any]", session: "Session", ref: str) -> None:
    """Go to the roster: what is changed there until it is left is linked to the record, as its line above says."""
    session.roster_for = ref
    app.screen.post_message(PlaceWanted("roster", str(session.now())))


async def _strike(app: "App[Any]", session: "Session", some: "Sequence[Belongs]") -> Outcome | None:
    choices = [Choice(str(n), one.label, one.detail) for n, one in enumerate(some)]
    chosen = await app.push_screen_wait(ChooseDialog("Strike which link?", choices))
    if chosen is None:
        return None
    link = some[int(chosen)].link
    assert link is not None
    answer = await app.push_screen_wait(
        AskDialog(f"Strike the link to {some[int(chosen)].called}", [Field("why", "Why (it stands in the log):")])
    )
    if answer is None:
        return None
    why = answer["why"]
    await session.write(lambda store, by: store.links.strike(link.source, link.target, why, by, link=link.link))
    return Outcome("link struck", "warn")


async def link_to_another(
    app: "App[Any]", session: "Session", ref: str, *, back: bool = False
) -> Outcome | None:  # fmt: skip
    """Link a record to another one that came of it, or where `back` is that it came from.

    That is named by any number that the program prints; where it is not there, what was typed stays.
    """
    which = "that it came from" if back else "that came of it"
    typed, kind, problem = "", "", ""
    while True:
        fields = [
            Field(
                "ref",
                f"The record {which}: its number, or kind:words",
                typed,
                "0142, A-07, T-12, P-03, feedback:client",
            ),
            Field("kind", "How they belong together (may be empty):", kind, needed=False),
        ]
        hint = f"✖ {problem}" if problem else "Enter links them · Esc leaves it as it is"
        answer = await app.push_screen_wait(AskDialog("Link to another record", fields, hint))
        if answer is None:
            return None
        typed, kind = answer["ref"].strip(), answer["kind"].strip()
        try:
            other = await session.read(lambda store: the_one(store, typed))  # noqa: B023  (awaited at once)
            ends = (other.ref, ref) if back else (ref, other.ref)
            await session.write(lambda store, by: store.links.make(*ends, by, link=kind))  # noqa: B023  (awaited at once)
        except StoreError as error:
            problem = str(error)
        else:
            return Outcome(f"linked to {other.called}: {other.text[:_LONGEST]}")
