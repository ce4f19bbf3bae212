"""Who is at the desk: asked at the start, signed on with one key, never in the way of an emergency."""

from datetime import date
from typing import Any

import pytest
from textual.events import Key
from textual.widgets import Input, OptionList

from screens.at_desk import AtDesk, look
from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Person
from sfm_tui.storage.people import People
from sfm_tui.storage.store import Store
from sfm_tui.storage.unsigned import waiting
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.everywhere.signing import SignDialog
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.record_form import Form

SIZE = (80, 24)
HOSTILE = "[/red] [@click=app.quit]x"


@pytest.fixture
def quick_pins(monkeypatch: pytest.MonkeyPatch) -> None:
    """PINs that cost nothing to check: argon2 is tested with the store."""

    class Plain:
        def hash(self, pin: str) -> str:
            return f"plain {pin}"

        def verify(self, hashed: str, pin: str) -> None:
            from argon2.exceptions import VerifyMismatchError

            if hashed != f"plain {pin}":
                raise VerifyMismatchError

    monkeypatch.setattr("argon2.PasswordHasher", Plain)


def asked(app: SfmApp) -> bool:
    """Whether the question is on top."""
    return isinstance(app.screen, AtDesk) and any(names.option_count for names in app.screen.query(OptionList))


def names(app: SfmApp) -> list[str]:
    """The lines of the question."""
    options = app.screen.query_one(OptionList)
    return [str(options.get_option_at_index(n).prompt) for n in range(options.option_count)]


def said(app: SfmApp) -> str:
    """What the screen says."""
    return next(s for s in reversed(app.screen_stack) if s.query(SayLine)).query_one(SayLine).said


async def fill(pilot: Any, *texts: str) -> None:
    """Type a field after the other of the form that is open, and send it."""
    for text in texts:
        field = pilot.app.focused
        if isinstance(field, Input):
            field.value = text
        await pilot.pause()
        await pilot.press("enter")


async def test_one_enter_confirms_whoever_was_here_last(asking: SfmApp, store: Store, until: Any) -> None:
    before = store.head().seq
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        assert asking.session.who == "J. Okafor?"
        assert not asking.session.author.confirmed
        assert asking.screen.query_one("#dialog").border_title == "Still J. Okafor? Enter"
        await pilot.press("enter")
        await until(pilot, lambda: asking.session.person)
        assert (asking.session.person, asking.session.who) == ("okafor", "J. Okafor")
        await until(pilot, lambda: said(asking) == "J. Okafor is at the desk")
        assert asking.session.author == Author("okafor")
    assert store.head().seq == before + 1


async def test_a_digit_and_a_part_of_the_name_choose(asking: SfmApp, store: Store, until: Any) -> None:
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        assert [line.split()[:3] for line in names(asking)[:3]] == [
            ["1", "J.", "Okafor"], ["2", "A.", "Patel"], ["3", "D.", "Marsh"]
        ]  # fmt: skip
        await pilot.press("3")
        await until(pilot, lambda: asking.session.person == "marsh")
        await pilot.press("ctrl+o")
        await until(pilot, lambda: asked(asking))
        await pilot.press("p", "a", "t", "enter")
        await until(pilot, lambda: asking.session.person == "patel")
    assert store.people.last_at_desk() == "patel"


async def test_an_emergency_is_not_kept_waiting_and_can_be_signed_later(
    asking: SfmApp, store: Store, until: Any
) -> None:
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        await pilot.press("f2")
        await until(pilot, lambda: asking.focused is not None and asking.focused.id == "what")
        assert store.incidents.get("2026-0001").reported == asking.session.now()
        assert [line.author for line in waiting(store)] == ["okafor"]
        await pilot.press("ctrl+o")
        await until(pilot, lambda: asked(asking))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(asking.screen, SignDialog))
        await pilot.press("enter")
        await until(pilot, lambda: not waiting(store))
        await until(pilot, lambda: said(asking) == "1 line signed by J. Okafor")
        assert store.people.unsigned() == []
        await pilot.press("escape")
        await until(pilot, lambda: len(asking.screen_stack) == 1)
        assert not asked(asking)


async def test_somebody_elses_lines_are_not_offered_but_can_be_found(asking: SfmApp, store: Store, until: Any) -> None:
    store.occurrences.log(f"Van at gate {HOSTILE}", Author("marsh", confirmed=False))
    store.occurrences.log("Keys to unit 14", Author("unsigned", confirmed=False))
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(asking.screen, SignDialog))
        await pilot.press("space", "enter")
        await until(pilot, lambda: len(asking.screen_stack) == 1)
        assert len(waiting(store)) == 2
        await pilot.press("ctrl+o")
        await until(pilot, lambda: asked(asking))
        sign = next(n for n, line in enumerate(names(asking)) if "Sign what waits" in line)
        await pilot.press(*["down"] * sign, "enter")
        await until(pilot, lambda: isinstance(asking.screen, SignDialog))
        await pilot.press("enter")
        await until(pilot, lambda: len(waiting(store)) == 1)
        assert waiting(store)[0].author == "marsh"


async def test_somebody_new_signs_on_and_stands_among_the_people(asking: SfmApp, store: Store, until: Any) -> None:
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        await pilot.press("z", "o", "e")
        assert names(asking) == ["   + Somebody new"]
        await pilot.press("enter")
        await until(pilot, lambda: form_open(asking))
        assert asking.screen.query_one(Form).values == {"name": "zoe", "person": "zoe"}
        await fill(pilot, HOSTILE)
        assert asking.screen.query_one(Form).values["person"] == "x"
        await fill(pilot, "okafor")
        await until(pilot, lambda: "okafor is there already" in form_echo(asking))
        await fill(pilot, "x1")
        await until(pilot, lambda: asking.session.person == "x1")
    assert store.reference.get(Person, "x1") == Person(person="x1", name=HOSTILE)


def form_open(app: SfmApp) -> bool:
    """Whether a form is on top and takes keys."""
    return isinstance(app.screen, FormDialog) and app.focused is not None


def form_echo(app: SfmApp) -> str:
    """The line below the form."""
    if not app.screen.query("#form-echo"):
        return ""
    return str(app.screen.query_one("#form-echo").render())


async def test_a_pin_is_set_asked_for_refused_and_taken(
    asking: SfmApp, store: Store, until: Any, quick_pins: None
) -> None:
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        await pilot.press("enter")
        await until(pilot, lambda: asking.session.person)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: asked(asking))
        await pilot.press("down", "down", "down", "down", "enter")
        await until(pilot, lambda: form_open(asking))
        await fill(pilot, "2468", "2469")
        await until(pilot, lambda: "not the same" in form_echo(asking))
        await fill(pilot, "2468")
        await until(pilot, lambda: store.people.has_pin("okafor"))
        await until(pilot, lambda: len(asking.screen_stack) == 1)
        await pilot.press("ctrl+o")
        await until(pilot, lambda: asked(asking))
        assert "PIN" in names(asking)[0]
        await pilot.press("1")
        await until(pilot, lambda: form_open(asking))
        await fill(pilot, "1111")
        await until(pilot, lambda: "that is not the PIN" in form_echo(asking))
        await fill(pilot, "2468")
        await until(pilot, lambda: len(asking.screen_stack) == 1)
        assert said(asking) == "J. Okafor is at the desk"


async def test_a_manager_takes_a_forgotten_pin_away_with_a_reason(
    asking: SfmApp, store: Store, until: Any, quick_pins: None
) -> None:
    store.people.set_pin("okafor", "", "2468", Author("okafor"))
    store.people.set_pin("marsh", "", "1357", Author("marsh"))
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        await pilot.press("f", "o", "r", "g", "enter")
        await until(pilot, lambda: form_open(asking))
        form = asking.screen.query_one(Form)
        assert form.values["person"] == "okafor"
        await pilot.press("enter", "enter")
        await fill(pilot, "9999", "forgotten over the holidays")
        await until(pilot, lambda: "that is not the PIN" in form_echo(asking))
        await fill(pilot, "1357", "forgotten over the holidays")
        await until(pilot, lambda: not store.people.has_pin("okafor"))
        await until(pilot, lambda: said(asking) == "J. Okafor has no PIN now: D. Marsh took it away")
        assert not asking.session.person
    assert store.people.has_pin("marsh")


async def test_escape_leaves_the_desk_as_it_is_and_wrong_words_find_nobody(
    asking: SfmApp, store: Store, until: Any
) -> None:
    before = store.head()
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        await pilot.press("z", "z")
        assert [line.strip() for line in names(asking)] == ["+ Somebody new"]
        await pilot.press("9", "escape")
        await until(pilot, lambda: len(asking.screen_stack) == 1)
        assert asking.session.person == ""
    assert store.head() == before


def test_who_can_take_the_desk(store: Store, me: Author, clock: FrozenClock) -> None:
    store.reference.set(Person(person="gone", name="G. One", left_on=date(2026, 11, 20)), me)
    store.reference.set(Person(person="today", name="T. Oday", left_on=date(2026, 11, 21)), me)
    store.reference.set(Person(person="client", name="C. Lient", role="client"), me)
    store.reference.set(Person(person="nameless", name="nameless", role="manager"), me)
    store.people.sign_on("patel")
    known = look(store)
    assert [p.person for p in known.people] == ["patel", "marsh", "okafor", "nameless", "today"]
    assert known.last == "patel"
    assert known.name("nameless") == "nameless"
    assert "gone" in known.everybody


async def test_a_store_without_people_is_not_asked_about(empty_store: Store, site: Any, me: Author, until: Any) -> None:
    empty_store.sites.set(site, me)
    app = SfmApp(empty_store.path, empty_store.clock, ask=True)
    async with app.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: app.session.data.site)
        await until(pilot, lambda: app.session._store is not None and app.session._store.done())
        await pilot.app.workers.wait_for_complete()
        assert len(app.screen_stack) == 1
        assert app.session.who == "nobody at the desk"
        await pilot.press("ctrl+o")
        await until(pilot, lambda: asked(app))
        assert [line.strip() for line in names(app)] == ["+ Somebody new"]
    app.session.close()


def test_signing_on_asks_the_store_for_the_pin(store: Store) -> None:
    assert People(store).has_pin("okafor") is False


@pytest.mark.usefixtures("same_salts", "true_colours")
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_how_it_looks(snap_compare: Any, store: Store, clock: FrozenClock, size: Any) -> None:
    store.reference.set(Person(person="h", name=HOSTILE, role="manager"), Author("okafor"))
    store.people.sign_on("okafor")
    app = SfmApp(store.path, clock, ask=True)

    async def ready(pilot: Any) -> None:
        for _ in range(1000):
            await pilot.pause(0.01)
            if asked(app):
                break
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=ready)
    app.session.close()


async def test_a_pin_typed_ahead_goes_into_its_field(
    asking: SfmApp, store: Store, until: Any, quick_pins: None
) -> None:
    store.people.set_pin("marsh", "", "2468", Author("marsh"))
    async with asking.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: asked(asking))
        await pilot.press("enter")
        await until(pilot, lambda: asking.session.person == "okafor")
        for key in ("ctrl+o", "3", "2", "4", "6", "8", "enter"):
            asking.post_message(Key(key, key if len(key) == 1 else None))
        await until(pilot, lambda: asking.session.person == "marsh")
        assert said(asking) == "D. Marsh is at the desk"
