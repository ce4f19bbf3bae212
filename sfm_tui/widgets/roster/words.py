"""The roster in words, with the names that people use: spans, findings, what an act changes."""

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sfm_tui.clock import local_date, to_local
from sfm_tui.clock.planned import planned_text
from sfm_tui.clock.show import DAYS, MONTHS
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.findings.words import heads, hours_text, listed
from sfm_tui.domain.roster import Rules
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.widgets.lists.cells import clip

LONGEST_NAME = 40
_DONE = {
    "assign": "assigned", "move": "moved", "split": "split", "swap": "swapped", "extend": "made longer",
    "shorten": "made shorter", "cancel": "cancelled", "book-on": "booked on", "book-off": "booked off",
    "compensate": "rest compensated", "duty": "put back", "undo": "taken back",
}  # fmt: skip


class RosterWords:
    """Names of officers and posts, and the site's zone, for lines about the roster."""

    def __init__(self, officers: dict[str, str], posts: dict[str, str], tz: ZoneInfo, rules: Rules) -> None:
        self._officers = officers
        self._posts = posts
        self.tz = tz
        self._rules = rules

    def who(self, officer: str | None) -> str:
        """What an officer is called."""
        return _short(self._officers.get(officer or "", officer or ""))

    def where(self, post: str | None) -> str:
        """What a post is called; of several, joined with `+`, each."""
        return listed([_short(self._posts.get(code, code)) for code in (post or "").split("+")])

    def span(self, start: int, end: int) -> str:
        """`Thu 26 Nov 17:00–19:00`, `Thu 26 Nov 19:00 – Fri 27 Nov 07:00`."""
        first, last = planned_text(start, self.tz), planned_text(end, self.tz)
        day = _day(start, self.tz)
        if local_date(start, self.tz) == local_date(end, self.tz):
            return f"{first}–{last.removeprefix(day + ' ')}"
        return f"{first} – {last}"

    def duty(self, duty: DutyRecord) -> str:
        """`Diaz at Patrol, Thu 26 Nov 07:00–19:00`."""
        return f"{self.who(duty.officer)} at {self.where(duty.post)}, {self.span(duty.start, duty.end)}"

    # ── findings ─────────────────────────────────────────────────────────────────────────────────────────────

    def finding(self, found: Finding) -> str:
        """What is wrong, where and when, in one line without its symbol."""
        what, when = self._what(found)
        return f"{what}: {when}" if when else what

    def finding_by_time(self, found: Finding) -> str:
        """The same with its time first, for a title that may be cut."""
        what, when = self._what(found)
        return f"{when} · {what}" if when else what

    def _what(self, found: Finding) -> tuple[str, str]:
        """What is wrong, and when where that is not said in it."""
        who, where, when = self.who(found.officer), self.where(found.post), self.span(found.start, found.end)
        lasts = hours_text(found.end - found.start)
        match found.kind:
            case "uncovered":
                return f"nobody at {where}, {heads(found.short or 0)} needed", when
            case "under-covered":
                return f"{where} is {heads(found.short or 0)} short", when
            case "double-booked":
                return f"{who} is on two duties at once, {where}", when
            case "unlicensed":
                return f"{who} has no licence for {where}", when
            case "absent":
                return f"{who} is absent, yet on duty at {where}", when
            case "not-inducted":
                return f"{who} is not inducted yet, on duty at {where}", when
            case "left":
                return f"{who} has left, yet is on duty at {where}", when
            case "rest":
                limit = self._rules.daily_hours
                of = f" of {limit:g} h" if limit is not None else ""
                special = " (compensatory rest is due)" if "compensatory" in found.why else ""
                return f"{who} rests {lasts}{of} before {planned_text(found.end, self.tz)}{special}", ""
            case "long-duty":
                limit = self._rules.max_duty_hours
                of = f", {limit:g} h at most" if limit is not None else ""
                return f"{who} is on duty {lasts} at a stretch{of}", when
            case "weekly-hours":
                why = found.why.removeprefix(f"{found.officer} ")
                return f"{who}, week of {_day(found.start, self.tz)}: {why}", ""
            case "no-responder":
                return "nobody is free to respond", when
        return f"{found.kind}: {found.why}", ""

    # ── changes ──────────────────────────────────────────────────────────────────────────────────────────────

    def changes(self, changes: Iterable[Change]) -> list[str]:
        """What an act does, a line for each record: `+` is made, `−` goes, `~` changes."""
        return [self._change(change) for change in changes]

    def said(self, verb: str, changes: Iterable[Change]) -> str:
        """What was done, in one line for the screen that it was done from."""
        told = [line[2:] for line in self.changes(changes) if line[0] in "+~"] or [
            line[2:] for line in self.changes(changes)
        ]
        more = f" and {len(told) - 1} more" if len(told) > 1 else ""
        return f"{_DONE.get(verb, verb)}: {told[0]}{more}"

    def _change(self, change: Change) -> str:
        old, new = change.old, change.new
        if not isinstance(change.record, DutyRecord):
            return self._other(change)
        was = old if isinstance(old, DutyRecord) and old.active else None
        now = new if isinstance(new, DutyRecord) and new.active else None
        if was is None and now is not None:
            return f"+ {self.duty(now)}"
        if was is not None and now is None:
            left = new.status if isinstance(new, DutyRecord) else ""
            return f"− {self.duty(was)}" + (f" ({left})" if left else "")
        if was is None or now is None:
            return f"· {self.duty(change.record)}"
        told = [
            f"{word} {planned_text(after, self.tz) if after is not None else 'taken back'}"
            for word, before, after in (
                ("until", was.end, now.end),
                ("booked on", was.booked_on, now.booked_on),
                ("booked off", was.booked_off, now.booked_off),
            )
            if before != after
        ]
        return f"~ {self.duty(was)} → {', '.join(told) or now.status}"

    def _other(self, change: Change) -> str:
        fields = change.record.row()
        sign = "+" if change.old is None else "−" if change.new is None else "~"
        parts = [change.record.noun]
        if fields.get("officer"):
            parts.append(f"of {self.who(fields['officer'])}")
        if fields.get("post"):
            parts.append(f"at {self.where(fields['post'])}")
        at = fields.get("start", fields.get("due"))
        if isinstance(at, int):
            end = fields.get("end")
            parts.append(self.span(at, end) if isinstance(end, int) else planned_text(at, self.tz))
        elif fields.get("expires"):
            parts.append(f"{fields.get('sector', '')} to {fields['expires']}".strip())
        return f"{sign} {' '.join(parts)}"


def hours_words(hours: float) -> str:
    """`+2 h`, `−1.5 h`, `0 h: it only moves people`."""
    if not hours:
        return "0 h: it only moves people"
    return f"{'+' if hours > 0 else '−'}{abs(round(hours, 2)):g} h"


def _day(at: int, tz: ZoneInfo) -> str:
    local = to_local(at, tz)
    return f"{DAYS[local.weekday()]} {local.day} {MONTHS[local.month - 1]}"


def _short(name: str) -> str:
    return clip(" ".join(name.split()), LONGEST_NAME)
