"""The offsets of a stretch of time against asking the zone at each instant."""

from bisect import bisect_right
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock.offsets import offsets

ZONES = ("Europe/London", "America/St_Johns", "Australia/Lord_Howe", "America/Santiago", "UTC", "Africa/Casablanca")
JANUARY = 1_767_225_600
YEAR = 366 * 86_400


@given(st.sampled_from(ZONES), st.integers(JANUARY, JANUARY + YEAR), st.integers(1, YEAR), st.data())
def test_each_instant_has_its_offset(name: str, low: int, length: int, data: st.DataObject) -> None:
    tz = ZoneInfo(name)
    found = offsets(low, low + length, tz)
    assert found[0][0] == low
    changes = [change for since, _ in found for change in (since - 1, since)]
    for at in [*changes, low + length - 1, *(data.draw(st.integers(low, low + length - 1)) for _ in range(5))]:
        if low <= at < low + length:
            since = bisect_right([start for start, _ in found], at) - 1
            offset = datetime.fromtimestamp(at, UTC).astimezone(tz).utcoffset()
            assert offset is not None
            assert found[since][1] == offset.total_seconds()


@pytest.mark.parametrize(("name", "changes"), [("Europe/London", 2), ("UTC", 0)])
def test_a_year_has_its_changes(name: str, changes: int) -> None:
    assert len(offsets(JANUARY, JANUARY + 365 * 86_400, ZoneInfo(name))) == changes + 1
