"""Who is at the desk: signing on, PINs, and what was entered while it was locked."""

import hashlib

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Person
from sfm_tui.storage import people
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.storage.people import WrongPin
from sfm_tui.storage.store import Store


@pytest.fixture(autouse=True)
def cheap_hashes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Argon2 as it is, at its least cost."""
    from argon2 import PasswordHasher

    monkeypatch.setattr(people, "hasher", lambda: PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))


def test_the_cost_of_a_hash_is_the_library_s(monkeypatch: pytest.MonkeyPatch) -> None:
    from argon2 import PasswordHasher

    monkeypatch.undo()
    assert people.hasher().memory_cost == PasswordHasher().memory_cost >= 19 * 1024
    assert people.hasher().hash("2468").startswith("$argon2id$")


def test_signing_on(store: Store, clock: FrozenClock) -> None:
    assert store.people.last_at_desk() == ""
    head = store.head()
    assert store.people.sign_on("okafor") == Author("okafor")
    assert store.people.last_at_desk() == "okafor"
    assert store.head().seq == head.seq + 1
    with pytest.raises(StoreError, match="nobody called nemo"):
        store.people.sign_on("nemo")
    assert store.people.last_at_desk() == "okafor"


@pytest.mark.parametrize(("left", "may"), [("2026-11-20", False), ("2026-11-21", True), ("2026-12-31", True)])
def test_who_has_left_does_not_take_the_desk(store: Store, me: Author, left: str, may: bool) -> None:
    store.reference.set(
        Person.model_validate({"person": "patel", "name": "A. Patel", "left_on": left}, strict=False), me
    )
    if may:
        store.people.sign_on("patel")
    else:
        with pytest.raises(StoreError, match=f"patel left on {left}"):
            store.people.sign_on("patel")


def test_a_pin_is_asked_for(store: Store, me: Author) -> None:
    assert not store.people.has_pin("okafor")
    store.people.check_pin("okafor", "anything")
    store.people.set_pin("okafor", "", "2468", me)
    assert store.people.has_pin("okafor")
    store.people.check_pin("okafor", "2468")
    for wrong in ("", "2469", "24680", " 2468"):
        with pytest.raises(WrongPin, match="not the PIN"):
            store.people.sign_on("okafor", wrong)
    store.people.sign_on("okafor", "2468")
    with pytest.raises(WrongPin):
        store.people.set_pin("okafor", "wrong", "1357", me)
    store.people.set_pin("okafor", "2468", "1357", me)
    store.people.check_pin("okafor", "1357")


@pytest.mark.parametrize("pin", ["", "123", "1" * 33, "12\x0034", "12\n34", "12\ud80034"])
def test_what_is_no_pin(store: Store, me: Author, pin: str) -> None:
    with pytest.raises(StoreError, match="PIN"):
        store.people.set_pin("okafor", "", pin, me)
    assert not store.people.has_pin("okafor")


def test_a_pin_is_the_same_however_it_was_composed(store: Store, me: Author) -> None:
    store.people.set_pin("okafor", "", "Cafe\u0301 9", me)
    store.people.check_pin("okafor", "Caf\u00e9 9")


def test_neither_pin_nor_hash_is_in_the_ledger(store: Store, me: Author) -> None:
    store.people.set_pin("okafor", "", "24681357", me)
    with store.reading() as connection:
        stored = connection.exec_driver_sql("SELECT hash FROM pin").scalar()
        payloads = " ".join(connection.exec_driver_sql("SELECT payload FROM payload").scalars())
        words = connection.exec_driver_sql("SELECT count(*) FROM search WHERE search MATCH '\"24681357\"'").scalar()
    assert words == 0
    for secret in ("24681357", stored, hashlib.sha256(b"24681357").hexdigest()):
        assert secret not in payloads


def test_a_forgotten_pin_is_reset_by_a_manager(store: Store, me: Author) -> None:
    store.people.set_pin("okafor", "", "2468", me)
    store.people.set_pin("marsh", "", "9999", Author("marsh"))
    reset = store.people.reset_pin
    for person, manager, pin, why, said in (
        ("okafor", "marsh", "9999", " ", "a reason is needed"),
        ("okafor", "patel", "", "forgot", "patel is no manager"),
        ("okafor", "nemo", "", "forgot", "nemo is no manager"),
        ("marsh", "marsh", "9999", "forgot", "somebody else"),
        ("okafor", "marsh", "8888", "forgot", "not the PIN"),
    ):
        with pytest.raises(StoreError, match=said):
            reset(person, manager, pin, why)
    assert store.people.has_pin("okafor")
    head = store.head()
    reset("okafor", "marsh", "9999", "forgot it over the holidays")
    assert not store.people.has_pin("okafor")
    with store.reading() as connection:
        row = connection.exec_driver_sql(
            "SELECT author, kind, subject, payload FROM ledger JOIN payload USING (seq) WHERE seq = ?", (head.seq + 1,)
        ).first()
    assert tuple(row[:3]) == ("marsh", "desk.pin_reset", "person:okafor")
    assert "over the holidays" in row[3]


def test_what_was_entered_while_locked_waits_for_its_signature(store: Store, me: Author, clock: FrozenClock) -> None:
    locked = Author("okafor", confirmed=False)
    number = store.incidents.open(locked, summary="Fire").number
    clock.advance(60)
    store.incidents.stamp(number, "dispatched", locked, officer="1001")
    line = store.occurrences.log("Panel reset", locked).occurrence
    store.incidents.note(number, "signed at once", me)
    waiting = store.people.unsigned()
    assert len(waiting) == 3
    assert [log.confirmed for log in store.incidents.log(number)] == [0, 0, 1]
    patel = Author("patel")
    with pytest.raises(Clash, match="waits for no signature"):
        store.people.sign_entries([waiting[0], waiting[0] + 100], patel)
    assert store.people.unsigned() == waiting
    store.people.sign_entries(waiting[:2], patel)
    assert store.people.unsigned() == waiting[2:]
    assert [(log.confirmed, log.author) for log in store.incidents.log(number)] == [
        (1, "patel"), (1, "patel"), (1, "okafor"),
    ]  # fmt: skip
    assert {s.author for s in store.incidents.stamps(number)} == {"patel"}
    assert store.occurrences.get(line).author == "okafor"
    with pytest.raises(Clash):
        store.people.sign_entries(waiting[:1], me)
    head = store.head()
    store.people.sign_entries([], me)
    assert store.head() == head


def test_a_signature_does_not_take_over_what_others_signed(store: Store, me: Author) -> None:
    number = store.incidents.open(me, summary="mine").number
    seq = store.incidents.log(number)[0].seq
    with pytest.raises(Clash):
        store.people.sign_entries([seq], Author("patel"))
    assert store.incidents.log(number)[0].author == "okafor"
