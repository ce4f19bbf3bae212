"""From the store to the roster of a week, at one state of the store."""

from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.domain.findings import findings
from sfm_tui.domain.reference import Post
from sfm_tui.domain.spans import within
from sfm_tui.reports.gather import foot_of, names_of
from sfm_tui.reports.paper import ReportError
from sfm_tui.reports.roster_week import WeekData, roster_week, week_window

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.spans import Span
    from sfm_tui.reports.blocks import BlockPaper
    from sfm_tui.reports.registry import Asked
    from sfm_tui.storage.ledger import Head
    from sfm_tui.storage.store import Store

_TRIES = 50


def week(store: "Store", asked: "Asked", by: "Author") -> "BlockPaper":
    """The roster of the week, Monday to Sunday, that a day lies in: today's where none is named.

    Raises ReportError where others write without a pause.
    """
    window = week_window(asked.day or local_date(store.clock.now(), store.tz), store.tz)
    for _ in range(_TRIES):
        head = store.head()
        data = _data(store, window, by, head)
        if store.head() == head:
            return roster_week(data)
    raise ReportError("others are writing to the store without a pause: try again in a moment")


def _data(store: "Store", window: "Span", by: "Author", head: "Head") -> WeekData:
    roster = store.roster.load(window)
    names = names_of(store)
    return WeekData(
        window=window,
        tz=store.tz,
        posts=tuple(store.reference.all(Post)),
        duties=tuple(one for one in roster.duties if one.start < window[1] and window[0] < one.end),
        findings=tuple(findings(roster, window, store.roster.rules())),
        people={code: one.name or one.call_sign or code for code, one in names.officers.items()},
        foot=foot_of(store, store.sites.get(), names, head, by),
        gone=bool(within(roster.gone, *window)),
    )
