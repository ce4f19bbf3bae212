"""An action that opens with what is known already: filled, free to change, saved only by the person."""

from typing import Any

from sfm_tui.app import SfmApp
from sfm_tui.domain.action_sketch import ActionSketch
from sfm_tui.domain.desk import Author
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.flows import new_action
from sfm_tui.widgets.actions.form import ActionDialog
from sfm_tui.widgets.records.record_links import raise_action
from tests.screens.test_action_flows import HOSTILE, WIDE, field, put, run

SKETCH = ActionSketch(
    area="Responder at peak", theme="response", required_level="95 % within 3:00", gap=f"71.1 % of 45 {HOSTILE}",
    safety_risk=True, risk_measures="Patrol goes first", cause="9 of 13 with overlapping duties",
    measure="response-within", baseline_from="2026-10-01", baseline_to="2026-10-31", target="95 %",
    how_measured="Share within the limit, each week", owner="patel", due="2026-12-20",
    review_dates="2026-12-05 2026-12-12",
    sources=("finding:no-responder:2026-10-05T12:00", *(f"incident:2026-{n:04}" for n in range(1, 13))),
)  # fmt: skip


async def test_a_sketch_fills_the_form_and_is_saved_by_the_person_alone(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    store.actions.add_theme("Response", me)
    for _ in range(12):
        store.incidents.open(me, summary="Late")
    async with app.run_test(size=WIDE) as pilot:
        await settle(pilot)
        done = run(app, new_action(app, app.session, sketch=SKETCH))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        assert field(app, "gap").value == SKETCH.gap
        assert field(app, "review_dates").value == "2026-12-05, 2026-12-12"
        await pilot.press("escape")
        await until(pilot, lambda: done)
        assert done == [None]
        assert store.actions.all() == []
        done = run(app, new_action(app, app.session, sketch=SKETCH))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        put(app, target="97 %")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: done)
        saved = store.actions.get(done[0].action)
        for name, text in SKETCH.with_(target="97 %").typed().items():
            if name != "review_dates":
                assert getattr(saved, name) == (True if name == "safety_risk" else text), name
        assert saved.review_dates == SKETCH.review_dates
        assert {link.source for link in store.links.of(saved.ref)} == set(SKETCH.sources)


async def test_a_late_incident_raises_an_action_that_tells_of_it(story: SfmApp, settle: Any, until: Any) -> None:
    async with story.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        done = run(story, raise_action(story, story.session, "incident:2026-0141"))
        await until(pilot, lambda: isinstance(story.screen, ActionDialog))
        level, gap = field(story, "required_level").text, field(story, "gap").text
        assert level == "First officer on scene within 3:00 (S1 2:00) of the report in 95 % of responses"
        assert gap.startswith("2026-0141, ")
        assert " against a limit of " in gap
        assert "Sun 25 Oct – Sat 21 Nov 2026: " in gap
        assert (field(story, "baseline_from").value, field(story, "baseline_to").value) == ("2026-10-25", "2026-11-21")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: done)
        saved = await story.session.read(lambda store: store.actions.get(done[0].action))
        links = await story.session.read(lambda store: store.links.of(saved.ref))
        assert "incident:2026-0141" in {link.source for link in links}
        assert saved.measure == "response-within"
