"""Made rosters of a stated size: one by a shift pattern, as sites have them, and one by pure chance, the worst case."""

import random
from collections.abc import Sequence

from sfm_tui.domain.roster import Absence, CoverRow, Duty, Licence, Officer, Peak, Post, Roster, Rules

DUTIES, OFFICERS, POSTS, DAYS = 100_000, 500, 60, 365
FIRST = 1_767_225_600
"""The first of January 2026: a year with both of its clock changes."""
HOUR, DAY = 3600, 86_400
EVERY_DAY = frozenset(range(7))
RULES = Rules(
    "Europe/London",
    daily_hours=11,
    weekly_average_hours=48,
    average_weeks=17,
    max_duty_hours=13,
    peaks=(Peak("midday", EVERY_DAY, 12 * 60, 14 * 60), Peak("close", EVERY_DAY, 17 * 60, 19 * 60)),
)


def by_pattern(duties: int = DUTIES, officers: int = OFFICERS, posts: int = POSTS, first: int = FIRST) -> Roster:
    """Eight officers a post, on four days of twelve hours and four off, so that two are there day and night.

    One duty in twelve is at another post, so that some of it goes wrong; of the duties that are too many the last are
    left out.
    """
    rng = random.Random(duties)
    codes = _codes(posts)
    per_officer = -(-duties // officers)
    made = []
    for n in range(officers):
        team, one = divmod(n, 8)
        turn = one // 2 % 2 * 4 + team
        start = (19 if one % 2 else 7) * HOUR
        days = (day for day in range(per_officer * 2 + 8) if (day + turn) % 8 < 4)
        for day, _ in zip(days, range(per_officer), strict=False):
            at = first + day * DAY + start
            post = codes[team % posts] if rng.random() < 11 / 12 else rng.choice(codes)
            made.append(Duty(_officer(n), post, at, at + 12 * HOUR))
    return _site(made[:duties], [], officers, codes, first, heads=2)


def by_chance(duties: int = DUTIES, officers: int = OFFICERS, posts: int = POSTS, first: int = FIRST) -> Roster:
    """Duties of any officer, at any post, at any quarter of an hour of a year: most of it goes wrong."""
    rng = random.Random(duties + 1)
    codes = _codes(posts)
    span = max(DAYS * DAY * duties // DUTIES * OFFICERS // officers, DAY)
    made = []
    for _ in range(duties):
        at, lasts = first + rng.randrange(0, span, 900), rng.choice((4, 6, 8, 12)) * HOUR
        made.append(Duty(_officer(rng.randrange(officers)), rng.choice(codes), at, at + lasts))
    away = []
    for n in range(officers * 2):
        at = first + rng.randrange(0, span, 900)
        away.append(Absence(_officer(n % officers), at, at + rng.randint(1, 14) * DAY, "leave"))
    return _site(made, away, officers, codes, first)


def window_of(roster: Roster) -> tuple[int, int]:
    """From the first duty to the end of the last one."""
    return min(duty.start for duty in roster.duties), max(duty.end for duty in roster.duties)


def events_of(roster: Roster) -> list[tuple[int, int, str, str]]:
    """What happens in a roster, shuffled: the start and the end of each duty, the instant first."""
    events = [(duty.start, 1, duty.post, duty.officer) for duty in roster.duties]
    events += [(duty.end, -1, duty.post, duty.officer) for duty in roster.duties]
    random.Random(len(events)).shuffle(events)
    return events


def _codes(posts: int) -> list[str]:
    return [f"P{n:02}" for n in range(1, posts + 1)]


def _officer(n: int) -> str:
    return f"S{n + 1:03}"


def _site(
    duties: list[Duty], away: list[Absence], officers: int, codes: Sequence[str], first: int, *, heads: int = 1
) -> Roster:
    """The officers and posts of the duties; each post is to be held by so many day and night."""
    names = [_officer(n) for n in range(officers)]
    return Roster(
        posts=[Post(code, responder=n % 12 == 0, critical=n % 5 == 0) for n, code in enumerate(codes)],
        officers=[Officer(name, weekly_hours=42.0) for name in names],
        licences=[Licence(name, "SG", "2029-06-30") for name in names],
        cover=[
            CoverRow(code, first + start * HOUR, first + (start + 12) * HOUR, heads, "FREQ=DAILY")
            for code in codes
            for start in (7, 19)
        ],
        duties=duties,
        absences=away,
    )
