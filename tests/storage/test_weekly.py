"""Weekly reviews in the store: decided, corrected, answered, held; found again, listed, rebuilt, kept from clashing."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.weekly import FIGURES, monday_of_week, to_ask, week_after, week_of
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.history import of as history_of
from sfm_tui.storage.listing import Filter
from sfm_tui.storage.search import RecordHit, SearchAll
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.examples import tries
from tests.storage.decisions import still_open
from tests.storage.old_files import brought_up

WEEK, LAST, BEFORE = "2026-W47", "2026-W46", "2026-W45"
DAY = 86_400
PATEL = Author("patel")
NEW = {"weekly", "weekly_decision", "weekly_answer"}
FIGURES_THEN = dict.fromkeys(FIGURES, "as it was")


def test_a_decision_is_kept_with_its_figure(store: Store, me: Author) -> None:
    made = store.weekly.decide(
        WEEK, "fill", "Ask the agency", me, who="A. Patel", due="2026-11-27", shown="97.9 % of 500 hours"
    )
    assert (made.number, made.version, made.who, made.due) == (1, 1, "patel", "2026-11-27")
    review = store.weekly.get(WEEK)
    assert (review.began_by, review.began_at, review.held_at) == ("okafor", NOW, None)
    assert [one.decision for one in review.on("fill")] == [made]
    assert review.on("fill")[0].is_open
    assert review.undecided == [figure for figure in FIGURES if figure != "fill"]
    assert store.weekly.decide(WEEK, "calls", "Ring again", me).who == "okafor"
    assert rebuild.differences(store) == []


def test_a_correction_is_a_version_and_nothing_is_lost(store: Store, me: Author) -> None:
    first = store.weekly.decide(WEEK, "fill", "Ask the agency", me)
    second = store.weekly.change(first, PATEL, why="wrong firm", text="Ask the other agency", due="2026-12-01")
    assert [one.text for one in store.weekly.versions(WEEK, 1)] == ["Ask the agency", "Ask the other agency"]
    shown = store.weekly.get(WEEK).on("fill")
    assert [(one.decision, one.author) for one in shown] == [(second, "okafor")]
    with pytest.raises(Clash, match="corrected meanwhile by patel"):
        store.weekly.change(first, me, why="x", text="mine")
    with pytest.raises(Refused, match="a reason is needed"):
        store.weekly.change(second, me, why=" ", text="mine")
    store.weekly.strike(second, "not ours", me)
    review = store.weekly.get(WEEK)
    assert review.on("fill") == []
    assert [one.decision.struck for one in review.decisions] == ["not ours"]
    assert "fill" in review.undecided
    assert "wrong firm" in " ".join(act.text for act in history_of(store, f"weekly:{WEEK}"))
    assert rebuild.differences(store) == []


def test_no_action_needed_gives_way_to_a_decision(store: Store, me: Author) -> None:
    store.weekly.leave(WEEK, "calls", "as chance has it", me)
    assert not store.weekly.get(WEEK).on("calls")[0].is_open
    with pytest.raises(Refused, match="is noted for Check calls in time already"):
        store.weekly.leave(WEEK, "calls", "again", me)
    store.weekly.decide(WEEK, "calls", "Ring the gatehouse", me)
    assert [one.decision.kind for one in store.weekly.get(WEEK).on("calls")] == ["decision"]
    with pytest.raises(Refused, match="has a decision already"):
        store.weekly.leave(WEEK, "calls", "no", me)


@pytest.mark.parametrize(
    ("week", "figure", "text", "more", "said"),
    [
        ("2026-W48", "fill", "x", {}, "still to come"),
        ("2026-W54", "fill", "x", {}, "is no week"),
        ("47", "fill", "x", {}, "is no week"),
        (WEEK, "luck", "x", {}, "none of the figures"),
        (WEEK, "fill", "  ", {}, "write what is to be done"),
        (WEEK, "fill", "x", {"who": "the team"}, "no one person"),
        (WEEK, "fill", "x", {"who": "Smith"}, "nobody called"),
        (WEEK, "fill", "x", {"due": "2026-11-20"}, "over already"),
        (WEEK, "fill", "x", {"due": "tomorrow"}, "By when"),
        (WEEK, "fill", "a\x1b[2J", {}, "control character"),
    ],
)
def test_what_is_refused(
    store: Store, me: Author, week: str, figure: str, text: str, more: dict[str, str], said: str
) -> None:
    with pytest.raises(Refused, match=said) as refused:
        store.weekly.decide(week, figure, text, me, **more)
    assert "\n" not in str(refused.value)
    assert store.weekly.all() == []


def test_a_locked_desk_decides_nothing(store: Store) -> None:
    with pytest.raises(Refused, match="locked"):
        store.weekly.decide(WEEK, "fill", "x", Author("desk", confirmed=False))


def test_an_action_is_linked_and_done_by_its_stage(store: Store, me: Author) -> None:
    with pytest.raises(StoreError, match="there is no action A-09"):
        store.weekly.raised(WEEK, "within", "A-09", me)
    assert store.weekly.all() == []
    action = store.actions.add("Slow at noon", me)
    store.weekly.raised(WEEK, "within", action.action, me, shown="80 %")
    [link] = store.links.of(action.ref)
    assert (link.source, link.target) == (f"weekly:{WEEK}", "action:A-01")
    [one] = still_open(store)
    assert (one.stage, one.is_open) == ("plan", True)
    with pytest.raises(Refused, match="on the board"):
        store.weekly.answer(one, "done", me)


def test_what_became_of_a_decision(store: Store, me: Author, clock: FrozenClock) -> None:
    store.weekly.decide(LAST, "fill", "Ask the agency", me, due="2026-11-22")
    store.weekly.decide(BEFORE, "fill", "Count the gaps", me)
    store.weekly.decide(LAST, "calls", "Ring", me)
    before = store.weekly.before(WEEK)
    [count, ask] = to_ask(before, "fill")
    assert (count.decision.text, ask.decision.text) == ("Count the gaps", "Ask the agency")
    assert not ask.late("2026-11-22")
    assert ask.late("2026-11-23")
    with pytest.raises(Refused, match="why it is not to be done"):
        store.weekly.answer(ask, "dropped", me)
    clock.set(NOW + 60)
    store.weekly.answer(ask, "done", PATEL, "they send two")
    store.weekly.answer(count, "done", me)
    with pytest.raises(Clash, match="answered meanwhile by patel"):
        store.weekly.answer(ask, "dropped", me, "no")
    # Of last week's review one still sees that it was done; what was done before that is not asked again.
    [ask] = to_ask(store.weekly.before(WEEK), "fill")
    assert (ask.answer, ask.note, ask.answered_by, ask.answered_at) == ("done", "they send two", "patel", NOW + 60)
    assert [one.decision.text for one in still_open(store)] == ["Ring"]
    store.weekly.answer(ask, "open", me)
    assert [one.decision.text for one in still_open(store)] == ["Ask the agency", "Ring"]
    assert rebuild.differences(store) == []


def test_a_review_is_held_with_its_figures(store: Store, me: Author, clock: FrozenClock) -> None:
    store.weekly.leave(LAST, "fill", "full", me)
    held = store.weekly.hold(LAST, FIGURES_THEN, me)
    assert (held.held_by, held.held_at, held.week_over, held.figures) == ("okafor", NOW, True, FIGURES_THEN)
    with pytest.raises(Refused, match="was held already"):
        store.weekly.hold(LAST, FIGURES_THEN, me)
    store.weekly.decide(LAST, "calls", "Ring", me)
    assert store.weekly.hold(LAST, {"fill": "99 %"}, PATEL).held_by == "patel"
    early = store.weekly.hold(WEEK, FIGURES_THEN, me)
    assert not early.week_over
    assert [review.week for review in store.weekly.all()] == [WEEK, LAST]
    clock.set(NOW + 3 * DAY)
    assert store.weekly.hold(WEEK, FIGURES_THEN, me).week_over
    assert rebuild.differences(store) == []


def test_a_missed_review_is_told_where_reviews_are_held(store: Store, me: Author, clock: FrozenClock) -> None:
    assert store.weekly.missed() == ""
    store.weekly.hold(BEFORE, FIGURES_THEN, me)
    assert store.weekly.missed() == LAST
    store.weekly.decide(LAST, "calls", "Ring", me)
    assert store.weekly.missed() == LAST
    store.weekly.hold(LAST, FIGURES_THEN, me)
    assert store.weekly.missed() == ""
    store.weekly.hold(WEEK, FIGURES_THEN, me)
    clock.set(NOW + 3 * DAY)
    assert store.weekly.missed() == WEEK


def test_the_same_decision_sent_twice_is_one(store: Store, me: Author) -> None:
    once = store.weekly.decide(WEEK, "fill", "Ask", me, client_id="a1")
    assert store.weekly.decide(WEEK, "fill", "Ask", me, client_id="a1") == once
    assert len(store.weekly.get(WEEK).decisions) == 1


def test_a_review_is_found_by_what_was_decided(store: Store, me: Author) -> None:
    store.weekly.decide(WEEK, "fill", "Ask the agency for =1+1 [/x]", me)
    store.weekly.decide(WEEK, "calls", "Ring", me)
    search = SearchAll("agency", Filter(), ResponseTerms())
    with store.reading() as connection:
        [hit] = search.more_records(connection)
    assert isinstance(hit, RecordHit)
    assert (hit.found.kind, hit.found.key, hit.found.state) == ("weekly", WEEK, "not held")
    assert hit.found.text == "Ask the agency for =1+1 [/x] · Ring"


def test_an_export_says_what_it_leaves_out(store: Store, me: Author) -> None:
    from sfm_tui.exchange.left_out import left_out

    store.weekly.decide(WEEK, "fill", "Ask", me)
    with store.reading() as connection:
        lines = left_out(connection, site_file=True)
    assert "1 weekly reviews of the figures, what was decided in them and what became of it" in lines


def test_a_file_of_the_fifth_schema_is_brought_up(store: Store, clock: FrozenClock, me: Author) -> None:
    store.actions.add("Responder", me)
    with brought_up(store, clock, "0005", NEW) as again:
        again.weekly.decide(WEEK, "fill", "Ask", me)
        again.weekly.hold(WEEK, FIGURES_THEN, me)


TEXT = st.sampled_from(["", "Ask", "=1+1", "[/x]", "a\nb", "\x1b[2J", "x" * 3000])
FIGURE = st.sampled_from(["within", "fill", "calls", "luck"])
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("decide"), st.sampled_from([WEEK, LAST, "2026-W99"]), FIGURE, TEXT),
        st.tuples(st.just("leave"), st.sampled_from([WEEK, LAST]), FIGURE, TEXT),
        st.tuples(st.just("change"), st.integers(0, 3), TEXT, TEXT),
        st.tuples(st.just("strike"), st.integers(0, 3), TEXT),
        st.tuples(st.just("answer"), st.integers(0, 3), st.sampled_from(["open", "done", "dropped"]), TEXT),
        st.tuples(st.just("hold"), st.sampled_from([WEEK, LAST])),
    ),
    max_size=12,
)


def _do(store: Store, act: tuple[Any, ...], by: Author) -> None:
    verb, first, *rest = act
    if verb in ("decide", "leave"):
        getattr(store.weekly, verb)(first, *rest, by)
    elif verb == "hold":
        store.weekly.hold(first, {}, by)
    else:
        all_ = [one for review in store.weekly.all() for one in review.decisions]
        if first < len(all_):
            one = all_[first]
            if verb == "change":
                store.weekly.change(one.decision, by, why=rest[0], text=rest[1])
            elif verb == "strike":
                store.weekly.strike(one.decision, rest[0], by)
            else:
                store.weekly.answer(one, rest[0], by, rest[1])


def _attempt(store: Store, act: tuple[Any, ...], by: Author) -> str:
    try:
        _do(store, act, by)
    except StoreError as error:
        return str(error)
    return ""


@settings(max_examples=tries(15), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=ACTS)
def test_any_run_of_acts_adds_up(
    tmp_path_factory: pytest.TempPathFactory, small_store: bytes, acts: list[tuple[Any, ...]]
) -> None:
    home = tmp_path_factory.mktemp("weekly")
    (home / "sfm.db").write_bytes(small_store)
    with Store.open(home / "sfm.db", FrozenClock(NOW)) as store:
        for n, act in enumerate(acts):
            head = store.head()
            refused = _attempt(store, act, (Author("okafor"), PATEL)[n % 2])
            assert "\n" not in refused
            assert not refused or store.head() == head
        for review in store.weekly.all():
            assert [one.decision.number for one in review.decisions] == list(range(1, len(review.decisions) + 1))
            for one in review.decisions:
                versions = store.weekly.versions(review.week, one.decision.number)
                assert versions[-1] == one.decision
                assert [old.version for old in versions] == list(range(1, one.decision.version + 1))
            for figure in FIGURES:  # nothing is at once to be done and not
                assert len({one.decision.kind == "none" for one in review.on(figure)}) <= 1
            assert not {one.decision.figure for one in review.decisions if not one.decision.struck} & {
                *review.undecided
            }
        assert rebuild.differences(store) == []
    assert verify.check(home / "sfm.db").ok


@given(st.dates())
def test_weeks_are_named_as_the_calendar_has_them(day: Any) -> None:
    from datetime import date, timedelta

    if day < date(2, 1, 1) or day > date(9998, 1, 1):
        return
    monday = monday_of_week(week_of(day))
    assert monday == day - timedelta(days=day.weekday())
    assert week_after(week_of(day)) == week_of(day + timedelta(days=7))
