"""What is given to somebody whom no list has: the words of every kind of record in which a name can be found."""

from pathlib import Path

import pytest

from sfm_tui.domain.assessment import Check
from sfm_tui.domain.desk import Author
from sfm_tui.reports.paper import ReportError
from sfm_tui.reports.subject_access import hand_over
from sfm_tui.storage.store import Store
from sfm_tui.storage.subject_access import mentions, of_outsider, of_person


def a_record(store: Store, me: Author, kind: str, words: str) -> str:
    """A record of a kind that says these words."""
    if kind == "incident":
        return f"incident:{store.incidents.open(me, summary=words).number}"
    if kind == "occurrence":
        return f"occurrence:{store.occurrences.log(words, me).occurrence}"
    if kind == "handover":
        return f"handover:{store.handovers.sign(words, me, to='patel', saw='').handover}"
    if kind == "briefing":
        return f"briefing:{store.briefings.add(words, me).briefing}"
    if kind == "action":
        return store.actions.add("Gate", me, gap=words).ref
    if kind == "weekly":
        return store.weekly.decide("2026-W46", "fill", words, me).ref
    if kind == "assessment":
        return store.assessments.assess("leadership", [Check(level=2, holds=True, evidence=words)], me).ref
    return (store.reflections if kind == "reflection" else store.notes).add(words, me).ref


@pytest.mark.parametrize(
    "kind",
    ["incident", "occurrence", "handover", "briefing", "action", "weekly", "reflection", "note", "assessment"],
)
def test_what_is_marked_is_given(store: Store, me: Author, kind: str) -> None:
    ref = a_record(store, me, kind, "Mrs Harkness slipped")
    other = a_record(store, me, "occurrence", "Harkness and Sons delivered")
    found = {one.record: one.words for one in mentions(store, "harkness")}
    assert set(found) == {ref, other}
    assert "Mrs Harkness slipped" in found[ref]
    assert found[other] == "Harkness and Sons delivered"
    (part,) = of_outsider(store, "an outsider", [ref]).parts
    assert {row[0] for row in part.rows} == {ref}
    assert "Mrs Harkness slipped" in str(part.rows)


def test_a_mention_shows_the_words_around_the_name(store: Store, me: Author) -> None:
    """The name stands in a note of the log: that is what is looked at, not what the incident is called."""
    number = store.incidents.open(me, summary="Slip at the gate").number
    store.incidents.note(number, "x" * 60 + " told us that\n Mrs HARKNESS of Elm Road fell " + "y" * 400, me)
    (one,) = mentions(store, "harkness mrs")
    assert one.words.startswith("Slip at the gate · …")
    assert "…told us that Mrs HARKNESS of Elm Road fell yyy" in one.words
    assert len(one.words) < 240


def test_a_second_outsider_has_a_file_of_their_own(store: Store, me: Author, tmp_path: Path) -> None:
    ref = a_record(store, me, "occurrence", "Mrs Harkness slipped")
    known = of_outsider(store, "an outsider", [ref])
    names = [hand_over(store, known, tmp_path, me).name for _ in range(3)]
    assert names == [f"subject-access-outsider{n}.zip" for n in ("", "-2", "-3")]
    shaw = of_person(store, "officer:1001")
    hand_over(store, shaw, tmp_path, me)
    with pytest.raises(ReportError, match="subject-access-officer-1001"):
        hand_over(store, shaw, tmp_path, me)


def test_a_supervisor_gets_what_they_assessed_and_said(store: Store, me: Author) -> None:
    a_record(store, me, "assessment", "Slow to tell the yard")
    store.weekly.decide("2026-W46", "fill", "Ask Ward", me)
    (one,) = store.weekly.get("2026-W46").decisions
    store.weekly.answer(one, "done", me, "Ward will do it")
    parts = {part.title: str(part.rows) for part in of_person(store, "person:okafor").parts}
    assert "Slow to tell the yard" in parts["Self-assessments"]
    assert "Ask Ward" in parts["Decisions in weekly reviews"]
    assert "Ward will do it" in parts["What became of them"]
