"""Cover: who counts, how rows add up, what is one finding, and both clock changes."""

from dataclasses import replace

import pytest

from sfm_tui.domain.roster import Absence, Licence, Officer, Peak, rules_of
from tests.domain.small_roster import (
    LICENCES,
    OFFICERS,
    RESP,
    ROSTER,
    RULES,
    at,
    brief,
    clock,
    cover,
    duty,
    found,
    peak,
)

DAY = ("2026-11-26 07:00", "2026-11-26 19:00")


def test_a_post_without_anyone_is_uncovered_and_one_with_too_few_under_covered() -> None:
    rows = [cover("GATE", *DAY, headcount=2)]
    (none,) = found(cover=rows)
    assert none == ("uncovered", "GATE", None, at(DAY[0]), at(DAY[1]), 2, "nobody is at GATE, 2 officers needed")
    (one,) = found(cover=rows, duties=[duty("N1", "GATE", *DAY)])
    assert one == ("under-covered", "GATE", None, at(DAY[0]), at(DAY[1]), 1, "GATE has 1 of 2 officers needed")
    assert found(cover=rows, duties=[duty("N1", "GATE", *DAY), duty("N2", "GATE", *DAY)]) == []


def test_more_than_enough_and_a_post_without_cover_are_no_finding() -> None:
    duties = [duty(officer, "GATE", *DAY) for officer in ("N1", "N2")]
    assert found(cover=[cover("GATE", *DAY)], duties=[*duties, duty("N3", "RESP", *DAY)]) == []
    assert found(cover=[cover("GATE", *DAY, headcount=0)]) == []


@pytest.mark.parametrize(
    ("status", "counts"), [("planned", 1), ("worked", 1), ("", 1), ("no-show", 0), ("cancelled", 0)]
)
def test_only_active_duties_count(status: str, counts: int) -> None:
    gaps = found(cover=[cover("GATE", *DAY)], duties=[duty("N1", "GATE", *DAY, status=status)])
    assert len(gaps) == 1 - counts


def test_an_officer_counts_once_at_a_post_however_many_duties_they_have_there() -> None:
    duties = [duty("N1", "GATE", *DAY), duty("N1", "GATE", "2026-11-26 12:00", "2026-11-26 20:00")]
    gaps = found(cover=[cover("GATE", *DAY, headcount=2)], duties=duties, kinds=["under-covered", "uncovered"])
    assert brief(gaps) == [("under-covered", "GATE", "11-26 07:00", "11-26 19:00")]


def test_an_officer_on_two_posts_counts_at_both() -> None:
    rows = [cover("GATE", *DAY), cover("RESP", *DAY)]
    duties = [duty("N1", "GATE", *DAY), duty("N1", "RESP", *DAY)]
    assert found(cover=rows, duties=duties, kinds=["uncovered"]) == []


def test_who_may_not_stand_there_does_not_count_and_is_named() -> None:
    away = [Absence("N1", at("2026-11-26 10:00"), at("2026-11-26 12:00"), "[/red] dentist")]
    gaps = found(cover=[cover("GATE", *DAY)], duties=[duty("N1", "GATE", *DAY)], absences=away, kinds=["uncovered"])
    assert brief(gaps) == [("uncovered", "GATE", "11-26 10:00", "11-26 12:00")]
    assert gaps[0].why == "nobody is at GATE, 1 officer needed; on the roster but may not stand there: N1"


def test_of_many_who_do_not_count_three_are_named() -> None:
    officers = [Officer(f"N{n}") for n in range(1, 7)]
    duties = [duty(officer.officer, "GATE", *DAY) for officer in officers]
    for number, names in ((3, "N1, N2 and N3"), (6, "N3, N4, N5 and others")):
        gaps = found(
            cover=[cover("GATE", *DAY)],
            officers=officers,
            licences=(),
            duties=duties[:number],
            kinds=["uncovered"],
        )
        assert gaps[0].why.endswith(f"may not stand there: {names}")


def test_a_post_that_needs_no_licence_is_open_to_all_and_no_sector_stands_for_another() -> None:
    desk = [cover("DESK", *DAY)]
    assert found(cover=desk, duties=[duty("N1", "DESK", *DAY)], licences=()) == []
    keys = [Licence("N1", "KH", "2030-12-31"), Licence("N1", "CCTV-PSS", "2030-12-31")]
    gaps = found(cover=[cover("GATE", *DAY)], duties=[duty("N1", "GATE", *DAY)], licences=keys, kinds=["uncovered"])
    assert len(gaps) == 1


def test_one_finding_for_as_long_as_kind_and_short_stay_the_same() -> None:
    rows = [cover("GATE", *DAY, headcount=2), cover("GATE", "2026-11-26 12:00", "2026-11-26 14:00", headcount=1)]
    duties = [
        duty("N1", "GATE", *DAY),
        duty("N2", "GATE", "2026-11-26 12:00", "2026-11-26 14:00"),
        duty("N2", "GATE", "2026-11-26 17:00", "2026-11-26 18:00"),
    ]
    gaps = found(cover=rows, duties=duties)
    assert brief(gaps) == [
        ("under-covered", "GATE", "11-26 07:00", "11-26 17:00"),
        ("under-covered", "GATE", "11-26 18:00", "11-26 19:00"),
    ]
    assert [gap.why for gap in gaps] == ["GATE is 1 officer short", "GATE has 1 of 2 officers needed"]


def test_another_short_or_kind_is_another_finding() -> None:
    rows = [cover("GATE", *DAY, headcount=2)]
    duties = [duty("N1", "GATE", "2026-11-26 09:00", "2026-11-26 19:00")]
    assert [(g.kind, g.short, clock(g.end)) for g in found(cover=rows, duties=duties)] == [
        ("uncovered", 2, "11-26 09:00"),
        ("under-covered", 1, "11-26 19:00"),
    ]
    more = [*rows, cover("GATE", "2026-11-26 08:00", "2026-11-26 09:00", headcount=3)]
    assert [(g.kind, g.short) for g in found(cover=more, duties=duties)] == [
        ("uncovered", 2),
        ("uncovered", 5),
        ("under-covered", 1),
    ]


def test_a_handover_to_another_officer_at_the_same_instant_leaves_one_finding() -> None:
    duties = [duty("N1", "GATE", DAY[0], "2026-11-26 13:00"), duty("N2", "GATE", "2026-11-26 13:00", DAY[1])]
    assert len(found(cover=[cover("GATE", *DAY, headcount=2)], duties=duties)) == 1


def test_cover_is_cut_to_the_window() -> None:
    gaps = found(cover=[cover("GATE", "2026-11-22 19:00", "2026-12-01 07:00")])
    assert brief(gaps) == [("uncovered", "GATE", "11-23 00:00", "11-30 00:00")]
    assert found(cover=[cover("GATE", "2026-11-22 19:00", "2026-11-23 00:00")]) == []
    assert found(cover=[cover("GATE", "2026-11-30 00:00", "2026-11-30 07:00")]) == []


@pytest.mark.parametrize(
    ("first", "last", "start", "hours"),
    [("2026-03-28", "2026-03-30", "2026-03-28 19:00", 11), ("2026-10-24", "2026-10-26", "2026-10-24 19:00", 13)],
)
def test_a_night_is_as_long_as_the_clock_change_makes_it(first: str, last: str, start: str, hours: int) -> None:
    row = cover("GATE", "2026-01-01 19:00", "2026-01-02 07:00", repeat="FREQ=DAILY")
    gaps = [gap for gap in found(first=first, last=last, cover=[row]) if gap.start == at(start)]
    assert [gap.end - gap.start for gap in gaps] == [hours * 3600]


def test_findings_of_one_start_go_by_kind_then_post() -> None:
    rows = [cover(post, *DAY, headcount=2) for post in ("RESP", "GATE", "DESK")]
    gaps = found(cover=rows, duties=[duty("N1", "DESK", *DAY)])
    assert [(gap.kind, gap.post) for gap in gaps] == [
        ("uncovered", "GATE"),
        ("uncovered", "RESP"),
        ("under-covered", "DESK"),
    ]


def test_rows_and_duties_that_name_what_is_not_there_are_refused_in_one_line() -> None:
    with pytest.raises(ValueError, match=r"^a cover row is for the post NOWHERE, which the roster does not have$"):
        found(cover=[cover("NOWHERE", *DAY)])
    with pytest.raises(ValueError, match=r"^a cover row of GATE asks for -1 officers: 0 or more$"):
        found(cover=[cover("GATE", *DAY, headcount=-1)])
    with pytest.raises(ValueError, match=r"^a duty of N1 is at the post NOWHERE, which the roster does not have$"):
        found(duties=[duty("N1", "NOWHERE", *DAY)])
    with pytest.raises(ValueError, match=r"^a duty at GATE is held by N9, whom the roster does not have$"):
        found(duties=[duty("N9", "GATE", *DAY)])
    assert found(duties=[duty("N9", "NOWHERE", *DAY, status="cancelled")]) == []


def test_nobody_free_in_a_peak() -> None:
    rules = replace(RULES, peaks=(peak("12:00", "14:00"),))
    window = {"first": "2026-11-26", "last": "2026-11-27"}
    (gap,) = found(rules, **window)
    assert gap[:6] == ("no-responder", None, None, at("2026-11-26 12:00"), at("2026-11-26 14:00"), None)
    assert gap.why == "nobody is free to respond in the peak lunch: at 12:00 nobody is at a responder post"
    assert found(rules, **window, duties=[duty("N1", "RESP", *DAY)]) == []
    assert found(rules, **window, posts=[p for p in ROSTER.posts if p is not RESP]) == []


def test_a_second_duty_elsewhere_takes_the_responder_away_also_where_they_may_not_stand_there() -> None:
    rules = replace(RULES, peaks=(peak("12:00", "14:00"),))
    gate = replace(ROSTER.posts[0], activity="CVIT")
    duties = [duty("N1", "RESP", *DAY), duty("N1", "GATE", "2026-11-26 13:00", "2026-11-26 15:00")]
    (gap,) = found(
        rules,
        first="2026-11-26",
        last="2026-11-27",
        duties=duties,
        posts=(gate, *ROSTER.posts[1:]),
        kinds=["no-responder"],
    )
    assert (clock(gap.start), clock(gap.end)) == ("11-26 13:00", "11-26 14:00")
    assert gap.why == "nobody is free to respond in the peak lunch: at 13:00 N1 at RESP is also at GATE"


def test_two_duties_at_the_same_responder_post_leave_one_free_and_two_responder_posts_do_not() -> None:
    rules = replace(RULES, peaks=(peak("12:00", "14:00"),))
    window = {"first": "2026-11-26", "last": "2026-11-27", "kinds": ["no-responder"]}
    twice = [duty("N1", "RESP", *DAY), duty("N1", "RESP", "2026-11-26 12:00", "2026-11-26 13:00")]
    assert found(rules, **window, duties=twice) == []
    other = replace(RESP, post="RESP2")
    both = [duty("N1", "RESP", *DAY), duty("N1", "RESP2", "2026-11-26 12:00", "2026-11-26 13:00")]
    (gap,) = found(rules, **window, duties=both, posts=(*ROSTER.posts, other))
    assert (clock(gap.start), clock(gap.end)) == ("11-26 12:00", "11-26 13:00")


def test_a_responder_who_may_not_stand_there_is_not_free() -> None:
    rules = replace(RULES, peaks=(peak("12:00", "14:00"),))
    (gap,) = found(
        rules,
        first="2026-11-26",
        last="2026-11-27",
        duties=[duty("N1", "RESP", *DAY)],
        licences=LICENCES[1:],
        kinds=["no-responder"],
    )
    assert gap.why == "nobody is free to respond in the peak lunch: at 12:00 N1 may not stand at RESP"


def test_peaks_that_touch_or_overlap_are_one_finding_with_all_their_names() -> None:
    peaks = (
        peak("12:00", "14:00", name="lunch"),
        peak("14:00", "15:00", name="school"),
        peak("14:30", "16:00", name=""),
    )
    (gap,) = found(replace(RULES, peaks=peaks), first="2026-11-26", last="2026-11-27")
    assert (clock(gap.start), clock(gap.end)) == ("11-26 12:00", "11-26 16:00")
    assert "in the peak lunch and school: " in gap.why
    (gap,) = found(replace(RULES, peaks=peaks[2:]), first="2026-11-26", last="2026-11-27")
    assert "respond in a peak: " in gap.why


def test_a_peak_past_midnight_belongs_to_the_day_it_starts_on() -> None:
    friday = replace(RULES, peaks=(peak("22:00", "03:00", days="4"),))
    assert brief(found(friday)) == [("no-responder", "", "11-27 22:00", "11-28 03:00")]
    assert brief(found(friday, first="2026-11-28", last="2026-11-29")) == [
        ("no-responder", "", "11-28 00:00", "11-28 03:00")
    ]


def test_a_peak_that_ends_when_it_starts_lasts_a_day() -> None:
    rules = replace(RULES, peaks=(peak("06:00", "06:00", days="3"),))
    assert brief(found(rules)) == [("no-responder", "", "11-26 06:00", "11-27 06:00")]
    rules = replace(RULES, peaks=(peak("00:00", "00:00", days="6"),))
    (march,) = found(rules, first="2026-03-28", last="2026-03-31")
    (october,) = found(rules, first="2026-10-24", last="2026-10-27")
    assert [(gap.end - gap.start) // 3600 for gap in (march, october)] == [23, 25]


def test_peaks_in_the_skipped_and_the_repeated_hour() -> None:
    rules = replace(RULES, peaks=(peak("01:30", "02:30"),))
    (skipped,) = found(rules, first="2026-03-29", last="2026-03-30")
    assert (clock(skipped.start), skipped.end - skipped.start) == ("03-29 02:00", 30 * 60)
    (repeated,) = found(rules, first="2026-10-25", last="2026-10-26")
    assert (repeated.start, repeated.end) == (at("2026-10-25 01:30"), at("2026-10-25 02:30"))
    assert repeated.end - repeated.start == 2 * 3600
    gone = replace(RULES, peaks=(peak("01:15", "01:45"),))
    assert found(gone, first="2026-03-29", last="2026-03-30") == []


def test_rules_come_from_the_settings_of_a_site() -> None:
    from sfm_tui.domain.site import Peak as SitePeak
    from sfm_tui.domain.site import Rest, Site

    plain = Site(code="X", timezone="Europe/London")
    assert rules_of(plain) == RULES
    site = Site(
        code="X",
        timezone="Europe/London",
        rest=Rest(daily_hours=11, average_weeks=17),
        peaks=(SitePeak(name="late", days="fri-sun", start="22:30", end="03:00"),),
    )
    rules = rules_of(site)
    assert (rules.daily_hours, rules.average_weeks, rules.max_duty_hours) == (11, 17, None)
    assert rules.peaks == (Peak("late", frozenset({4, 5, 6}), 22 * 60 + 30, 180),)
    assert OFFICERS[0].opt_out is False
