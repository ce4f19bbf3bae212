"""Officers whose mean week is longer than the site allows: `weekly-hours`."""

from collections.abc import Iterator
from datetime import date, timedelta

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.domain.findings.finding import Finding
from sfm_tui.domain.findings.rest import seconds_of
from sfm_tui.domain.findings.sheet import Sheet
from sfm_tui.domain.findings.words import hours_text
from sfm_tui.domain.spans import Elapsed

WEEKLY_HOURS = "weekly-hours"


def hours_findings(sheet: Sheet) -> Iterator[Finding]:
    """Each week whose mean, over the weeks that end with it, is above the limit; weeks begin on local Mondays."""
    rules = sheet.rules
    if rules.weekly_average_hours is None or rules.average_weeks is None:
        return
    limit = seconds_of(rules.weekly_average_hours)
    most = [int(limit * n) for n in range(rules.average_weeks + 1)]
    weeks = _Weeks(sheet, rules.average_weeks - 1)
    for line in sheet.lines:
        if sheet.standing.officers[line.officer].opt_out:
            continue
        elapsed = Elapsed(line.starts, line.ends)
        so_far = [elapsed.before(start) for start in weeks.starts]
        first = weeks.number(line.starts[0])
        for week in range(max(first, weeks.before), weeks.count):
            over = min(rules.average_weeks, week - first + 1)
            total = so_far[week + 1] - so_far[week + 1 - over]
            if total > most[over]:
                start, end = weeks.starts[week], weeks.starts[week + 1]
                mean = hours_text(-(-total // (over * 60)) * 60)
                works = f"works {mean} this week" if over == 1 else f"averages {mean} a week over {over} weeks"
                why = f"{line.officer} {works}; the limit is {hours_text(int(limit))}"
                yield Finding(WEEKLY_HOURS, None, line.officer, start, end, None, why)


class _Weeks:
    """The weeks that meet the window and the `before` ones that their means look back on; numbered from 0."""

    def __init__(self, sheet: Sheet, before: int) -> None:
        self._tz = sheet.tz
        self.before = before
        self._monday = monday_of(local_date(sheet.low, sheet.tz)) - timedelta(weeks=before)
        last = monday_of(local_date(sheet.high - 1, sheet.tz))
        self.count = (last - self._monday).days // 7 + 1
        mondays = (self._monday + timedelta(weeks=n) for n in range(self.count + 1))
        self.starts = [day_bounds(monday, sheet.tz)[0] for monday in mondays]

    def number(self, at: int) -> int:
        """The number of the week of an instant, below 0 for one before the first."""
        return (monday_of(local_date(at, self._tz)) - self._monday).days // 7


def monday_of(day: date) -> date:
    """The Monday of a day's ISO week."""
    return day - timedelta(days=day.weekday())
