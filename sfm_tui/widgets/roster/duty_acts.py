"""Acts on one duty that need a form or a choice: another time or post, a split, a swap, longer or shorter.

Each gives what was saved, or None where it was left as it was. Raises StoreError for what cannot be, in one line.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sfm_tui.clock.planned import BadTime, parse_planned, planned_text
from sfm_tui.domain.findings.words import hours_text
from sfm_tui.domain.roster import Duty
from sfm_tui.domain.roster_changes import Verb, end_at
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.widgets.dialogs.dialogs import Choice
from sfm_tui.widgets.dialogs.held import keys_wait
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog, NotYet
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.roster.fill import FillDialog
from sfm_tui.widgets.roster.preview import Proposal, RosterPreview, Saved, propose
from sfm_tui.widgets.roster.scene import Scene, look

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.spans import Span
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

WEEK = 7 * 86_400
HINT = "Enter goes on, after the last it shows what changes · Esc goes back"
SAME, OTHER, NOBODY = "same", "other", "nobody"


def found(store: "Store", duty: Duty | DutyRecord) -> DutyRecord:
    """The duty as it stands now. Raises Clash where there is none any more."""
    record = store.roster.duty(duty.officer, duty.post, duty.start)
    if record is None:
        raise Clash("that duty was taken away meanwhile: look again")
    return record


class OneDuty:
    """A duty that an act is about, with the roster around it, kept true while a form is open."""

    def __init__(self, app: "App[Any]", session: "Session", duty: DutyRecord, scene: Scene) -> None:
        self.app = app
        self.session = session
        self.duty = duty
        self.scene = scene

    @classmethod
    async def of(cls, app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> "OneDuty":
        """Read a duty and the roster around it."""
        with keys_wait(app):
            record, scene = await session.read(lambda store: (found(store, duty), look(store, duty.start, duty.end)))
        return cls(app, session, record, scene)

    @property
    def title(self) -> str:
        """The duty in words."""
        return self.scene.words.duty(self.duty)

    def time(self, near: int, after: int | None = None) -> Callable[[str], str]:
        """A check for a field that takes a time."""

        def check(text: str) -> str:
            return planned_text(self.typed(text, near, after), self.scene.words.tz)

        return check

    def typed(self, text: str, near: int, after: int | None = None) -> int:
        """The instant that was typed. Raises BadTime."""
        return parse_planned(text, near=near, now=self.session.now(), tz=self.scene.words.tz, after=after)

    async def show(self, plan: "Callable[[Store], Proposal]", span: "Span | None" = None) -> Saved:
        """Preview an act from a form and save it. Raises NotYet where it was left, Clash where the duty changed."""

        def ask(store: "Store") -> tuple[DutyRecord, Proposal | None]:
            now = found(store, self.duty)
            return now, plan(store) if now == self.duty else None

        with keys_wait(self.app):
            now, proposal = await self.session.read(ask)
        if proposal is None:
            self.duty = now
            booked = " and booked on" if now.booked_on is not None else ""
            raise Clash(f"it was changed meanwhile: it is {now.status}{booked} now, {self.title} · Enter again goes on")
        if all(change.old == change.new for change in proposal.changes):
            raise StoreError("that changes nothing: it stands so already")
        low, high = span or (self.duty.start, self.duty.end)
        span = min(low, self.duty.start), max(high, self.duty.end)
        self.scene = await self.session.read(lambda store: look(store, *span))
        saved: Saved | None = await self.app.push_screen_wait(RosterPreview(self.session, self.scene, proposal))
        if saved is None:
            raise NotYet
        return saved

    def neighbours(self) -> str:
        """Who is at the post before and after, for the form of a duty's time."""
        told = []
        words, duty = self.scene.words, self.duty
        beside = self.scene.beside(duty)
        before = [other for other in beside if other.end <= duty.end and other.start < duty.start]
        after = [other for other in beside if other.start >= duty.start and other.end > duty.end]
        if before:
            told.append(f"before: {words.who(before[-1].officer)} until {planned_text(before[-1].end, words.tz)}")
        if after:
            told.append(f"after: {words.who(after[0].officer)} from {planned_text(after[0].start, words.tz)}")
        return " · ".join(told) or "nobody else is at the post within a day"


async def move(app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> Saved | None:
    """Ask for another time, another post or both."""
    from sfm_tui.domain.reference import Post

    one = await OneDuty.of(app, session, duty)
    posts = await session.read(
        lambda store: [(p.post, one.scene.words.where(p.post)) for p in store.reference.all(Post)]
    )
    tz, held = one.scene.words.tz, one.duty
    fields = [
        FormField("start", "From", planned_text(held.start, tz), one.neighbours(), needed=True,
                  check=one.time(held.start)),
        FormField("end", "Until", planned_text(held.end, tz), one.neighbours(), needed=True, check=one.time(held.end)),
        FormField("post", "Post", held.post, "←→ or its letter chooses", choices=tuple(posts)),
    ]  # fmt: skip

    async def save(values: dict[str, str]) -> Saved:
        start = one.typed(values["start"], held.start)
        shown = values["end"] == planned_text(held.end, tz)
        end = held.end if shown else one.typed(values["end"], held.end, start)
        if end <= start:
            raise FieldError("end", "it ends before, or when, it starts: an end lies after its start")

        def plan(store: "Store") -> Proposal:
            changes = store.roster.plan_move(one.duty, post=values["post"], start=start, end=end)
            return Proposal(f"Move {one.scene.words.who(held.officer)}", "move", tuple(changes))

        return await one.show(plan, (start, end))

    saved: Saved | None = await app.push_screen_wait(FormDialog(f"Move {one.title}", fields, save, hint=HINT))
    return saved


async def extend(app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> Saved | None:
    """Ask until when the duty shall last: longer or shorter."""
    one = await OneDuty.of(app, session, duty)
    tz, held = one.scene.words.tz, one.duty

    def until(text: str) -> int:
        at = one.typed(text, held.end, None if text.strip()[:1] in ("+", "-") else held.start)
        if at <= held.start:
            raise BadTime("that is before, or when, it starts: cancel it instead")
        return at

    def check(text: str) -> str:
        at = until(text)
        more = at - held.end
        what = "as it is" if not more else f"{hours_text(abs(more))} {'longer' if more > 0 else 'shorter'}"
        return f"{planned_text(at, tz)}, {what}"

    fields = [FormField("end", "Until", planned_text(held.end, tz), one.neighbours(), needed=True, check=check)]

    async def save(values: dict[str, str]) -> Saved:
        at = until(values["end"])
        longer = at > held.end
        verb: Verb = "extend" if longer else "shorten"
        title = f"{one.scene.words.who(held.officer)} {'stays on' if longer else 'goes earlier'}"

        def plan(_store: "Store") -> Proposal:
            return Proposal(title, verb, tuple(end_at(one.duty, at)))

        return await one.show(plan, (held.start, max(at, held.end)))

    title = f"Longer or shorter: {one.title}"
    saved: Saved | None = await app.push_screen_wait(FormDialog(title, fields, save, hint=HINT))
    return saved


async def split(app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> Saved | None:
    """Ask where to split, and who takes the second part: the same officer, another one, or nobody yet."""
    one = await OneDuty.of(app, session, duty)
    tz, held = one.scene.words.tz, one.duty
    who = one.scene.words.who(held.officer)
    takers = ((OTHER, "another officer"), (SAME, f"{who}, as a duty of its own"), (NOBODY, "nobody: a gap is left"))
    middle = held.start + (held.end - held.start) // 2 // 900 * 900

    def at_of(text: str) -> int:
        at = one.typed(text, middle, None if text.strip()[:1] in ("+", "-") else held.start)
        if not held.start < at < held.end:
            raise BadTime(f"{planned_text(at, tz)} lies outside of the duty: choose a time inside it")
        return at

    fields = [
        FormField("at", "Split at", "", one.title, needed=True, check=lambda text: planned_text(at_of(text), tz)),
        FormField("who", "Second part to", OTHER, "←→ or its letter chooses", choices=takers),
    ]

    async def save(values: dict[str, str]) -> Saved:
        at, taker = at_of(values["at"]), values["who"]
        if taker == OTHER:
            return await hand_on_part(one, (at, held.end))

        def plan(store: "Store") -> Proposal:
            if taker == NOBODY:
                return Proposal(f"{who} goes earlier", "shorten", tuple(end_at(one.duty, at)))
            return Proposal(f"Split {who}'s duty", "split", tuple(store.roster.plan_split(one.duty, at)))

        return await one.show(plan)

    saved: Saved | None = await app.push_screen_wait(FormDialog(f"Split {one.title}", fields, save, hint=HINT))
    return saved


async def hand_on_part(one: OneDuty, span: "Span") -> Saved:
    """Choose who takes a part of a duty. Raises NotYet where nobody was chosen."""
    now = await one.session.read(lambda store: found(store, one.duty))
    one.duty = now
    dialog = FillDialog(one.session, one.scene, now.post, span, leaving=now)
    saved: Saved | None = await one.app.push_screen_wait(dialog)
    if saved is None:
        raise NotYet
    return saved


async def hand_on(
    app: "App[Any]", session: "Session", duty: Duty | DutyRecord, span: "Span | None" = None
) -> Saved | None:
    """Choose another officer for a duty, or for a part of it."""
    one = await OneDuty.of(app, session, duty)
    try:
        return await hand_on_part(one, span or (one.duty.start, one.duty.end))
    except NotYet:
        return None


async def swap(app: "App[Any]", session: "Session", duty: Duty | DutyRecord) -> Saved | None:
    """Choose the duty of another officer within a week, and let the two take each other's."""
    one = await OneDuty.of(app, session, duty)
    words, held = one.scene.words, one.duty
    window = (held.start - WEEK, held.end + WEEK)
    others = {
        str(n): other
        for n, other in enumerate(
            sorted(
                (d for d in await session.read(lambda store: store.roster.records(DutyRecord, window=window))
                 if d.active and d.officer != held.officer),
                key=lambda d: (abs(d.start - held.start), d.post, d.officer),
            )
        )
    }  # fmt: skip
    if not others:
        raise StoreError("nobody else has a duty within a week: there is nothing to swap with")
    choices = [
        Choice(key, f"{words.who(other.officer)} at {words.where(other.post)}", words.span(other.start, other.end))
        for key, other in others.items()
    ]
    while True:
        key = await app.push_screen_wait(PickDialog(f"Swap {one.title} with", choices))
        if key is None:
            return None
        other = others[key]

        def plan(store: "Store", other: DutyRecord = other) -> Proposal:
            changes = store.roster.plan_swap(held, other)
            title = f"{words.who(held.officer)} and {words.who(other.officer)} swap"
            return Proposal(title, "swap", tuple(changes))

        span = (min(held.start, other.start), max(held.end, other.end))
        saved = await propose(app, session, span, plan)
        if saved is not None:
            return saved
