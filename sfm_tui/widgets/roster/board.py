"""The roster of some weeks as the screen holds it: its findings, and the rows that are drawn of it.

It is read in a thread. A change that is written afterwards is taken up: only the findings and the rows that it touches
are made anew.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from threading import Lock
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_bounds, local_date, zone
from sfm_tui.domain.candidates import Candidate
from sfm_tui.domain.findings import Finding
from sfm_tui.domain.roster import Absence, CoverRow, Duty, Post, Roster, Rules
from sfm_tui.domain.roster_changes import Change, as_plain
from sfm_tui.domain.roster_effect import Effect, Watch
from sfm_tui.domain.spans import within
from sfm_tui.widgets.roster.axis import monday
from sfm_tui.widgets.roster.bars import TimeRow, Trouble, officer_row, post_row
from sfm_tui.widgets.roster.cover import Cover, cover_of, need_of, peaks_of

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

Span = tuple[int, int]
_DutyKey = tuple[str, str, int]
BY_POST, BY_OFFICER = "post", "officer"


def week_of(at: int, tz: ZoneInfo) -> Span:
    """The local week of an instant, from Monday to Monday."""
    first = monday(local_date(at, tz))
    return day_bounds(first, tz)[0], day_bounds(first + timedelta(days=6), tz)[1]


def window_of(at: int, tz: ZoneInfo) -> Span:
    """The week of an instant with a week before it, and after it what the next week's page shows."""
    first = monday(local_date(at, tz))
    return day_bounds(first - timedelta(days=7), tz)[0], day_bounds(first + timedelta(days=16), tz)[1]


class Board:
    """The roster of a window. Raises ValueError for a roster that names what it does not have."""

    def __init__(
        self, roster: Roster, window: Span, rules: Rules, *, names: Mapping[str, str], posts: Mapping[str, str],
        holidays: Mapping[date, str], seq: int,
    ) -> None:  # fmt: skip
        self.window = window
        self.rules = rules
        self.names = names
        self.post_names = posts
        self.holidays = holidays
        self.seq = seq
        self.posts: dict[str, Post] = {post.post: post for post in roster.posts}
        self.watch = Watch(roster, window, rules)
        self._lock = Lock()
        self._erased = roster.gone
        self.findings: list[Finding] = self.watch.findings
        self.trouble = Trouble(self.findings)
        self._duties: dict[_DutyKey, Duty] = {}
        self._by: dict[str, dict[str, dict[_DutyKey, Duty]]] = {BY_POST: {}, BY_OFFICER: {}}
        for duty in roster.duties:
            self._put(duty)
        self._absences: dict[tuple[str, int], Absence] = {(a.officer, a.start): a for a in roster.absences}
        self._cover_rows: dict[tuple[object, ...], CoverRow] = {_cover_key(row): row for row in roster.cover}
        self._need = need_of(roster.cover, window, rules.timezone, roster.gone)
        self._peaks = peaks_of(rules, window)
        self.cover: Cover = cover_of(self._need, self.findings, window, self._peaks)
        first = local_date(window[0], zone(rules.timezone)).isoformat()
        self._gone = {officer.officer for officer in roster.officers if officer.left_on and officer.left_on < first}
        officers = [officer.officer for officer in roster.officers]
        self._codes = {
            BY_POST: [post.post for post in roster.posts],
            BY_OFFICER: sorted(officers, key=lambda code: (self._label(BY_OFFICER, code).casefold(), code)),
        }
        self._rows: dict[str, dict[str, TimeRow]] = {BY_POST: {}, BY_OFFICER: {}}

    def erased(self, span: Span) -> bool:
        """Whether duties or cover of a time were erased, so that nothing is told of it."""
        return bool(within(self._erased, *span))

    # ── what is drawn ────────────────────────────────────────────────────────────────────────────────────────

    def rows(self, by: str) -> tuple[TimeRow, ...]:
        """The rows by post or by officer; those that nothing touched are as they were.

        Officers who left before the window have one only where they have a duty in it.
        """
        made, held = self._rows[by], self._by[by]
        codes = [code for code in self._codes[by] if by == BY_POST or code not in self._gone or held.get(code)]
        for code in codes:
            if code not in made:
                made[code] = self._row(by, code)
        return tuple(made[code] for code in codes)

    def _row(self, by: str, code: str) -> TimeRow:
        duties = self._by[by].get(code, {}).values()
        if by == BY_POST:
            return post_row(code, self._label(by, code), duties, self.trouble, self.names)
        away = [a for a in self._absences.values() if a.officer == code and self._meets(a.start, a.end)]
        return officer_row(code, self._label(by, code), duties, away, self.trouble)

    def _label(self, by: str, code: str) -> str:
        return (self.post_names if by == BY_POST else self.names).get(code) or code

    def _meets(self, start: int, end: int) -> bool:
        return start < self.window[1] and self.window[0] < end

    def meeting(self, span: Span) -> list[Finding]:
        """The findings that have a part in a span."""
        return [finding for finding in self.findings if finding.start < span[1] and span[0] < finding.end]

    def busy(self, span: Span) -> bool:
        """Whether anybody has a duty in a span, or is asked for."""
        if any(duty.start < span[1] and span[0] < duty.end for duty in self._duties.values()):
            return True
        return self.cover.worst(*span)[0] > 0

    def duties(self, *, officer: str = "", post: str = "") -> list[Duty]:
        """The duties of an officer, or at a post, that meet the window."""
        by, code = (BY_OFFICER, officer) if officer else (BY_POST, post)
        return list(self._by[by].get(code, {}).values())

    def candidates(self, post: str, start: int, end: int) -> list[Candidate]:
        """Who could cover a span, the best first. May be asked in a thread."""
        with self._lock:
            return self.watch.candidates(post, start, end)

    # ── taking up changes ────────────────────────────────────────────────────────────────────────────────────

    def apply(self, changes: Sequence[Change], seq: int) -> Effect:
        """Take up changes that were written, the last of them in the entry `seq`."""
        with self._lock:
            effect = self.watch.apply(changes)
        old, new = zip(*effect.changed, strict=True) if effect.changed else ((), ())
        removed, added = [*effect.removed, *old], [*effect.added, *new]
        self.findings = self.watch.findings
        self.trouble.change(removed, added)
        touched: dict[str, set[str]] = {BY_POST: set(), BY_OFFICER: set()}
        for change in changes:
            self._take(change, touched)
        for finding in (*removed, *added):
            if finding.officer is not None:
                touched[BY_OFFICER].add(finding.officer)
                touched[BY_POST] |= {duty.post for duty in self.duties(officer=finding.officer)}
            elif finding.post is not None:
                touched[BY_POST].add(finding.post)
        for by, codes in touched.items():
            for code in codes:
                self._rows[by].pop(code, None)
        if any(change.record.noun == "cover" for change in changes):
            self._need = need_of(self._cover_rows.values(), self.window, self.rules.timezone, self._erased)
        self.cover = cover_of(self._need, self.findings, self.window, self._peaks)
        self.seq = seq
        return effect

    def follow(self, seq: int, changes: Sequence[Change]) -> bool:
        """Take up the act that was stored as the entry `seq`; False where others lie between, to be read first."""
        if seq != self.seq + 1:
            return False
        if some := only_roster(changes):
            self.apply(some, seq)
        self.seq = seq
        return True

    def _take(self, change: Change, touched: dict[str, set[str]]) -> None:
        noun, key = change.record.noun, change.record.key
        if noun == "duty":
            old = self._duties.pop(key, None)
            if old is not None:
                del self._by[BY_POST][old.post][key], self._by[BY_OFFICER][old.officer][key]
            if change.new is not None:
                self._put(as_plain(change.new))
            touched[BY_OFFICER].add(key[0])
            touched[BY_POST].add(key[1])
        elif noun == "absence":
            self._absences.pop(key, None)
            if change.new is not None:
                self._absences[key] = as_plain(change.new)
            touched[BY_OFFICER].add(key[0])
        elif noun == "cover":
            self._cover_rows.pop(key, None)
            if change.new is not None:
                self._cover_rows[key] = as_plain(change.new)

    def _put(self, duty: Duty) -> None:
        if self._meets(duty.start, duty.end):
            key = duty.officer, duty.post, duty.start
            self._duties[key] = duty
            self._by[BY_POST].setdefault(duty.post, {})[key] = duty
            self._by[BY_OFFICER].setdefault(duty.officer, {})[key] = duty


def _cover_key(row: CoverRow) -> tuple[object, ...]:
    return row.post, row.start, row.end, row.repeat


def read_board(store: "Store", window: Span) -> Board:
    """Read the roster of a window with its findings. For a thread: a large one takes a second."""
    from sfm_tui.domain.reference import Post as PostRecord

    seq = store.head().seq
    rules = store.roster.rules()
    roster = store.roster.load(window)
    posts = {post.post: post.name for post in store.reference.all(PostRecord)}
    holidays = _holidays(store, window, rules)
    return Board(roster, window, rules, names=store.reference.names(), posts=posts, holidays=holidays, seq=seq)


def _holidays(store: "Store", window: Span, rules: Rules) -> dict[date, str]:
    from sfm_tui.domain.bank_holidays import bank_holidays

    site, tz = store.sites.get(), zone(rules.timezone)
    if site is None:
        return {}
    try:
        return bank_holidays(site.country, site.subdivision, local_date(window[0], tz), local_date(window[1], tz))
    except ValueError:  # of a country whose bank holidays nobody knows
        return {}


def only_roster(changes: Iterable[Change]) -> list[Change]:
    """The changes that the timeline and its findings ask about."""
    return [change for change in changes if change.record.noun in ("duty", "absence", "licence", "cover")]
