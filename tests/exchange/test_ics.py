"""Calendars: an officer's or a post's, as duties and cover."""

from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock, iso, parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import AbsenceRecord, CoverRecord, DutyRecord
from sfm_tui.exchange import ics_text
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.exchange.report import ImportReport
from sfm_tui.storage import rebuild
from sfm_tui.storage.store import Store
from tests.exchange.calendars import VTIMEZONE, calendar, duty, event
from tests.exchange.folders import POSTS, SITE, contents, make

TZ = zone("Europe/London")
PEOPLE = {
    "site.toml": SITE,
    "officers.csv": "officer,name,call_sign,opt_out\r\nNG01,Jo Shaw,Sierra 1,no\r\nNG02,Al Reid,Sierra 2,yes\r\n",
    "posts.csv": POSTS + "MALL,The mall,SG,yes,no,no\r\n",
}
LONDON = "TZID=Europe/London"
START, END = f"DTSTART;{LONDON}:20261201T190000", f"DTEND;{LONDON}:20261202T070000"


@pytest.fixture
def site(empty_store: Store, tmp_path: Path, me: Author) -> Store:
    report = import_folder(empty_store, make(tmp_path / "site", PEOPLE), me)
    assert report.stored, report.bad
    return empty_store


def read(store: Store, tmp_path: Path, me: Author, name: str, text: str, **how: bool) -> ImportReport:
    path = tmp_path / name
    path.write_bytes(text.encode())
    return import_folder(store, path, me, **how)


def duties(store: Store) -> list[tuple[str, str, str, str, str]]:
    return [
        (d.officer, d.post, iso(d.start, TZ), iso(d.end, TZ), d.status) for d in store.roster.records(DutyRecord)
    ]  # fmt: skip


def shown(store: Store) -> list[str]:
    return [f"{d[0]} {d[1]} {d[2][5:16]} {d[3][5:16]} {d[4]}" for d in duties(store)]


# ── whose, and where ─────────────────────────────────────────────────────────────────────────────────────────

NIGHT = duty("20261201T190000", "20261202T070000")
ONE = ["NG01 GATE 12-01T19:00 12-02T07:00 planned"]


@pytest.mark.parametrize("name", ["duties-NG01.ics", "NG01.ics", "officer-ng01.ics", "Jo Shaw.ics", "Sierra 1.ICS"])
def test_the_file_says_whose_it_is(site: Store, tmp_path: Path, me: Author, name: str) -> None:
    report = read(site, tmp_path, me, name, calendar(NIGHT))
    assert report.bad == []
    assert shown(site) == ONE


def test_the_calendar_says_whose_it_is(site: Store, tmp_path: Path, me: Author) -> None:
    read(site, tmp_path, me, "export.ics", calendar(NIGHT, head="X-WR-CALNAME:Jo\r\n  Shaw\r\n"))
    assert shown(site) == ONE


@pytest.mark.parametrize(
    "where", ["LOCATION:Main gate", "CATEGORIES:night,GATE", "SUMMARY:Night at GATE", "SUMMARY:gate"]
)
def test_the_event_says_where(site: Store, tmp_path: Path, me: Author, where: str) -> None:
    times = (f"DTSTART;{LONDON}:20261201T190000", f"DTEND;{LONDON}:20261202T070000")
    report = read(site, tmp_path, me, "NG01.ics", calendar(event(*times, where)))
    assert report.bad == []
    assert shown(site) == ONE


@pytest.mark.parametrize(
    "who", ["SUMMARY:Jo Shaw", "SUMMARY:NG01 night", "CATEGORIES:Sierra 1", "SUMMARY:Sierra 1, late"]
)
def test_a_posts_calendar_says_who(site: Store, tmp_path: Path, me: Author, who: str) -> None:
    times = (f"DTSTART;{LONDON}:20261201T190000", f"DTEND;{LONDON}:20261202T070000")
    report = read(site, tmp_path, me, "post-GATE.ics", calendar(event(*times, who)))
    assert report.bad == []
    assert shown(site) == ONE


def test_two_officers_of_one_event_have_a_duty_each(site: Store, tmp_path: Path, me: Author) -> None:
    text = calendar(event("DTSTART:20261201T190000", "DURATION:PT12H", "SUMMARY:NG01, Al Reid"))
    read(site, tmp_path, me, "GATE.ics", text)
    assert [d[:2] for d in duties(site)] == [("NG01", "GATE"), ("NG02", "GATE")]


# ── times ────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("start", "end"),
    [
        ("DTSTART:20260701T190000", "DTEND:20260702T070000"),
        ("DTSTART:20260701T180000Z", "DTEND:20260702T060000Z"),
        (f"DTSTART;{LONDON}:20260701T190000", "DURATION:PT12H"),
        ("DTSTART;TZID=GMT Standard Time:20260701T190000", "DURATION:P0DT12H"),
        ("DTSTART;TZID=/x.org/1/Europe/London:20260701T190000", "DURATION:PT12H"),
        ("DTSTART;TZID=Our own:20260701T190000", "DTEND;TZID=Our own:20260702T070000"),
        ("DTSTART;TZID=Europe/Paris:20260701T200000", "DTEND;TZID=America/New_York:20260702T020000"),
    ],
)
def test_the_same_time_however_it_is_written(site: Store, tmp_path: Path, me: Author, start: str, end: str) -> None:
    report = read(site, tmp_path, me, "NG01.ics", calendar(event(start, end, "LOCATION:GATE"), head=VTIMEZONE))
    assert report.bad == []
    assert [d[2:4] for d in duties(site)] == [("2026-07-01T19:00:00+01:00", "2026-07-02T07:00:00+01:00")]


@pytest.mark.parametrize("zone_of", [LONDON, "TZID=Our own"])
def test_both_clock_change_nights(site: Store, tmp_path: Path, me: Author, zone_of: str) -> None:
    def nights(first: str, last: str) -> str:
        return event(f"DTSTART;{zone_of}:{first}T190000", f"DTEND;{zone_of}:{last}T070000",
                     "RRULE:FREQ=DAILY;COUNT=3", "LOCATION:GATE")  # fmt: skip

    text = calendar(nights("20260327", "20260328"), nights("20261023", "20261024"), head=VTIMEZONE)
    assert read(site, tmp_path, me, "NG01.ics", text).bad == []
    found = site.roster.records(DutyRecord)
    assert [(d.end - d.start) // 3600 for d in found] == [12, 11, 12, 12, 13, 12]
    assert {iso(d.start, TZ)[11:16] for d in found} == {"19:00"}
    assert {iso(d.end, TZ)[11:16] for d in found} == {"07:00"}


def test_a_length_of_time_is_that_which_passes(site: Store, tmp_path: Path, me: Author) -> None:
    text = calendar(event(f"DTSTART;{LONDON}:20260328T190000", "DURATION:PT12H", "LOCATION:GATE"))
    read(site, tmp_path, me, "NG01.ics", text)
    assert duties(site)[0][3] == "2026-03-29T08:00:00+01:00"


# ── what repeats ─────────────────────────────────────────────────────────────────────────────────────────────


def test_excluded_added_moved_and_called_off(site: Store, tmp_path: Path, me: Author) -> None:
    text = calendar(
        duty("20261201T190000", "20261202T070000", "RRULE:FREQ=DAILY;UNTIL=20261205T190000Z",
             f"EXDATE;{LONDON}:20261202T190000", "EXDATE;VALUE=DATE:20261203",
             f"RDATE;{LONDON}:20261210T190000", uid="n"),
        duty("20261204T200000", "20261205T070000", f"RECURRENCE-ID;{LONDON}:20261204T190000", uid="n", post="MALL"),
        duty("20261205T190000", "20261206T070000", "RECURRENCE-ID:20261205T190000Z", "STATUS:CANCELLED", uid="n"),
    )  # fmt: skip
    report = read(site, tmp_path, me, "NG01.ics", text)
    assert report.bad == []
    assert shown(site) == [
        "NG01 GATE 12-01T19:00 12-02T07:00 planned",
        "NG01 GATE 12-10T19:00 12-11T07:00 planned",
        "NG01 MALL 12-04T20:00 12-05T07:00 planned",
    ]


def test_a_later_reading_moves_and_calls_off_what_an_earlier_one_made(site: Store, tmp_path: Path, me: Author) -> None:
    whole = duty("20261201T190000", "20261202T070000", "RRULE:FREQ=DAILY;COUNT=4", uid="n")
    read(site, tmp_path, me, "NG01.ics", calendar(whole))
    text = calendar(
        duty("20261201T190000", "20261202T070000", "RRULE:FREQ=DAILY;COUNT=4", f"EXDATE;{LONDON}:20261202T190000",
             uid="n"),
        duty("20261203T210000", "20261204T070000", f"RECURRENCE-ID;{LONDON}:20261203T190000", uid="n"),
        duty("20261204T190000", "20261205T090000", f"RECURRENCE-ID;{LONDON}:20261204T190000", uid="n"),
    )  # fmt: skip
    report = read(site, tmp_path, me, "NG01.ics", text)
    assert report.bad == []
    assert shown(site) == [
        "NG01 GATE 12-01T19:00 12-02T07:00 planned",
        "NG01 GATE 12-02T19:00 12-03T07:00 cancelled",
        "NG01 GATE 12-03T19:00 12-04T07:00 cancelled",
        "NG01 GATE 12-03T21:00 12-04T07:00 planned",
        "NG01 GATE 12-04T19:00 12-05T09:00 planned",
    ]
    assert not read(site, tmp_path, me, "NG01.ics", text).stored


def test_what_was_booked_here_stays(site: Store, tmp_path: Path, me: Author) -> None:
    text = calendar(duty("20261121T190000", "20261122T070000"), duty("20261120T190000", "20261121T070000"))
    read(site, tmp_path, me, "NG01.ics", text)
    first, second = site.roster.records(DutyRecord)
    site.roster.book_on(first, me, at=first.start)
    site.roster.cancel(second, me, "sick")
    before = contents(site)
    assert not read(site, tmp_path, me, "NG01.ics", text).stored
    off = calendar(duty("20261120T190000", "20261121T070000", "STATUS:CANCELLED"))
    assert not read(site, tmp_path, me, "NG01.ics", off).stored
    assert contents(site) == before


def test_a_rule_without_an_end_stops_a_year_from_today_and_says_so(site: Store, tmp_path: Path, me: Author) -> None:
    text = calendar(duty("20261120T190000", "20261121T070000", "RRULE:FREQ=WEEKLY", "SUMMARY:Nights"))
    report = read(site, tmp_path, me, "NG01.ics", text)
    today = parse_file_time(iso(site.clock.now(), TZ), TZ)
    last = site.roster.records(DutyRecord)[-1]
    assert last.start <= today + 366 * 86_400 < last.start + 9 * 86_400
    assert [note.text for note in report.notes if "has no end" in note.text]
    assert not read(site, tmp_path, me, "NG01.ics", text).stored


# ── cover ────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_posts_calendar_asks_for_cover(site: Store, tmp_path: Path, me: Author) -> None:
    text = calendar(
        event(f"DTSTART;{LONDON}:20261201T190000", f"DTEND;{LONDON}:20261202T070000", "SUMMARY:Cover 2",
              "RRULE:FREQ=DAILY;UNTIL=20261231T235959Z", f"EXDATE;{LONDON}:20261225T190000", uid="c"),
        event(f"DTSTART;{LONDON}:20261224T200000", f"DTEND;{LONDON}:20261225T070000", "SUMMARY:Cover 3",
              f"RECURRENCE-ID;{LONDON}:20261224T190000", uid="c"),
        event("DTSTART:20261206T120000Z", "DTEND:20261206T140000Z", "SUMMARY:"),
        duty("20261201T190000", "20261202T070000", "SUMMARY:Al Reid"),
    )  # fmt: skip
    report = read(site, tmp_path, me, "cover-GATE.ics", text)
    assert report.bad == []
    assert [count.file for count in report.files] == ["cover-GATE.ics, cover", "cover-GATE.ics, duties"]
    found = [(iso(c.start, TZ)[5:16], c.headcount, c.repeat, c.excepted) for c in site.roster.records(CoverRecord)]
    assert found == [
        ("12-01T19:00", 2, "FREQ=DAILY;UNTIL=20261231T235959Z", "2026-12-24 2026-12-25"),
        ("12-06T12:00", 1, "", ""),
        ("12-24T20:00", 3, "", ""),
    ]
    assert shown(site) == ["NG02 GATE 12-01T19:00 12-02T07:00 planned"]
    assert not read(site, tmp_path, me, "cover-GATE.ics", text).stored


# ── absences ─────────────────────────────────────────────────────────────────────────────────────────────────


def test_leave_in_an_officers_calendar_is_an_absence(site: Store, tmp_path: Path, me: Author) -> None:
    text = calendar(
        event("DTSTART;VALUE=DATE:20261207", "DTEND;VALUE=DATE:20261212", "SUMMARY:Annual leave"),
        event("DTSTART;VALUE=DATE:20270328", "CATEGORIES:Absence", "SUMMARY:=Court"),
        event("DTSTART:20261201T070000Z", "DURATION:PT4H", "SUMMARY:Sick (dentist)"),
        event(
            "DTSTART;VALUE=DATE:20261214", "SUMMARY:Leave", "RRULE:FREQ=WEEKLY;COUNT=3", "EXDATE;VALUE=DATE:20261221"
        ),
        event("DTSTART;VALUE=DATE:20261216", "SUMMARY:Leave", "STATUS:CANCELLED"),
        NIGHT,
    )
    report = read(site, tmp_path, me, "NG01.ics", text)
    assert report.bad == []
    found = [
        (iso(a.start, TZ)[:16], iso(a.end, TZ)[:16], a.reason) for a in site.roster.records(AbsenceRecord)
    ]  # fmt: skip
    assert found == [
        ("2026-12-01T07:00", "2026-12-01T11:00", "Sick (dentist)"),
        ("2026-12-07T00:00", "2026-12-12T00:00", "Annual leave"),
        ("2026-12-14T00:00", "2026-12-15T00:00", "Leave"),
        ("2026-12-28T00:00", "2026-12-29T00:00", "Leave"),
        ("2027-03-28T00:00", "2027-03-29T00:00", "=Court"),
    ]
    assert shown(site) == ONE
    assert any("called off" in note.text for note in report.notes)
    assert not read(site, tmp_path, me, "NG01.ics", text).stored


def test_who_is_invited_to_a_posts_event_stands_there(site: Store, tmp_path: Path, me: Author) -> None:
    text = calendar(
        event(START, END, "SUMMARY:Nights", 'ATTENDEE;CN="Jo Shaw":mailto:jo@example.org', "ATTENDEE;CN=A. Client:x")
    )
    assert read(site, tmp_path, me, "GATE.ics", text).bad == []
    assert shown(site) == ONE


# ── with the other files ─────────────────────────────────────────────────────────────────────────────────────


def test_a_folder_of_calendars_beside_the_files(empty_store: Store, tmp_path: Path, me: Author) -> None:
    day = event("DTSTART:20261201T070000Z", "DTEND:20261201T190000Z", "SUMMARY:NG02")
    files = {**PEOPLE, "duties-NG01.ics": calendar(NIGHT), "post-GATE.ics": calendar(day)}
    report = import_folder(empty_store, make(tmp_path / "site", files), me)
    assert report.bad == []
    assert [d[0] for d in duties(empty_store)] == ["NG01", "NG02"]
    assert rebuild.differences(empty_store) == []
    export_folder(empty_store, tmp_path / "out")
    assert not import_folder(empty_store, tmp_path / "out", me).stored
    assert not import_folder(empty_store, tmp_path / "site", me).stored


def test_two_files_that_disagree(empty_store: Store, tmp_path: Path, me: Author) -> None:
    rows = "officer,post,start,end\r\nNG01,GATE,2026-12-01T19:00,2026-12-02T06:00\r\n"
    files = {**PEOPLE, "duties.csv": rows, "duties-NG01.ics": calendar(NIGHT)}
    report = import_folder(empty_store, make(tmp_path / "site", files), me)
    assert [str(bad) for bad in report.bad] == [
        "duties-NG01.ics, line 4, start: «NG01» «GATE» «2026-12-01T19:00:00+00:00» stands in duties.csv, line 2, with"
        " other contents: keep one of them"
    ]
    assert not report.stored


def test_dry_run_and_skip_bad(site: Store, tmp_path: Path, me: Author) -> None:
    text = calendar(NIGHT, duty("20261203T190000", "20261203T070000"))
    report = read(site, tmp_path, me, "NG01.ics", text, dry_run=True)
    assert (len(report.bad), duties(site)) == (1, [])
    assert not read(site, tmp_path, me, "NG01.ics", text).stored
    report = read(site, tmp_path, me, "NG01.ics", text, skip_bad=True)
    assert shown(site) == ONE
    rejected = report.rejected[0].read_text(encoding="utf-8").splitlines()
    assert rejected[0].endswith(",why")
    assert "not later than DTSTART" in rejected[1]
    assert len(rejected) == 2


# ── what is wrong ────────────────────────────────────────────────────────────────────────────────────────────

BAD = [
    ([END], "DTSTART", "missing"),
    ([START], "DTEND", "missing"),
    (["DTSTART;VALUE=DATE:20261201", END], "DTSTART", "a day without a time"),
    (["DTSTART:tomorrow", END], "DTSTART", "no time"),
    (["DTSTART:20260230T190000", END], "DTSTART", "no time"),
    (["DTSTART;TZID=Mars/Base:20261201T190000", END], "DTSTART", "«Mars/Base» is not known"),
    ([f"DTSTART;{LONDON}:20260329T013000", END], "DTSTART", "does not exist"),
    (["DTSTART:20261025T013000", END], "DTSTART", "write 20261025T003000Z or 20261025T013000Z"),
    ([START, f"DTEND;{LONDON}:20261201T190000"], "DTEND", "not later"),
    ([START, "DURATION:-PT1H"], "DURATION", "no length of time"),
    ([START, "DURATION:long"], "DURATION", "no length of time"),
    ([START, END, "RRULE:often"], "RRULE", "no repeat rule"),
    ([START, END, "RRULE:FREQ=SECONDLY"], "RRULE", "more often than once an hour"),
    ([START, END, "RRULE:FREQ=DAILY;COUNT=20000"], "RRULE", "more than 10,000"),
    ([START, END, "RRULE:FREQ=HOURLY;UNTIL=29991231"], "RRULE", "more than 10,000"),
    ([START, END, "RRULE:FREQ=DAILY;UNTIL=20200101"], "RRULE", "no time at all"),
    ([START, END, "RRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30"], "RRULE", "no year has"),
    ([START, END, "RRULE:FREQ=DAILY", "RRULE:FREQ=WEEKLY"], "RRULE", "2 times"),
    ([START, END, "EXRULE:FREQ=DAILY"], "EXRULE", "EXDATE"),
    ([START, END, "RRULE:FREQ=DAILY;COUNT=2", "EXDATE:never"], "EXDATE", "no time"),
    ([START, END, "RECURRENCE-ID;RANGE=THISANDFUTURE:20261201T190000Z"], "RECURRENCE-ID", "RANGE"),
    ([START, END, 'SUMMARY;X="a'], "SUMMARY", "cannot be read"),
]


@pytest.mark.parametrize(("lines", "column", "said"), BAD)
def test_a_bad_event_is_told_with_its_line_and_nothing_is_loaded(
    site: Store, tmp_path: Path, me: Author, lines: list[str], column: str, said: str
) -> None:
    before = contents(site)
    report = read(site, tmp_path, me, "NG01.ics", calendar(NIGHT, event(*lines, "LOCATION:GATE")))
    assert [(bad.line, bad.column) for bad in report.bad] == [(9, column)], report.bad
    assert said in report.bad[0].problem
    assert "\n" not in report.bad[0].problem
    assert contents(site) == before


@pytest.mark.parametrize(
    ("name", "lines", "said"),
    [
        ("NG01.ics", ["SUMMARY:Meeting"], "«Meeting» names no post"),
        ("NG01.ics", ["SUMMARY:Sick cover"], "«Sick cover» names no post"),
        ("NG01.ics", ["SUMMARY:GATE or MALL"], "GATE or MALL: write one"),
        ("GATE.ics", ["SUMMARY:J. Smith"], "«J. Smith» names no officer"),
        ("GATE.ics", ["SUMMARY:Cover 12345"], "whole heads"),
        ("GATE.ics", ["SUMMARY:Jo Shaw (cover)"], "says cover, and names NG01"),
        ("NG01.ics", ["SUMMARY:[@click=app.quit]x", "LOCATION:=1+1"], "«=1+1», «[@click=app.quit]x» names no post"),
    ],
)
def test_what_names_nobody_is_not_guessed(
    site: Store, tmp_path: Path, me: Author, name: str, lines: list[str], said: str
) -> None:
    report = read(site, tmp_path, me, name, calendar(event(START, END, *lines)))
    assert said in report.bad[0].problem
    assert not report.stored


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("rota.ics", calendar(NIGHT).encode(), "«rota» does not name an officer or a post"),
        (
            "rota.ics",
            calendar(NIGHT, head="X-WR-CALNAME:Crew\r\n").encode(),
            "neither «rota» nor «Crew» names an officer or a post",
        ),
        ("NG01.ics", calendar(NIGHT, head="X-WR-CALNAME:NG02\r\n").encode(), "let both say the same"),
        ("NG01.ics", b"", "no calendar"),
        ("NG01.ics", b"officer,post\r\n", "no calendar"),
        ("NG01.ics", b"\xff\xfeB\0E\0", "not UTF-8"),
        ("NG01.ics", calendar(NIGHT).encode()[:-15], "breaks off"),
        ("NG01.ics", calendar("END:VEVENT\r\n").encode(), "line 4 ends what did not begin"),
        ("NG01.ics", calendar(*["BEGIN:VEVENT\r\nEND:VEVENT\r\n"] * 20_001).encode(), "more than 20,000 events"),
        ("NG01.ics", b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 1_000, "breaks off"),
    ],
)
def test_what_is_no_calendar(site: Store, tmp_path: Path, me: Author, name: str, data: bytes, said: str) -> None:
    (tmp_path / name).write_bytes(data)
    report = import_folder(site, tmp_path / name, me)
    assert [(bad.line, bad.column) for bad in report.bad] == [(0, "")]
    assert said in report.bad[0].problem
    assert not report.stored


def test_a_huge_file_is_not_read_whole(
    site: Store, tmp_path: Path, me: Author, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ics_text, "MOST_BYTES", 1_000_000)
    with (tmp_path / "NG01.ics").open("wb") as out:
        out.truncate(100_000_000)
    report = import_folder(site, tmp_path / "NG01.ics", me)
    assert "larger than 1 MB" in report.bad[0].problem


def test_tasks_and_alarms_are_passed_over(site: Store, tmp_path: Path, me: Author) -> None:
    alarm = "BEGIN:VALARM\r\nTRIGGER:-PT5M\r\nDTSTART:x\r\nEND:VALARM"
    text = calendar(duty("20261201T190000", "20261202T070000", alarm), "BEGIN:VTODO\r\nDTSTART:x\r\nEND:VTODO\r\n")
    report = read(site, tmp_path, me, "NG01.ics", text)
    assert report.bad == []
    assert shown(site) == ONE
    assert any("passed over" in note.text for note in report.notes)


def test_without_a_site_there_is_no_time_zone(tmp_path: Path, me: Author) -> None:
    with Store.open(tmp_path / "bare.db", FrozenClock(1_795_299_335)) as store:
        folder = make(tmp_path / "in", {k: v for k, v in PEOPLE.items() if k != "site.toml"})
        (folder / "NG01.ics").write_text(calendar(NIGHT), encoding="utf-8")
        report = import_folder(store, folder, me)
    assert any("no time zone is set" in bad.problem for bad in report.bad)
