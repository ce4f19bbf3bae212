"""The handover on screen: drafted from the record, kept as one types, signed, accepted, never changed."""

from typing import Any

import pytest
from textual.widgets import Input, TextArea

from screens.handover import SHOWN
from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.site import Handover as Counted
from sfm_tui.domain.site import Site
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import ChooseDialog
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.handover.flows import uncounted, with_counts
from sfm_tui.widgets.lists.line_above import Words
from sfm_tui.widgets.lists.rows import Rows
from tests.screens.log_fakes import said

WIDE, NARROW = (120, 36), (80, 24)
PATEL = Author("patel")


def shown(app: SfmApp) -> list[str]:
    """The lines of the list as they are drawn."""
    rows = app.screen.query_one("#list", Rows)
    return ["".join(text for text, _style in spans).rstrip() for _n, spans in rows._lines()]


def head(app: SfmApp) -> str:
    return app.screen.query_one(Words).said


def reader(app: SfmApp) -> str:
    return str(app.screen.query_one("#text").render())


def writer(app: SfmApp) -> TextArea:
    return app.screen.query_one("#writer", TextArea)


async def open_handover(app: SfmApp, pilot: Any, settle: Any) -> None:
    await settle(pilot)
    await pilot.press("f12", "h")
    await settle(pilot)


def test_what_is_counted() -> None:
    text = "Counted\n- Key sets: \n- Radios: 12\n- Tricks (.*):\n\nFor the next shift\n- "
    assert uncounted(text, ("Key sets", "Radios", "Tricks (.*)", "Torches")) == ["Key sets", "Tricks (.*)"]
    done = with_counts(text, {"Key sets": r"46 of 46 \1", "Tricks (.*)": "none"})
    assert done == "Counted\n- Key sets: 46 of 46 \\1\n- Radios: 12\n- Tricks (.*): none\n\nFor the next shift\n- "


async def test_drafted_edited_signed_and_accepted(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any, until: Any
) -> None:
    site = store.sites.get()
    assert site is not None
    store.sites.set(Site(**{**site.model_dump(), "handover": Counted(count=("Key sets", "Radios"))}), me)
    number = store.incidents.open(me, summary="Alarm in unit 14").number
    async with app.run_test(size=WIDE) as pilot:
        await open_handover(app, pilot, settle)
        assert "w drafts one from the record" in " ".join(shown(app))
        await pilot.press("w")
        await settle(pilot)
        assert f"- {number} S3 Alarm in unit 14" in writer(app).text
        await pilot.press(*"Courier")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press(*"46", "enter", "enter", "right")
        assert app.screen.query_one("#f2").value == "marsh"
        await pilot.press("right", "ctrl+s")
        await settle(pilot)
        signed = store.handovers.get("H-01")
        assert signed.text.endswith("- Key sets: 46\n- Radios: not counted\n\nFor the next shift\n- Courier")
        assert (signed.giver, signed.receiver, signed.waiting) == ("okafor", "patel", True)
        assert said(app) == "H-01 signed 22:15: A. Patel accepts it"
        assert head(app) == "! H-01 from J. Okafor waits to be accepted"
        assert app.screen.active_bindings["a"].enabled
        assert store.drafts.all() == []
        clock.advance(120)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"patel", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("y")
        await settle(pilot)
        taken = store.handovers.get("H-01")
        assert (taken.receiver, taken.accepted_at, taken.text) == ("patel", clock.now(), signed.text)
        assert said(app) == "H-01 accepted by A. Patel"
        assert "Accepted by A. Patel, Sat 21 Nov 2026 22:17:35 GMT" in reader(app)
        assert not app.screen.active_bindings["a"].enabled


async def test_f2_and_a_kill_lose_nothing(app: SfmApp, store: Store, me: Author, settle: Any, until: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_handover(app, pilot, settle)
        await pilot.press("w")
        await settle(pilot)
        await pilot.press(*"Ha", "f2")
        await until(pilot, lambda: getattr(app.screen, "number", "") == "2026-0001")
        await pilot.press(*"Fire", "tab")
        await until(pilot, lambda: store.incidents.get("2026-0001").summary == "Fire")
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(app.focused, TextArea))
        await pilot.press(*"lf")
        assert writer(app).text.endswith("- Half")
        await pilot.press("f12", "d")
        await settle(pilot)
        await until(pilot, lambda: store.handovers.kept(me).endswith("- Half"), "it is on disk")
        await pilot.press("f12", "h")
        await settle(pilot)
        assert writer(app).text.endswith("- Half")
    again = SfmApp(store.path, store.clock)
    again.session.person = "okafor"
    async with again.run_test(size=NARROW) as pilot:
        await open_handover(again, pilot, settle)
        assert shown(again)[0] == "● yours, not signed"
        await pilot.press("w")
        await settle(pilot)
        assert writer(again).text.endswith("- Half")
        assert said(again) == "taken up where it was left"
    again.session.close()


async def test_two_sign_at_once_one_is_told_and_keeps_the_text(
    app: SfmApp, store: Store, settle: Any, until: Any
) -> None:
    async with app.run_test(size=WIDE) as pilot:
        await open_handover(app, pilot, settle)
        await pilot.press("w")
        await settle(pilot)
        await pilot.press(*"mine")
        await settle(pilot)
        store.handovers.sign("theirs", PATEL, saw="")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "patel signed H-01 meanwhile" in str(app.screen.query_one("#form-echo").render()))
        await pilot.press("escape")
        await settle(pilot)
        assert "patel signed H-01 meanwhile: yours is kept" in said(app)
        assert writer(app).text.endswith("- mine")
        assert [one.text for one in store.handovers.newest()] == ["theirs"]
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press("ctrl+s")
        await settle(pilot)
        assert store.handovers.get("H-02").text.endswith("- mine")


async def test_who_writes_is_told_of_another(app: SfmApp, store: Store, settle: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_handover(app, pilot, settle)
        await pilot.press("w")
        await settle(pilot)
        store.handovers.sign("theirs", PATEL, saw="")
        app._tick()
        await settle(pilot)
        assert said(app) == "A. Patel signed H-01 meanwhile: yours is kept, Esc shows theirs"
        await pilot.press("escape")
        await settle(pilot)
        assert shown(app)[0] == "● yours, not signed"


async def test_a_pin_is_asked_for(app: SfmApp, store: Store, me: Author, settle: Any, until: Any) -> None:
    store.people.set_pin("okafor", "", "2468", me)
    async with app.run_test(size=NARROW) as pilot:
        await open_handover(app, pilot, settle)
        await pilot.press("w")
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press("enter", *"1111", "enter")
        await until(pilot, lambda: "that is not the PIN" in str(app.screen.query_one("#form-echo").render()))
        assert store.handovers.newest() == []
        app.screen.query_one("#f1", Input).value = "2468"
        await pilot.press("enter")
        await settle(pilot)
        assert [one.giver for one in store.handovers.newest()] == ["okafor"]


async def test_who_is_at_the_desk_already_accepts_with_their_pin(
    app: SfmApp, store: Store, me: Author, settle: Any, until: Any
) -> None:
    store.handovers.sign("All quiet", PATEL, saw="", to="okafor")
    store.people.set_pin("okafor", "", "2468", me)
    async with app.run_test(size=NARROW) as pilot:
        await open_handover(app, pilot, settle)
        await pilot.press("a")
        await until(pilot, lambda: isinstance(app.screen, FormDialog))
        await pilot.press(*"2468", "enter")
        await settle(pilot)
        assert (store.handovers.get("H-01").receiver, store.handovers.waiting()) == ("okafor", None)


async def test_the_giver_does_not_accept(app: SfmApp, store: Store, me: Author, settle: Any, until: Any) -> None:
    store.handovers.sign("All quiet", me, saw="")
    async with app.run_test(size=NARROW) as pilot:
        await open_handover(app, pilot, settle)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.focused, Input))
        await pilot.press(*"okafor", "enter")
        await until(pilot, lambda: isinstance(app.screen, ChooseDialog))
        await pilot.press("y")
        await settle(pilot)
        assert "you signed H-01 yourself" in said(app)
        assert store.handovers.get("H-01").waiting


async def test_drafted_anew_and_taken_back(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_handover(app, pilot, settle)
        await pilot.press("w")
        await settle(pilot)
        box = writer(app)
        box.replace("my own words", (0, 0), box.document.end)
        store.occurrences.log("Courier for unit 14", me)
        await pilot.press("ctrl+r")
        await settle(pilot)
        assert "Courier for unit 14" in writer(app).text
        await pilot.press("ctrl+z")
        await settle(pilot)
        assert writer(app).text == "my own words"


async def test_an_old_one_is_shown_when_it_is_asked_for(
    app: SfmApp, store: Store, me: Author, clock: FrozenClock, settle: Any
) -> None:
    with store.writing() as transaction:
        for n in range(SHOWN + 5):
            transaction.writer.insert(
                "handover",
                {"handover": f"H-{n + 1:03d}", "at": clock.now() - 1000 + n, "giver": "okafor", "receiver": "patel",
                 "accepted_at": clock.now(), "text": f"Quiet {n + 1}", "seq": transaction.head.seq},
            )  # fmt: skip
    async with app.run_test(size=NARROW) as pilot:
        await open_handover(app, pilot, settle)
        assert "Quiet 205" in reader(app)
        title = app.screen.query_one("#list", Rows).border_title
        assert title == "Handovers · 200 of 205, newest first: F3 finds any"
        app.go_to("handover", "H-002")
        await settle(pilot)
        assert "Quiet 2" in reader(app)
        assert shown(app)[-2].startswith("  H-002")
        await pilot.press("home", "end", "up")
        await settle(pilot)
        assert "Quiet 6" in reader(app)


async def test_each_has_a_draft_of_their_own(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    async with app.run_test(size=NARROW) as pilot:
        await open_handover(app, pilot, settle)
        await pilot.press("w")
        await settle(pilot)
        await pilot.press(*"mine")
        app.session.take_desk("patel", "A. Patel")
        app._redraw()
        await settle(pilot)
        assert store.handovers.kept(me).endswith("- mine")
        assert store.handovers.kept(PATEL) == ""
        assert not shown(app)[0].startswith("●")


async def test_hostile_text_is_shown_as_it_is(app: SfmApp, store: Store, me: Author, settle: Any) -> None:
    hostile = "[/x][@click=app.quit]x =1+1 " + "w" * 5000 + " \U0001f989\u202eabc"
    store.occurrences.log(hostile, me)
    store.handovers.sign(hostile, PATEL, saw="")
    async with app.run_test(size=NARROW) as pilot:
        await open_handover(app, pilot, settle)
        assert "[/x][@click=app.quit]x =1+1" in reader(app)
        assert "\u202e" not in reader(app)
        await pilot.press("w")
        await settle(pilot)
        assert "[/x][@click=app.quit]x" in writer(app).text
        assert app.is_running


@pytest.mark.parametrize("size", [NARROW, WIDE])
@pytest.mark.parametrize("keys", [(), ("w",)], ids=["read", "write"])
def test_how_it_looks(
    same_salts: None, snap_compare: Any, store: Store, me: Author, size: tuple[int, int], keys: tuple[str, ...]
) -> None:
    store.incidents.open(me, summary="Alarm in unit 14")
    store.occurrences.log("Courier for unit 14, pass 31", me)
    store.handovers.sign("All quiet.\n\nCounted\n- Key sets: 46 of 46", PATEL, saw="")
    store.people.sign_on("okafor")
    program = SfmApp(store.path, store.clock)
    program.session.person = "okafor"

    async def ready(pilot: Any) -> None:
        for some in ((), ("f12", "h"), keys):
            await pilot.press(*some)
            for _ in range(3):
                await pilot.pause()
                await pilot.app.workers.wait_for_complete()
        await pilot.pause()

    assert snap_compare(program, terminal_size=size, run_before=ready)
    program.session.close()
