"""What one chooses from: by words that are no patterns, the newest first, counted without a limit."""

from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Topic
from sfm_tui.storage import choosing
from sfm_tui.storage.choosing import Candidate
from sfm_tui.storage.store import Store
from tests.conftest import NOW

SUMMARIES = ("Late, left", "late, 100% sure", "lat_e", 'it\'s a "quote"', "", "Late! again")


def test_incidents_by_words_newest_first(store: Store, me: Author) -> None:
    numbers = [
        store.incidents.open(me, summary=text, category="alarm", reported=NOW - 600 + 60 * n).number
        for n, text in enumerate(SUMMARIES)
    ]
    store.incidents.void(store.incidents.open(me, summary="Late, void").number, "twice", me)
    abouts = [text or "alarm" for text in SUMMARIES]
    everything = [Candidate(*one) for one in reversed([*zip(numbers, abouts, range(NOW - 600, NOW, 60), strict=False)])]
    assert choosing.newest(store, "incident", (), 10) == everything
    assert choosing.newest(store, "incident", (), 2) == everything[:2]
    assert choosing.these(store, "incident", (), [numbers[2], numbers[0], "nope"]) == [everything[3], everything[5]]
    assert choosing.these(store, "incident", ("left",), numbers) == [everything[5]]
    assert choosing.how_many_listed(store, "incident") == len(SUMMARIES) + 1, "a struck one still has its document"

    @given(
        st.lists(st.sampled_from(["late", "LATE", "%", "_", "!", "'", "100%", "a", "alarm", "0001", ";--"]), max_size=3)
    )
    def only_what_has_all_the_words(words: list[str]) -> None:
        wanted = [one for one in everything if all(w.lower() in f"{one.key} {one.about}".lower() for w in words)]
        assert choosing.newest(store, "incident", words, 10) == wanted
        assert choosing.how_many(store, "incident", words) == len(wanted)

    only_what_has_all_the_words()


def test_talks_that_were_cancelled_have_no_register(store: Store, me: Author) -> None:
    store.reference.set(Topic(topic="RESP", title="Responding"), me)
    soon, later = (store.talks.plan("RESP", me, planned_for=NOW + hours * 3600) for hours in (1, 2))
    store.talks.cancel(soon.talk, "rain", me)
    assert [one.key for one in choosing.newest(store, "talk", ("responding",), 9)] == [later.talk, soon.talk]
    assert choosing.newest(store, "talk", (), 1) == [Candidate(later.talk, "Responding", NOW + 7200)]
    assert choosing.how_many(store, "talk", ()) == 2
    assert choosing.how_many_listed(store, "talk") == 1
    assert choosing.how_many_listed(store, "handover") == 0
