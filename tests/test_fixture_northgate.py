"""The demo's site folder: that it is what its generator makes, fits together, and tells its story."""

import csv
import io
import itertools
import re
import tomllib
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from statistics import mean, median
from zoneinfo import ZoneInfo

import pytest

from fixtures.generate import FILES, FOLDER, TABLES, Northgate, generate
from fixtures.roster import Duty
from fixtures.table import render

LONDON = ZoneInfo("Europe/London")
HEADERS = {
    "people.csv": "person name role left_on",
    "posts.csv": "post name activity responder lone critical special_case check_call_minutes",
    "locations.csv": "location name inside",
    "officers.csv": "officer name call_sign opt_out weekly_hours inducted_on left_on phone",
    "licences.csv": "officer sector number starts expires status status_from checked_on",
    "cover.csv": "post start end headcount repeat except",
    "duties.csv": "officer post start end booked_on booked_off status",
    "absences.csv": "officer start end reason",
    "checkcalls.csv": "post due officer received action",
    "patrols.csv": "patrol due officer started ended points_due points_made findings",
    "incidents.csv": "number occurred reported dispatched on_scene resolved closed state category severity location "
    "officers summary outcome struck police_ref evidence",
    "stamps.csv": "incident officer kind at written_at struck",
    "entries.csv": "incident entry at written_at author text amends struck",
    "occurrences.csv": "occurrence at written_at author kind post officer text incident struck",
    "topics.csv": "topic title points refresher_months",
    "requirements.csv": "topic who",
    "talks.csv": "talk topic held_at minutes presenter key_points",
    "attendance.csv": "talk officer signed_at result",
    "briefings.csv": "briefing text priority from until repeat owner",
    "acknowledgements.csv": "briefing officer at",
    "handovers.csv": "handover at from to accepted_at text",
    "links.csv": "from to kind",
}
KEYS = {
    "people.csv": 1, "posts.csv": 1, "locations.csv": 1, "officers.csv": 1, "licences.csv": (0, 1, 4),
    "cover.csv": (0, 1, 2, 4), "duties.csv": 3, "absences.csv": 2, "checkcalls.csv": 2, "patrols.csv": 2,
    "incidents.csv": 1, "stamps.csv": 4, "entries.csv": 2, "occurrences.csv": 1, "topics.csv": 1, "requirements.csv": 2,
    "talks.csv": 1, "attendance.csv": 2, "briefings.csv": 1, "acknowledgements.csv": 3, "handovers.csv": 1,
    "links.csv": 2,
}  # fmt: skip
TIMES = ("occurred", "reported", "dispatched", "on_scene", "resolved", "closed", "at", "written_at", "due", "received",
         "booked_on", "booked_off", "started", "ended", "start", "end", "held_at", "signed_at",
         "accepted_at")  # fmt: skip
Rows = list[dict[str, str]]


def epoch(text: str) -> int:
    return int(datetime.fromisoformat(text).timestamp())


def at(text: str) -> int:
    return int(datetime.fromisoformat(text).replace(tzinfo=LONDON).timestamp())


def wall(when: int) -> datetime:
    return datetime.fromtimestamp(when, UTC).astimezone(LONDON)


def week(when: int) -> int:
    return (wall(when).date() - date(2026, 8, 31)).days // 7 + 1


def at_peak(when: int) -> bool:
    return wall(when).hour in (12, 13, 17, 18)


def read(raw: bytes) -> Rows:
    return list(csv.DictReader(io.StringIO(raw.decode(), newline=""), strict=True))


@pytest.fixture(scope="module")
def site() -> Northgate:
    return Northgate()


@pytest.fixture(scope="module")
def tables(site: Northgate) -> dict[str, bytes]:
    return {name: render(make(site)) for name, make in TABLES.items()}


@pytest.fixture(scope="module")
def rows() -> dict[str, Rows]:
    return {name: read((FOLDER / name).read_bytes()) for name in FILES}


@pytest.fixture(scope="module")
def duties(site: Northgate) -> list[Duty]:
    return [d for d in site.roster.duties if d.active]


@pytest.fixture(scope="module")
def responses(rows: dict[str, Rows]) -> Rows:
    counted = [i for i in rows["incidents.csv"] if i["on_scene"] and not i["struck"]]
    return [i for i in counted if epoch(i["on_scene"]) >= epoch(i["reported"])]


def seconds(incident: dict[str, str]) -> int:
    return epoch(incident["on_scene"]) - epoch(incident["reported"])


def limit(incident: dict[str, str]) -> int:
    limits = tomllib.loads((FOLDER / "site.toml").read_text("utf-8"))["response"]["limits"]
    return int(limits[incident["severity"]])


def late(responses: Rows) -> Rows:
    return [i for i in responses if seconds(i) > limit(i)]


def by_week(responses: Rows) -> dict[int, list[int]]:
    return {n: [seconds(i) for i in responses if week(epoch(i["reported"])) == n] for n in range(1, 13)}


def test_committed_folder_is_what_the_generator_makes(tmp_path: Path) -> None:
    generate(tmp_path / "northgate")
    made = {p.name: p.read_bytes() for p in (tmp_path / "northgate").iterdir()}
    kept = {p.name: p.read_bytes() for p in FOLDER.iterdir()}
    assert made.keys() == kept.keys() == {"site.toml", *FILES}
    assert [name for name in made if made[name] != kept[name]] == []


@pytest.mark.parametrize("name", HEADERS)
def test_each_file_keeps_to_the_exchange_format(name: str, tables: dict[str, bytes]) -> None:
    raw = tables[name]
    table = list(csv.reader(io.StringIO(raw.decode(), newline=""), strict=True))
    assert raw.endswith(b"\r\n")
    assert raw.count(b"\r\n") == raw.count(b"\r") == len(table)
    header, body = table[0], table[1:]
    assert header == HEADERS[name].split()
    assert body
    key = KEYS[name]
    columns = range(key) if isinstance(key, int) else key
    found = [tuple(row[n] for n in columns) for row in body]
    assert len(set(found)) == len(found)
    instants = [tuple(str(epoch(v)) if re.match(r"\d{4}-.*T", v) else v for v in k) for k in found]
    assert instants == sorted(instants)
    for row in body:
        for column, value in zip(header, row, strict=True):
            assert value[:1] not in tuple("=+-@\t\r"), (column, value)
            if value and column in TIMES:
                assert wall(epoch(value)).isoformat() == value


def test_text_that_looks_like_a_formula_is_guarded(tables: dict[str, bytes]) -> None:
    assert b"'+44" in tables["officers.csv"]
    assert any(i["text"].startswith(("'=", "'-", "'+", "'@")) for i in read(tables["occurrences.csv"]))


def test_every_reference_has_its_record(rows: dict[str, Rows]) -> None:
    numbers = [i["number"] for i in rows["incidents.csv"]]
    assert numbers == [f"2026-{n:04d}" for n in range(1, len(numbers) + 1)]
    reported = [epoch(i["reported"]) for i in rows["incidents.csv"]]
    assert reported == sorted(reported)
    officers = {o["officer"] for o in rows["officers.csv"]}
    supervisors = {p["person"] for p in rows["people.csv"] if p["role"] == "supervisor"}
    places = {p["location"] for p in rows["locations.csv"]}
    assert {p["inside"] for p in rows["locations.csv"]} <= places | {""}
    assert {o for i in rows["incidents.csv"] for o in i["officers"].split()} <= officers
    assert 0 < sum(i["location"] not in places for i in rows["incidents.csv"]) < 5
    entries = {(e["incident"], e["entry"]) for e in rows["entries.csv"]}
    assert {(e["incident"], e["amends"]) for e in rows["entries.csv"] if e["amends"]} <= entries
    assert {e["author"] for e in rows["entries.csv"] + rows["occurrences.csv"]} == supervisors
    assert {s["officer"] for s in rows["stamps.csv"]} <= officers
    mentioned = {r["incident"] for name in ("stamps.csv", "entries.csv", "occurrences.csv") for r in rows[name]}
    assert mentioned - {""} == set(numbers)
    records = {f"incident:{n}" for n in numbers} | {f"occurrence:{o['occurrence']}" for o in rows["occurrences.csv"]}
    records |= {
        f"{noun}:{row[noun]}" for noun in ("briefing", "talk", "post", "action") for row in rows[f"{noun}s.csv"]
    }
    records |= {f"assessment:{a['enabler']}:{a['assessed_on']}:{a['assessor']}" for a in rows["assessments.csv"]}
    linked = {end for link in rows["links.csv"] for end in (link["from"], link["to"])}
    assert {end for end in linked if end.partition(":")[0] not in ("finding", "complaint", "audit")} <= records


def test_times_of_an_incident_follow_one_another(rows: dict[str, Rows]) -> None:
    stamps: dict[tuple[str, str, str], list[int]] = {}
    for s in rows["stamps.csv"]:
        assert epoch(s["written_at"]) >= epoch(s["at"])
        if not s["struck"]:
            stamps.setdefault((s["incident"], s["officer"], s["kind"]), []).append(epoch(s["at"]))
    end = at("2026-11-23T00:00")
    out_of_order = 0
    for i in rows["incidents.csv"]:
        order = ("occurred", "reported", "dispatched", "on_scene", "resolved", "closed")
        times = [epoch(i[c]) for c in order if i[c]]
        out_of_order += times != sorted(times)
        assert all(t < end for t in times)
        assert (i["state"] == "closed") == bool(i["closed"])
        if i["on_scene"]:
            first = i["officers"].split()[0]
            assert stamps[i["number"], first, "on scene"] == [epoch(i["on_scene"])]
            arrivals = [t[0] for (number, _, kind), t in stamps.items() if number == i["number"] and kind == "on scene"]
            assert min(arrivals) == epoch(i["on_scene"])
    assert out_of_order == 1
    for e in rows["entries.csv"] + rows["occurrences.csv"]:
        assert at("2026-08-31T00:00") <= epoch(e["at"]) <= epoch(e["written_at"]) < end
    lines = Counter(e["incident"] for e in rows["entries.csv"])
    assert all(1 <= n <= 4 for n in lines.values())
    assert mean(n >= 2 for n in lines.values()) > 0.98


def test_the_folder_can_be_moved_by_weeks(rows: dict[str, Rows]) -> None:
    dated = re.compile(r"\b20\d\d\b|\b\d{1,2} (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)|\b\d{4}-\d{4}\b")
    texts = [e["text"] for e in rows["entries.csv"] + rows["occurrences.csv"]]
    texts += [i[c] for i in rows["incidents.csv"] for c in ("summary", "police_ref", "evidence", "struck")]
    assert [t for t in texts if dated.search(t) or "{" in t] == []


def test_weekly_responses_tell_the_story(responses: Rows) -> None:
    weeks = by_week(responses)
    assert all(6 <= len(v) <= 12 for v in weeks.values())
    assert len(weeks[11]) >= 11
    assert len(weeks[12]) >= 11
    before = [s for n in range(1, 7) for s in weeks[n]]
    assert 140 <= mean(before) <= 160
    assert mean(s <= 180 for s in before) > 0.92
    assert all(240 <= mean(weeks[n]) <= 300 for n in range(7, 11))
    assert all(mean(weeks[n]) < 180 for n in (11, 12))
    assert all(
        mean(v) > median(v) for v in ([s for n in range(a, b) for s in weeks[n]] for a, b in ((7, 11), (11, 13)))
    )


def test_late_ones_lie_in_the_peaks_and_have_their_causes(
    rows: dict[str, Rows], responses: Rows, duties: list[Duty]
) -> None:
    during = [i for i in late(responses) if 7 <= week(epoch(i["reported"])) <= 10]
    assert mean(at_peak(epoch(i["reported"])) for i in during) >= 0.8
    causes = Counter(cause(i, rows, duties) for i in during)
    assert causes["overlapping-duties"] > sum(causes.values()) * 2 / 3
    assert causes["no-free-responder"] in (1, 2)
    assert causes["responders-busy"] == 1
    assert causes["unexplained"] == 1
    elsewhere = [i for i in late(responses) if i not in during]
    assert {cause(i, rows, duties) for i in elsewhere} <= {"responders-busy", "unexplained"}


def cause(incident: dict[str, str], rows: dict[str, Rows], duties: list[Duty]) -> str:
    """The cause by the trace's definition, from the files and the roster alone."""
    when = epoch(incident["reported"])
    stands: dict[str, set[str]] = {}
    for d in duties:
        if d.start <= when < d.end:
            stands.setdefault(d.officer, set()).add(d.post)
    if len(stands[incident["officers"].split()[0]]) > 1:
        return "overlapping-duties"
    free = {officer for officer, posts in stands.items() if posts == {"RESP"}}
    if not free:
        return "no-free-responder"
    return "responders-busy" if all(busy(o, when, incident, rows) for o in free) else "unexplained"


def busy(officer: str, when: int, but: dict[str, str], rows: dict[str, Rows]) -> bool:
    for other in rows["incidents.csv"]:
        if other is but or other["struck"] or officer not in other["officers"].split():
            continue
        ends = [epoch(s["at"]) for s in rows["stamps.csv"] if s["incident"] == other["number"]
                and s["officer"] == officer and s["kind"] in ("clear", "stood down") and not s["struck"]]  # fmt: skip
        if epoch(other["dispatched"]) <= when < max(ends):
            return True
    return False


def test_control_chart_signals_in_the_bad_weeks(responses: Rows) -> None:
    means = [mean(v) for v in by_week(responses).values()]
    centre = mean(means)
    reach = 2.66 * mean(abs(a - b) for a, b in itertools.pairwise(means))
    two_of_three = [
        n + 1
        for n in range(3, 13)
        if all(m > centre for m in means[n - 3 : n]) and sum(m > centre + reach * 2 / 3 for m in means[n - 3 : n]) >= 2
    ]
    assert two_of_three
    first_six = means[:6]
    upper = mean(first_six) + 2.66 * mean(abs(a - b) for a, b in itertools.pairwise(first_six))
    assert [n for n, m in enumerate(means, start=1) if m > upper] == [7, 8, 9, 10]


@pytest.mark.parametrize("now", ["2026-11-20T12:00", "2026-11-21T22:17:41", "2026-11-23T00:00"])
def test_the_fix_made_it_better_also_when_the_last_week_is_cut_short(responses: Rows, now: str) -> None:
    known = [i for i in responses if epoch(i["on_scene"]) < at(now)]
    old = [seconds(i) for i in known if 7 <= week(epoch(i["reported"])) <= 10]
    new = [seconds(i) for i in known if week(epoch(i["reported"])) >= 11]
    assert min(len(old), len(new)) >= 20
    pairs = sorted(b - a for a in old for b in new)
    n, m = len(old), len(new)
    k = max(1, int(n * m / 2 - 1.96 * (n * m * (n + m + 1) / 12) ** 0.5))
    assert pairs[-k] < 0


def test_what_is_left_out_of_the_figures_is_there_too(rows: dict[str, Rows]) -> None:
    incidents = rows["incidents.csv"]
    assert sum(bool(i["struck"]) for i in incidents) == 1
    stood_down = [i for i in incidents if i["outcome"] == "stood down"]
    assert len(stood_down) >= 10
    assert not any(i["on_scene"] for i in stood_down)
    rest = [i for i in incidents if not i["struck"] and i["outcome"] != "stood down" and not i["on_scene"]]
    assert 2 <= len(rest) <= 8
    assert {"resolved", "false alarm", "handed to police", "handed to client"} <= {i["outcome"] for i in incidents}
    severities = Counter(i["severity"] for i in incidents)
    assert severities["1"] == 1
    assert severities["3"] + severities["4"] > len(incidents) * 0.7
    assert sum(bool(e["amends"]) for e in rows["entries.csv"]) >= 2
    assert any(e["struck"] for e in rows["entries.csv"])
    assert any(s["struck"] for s in rows["stamps.csv"])
    assert any("more than 7" in e["text"] and "RIDDOR" in e["text"] for e in rows["entries.csv"])
    assert {i["state"] for i in incidents} == {"open", "on hold", "closed"}


def test_something_runs_at_every_minute_of_the_last_week(rows: dict[str, Rows]) -> None:
    spans = [(epoch(i["reported"]), epoch(i["resolved"]) if i["resolved"] else 2**40) for i in rows["incidents.csv"]
             if not i["struck"]]  # fmt: skip
    start, end = at("2026-11-16T00:00"), at("2026-11-23T00:00")
    running = [sum(a <= t < b for a, b in spans) for t in range(start, end, 60)]
    assert min(running) >= 1
    assert max(running) >= 4
    for n in range(7):
        day = date(2026, 11, 16) + timedelta(days=n)
        assert sum(wall(a).date() == day for a, _ in spans) >= 2


def test_the_repeated_hour_of_october_is_written_with_its_offsets(rows: dict[str, Rows]) -> None:
    for name in ("incidents.csv", "occurrences.csv"):
        times = [r.get("reported") or r["at"] for r in rows[name]]
        assert any(t.startswith("2026-10-25T01:") and t.endswith("+01:00") for t in times)
        assert any(t.startswith("2026-10-25T01:") and t.endswith("+00:00") for t in times)


def test_the_book_is_a_full_one_every_day(rows: dict[str, Rows]) -> None:
    book = rows["occurrences.csv"]
    per_day = Counter(wall(epoch(o["at"])).date() for o in book)
    assert len(per_day) == 84
    assert all(12 <= n <= 20 for n in per_day.values()), [d for d, n in per_day.items() if not 12 <= n <= 20]
    assert {o["kind"] for o in book} == {"visitor", "keys", "patrol", "alarm", "defect", "other"}
    assert len({o["text"] for o in book}) > len(book) * 0.6
    assert 20 < sum(bool(o["incident"]) for o in book) < 80
    reported = {i["number"]: i["reported"] for i in rows["incidents.csv"]}
    at_of = {o["occurrence"]: o["at"] for o in book}
    became = [link for link in rows["links.csv"] if link["kind"] == "became"]
    assert became
    for link in became:
        key, number = link["from"].split(":")[1], link["to"].split(":")[1]
        assert at_of[key] == reported[number]
