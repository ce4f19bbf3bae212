"""The screen of the evidence pack: choose, read page by page, write only what has every yes."""

from pathlib import Path
from typing import Any

import pytest
from textual.widgets import Input, Static

from sfm_tui.app import SfmApp
from sfm_tui.domain.pack.dates import Shift
from sfm_tui.storage.store import Store
from sfm_tui.widgets.dialogs.dialogs import AskDialog, ChooseDialog
from sfm_tui.widgets.evidence.choices import chosen_of, linked, read_choices
from sfm_tui.widgets.evidence.review import Stopped, make_draft
from sfm_tui.widgets.lists.line_above import Words
from tests.conftest import ME

HOSTILE = "[@click=app.quit]x [/x] =1+1 😀 " + "w" * 5000


async def opened(app: SfmApp, pilot: Any, until: Any) -> Any:
    app.go_to("evidence")
    await until(pilot, lambda: app.current_mode == "evidence" and app.screen.is_mounted)
    screen = app.screen
    await until(pilot, lambda: screen.rows.items, "the list is read")
    return screen


async def drafted(screen: Any, pilot: Any, until: Any) -> Any:
    await pilot.press("m")
    await until(pilot, lambda: screen.draft is not None, "the draft is made")
    return screen.draft


def told(screen: Any, place: str) -> str:
    return str(screen.query_one(place, Words).said)


def page(screen: Any) -> str:
    return str(screen.query_one("#page-text", Static).content)


async def answer(app: SfmApp, pilot: Any, until: Any, text: str) -> None:
    await until(pilot, lambda: isinstance(app.screen, AskDialog))
    app.screen.query_one(Input).value = text
    await pilot.press("enter")


async def test_from_the_choice_to_the_folder(story: SfmApp, until: Any, tmp_path: Path) -> None:
    async with story.run_test(size=(120, 36)) as pilot:
        screen = await opened(story, pilot, until)
        screen.rows.put_cursor("action:A-07")
        await pilot.press("space")
        await until(pilot, lambda: "more linked" in told(screen, "#chosen"))
        assert screen.chosen == {"action:A-07"}
        await pilot.press("l")
        await until(pilot, lambda: len(screen.chosen) > 1)
        assert "more linked" not in told(screen, "#chosen")
        for ref in [ref for ref in screen.chosen if not ref.startswith(("action:", "incident:"))]:
            screen.chosen.discard(ref)
        draft = await drafted(screen, pilot, until)
        assert "Supervisor" in page(screen)
        assert "Okafor" not in page(screen)
        await pilot.press("w")  # not before every page has its yes
        await pilot.pause()
        assert not isinstance(story.screen, AskDialog)
        for number in range(draft.count):
            assert draft.yeses == number
            await pilot.press("y")
            await pilot.pause()
        assert draft.done
        await pilot.press("w")
        await answer(story, pilot, until, str(tmp_path))  # a folder that is there already
        await until(pilot, lambda: isinstance(story.screen, AskDialog) and "is there already" in story.screen._hint)
        pages = dict(draft.pack.contents())
        await answer(story, pilot, until, str(tmp_path / "pack"))
        await until(pilot, lambda: screen.draft is None, "written")
        folder = tmp_path / "pack"
        written = {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
        assert written == pages
        assert (tmp_path / "pack.zip").exists()
        assert str(folder) in screen._said.said


async def test_hidden_words_go_from_every_page_and_its_yes_with_them(story: SfmApp, until: Any) -> None:
    async with story.run_test(size=(80, 24)) as pilot:
        screen = await opened(story, pilot, until)
        screen.chosen = {"action:A-07", "action:A-04"}
        first = await drafted(screen, pilot, until)
        assert "steward" in first.pack.pages[1].text
        assert "steward" not in first.pack.pages[0].text
        await pilot.press("y", "y")
        await until(pilot, lambda: first.yeses == 2)
        await pilot.press("h")
        await answer(story, pilot, until, "steward")
        await until(pilot, lambda: screen.draft is not first)
        assert "steward" not in "".join(one.text for one in screen.draft.pack.pages)
        assert [screen.draft.has_yes(number) for number in range(3)] == [True, False, False]
        assert screen.draft.pack.pages[0].text == first.pack.pages[0].text  # the same dates and pseudonyms
        await pilot.press("h")
        await answer(story, pilot, until, "nowhere to be found")
        await until(pilot, lambda: "nothing changed" in screen._said.said)


async def test_a_doubt_is_listed_marked_and_offered_to_hide(story: SfmApp, until: Any, settle: Any) -> None:
    async with story.run_test(size=(120, 36)) as pilot:
        screen = await opened(story, pilot, until)
        store = await story.session.store()
        number = store.incidents.open(ME, summary="The cleaner, Benita at the door, ref", location="ATRIUM").number
        screen.chosen = {f"incident:{number}"}
        await drafted(screen, pilot, until)
        assert [(look.text, look.why) for look in screen.review.looks.items] == [
            ("Benita", "a capital inside a sentence")
        ]
        content = screen.query_one("#page-text", Static).content
        assert any("warning" in str(span.style) for span in content.spans)
        screen.review.looks.focus()
        await pilot.press("h")
        await until(pilot, lambda: isinstance(story.screen, AskDialog))
        assert story.screen.query_one(Input).value == "Benita"
        await pilot.press("escape")


async def test_leaving_keeps_nothing(story: SfmApp, until: Any, tmp_path: Path, monkeypatch: Any) -> None:
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    (tmp_path / "home").mkdir()
    async with story.run_test(size=(80, 24)) as pilot:
        screen = await opened(story, pilot, until)
        await pilot.press("m")
        assert "nothing is chosen" in screen._said.said
        screen.chosen = {"action:A-07"}
        await drafted(screen, pilot, until)
        head = (await story.session.store()).head().seq
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(story.screen, ChooseDialog))
        await pilot.press("n")
        await until(pilot, lambda: story.screen is screen)
        assert screen.draft is not None
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(story.screen, ChooseDialog))
        await pilot.press("y")
        await until(pilot, lambda: screen.draft is None)
        assert screen.chosen == {"action:A-07"}
        assert "the draft is gone" in screen._said.said
        assert (await story.session.store()).head().seq == head
        assert list((tmp_path / "home").iterdir()) == []
        await until(pilot, lambda: story.screen is screen)
        await pilot.press("escape")
        await until(pilot, lambda: story.current_mode == "desk")


async def test_a_locked_desk_shows_nothing(story: SfmApp, until: Any) -> None:
    async with story.run_test(size=(80, 24)) as pilot:
        screen = await opened(story, pilot, until)
        screen.chosen = {"action:A-07"}
        await drafted(screen, pilot, until)
        story.session.locked = True
        screen.locked_changed()
        await pilot.pause()
        assert not screen.review.display
        assert not screen.query_one("#choosing").display
        for key in ("y", "h", "m"):
            await pilot.press(key)
        assert story.screen is screen
        assert screen.draft.yeses == 0
        story.session.locked = False
        screen.locked_changed()
        await pilot.pause()
        assert screen.review.display


async def test_typing_narrows_and_hostile_words_are_words(story: SfmApp, until: Any, settle: Any) -> None:
    async with story.run_test(size=(80, 24)) as pilot:
        screen = await opened(story, pilot, until)
        store = await story.session.store()
        number = store.incidents.open(ME, summary=HOSTILE).number
        await pilot.press("2")
        await settle(pilot)
        await pilot.press("slash", *"100%")
        await until(pilot, lambda: not screen.rows.items)
        screen.query_one("#typed", Input).value = "[/x]"
        await until(pilot, lambda: [item.key for item in screen.rows.items] == [number])
        await pilot.press("down", "space")
        await settle(pilot)
        assert screen.chosen == {f"incident:{number}"}
        await drafted(screen, pilot, until)
        assert r"\[/x\] =1+1 😀" in page(screen)
        await pilot.press("7")  # no key of the other stage
        assert screen.view == "incident"


def test_what_is_linked_stands_first_and_what_is_chosen_is_found(store: Store) -> None:
    numbers = [store.incidents.open(ME, summary=f"thing {'abcd'[n]}x").number for n in range(4)]
    action = store.actions.add("An area", ME).action
    store.links.make(f"incident:{numbers[0]}", f"action:{action}", ME)
    store.links.make(f"action:{action}", "officer:1001", ME)
    chosen = {f"action:{action}"}
    found = linked(store, chosen)
    assert found == {f"incident:{numbers[0]}": action}
    rows = read_choices(store, "incident", "", chosen, found).items
    assert rows[0].key == numbers[0]
    assert {row.key for row in rows} == set(numbers)
    assert [row.key for row in read_choices(store, "incident", "THING cx", chosen, found).items] == [numbers[2]]
    assert [row.ref for row in read_choices(store, "chosen", "", chosen, found).items] == [f"action:{action}"]


def test_a_draft_that_is_stopped_ends_before_its_next_page(store: Store) -> None:
    numbers = [store.incidents.open(ME, summary=f"thing {n}").number for n in range(5)]
    chosen, said = chosen_of([f"incident:{number}" for number in numbers], ""), list[str]()
    with pytest.raises(Stopped):
        make_draft(store, chosen, said.append, lambda: len(said) < 3)
    assert said == [f"making the draft: page {n} of 5 …" for n in (1, 2, 3)]


@pytest.mark.parametrize("size", [(80, 24), (120, 36)])
def test_looks(
    story: SfmApp, snap_compare: Any, until: Any, settle: Any, size: tuple[int, int], same_salts: None,
    true_colours: None, monkeypatch: Any,
) -> None:  # fmt: skip
    monkeypatch.setattr(Shift, "secret", classmethod(lambda cls: cls(52)))

    async def before(pilot: Any) -> None:
        screen = await opened(story, pilot, until)
        screen._head.visible = False  # it names the ledger's head, which any change of the imported site moves
        screen.chosen = {"action:A-07", "incident:2026-0099"}
        if size[0] > 80:
            await drafted(screen, pilot, until)
            await pilot.press("y")
        else:
            screen._read()
        await settle(pilot)

    assert snap_compare(story, terminal_size=size, run_before=before)


def test_rows_are_of_one_line(store: Store) -> None:
    from sfm_tui.widgets.evidence.choices import Item, row

    drawn = row(Item("incident:2026-0001", "a\nb " + HOSTILE, "Sat 21 Nov 2026"), 60, ticked=True, why="")
    assert len(drawn) == 1
    assert "\n" not in "".join(text for text, _ in drawn[0])
