"""Duties of repeating events against days counted by hand, both clock changes among them."""

from datetime import date, datetime, time, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import from_local_lenient, parse_file_time, zone
from sfm_tui.exchange.ics_names import Directory
from sfm_tui.exchange.ics_rows import Maker
from sfm_tui.exchange.ics_text import Property, RawEvent
from sfm_tui.exchange.ics_times import Zones
from tests.examples import tries

TZ = zone("Europe/London")
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
UNTIL = from_local_lenient(datetime(2028, 6, 1), TZ)

starts = st.sampled_from([date(2026, 3, 20), date(2026, 10, 20), date(2027, 3, 22)]).flatmap(
    lambda near: st.integers(0, 9).map(lambda n: near + timedelta(days=n))
)
clocks = st.integers(0, 287).map(lambda n: time(n // 12, n % 12 * 5))


@st.composite
def events(draw: st.DrawFn) -> tuple[RawEvent, list[tuple[datetime, datetime]]]:
    """An event, and the local starts and ends that it gives."""
    day, clock = draw(starts), draw(clocks.filter(lambda at: at.hour != 1))
    lasts = timedelta(minutes=draw(st.integers(1, 20) | st.integers(13, 720)) * 5)
    start = datetime.combine(day, clock)
    while from_local_lenient(start + lasts, TZ) <= from_local_lenient(start, TZ) or (start + lasts).hour == 1:
        lasts += timedelta(hours=2)
    interval = draw(st.integers(1, 3))
    named = draw(st.none() | st.sets(st.integers(0, 6), min_size=1))
    count, until = draw(st.sampled_from([(None, None), (7, None), (None, day + timedelta(days=20))]))
    skipped = {day + timedelta(days=n) for n in draw(st.sets(st.integers(0, 20), max_size=4))}
    parts = [f"FREQ=DAILY;INTERVAL={interval}"]
    parts += [f"BYDAY={','.join(DAYS[n] for n in sorted(named))}"] if named else []
    parts += [f"COUNT={count}"] if count else []
    parts += [f"UNTIL={until:%Y%m%d}"] if until else []
    properties = {
        "DTSTART": [Property(f"{start:%Y%m%dT%H%M%S}", "Europe/London")],
        "DTEND": [Property(f"{start + lasts:%Y%m%dT%H%M%S}", "Europe/London")],
        "RRULE": [Property(";".join(parts))],
        "LOCATION": [Property("GATE")],
    }
    if skipped:
        dates = ",".join(f"{datetime.combine(off, clock):%Y%m%dT%H%M%S}" for off in sorted(skipped))
        properties["EXDATE"] = [Property(dates, "Europe/London")]
    walls = []
    at, made = start, 0
    while from_local_lenient(at, TZ) < UNTIL and (until is None or at.date() <= until) and made != count:
        if named is None or at.weekday() in named:
            made += 1
            if at.date() not in skipped:
                walls.append((at, at + lasts))
        at += timedelta(days=interval)
    return RawEvent(1, properties), walls


@given(events())
@settings(max_examples=tries(60), deadline=None)
def test_each_day_keeps_its_wall_clock(made: tuple[RawEvent, list[tuple[datetime, datetime]]]) -> None:
    raw, walls = made
    names = Directory()
    names.add("officer", [("NG01", ())])
    names.add("post", [("GATE", ())])
    rows = Maker("officer", "NG01", names, Zones(TZ, {}), UNTIL).make([raw]).duties
    if not walls and any(row.problem for row in rows):
        return  # it gives no time at all, and that is told
    assert not any(row.problem for row in rows)
    found = sorted(
        (parse_file_time(row.cells[2], TZ), parse_file_time(row.cells[3], TZ)) for row in rows if not row.cells[6]
    )
    instants = [(from_local_lenient(a, TZ), from_local_lenient(b, TZ)) for a, b in walls]
    assert found == [span for span in instants if span[0] < span[1]]
