"""The roster around a span, as an act on it needs it: who could cover, what a change would do, who was faster."""

from collections.abc import Sequence
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from sfm_tui.clock import zone
from sfm_tui.domain.candidates import Candidate
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.roster import Duty, Roster, Rules
from sfm_tui.domain.roster_changes import Change
from sfm_tui.domain.roster_effect import Watch
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.domain.roster_weigh import Weighed, cut_to, gaining, touched, weigh
from sfm_tui.domain.spans import Span
from sfm_tui.widgets.roster.words import RosterWords

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

DAY = 86_400
_BESIDE = 2 * DAY
_NEWEST = 5000


@dataclass(frozen=True)
class Effect:
    """What a change would do: its findings weighed, and the hours of duty that it adds."""

    weighed: Weighed
    hours: float


class Scene:
    """Read in a thread by `look`, then asked in threads, one question at a time."""

    def __init__(self, roster: Roster, rules: Rules, span: Span, words: RosterWords, seen: int) -> None:
        weeks = rules.average_weeks or 0
        self.roster = roster
        self.rules = rules
        self.span = span
        self.words = words
        self.seen = seen
        self._watch = Watch(roster, (span[0] - _BESIDE, span[1] + _BESIDE + (weeks + 1) * 7 * DAY), rules)
        self._lock = Lock()

    @property
    def findings(self) -> list[Finding]:
        """The findings of the span and of the weeks that its hours count in."""
        return self._watch.findings

    def holds(self, start: int, end: int) -> bool:
        """Whether a span lies near enough to what was read for its effects to be told."""
        return self.span[0] - _BESIDE < start and end < self.span[1] + _BESIDE

    def candidates(self, post: str, start: int, end: int, leaving: DutyRecord | None) -> list[Candidate]:
        """Who could cover, the best first; not the officer who is leaving, whose duty it is already."""
        with self._lock:
            found = self._watch.candidates(post, start, end)
        return [one for one in found if leaving is None or one.officer != leaving.officer]

    def effect(self, changes: Sequence[Change]) -> Effect:
        """What changes would do to the findings of the time that they are about, and to rest and hours around it."""
        with self._lock:
            told = self._watch.effect(changes)
        spans = touched(changes)
        removed, added = cut_to(told.removed, spans), cut_to(told.added, spans)
        same = {one[:6] for one in removed} & {one[:6] for one in added}
        removed, added = ([one for one in some if one[:6] not in same] for some in (removed, added))
        weighed = weigh(removed, added, told.changed, gaining=gaining(changes))
        return Effect(weighed, told.hours)

    def beside(self, duty: DutyRecord | Duty) -> list[Duty]:
        """The active duties at the same post that end or start within a day of this one, by their start."""
        near = (
            other
            for other in self.roster.duties
            if other.active
            and other.post == duty.post
            and (other.officer, other.start) != (duty.officer, duty.start)
            and other.start < duty.end + DAY
            and duty.start - DAY < other.end
        )
        return sorted(near, key=lambda other: (other.start, other.end))


def look(store: "Store", start: int, end: int) -> Scene:
    """Read the roster around a span. Takes a second on a very large one: in a thread."""
    from sfm_tui.domain.reference import Post

    rules = store.roster.rules()
    newest = store.roster.history(limit=1)
    names = store.reference.names()
    posts = {post.post: post.name or post.post for post in store.reference.all(Post)}
    words = RosterWords(names, posts, zone(rules.timezone), rules)
    return Scene(
        store.roster.load((start, end)), rules, (start, end), words, newest[0].seq if newest else 0
    )  # fmt: skip


def meanwhile(store: "Store", scene: Scene, changes: Sequence[Change]) -> str:
    """What somebody did to the same officers or posts at that time since the scene was read; empty where nobody did."""
    spans: dict[tuple[str, str], Span] = {}
    for change in changes:
        for record in (change.old, change.new):
            if isinstance(record, DutyRecord):
                for key, beside in ((("post", record.post), 0), (("officer", record.officer), DAY)):
                    low, high = spans.get(key, (record.start, record.end))
                    spans[key] = (min(low, record.start - beside), max(high, record.end + beside))
    for done in store.roster.history(after=scene.seen, limit=_NEWEST):
        start, end = done.start, done.end
        if start is None or end is None:
            continue
        for key in (("post", done.post), ("officer", done.officer)):
            span = spans.get(key)
            if span is not None and start < span[1] and span[0] < end:
                who = store.reference.people_names().get(done.author, done.author)
                what = f"{scene.words.who(done.officer)} at {scene.words.where(done.post)}"
                return f"{who} changed the roster meanwhile ({done.verb}: {what}, {scene.words.span(start, end)})"
    return ""
