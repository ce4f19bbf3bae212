"""Of a time of which something was erased figures are refused: never a number that is made of what is left."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.cli.figures import object_of
from sfm_tui.clock import FrozenClock, day_bounds
from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import findings
from sfm_tui.domain.kpi_roster import Share, roster_figures
from sfm_tui.domain.roster import GONE, Roster, Rules
from sfm_tui.domain.roster_effect import Watch
from sfm_tui.domain.roster_records import CoverRecord, DutyRecord
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.dashboard import read_hours, read_weeks
from sfm_tui.storage.effects import action_effect
from sfm_tui.storage.erasing import erase
from sfm_tui.storage.figures import Kpis, kpis
from sfm_tui.storage.series import series
from sfm_tui.storage.store import Store
from sfm_tui.storage.tracing import breaches, untraced
from sfm_tui.storage.why_late import read_scene
from tests.conftest import ME

DAY = 86_400
SEPTEMBER = (date(2026, 9, 1), date(2026, 9, 30))
OCTOBER = (date(2026, 10, 1), date(2026, 10, 31))


@pytest.fixture
def store(northgate_bytes: bytes, tmp_path: Path, clock: FrozenClock) -> Iterator[Store]:
    """The invented site Northgate, imported."""
    path = tmp_path / "sfm.db"
    path.write_bytes(northgate_bytes)
    with Store.open(path, clock) as store:
        yield store


def window_of(store: Store, days: tuple[date, date]) -> tuple[int, int]:
    return day_bounds(days[0], store.tz)[0], day_bounds(days[1], store.tz)[1]


def figures(store: Store, days: tuple[date, date]) -> Kpis:
    return kpis(store, window_of(store, days))


def on(clock: FrozenClock, store: Store, day: date) -> None:
    clock.set(day_bounds(day, store.tz)[0] + 12 * 3600)


def test_months_that_are_whole_keep_their_figures_to_the_second(store: Store, clock: FrozenClock) -> None:
    """September goes, October stays: what is told of October is what was told before."""
    before = figures(store, OCTOBER)
    window = window_of(store, OCTOBER)
    assert before.roster.fill.whole
    assert before.calls.due
    found = findings(store.roster.load(window), window, store.roster.rules())
    late = breaches(store, window)
    assert late
    on(clock, store, date(2028, 10, 3))
    erase(store, ["duties"], ME)
    assert min(duty.start for duty in store.roster.records(DutyRecord)) >= window[0] - 2 * 3600
    inside = (date(2026, 10, 4), date(2026, 10, 31))
    window = window_of(store, inside)
    after = figures(store, inside)
    assert (after.roster.why, after.calls.why) == ("", "")
    assert after.roster.fill.whole
    assert breaches(store, window) == [one for one in late if one.late.reported >= window[0]]
    assert untraced(store, window) == 0
    some = findings(store.roster.load(window), window, store.roster.rules())
    kinds = {"weekly-hours", "rest"}
    cut = (window[0] + 2 * DAY, window[1])
    assert [one for one in some if one.kind not in kinds and one.start >= cut[0]] == [
        one for one in found if one.kind not in kinds and one.start >= cut[0]
    ]


def test_of_an_erased_month_nothing_is_told(store: Store, clock: FrozenClock) -> None:
    window = window_of(store, SEPTEMBER)
    assert figures(store, SEPTEMBER).roster.fill.whole
    late = figures(store, SEPTEMBER).responses.total
    weeks = len(read_weeks(store).roster)
    on(clock, store, date(2028, 10, 20))
    erase(store, ["duties"], ME)
    found = figures(store, SEPTEMBER)
    assert found.roster.fill == found.roster.licensed == found.training == Share(0, 0, GONE)
    assert found.calls.why
    assert found.calls.due == 0
    assert found.responses.total == late, "incidents are kept: responses are as they were"
    plain = object_of(found, store)
    assert [plain[name] for name in ("fill_percent", "duties", "late_starts", "no_shows", "check_calls")] == [None] * 5
    assert plain["why"]["fill_percent"] == GONE
    roster = store.roster.load(window)
    assert findings(roster, window, store.roster.rules()) == Watch(roster, window, store.roster.rules()).findings == []
    assert breaches(store, window) == []
    assert untraced(store, window) == late.n - late.within
    assert read_hours(store, window).free == {}
    fill = series(store, "shift-fill")
    assert ("2026-09-28", GONE) in fill.left_out
    assert all(dot.label >= "2026-10-05" for dot in fill.dots)
    assert len(read_weeks(store).roster) < weeks + 100
    assert store.roster.moment(window[0] + 12 * 3600).gone
    assert not store.roster.moment(window_of(store, (date(2026, 11, 2), date(2026, 11, 2)))[0]).gone


def test_check_calls_that_went_are_not_missed_ones(store: Store, clock: FrozenClock) -> None:
    assert figures(store, SEPTEMBER).calls.due > 100
    on(clock, store, date(2027, 10, 20))
    erase(store, ["calls"], ME)
    found = figures(store, SEPTEMBER)
    assert found.roster.fill.whole
    assert (found.calls.due, found.calls.missed) == (0, 0)
    assert found.calls.came.why == "check calls or duties of that time were erased under a retention rule"


def test_an_effect_with_an_erased_side_has_no_verdict(store: Store, clock: FrozenClock) -> None:
    action = store.actions.get("A-07")
    assert action_effect(store, action.action).found.verdict == "better"
    site = store.sites.get()
    assert site is not None
    store.sites.set(site.model_copy(update={"retention": {"incidents": 12}}), ME)
    on(clock, store, date(2027, 10, 20))
    assert erase(store, ["incidents"], ME).records
    found = action_effect(store, action.action).found
    assert found.verdict == "too early"
    assert found.why.endswith("were erased under a retention rule")
    shown = series(store, action.measure)
    out = dict(shown.left_out)
    assert any(why.endswith("of its incidents were erased") for why in out.values())
    assert not {dot.label for dot in shown.dots} & set(out)


def test_what_an_import_brought_back_is_told_again(store: Store, clock: FrozenClock, tmp_path: Path) -> None:
    before = figures(store, SEPTEMBER)
    on(clock, store, date(2028, 11, 20))
    erase(store, ["duties"], ME)
    assert figures(store, SEPTEMBER).roster.why
    assert not import_folder(store, Path(__file__).parents[2] / "fixtures" / "northgate", ME).refused
    assert figures(store, SEPTEMBER).roster == before.roster


def test_a_scene_of_that_time_is_none(store: Store, clock: FrozenClock) -> None:
    one = breaches(store, window_of(store, OCTOBER))[0]
    assert read_scene(store, one.late.incident) is not None
    on(clock, store, date(2028, 12, 20))
    erase(store, ["duties"], Author("marsh"))
    assert read_scene(store, one.late.incident) is None


@given(st.integers(0, 900), st.integers(1, 60), st.integers(0, 900), st.integers(1, 60))
def test_a_figure_is_refused_just_where_the_time_meets_what_went(a: int, b: int, c: int, d: int) -> None:
    """An oracle over days: a window is refused where one of its days is one of which something was erased."""
    roster = Roster(gone=((a * DAY, (a + b) * DAY),), cover=())
    found = Watch(roster, (c * DAY, (c + d) * DAY), Rules("UTC"))
    assert found.findings == []
    told = roster_figures(roster, (c * DAY, (c + d) * DAY), Rules("UTC"))
    meets = bool(set(range(a, a + b)) & set(range(c, c + d)))
    assert bool(told.why) == meets


def test_cover_alone_gone(store: Store, clock: FrozenClock) -> None:
    start = window_of(store, OCTOBER)[0]
    store.roster.set(CoverRecord(post="GATE", start=start + 3600, end=start + 7200, headcount=9), ME)
    on(clock, store, date(2028, 1, 1))
    site = store.sites.get()
    assert site is not None
    store.sites.set(site.model_copy(update={"retention": {"cover": 12}}), ME)
    assert erase(store, ["cover"], ME).records
    assert figures(store, OCTOBER).roster.why == GONE
