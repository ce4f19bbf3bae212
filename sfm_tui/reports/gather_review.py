"""From the store to the contract review: everything it is made of, at one state of the store."""

from collections import Counter
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_bounds, local_date
from sfm_tui.domain.action import Action
from sfm_tui.domain.briefing import begins
from sfm_tui.domain.chart import bounds_of, chart
from sfm_tui.domain.findings import findings
from sfm_tui.domain.kpi import Figures
from sfm_tui.domain.pack.unnamed import Unnamed
from sfm_tui.domain.roster_records import CoverRecord
from sfm_tui.reports.blocks import BlockPaper
from sfm_tui.reports.contract_review import build_review
from sfm_tui.reports.gather import foot_of, names_of
from sfm_tui.reports.paper import ReportError
from sfm_tui.reports.review_data import (
    CHANGES_AFTER_DAYS,
    EFFECT_BEFORE_DAYS,
    CategoryLine,
    OpenAction,
    ReviewData,
    TalkLine,
    Told,
)
from sfm_tui.reports.review_unnamed import unnamed
from sfm_tui.storage.effects import ActionEffect, action_effect
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.figures import Kpis, breakdown, kpis
from sfm_tui.storage.known_names import known_people
from sfm_tui.storage.series import series
from sfm_tui.storage.stopping import part
from sfm_tui.storage.tracing import breaches

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.spans import Span
    from sfm_tui.reports.registry import Asked
    from sfm_tui.storage.ledger import Head
    from sfm_tui.storage.store import Store

_TRIES = 5
_HELD = "t.held_at >= ? AND t.held_at < ? AND t.state = 'completed'"
CHARTS = ("response-time", "response-within")
"""The measures that a review shows over time."""
MOST_EFFECTS = 12
"""An effect goes through all responses of its time; a review tells of so many, the newest first."""


def contract_review(store: "Store", asked: "Asked", by: "Author") -> BlockPaper:
    """The contract review of a window of days.

    Raises ReportError without a window, and where others write without a pause; Stopped (`storage.stopping`).
    """
    if asked.window is None:
        raise ReportError("a contract review is about days: choose a month, or a first day and the day after the last")
    for _ in range(_TRIES):
        head = store.head()
        data = gather(store, asked.window, by, head, names=asked.names)
        if store.head() == head:
            return build_review(data if asked.names else unnamed(data, Unnamed(known_people(store))))
    raise ReportError("others are writing to the store without a pause: try again in a moment")


def gather(store: "Store", window: "Span", by: "Author", head: "Head", *, names: bool = False) -> ReviewData:
    """What the review of a window is made of; `head` is the state of the ledger that it is told to be at."""
    now, tz, site, known = store.clock.now(), store.tz, store.sites.get(), names_of(store)
    changes = _changes_of(store, window)
    part("figures")
    figures = kpis(store, window)
    part("late responses")
    late = tuple(breaches(store, window))
    charts = tuple(_chart(store, name) for name in CHARTS)
    everything = store.actions.all()
    effects, without = _effects(store, everything, changes)
    part("categories")
    categories, void = _categories(store, window, figures)
    part("roster")
    acts, files = _roster_acts(store, changes)
    cover = tuple(one for one in store.roster.records(CoverRecord) if changes[0] <= one.start < changes[1])
    found = tuple(findings(store.roster.load(window), window, store.roster.rules()))
    part("what was changed")
    return ReviewData(
        site=site,
        tz=tz,
        now=now,
        window=window,
        changes=changes,
        names=known,
        name_officers=names,
        kpis=figures,
        breaches=late,
        charts=charts,
        marked=tuple(one for one in everything if one.in_effect_on and one.measure in CHARTS),
        actions=tuple(one for one in everything if _changed(one, changes, store)),
        roster_acts=acts,
        files=files,
        cover=cover,
        points=_points(store, changes),
        talks=_talks(store, changes),
        effects=effects,
        without_effect=without,
        findings=found,
        categories=categories,
        void=void,
        open_actions=_open(store),
        head=head.long,
        made_by=known.author(by.person),
        foot=foot_of(store, site, known, head, by, now=now),
    )


def _changes_of(store: "Store", window: "Span") -> "Span":
    """The stretch whose changes a review of a window tells: to some weeks after it, as far as they have been."""
    last = local_date(window[1], store.tz) + timedelta(days=CHANGES_AFTER_DAYS)
    return window[0], max(window[0], min(day_bounds(last, store.tz)[0], store.clock.now() + 1))


def told_of(store: "Store", window: "Span") -> tuple[list[Action], list[str]]:
    """What a review of a window tells of: actions, changed or still open; points and talks, as links name them."""
    changes = _changes_of(store, window)
    with store.reading() as connection:
        talks = connection.exec_driver_sql(f"SELECT t.talk FROM talk t WHERE {_HELD} ORDER BY t.held_at", changes).all()
    points = [f"briefing:{told.point.briefing}" for told in _points(store, changes)]
    actions = [one for one in store.actions.all() if one.stage != "closed" or _changed(one, changes, store)]
    return actions, [*points, *(f"talk:{talk}" for (talk,) in talks)]


def _chart(store: "Store", name: str) -> Any:
    """A measure with its control chart, made as `sfm measure` makes it."""
    part(f"chart of {name}")
    some = series(store, name)
    return some, chart(
        some.dots, some.breaks, bounds=bounds_of(some.unit), target=some.target, better=some.better
    )  # fmt: skip


def _changed(action: Action, span: "Span", store: "Store") -> bool:
    """Whether it was agreed, started or put into effect in a span."""
    days = (action.agreed_on, action.started_on, action.in_effect_on)
    return any(day and span[0] <= day_bounds(date.fromisoformat(day), store.tz)[0] < span[1] for day in days)


def _effects(
    store: "Store", actions: list[Action], changes: "Span"
) -> tuple[tuple[ActionEffect, ...], tuple[tuple[Action, str], ...]]:
    """The effects of the actions that were in effect not long before or in a span; and why others have none."""
    since = (local_date(changes[0], store.tz) - timedelta(days=EFFECT_BEFORE_DAYS)).isoformat()
    until = local_date(changes[1] - 1, store.tz).isoformat()
    some = [one for one in actions if one.in_effect_on and since <= one.in_effect_on <= until]
    some.sort(key=lambda one: (one.in_effect_on or "", one.action, one.cycle), reverse=True)
    found: list[ActionEffect] = []
    without: list[tuple[Action, str]] = []
    for one in some:
        if len(found) == MOST_EFFECTS:
            without.append((one, f"only the newest {MOST_EFFECTS} are told here: ask «sfm effect {one.action}»"))
            continue
        try:
            if one.measure:
                part(f"effect of {one.action}")
                found.append(action_effect(store, one.action, one.cycle))
            else:
                without.append((one, "it names no measure"))
        except StoreError as error:
            without.append((one, str(error)))
    return tuple(found), tuple(without)


def _categories(store: "Store", window: "Span", figures: Kpis) -> tuple[tuple[CategoryLine, ...], int]:
    """The incidents of a window by category, the most frequent first, without void ones, which are counted."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT category, count(*), coalesce(sum(severity <= 2), 0) FROM incident"
            " WHERE reported >= ? AND reported < ? AND struck = '' GROUP BY category",
            window,
        ).all()
        void = connection.exec_driver_sql(
            "SELECT count(*) FROM incident WHERE reported >= ? AND reported < ? AND struck <> ''", window
        ).scalar_one()
        responses = breakdown(connection, window, figures.terms, store, "category")
    lines = [CategoryLine(name, n, high, responses.get(name, Figures())) for name, n, high in rows]
    return tuple(sorted(lines, key=lambda one: (-one.incidents, one.category))), void


def _roster_acts(store: "Store", span: "Span") -> tuple[tuple[tuple[str, int], ...], int]:
    """The acts on the roster that were entered in a span, by verb; and the files that changed what was there.

    Acts that were taken back, and the taking back, are left out.
    """
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "WITH entries AS (SELECT seq FROM ledger WHERE at >= ? AND at < ?"
            " AND kind IN ('roster.changed', 'file.imported'))"
            " SELECT DISTINCT c.seq, c.verb, coalesce(json_extract(p.payload, '$.undoes'), 0) FROM entries e"
            " JOIN roster_change c ON c.seq = e.seq JOIN payload p ON p.seq = c.seq",
            span,
        ).all()
    undone = {undoes for _, _, undoes in rows}
    verbs = Counter(verb for seq, verb, undoes in rows if not undoes and seq not in undone)
    files = verbs.pop("import", 0)
    return tuple(sorted(verbs.items(), key=lambda one: (-one[1], one[0]))), files


def _points(store: "Store", span: "Span") -> tuple[Told, ...]:
    """The briefing points that began in a span, the first one first."""
    tz = store.tz
    kept = [one.point for one in store.briefings.all() if span[0] <= begins(one.point.since, tz) < span[1]]
    kept.sort(key=lambda point: (begins(point.since, tz), point.briefing))
    return tuple(
        Told(point, len({one.officer for one in store.briefings.acknowledged(point.briefing)})) for point in kept
    )


def _talks(store: "Store", span: "Span") -> tuple[TalkLine, ...]:
    """The talks that were held in a span and are completed, by topic."""
    with store.reading() as connection:
        rows = connection.exec_driver_sql(
            "SELECT max(t.title), count(DISTINCT t.talk), coalesce(sum(a.result = 'attended'), 0),"
            " coalesce(sum(a.result = 'catch-up'), 0), coalesce(sum(a.result = 'absent'), 0)"
            " FROM talk t LEFT JOIN attendance a ON a.talk = t.talk"
            f" WHERE {_HELD} GROUP BY t.topic ORDER BY min(t.held_at)",
            span,
        ).all()
    return tuple(TalkLine(*row) for row in rows)


def _open(store: "Store") -> tuple[OpenAction, ...]:
    """The actions that are not closed, those that are due first in front, those without a day last."""
    cards = [card for some in store.actions.board().values() for card in some]
    cards.sort(key=lambda card: (card.action.due or "9999", card.action.action))
    return tuple(OpenAction(card.action, card.owner, card.overdue, card.outcome, card.review_on) for card in cards)
