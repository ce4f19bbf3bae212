"""The log of the improvement plan: nothing is left out, verdicts are those of the effect."""

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.reports.blocks import BlockPaper, Para, Table
from sfm_tui.reports.docx_set import set_docx
from sfm_tui.reports.gather_actions import action_log
from sfm_tui.reports.gather_plan import action_plan
from sfm_tui.reports.gather_week import week
from sfm_tui.reports.registry import Asked, Make
from sfm_tui.reports.render import job_of
from sfm_tui.reports.typst_set import set_pdf
from sfm_tui.storage.store import Store
from tests.reports.pdf import squeezed

DAYS = ("2026-09-14", "2026-09-21", "2026-09-28", "2026-10-05", "2026-10-12", "2026-10-19", "2026-10-26")


def paper_of(store: Store, me: Author) -> BlockPaper:
    return action_log(store, Asked(), me)


def rows(paper: BlockPaper, title: str) -> tuple[tuple[str, ...], ...]:
    return next(one for one in paper.blocks if isinstance(one, Table) and one.title.startswith(title)).rows


def lead(paper: BlockPaper) -> str:
    return next(one.text for one in paper.blocks if isinstance(one, Para) and one.role == "lead")


@pytest.fixture
def measured(store: Store, me: Author) -> str:
    """An action in effect on 1 November, with seven readings before and seven after."""
    store.measures.add("late", "Late responses", me, unit="a week", target="2")
    for day, value in zip(DAYS, "6575656", strict=True):
        store.measures.read("late", value, me, at=day)
    for n, value in enumerate("2121212"):
        store.measures.read("late", value, me, at=f"2026-11-{2 + n:02}")
    made = store.actions.add(
        "Dedicated responder", me, owner="marsh", measure="late", baseline_from="2026-09-14", baseline_to="2026-10-31",
        agreed_on="2026-10-28", started_on="2026-10-30", in_effect_on="2026-11-01", due="2026-11-10",
    )  # fmt: skip
    store.actions.move(made, "check", me, why="shown")
    return made.action


def test_an_empty_plan_says_so(store: Store, me: Author) -> None:
    paper = paper_of(store, me)
    assert lead(paper) == "0 open actions, 0 closed."
    _, step = set_pdf(job_of(paper))
    assert step == 1


@pytest.mark.parametrize("make", [action_log, action_plan, week])
def test_a_store_without_a_site_gives_documents_too(empty_store: Store, me: Author, make: Make) -> None:
    pdf, step = set_pdf(job_of(make(empty_store, Asked(), me)))
    assert step == 1
    assert "Sitenotyetnamed" in squeezed(pdf)


def test_every_action_with_the_verdict_of_its_effect(store: Store, me: Author, measured: str) -> None:
    done = store.actions.add("Keys", me)
    store.actions.move(done, "closed", me, why="done at once")
    store.actions.add("Radios", me)
    paper = paper_of(store, me)
    judged = store.actions.effects.judged(measured)
    assert judged is not None
    assert judged.verdict == "better"
    first, second = rows(paper, "Open: 2")
    assert first[:5] == (measured, "check", "Dedicated responder", "D. Marsh", "28 Oct 2026")
    assert first[6] == "10 Nov 2026\n! overdue"
    assert first[9] == f"better ✓ {judged.figure}\n{judged.shift}"
    assert second[3] == "(nobody yet)"
    assert second[9] == "no measure"
    (closed,) = rows(paper, "Closed: 1")
    assert (closed[0], closed[1], closed[9]) == (done.action, "closed", "no measure")
    assert lead(paper) == "2 open actions (1 overdue), 1 closed. Effects: 1 better; 2 not measured."


def test_a_cycle_that_is_over_is_kept(store: Store, me: Author, measured: str) -> None:
    store.actions.review(store.actions.get(measured), "not met", "It did not last", me, reviewed_on="2026-11-20")
    store.actions.again(store.actions.get(measured), "another way", me)
    paper = paper_of(store, me)
    (now,) = rows(paper, "Open: 1")
    assert now[0] == f"{measured}\ncycle 2"
    (before,) = rows(paper, "Cycles that are over: 1")
    assert before[0] == f"{measured}\ncycle 1"
    assert before[4] == "20 Nov 2026: not met"
    assert before[6].startswith("better ✓")


def test_hostile_text_stays_text(store: Store, clock: FrozenClock, me: Author) -> None:
    store.actions.add("#panic() *b* <b>x</b> =1+1 \u202eabc \U0001f600 " + "W" * 60, me)
    paper = paper_of(store, me)
    pdf, step = set_pdf(job_of(paper))
    assert step == 1
    assert "#panic()*b*<b>x</b>=1+1‹U+202E›abc‹U+1F600›" + "W" * 60 in squeezed(pdf)
    assert set_docx(job_of(paper)).startswith(b"PK")
