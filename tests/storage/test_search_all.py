"""A search for all records finds points, handovers, talks, topics and the plan's, by number and by text."""

from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Topic
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.listing import Filter
from sfm_tui.storage.search import Search, SearchAll
from sfm_tui.storage.store import Store


def found(store: Store, text: str, wanted: Filter | None = None) -> list[str]:
    search, subjects = SearchAll(text, wanted or Filter(), ResponseTerms()), list[str]()
    with store.reading() as connection:
        while not search.done:
            subjects += [hit.subject for hit in search.more_records(connection, 2)]
    assert len(subjects) == len(set(subjects))
    return subjects


def test_what_a_supervisor_shows_as_evidence(store: Store, me: Author, tmp_path: Path) -> None:
    row = store.assessments.assess("leadership", [], me, evidence="Nobody named a gander", gaps="No weathercock")
    store.actions.add("Gate", me)
    photo = tmp_path / "barrier plan.txt"
    photo.write_bytes(b"x")
    store.attachments.add("action:A-01", photo, me, about="Where the heron stands")
    assert found(store, "weathercock") == [row.ref]
    assert found(store, "gander") == [row.ref]
    assert found(store, "barrier plan") == ["action:A-01"]
    assert found(store, "heron") == ["action:A-01"]
    export_folder(store, tmp_path / "out")
    with Store.open(tmp_path / "other.db", FrozenClock(0)) as other:
        import_folder(other, tmp_path / "out", me)
        assert found(other, "gander") == [row.ref]


@pytest.fixture
def told(store: Store, me: Author) -> Store:
    store.incidents.open(me, summary="Goose at the barrier")
    store.reference.set(Topic(topic="geese", title="Geese and other guests", points="Keep your distance"), me)
    store.briefings.add("Barrier two is stiff", me, owner="patel")
    store.talks.plan("geese", me)
    store.talks.start("T-01", me, present=["1001"])
    store.talks.change("T-01", me, questions="Who rings the vet?")
    store.talks.sign("T-01", "1001", me)
    store.talks.complete("T-01", me)
    store.handovers.sign("The goose has left. Café shut.", me, saw="")
    return store


@pytest.mark.parametrize(
    ("text", "subjects"),
    [
        ("barrier", ["briefing:P-01", "incident:2026-0001"]),
        ("goose", ["handover:H-01", "incident:2026-0001"]),
        ("P-01", ["briefing:P-01"]),
        ("T-01", ["talk:T-01"]),
        ("H-01", ["handover:H-01"]),
        ("vet", ["talk:T-01"]),
        ("gee", ["talk:T-01", "topic:geese"]),
        ("distance", ["talk:T-01", "topic:geese"]),
        ("patel", ["briefing:P-01"]),
        ("cafe", ["handover:H-01"]),
        ("zebra", []),
        ("x'; DROP", []),
    ],
)
def test_by_number_and_text(told: Store, text: str, subjects: list[str]) -> None:
    assert found(told, text) == subjects


def test_the_improvement_plan_is_found(told: Store, tmp_path: Path, me: Author) -> None:
    told.measures.add("barriers", "Barrier lifts by hand", me)
    told.actions.add_theme("Ways in", me, objective="No queue at gate 2")
    card = told.actions.add("Stiff barrier", me, gap="9 lifts by hand", measure="barriers")
    told.actions.add_step(card, "Grease the hinge", me)
    told.actions.review(card, "not met", "Rust below the cap", me)
    again = told.actions.again(told.actions.move(card, "check", me, why="late"), "not met", me)
    told.actions.change(again, me, cause="Salt")
    everywhere = {
        "A-01": ["action:A-01"], "hinge": ["action:A-01"], "rust": ["action:A-01"], "queue": ["theme:wi"],
        "lifts": ["action:A-01", "measure:barriers"],
    }  # fmt: skip
    for text, subjects in everywhere.items():
        assert found(told, text) == subjects
    assert found(told, "salt") == ["action:A-01"]
    with told.reading() as connection:
        (hit,) = SearchAll("salt", Filter(), ResponseTerms()).more_records(connection)
    assert hit.found == ("action", "A-01", None, "Stiff barrier", "plan")
    export_folder(told, tmp_path / "out")
    with Store.open(tmp_path / "other.db", FrozenClock(0)) as other:
        import_folder(other, tmp_path / "out", me)
        for text, subjects in everywhere.items():
            assert sorted(found(other, text)) == sorted(subjects)


def test_the_desks_own_search_stays_what_it_is(told: Store) -> None:
    with told.reading() as connection:
        hits = Search("barrier", Filter(), ResponseTerms()).more(connection)
        assert [hit.subject for hit in hits] == ["incident:2026-0001"]
    assert found(told, "barrier", Filter(severity=3)) == ["incident:2026-0001"]


def test_lines_say_how_a_record_stands(told: Store, clock: FrozenClock) -> None:
    with told.reading() as connection:
        lines = {
            hit.subject: hit.found
            for text in ("goose", "barrier", "geese")
            for hit in SearchAll(text, Filter(), ResponseTerms()).more_records(connection)
        }
    talk, handover = lines["talk:T-01"], lines["handover:H-01"]
    assert talk == ("talk", "T-01", clock.now(), "Geese and other guests", "completed")
    assert handover == ("handover", "H-01", clock.now(), "The goose has left. Café shut.", "not accepted")
    assert lines["topic:geese"] == ("topic", "geese", None, "Geese and other guests", "")


def test_what_came_with_a_file_is_found_as_well(told: Store, tmp_path: Path, me: Author) -> None:
    export_folder(told, tmp_path / "out")
    with Store.open(tmp_path / "other.db", FrozenClock(0)) as other:
        import_folder(other, tmp_path / "out", me)
        assert found(other, "barrier") == ["incident:2026-0001", "briefing:P-01"]
        assert found(other, "gee") == ["talk:T-01", "topic:geese"]
        assert found(other, "T-01") == ["talk:T-01"]
        assert found(other, "café") == ["handover:H-01"]
        assert found(other, "stif") == ["briefing:P-01"]
        assert found(other, "stif ") == []
