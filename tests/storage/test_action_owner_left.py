"""An owner who has left agrees to nothing: on screen as in a file, so that what was entered can be read in again."""

from datetime import date
from pathlib import Path

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Person
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.errors import Refused
from sfm_tui.storage.store import Store


def test_an_action_is_not_agreed_with_somebody_who_has_left(
    store: Store, clock: FrozenClock, tmp_path: Path, me: Author
) -> None:
    store.reference.set(Person(person="stokes", name="Len Stokes"), me)
    card = store.actions.add("Keys", me, owner="Len Stokes")
    stokes = store.reference.get(Person, "stokes")
    assert stokes is not None
    store.reference.set(stokes.model_copy(update={"left_on": date(2026, 11, 10)}), me, saw=stokes)
    for name in ("agreed_on", "started_on"):
        with pytest.raises(Refused, match="Owner: stokes left on 2026-11-10, before 2026-11-20: name somebody"):
            store.actions.change(card, me, **{name: "2026-11-20"})
    card = store.actions.change(card, me, agreed_on="2026-11-10")
    card = store.actions.change(card, me, gap="4 of 9", started_on="2026-11-12")
    card = store.actions.change(card, me, agreed_on="2026-11-20", started_on="2026-11-20", owner="okafor")
    assert (card.owner, card.agreed_on) == ("okafor", "2026-11-20")
    store.actions.change(store.actions.add("Radio", me, owner="okafor"), me, agreed_on="2026-11-20")
    export_folder(store, tmp_path / "out")
    with Store.open(tmp_path / "other.db", clock) as other:
        assert import_folder(other, tmp_path / "out", me).bad == []
