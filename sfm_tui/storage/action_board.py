"""The board as it is read for a screen: a short line for every card, and the whole card for those that are in view."""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from sfm_tui.domain.action import Action, Stage
from sfm_tui.domain.briefing import begins
from sfm_tui.domain.measure import COMPUTED
from sfm_tui.storage.action_reading import Card, card_of
from sfm_tui.storage.action_rows import LAST_CYCLE, columns, read_facts, read_names, record
from sfm_tui.storage.asking import asking

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.effect_words import Judged
    from sfm_tui.storage.store import Store

_SEARCHED = ("action", "area", "required_level", "gap", "support", "cause", "how_measured", "objective", "lessons")


class CardLine(NamedTuple):
    """What sorts and narrows a card; the days are ISO text, `owner` is a code."""

    action: str
    stage: Stage
    theme: str
    area: str
    owner: str
    due: str | None

    @property
    def urgency(self) -> tuple[str, int, str]:
        """What comes first within a theme: by due day, those without one last."""
        return self.due or "9999", len(self.action), self.action


@dataclass(frozen=True)
class Lines:
    """Every card in short, in no order; `names` are the owners', `themes` the titles by code."""

    today: str
    lines: tuple[CardLine, ...]
    names: dict[str, str]
    themes: dict[str, str]
    closed: int


@dataclass(frozen=True)
class Series:
    """A measure's readings, the first one first: instants and values."""

    name: str
    unit: str
    readings: tuple[tuple[int, float], ...]


@dataclass(frozen=True)
class WholeCard:
    """A card with the series that it is to move, where the team counts one; `start` is the instant it was begun.

    The series of a measure that the program computes is read apart, by `read_computed`, and so is the effect; `judged`
    says that it was.
    """

    card: Card
    series: Series | None = None
    start: int | None = None
    effect: "Judged | None" = None
    judged: bool = False


def read_lines(store: "Store", *, closed: bool) -> Lines:
    """Every card in short; closed ones where asked for, else only how many there are."""
    today = store.actions.today()
    with store.reading() as connection:
        ask = asking(connection)
        gone = ask(f"SELECT count(*) FROM action a WHERE {LAST_CYCLE} AND a.stage = 'closed'")[0][0]
        more = "" if closed else " AND a.stage <> 'closed'"
        rows = ask(f"SELECT {', '.join(CardLine._fields)} FROM action a WHERE {LAST_CYCLE}{more}")
        themes = dict(ask("SELECT theme, title FROM theme"))
        return Lines(today, tuple(CardLine(*row) for row in rows), read_names(ask), themes, gone)


def find_text(store: "Store", text: str) -> frozenset[str]:
    """The actions in whose last cycle a text stands: in their number, area, gap, cause and the like."""
    like = "%" + text.strip().replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%"
    where = " OR ".join(f"a.{column} LIKE ? ESCAPE '\\'" for column in _SEARCHED)
    with store.reading() as connection:
        rows = asking(connection)(
            f"SELECT a.action FROM action a WHERE {LAST_CYCLE} AND ({where})", (like,) * len(_SEARCHED)
        )
    return frozenset(row[0] for row in rows)


def read_whole(
    store: "Store", actions: Iterable[str], effects: "Mapping[str, Judged | None] | None" = None
) -> dict[str, WholeCard]:
    """The whole cards of these actions; `effects` are those that are computed, and what a card needs goes by them."""
    effects = effects or {}
    today, tz = store.actions.today(), store.tz
    with store.reading() as connection:
        ask = asking(connection)
        rows = ask(
            f"SELECT {columns(Action, 'a.')} FROM json_each(?) k CROSS JOIN action a ON a.action = k.value"
            f" WHERE {LAST_CYCLE}",
            (json.dumps(list(actions)),),
        )
        some = [record(Action, row) for row in rows]
        facts = read_facts(ask, some, tz, effects)
        measures = {action.measure for action in some if action.measure and action.measure not in COMPUTED}
        series = {measure: _series(ask, measure, tz) for measure in measures}
    found = {}
    for action in some:
        began = action.started_on or action.in_effect_on
        found[action.action] = WholeCard(
            card_of(action, facts[action.action], today, tz), series.get(action.measure),
            begins(began, tz) if began else None, effects.get(action.action), action.action in effects,
        )  # fmt: skip
    return found


def read_computed(store: "Store", measure: str) -> Series | None:
    """The weeks of a measure that the program computes. Takes as long as a pass over the log or the roster."""
    from sfm_tui.storage.series import series

    found = series(store, measure)
    readings = tuple((dot.at, float(dot.value)) for dot in found.dots)
    return Series(found.name, found.unit, readings) if readings else None


def _series(ask: Any, measure: str, tz: "ZoneInfo") -> Series | None:
    readings = sorted(
        (begins(at, tz), float(value))
        for at, value in ask("SELECT at, value FROM reading WHERE measure = ?", (measure,))
    )
    if not readings:
        return None
    name = ask("SELECT name, unit FROM measure WHERE measure = ?", (measure,))
    return Series(name[0][0] or measure if name else measure, name[0][1] if name else "", tuple(readings))
