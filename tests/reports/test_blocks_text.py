"""Documents of blocks as plain text: nothing is wider than the page, nothing is lost."""

import dataclasses

from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.reports.blocks import BlockPaper, Bullets, Chart, Column, Facts, Heading, Para, Side, Table
from sfm_tui.reports.blocks_text import paper_text
from sfm_tui.reports.paper import Fact, Foot
from sfm_tui.reports.plain import cells
from tests.examples import tries
from tests.reports.test_hostile_text import typed

FOOT = Foot(
    "Northgate (NRP)", "Ledger head 18204·9f3a 0000 1111 2222", "Printed now by J. Okafor", (2026, 11, 21, 22, 15, 35)
)


def paper(*blocks: object) -> BlockPaper:
    return BlockPaper("Title", "Subtitle", blocks, FOOT)


@settings(max_examples=tries(60), deadline=None)
@given(st.lists(st.tuples(typed(), typed(), typed(), typed()), max_size=4), st.integers(40, 100))
def test_a_table_keeps_to_the_width_and_loses_no_letter(rows: list[tuple[str, ...]], width: int) -> None:
    columns = tuple(Column(head, right=n % 2 == 1) for n, head in enumerate(("what", "n", "when", "why")))
    said = paper_text(paper(Table("Figures", columns, tuple(rows))), width)
    assert all(cells(line) <= width for line in said.splitlines())
    for row in rows:
        for letter in {c for cell in row for c in cell if c.isascii() and c.isalnum()}:
            assert letter in said


def test_every_kind_of_block_is_there() -> None:
    table = Table("Causes", (Column("cause"), Column("late", right=True)), (("nobody free", "10"), ("busy", "1")))
    chart = Chart("Response", "Line chart of 2 weeks.", "m:ss", (150.0, 200.0), ("5 Oct", "12 Oct"))
    blocks = (
        Heading("Part"), Heading("Smaller", 2), Para("Text.\nTwo lines."), Para("Look here.", "alert"),
        Bullets(("first", "second")), Facts((Fact("Period", "October"),)), chart, Side((table, table)),
        dataclasses.replace(table, rows=(), empty="No cause."),
    )  # fmt: skip
    assert paper_text(paper(*blocks)).splitlines() == [
        "Title", "Subtitle", "", "PART", "====", "", "Smaller", "-------", "", "Text.", "Two lines.", "",
        "! Look here.", "", "- first", "- second", "", "Period          October", "", "Response",
        "  Line chart of 2 weeks.", "", "Causes", "cause        late", "-----------------", "nobody free    10",
        "busy            1", "", "Causes", "cause        late", "-----------------", "nobody free    10",
        "busy            1", "", "Causes", "  No cause.", "", "-" * 80,
        "Northgate (NRP)                            Ledger head 18204·9f3a 0000 1111 2222",
        "Printed now by J. Okafor",
    ]  # fmt: skip
