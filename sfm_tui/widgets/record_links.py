"""What a record came from and what came of it: go there, link, strike a link, raise something from it."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from sfm_tui.widgets.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.link_places import way_to
from sfm_tui.widgets.stamping import Outcome

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.why_late import Scene, Traced
    from sfm_tui.storage.links import Link
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.session import Session

NEW, TALK, POINT, ACTION, FILES, CRITERIA = "new", "talk", "point", "action", "files", "criteria"


async def links_of(
    app: "App[Any]", session: "Session", ref: str, name: str, links: "Sequence[Link]", *, text: str = ""
) -> Outcome | None:
    """Follow a link of the record that is called `ref`, make or strike one, raise something, attach a file, tag it.

    `text` is what a briefing point or an action that is raised begins with.
    """
    choices = [
        Choice(NEW, "Link to another record …", letter="n"),
        Choice(TALK, "Raise a toolbox talk …", letter="t"),
        Choice(POINT, "Raise a briefing point …", letter="b"),
        Choice(ACTION, "Raise an improvement action …", letter="a"),
        Choice(FILES, "Files: attach one, see where they lie …", letter="f"),
        Choice(CRITERIA, "Criteria of a standard that it is evidence for …", letter="c"),
    ]
    for n, link in enumerate(links):
        other, arrow = (link.target, "→") if link.source == ref else (link.source, "←")
        state = f"struck: {link.struck}" if link.struck else link.link
        choices.append(Choice(f"l{n}", f"{arrow} {other}", state, letter=str(n + 1) if n < 9 else ""))
    chosen = await app.push_screen_wait(ChooseDialog(f"{name}: what belongs to it", choices))
    if chosen is None:
        return None
    if chosen == NEW:
        return await _make(app, session, ref)
    if chosen == FILES:
        from sfm_tui.widgets.attaching import files

        return await files(app, session, ref, name)
    if chosen == CRITERIA:
        from sfm_tui.widgets.page_flows import tags

        return await tags(app, session, ref, name)
    if chosen in (TALK, POINT, ACTION):
        return await _raise(app, session, chosen, ref, text)
    return await _follow(app, session, ref, links[int(chosen[1:])])


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
    from sfm_tui.widgets.briefing_flows import new

    return await new(app, session, source=ref, text=text)


async def raise_action(app: "App[Any]", session: "Session", ref: str, text: str = "") -> Outcome | None:
    """Write an improvement action that comes from a record, with what is known of it; `text` is what it is called.

    Of a late response that is the limit, the figures of four weeks and the cause.
    """
    from sfm_tui.storage.action_sketches import sketch_of
    from sfm_tui.widgets.action_flows import new_action

    noun, _, number = ref.partition(":")
    late = await session.read(partial(_late, number=number)) if noun == "incident" else None
    if late is not None:
        from sfm_tui.widgets.trace_raise import raise_from_breach

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
    from sfm_tui.widgets.talk_flows import plan

    talk = await plan(app, session, source=ref)
    if talk is None:
        return None
    return Outcome(f"{talk.talk} «{talk.title}» planned from {ref.replace(':', ' ', 1)} · F12 t 4 shows it")


async def _follow(app: "App[Any]", session: "Session", ref: str, link: "Link") -> Outcome | None:
    other = link.target if link.source == ref else link.source
    if link.struck:
        return Outcome(f"that link was struck: {link.struck}", "plain")
    todo = [Choice("go", f"Go to {other}", letter="g"), Choice("strike", "Strike the link", letter="x")]
    verb = await app.push_screen_wait(ChooseDialog(other, todo))
    if verb == "go":
        message = way_to(other, session.tz)
        if message is None:
            return Outcome(f"{other} has no screen yet", "warn")
        app.screen.post_message(message)
    if verb == "strike":
        answer = await app.push_screen_wait(
            AskDialog(f"Strike the link to {other}", [Field("why", "Why (it stands in the log):")])
        )
        if answer is not None:
            why = answer["why"]
            await session.write(lambda store, by: store.links.strike(link.source, link.target, why, by, link=link.link))
            return Outcome("link struck", "warn")
    return None


async def _make(app: "App[Any]", session: "Session", ref: str) -> Outcome | None:
    fields = [
        Field("ref", "The other record:", placeholder="0142, occurrence:B2026-00017, feedback:client call"),
        Field("kind", "How they belong together (may be empty):", needed=False),
    ]
    answer = await app.push_screen_wait(AskDialog("Link to another record", fields))
    if answer is None:
        return None
    typed, kind = answer["ref"].strip(), answer["kind"]
    if ":" not in typed:
        number = await session.read(lambda store: store.incidents.find_number(typed))
        typed = f"incident:{number or typed}"
    await session.write(lambda store, by: store.links.make(ref, typed, by, link=kind))
    return Outcome(f"linked to {typed}")
