"""The roster of some days as a folder: what meets them and nothing else, and no news to the store it came from."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import findings
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.store import Store
from tests.examples import tries
from tests.exchange.folders import OFFICERS, POSTS, SITE, WHOLE, files_of, make, table_of

LONDON = zone("Europe/London")
ME = Author("okafor")
FIRST = datetime(2026, 3, 27, tzinfo=UTC)
WINDOW = (parse_file_time("2026-03-28T00:00", LONDON), parse_file_time("2026-03-30T00:00", LONDON))
spans = st.sets(st.tuples(st.integers(0, 95), st.integers(1, 40)), max_size=12)


def span(start: int, hours: int) -> tuple[str, str]:
    """Start and end, in hours after the Friday before the clocks change, as a file writes them."""
    at = FIRST + timedelta(hours=start)
    return at.isoformat(), (at + timedelta(hours=hours)).isoformat()


@settings(max_examples=tries(12), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(duties=spans, absences=spans, calls=st.sets(st.integers(0, 95), max_size=12))
def test_what_meets_the_days_and_nothing_else(
    tmp_path_factory: pytest.TempPathFactory,
    duties: set[tuple[int, int]],
    absences: set[tuple[int, int]],
    calls: set[int],
) -> None:
    place = tmp_path_factory.mktemp("days")
    of_duty = {start: span(start, hours) for start, hours in duties}
    of_absence = {start: span(start, hours) for start, hours in absences}
    rows = {
        "duties.csv": ["officer,post,start,end", *(f"NG01,GATE,{a},{b}" for a, b in of_duty.values())],
        "absences.csv": ["officer,start,end,reason", *(f"NG02,{a},{b},leave" for a, b in of_absence.values())],
        "checkcalls.csv": ["post,due", *(f"GATE,{span(start, 1)[0]}" for start in calls)],
    }
    make(place / "in", {**WHOLE, **{name: "\n".join(lines) + "\n" for name, lines in rows.items()}})

    def meets(a: str, b: str) -> bool:
        return parse_file_time(a, LONDON) < WINDOW[1] and parse_file_time(b, LONDON) > WINDOW[0]

    with Store.open(place / "a.db") as store, Store.open(place / "b.db") as other:
        assert import_folder(store, place / "in", ME).bad == []
        report = export_folder(store, place / "days", window=WINDOW)
        assert report.files.get("duties.csv", 0) == sum(meets(*pair) for pair in of_duty.values())
        assert report.files.get("absences.csv", 0) == sum(meets(*pair) for pair in of_absence.values())
        due = [parse_file_time(span(start, 1)[0], LONDON) for start in calls]
        assert report.files.get("checkcalls.csv", 0) == sum(WINDOW[0] <= at < WINDOW[1] for at in due)
        assert "incidents.csv" not in report.files
        assert "not the roster of these days" in report.left_out[0]
        head = store.head()
        assert not import_folder(store, place / "days", ME).stored
        assert store.head() == head
        assert import_folder(other, place / "days", ME).bad == []
        again = export_folder(other, place / "again", window=WINDOW).path
        assert files_of(again) == files_of(place / "days")
        found, same = (findings(s.roster.load(WINDOW), WINDOW, s.roster.rules()) for s in (store, other))
        hang_on_more = {"rest", "long-duty", "weekly-hours"}
        assert [f for f in found if f.kind not in hang_on_more] == [f for f in same if f.kind not in hang_on_more]


def test_a_workbook_of_some_days(tmp_path: Path) -> None:
    files = {
        "site.toml": SITE,
        "officers.csv": OFFICERS,
        "posts.csv": POSTS,
        "duties.csv": "officer,post,start,end\nNG01,GATE,2026-03-28T07:00,2026-03-28T19:00\n"
        "NG02,GATE,2026-03-30T00:00,2026-03-30T07:00\n",
    }
    with Store.open(tmp_path / "a.db") as store:
        assert import_folder(store, make(tmp_path / "in", files), ME).bad == []
        report = export_folder(store, tmp_path / "days.xlsx", window=WINDOW)
        assert report.files == {"posts.csv": 1, "officers.csv": 2, "duties.csv": 1}
        head = store.head()
        assert import_folder(store, tmp_path / "days.xlsx", ME).bad == []
        assert store.head() == head
        export_folder(store, tmp_path / "days", window=WINDOW)
    assert [row[0] for row in table_of(tmp_path / "days" / "duties.csv")] == ["officer", "NG01"]
