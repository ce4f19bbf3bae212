"""Reflections and notes: every edit is a version, none is lost; two who edit the same are told."""

import re
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.storage.errors import Refused, StoreError
from sfm_tui.storage.history import of
from sfm_tui.storage.listing import Filter
from sfm_tui.storage.pages import PageClash
from sfm_tui.storage.search import SearchAll
from sfm_tui.storage.store import Store

HOSTILE = "[/x] [@click=app.quit]x =1+1 '; DROP TABLE reflection; --\n😀" + "x" * 5000


def found(store: Store, text: str) -> list[str]:
    search = SearchAll(text, Filter(), ResponseTerms())
    with store.reading() as connection:
        return [hit.subject for hit in search.more_records(connection)]


def test_a_reflection_from_the_first_word_to_the_last(store: Store, me: Author) -> None:
    action = store.actions.add("Dedicated responder", me)
    page = store.reflections.add(
        "Late at close", me, did=HOSTILE, prompted="The monthly figures", sources=[action.ref],
        criteria=[("ST0330", "5"), ("ST0330", "customer-focus")],
    )  # fmt: skip
    assert (page.reflection, page.version, page.day, page.author) == ("R-01", 1, "2026-11-21", "okafor")
    assert page.did == HOSTILE
    edited = store.reflections.change(page, Author("patel"), learned="Look at who stands where", why="more")
    assert (edited.version, edited.author) == (2, "okafor")
    assert store.reflections.versions("R-01") == [page, edited]
    assert store.reflections.get("R-01") == edited
    assert store.reflections.get("R-01", 1) == page
    assert store.reflections.change(edited, me, learned="Look at who stands where") == edited
    undone = store.reflections.put_back(edited, me, version=1)
    assert (undone.version, undone.learned) == (3, "")
    assert [link.source for link in store.links.of(page.ref)] == [action.ref]
    assert [tag.criterion for tag in store.standards.tags_of(page.ref)] == ["5", "customer-focus"]
    acts = of(store, page.ref)
    assert [(act.author, act.verb) for act in acts if act.verb == "wrote"] == [
        ("okafor", "wrote"), ("patel", "wrote"), ("okafor", "wrote"),
    ]  # fmt: skip
    wrote = [act.text for act in acts if act.verb == "wrote"]
    assert "Look at who stands where (why: more)" in wrote[1]


def test_out_of_use_and_back(store: Store, me: Author) -> None:
    page = store.notes.add("PDCA", me, kind="framework", text="Plan, do, check, act", criteria=[("ST0330", "pdca")])
    with pytest.raises(Refused, match="reason"):
        store.notes.withdraw(page, " ", me)
    gone = store.notes.withdraw(page, "written twice", me)
    assert store.notes.all() == []
    assert store.notes.all(withdrawn=True) == [gone]
    assert not any(one.count for one in store.standards.coverage("ST0330"))
    with pytest.raises(Refused, match="put it back first"):
        store.notes.change(gone, me, text="x")
    back = store.notes.put_back(gone, me)
    assert (back.version, back.withdrawn, back.text) == (3, "", page.text)
    assert sum(one.count for one in store.standards.coverage("ST0330")) == 1


def test_of_two_who_edit_the_same_field_the_later_is_told(store: Store, me: Author, clock: FrozenClock) -> None:
    page = store.reflections.add("Keys", me)
    store.reflections.change(page, Author("patel"), did="Counted")
    also = store.reflections.change(page, me, learned="Hooks help")
    assert (also.did, also.learned, also.version) == ("Counted", "Hooks help", 3)
    with pytest.raises(PageClash, match="what i did of R-01 was changed meanwhile") as told:
        store.reflections.change(page, me, did="Mine")
    assert told.value.now == also
    with pytest.raises(PageClash):
        store.reflections.put_back(page, me, version=1)


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"title": "  "}, "Title: it is empty"),
        ({"title": "a\nb"}, "Title: a line break"),
        ({"day": "soon"}, "Day: «soon» is no day"),
        ({"day": "2026-11-22"}, "Day: 2026-11-22 is still to come"),
        ({"kind": "essay"}, "Kind: it should be 'framework'"),
        ({"text": "\x1b[2J"}, "Text: the control character"),
        ({"criteria": [("ST0330", "99")]}, "no criterion «99»"),
        ({"criteria": [("ST9", "1")]}, "no standard «ST9»"),
        ({"sources": ["action:A-99"]}, "no action A-99"),
        ({"sources": ["A-99"]}, "names no record"),
    ],
)
def test_what_will_not_do_is_told_and_nothing_kept(store: Store, me: Author, fields: dict[str, Any], why: str) -> None:
    head = store.head()
    with pytest.raises(StoreError, match=re.escape(why)) as told:
        store.notes.add(**{"title": "PDCA", "by": me, **fields})
    assert "\n" not in str(told.value)
    assert store.head() == head


def test_a_locked_desk_writes_none(store: Store) -> None:
    with pytest.raises(Refused, match="locked"):
        store.reflections.add("x", Author("desk", confirmed=False))


def test_one_id_is_one_page(store: Store, me: Author) -> None:
    first = store.notes.add("PDCA", me, client_id="n1")
    assert store.notes.add("PDCA again", me, client_id="n1") == first
    assert len(store.notes.all()) == 1


def test_they_are_found_by_number_and_text(store: Store, me: Author) -> None:
    page = store.reflections.add("Late at close", me, did="Counted the gaggle of geese")
    store.notes.add("Kaizen", me, text="Small steps", source="A book about geese")
    assert found(store, "gaggle") == ["reflection:R-01"]
    assert found(store, "R-01") == ["reflection:R-01"]
    assert found(store, "geese") == ["note:N-01", "reflection:R-01"]
    store.reflections.change(page, me, did="Counted")
    assert found(store, "gaggle") == ["reflection:R-01"]


def test_the_newest_day_comes_first(store: Store, me: Author) -> None:
    for day in ("2026-11-01", "2026-11-20", "2026-11-01"):
        store.reflections.add("x", me, day=day)
    assert [page.reflection for page in store.reflections.all()] == ["R-02", "R-03", "R-01"]
