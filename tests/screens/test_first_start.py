"""A first start: four things, or a folder, or the demo; what was typed stays until the store has it."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, OptionList

from screens import first_start
from sfm_tui.app import SfmApp
from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Person
from sfm_tui.domain.site import Site
from sfm_tui.storage.store import Store
from sfm_tui.widgets.everywhere.say import SayLine
from sfm_tui.widgets.forms.form_dialog import FormDialog
from sfm_tui.widgets.forms.record_form import Form
from sfm_tui.widgets.settings.folder_in import BadRows, folder_echo

SIZE = (80, 24)
HOSTILE = "[/red] [@click=app.quit]x"


@pytest.fixture
def first(tmp_path: Path, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch) -> Iterator[SfmApp]:
    """The program on a store that is not there yet, on a machine set to Oslo's time."""
    monkeypatch.setattr(first_start, "machine_zone", lambda: "Europe/Oslo")
    program = SfmApp(tmp_path / "new" / "sfm.db", clock, ask=True)
    yield program
    program.session.close()


def said(app: SfmApp) -> str:
    """What the screen says."""
    return next(s for s in reversed(app.screen_stack) if s.query(SayLine)).query_one(SayLine).said


def echo(app: SfmApp) -> str:
    """The line below the form."""
    return " ".join(str(label.render()) for label in app.screen.query("#form-echo"))


def opened(app: SfmApp) -> bool:
    """Whether the desk is shown."""
    return app.current_mode == "desk" and bool(app.screen.query("#running"))


async def put(pilot: Any, text: str) -> None:
    """Replace what stands in the field with the focus."""
    field = pilot.app.focused
    assert isinstance(field, Input)
    field.value = text
    await pilot.pause()


async def test_four_things_and_the_desk_opens(first: SfmApp, clock: FrozenClock, until: Any) -> None:
    async with first.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: first.focused is not None)
        await pilot.press(*"North", "space", *"Gate", "enter")
        assert first.screen.query_one(Form).values["code"] == "NG"
        await pilot.press("enter")
        assert echo(first).startswith("Europe/Oslo: Sat 21 Nov 2026 23:15:35 CET")
        await put(pilot, "london")
        assert echo(first).startswith("Europe/London: Sat 21 Nov 2026 22:15:35 GMT")
        await pilot.press("enter")
        await put(pilot, "180s")
        assert echo(first).startswith("3 m 00 s, 180 seconds")
        await put(pilot, "4")
        await pilot.press("enter")
        await pilot.press(*"Pat", "space", *"Reid", "enter", "enter")
        await until(pilot, lambda: opened(first))
        assert first.session.author == Author("reid")
        assert first.session.who == "Pat Reid"
        await until(pilot, lambda: said(first).startswith("North Gate is set up"))
    with Store.open(first.session.path, clock) as store:
        site = store.sites.get()
        assert site is not None
        assert (site.code, site.name, site.timezone, site.terms.limit_seconds) == (
            "NG",
            "North Gate",
            "Europe/London",
            240,
        )
        assert store.reference.get(Person, "reid") == Person(person="reid", name="Pat Reid")
        assert store.people.last_at_desk() == "reid"


async def test_what_is_wrong_is_told_where_it_is_and_what_was_typed_stays(first: SfmApp, until: Any) -> None:
    async with first.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: first.focused is not None)
        await pilot.press("enter")
        assert "this is needed" in echo(first)
        await put(pilot, HOSTILE)
        await pilot.press("ctrl+s")
        assert first.focused is not None
        assert first.focused.id == "f4"
        assert "this is needed" in echo(first)
        await put(pilot, HOSTILE)
        first.screen.query_one("#f2", Input).value = "Mars/Olympus"
        first.screen.query_one("#f3", Input).value = "soon"
        await pilot.press("ctrl+s")
        assert "«Mars/Olympus» is no time zone" in echo(first)
        await put(pilot, "UTC")
        await pilot.press("ctrl+s")
        assert "«soon» is no duration" in echo(first)
        assert first.screen.query_one("#f0", Input).value == HOSTILE
        await put(pilot, "2:30")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: opened(first))
        assert first.session.who == HOSTILE
        assert first.session.data.site is not None
        assert first.session.data.site.name == HOSTILE


async def test_a_code_typed_by_hand_stays_and_an_emptied_one_follows_again(first: SfmApp, until: Any) -> None:
    async with first.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: first.focused is not None)
        await put(pilot, "North Gate")
        await pilot.press("enter")
        await put(pilot, "X1")
        await pilot.press("up")
        await put(pilot, "South Gate")
        assert first.screen.query_one("#f1", Input).value == "X1"
        await pilot.press("enter")
        await put(pilot, "")
        assert first.screen.query_one("#f1", Input).value == "SG"


async def test_the_zone_is_completed(first: SfmApp, until: Any) -> None:
    async with first.run_test(size=SIZE) as pilot:
        zone = first.screen.query_one("#f2", Input)
        await until(pilot, lambda: zone.suggester is not None)
        zone.focus()
        zone.value = ""
        await pilot.press(*"europe/lis")
        await until(pilot, lambda: zone._suggestion == "Europe/Lisbon")
        await pilot.press("right")
        assert zone.value == "Europe/Lisbon"


async def test_an_emergency_before_anything_is_set_up(first: SfmApp, clock: FrozenClock, until: Any) -> None:
    async with first.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: first.focused is not None)
        await pilot.press("f2")
        await until(pilot, lambda: first.focused is not None and first.focused.id == "what")
        await pilot.press("escape")
        await until(pilot, lambda: first.screen.query("#four"))
    with Store.open(first.session.path, clock) as store:
        assert store.incidents.get("2026-0001").reported == clock.now()


async def test_another_terminal_sets_the_site_up_meanwhile(
    first: SfmApp, clock: FrozenClock, site: Site, me: Author, until: Any
) -> None:
    async with first.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: first.session._reader and not any(w.name == "open" for w in first.workers))
        with Store.open(first.session.path, clock) as other:
            other.sites.set(site, me)
        first._tick()
        await until(pilot, lambda: opened(first))
        await until(pilot, lambda: said(first) == "another terminal has set this site up")


def folder(path: Path, *, bad: bool = False) -> Path:
    """A small site folder; `bad` has one row that cannot be read."""
    path.mkdir()
    (path / "site.toml").write_text('code = "NRP"\nname = "Northgate [/x]"\ntimezone = "Europe/London"\n')
    (path / "people.csv").write_text("person,name,role\nokafor,J. Okafor,supervisor\n")
    rows = "1001,L. Shaw\n1002,T. Reid\n"
    (path / "officers.csv").write_text("officer,name,opt_out\n" + rows.replace("\n", ",no\n"))
    if bad:
        (path / "posts.csv").write_text("post,name,activity,responder,lone,special_case\nGATE,Gate,BANANA,no,no,no\n")
    return path


async def ask_folder(app: SfmApp, pilot: Any, until: Any) -> None:
    """Go to the form for a folder."""
    await until(pilot, lambda: app.focused is not None)
    await pilot.press("ctrl+r")
    await until(pilot, lambda: isinstance(app.screen, FormDialog) and app.focused is not None)


async def test_a_folder_is_read_and_whoever_is_named_takes_the_desk(
    first: SfmApp, tmp_path: Path, clock: FrozenClock, until: Any
) -> None:
    place = folder(tmp_path / "site [x]")
    async with first.run_test(size=SIZE) as pilot:
        await ask_folder(first, pilot, until)
        await put(pilot, str(place / "nowhere"))
        assert "there is no such folder" in echo(first)
        await put(pilot, str(place))
        assert "3 files: officers.csv, people.csv, site.toml" in echo(first)
        await pilot.press("enter", *"j.", "space", *"okafor", "enter", "enter")
        await until(pilot, lambda: opened(first))
        assert first.session.person == "okafor"
        assert first.session.who == "J. Okafor"
        await until(pilot, lambda: said(first).startswith("read site [x]: "))
        assert "2 of 2 in officers.csv" in said(first)
    with Store.open(first.session.path, clock) as store:
        assert len(store.reference.all(Person)) == 1


async def test_a_bad_row_stores_nothing_until_the_good_ones_are_wanted(
    first: SfmApp, tmp_path: Path, clock: FrozenClock, until: Any
) -> None:
    place = folder(tmp_path / "site", bad=True)
    async with first.run_test(size=SIZE) as pilot:
        await ask_folder(first, pilot, until)
        await put(pilot, str(place))
        await pilot.press("enter", *"Zed", "enter", "enter")
        await until(pilot, lambda: isinstance(first.screen, BadRows))
        await pilot.pause()
        await pilot.press("escape")
        await until(pilot, lambda: "nothing was stored: posts.csv, line 2, activity" in echo(first))
        with Store.open(first.session.path, clock) as store:
            assert store.head().seq == 0
        await pilot.press("ctrl+s")
        await until(pilot, lambda: isinstance(first.screen, BadRows))
        await pilot.pause()
        await pilot.press("g")
        await until(pilot, lambda: opened(first))
        assert first.session.person == "zed"
        await until(pilot, lambda: "1 bad left out, see rejected/" in said(first))
    assert (place / "rejected" / "posts.csv").is_file()


async def test_a_folder_without_a_site_leaves_the_four_things_to_be_asked(
    first: SfmApp, tmp_path: Path, until: Any
) -> None:
    place = folder(tmp_path / "site")
    (place / "site.toml").unlink()
    async with first.run_test(size=SIZE) as pilot:
        await ask_folder(first, pilot, until)
        await put(pilot, str(place))
        await pilot.press("enter", *"Zed", "enter", "enter")
        await until(pilot, lambda: "it holds no site.toml" in said(first))
        assert first.current_mode == "first"


@pytest.mark.parametrize("text", ["", "\x00", "x" * 5000, "~nobody-at-all/x", "[/red]"])
def test_paths_that_lead_nowhere_are_told_in_a_line(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"^[^\n]+$"):
        folder_echo(text)


async def test_the_demo_opens_in_a_store_of_its_own(
    first: SfmApp, tmp_path: Path, clock: FrozenClock, until: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    made = tmp_path / "demo" / "demo.db"
    asked: list[int] = []

    def make(now: int) -> Path:
        asked.append(now)
        return made

    monkeypatch.setattr(first_start, "make_demo", make)
    async with first.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: first.focused is not None)
        ways = first.screen.query_one(OptionList)
        ways.focus()
        ways.highlighted = 2
        await pilot.press("enter")
        await until(pilot, lambda: first.demo is not None)
    assert first.demo == made
    assert first.return_value == 0
    assert asked == [clock.now()]
    with Store.open(first.session.path, clock) as store:
        assert store.head().seq == 0


async def test_a_demo_that_cannot_be_made_is_told(first: SfmApp, until: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def make(now: int) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(first_start, "make_demo", make)
    async with first.run_test(size=SIZE) as pilot:
        await until(pilot, lambda: first.focused is not None)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: said(first) == "the disk is full; make room and try again")


@pytest.mark.usefixtures("same_salts", "true_colours")
@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_how_it_looks(
    snap_compare: Any, clock: FrozenClock, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, size: Any
) -> None:
    monkeypatch.setattr(first_start, "machine_zone", lambda: "Europe/London")
    monkeypatch.chdir(tmp_path)
    app = SfmApp(Path("sfm.db"), clock)

    async def ready(pilot: Any) -> None:
        await pilot.app.workers.wait_for_complete()
        await pilot.press(*"North", "space", *"Gate", "enter", "enter")
        await pilot.pause()

    assert snap_compare(app, terminal_size=size, run_before=ready)
    app.session.close()
