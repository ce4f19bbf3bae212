"""Documents as records: numbered, linked to what they tell of, and built again from the ledger alone."""

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage import rebuild
from sfm_tui.storage.errors import Refused, StoreError
from sfm_tui.storage.store import Store
from tests.storage.old_files import brought_up

DIGEST = "0" * 63 + "a"


def test_a_document_is_numbered_and_linked(store: Store, me: Author) -> None:
    action = store.actions.add("Responder", me)
    head = store.head().long
    made = store.documents.made(
        "contract-review", "Contract review", me, period="November 2026", form="pdf", digest=DIGEST, head=head,
        about=[action.ref, "measure:response-within", "action:A-99", action.ref],
    )  # fmt: skip
    assert (made.report, made.author, made.seq) == ("D-01", me.person, store.head().seq)
    second = store.documents.made("action-log", "Log", me, form="txt", digest=DIGEST, head=head)
    assert store.documents.all() == [second, made]
    assert store.documents.get("D-01") == made
    assert [(one.source, one.link) for one in store.links.of(made.ref)] == [
        (action.ref, "told in"), ("measure:response-within", "told in")
    ]  # fmt: skip
    store.links.make(made.ref, "feedback:client", me)
    with pytest.raises(StoreError, match="there is no report D-09"):
        store.links.make(action.ref, "report:D-09", me)
    with pytest.raises(StoreError, match="there is no document D-09"):
        store.documents.get("D-09")
    assert rebuild.differences(store) == []


def test_a_locked_desk_makes_no_record(store: Store, me: Author) -> None:
    with pytest.raises(Refused):
        store.documents.made("action-log", "Log", Author("x", False), form="txt", digest=DIGEST, head="0")
    assert store.documents.all() == []


def test_a_file_of_the_sixth_schema_is_brought_up(store: Store, clock: FrozenClock, me: Author) -> None:
    store.weekly.leave("2026-W47", "fill", "Fine", me)
    with brought_up(store, clock, "0006", {"report"}) as again:
        again.documents.made("action-log", "Log", me, form="txt", digest=DIGEST, head=again.head().long)
