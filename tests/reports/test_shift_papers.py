"""The papers of a shift: its briefing with lines to sign, its handover with two names."""

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.reports.gather_shift import briefing_sheet, handover_sheet
from sfm_tui.reports.render import document_bytes
from sfm_tui.reports.shift_text import briefing_text, handover_text
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.reports.pdf import squeezed

HOUR = 3600
START = NOW - 3 * HOUR - 935
"""Sat 21 Nov 2026 19:00."""
PATEL = Author("patel")
HOSTILE = "=1+1 [/x][@click=app.quit]x #strong[a] $x$ \u202e \U0001f989 " + "w" * 5000


@pytest.fixture
def shift(store: Store, me: Author) -> Store:
    """Shaw at the gate and Reid responding from 19:00 to 07:00; a point from an incident, one that repeats."""
    store.roster.assign("1001", "GATE", START, START + 12 * HOUR, me)
    store.roster.assign("1002", "RESP", START, START + 12 * HOUR, me)
    number = store.incidents.open(me, summary="Late to gate 3").number
    store.briefings.add("Radio check before the round", me, repeat="weekends", until="2026-12-31")
    store.briefings.add("Nobody holds two posts", me, priority="high", owner="okafor", source=f"incident:{number}")
    return store


def test_the_sheet_for_the_stand_up(shift: Store, me: Author) -> None:
    shift.briefings.tell(["P-02"], START, me)
    shift.briefings.acknowledge(["P-01", "P-02"], ["1001"], me)
    shift.briefings.acknowledge(["P-02"], ["1002"], me)
    assert briefing_text(briefing_sheet(shift, None, me)) == (
        f"""\
Northgate Retail Park (NRP)
Briefing                                           Sat 21 Nov 2026 19:00–07:00
==============================================================================

2 points for 2 officers

TO BE TOLD
----------
[x] P-02  high · J. Okafor · from incident 2026-0001 · read out 22:15:35
          Nobody holds two posts

[ ] P-01  normal · until Thu 31 Dec 2026 · weekends
          Radio check before the round


HEARD BY
--------
- Shaw: L. Shaw, staff number 1001 · Gatehouse 19:00–07:00
          all acknowledged

- Reid: T. Reid, staff number 1002 · Response 19:00–07:00
          P-02


------------------------------------------------------------------------------
Ledger head {shift.head().long}
Printed Sat 21 Nov 2026 22:15:35 GMT by J. Okafor
"""
    )


def test_an_empty_day_says_so(store: Store, me: Author) -> None:
    text = briefing_text(briefing_sheet(store, NOW, me))
    assert "Nothing is to be told." in text
    assert "HEARD BY" not in text


def test_a_handover_has_two_names(store: Store, clock: FrozenClock, me: Author) -> None:
    store.handovers.sign("All quiet.\n\n- keys: 46", me, saw="", to="patel")
    waiting = handover_text(handover_sheet(store, "H-01", me))
    assert "Accepted        not accepted yet, expected of A. Patel\n\n  All quiet.\n\n  - keys: 46\n" in waiting
    clock.advance(90)
    store.handovers.accept("H-01", PATEL)
    done = handover_text(handover_sheet(store, "H-01", me))
    assert "Handed over by  J. Okafor\nSigned          Sat 21 Nov 2026 22:15:35 GMT\n" in done
    assert "Accepted by     A. Patel\nAccepted        Sat 21 Nov 2026 22:17:05 GMT\n" in done
    with pytest.raises(StoreError, match="no handover H-09"):
        handover_sheet(store, "H-09", me)


def test_hostile_text_is_only_text(shift: Store, me: Author) -> None:
    shift.briefings.add(HOSTILE, me, owner="[/x]")
    shift.handovers.sign(HOSTILE, me, saw="")
    sheet, handed = briefing_sheet(shift, None, me), handover_sheet(shift, "H-01", me)
    for text in (briefing_text(sheet), handover_text(handed)):
        assert "=1+1 [/x][@click=app.quit]x #strong[a] $x$" in text
        assert "\u202e" not in text
        assert max(map(len, text.splitlines())) <= 78
    for document in (sheet, handed):
        assert "=1+1[/x][@click=app.quit]x#strong[a]$x$‹U+202E" in squeezed(document_bytes(document))
