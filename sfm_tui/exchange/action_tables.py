"""The files of the improvement plan: themes, measures with their series, actions with their steps and reviews."""

from collections.abc import Iterator
from typing import Any
from zoneinfo import ZoneInfo

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.action import BY, MOST_CYCLES, OUTCOMES, STAGES, clean_one, disorder
from sfm_tui.domain.measure import COMPUTED, MOST_CASES, clean_figure
from sfm_tui.domain.reference import BETTER
from sfm_tui.exchange.columns import Column, Named, Table, Values, key_column, keyed, opt_column
from sfm_tui.exchange.kinds import CODE, DAY, LINE, TEXT, YES_NO, Context, Integer, Kind, Word
from sfm_tui.exchange.training_tables import DayOrTime

Problems = Iterator[tuple[str, str]]
CYCLE = "cycle"
"""What a review names: one cycle of an action, its number after the action's."""
KEY_MARK = "\x1f"


class Figure(Kind):
    """A number of a series, kept as it was written."""

    def parse(self, cell: str, context: Context) -> str:
        """Digits, with a sign, a point and more digits if need be."""
        return clean_figure(cell)

    def write(self, value: Any, tz: ZoneInfo) -> str:
        """As it is: a sign is no formula."""
        return str(value)


FIGURE, DAY_OR_TIME = Figure(), DayOrTime()
CYCLES = Integer(1, MOST_CYCLES, f"the number of the cycle, 1 to {MOST_CYCLES}")


def _measure(value: str) -> Named:
    if value and value not in COMPUTED:
        yield "measure", value


def _theme(value: str) -> Named:
    if value:
        yield "theme", value


def _check_action(values: Values) -> Problems:
    fields = ACTIONS.fields(values)
    yield from disorder(fields)
    try:
        clean_one(fields["owner"])
    except ValueError as error:
        yield "owner", str(error)


def _check_review(values: Values) -> Problems:
    reviewed_on, following = values[2], values[6]
    if following is not None and following <= reviewed_on:
        yield "next_review", f"{quoted(following)} is not after the review, {quoted(reviewed_on)}: write a later day"


def _cycle_of(values: Values) -> Iterator[tuple[str, str, str]]:
    yield "cycle", CYCLE, f"{values[0]}{KEY_MARK}{values[1]}"


def _table(file: str, noun: str, columns: tuple[Column, ...], **more: Any) -> Table:
    names = [column.field or column.name for column in columns]
    keys = [name for name, column in zip(names, columns, strict=True) if column.key]
    return Table(
        file, noun, columns, False, ", ".join(f"t.{name}" for name in names), f"{noun} t", keyed(noun, *keys),
        ", ".join(f"t.{name}" for name in keys), **more,
    )  # fmt: skip


THEMES = _table(
    "themes.csv", "theme", (key_column("theme"), Column("title", LINE), opt_column("objective", TEXT))
)  # fmt: skip

MEASURES = _table(
    "measures.csv", "measure",
    (
        key_column("measure"), Column("name", LINE), Column("unit", LINE, blank=True), Column("better", Word(BETTER)),
        opt_column("target", FIGURE),
    ),
)  # fmt: skip

PHASES = _table(
    "phases.csv", "phase",
    (
        Column("measure", CODE, key=True, refers=_measure), Column("from", DAY_OR_TIME, key=True, field="since"),
        Column("reason", TEXT),
    ),
)  # fmt: skip

READINGS = _table(
    "readings.csv", "reading",
    (
        key_column("measure", refers="measure"), Column("at", DAY_OR_TIME, key=True), Column("value", FIGURE),
        opt_column("n", Integer(0, MOST_CASES, "how many cases it stands for, a whole number")),
    ),
)  # fmt: skip

ACTIONS = _table(
    "actions.csv", "action",
    (
        key_column("action"), Column("cycle", CYCLES, key=True), Column("stage", Word(STAGES)),
        Column("theme", LINE, blank=True, refers=_theme), Column("area", LINE),
        Column("required_level", TEXT, blank=True), Column("gap", TEXT, blank=True), Column("safety_risk", YES_NO),
        opt_column("risk_measures", TEXT), opt_column("support", TEXT), Column("owner", LINE, blank=True),
        opt_column("consulted", TEXT), opt_column("cost"), opt_column("agreed_on", DAY),
        opt_column("started_on", DAY), opt_column("in_effect_on", DAY), Column("due", DAY, blank=True),
        Column("measure", LINE, optional=True, refers=_measure), opt_column("baseline_from", DAY),
        opt_column("baseline_to", DAY), opt_column("target"), Column("how_measured", TEXT, blank=True),
    ),
    check=_check_action,
)  # fmt: skip

STEPS = _table(
    "steps.csv", "step",
    (
        key_column("action", refers="action"), key_column("step"), Column("by", Word(BY), field="who"),
        Column("text", TEXT), opt_column("support", TEXT), Column("timescale", LINE, blank=True),
        opt_column("done_on", DAY),
    ),
)  # fmt: skip

REVIEWS = _table(
    "reviews.csv", "review",
    (
        key_column("action"), Column("cycle", CYCLES, key=True), Column("reviewed_on", DAY, key=True),
        Column("outcome", Word(OUTCOMES)), Column("evaluation", TEXT), opt_column("next_actions", TEXT),
        opt_column("next_review", DAY), Column("reviewer", LINE),
    ),
    check=_check_review, refers=_cycle_of,
)  # fmt: skip

PLAN = (THEMES, MEASURES, PHASES, READINGS, ACTIONS, STEPS, REVIEWS)
"""In the order of reading and writing."""
