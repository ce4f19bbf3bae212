"""Small random rosters, crowded so that every kind of finding comes up, mostly around clock changes."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from random import Random

from sfm_tui.domain.roster import Absence, CoverRow, Duty, Licence, Officer, Peak, Post, Roster, Rules

HOUR = 3600
DAY = 86_400

PLACES = {
    "Europe/London": (date(2026, 3, 29), date(2026, 10, 25), date(2026, 6, 10), date(2026, 12, 30)),
    "America/St_Johns": (date(2026, 3, 8), date(2026, 11, 1)),
    "Australia/Lord_Howe": (date(2026, 4, 5), date(2026, 10, 4)),
    "America/Santiago": (date(2026, 4, 5), date(2026, 9, 6)),
    "Asia/Beirut": (date(2026, 3, 29), date(2026, 10, 25)),
}
"""Zones whose clocks change by an hour, by half an hour, at midnight; with days at or away from a change."""

STATUSES = ("planned", "planned", "worked", "", "cancelled", "no-show")
ACTIVITIES = ("SG", "SG", "SG", "DS", "CCTV-PSS", "CVIT", "CP", "none", "none")
SECTORS = ("SG", "SG", "DS", "CP", "CP", "CCTV-PSS", "CVIT", "KH")
LICENCE_STATES = ("active", "active", "active", "active", "expired", "suspended", "revoked", "withdrawn", "replaced")


@dataclass(frozen=True)
class Case:
    """A roster with all that its findings depend on; all its times are whole steps."""

    roster: Roster
    window: tuple[int, int]
    rules: Rules
    step: int


def make_case(pick: Random, step: int = 900, days: int = 4) -> Case:
    """A case of a few officers and posts around one day, with a window of at most some days."""
    zone = "Europe/London" if pick.random() < 0.6 else pick.choice(list(PLACES))
    day = pick.choice(PLACES[zone])
    middle = int(datetime.combine(day, datetime.min.time(), UTC).timestamp())
    posts = [_post(pick, code) for code in pick.sample(["A", "B", "C", "R", "RESP"], pick.randint(1, 4))]
    officers = [_officer(pick, f"N{n}", day) for n in range(pick.randint(1, 4))]
    codes, names = [p.post for p in posts], [o.officer for o in officers]

    def instant(spread: int) -> int:
        return middle + pick.randrange(-spread * DAY, spread * DAY) // step * step

    def lasting(longest: int) -> int:
        return pick.randrange(step, longest * HOUR + step, step)

    def duty() -> Duty:
        start = middle + pick.randrange(-days * 8, days * 8) * 3 * HOUR if pick.random() < 0.6 else instant(days)
        length = pick.choice((6, 12, 12, 3)) * HOUR if pick.random() < 0.6 else lasting(16)
        return Duty(pick.choice(names), pick.choice(codes), start, start + length, pick.choice(STATUSES))

    def absence() -> Absence:
        start = instant(days)
        return Absence(pick.choice(names), start, start + lasting(30), "away")

    def asked(there: Duty) -> CoverRow:
        return CoverRow(there.post, there.start - pick.choice((0, step)), there.end, pick.choice((1, 2, 3)))

    low = instant(days)
    duties = [duty() for _ in range(pick.randint(0, 18))]
    cover = [_cover(pick, pick.choice(codes), instant(days + 6), lasting(30), day) for _ in range(pick.randint(0, 4))]
    roster = Roster(
        posts=posts,
        officers=officers,
        licences=[
            *(_licence(pick, name, day) for name in names for _ in range(pick.randint(0, 3))),
            *(
                Licence(name, sector, "2099-12-31")
                for name in names
                for sector in pick.sample(SECTORS, pick.randint(0, 3))
            ),
        ],
        cover=cover + [asked(there) for there in duties[: pick.randint(0, 4)]],
        duties=duties,
        absences=[absence() for _ in range(pick.randint(0, 3))],
    )
    return Case(roster, (low, low + lasting(days * 24)), _rules(pick, zone, step), step)


def _near(pick: Random, day: date) -> str:
    return (day + timedelta(days=pick.randint(-3, 3))).isoformat()


def _post(pick: Random, code: str) -> Post:
    return Post(
        code, pick.choice(ACTIVITIES), responder="R" in code or pick.random() < 0.1, special_case=pick.random() < 0.4
    )


def _officer(pick: Random, code: str, day: date) -> Officer:
    return Officer(
        code,
        opt_out=pick.random() < 0.2,
        inducted_on=_near(pick, day) if pick.random() < 0.2 else "",
        left_on=_near(pick, day) if pick.random() < 0.2 else "",
    )


def _licence(pick: Random, officer: str, day: date) -> Licence:
    far = (day + timedelta(days=400)).isoformat()
    return Licence(
        officer,
        pick.choice(SECTORS),
        expires=_near(pick, day) if pick.random() < 0.4 else far,
        starts=_near(pick, day) if pick.random() < 0.4 else "",
        status=pick.choice(LICENCE_STATES),
        status_from=_near(pick, day) if pick.random() < 0.7 else "",
    )


def _cover(pick: Random, post: str, start: int, length: int, day: date) -> CoverRow:
    until = day + timedelta(days=pick.randint(-2, 4))
    clock = f"T{pick.randrange(24):02}{pick.choice((0, 30)):02}00"
    names = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
    named = ",".join(pick.sample(names, pick.randint(1, 5)))
    frequency = pick.choice(("DAILY", "DAILY", "WEEKLY", f"WEEKLY;BYDAY={named}", f"DAILY;BYDAY={named}"))
    rule = f"FREQ={frequency}"
    if pick.random() < 0.4:
        rule += f";INTERVAL={pick.randint(1, 3)}"
    if pick.random() < 0.3:
        rule += f";WKST={pick.choice(names)}"
    ends = (
        "",
        "",
        f";COUNT={pick.randint(1, 8)}",
        *(f";UNTIL={until:%Y%m%d}{end}" for end in ("", clock, clock + "Z")),
    )
    return CoverRow(
        post,
        start,
        start + length,
        pick.choice((0, 1, 2, 2, 3)),
        rule + pick.choice(ends) if pick.random() < 0.75 else "",
        tuple(_near(pick, day) for _ in range(pick.choice((0, 0, 1, 2)))),
    )


def _rules(pick: Random, zone: str, step: int) -> Rules:
    def peak() -> Peak:
        minutes = max(step // 60, 1)
        start, end = (pick.randrange(0, 1440, minutes) for _ in range(2))
        if pick.random() < 0.2:
            end = start
        return Peak(
            pick.choice(("lunch", "close", "")), frozenset(pick.sample(range(7), pick.randint(1, 7))), start, end
        )

    def maybe(*values: float) -> float | None:
        return pick.choice((None, *values, *values))

    weeks = maybe(1, 2, 3)
    return Rules(
        zone,
        daily_hours=maybe(11, 10.5, 9, 20),
        weekly_average_hours=maybe(48, 20, 12.5, 6),
        average_weeks=None if weeks is None else int(weeks),
        max_duty_hours=maybe(13, 12, 8, 6.25),
        peaks=tuple(peak() for _ in range(pick.randint(0, 3))),
    )
