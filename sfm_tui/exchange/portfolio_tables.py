"""The file of self-assessments."""

from collections.abc import Callable
from dataclasses import dataclass

from sfm_tui.domain.assessment import FLOOR, TOP, clean_enabler
from sfm_tui.domain.text import clean_line
from sfm_tui.exchange.columns import FIRST, SECOND, THIRD, Column, Table, key_column, opt_column
from sfm_tui.exchange.kinds import DATE, TEXT, Integer, Text


@dataclass(frozen=True)
class EnablerName(Text):
    """One of the four enablers, by its code or in words of its title, kept as it was written."""

    clean: Callable[[str], str] = lambda value: clean_enabler(clean_line(value))


ASSESSMENTS = Table(
    "assessments.csv", "assessment",
    (
        Column("enabler", EnablerName(), key=True), Column("assessed_on", DATE, key=True), key_column("assessor"),
        Column("level", Integer(FLOOR, TOP, f"a level, {FLOOR} to {TOP}")), Column("evidence", TEXT),
        opt_column("strengths", TEXT), opt_column("confidence"),
    ),
    logged=False,
    select="t.enabler, t.assessed_on, t.assessor, t.level, t.evidence, t.strengths, t.confidence",
    source="assessment t",
    by_key=f"json_each(?) k CROSS JOIN assessment t ON t.enabler = {FIRST} AND t.assessed_on = {SECOND}"
    f" AND t.assessor = {THIRD}",
    order="t.enabler, t.assessed_on, t.assessor",
)  # fmt: skip
