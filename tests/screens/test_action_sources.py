"""Where an action comes from, as it is typed in its form."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.app import SfmApp
from sfm_tui.domain.desk import Author
from sfm_tui.storage.links import FREE, TABLE_OF
from sfm_tui.storage.store import Store
from sfm_tui.widgets.actions.flows import new_action, open_action
from sfm_tui.widgets.actions.form import ActionDialog
from sfm_tui.widgets.actions.sources import sources_in
from tests.screens.test_action_flows import HOSTILE, echo, field, put, run


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", []),
        (" ; ", []),
        ("142", ["incident:142"]),
        ("2026-0142; incident 0007", ["incident:2026-0142", "incident:0007"]),
        ("Complaint: the client,  on the wait", ["complaint:the client, on the wait"]),
        ("audit keys; AUDIT:keys", ["audit:keys"]),
        ("finding:no-responder:2026-11-26T17:00", ["finding:no-responder:2026-11-26T17:00"]),
        (f"feedback {HOSTILE}", [f"feedback:{HOSTILE}"]),
    ],
)
def test_what_is_understood(text: str, found: list[str]) -> None:
    assert sources_in(text) == found


@pytest.mark.parametrize("text", ["the client", "complaint", "complaint:", ":x", "x" * 5000, "142;=1+1"])
def test_what_names_nothing(text: str) -> None:
    with pytest.raises(ValueError, match="names no record: write incident 0142") as error:
        sources_in(text)
    assert "\n" not in str(error.value)


@given(st.sampled_from([*TABLE_OF, *FREE]), st.from_regex(r"[a-z0-9][a-z0-9,: -]{0,20}[a-z0-9]", fullmatch=True))
def test_a_link_that_is_typed_as_it_is_named_stays(kind: str, key: str) -> None:
    assert sources_in(f"{kind}:{key}") == [f"{kind}:{' '.join(key.split())}"]


async def test_it_is_linked_when_the_form_is_saved(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    store.incidents.open(me, summary="Late to gate 3")
    async with app.run_test(size=(80, 24)) as pilot:
        await settle(pilot)
        done = run(app, new_action(app, app.session))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        put(app, area="Peak", raised_from="0009")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "there is no incident 0009" in echo(app))
        assert field(app, "raised_from").has_focus
        assert store.actions.all() == []
        put(app, raised_from="1; complaint: the client")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: done)
        (made,) = store.actions.all()
        sources = {"incident:2026-0001", "complaint:the client"}
        assert {link.source for link in store.links.of(made.ref)} == sources

        done = run(app, open_action(app, app.session, made.action, "links"))
        await until(pilot, lambda: isinstance(app.screen, ActionDialog))
        assert field(app, "raised_from").has_focus
        put(app, raised_from="audit: keys")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: done)
        assert {link.source for link in store.links.of(made.ref)} == sources | {"audit:keys"}
