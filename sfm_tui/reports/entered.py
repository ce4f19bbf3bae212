"""A document that was written to a file, entered in the ledger: what it is, of which head, of what it tells."""

import hashlib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.clock import day_text, local_date, short_clock, to_local
from sfm_tui.clock.days import Days
from sfm_tui.domain.late_words import period_words
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.reports.gather_plan import numbers_of
from sfm_tui.storage.series import code_of

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sfm_tui.domain.action import Action
    from sfm_tui.domain.desk import Author
    from sfm_tui.reports.paper import Document
    from sfm_tui.reports.registry import Asked, Kind
    from sfm_tui.storage.documents import Made
    from sfm_tui.storage.store import Store

_NOUNS = {"incident": "incident", "talk-register": "talk", "handover": "handover"}
"""What a document of one record is of."""
_CHUNK = 1 << 20


def enter(
    store: "Store", kind: "Kind", asked: "Asked", document: "Document", path: Path, form: str, by: "Author"
) -> "Made":
    """Enter a document that lies at `path`. Raises StoreError where that cannot be; the file stays."""
    return store.documents.made(
        kind.name, kind.title, by, period=period_of(store, kind, asked), form=form, digest=digest_of(path),
        head=document.foot.ledger, about=about_of(store, kind, asked),
    )  # fmt: skip


def digest_of(path: Path) -> str:
    """The SHA-256 of a file, in hex digits."""
    found = hashlib.sha256()
    with path.open("rb") as file:
        while part := file.read(_CHUNK):
            found.update(part)
    return found.hexdigest()


def period_of(store: "Store", kind: "Kind", asked: "Asked") -> str:
    """What a document is about, in words: its days, its day, its record."""
    tz, now = store.tz, store.clock.now()
    if asked.window is not None:
        return period_words(Days(local_date(asked.window[0], tz), local_date(asked.window[1], tz) - timedelta(days=1)))
    if kind.takes == "day":
        return day_text(asked.day or local_date(now, tz))
    if kind.takes in ("record", "records"):
        return asked.record[:200] or "all that are open"
    if asked.at is not None:
        return f"the shift of {day_text(to_local(asked.at, tz))} {short_clock(asked.at, tz)}"
    return f"as of {day_text(local_date(now, tz))}"


def about_of(store: "Store", kind: "Kind", asked: "Asked") -> tuple[str, ...]:
    """The records that a document tells of, as links name them; of days and weeks whole only what a review names."""
    if kind.name in _NOUNS:
        return (f"{_NOUNS[kind.name]}:{asked.record}",)
    if kind.name == "action-plan":
        numbers = numbers_of(asked.record)
        return _actions(store, [store.actions.get(one) for one in numbers] if numbers else store.actions.at_work())
    if kind.name == "action-log":
        return _actions(store, store.actions.all())
    if kind.name == "contract-review" and asked.window is not None:
        return _of_review(store, asked.window)
    return ()


def _actions(store: "Store", some: "Iterable[Action]") -> tuple[str, ...]:
    """Actions, and the measures that they move, those that nobody has entered left out."""
    kept = {*COMPUTED, *(one.measure for one in store.measures.all())}
    refs = []
    for one in some:
        refs.append(one.ref)
        if one.measure and (code := code_of(store, one.measure)) in kept:
            refs.append(f"measure:{code}")
    return tuple(dict.fromkeys(refs))


def _of_review(store: "Store", window: tuple[int, int]) -> tuple[str, ...]:
    """What changed in the days of a review and shortly after, what is still open, and the measures of both."""
    from sfm_tui.reports.gather_review import CHARTS, told_of

    actions, others = told_of(store, window)
    return tuple(dict.fromkeys((*_actions(store, actions), *(f"measure:{name}" for name in CHARTS), *others)))
