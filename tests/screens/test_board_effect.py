"""What a measure tells of an action: on its card after the first paint, in full in the action that is open."""

from typing import Any

from textual.widgets import Label

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.effect import EffectDialog
from sfm_tui.widgets.actions.flows import open_action
from sfm_tui.widgets.actions.form import ActionDialog
from sfm_tui.widgets.actions.reviews import ReviewsDialog
from sfm_tui.widgets.board.view import BoardView
from sfm_tui.widgets.dialogs.dialogs import AskDialog
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.lists.rows import Rows
from tests.screens.test_action_flows import WIDE, field, put, run

PATEL = Author("patel")


def checked(store: Store, me: Author, *after: str) -> None:
    """A-01 in Check: seven readings before, these after; reviewed as partially met."""
    store.measures.add("late", "Late responses", me, unit="a week", target="2")
    for n, value in enumerate("6575656"):
        store.measures.read("late", value, me, at=f"2026-09-{n + 14}")
    for n, value in enumerate(after):
        store.measures.read("late", value, me, at=f"2026-11-{n + 10}")
    card = store.actions.add(
        "Responder", me, owner="okafor", measure="late", baseline_from="2026-09-14", baseline_to="2026-09-20",
        in_effect_on="2026-11-10", agreed_on="2026-11-02",
    )  # fmt: skip
    store.actions.move(card, "check", me, why="as it was agreed")
    store.actions.review(store.actions.get("A-01"), "partially met", "Fewer", PATEL)


def screen_text(app: SfmApp) -> str:
    view = app.screen.query_one(BoardView)
    return "\n".join(view.render_line(y).text for y in range(view.size.height))


async def test_a_card_in_check_says_it_and_says_it_anew(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    checked(store, me, *"212221")
    async with app.run_test(size=WIDE) as pilot:
        app.go_to("board")
        await settle(pilot)
        await until(pilot, lambda: "too early … 6 of 7 after" in screen_text(app))
        store.measures.read("late", "2", me, at="2026-11-17")
        await until(pilot, lambda: "better ✓ 6 → 2 a week" in screen_text(app))
        assert "needs: side effects" in screen_text(app)


async def test_the_action_tells_it_in_full(app: SfmApp, store: Store, me: Author, settle: Any, until: Any) -> None:
    checked(store, me, *"2122212")
    store.actions.add("Radio check", me, in_effect_on="2026-11-12", measure="late")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        run(app, open_action(app, app.session, "A-01"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        about = app.screen.query_one("#about", Label)
        await until(pilot, lambda: "Effect: better ✓ 6 → 2 a week" in str(about.content))
        await pilot.press("ctrl+e")
        await until(pilot, lambda: isinstance(app.screen, EffectDialog))
        told = [text for _sign, text, _tone in app.screen.query_one(Rows).items]
        assert told[0] == "Better: Late responses fell by 4 a week (95 % 3 to 5)"
        joined = "\n".join(" ".join(line.split()) for line in told)
        for words in (
            "baseline 7 6 7 0 %", "follow-up 7 2 2 100 %", "A-02 Radio check", "After 3 months, 10 Feb 2027",
            "After 6 months, 10 May 2027",
        ):  # fmt: skip
            assert words in joined, words
        await pilot.press("escape")
        assert isinstance(app.screen, ActionDialog)


async def test_a_plan_is_agreed_anew_with_what_was_typed(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    checked(store, me, "2")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        done = run(app, open_action(app, app.session, "A-01"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        put(app, target="1 a week")
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press(*"the client asked", "enter")
        await until(pilot, lambda: done)
        assert done[0].text == "A-01: a revised plan is agreed on 21 Nov 2026"
        saved = store.actions.get("A-01")
        assert (saved.agreed_on, saved.revised_on, saved.target) == ("2026-11-02", "2026-11-21", "1 a week")
        assert "(why: the client asked)" in store.actions.history("A-01")[-1].text

        store.actions.add("New", me)
        done = run(app, open_action(app, app.session, "A-02"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        await pilot.press("ctrl+d")
        await until(pilot, lambda: isinstance(app.screen, AskDialog))
        await pilot.press("enter")
        await until(pilot, lambda: done)
        assert done[0].text == "A-02: the plan is agreed on 21 Nov 2026"
        assert store.actions.get("A-02").agreed_on == "2026-11-21"


async def test_a_review_is_put_right_with_a_reason(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    checked(store, me, "2")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        run(app, open_action(app, app.session, "A-01"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        await pilot.press("ctrl+r")
        await until(pilot, lambda: isinstance(app.screen, ReviewsDialog) and app.screen.rows.items)
        await pilot.press("e")
        await until(pilot, lambda: isinstance(app.screen, FormDialog) and field(app, "evaluation").text == "Fewer")
        await pilot.press("space")
        put(app, next="1 nov")
        await pilot.press("ctrl+s")
        assert isinstance(app.screen, FormDialog), "a reason is needed"
        put(app, why="counted twice")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "not after the review" in str(app.screen.query_one("#form-echo", Label).content))
        put(app, next="12 dec")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, ReviewsDialog))
        (saved,) = store.actions.dossier("A-01").facts.reviews
        assert (saved.outcome, saved.next_review, saved.reviewer) == ("not met", "2026-12-12", "patel")
        assert "(why: counted twice)" in store.actions.history("A-01")[-1].text
