"""The improvement action plan on its form: its columns, its marks, room to sign, in every format."""

import io
import shutil
import subprocess

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.assessment import Check
from sfm_tui.domain.desk import Author
from sfm_tui.reports.blocks import BlockPaper, Facts, Table
from sfm_tui.reports.blocks_text import paper_text
from sfm_tui.reports.docx_set import set_docx
from sfm_tui.reports.gather_plan import action_plan, numbers_of
from sfm_tui.reports.html_set import set_html
from sfm_tui.reports.registry import Asked
from sfm_tui.reports.render import job_of
from sfm_tui.reports.typst_set import set_pdf
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from tests.reports.pdf import pages_of, squeezed, text_of

HOSTILE = "#panic() *b* <b>x</b> &amp; {{ 7*7 }} =1+1 \u202eabc \U0001f600 </w:t> " + "W" * 60


def agreed(store: Store, me: Author, area: str = "Late responses at peak") -> str:
    """An action with two steps and a review, in Do."""
    acts = store.actions
    one = acts.add(
        area, me, owner="marsh", required_level="95 % within 3 minutes", gap="17 of 41 late, Oct 2026",
        safety_risk=True, risk_measures="Patrol is sent first", support="A second radio", agreed_on="2026-11-02",
        due="2026-12-06", how_measured="every valid response", review_dates="2026-11-20 2026-12-01",
    )  # fmt: skip
    acts.add_step(one, "Roster the gate lane", me, timescale="2026-11-09")
    acts.add_step(acts.get(one.action), "Tell control first", me, who="officer", support="a talk")
    acts.move(acts.get(one.action), "do", me, why="agreed by phone")
    acts.review(
        acts.get(one.action), "partially met", "One week is too early", me, reviewer="patel", reviewed_on="2026-11-16"
    )
    return one.action


def paper_of(store: Store, me: Author, *numbers: str) -> BlockPaper:
    return action_plan(store, Asked(record=",".join(numbers)), me)


def table(paper: BlockPaper, title: str) -> Table:
    return next(one for one in paper.blocks if isinstance(one, Table) and one.title == title)


def test_the_form_has_the_columns_and_what_was_agreed(store: Store, me: Author) -> None:
    number = agreed(store, me)
    paper = paper_of(store, me, number)
    assert paper.landscape
    plan = table(paper, "The plan")
    assert [column.head.split()[0] for column in plan.columns] == [
        "Action", "Area", "Required", "Identified", "Does", "Agreed", "Support", "Timescale", "Progress", "How", "Date",
    ]  # fmt: skip
    (row,) = plan.rows
    assert row == (
        number, "Late responses at peak", "95 % within 3 minutes", "17 of 41 late, Oct 2026",
        "Yes\nPatrol is sent first", "1. Manager: Roster the gate lane\n2. Officer: Tell control first",
        "A second radio\n2. a talk", "1. 9 Nov 2026", "20 Nov 2026\n1 Dec 2026", "every valid response", "6 Dec 2026",
    )  # fmt: skip
    held, room = table(paper, "Reviews").rows
    assert held[:5] == (
        number, "16 Nov 2026", "One week is too early", "☐ Met\n☒ Partially met\n☐ Not met", "",
    )  # fmt: skip
    assert held[5] == "A. Patel"
    assert room == (number, "", "", "☐ Met\n☐ Partially met\n☐ Not met", "", "")
    assert [row[:3] for row in table(paper, "Agreed by").rows] == [("Owner", "D. Marsh", ""), ("Manager", "", "")]
    head = {fact.label: fact.value for block in paper.blocks if isinstance(block, Facts) for fact in block.rows}
    assert head["Date of agreed plan"] == "2 Nov 2026"
    assert head["Client"] == "Northgate Estates"


def test_which_rows_of_the_self_assessment_it_answers(store: Store, me: Author) -> None:
    found = store.assessments.assess(
        "leadership", [Check(level=2, holds=True, evidence="aims on the board")], me, assessed_on="2026-11-12",
        assessor="okafor", evidence="aims are named",
    )  # fmt: skip
    number = store.actions.add("Aims in writing", me, sources=[found.ref]).action
    (row,) = table(paper_of(store, me, number), "The plan").rows
    assert row[1] == "Aims in writing\nAnswers the self-assessment: Leadership, 12 Nov 2026"


def test_a_choice_all_that_are_open_and_none(store: Store, me: Author) -> None:
    assert table(paper_of(store, me), "The plan").rows == ()
    first, second = agreed(store, me), agreed(store, me, "Radios")
    third = store.actions.add("Keys", me).action
    store.actions.move(store.actions.get(third), "closed", me, why="done at once")
    assert [row[0] for row in table(paper_of(store, me), "The plan").rows] == [first, second]
    assert [row[0] for row in table(paper_of(store, me, third, first, third), "The plan").rows] == [third, first]
    assert [row[0] for row in table(paper_of(store, me), "Agreed").rows] == [first, second]
    with pytest.raises(StoreError, match="A-99"):
        paper_of(store, me, "A-99")


def test_the_hundredth_action_comes_after_the_ninety_ninth(store: Store, me: Author) -> None:
    for _ in range(101):
        store.actions.add("Keys", me)
    numbers = [row[0] for row in table(paper_of(store, me), "The plan").rows]
    assert numbers == [f"A-{n:02}" for n in range(1, 102)]


def test_a_long_word_that_fits_its_column_is_not_broken(store: Store, me: Author) -> None:
    number = store.actions.add("Misunderstood internationalisation here", me).action
    pdf, _ = set_pdf(job_of(paper_of(store, me, number)))
    assert "internationalisation" in text_of(pdf)


def test_numbers_are_read_with_commas_and_spaces() -> None:
    assert numbers_of(" A-07, A-08;A-07  A-09,") == ("A-07", "A-08", "A-09")
    assert numbers_of("") == ()


def test_hostile_and_long_texts_stay_text_in_every_format(store: Store, clock: FrozenClock, me: Author) -> None:
    number = store.actions.add(HOSTILE, me, gap="long words " * 900, required_level="ACCOUNTABILITIES").action
    paper = paper_of(store, me, number)
    pdf, step = set_pdf(job_of(paper))
    assert step == 1  # tagged, with all letters that the fonts have
    text = squeezed(pdf)
    assert "#panic()*b*<b>x</b>&amp;{{7*7}}=1+1‹U+202E›abc‹U+1F600›</w:t>" in text
    assert "U+1F600GRINNINGFACE" in text
    assert text.count("words") == text.count("long") == 900  # nothing is cut where a row runs over pages
    assert pages_of(pdf) > 2
    assert len([page for page in text_of(pdf).split("\f") if "Identified gap" in page]) > 2  # the head stands on each
    page = set_html(job_of(paper)).decode()
    assert "&lt;b&gt;x&lt;/b&gt; &amp;amp; {{ 7*7 }}" in page
    assert "{{ 7*7 }}" in paper_text(paper)


def test_the_word_file_is_a_form_on_its_side(store: Store, me: Author) -> None:
    from docx import Document

    document = Document(io.BytesIO(set_docx(job_of(paper_of(store, me, agreed(store, me))))))
    section = document.sections[0]
    assert (section.page_width or 0) > (section.page_height or 0)
    plan = next(one for one in document.tables if len(one.columns) == 11)
    assert plan.rows[0]._tr.xpath("./w:trPr/w:tblHeader")
    assert not plan.rows[1]._tr.xpath("./w:trPr/w:cantSplit")  # a long row may run over pages
    assert plan.rows[1].cells[9].text == "every valid response"


def test_no_word_of_a_narrow_column_runs_into_the_next(store: Store, me: Author) -> None:
    """The widest words that are not broken anyway, in every column, stay between the lines of their cell."""
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    word = "W" * 16
    number = store.actions.add(word, me, gap=word, required_level=word, support=word, how_measured=word).action
    pdf, _ = set_pdf(job_of(paper_of(store, me, number)))
    done = subprocess.run([tool, "-bbox", "-", "-"], input=pdf, capture_output=True, check=True, timeout=60)
    widths = [
        float(line.split('xMax="')[1].split('"')[0]) - float(line.split('xMin="')[1].split('"')[0])
        for line in done.stdout.decode().splitlines()
        if ">WWW" in line
    ]
    assert widths
    assert max(widths) < 80  # points; the widest of these columns is 28 mm
