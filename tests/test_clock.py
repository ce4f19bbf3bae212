"""Zones, local times to instants and back, and days."""

# ruff: noqa: PT017 (a drawn example may be read or refused: both outcomes are checked)

import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui import clock
from sfm_tui.clock import RepeatedTime, SkippedTime

LONDON = clock.zone("Europe/London")
HOWE = clock.zone("Australia/Lord_Howe")  # half an hour of summer time, south of the equator
ZONES = [
    LONDON,
    HOWE,
    *map(
        clock.zone,
        (
            "UTC",
            "America/New_York",
            "America/Havana",
            "Africa/Casablanca",
            "Europe/Dublin",
            "Asia/Kathmandu",
            "Pacific/Apia",
            "America/Sao_Paulo",
        ),
    ),
]
zones = st.sampled_from(ZONES)
instants = st.integers(-2_208_900_000, 4_102_000_000)  # 1900 to 2099


def utc(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp())


def near_changes(tz: ZoneInfo, year: int = 2026) -> list[int]:
    start = utc(f"{year}-01-01")
    hours = range(start, start + 366 * 86_400, 1800)
    return [at for at in hours if clock.to_local(at, tz).utcoffset() != clock.to_local(at + 1800, tz).utcoffset()]


def test_importing_the_clock_loads_no_library() -> None:
    heavy = "{'pendulum', 'dateutil', 'pydantic', 'sqlmodel', 'textual', 'sfm_tui.clock.words'}"
    code = f"import sys, sfm_tui.clock; print(sorted({heavy} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


# Zones


@pytest.mark.parametrize("name", ["Europe/London", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+3", "GB"])
def test_zone_gives_the_zone_of_that_name(name: str) -> None:
    assert clock.zone(name) == ZoneInfo(name)


def test_every_zone_of_the_database_is_accepted_but_the_one_that_means_unset() -> None:
    names = available_timezones() - {"Factory", "localtime"}
    assert {name for name in names if clock.zone(name).key != name} == set()


@pytest.mark.parametrize(
    "name",
    [
        *("Europ/London", "Europe", "Europe/", "", " ", "europe london", "Europe/London ", "Europe/London\n"),
        *("/etc/localtime", "../../etc/passwd", "Europe/../UTC", "localtime", "posixrules", "Factory"),
        *("right/Europe/London", "posix/Europe/London", "Europe/London\0", "A" * 100_000, "zone1970.tab"),
        *("[/x]", "\u202eEurope/London", "\udc80", "Ｅurope/London", "C:\\zones", "Etc/GMT+99"),
    ],
)
def test_what_is_no_zone_is_refused_in_one_line(name: str) -> None:
    with pytest.raises(ValueError, match="is no time zone: use an IANA name such as Europe/London") as caught:
        clock.zone(name)
    assert str(caught.value).isprintable()
    assert len(str(caught.value)) < 400


def test_the_refusal_names_what_was_typed() -> None:
    with pytest.raises(ValueError) as caught:
        clock.zone("Europ/London")
    message = "«Europ/London» is no time zone: use an IANA name such as Europe/London"
    assert str(caught.value) == message


@given(st.text(max_size=60))
def test_any_text_is_a_zone_or_a_value_error(name: str) -> None:
    try:
        assert isinstance(clock.zone(name), ZoneInfo)
    except ValueError as error:
        assert str(error).isprintable()


# Local time to instant


@given(instants, st.sampled_from(sorted(available_timezones() - {"Factory", "localtime"})).map(clock.zone))
def test_there_and_back_is_the_same_instant_outside_the_fold(at: int, tz: ZoneInfo) -> None:
    naive = clock.to_local(at, tz).replace(tzinfo=None)
    try:
        assert clock.from_local(naive, tz) == at
        assert clock.from_local_lenient(naive, tz) == at
    except RepeatedTime as twice:
        assert at in (twice.first, twice.second)
        assert twice.first < twice.second
        assert clock.from_local_lenient(naive, tz) == twice.first


@pytest.mark.parametrize("tz", ZONES, ids=str)
@pytest.mark.parametrize("year", [1941, 1968, 2011, 2026])
def test_there_and_back_around_every_change_of_a_year(tz: ZoneInfo, year: int) -> None:
    for change in near_changes(tz, year):
        for at in range(change - 4 * 86_400, change + 4 * 86_400, 1499):
            local = clock.to_local(at, tz)
            try:
                assert clock.from_local(local.replace(tzinfo=None, fold=0), tz) == at
            except RepeatedTime as twice:
                assert at == (twice.second if local.fold else twice.first)


@given(st.datetimes(datetime(1900, 1, 2), datetime(2199, 1, 1)), zones)
def test_a_local_time_is_unique_or_skipped_or_repeated_and_the_lenient_reading_agrees(
    naive: datetime, tz: ZoneInfo
) -> None:
    naive = naive.replace(microsecond=0)
    lenient = clock.from_local_lenient(naive, tz)
    try:
        at = clock.from_local(naive, tz)
    except SkippedTime as skipped:
        assert lenient == skipped.change
        before, after = clock.to_local(lenient - 1, tz), clock.to_local(lenient, tz)
        assert before.replace(tzinfo=None) < naive < after.replace(tzinfo=None)
    except RepeatedTime as twice:
        assert lenient == twice.first
        for each in (twice.first, twice.second):
            assert clock.to_local(each, tz).replace(tzinfo=None, fold=0) == naive
    else:
        assert lenient == at
        assert clock.to_local(at, tz).replace(tzinfo=None) == naive


@given(st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1)), zones)
def test_pendulum_resolves_local_times_alike(naive: datetime, tz: ZoneInfo) -> None:
    import pendulum
    from pendulum.tz.exceptions import AmbiguousTime, NonExistingTime

    naive = naive.replace(microsecond=0)
    parts = (naive.year, naive.month, naive.day, naive.hour, naive.minute, naive.second)
    try:
        theirs = pendulum.datetime(*parts, tz=str(tz), raise_on_unknown_times=True).int_timestamp
    except NonExistingTime:
        with pytest.raises(SkippedTime):
            clock.from_local(naive, tz)
    except AmbiguousTime:
        with pytest.raises(RepeatedTime):
            clock.from_local(naive, tz)
    else:
        assert clock.from_local(naive, tz) == theirs


def test_london_skips_an_hour_in_march() -> None:
    with pytest.raises(SkippedTime) as caught:
        clock.from_local(datetime(2026, 3, 29, 1, 30), LONDON)
    message = "01:30 on Sun 29 Mar 2026 does not exist: the clocks go from 01:00 GMT to 02:00 BST"
    assert str(caught.value) == message
    assert caught.value.change == utc("2026-03-29T01:00")
    assert clock.from_local(datetime(2026, 3, 29, 0, 59, 59), LONDON) == utc("2026-03-29T00:59:59")
    assert clock.from_local(datetime(2026, 3, 29, 2, 0), LONDON) == utc("2026-03-29T01:00")
    for minute in (0, 1, 30, 59):
        lenient = clock.from_local_lenient(datetime(2026, 3, 29, 1, minute), LONDON)
        assert lenient == utc("2026-03-29T01:00")


def test_london_repeats_an_hour_in_october() -> None:
    with pytest.raises(RepeatedTime) as caught:
        clock.from_local(datetime(2026, 10, 25, 1, 30), LONDON)
    twice = caught.value
    assert (twice.first, twice.second) == (utc("2026-10-25T00:30"), utc("2026-10-25T01:30"))
    assert (twice.first_name, twice.second_name) == ("BST", "GMT")
    assert str(twice) == "01:30 on Sun 25 Oct 2026 comes twice: BST or GMT"
    assert clock.from_local_lenient(datetime(2026, 10, 25, 1, 30), LONDON) == twice.first
    assert clock.from_local(datetime(2026, 10, 25, 0, 59, 59), LONDON) == utc("2026-10-24T23:59:59")
    assert clock.from_local(datetime(2026, 10, 25, 2, 0), LONDON) == utc("2026-10-25T02:00")


def test_lord_howe_changes_by_half_an_hour() -> None:
    with pytest.raises(SkippedTime) as skipped:
        clock.from_local(datetime(2026, 10, 4, 2, 15), HOWE)
    assert skipped.value.change == utc("2026-10-03T15:30")
    assert clock.from_local_lenient(datetime(2026, 10, 4, 2, 15), HOWE) == utc("2026-10-03T15:30")
    assert clock.from_local(datetime(2026, 10, 4, 2, 30), HOWE) == utc("2026-10-03T15:30")
    with pytest.raises(RepeatedTime) as twice:
        clock.from_local(datetime(2026, 4, 5, 1, 45), HOWE)
    assert twice.value.second - twice.value.first == 1800
    assert (twice.value.first_name, twice.value.second_name) == ("+11", "+1030")


def test_parts_of_a_second_and_a_stray_fold_change_nothing() -> None:
    naive = datetime(2026, 7, 1, 12, 0, 0, 999_999, fold=1)
    assert clock.from_local(naive, LONDON) == utc("2026-07-01T11:00")
    with pytest.raises(RepeatedTime):
        clock.from_local(datetime(2026, 10, 25, 1, 30, fold=1), LONDON)


def test_outside_the_calendar_is_a_value_error() -> None:
    for at in (10**12, -(10**12), 10**30):
        with pytest.raises(ValueError, match="outside the calendar"):
            clock.to_local(at, LONDON)
    assert clock.from_local(datetime.max, LONDON) == utc("9999-12-31T23:59:59")
    assert clock.to_local(clock.from_local(datetime(1, 1, 2), LONDON), LONDON).year == 1


# Days


def test_days_last_23_24_and_25_hours() -> None:
    def hours(day: date, tz: ZoneInfo = LONDON) -> float:
        start, end = clock.day_bounds(day, tz)
        return (end - start) / 3600

    assert hours(date(2026, 3, 28)) == 24
    assert hours(date(2026, 3, 29)) == 23
    assert hours(date(2026, 10, 25)) == 25
    assert hours(date(2026, 4, 5), HOWE) == 24.5
    assert hours(date(2026, 10, 4), HOWE) == 23.5
    assert hours(date(2011, 12, 30), clock.zone("Pacific/Apia")) == 0  # the day that Samoa left out
    assert hours(date.max) == 24


def test_midnight_belongs_to_the_day_it_begins() -> None:
    start, end = clock.day_bounds(date(2026, 6, 1), LONDON)
    assert start == utc("2026-05-31T23:00")
    assert clock.local_date(start, LONDON) == clock.local_date(end - 1, LONDON) == date(2026, 6, 1)
    assert clock.local_date(start - 1, LONDON) == date(2026, 5, 31)
    assert clock.local_date(end, LONDON) == date(2026, 6, 2)


@given(st.dates(date(1950, 1, 1), date(2100, 1, 1)), st.sampled_from(["Europe/London", "America/Sao_Paulo"]))
def test_days_follow_one_another_without_gap(day: date, name: str) -> None:
    tz = clock.zone(name)
    start, end = clock.day_bounds(day, tz)
    assert start < end == clock.day_bounds(day + timedelta(days=1), tz)[0]
    assert clock.local_date(start, tz) == day
