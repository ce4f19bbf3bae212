"""What is found of one officer: two duties at once, licences, absences, terms, rest, long duties, long weeks."""

from dataclasses import replace
from typing import Any

import pytest

from sfm_tui.domain.findings import Finding
from sfm_tui.domain.roster import Absence, Licence, Officer, Rules
from tests.domain.small_roster import DESK, GATE, OFFICERS, REST, ROSTER, RULES, at, brief, clock, duty, found

NIGHT = ("2026-11-26 19:00", "2026-11-27 07:00")
DAY = ("2026-11-26 07:00", "2026-11-26 19:00")


def one(kind: str, rules: Rules = RULES, **parts: Any) -> Finding:
    (finding,) = found(rules, kinds=[kind], **parts)
    return finding


def test_two_duties_at_once_name_both_posts_in_alphabetical_order() -> None:
    duties = [duty("N1", "RESP", *DAY), duty("N1", "GATE", "2026-11-26 12:00", "2026-11-26 14:00")]
    double = one("double-booked", duties=duties)
    assert double[:2] == ("double-booked", "GATE+RESP")
    assert (double.officer, clock(double.start), clock(double.end)) == ("N1", "11-26 12:00", "11-26 14:00")
    assert (double.short, double.why) == (None, "N1 is on 2 duties at once: GATE and RESP")


def test_repeats_of_a_post_are_kept_and_each_set_of_duties_is_a_finding() -> None:
    duties = [
        duty("N1", "RESP", *DAY),
        duty("N1", "GATE", "2026-11-26 12:00", "2026-11-26 14:00"),
        duty("N1", "RESP", "2026-11-26 13:00", "2026-11-26 15:00"),
        duty("N1", "RESP", "2026-11-26 15:00", "2026-11-26 16:00"),
    ]
    assert brief(found(duties=duties)) == [
        ("double-booked", "GATE+RESP", "11-26 12:00", "11-26 13:00"),
        ("double-booked", "GATE+RESP+RESP", "11-26 13:00", "11-26 14:00"),
        ("double-booked", "RESP+RESP", "11-26 14:00", "11-26 15:00"),
        ("double-booked", "RESP+RESP", "11-26 15:00", "11-26 16:00"),
    ]


def test_duties_that_touch_are_not_at_once_and_cancelled_ones_do_not_count() -> None:
    duties = [
        duty("N1", "RESP", *DAY),
        duty("N1", "GATE", *NIGHT),
        duty("N1", "GATE", "2026-11-26 12:00", "2026-11-26 14:00", status="cancelled"),
        duty("N2", "GATE", "2026-11-26 12:00", "2026-11-26 14:00"),
    ]
    assert found(duties=duties) == []


def test_a_licence_lapses_at_the_midnight_after_its_last_day() -> None:
    licences = [Licence("N1", "SG", "2026-11-26")]
    lapse = one("unlicensed", duties=[duty("N1", "GATE", *NIGHT)], licences=licences)
    assert lapse[:3] == ("unlicensed", "GATE", "N1")
    assert (clock(lapse.start), clock(lapse.end), lapse.short) == ("11-27 00:00", "11-27 07:00", None)
    assert lapse.why == "N1 has no licence for SG at GATE: the SG licence expired on Thu 26 Nov 2026"


def test_a_licence_starts_at_the_midnight_of_its_first_day_and_a_renewal_joins() -> None:
    renewed = [Licence("N1", "SG", "2026-11-26"), Licence("N1", "DS", "2029-11-26", starts="2026-11-27")]
    assert found(duties=[duty("N1", "GATE", *NIGHT)], licences=renewed) == []
    early = one("unlicensed", duties=[duty("N1", "GATE", *NIGHT)], licences=renewed[1:])
    assert (clock(early.start), clock(early.end)) == ("11-26 19:00", "11-27 00:00")
    assert early.why == "N1 has no licence for SG at GATE: the DS licence starts only on Fri 27 Nov 2026"


@pytest.mark.parametrize("status", ["suspended", "revoked", "withdrawn", "replaced"])
def test_a_barred_licence_is_good_until_the_midnight_of_its_change_or_never(status: str) -> None:
    night = [duty("N1", "GATE", *NIGHT)]
    dated = one("unlicensed", duties=night, licences=[Licence("N1", "SG", "2030-01-01", "", status, "2026-11-27")])
    assert (clock(dated.start), clock(dated.end)) == ("11-27 00:00", "11-27 07:00")
    assert dated.why.endswith(f"the SG licence is {status} from Fri 27 Nov 2026")
    undated = one("unlicensed", duties=night, licences=[Licence("N1", "SG", "2030-01-01", "", status)])
    assert (clock(undated.start), clock(undated.end)) == ("11-26 19:00", "11-27 07:00")
    assert undated.why.endswith(f"the SG licence is {status}")


@pytest.mark.parametrize("status", ["active", "expired"])
def test_active_and_expired_go_by_the_dates_alone(status: str) -> None:
    night = [duty("N1", "GATE", *NIGHT)]
    licences = [Licence("N1", "SG", "2026-11-27", "2026-11-26", status, "2026-01-01")]
    assert found(duties=night, licences=licences) == []


COVERING = {
    "SG": {"SG"},
    "DS": {"DS", "SG"},
    "CP": {"CP", "DS", "SG"},
    "CCTV-PSS": {"CCTV-PSS"},
    "CVIT": {"CVIT"},
    "KH": set(),
}


@pytest.mark.parametrize("sector", COVERING)
@pytest.mark.parametrize("activity", ["SG", "DS", "CCTV-PSS", "CVIT", "CP", "none"])
def test_which_sector_is_good_for_which_activity(sector: str, activity: str) -> None:
    bad = found(
        posts=[replace(GATE, activity=activity)],
        duties=[duty("N1", "GATE", *DAY)],
        licences=[Licence("N1", sector, "2030-01-01")],
    )
    good = activity == "none" or activity in COVERING[sector]
    assert [finding.kind for finding in bad] == ([] if good else ["unlicensed"])


def test_no_licence_that_would_do_is_said_so() -> None:
    bad = one("unlicensed", duties=[duty("N1", "GATE", *DAY)], licences=[Licence("N1", "KH", "2030-01-01")])
    assert bad.why == "N1 has no licence for SG at GATE: none of theirs covers it"


def test_findings_of_one_post_that_touch_are_one_and_those_of_two_posts_are_not() -> None:
    duties = [
        duty("N1", "GATE", *DAY),
        duty("N1", "GATE", *NIGHT),
        duty("N1", "GATE", "2026-11-27 08:00", "2026-11-27 09:00"),
        duty("N1", "RESP", "2026-11-27 07:00", "2026-11-27 08:00"),
    ]
    assert brief(found(duties=duties, licences=())) == [
        ("unlicensed", "GATE", "11-26 07:00", "11-27 07:00"),
        ("unlicensed", "RESP", "11-27 07:00", "11-27 08:00"),
        ("unlicensed", "GATE", "11-27 08:00", "11-27 09:00"),
    ]


def test_the_part_of_a_duty_inside_an_absence() -> None:
    away = [
        Absence("N1", at("2026-11-26 05:00"), at("2026-11-26 09:00"), "sick"),
        Absence("N1", at("2026-11-26 09:00"), at("2026-11-26 10:00")),
        Absence("N1", at("2026-11-26 18:00"), at("2026-11-28 00:00")),
        Absence("N2", at("2026-11-26 10:00"), at("2026-11-26 12:00")),
    ]
    absent = found(duties=[duty("N1", "GATE", *DAY)], absences=away)
    assert brief(absent) == [
        ("absent", "GATE", "11-26 07:00", "11-26 10:00"),
        ("absent", "GATE", "11-26 18:00", "11-26 19:00"),
    ]
    assert absent[0].why == "N1 is absent and on the roster at GATE"


def test_before_the_induction_and_after_the_last_day() -> None:
    officer = Officer("N1", inducted_on="2026-11-27", left_on="2026-11-27")
    duties = [duty("N1", "GATE", *NIGHT), duty("N1", "GATE", "2026-11-27 19:00", "2026-11-28 07:00")]
    bad = found(duties=duties, officers=[officer])
    assert brief(bad) == [
        ("not-inducted", "GATE", "11-26 19:00", "11-27 00:00"),
        ("left", "GATE", "11-28 00:00", "11-28 07:00"),
    ]
    assert bad[0].why == "N1 is inducted on Fri 27 Nov 2026 and on the roster at GATE before that"
    assert bad[1].why == "N1 left on Fri 27 Nov 2026 and is on the roster at GATE after that"


def test_the_last_minute_before_the_induction_and_the_first_after_the_last_day_count() -> None:
    officer = Officer("N1", inducted_on="2026-11-27", left_on="2026-11-27")
    day = [duty("N1", "GATE", "2026-11-26 23:59", "2026-11-28 00:01")]
    assert brief(found(duties=day, officers=[officer])) == [
        ("not-inducted", "GATE", "11-26 23:59", "11-27 00:00"),
        ("left", "GATE", "11-28 00:00", "11-28 00:01"),
    ]
    inside = [duty("N1", "GATE", "2026-11-27 00:00", "2026-11-28 00:00")]
    assert found(duties=inside, officers=[officer]) == []


def test_parts_of_duties_are_cut_to_the_window() -> None:
    night = [duty("N1", "GATE", "2026-11-22 19:00", "2026-11-23 07:00")]
    away = [Absence("N1", night[0].start, night[0].end)]
    bad = found(duties=night, licences=(), absences=away)
    assert brief(bad) == [
        ("absent", "GATE", "11-23 00:00", "11-23 07:00"),
        ("unlicensed", "GATE", "11-23 00:00", "11-23 07:00"),
    ]


def test_a_pause_shorter_than_the_rest_required() -> None:
    duties = [duty("N1", "RESP", *DAY), duty("N1", "GATE", "2026-11-27 05:59", "2026-11-27 12:00")]
    rest = one("rest", REST, duties=duties)
    assert rest[:6] == ("rest", "GATE", "N1", at(DAY[1]), at("2026-11-27 05:59"), 1)
    assert rest.why == "N1 has 10 h 59 m of rest before GATE; 11 h are required"
    enough = [duties[0], duty("N1", "GATE", "2026-11-27 06:00", "2026-11-27 12:00")]
    assert found(REST, duties=enough) == []


def test_missing_minutes_are_rounded_up_and_hours_may_have_decimals() -> None:
    duties = [duty("N1", "RESP", *DAY), replace(duty("N1", "GATE", *NIGHT), start=at("2026-11-27 05:00:30"))]
    assert one("rest", REST, duties=duties).short == 60
    assert one("rest", REST, duties=[duties[0], replace(duties[1], start=at("2026-11-27 05:00:00"))]).short == 60
    assert one("rest", REST, duties=[duties[0], replace(duties[1], start=at("2026-11-27 04:59:59"))]).short == 61
    assert found(replace(RULES, daily_hours=10.1), duties=duties)[0].short == 6


@pytest.mark.parametrize(
    ("starting", "post", "compensatory"),
    [
        ([("GATE", "04:00")], "GATE", False),
        ([("DESK", "04:00")], "DESK", True),
        ([("GATE", "04:00"), ("DESK", "04:00")], "DESK", True),
        ([("RESP", "04:00"), ("GATE", "04:00")], "GATE", False),
        ([("GATE", "04:00"), ("ZONE", "04:00")], "GATE", True),
        ([("GATE", "04:00"), ("ZONE", "04:01")], "GATE", False),
        ([("RESP", "04:00"), ("GATE", "04:01")], "RESP", False),
    ],
)
def test_the_posts_that_end_a_pause_name_it_and_a_special_case_among_them_wants_compensatory_rest(
    starting: list[tuple[str, str]], post: str, compensatory: bool
) -> None:
    duties = [duty("N1", "DESK", *DAY)]
    duties += [duty("N1", code, f"2026-11-27 {start}", "2026-11-27 09:00") for code, start in starting]
    rest = one("rest", REST, duties=duties, posts=(*ROSTER.posts, replace(DESK, post="ZONE")))
    assert rest.post == post
    assert rest.why.endswith("(special case: compensatory rest is due)") is compensatory


def test_touching_and_overlapping_duties_are_one_block() -> None:
    duties = [
        duty("N1", "GATE", "2026-11-26 07:00", "2026-11-26 15:00"),
        duty("N1", "RESP", "2026-11-26 08:00", "2026-11-26 09:00"),
        duty("N1", "RESP", "2026-11-26 15:00", "2026-11-26 20:01"),
    ]
    long = one("long-duty", REST, duties=duties)
    assert long[:6] == ("long-duty", None, "N1", at("2026-11-26 07:00"), at("2026-11-26 20:01"), None)
    assert long.why == "N1 is on duty for 13 h 1 m at a stretch; the limit is 13 h"
    assert found(REST, duties=duties, kinds=["rest"]) == []
    exact = [*duties[:2], duty("N1", "RESP", "2026-11-26 15:00", "2026-11-26 20:00")]
    assert found(REST, duties=exact, kinds=["long-duty"]) == []


def test_rest_and_long_duties_are_whole_where_they_meet_the_window() -> None:
    duties = [
        duty("N1", "GATE", "2026-11-22 07:00", "2026-11-22 22:00"),
        duty("N1", "GATE", "2026-11-23 01:00", "2026-11-23 15:00"),
    ]
    assert brief(found(REST, duties=duties)) == [
        ("rest", "GATE", "11-22 22:00", "11-23 01:00"),
        ("long-duty", "N1", "11-23 01:00", "11-23 15:00"),
    ]
    assert found(REST, first="2026-11-24", last="2026-11-25", duties=duties) == []


def test_the_march_night_takes_an_hour_of_rest_and_the_october_night_adds_one_of_duty() -> None:
    march = [
        duty("N1", "GATE", "2026-03-28 07:00", "2026-03-28 19:30"),
        duty("N1", "GATE", "2026-03-29 07:00", "2026-03-29 19:00"),
    ]
    (rest,) = found(REST, first="2026-03-28", last="2026-03-30", duties=march)
    assert (rest.kind, rest.short, rest.end - rest.start) == ("rest", 30, 10 * 3600 + 1800)
    october = [duty("N1", "GATE", "2026-10-24 19:00", "2026-10-25 07:00")]
    assert found(REST, first="2026-10-24", last="2026-10-26", duties=october) == []
    (long,) = found(replace(RULES, max_duty_hours=12.5), first="2026-10-24", last="2026-10-26", duties=october)
    assert long.kind == "long-duty"


def week(monday: str, hours: int, officer: str = "N1") -> list[Any]:
    """A week's hours in one stretch from Monday on."""
    start = at(f"{monday} 00:00")
    return [replace(duty(officer, "GATE", *DAY), start=start, end=start + hours * 3600)]


def test_the_mean_is_over_the_weeks_since_the_first_duty_as_long_as_they_are_fewer() -> None:
    rules = replace(RULES, weekly_average_hours=48, average_weeks=3)
    duties = [*week("2026-11-02", 60), *week("2026-11-09", 40), *week("2026-11-23", 50)]
    over = found(rules, first="2026-11-02", last="2026-12-07", duties=duties)
    assert brief(over) == [
        ("weekly-hours", "N1", "11-02 00:00", "11-09 00:00"),
        ("weekly-hours", "N1", "11-09 00:00", "11-16 00:00"),
    ]
    assert over[0].why == "N1 works 60 h this week; the limit is 48 h"
    assert over[1].why == "N1 averages 50 h a week over 2 weeks; the limit is 48 h"
    assert (over[0].post, over[0].short) == (None, None)


def test_weeks_after_the_last_duty_still_have_a_mean() -> None:
    rules = replace(RULES, weekly_average_hours=48, average_weeks=3)
    over = found(rules, first="2026-11-02", last="2026-12-07", duties=week("2026-11-02", 150))
    assert [clock(f.start) for f in over] == ["11-02 00:00", "11-09 00:00", "11-16 00:00"]


def test_a_week_that_begins_where_the_window_ends_is_not_told() -> None:
    rules = replace(RULES, weekly_average_hours=48, average_weeks=1)
    duties = [*week("2026-11-16", 60), *week("2026-11-30", 60)]
    assert found(rules, duties=duties) == []
    assert len(found(rules, first="2026-11-22", last="2026-12-01", duties=duties)) == 2


def test_a_mean_at_the_limit_is_within_it_and_a_second_more_is_not() -> None:
    rules = replace(RULES, weekly_average_hours=48, average_weeks=17)
    duties = week("2026-11-23", 48)
    assert found(rules, duties=duties) == []
    longer = [replace(duties[0], end=duties[0].end + 1)]
    assert one("weekly-hours", rules, duties=longer).why == "N1 works 48 h 1 m this week; the limit is 48 h"


def test_overlapping_duties_count_once_and_opting_out_lifts_the_limit() -> None:
    rules = replace(RULES, weekly_average_hours=48, average_weeks=17)
    duties = [*week("2026-11-23", 48), *week("2026-11-23", 40)]
    assert found(rules, duties=duties, kinds=["weekly-hours"]) == []
    opted = (replace(OFFICERS[0], opt_out=True), *OFFICERS[1:])
    both = week("2026-11-23", 60) + week("2026-11-23", 60, "N2")
    assert [f.officer for f in found(rules, duties=both, officers=opted)] == ["N2"]


def test_time_is_split_at_local_monday_midnight() -> None:
    rules = replace(RULES, weekly_average_hours=47.9, average_weeks=1)
    start, end = at("2026-10-24 01:00"), at("2026-10-27 00:00")
    stretch = [replace(duty("N1", "GATE", *DAY), start=start, end=end)]
    (over,) = found(rules, first="2026-10-26", last="2026-11-02", duties=stretch, kinds=["weekly-hours"]) or [None]
    assert over is None
    (over,) = found(rules, first="2026-10-25", last="2026-10-26", duties=stretch, kinds=["weekly-hours"])
    assert (over.start, over.end) == (at("2026-10-19 00:00"), at("2026-10-26 00:00"))
    assert over.end - over.start == 169 * 3600
    assert over.why.startswith("N1 works 48 h this week")


@pytest.mark.parametrize("setting", ["daily_hours", "max_duty_hours", "weekly_average_hours", "average_weeks"])
def test_a_setting_that_is_absent_turns_its_rule_off(setting: str) -> None:
    duties = [
        *week("2026-11-23", 60),
        replace(duty("N1", "GATE", *DAY), start=at("2026-11-25 20:00"), end=at("2026-11-25 21:00")),
    ]
    rule = {"daily_hours": "rest", "max_duty_hours": "long-duty"}.get(setting, "weekly-hours")
    all_kinds = {f.kind for f in found(REST, duties=duties)}
    assert all_kinds == {"rest", "long-duty", "weekly-hours"}
    assert {f.kind for f in found(replace(REST, **{setting: None}), duties=duties)} == all_kinds - {rule}
