"""A contract review as the client gets it: no typed text names an officer or who an incident is about."""

import json

import pytest

from sfm_tui.clock import parse_file_time, zone
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Measure, Officer
from sfm_tui.reports.blocks import BlockPaper
from sfm_tui.reports.gather_review import contract_review
from sfm_tui.reports.registry import Asked
from sfm_tui.reports.render import document_bytes, job_of
from sfm_tui.storage.store import Store
from tests.reports.pdf import squeezed

NAMES = ("Quillfeather", "Hotel9", "77120", "Solberg")
SAID = "Quillfeather, Hotel 9, 77120 and Amira Solberg at the Gate 3 fence on 9 Nov"


@pytest.fixture
def told(store: Store, me: Author) -> Store:
    """A store with officers and a witness named wherever a review prints what was typed."""
    store.reference.set(Officer(officer="77120", name="Una Quillfeather", call_sign="Hotel 9"), me, why="test")
    store.reference.set(Measure(measure="slips", name=f"Slips of {SAID}", unit="by Quillfeather", better="lower"), me)
    opened = store.incidents.open(me, summary="x", category=SAID)
    store.incidents.change(opened.number, {"witnesses": "Amira Solberg (tenant)"}, me)
    store.briefings.add(f"{'word ' * 24}{SAID}", me, since="2026-11-02")
    for measure in ("slips", "response-time", ""):
        store.actions.add(
            f"Talk with {SAID}", me, owner="patel", measure=measure, agreed_on="2026-11-03", in_effect_on="2026-11-05"
        )
    return store


def paper(store: Store, me: Author, *, names: bool = False) -> BlockPaper:
    window = tuple(parse_file_time(f"2026-{month}-01T00:00", zone("Europe/London")) for month in ("11", "12"))
    return contract_review(store, Asked(window=(window[0], window[1]), names=names), me)


def test_no_text_names_anybody(told: Store, me: Author) -> None:
    made = paper(told, me)
    said = json.dumps(job_of(made), ensure_ascii=False).replace(" ", "")
    printed = squeezed(document_bytes(made))
    for name in NAMES:
        assert name not in said
        assert name not in printed
    assert said.count("anofficer,anofficer,anofficerandaperson") >= 6
    assert "attheGate3fenceon9Nov" in said, "places and days stay"
    assert "A.Patel" in said, "owners stay named"


def test_a_name_that_is_cut_is_gone_too(told: Store, me: Author) -> None:
    told.briefings.add("x" * 140 + " Quillfeather was late", me, since="2026-11-03")
    assert "Quill" not in json.dumps(job_of(paper(told, me)))


def test_names_are_printed_where_that_is_asked_for(told: Store, me: Author) -> None:
    said = json.dumps(job_of(paper(told, me, names=True))).replace(" ", "")
    assert all(name in said for name in NAMES)
