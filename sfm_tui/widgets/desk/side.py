"""The right of the desk: cover of the next 12 hours, what is due, who is on duty, what is left to do before one goes.

Where the screen is narrow it is one line, and a key shows all of it.
"""

from typing import TYPE_CHECKING, NamedTuple

from textual.app import ComposeResult
from textual.containers import Vertical

from sfm_tui.clock import short_clock, sure_clock
from sfm_tui.widgets.desk.before_rows import TITLE, BeforeItem, before_items, draw_before
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.lists.cells import clip, fit
from sfm_tui.widgets.lists.rows import Lines, Rows, Span
from sfm_tui.widgets.shift import cover_strip
from sfm_tui.widgets.shift.cover_strip import CoverItem, Strip
from sfm_tui.widgets.shift.words import call_state, hours_of, patrol_state, posts_of, standing

if TYPE_CHECKING:
    from sfm_tui.domain.roster import Duty
    from sfm_tui.storage.on_duty import CallLine, OnDuty, PatrolLine
    from sfm_tui.storage.shift import Shift
    from sfm_tui.widgets.everywhere.session import Session

NO_ROSTER = KeyWords(
    "No roster yet. The settings ({app.go-to=F12} s) hold "
    "officers, posts and cover; sfm import FOLDER brings a whole one."
)
NOBODY = KeyWords("By the roster nobody is on duty now: {app.go-to=F12} r")
LOCKED = "(locked)"
SHOWN_HOURS = 12 * 3600
_MOST_DUE = 6
_FEWEST_ON_DUTY = 5


class DueItem(NamedTuple):
    """A check call or a round that is due."""

    due: int
    code: str
    call: "CallLine | None" = None
    patrol: "PatrolLine | None" = None

    @property
    def press(self) -> tuple[int, int, str]:
        """What it is sorted by: calls that are due, then missed ones, rounds that are late or out, what is to come."""
        if self.call is not None:
            return {"due": 0, "missed": 1}.get(self.call.state, 3), self.due, self.code
        return 3 if self.patrol is not None and self.patrol.state == "expected" else 2, self.due, self.code


class DutyItem(NamedTuple):
    """An officer on duty, or a duty that begins soon."""

    who: "OnDuty | None" = None
    coming: "Duty | None" = None

    @property
    def duties(self) -> "tuple[Duty, ...]":
        """The duties that it is about."""
        return self.who.duties if self.who is not None else (self.coming,) if self.coming is not None else ()

    @property
    def key(self) -> tuple[str, int]:
        """What tells it from others."""
        duty = self.duties[0]
        return duty.officer, duty.start if self.coming is not None else 0


def due_items(shift: "Shift") -> list[DueItem]:
    """What is due, what presses first; of a post's missed calls only the last, which stands for those before it."""
    last_missed: dict[str, CallLine] = {call.post: call for call in shift.calls if call.state == "missed"}
    calls = [call for call in shift.calls if call.state != "missed" or last_missed[call.post] is call]
    expected: set[str] = set()
    shown = []
    for call in calls:
        if call.state == "expected":
            if call.post in expected:
                continue
            expected.add(call.post)
        shown.append(DueItem(call.due, call.post, call=call))
    shown += [DueItem(line.record.due, line.record.patrol, patrol=line) for line in shift.patrols]
    return sorted(shown, key=lambda item: item.press)


class DeskSide(Vertical):
    """Four panes; `show` fills them, `tick` lets what is due run."""

    DEFAULT_CSS = """
    DeskSide { width: 1fr; height: 1fr; }
    DeskSide > Rows { border: round $panel-lighten-2; border-title-color: $accent; border-subtitle-color: $muted; }
    DeskSide > Rows:focus { border: round $primary; }
    DeskSide > #due, DeskSide > #before { display: none; }
    DeskSide > #due.-some, DeskSide > #before.-some { display: block; }
    """

    def __init__(self, session: "Session") -> None:
        super().__init__(id="side")
        self._session = session
        self._strip: Strip | None = None
        self._missed: dict[str, int] = {}
        self._posts_width = 0
        self._left_lines = 1
        self._due_rows = Rows[DueItem](self._draw_due, key=lambda i: (i.due, i.code), id="due")
        self._cover_rows = Rows[CoverItem](self._draw_cover, key=lambda i: (i.kind, i.key), id="cover", empty="…")
        self._duty_rows = Rows[DutyItem](self._draw_duty, key=lambda i: i.key, id="on-duty", empty="…")
        self._before_rows = Rows[BeforeItem](self._draw_left, key=lambda i: (i.place, i.key), id="before")

    def compose(self) -> ComposeResult:
        """Cover, what is due, who is there, what is left to do."""
        self._cover_rows.border_title = "Cover, next 12 h"
        self._due_rows.border_title = "Due"
        self._duty_rows.border_title = "On duty"
        yield self._cover_rows
        yield self._due_rows
        yield self._duty_rows
        self._before_rows.border_title = TITLE
        yield self._before_rows

    def on_resize(self) -> None:
        """Share the height out anew."""
        self.show()

    def show(self) -> None:
        """Show the shift as it was read last; nothing of it on a locked desk."""
        session, shift = self._session, self._session.shift
        if session.locked or shift is None:
            text = LOCKED if session.locked else f"✖ {session.shift_problem}" if session.shift_problem else "…"
            for rows in (self._cover_rows, self._duty_rows, self._due_rows):
                rows.say_empty(text)
                rows.show([])
            self._due_rows.remove_class("-some")
            self._before_rows.remove_class("-some")
            self._before_rows.show([])
            self._cover_rows.border_title, self._duty_rows.border_title = "Cover, next 12 h", "On duty"
            return
        self._show_due(shift)
        self._show_on_duty(shift)
        left = session.before_going
        self._before_rows.show(before_items(session, left) if left is not None else [])
        self._before_rows.set_class(bool(self._before_rows.items), "-some")
        self._show_cover(shift, self._share(shift))

    def _show_cover(self, shift: "Shift", lines: int) -> None:
        session = self._session
        now, ahead = session.now(), shift.ahead
        until = now + SHOWN_HOURS
        self._strip = Strip(ahead, now, until, session.tz, session.officer_name)
        shown = cover_strip.items(ahead, now, until, lines) if shift.has_roster else []
        self._cover_rows.say_empty(NO_ROSTER)
        self._cover_rows.show(shown)
        self._cover_rows.redraw()
        found = cover_strip.counts(ahead.ranked(now, until))
        self._cover_rows.border_title = f"Cover, next 12 h · {found}" if shift.has_roster else "Cover, next 12 h"
        self._cover_rows.border_subtitle = cover_strip.LEGEND if shift.has_roster else ""
        self._cover_rows.styles.height = min(len(shown) or 3, lines) + 2

    def _show_due(self, shift: "Shift") -> None:
        due = due_items(shift)
        self._missed = {}
        for call in shift.calls:
            if call.state == "missed":
                self._missed[call.post] = self._missed.get(call.post, 0) + 1
        self._due_rows.border_title = f"Due · {len(due)}"
        self._due_rows.show(due)
        self._due_rows.set_class(bool(due), "-some")

    def _show_on_duty(self, shift: "Shift") -> None:
        there = [DutyItem(who=who) for who in shift.on_duty]
        self._posts_width = min(15, max((len(posts_of(who)) for who in shift.on_duty), default=0))
        self._duty_rows.say_empty(NOBODY)
        self._posts_width = max(self._posts_width, *(min(15, len(duty.post)) for duty in shift.coming), 4)
        self._duty_rows.show([*there, *(DutyItem(coming=duty) for duty in shift.coming)])
        words = [f"On duty · {len(there)}"] if there else ["On duty"]
        if shift.ahead.free is not None and there:
            words.append(f"{shift.free} free" if shift.free else "✖ nobody free")
        self._duty_rows.border_title = " · ".join(words)

    def _share(self, shift: "Shift") -> int:
        """Give the other panes the lines that they need, as far as there are any; how many the cover may have.

        What is left to do goes on below its line where the cover needs none of that room.
        """
        height = self.size.height
        due = min(len(self._due_rows.items), _MOST_DUE, max(1, height // 6)) + 2 if self._due_rows.items else 0
        items = self._before_rows.items
        left = len(items) + 2 if items else 0
        people = max(_FEWEST_ON_DUTY, min(len(self._duty_rows.items) + 2, (height - left) // 3))
        lines = max(2, height - left - due - people - 2)
        more = sum(len(draw_before(item, self.size.width - 3, most=2)) - 1 for item in items)
        now = self._session.now()
        needed = len(cover_strip.items(shift.ahead, now, now + SHOWN_HOURS, lines)) if shift.has_roster else 3
        self._left_lines = 2 if more and needed + more <= lines else 1
        if self._left_lines == 2:
            left, lines = left + more, lines - more
        self._before_rows.styles.height = left
        self._before_rows.redraw()
        self._due_rows.styles.height = due
        return lines

    def tick(self) -> None:
        """Let what is due run."""
        if not self._session.locked and self._due_rows.items:
            self._due_rows.redraw()

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _draw_cover(self, item: CoverItem, width: int) -> Lines:
        return self._strip.draw(item, width) if self._strip is not None else [[]]

    def _draw_left(self, item: BeforeItem, width: int) -> Lines:
        return draw_before(item, width, most=self._left_lines)

    def _draw_due(self, item: DueItem, width: int) -> Lines:
        session = self._session
        now, time = session.now(), sure_clock(item.due, session.tz)
        if item.call is not None:
            words, style = call_state(item.call, now)
            more = self._missed.get(item.code, 0) - 1 if item.call.state == "missed" else 0
            who = session.officer_name(item.call.officer) if item.call.officer else ""
            tail = f" +{more} before" if more > 0 else ""
            return [[(f"{clip(item.code, 12)} ", "bold"), (f"{time} ", "plain"), (words, style), (tail, "bad"),
                     (f"  {who}", "muted")]]  # fmt: skip
        assert item.patrol is not None
        words, style = patrol_state(item.patrol, now)
        who = session.officer_name(item.patrol.record.officer) if item.patrol.record.officer else ""
        return [[(f"{clip(item.code, 12)} ", "bold"), (f"{time} ", "plain"), ("round ", "muted"), (words, style),
                 (f"  {who}", "muted")]]  # fmt: skip

    def _draw_duty(self, item: DutyItem, width: int) -> Lines:
        session = self._session
        if item.coming is not None:
            duty = item.coming
            who, post = fit(session.officer_name(duty.officer), 11), fit(duty.post, self._posts_width)
            return [[(f"{who} {post} from {short_clock(duty.start, session.tz)}", "muted")]]
        assert item.who is not None
        words, style = standing(item.who, session.now())
        first: list[Span] = [
            (fit(item.who.name, 11) + " ", "bold"),
            (fit(posts_of(item.who), self._posts_width) + " ", "plain"),
            (f"{hours_of(item.who.duties, session.tz)} ", "muted"),
            (words, style),
        ]
        return [first]


def one_line(session: "Session", shift: "Shift") -> list[Span]:
    """The whole in one line: who is there, the call or round that presses most, the worst finding."""
    now = session.now()
    until = now + SHOWN_HOURS
    spans: list[Span] = [(f"On duty {len(shift.on_duty)}", "bold")]
    if shift.ahead.free is not None:
        spans.append((f", {shift.free} free" if shift.free else ", ✖ nobody free", "plain" if shift.free else "bad"))
    pressing = (item for item in due_items(shift) if item.patrol is None or item.patrol.state != "expected")
    if (first := next(pressing, None)) is not None:
        head = f" · {clip(first.code, 8)} {sure_clock(first.due, session.tz)} "
        if first.patrol is not None:
            spans += [(f"{head}round ", "plain"), patrol_state(first.patrol, now)]
        elif first.call is not None:
            spans += [(head, "plain"), call_state(first.call, now)]
    found = shift.ahead.ranked(now, until)
    if found:
        spans.append((f" · {cover_strip.counts(found)} ", "bad" if found[0].level == "act" else "warn"))
        spans += Strip(shift.ahead, now, until, session.tz, session.officer_name).finding(found[0])[1:]
    else:
        spans.append((" · next 12 h covered ✓", "good"))
    return spans
