"""The acts on an improvement action, as the person at the desk does them with the keyboard."""

from typing import Any

import pytest
from textual.widgets import Label, Static

from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.action import Action, Step
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.flows import gate, history, measures, new_action, open_action, review, steps, themes
from sfm_tui.widgets.actions.form import ActionDialog
from sfm_tui.widgets.actions.gate import GateDialog
from sfm_tui.widgets.actions.measures import MeasuresDialog
from sfm_tui.widgets.actions.series import SeriesDialog
from sfm_tui.widgets.actions.steps import StepsDialog
from sfm_tui.widgets.actions.words import step_more
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.dialogs.text_dialog import TextDialog
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.forms.text_field import TextField
from sfm_tui.widgets.lists.rows import Rows
from sfm_tui.widgets.records.history_dialog import HistoryDialog

WIDE = (120, 36)
HOSTILE = "[/x] [@click=app.quit]x =1+1 🦊"
GAP = "14 of 41 responses late, 5 Oct to 15 Nov"
FILLED: dict[str, Any] = {
    "theme": "response", "required_level": "Every response within 3 minutes", "gap": GAP,
    "cause": "One officer, two posts",
    "measure": "late", "baseline_from": "2026-10-05", "baseline_to": "2026-11-15", "target": "2 a week",
    "how_measured": "Late responses are counted every Monday", "owner": "patel", "support": "8 hours a week",
    "due": "2026-12-20", "review_dates": "2026-12-05", "consulted": "the team",
}  # fmt: skip


def run(app: SfmApp, flow: Any) -> list[Any]:
    """Start a flow beside the screen; its result is in the list once it is over."""
    results: list[Any] = []

    async def work() -> None:
        results.append(await flow)

    app.act(work(), "flow")
    return results


def field(app: SfmApp, name: str) -> Any:
    """The field of that name in the form that is open."""
    form = app.screen.query_one(Form)
    n = next(n for n, one in enumerate(form.fields) if one.name == name)
    return form.query_one(f"#f{n}")


def echo(app: SfmApp) -> str:
    """What the form says of the field."""
    return str(app.screen.query_one("#form-echo", Label).content)


def put(app: SfmApp, **texts: str) -> None:
    """Type texts into the form that is open."""
    for name, text in texts.items():
        widget = field(app, name)
        if isinstance(widget, TextField):
            widget.text = text
        else:
            widget.value = text


@pytest.fixture
def planned(store: Store, me: Author) -> Action:
    """A-01, in Plan, with all that its gate asks for."""
    store.actions.add_theme("Response", me)
    store.measures.add("late", "Late responses", me, unit="a week")
    for day, value in (("2026-10-12", "6"), ("2026-10-26", "8"), ("2026-11-09", "7")):
        store.measures.read("late", value, me, at=day)
    action = store.actions.add("Dedicated responder at peak", me, **FILLED)
    store.actions.add_step(action, "Put a responder on 12 to 14", me)
    return action


async def test_the_whole_way_round(app: SfmApp, store: Store, me: Author, settle: Any, until: Any) -> None:
    """Raised from a breached incident, stopped by a gate and mended, reviewed, sent round again, all in its history."""
    store.incidents.open(me, summary="Late to gate 3")
    store.incidents.open(me, summary="Of no matter here")
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        done = run(app, new_action(app, app.session, ("incident:2026-0001",)))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        await pilot.press(*"Responder", "enter", "enter", "enter", *"Within 3 min", "enter", *"14 of 41", "enter")
        await pilot.press("space", "enter", *"Spare", "enter")
        await until(pilot, lambda: field(app, "cause").has_focus)
        put(app, step_manager="Roster a responder", owner="A. Patel", due="20 dec", review_dates="5 dec, 12 dec")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: done)
        action = store.actions.get("A-01")
        assert (action.gap, action.safety_risk, action.risk_measures) == ("14 of 41", True, "Spare")
        assert (action.owner, action.due, action.review_dates) == ("patel", "2026-12-20", "2026-12-05 2026-12-12")
        assert [step.text for step in store.actions.dossier("A-01").facts.steps] == ["Roster a responder"]
        assert [link.source for link in store.links.of("action:A-01")] == ["incident:2026-0001"]

        moved = run(app, gate(app, app.session, "A-01", "do"))
        await until(pilot, lambda: isinstance(app.screen, GateDialog))
        first = app.screen.query_one(Rows).items[0]
        assert first.field == "cause"
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        await until(pilot, lambda: field(app, "cause").has_focus)
        put(app, cause="One officer, two posts", target="2 a week", how_measured="Counted", consulted="the team")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, GateDialog))
        left = [need.field for need in app.screen.query_one(Rows).items]
        assert left == ["baseline_from", "baseline_to", "measure"]
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"no series yet", "enter")
        await until(pilot, lambda: moved)
        assert store.actions.get("A-01").stage == "do"

        now = store.actions.get("A-01")
        store.actions.change(now, me, started_on="2026-11-10")
        store.actions.move(store.actions.get("A-01"), "check", me, why="quick")
        reviewed = run(app, review(app, app.session, "A-01"))
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        put(app, reviewed_on="9 nov", evaluation="4 late since")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "before A-01 began" in echo(app))
        put(app, reviewed_on="today", next="every 2 weeks on Fri")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: reviewed)
        assert store.actions.get("A-01").review_repeat.startswith("FREQ=WEEKLY;INTERVAL=2")

        moved = run(app, gate(app, app.session, "A-01", "act"))
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        assert "did not reach its level (~ partially met)" in app.screen.question
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press("enter")
        await until(pilot, lambda: moved)
        assert moved[0].text == "A-01 is back in Plan as cycle 2: cycle 1 is kept to read"
        assert (store.actions.get("A-01").cycle, store.actions.get("A-01").stage) == (2, "plan")

        run(app, history(app, app.session, "A-01"))
        await until(pilot, lambda: isinstance(app.screen, HistoryDialog))
        told = [f"{act.verb} {act.text}" for act in app.screen.query_one(Rows).items]
        for wanted in ("sent round again", "partially met", "plan → do (why: no series yet) · still missing", "raised",
                       "raised from incident 2026-0001", "Roster a responder", "Cause and evidence"):  # fmt: skip
            assert any(wanted in line for line in told), wanted
        rows = app.screen.query_one(Rows)
        rows.cursor = next(n for n, act in enumerate(rows.items) if act.verb == "raised")
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, TextDialog))
        assert rows.items[rows.cursor].text in str(app.screen.query_one("#text-scroll Static", Static).content)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.screen, HistoryDialog))


async def test_all_of_a_clash_stands_on_a_small_screen(
    app: SfmApp, store: Store, planned: Action, settle: Any, until: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        run(app, open_action(app, app.session, "A-01", "required_level"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        put(app, required_level="Within 4 minutes, at every hour of the day and the night")
        store.actions.change(planned, Author("patel"), required_level="Within 2 minutes, from open to close")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "was changed" in echo(app))
        await pilot.pause()
        label = app.screen.query_one("#form-echo", Label)
        seen = " ".join(label.render_line(y).text.strip() for y in range(label.size.height))
        assert seen.split() == echo(app).split(), "none of it is cut"
        assert "Within 2 minutes, from open to close" in seen
        assert field(app, "required_level").text.startswith("Within 4 minutes")


async def test_bad_input_is_told_at_its_field_and_stays(
    app: SfmApp, store: Store, me: Author, planned: Action, settle: Any, until: Any
) -> None:
    from datetime import date

    store.reference.set(Officer(officer="1009", name="Gone Gill", left_on=date(2026, 11, 1)), me)
    store.actions.change(planned, me, started_on="2026-11-10")
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        done = run(app, open_action(app, app.session, "A-01", "due"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        await until(pilot, lambda: field(app, "due").has_focus)
        gap = "word " * 5000
        put(app, due="1 nov", owner="Gone Gill", gap=gap)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is before the start" in echo(app))
        await until(pilot, lambda: field(app, "due").has_focus)
        put(app, due="19 dec")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "left on 2026-11-01" in echo(app))
        assert (field(app, "owner").has_focus, field(app, "owner").value) == (True, "Gone Gill")
        put(app, owner="Reid; Shaw")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "names 2 people" in echo(app))
        put(app, owner="Reid")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: done)
        saved = store.actions.get("A-01")
        assert (saved.owner, saved.due, saved.gap) == ("1002", "2026-12-19", gap.strip())


async def test_what_another_terminal_changed_is_told_and_what_was_typed_stays(
    app: SfmApp, store: Store, me: Author, planned: Action, settle: Any, until: Any
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        done = run(app, open_action(app, app.session, "A-01", "target"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        put(app, target="1 a week")
        store.actions.change(planned, me, target="3 a week", cost="£400")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "2 a week → 3 a week" in echo(app))
        assert field(app, "target").value == "1 a week"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: done)
        saved = store.actions.get("A-01")
        assert (saved.target, saved.cost) == ("1 a week", "£400")


async def test_what_was_changed_while_a_draft_lay_is_told_before_it_is_saved(
    app: SfmApp, store: Store, me: Author, planned: Action, clock: FrozenClock, settle: Any, until: Any
) -> None:
    key = "action:A-01:1:okafor"
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        run(app, open_action(app, app.session, "A-01", "target"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        put(app, target="1 a week", cost="£50")
        await until(pilot, lambda: (draft := store.drafts.get(key)) is not None and "cost" in draft.body)
    store.actions.change(planned, me, target="3 a week", support="none")
    for last in (False, True):  # left again untold, it is still to be told
        again = SfmApp(store.path, clock)
        again.session.person = "okafor"
        async with again.run_test(size=WIDE) as pilot:
            await settle(pilot)
            await take_up_target(again, store, pilot, until, save=last)
        again.session.close()
    saved = store.actions.get("A-01")
    assert (saved.target, saved.cost, saved.support) == ("1 a week", "£50", "none")


async def take_up_target(app: SfmApp, store: Store, pilot: Any, until: Any, *, save: bool) -> None:
    """Open the form with its draft of a target, type on; save it after being told of the target that stands there."""
    done = run(app, open_action(app, app.session, "A-01", "target"))
    await until(pilot, lambda: isinstance(app.screen, ActionDialog))
    assert field(app, "target").value == "1 a week"
    if not save:
        put(app, gap=GAP + ".")
        await until(pilot, lambda: (draft := store.drafts.get("action:A-01:1:okafor")) and "gap" in draft.body)
        return
    await pilot.press("ctrl+s")
    await until(pilot, lambda: "changed since you typed: 2 a week → 3 a week" in echo(app))
    assert (field(app, "target").value, store.actions.get("A-01").target) == ("1 a week", "3 a week")
    await pilot.press("ctrl+s")
    await until(pilot, lambda: done)


async def test_half_written_it_survives_f2_and_the_program(
    app: SfmApp, store: Store, clock: FrozenClock, settle: Any, until: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        run(app, new_action(app, app.session))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        await pilot.press(*"Radio")
        await pilot.press("f2")
        await until(pilot, lambda: type(app.screen).__name__ == "Incident" or app.screen.query("#what"))
        await pilot.press("escape", "escape")
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        assert field(app, "area").value == "Radio"
        await until(pilot, lambda: store.drafts.get("action:new:okafor:"))
    again = SfmApp(store.path, clock)
    again.session.person = "okafor"
    async with again.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        run(again, new_action(again, again.session))
        await until(pilot, lambda: isinstance(again.screen, ActionDialog))
        assert field(again, "area").value == "Radio"
    again.session.close()


async def test_what_is_typed_after_the_warning_is_warned_of_anew(
    app: SfmApp, store: Store, settle: Any, until: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        done = run(app, new_action(app, app.session))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        await pilot.press(*"Ra", "escape", *"dio", "escape")
        await pilot.pause()
        assert (done, field(app, "area").value) == ([], "Radio")
        await pilot.press("escape")
        await until(pilot, lambda: done)
        assert done == [None]


async def test_advice_comes_while_one_writes_and_blocks_nothing(
    app: SfmApp, store: Store, settle: Any, until: Any
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        done = run(app, new_action(app, app.session))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        await pilot.press(*"Improve things")
        advice = app.screen.query_one("#advice", Label)
        await until(pilot, lambda: "can mean anything" in str(advice.content))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: done)
        assert store.actions.get("A-01").area == "Improve things"


async def test_steps_are_ticked_changed_and_taken_off(
    app: SfmApp, store: Store, planned: Action, settle: Any, until: Any
) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        done = run(app, steps(app, app.session, "A-01"))
        await until(pilot, lambda: isinstance(app.screen, StepsDialog) and app.screen.query_one(Rows).items)
        await pilot.press("space")
        await until(pilot, lambda: store.actions.dossier("A-01").facts.steps[0].done_on == "2026-11-21")
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        put(app, text=HOSTILE, timescale="12 dec")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, StepsDialog) and len(app.screen.query_one(Rows).items) == 2)
        assert store.actions.dossier("A-01").facts.steps[1].timescale == "2026-12-12"
        await pilot.press("down", "x")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"twice", "enter")
        await until(pilot, lambda: isinstance(app.screen, StepsDialog) and len(app.screen.query_one(Rows).items) == 1)
        await pilot.press("escape")
        await until(pilot, lambda: done)
        assert done[0].text == "A-01: step 2 is off the plan"


async def test_themes_and_measures(app: SfmApp, store: Store, settle: Any, until: Any) -> None:
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        done = run(app, themes(app, app.session))
        await pilot.pause()
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        put(app, title=HOSTILE)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormDialog))
        await pilot.press("escape")
        await until(pilot, lambda: done)
        assert [one.title for one in store.actions.themes()] == [HOSTILE]

        store.measures.add("late", HOSTILE, Author("okafor"), unit="a week")
        done = run(app, measures(app, app.session, "late"))
        await until(pilot, lambda: isinstance(app.screen, SeriesDialog))
        frame = app.screen.query_one("#dialog")
        await until(pilot, lambda: "a week, lower is better" in str(frame.border_subtitle))
        await pilot.press("n")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        put(app, value="x")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "is no number" in echo(app))
        put(app, value="4", at="2026-11-20 14:30")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormDialog))
        await pilot.press("p")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        put(app, reason="a fifth officer")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: not isinstance(app.screen, FormDialog))
        await until(pilot, lambda: len(app.screen.query_one(Rows).items) == 2)
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, MeasuresDialog))
        await pilot.press("escape")
        await until(pilot, lambda: done)
        assert [(one.at, one.value) for one in store.measures.readings("late")] == [(1795185000, "4")]
        assert [one.reason for one in store.measures.phases("late")] == ["a fifth officer"]

        done = run(app, measures(app, app.session, "response-time"))
        await until(pilot, lambda: isinstance(app.screen, SeriesDialog))
        frame = app.screen.query_one("#dialog")
        await until(pilot, lambda: "it takes no readings" in str(frame.border_subtitle))
        assert "reading" not in str(app.screen.query_one(".hint", Label).render())
        await pilot.press("escape")
        await until(pilot, lambda: done)


@pytest.mark.parametrize(
    ("timescale", "said"),
    [
        ("2026-11-28", "support: a radio · by 28 Nov 2026"),
        ("before the next Monday", "support: a radio · before the next Monday"),
        ("", "support: a radio"),
    ],
)
def test_by_when_a_step_is_to_be_done_is_a_day_or_words(timescale: str, said: str) -> None:
    step = Step(action="A-01", step="1", who="team", text="x", support="a radio", timescale=timescale)
    assert " · ".join(step_more(step)) == said


async def test_an_earlier_cycle_is_read(
    app: SfmApp, store: Store, me: Author, planned: Action, settle: Any, until: Any
) -> None:
    store.actions.move(planned, "check", me, why="quick")
    now = store.actions.change(store.actions.get("A-01"), me, lessons=HOSTILE)
    store.actions.review(now, "not met", "as before", me)
    store.actions.again(now, "not met", me)
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        run(app, open_action(app, app.session, "A-01"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        assert field(app, "gap").value == GAP
        await pilot.press("ctrl+g")
        await until(pilot, lambda: type(app.screen).__name__ == "TextDialog")
        shown = str(app.screen.query_one("#text-scroll Static").content)
        assert all(words in shown for words in (HOSTILE, "✖ not met", "as before"))
        await pilot.press("escape", "escape")


@pytest.mark.usefixtures("same_salts", "true_colours")
@pytest.mark.parametrize("size", [(80, 24), WIDE])
def test_how_the_form_looks(snap_compare: Any, app: SfmApp, planned: Action, until: Any, size: Any) -> None:
    async def ready(pilot: Any) -> None:
        app.session.take_desk("okafor", "J. Okafor")
        await until(pilot, lambda: app.session._store is not None and app.session._store.done())
        await until(pilot, lambda: app.session.shift is not None)
        run(app, open_action(app, app.session, planned.action))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        await until(pilot, lambda: "Raised from" in str(app.screen.query_one("#about", Label).content))
        await until(pilot, lambda: str(app.screen.query_one("#advice", Label).content))

    app.session.look()
    assert snap_compare(app, terminal_size=size, run_before=ready)
