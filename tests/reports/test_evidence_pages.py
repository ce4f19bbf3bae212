"""A pack's pages tell what happened, and of whom nothing."""

from sfm_tui.domain.desk import Author
from sfm_tui.domain.pack.dates import Shift
from sfm_tui.domain.pack.text import Redactor
from sfm_tui.domain.reference import Topic
from sfm_tui.reports.evidence.record_pages import action_page, incident_page, talk_page
from sfm_tui.reports.evidence.telling import Teller, markdown
from sfm_tui.storage.known_names import known_names
from sfm_tui.storage.store import Store

NOW = 1_795_299_335


def teller(store: Store) -> Teller:
    return Teller(Redactor(known_names(store), Shift(52)), store.tz)


def test_an_incident_has_hours_and_keeps_its_seconds(store: Store, me: Author) -> None:
    number = store.incidents.open(me, summary="Reid stopped AB12 CDE <b>at</b> Gate 3", reported=NOW - 600).number
    store.incidents.stamp(number, "on scene", me, officer="1002", at=NOW - 441)
    page = incident_page(store, number, teller(store))
    assert page.path == "evidence/incident-1.md"
    assert "- Reported: Sat 22 Nov 2025, 22:00\n" in page.text
    assert "- On scene: 159 s after the report\n" in page.text
    assert "Officer A stopped \\[plate\\] \\<b\\>at\\</b\\>" in page.text
    for gone in ("Reid", "1002", number, "AB12", "22:05"):
        assert gone not in page.text


def test_a_talk_suppresses_small_numbers(store: Store, me: Author) -> None:
    store.reference.set(Topic(topic="keys", title="Keys"), me)
    talk = store.talks.plan("keys", me, presenter="okafor").talk
    store.talks.start(talk, me, present=["1001", "1002"])
    store.talks.sign(talk, "1001", me)
    page = talk_page(store, talk, teller(store))
    assert "| attended | <5 |" in page.text
    assert "Okafor" not in page.text
    assert "Supervisor A" in page.text


def test_an_action_tells_its_fields(store: Store, me: Author) -> None:
    made = store.actions.add("Radio discipline", me, gap="Shaw missed 4 of 9 calls", owner="okafor")
    page = action_page(store, made.action, teller(store))
    assert page.text.startswith("# Action 1: Radio discipline\n")
    assert "Officer A missed 4 of 9 calls" in page.text
    assert "- Owner: Supervisor A\n" in page.text


def test_what_was_typed_is_no_markdown() -> None:
    assert markdown("# a *b* | [c](d)\n1. e") == "\\# a \\*b\\* \\| \\[c\\](d)\n\\1. e"
