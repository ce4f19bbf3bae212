"""What is shown before an act is what the findings say after it: random acts, previewed, stored, compared."""

from random import Random

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.domain.findings import Finding, findings
from sfm_tui.domain.roster_changes import Change, end_at, status
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.domain.roster_weigh import cut_to, touched
from sfm_tui.storage.errors import Refused
from sfm_tui.storage.store import Store
from sfm_tui.widgets.roster.scene import DAY, look, meanwhile
from sfm_tui.widgets.roster.words import hours_words
from tests.screens.roster_fakes import at, crowd

ACTS = 40


def act(store: Store, pick: Random) -> tuple[str, list[Change]]:
    """Something that a person could do to the week; may be refused."""
    start = at("00:00") + pick.randrange(-6, 30) * 3600
    duties = [duty for duty in store.roster.records(DutyRecord) if duty.active]
    duty = pick.choice(duties)
    officer = str(pick.randrange(1001, 1011))
    end = duty.start + pick.randrange(1, 16) * 3600
    match pick.randrange(6):
        case 0 | 1:
            post = pick.choice(("GATE", "RESP", "PATROL"))
            return "assign", store.roster.plan_assign(officer, post, start, start + pick.randrange(1, 14) * 3600)
        case 2:
            return "cancel", status(duty, "cancelled")
        case 3:
            return "extend", end_at(duty, end)
        case 4:
            return "split", store.roster.plan_part(duty, duty.start, min(end, duty.end), officer)
    return "swap", store.roster.plan_swap(duty, pick.choice(duties))


def all_of(store: Store) -> set[Finding]:
    window = (at("00:00") - 20 * DAY, at("00:00") + 20 * DAY)
    return set(findings(store.roster.load(window), window, store.roster.rules()))


def test_the_preview_tells_what_comes_true(store: Store, me: Author) -> None:
    crowd(store, me)
    pick = Random("a week of acts")
    done = 0
    while done < ACTS:
        try:
            verb, changes = act(store, pick)
        except Refused:
            continue
        spans = [(c.record.row()["start"], c.record.row()["end"]) for c in changes]
        scene = look(store, min(low for low, _ in spans), max(high for _, high in spans))
        told = scene.effect(changes)
        before = all_of(store)
        assert meanwhile(store, scene, changes) == ""
        if all(change.old == change.new for change in changes):
            continue
        store.roster.change(verb, changes, me)
        done += 1
        after = all_of(store)
        spans = touched(changes)
        gone, come = ({found[:6] for found in cut_to(some, spans)} for some in (before - after, after - before))
        assert {found[:6] for found in told.weighed.gone} == gone - come
        assert {found[:6] for found in (*told.weighed.left, *told.weighed.come)} >= come - gone
        assert meanwhile(store, scene, changes).startswith("J. Okafor changed the roster meanwhile")


@pytest.mark.parametrize(("hours", "words"), [(0, "0 h: it only moves people"), (2, "+2 h"), (-1.5, "−1.5 h")])
def test_hours_in_words(hours: float, words: str) -> None:
    assert hours_words(hours) == words
