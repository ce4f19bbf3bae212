"""`u` on the screens of talks, measures, keeping, reflections and the board, and in the lists that it opens."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Measure, Theme, Topic
from sfm_tui.domain.site import Site
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.list import ActList
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.forms.form_dialog import FormDialog
from tests.screens.settings_forms import put, said, save

SIZE = (80, 24)
OTHER = Author("reid")
KEYS = Topic(topic="keys", title="Keys", points="Sign\nfor them")
LATE = Measure(measure="late", name="Late rounds", unit="a week")
CALM = Theme(theme="calm", title="Calm nights")


def asked(app: SfmApp) -> tuple[str, str]:
    """What the question on screen is, and what it says beside its choices."""
    dialog = app.screen
    return (dialog.question, str(dialog._about)) if isinstance(dialog, ChooseDialog) else ("", "")


async def there(app: SfmApp, settle: Any, pilot: Any, place: str) -> None:
    app.go_to(place)
    await settle(pilot)


async def take_back(app: SfmApp, pilot: Any, until: Any) -> tuple[str, str]:
    """Press `u`, say yes; gives what was asked."""
    await pilot.press("u")
    await until(pilot, lambda: asked(app)[0])
    question = asked(app)
    await pilot.press("t")
    await until(pilot, lambda: not asked(app)[0])
    return question


async def test_a_topic_and_who_must_have_had_it(app: SfmApp, store: Store, me: Author, settle: Any, until: Any) -> None:
    store.reference.set(KEYS, OTHER)
    store.reference.set(KEYS.model_copy(update={"points": "Sign\ntwice"}), me, saw=KEYS)
    store.talks.require("keys", ["1001"], me)
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "talks")
        question, about = await take_back(app, pilot, until)
        assert question == "Take back your change of who must have had topic keys?"
        assert about.startswith("Shaw → nobody · entry ")
        await until(pilot, lambda: said(app) == "who must have had topic keys stands as before: Shaw → nobody")
        question, about = await take_back(app, pilot, until)
        assert question == "Take back your change of topic keys?"
        assert about.startswith("points: Sign⏎twice → Sign⏎for them · entry ")
        await until(pilot, lambda: said(app).startswith("topic keys stands as before"))
        assert store.reference.get(Topic, "keys") == KEYS
        head = store.head()
        await pilot.press("u")
        await until(pilot, lambda: said(app) == "there is no change of topics of yours to take back")
        assert store.head() == head


async def test_a_reading_on_the_screen_of_measures(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:  # fmt: skip
    store.reference.set(LATE, OTHER)
    store.measures.read("late", "4", OTHER, at="2026-11-01")
    store.measures.read("late", "40", me, at="2026-11-02")
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "measures")
        question, about = await take_back(app, pilot, until)
        assert question == "Take back your change of the reading of 2026-11-02 of measure late?"
        assert about.startswith("«40» is taken off · entry ")
        await until(pilot, lambda: said(app).endswith("stands as before: «40» is taken off"))
        assert [one.value for one in store.measures.readings("late")] == ["4"]


async def test_what_somebody_changed_since_is_told_in_a_line(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:  # fmt: skip
    store.reference.set(LATE, OTHER)
    mine = LATE.model_copy(update={"target": "2"})
    store.reference.set(mine, me, saw=LATE)
    store.reference.set(mine.model_copy(update={"target": "3"}), OTHER, saw=mine)
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "measures")
        await pilot.press("u")
        await until(pilot, lambda: "somebody changed target of measure late since then" in said(app))


async def test_a_theme_in_its_list(app: SfmApp, store: Store, me: Author, settle: Any, until: Any) -> None:
    store.reference.set(CALM, OTHER)
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "board")
        await pilot.press("t")
        await until(pilot, lambda: isinstance(app.screen, ActList) and app.screen.rows.items)
        shown: Any = app.screen
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, FormDialog) and app.focused is not None)
        await put(app, pilot, "title", "Quiet")
        await save(app, pilot, until)
        line = shown.query_one("#said")
        await until(pilot, lambda: str(line.render()) == "theme Quiet saved · u takes it back")
        question, about = await take_back(app, pilot, until)
        assert question == "Take back your change of theme calm?"
        assert about.startswith("title: Quiet → Calm nights · entry ")
        await until(pilot, lambda: str(line.render()).startswith("theme calm stands as before"))
        assert store.reference.get(Theme, "calm") == CALM
        assert shown.rows.has_focus


async def test_months_on_the_screen_of_keeping(app: SfmApp, store: Store, settle: Any, until: Any) -> None:
    before = store.sites.get()
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "keeping")
        await pilot.press("m")
        await until(pilot, lambda: isinstance(app.screen, FormDialog) and app.focused is not None)
        await put(app, pilot, "months", "84")
        await save(app, pilot, until)
        await until(pilot, lambda: said(app).endswith("the site's own · u takes it back"))
        question, about = await take_back(app, pilot, until)
        assert question == "Take back your change of how long records are kept?"
        assert about.startswith("incidents: 6 years after it was closed, the usual time · entry ")
        await until(pilot, lambda: said(app).startswith("how long records are kept stands as before"))
        assert store.sites.get() == before


async def test_criteria_on_the_screen_of_reflections(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:  # fmt: skip
    ref = f"incident:{store.incidents.open(OTHER).number}"
    store.standards.tag(ref, "ST0330", ["1", "2"], me)
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "reflections")
        question, about = await take_back(app, pilot, until)
        assert question == "Take back your change of the criteria of incident 2026-0001 in ST0330?"
        assert about.startswith("1, 2 → no criterion · entry ")
        await settle(pilot)
        assert store.standards.tags_of(ref) == []


async def test_a_changed_field_on_the_board_goes_back_before_the_move_that_came_first(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:  # fmt: skip
    saw = store.actions.move(store.actions.add("Radio", OTHER, gap="Late"), "do", me, why="agreed")
    store.actions.change(saw, me, gap="Never")
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "board")
        question, about = await take_back(app, pilot, until)
        assert question == "Take back your change of action A-01?"
        assert about.startswith("Identified gap: Never → Late · entry ")
        await until(pilot, lambda: said(app).startswith("action A-01 stands as before"))
        assert store.actions.get("A-01") == saw
        await pilot.press("l", "u")
        await until(pilot, lambda: said(app) == "A-01 is back in Plan: its move was taken back")
        assert store.actions.get("A-01").stage == "plan"


async def test_a_review_and_a_new_action_stand_and_the_line_says_so_once(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:  # fmt: skip
    saw = store.actions.move(store.actions.add("Radio", OTHER), "check", me, why="agreed")
    store.actions.review(saw, "not met", "No better", me)
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "board")
        await pilot.press("u")
        await settle(pilot)
        stands = "A-01 is reviewed: a signature stands, and a review is put right with a reason"
        assert said(app) == f"{stands} · once more: what you did before it"
        await pilot.press("l", "l", "u")
        await until(pilot, lambda: said(app) == "A-01 is back in Plan: its move was taken back")
        store.actions.add("Gate 3 at close", me)
        await pilot.press("u")
        await settle(pilot)
        assert said(app).startswith("A-02 is new by your last act, and stays: its card can be moved to Closed")


async def test_a_hold_stands_on_the_screen_of_keeping(
    app: SfmApp, store: Store, site: Site, me: Author, settle: Any, until: Any
) -> None:  # fmt: skip
    store.sites.set(site.model_copy(update={"retention": {"incidents": 84}}), me, saw=site)
    store.holds.place("officer:1001", "a claim", me)
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "keeping")
        await pilot.press("u")
        await settle(pilot)
        assert said(app).startswith("officer 1001 is held: that ends once the hold is lifted, with a reason · once")
        await take_back(app, pilot, until)
        await until(pilot, lambda: store.sites.get() == site)


async def test_what_was_done_on_a_page_or_a_talk_is_put_right_there(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:  # fmt: skip
    store.reference.set(KEYS, OTHER)
    store.talks.plan("keys", me)
    async with app.run_test(size=SIZE) as pilot:
        await there(app, settle, pilot, "talks")
        await pilot.press("u")
        await until(
            pilot, lambda: said(app).startswith("T-01: what was done on a talk is put right on the talk itself")
        )
        store.reflections.add("A night alone", me)
        await there(app, settle, pilot, "reflections")
        await pilot.press("u")
        await until(pilot, lambda: said(app).startswith("R-01 keeps every version: an earlier one is made the newest"))
