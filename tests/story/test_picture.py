"""A screen as a picture: every letter that stood there stands in it, in its place, whatever it is."""

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.examples import tries
from tests.story.picture import EDGE, HEIGHT, WIDTH, svg
from tests.story.screen import Cell, ColourScreen

SVG = "{http://www.w3.org/2000/svg}"
LETTERS = st.text(st.sampled_from("ab é<&>\"'[x] 1\u2192│─█▒⠿"), min_size=1, max_size=30)
COLOURS = st.sampled_from(["e6edf3", "ff0000"])


def read_back(picture: str, columns: int, lines: int) -> list[str]:
    """The letters of a picture, each put back into its cell."""
    rows = [[" "] * columns for _ in range(lines)]
    for text in ElementTree.fromstring(picture).iter(f"{SVG}text"):
        x = round((float(text.get("x", "")) - EDGE) / WIDTH)
        y = int((float(text.get("y", "")) - EDGE) / HEIGHT)
        said = text.text or ""
        assert float(text.get("textLength", "")) == pytest.approx(len(said) * WIDTH, abs=0.01)
        rows[y][x : x + len(said)] = said
    return ["".join(row) for row in rows]


@given(st.lists(st.tuples(LETTERS, COLOURS, st.booleans()), min_size=1, max_size=6))
@settings(max_examples=tries(60), deadline=None)
def test_every_letter_is_where_it_was(parts: list[tuple[str, str, bool]]) -> None:
    row = [Cell(letter, colour, "0d1117", bold=bold) for text, colour, bold in parts for letter in text]
    wanted = re.sub("[│─█▒⠿]", " ", "".join(cell.text for cell in row))
    assert read_back(svg([row, row], "two lines"), len(row), 2) == [wanted, wanted]


def test_what_a_program_writes_is_drawn_in_its_colours() -> None:
    screen = ColourScreen(20, 2)
    screen.feed(
        b"\x1b[1;38;2;255;0;0mred\x1b[0m \x1b[7mback\x1b[0m\r\n\x1b[48;2;0;0;255m\xe2\x94\x80\xe2\x94\x80\x1b[0m"
    )
    picture = svg(screen.cells, "<colours>")
    assert 'fill="#ff0000" font-weight="bold">red</text>' in picture
    assert 'fill="#0d1117">back</text>' in picture
    assert '<path shape-rendering="crispEdges" fill="#0000ff"' in picture
    assert "<title>&lt;colours&gt;</title>" in picture
    assert "http" not in picture.replace("http://www.w3.org/2000/svg", ""), "nothing is fetched from elsewhere"
