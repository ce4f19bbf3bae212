"""The rules of «Roster findings» once more, by brute force: every instant of a grid is asked one by one.

It shares nothing with the engine but the records: no sweep, no spans, no zone arithmetic of the program's own. All
times of a roster, and the clock changes of its zone, must lie on the grid.
"""

from collections.abc import Callable, Hashable, Iterable
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from zoneinfo import ZoneInfo

from sfm_tui.domain.roster import CoverRow, Duty, Licence, Peak, Roster, Rules

Told = tuple[str, str | None, str | None, int, int, int | None, bool]
"""Kind, post, officer, start, end, short, and whether compensatory rest is spoken of."""

DAY = timedelta(days=1)
DAY_NAMES = ["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
GOOD_FOR = {"SG": "SG", "DS": "DS SG", "CP": "CP DS SG", "CCTV-PSS": "CCTV-PSS", "CVIT": "CVIT", "KH": ""}


@lru_cache(maxsize=200_000)
def wall(at: int, tz: ZoneInfo) -> datetime:
    """The wall clock at an instant, without its zone."""
    return datetime.fromtimestamp(at, UTC).astimezone(tz).replace(tzinfo=None)


@lru_cache(maxsize=20_000)
def first_at(naive: datetime, tz: ZoneInfo) -> int:
    """The first instant at which the wall shows a time, or, where it never does, a later one."""
    as_utc = int(naive.replace(tzinfo=UTC).timestamp())
    shown = [at for at in range(as_utc - 15 * 3600, as_utc + 15 * 3600, 900) if wall(at, tz) == naive]
    if naive.minute % 15:
        shown = [at for at in range(as_utc - 15 * 3600, as_utc + 15 * 3600, 60) if wall(at, tz) == naive]
    if shown:
        return min(shown)
    return next(at for at in range(as_utc - 15 * 3600, as_utc + 15 * 3600, 60) if wall(at, tz) > naive)


def starts_of(row: CoverRow, tz: ZoneInfo, last: date) -> list[datetime]:
    """The walls at which a repeating row starts, day by day, up to a date: daily and weekly rules."""
    parts = dict(part.split("=") for part in row.repeat.split(";"))
    first = wall(row.start, tz)
    interval = int(parts.get("INTERVAL", "1"))
    named = parts.get("BYDAY", DAY_NAMES[first.weekday()] if parts["FREQ"] == "WEEKLY" else ",".join(DAY_NAMES))
    back = (first.weekday() - DAY_NAMES.index(parts.get("WKST", "MO"))) % 7
    first_week = first.date() - back * DAY
    found = []
    day = first.date()
    while day <= last:
        if parts["FREQ"] == "DAILY":
            in_turn = (day - first.date()).days % interval == 0
        else:
            in_turn = (day - first_week).days // 7 % interval == 0
        if in_turn and DAY_NAMES[day.weekday()] in named.split(","):
            found.append(datetime.combine(day, first.time()))
        day += DAY
    if "COUNT" in parts:
        found = found[: int(parts["COUNT"])]
    if "UNTIL" in parts:
        text = parts["UNTIL"]
        if len(text) == 8:
            until = datetime.strptime(text + "235959", "%Y%m%d%H%M%S")
        else:
            until = datetime.strptime(text.rstrip("Z"), "%Y%m%dT%H%M%S")
            if text.endswith("Z"):
                until = wall(int(until.replace(tzinfo=UTC).timestamp()), tz)
        found = [start for start in found if start <= until]
    return [start for start in found if start.date().isoformat() not in row.excepted]


def asked_for(row: CoverRow, tz: ZoneInfo, last: date) -> list[tuple[int, int]]:
    if not row.repeat:
        return [] if wall(row.start, tz).date().isoformat() in row.excepted else [(row.start, row.end)]
    lasts = wall(row.end, tz) - wall(row.start, tz)
    return [(first_at(start, tz), first_at(start + lasts, tz)) for start in starts_of(row, tz, last)]


def licence_good(licence: Licence, activity: str, day: str) -> bool:
    if activity not in GOOD_FOR[licence.sector].split():
        return False
    if licence.starts and day < licence.starts:
        return False
    if day > licence.expires:
        return False
    gone = licence.status in ("suspended", "revoked", "withdrawn", "replaced")
    return not (gone and (licence.status_from == "" or day >= licence.status_from))


def peak_now(peaks: Iterable[Peak], at: int, tz: ZoneInfo) -> bool:
    today = wall(at, tz).date()
    for peak in peaks:
        for back in (-1, 0, 1, 2):
            day = today - back * DAY
            if day.weekday() in peak.days:
                midnight = datetime.combine(day, datetime.min.time())
                begins = midnight + timedelta(minutes=peak.start)
                ends = midnight + timedelta(minutes=peak.end)
                if peak.end <= peak.start:
                    ends += DAY
                if first_at(begins, tz) <= at < first_at(ends, tz):
                    return True
    return False


def runs(instants: Iterable[int], key: Callable[[int], Hashable], step: int) -> list[tuple[Hashable, int, int]]:
    """Stretches of the grid on which the key stays the same; None is no stretch."""
    found: list[tuple[Hashable, int, int]] = []
    for at in instants:
        now = key(at)
        if now is None:
            continue
        if found and found[-1][0] == now and found[-1][2] == at:
            found[-1] = (now, found[-1][1], at + step)
        else:
            found.append((now, at, at + step))
    return found


class Oracle:
    """A roster asked instant by instant."""

    def __init__(self, roster: Roster, window: tuple[int, int], rules: Rules, step: int) -> None:
        self.tz = ZoneInfo(rules.timezone)
        self.roster, self.rules, self.step = roster, rules, step
        self.low, self.high = window
        self.duties = [d for d in roster.duties if d.status in ("planned", "worked", "")]
        self.posts = {p.post: p for p in roster.posts}
        self.officers = {o.officer: o for o in roster.officers}
        last = wall(self.high, self.tz).date() + DAY
        self.needs = [(row, span) for row in roster.cover for span in asked_for(row, self.tz, last)]

    def grid(self) -> range:
        return range(self.low, self.high, self.step)

    def on(self, at: int) -> list[Duty]:
        return [d for d in self.duties if d.start <= at < d.end]

    def free_responders(self, at: int) -> set[str]:
        now = self.on(at)
        return {
            d.officer
            for d in now
            if self.posts[d.post].responder
            and all(e.post == d.post for e in now if e.officer == d.officer)
            and self.may_stand(d, at)
        }

    def day(self, at: int) -> str:
        return wall(at, self.tz).date().isoformat()

    def licensed(self, duty: Duty, at: int) -> bool:
        activity = self.posts[duty.post].activity
        if activity == "none":
            return True
        mine = (held for held in self.roster.licences if held.officer == duty.officer)
        return any(licence_good(held, activity, self.day(at)) for held in mine)

    def away(self, duty: Duty, at: int) -> bool:
        return any(a.officer == duty.officer and a.start <= at < a.end for a in self.roster.absences)

    def not_yet(self, duty: Duty, at: int) -> bool:
        since = self.officers[duty.officer].inducted_on
        return bool(since) and self.day(at) < since

    def gone(self, duty: Duty, at: int) -> bool:
        until = self.officers[duty.officer].left_on
        return bool(until) and self.day(at) > until

    def may_stand(self, duty: Duty, at: int) -> bool:
        barred = self.away(duty, at) or self.not_yet(duty, at) or self.gone(duty, at)
        return self.licensed(duty, at) and not barred

    def cover(self) -> Iterable[Told]:
        for post in self.posts:

            def lacking(at: int, post: str = post) -> Hashable:
                needed = sum(row.headcount for row, (a, b) in self.needs if row.post == post and a <= at < b)
                present = len({d.officer for d in self.on(at) if d.post == post and self.may_stand(d, at)})
                if present >= needed:
                    return None
                return ("under-covered" if present else "uncovered", needed - present)

            for (kind, short), start, end in runs(self.grid(), lacking, self.step):
                yield kind, post, None, start, end, short, False

    def double(self) -> Iterable[Told]:
        for officer in self.officers:

            def together(at: int, officer: str = officer) -> Hashable:
                held = [n for n, d in enumerate(self.duties) if d.officer == officer and d.start <= at < d.end]
                return tuple(held) if len(held) > 1 else None

            for held, start, end in runs(self.grid(), together, self.step):
                posts = "+".join(sorted(self.duties[n].post for n in held))
                yield "double-booked", posts, officer, start, end, None, False

    def barred(self) -> Iterable[Told]:
        tests = {
            "unlicensed": lambda d, at: not self.licensed(d, at),
            "absent": self.away,
            "not-inducted": self.not_yet,
            "left": self.gone,
        }
        for kind, test in tests.items():
            for officer, post in {(d.officer, d.post) for d in self.duties}:
                mine = [d for d in self.duties if d.officer == officer and d.post == post]

                def bad(at: int, mine: list[Duty] = mine, test=test) -> Hashable:
                    return True if any(d.start <= at < d.end and test(d, at) for d in mine) else None

                for _, start, end in runs(self.grid(), bad, self.step):
                    yield kind, post, officer, start, end, None, False

    def blocks(self, officer: str) -> list[tuple[int, int]]:
        mine = [d for d in self.duties if d.officer == officer]
        if not mine:
            return []
        grid = range(min(d.start for d in mine), max(d.end for d in mine), self.step)
        found = runs(grid, lambda at: True if any(d.start <= at < d.end for d in mine) else None, self.step)
        return [(start, end) for _, start, end in found]

    def rest(self) -> Iterable[Told]:
        for officer in self.officers:
            blocks = self.blocks(officer)
            for start, end in blocks:
                longest = self.rules.max_duty_hours
                if longest is not None and end - start > longest * 3600 and start < self.high and end > self.low:
                    yield "long-duty", None, officer, start, end, None, False
            for (_, start), (end, _) in pairwise(blocks):
                least = self.rules.daily_hours
                if least is not None and end - start < least * 3600 and start < self.high and end > self.low:
                    then = [self.posts[d.post] for d in self.duties if d.officer == officer and d.start == end]
                    missing = least * 3600 - (end - start)
                    short = next(n for n in range(100_000) if n * 60 >= missing)
                    special = any(post.special_case for post in then)
                    yield "rest", min(post.post for post in then), officer, start, end, short, special

    def weekly(self) -> Iterable[Told]:
        limit, weeks = self.rules.weekly_average_hours, self.rules.average_weeks
        if limit is None or weeks is None:
            return
        for officer, record in self.officers.items():
            mine = [d for d in self.duties if d.officer == officer]
            if not mine or record.opt_out:
                continue
            since = min(d.start for d in mine)
            worked: dict[tuple[int, int], int] = {}
            instants: dict[tuple[int, int], list[int]] = {}
            for at in range(since - 8 * 86_400, max(since, self.high) + 8 * 86_400, self.step):
                week = wall(at, self.tz).isocalendar()[:2]
                instants.setdefault(week, []).append(at)
                if any(d.start <= at < d.end for d in mine):
                    worked[week] = worked.get(week, 0) + self.step
            order = sorted(instants)
            order = order[order.index(wall(since, self.tz).isocalendar()[:2]) :]
            for n, week in enumerate(order):
                start, end = min(instants[week]), max(instants[week]) + self.step
                counted = order[max(0, n + 1 - weeks) : n + 1]
                mean = sum(worked.get(w, 0) for w in counted) / len(counted)
                if start < self.high and end > self.low and mean > limit * 3600:
                    yield "weekly-hours", None, officer, start, end, None, False

    def responder(self) -> Iterable[Told]:
        if not any(post.responder for post in self.roster.posts):
            return

        def nobody(at: int) -> Hashable:
            if not peak_now(self.rules.peaks, at, self.tz):
                return None
            now = self.on(at)
            for duty in now:
                alone = all(other.post == duty.post for other in now if other.officer == duty.officer)
                if self.posts[duty.post].responder and alone and self.may_stand(duty, at):
                    return None
            return True

        for _, start, end in runs(self.grid(), nobody, self.step):
            yield "no-responder", None, None, start, end, None, False


def told(roster: Roster, window: tuple[int, int], rules: Rules, step: int = 60) -> list[Told]:
    """All findings of a roster, in order."""
    oracle = Oracle(roster, window, rules, step)
    parts = (
        oracle.cover(),
        oracle.double(),
        oracle.barred(),
        oracle.rest(),
        oracle.weekly(),
        oracle.responder(),
    )
    return sorted(
        (finding for part in parts for finding in part),
        key=lambda f: (f[3], f[0], f[1] or "", f[2] or ""),
    )
