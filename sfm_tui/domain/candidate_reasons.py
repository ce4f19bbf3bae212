"""Why an officer cannot, or should not, take a span at a post: short reasons with their figures."""

from collections.abc import Mapping, Sequence
from datetime import date
from math import ceil, floor

from sfm_tui.clock import local_date, zone
from sfm_tui.clock.planned import planned_text
from sfm_tui.clock.show import MONTHS
from sfm_tui.domain.findings.licence import licence_reason
from sfm_tui.domain.findings.rest import seconds_of
from sfm_tui.domain.findings.words import MOST_NAMED, hours_text
from sfm_tui.domain.officer_time import Near
from sfm_tui.domain.presence import ABSENT, LEFT, NOT_INDUCTED, UNLICENSED, Standing
from sfm_tui.domain.roster import Duty, Officer, Post, Rules


class Bounds:
    """A span at a post, and the limits of rest and of a duty's length that it is held to."""

    def __init__(self, rules: Rules, posts: Mapping[str, Post], post: str, start: int, end: int) -> None:
        self.post, self.start, self.end = post, start, end
        self.activity = posts[post].activity
        self.tz = zone(rules.timezone)
        self._posts = posts
        self._rest = None if rules.daily_hours is None else ceil(seconds_of(rules.daily_hours))
        self._longest = None if rules.max_duty_hours is None else floor(seconds_of(rules.max_duty_hours))

    def rested(self, near: Near) -> bool:
        """Whether the pauses around are long enough."""
        return self._rest is None or all(
            pause is None or pause >= self._rest for pause in (near.rest_before, near.rest_after)
        )

    def warnings(self, near: Near) -> list[str]:
        """The pauses that the span would make too short, and the stretch that it would make too long."""
        found = []
        if self._rest is not None:
            if near.start == self.start and near.rest_before is not None and near.rest_before < self._rest:
                found.append(self._short(near.rest_before, self._rest, near.start, [self.post]))
            if near.end == self.end and near.rest_after is not None and near.rest_after < self._rest:
                then = near.end + near.rest_after
                found.append(self._short(near.rest_after, self._rest, then, [duty.post for duty in near.after]))
        lasts = near.end - near.start
        if self._longest is not None and lasts > self._longest:
            found.append(f"duty of {hours_text(lasts)} of {hours_text(self._longest)}")
        return found

    def moment(self, at: int) -> str:
        """`19:00` on the day on which the span starts, `26 Nov 07:00` on others; with the zone's name if it recurs."""
        _, number, month, clock = planned_text(at, self.tz).split(" ", 3)
        same_day = local_date(at, self.tz) == local_date(self.start, self.tz)
        return clock if same_day else f"{number} {month} {clock}"

    def day(self, day: date) -> str:
        """`20 Nov`, with the year where it is another one than the span's."""
        text = f"{day.day} {MONTHS[day.month - 1]}"
        return text if day.year == local_date(self.start, self.tz).year else f"{text} {day.year:04}"

    def _short(self, pause: int, required: int, before: int, posts: Sequence[str]) -> str:
        text = f"rest {hours_text(pause)} of {hours_text(required)} before {self.moment(before)}"
        special = any(self._posts[code].special_case for code in posts)
        return f"{text} (special case: compensatory rest is due)" if special else text


def duty_reasons(held: Sequence[Duty], bounds: Bounds) -> list[str]:
    """The duties on which an officer is meanwhile, the first few of them."""
    found = []
    for duty in held[:MOST_NAMED]:
        if duty.start > bounds.start:
            found.append(f"on duty at {duty.post} from {bounds.moment(duty.start)}")
        else:
            found.append(f"on duty at {duty.post} until {bounds.moment(duty.end)}")
    return found + (["on more duties"] if len(held) > MOST_NAMED else [])


def bar_reasons(
    standing: Standing, record: Officer, bars: Sequence[tuple[str, int, int]], bounds: Bounds
) -> list[str]:  # fmt: skip
    """What bars an officer from the post in the span, each kind once."""
    first = {kind: start for kind, start, _ in reversed(bars)}
    found = []
    if LEFT in first:
        found.append(f"left on {bounds.day(date.fromisoformat(record.left_on))}")
    if NOT_INDUCTED in first:
        found.append(f"not inducted until {bounds.day(date.fromisoformat(record.inducted_on))}")
    if ABSENT in first:
        since, until = next(span for span in standing.absent(record.officer) if span[1] > first[ABSENT])
        found.append(
            f"absent from {bounds.moment(since)}" if since > bounds.start else f"absent until {bounds.moment(until)}"
        )
    if UNLICENSED in first:
        activity = bounds.activity
        licences = standing.licences(record.officer, activity)
        at = first[UNLICENSED]
        then = "" if at == bounds.start else f" from {bounds.moment(at)}"
        found.append(f"no licence for {activity}{then}: {licence_reason(licences, bounds.tz, at)}")
    return found
