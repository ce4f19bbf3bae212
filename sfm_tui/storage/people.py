"""Who is at the desk: signing on, PINs, and signing what was entered while the desk was locked."""

from functools import cache
from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.domain.desk import Author, EntriesSigned, PinReset, PinSet, SignedOn
from sfm_tui.domain.text import clean_line
from sfm_tui.storage import local_notes
from sfm_tui.storage.errors import Clash, StoreError, damaged
from sfm_tui.storage.incident_records import site_zone

if TYPE_CHECKING:
    from argon2 import PasswordHasher

    from sfm_tui.storage.store import Store

LAST_AT_DESK = "at_desk"
SHORTEST_PIN = 4
LONGEST_PIN = 32


class WrongPin(StoreError):
    """The PIN is not the person's."""


class People:
    """Persons at the desk and their PINs. A PIN is kept as an argon2 hash, outside the ledger."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def last_at_desk(self) -> str:
        """The code of the person who signed on last; empty where nobody has."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql(local_notes.READ, (LAST_AT_DESK,)).first()
        return str(row[0]) if row else ""

    def has_pin(self, person: str) -> bool:
        """Whether the person has set a PIN."""
        with self._store.reading() as connection:
            return connection.exec_driver_sql("SELECT 1 FROM pin WHERE person = ?", (person,)).first() is not None

    def check_pin(self, person: str, pin: str) -> None:
        """Raise WrongPin unless the person has no PIN or this is it. Takes a while, on purpose: run it in a worker."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql("SELECT hash FROM pin WHERE person = ?", (person,)).first()
        if row is None:
            return
        from argon2.exceptions import InvalidHashError, VerificationError

        try:
            hasher().verify(row[0], _typed_pin(pin))
        except VerificationError:
            raise WrongPin("that is not the PIN: a manager can reset a forgotten one") from None
        except InvalidHashError as error:
            raise damaged(self._store.path, f"the PIN of {person}") from error

    def sign_on(self, person: str, pin: str = "") -> Author:
        """Take the desk as a person of the site. Raises WrongPin, or StoreError where there is no such person."""
        self.check_pin(person, pin)
        author = Author(person)
        with self._store.writing() as transaction:
            row = transaction.one("SELECT left_on FROM person WHERE person = ?", (person,))
            if row is None:
                raise StoreError(f"there is nobody called {person} in this site's people")
            if row[0] and row[0] < local_date(transaction.now, site_zone(transaction)).isoformat():
                raise StoreError(f"{person} left on {row[0]}: choose who is at the desk now")
            transaction.append(SignedOn(person=person), author)
            transaction.writer.run(
                local_notes.PUT,
                (LAST_AT_DESK, person),
            )
        return author

    def set_pin(self, person: str, old: str, new: str, by: Author) -> None:
        """Set or change a person's own PIN; the old one must be right where there is one.

        `person` may be an officer too, as `officer_key` names them.
        """
        new = _typed_pin(new)
        if not SHORTEST_PIN <= len(new) <= LONGEST_PIN:
            raise StoreError(f"a PIN has {SHORTEST_PIN} to {LONGEST_PIN} characters")
        self.check_pin(person, old)
        hashed = hasher().hash(new)
        with self._store.writing() as transaction:
            noun, _, officer = person.rpartition(":")
            table, key, all_ = ("officer", officer, "officers") if noun == "officer" else ("person", person, "people")
            if transaction.one(f"SELECT 1 FROM {table} WHERE {table} = ?", (key,)) is None:
                raise StoreError(f"there is nobody called {key} in this site's {all_}")
            transaction.append(PinSet(person=person), by)
            transaction.writer.run(
                "INSERT INTO pin (person, hash) VALUES (?, ?) ON CONFLICT (person) DO UPDATE SET hash = excluded.hash",
                (person, hashed),
            )

    def reset_pin(self, person: str, manager: str, manager_pin: str, why: str) -> None:
        """Remove a forgotten PIN: a manager signs for it, with a reason, and the ledger keeps who and why."""
        if not why.strip():
            raise StoreError("a reason is needed: it stands in the ledger beside the reset")
        if person == manager:
            raise StoreError("somebody else resets a PIN: ask another manager")
        with self._store.reading() as connection:
            row = connection.exec_driver_sql("SELECT role FROM person WHERE person = ?", (manager,)).first()
        if row is None or row[0] != "manager":
            raise StoreError(f"{manager} is no manager of this site: a manager resets a PIN")
        self.check_pin(manager, manager_pin)
        with self._store.writing() as transaction:
            transaction.append(PinReset(person=person, why=why), Author(manager))
            transaction.writer.run("DELETE FROM pin WHERE person = ?", (person,))

    def unsigned(self) -> list[int]:
        """Ledger numbers of the entries that were made while the desk was locked and wait for a signature."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                "SELECT seq FROM entry WHERE confirmed = 0 UNION SELECT seq FROM occurrence WHERE confirmed = 0"
                " ORDER BY 1"
            )
            return [int(row[0]) for row in rows]

    def sign_entries(self, entries: list[int], by: Author) -> None:
        """Sign entries that were made while the desk was locked as one's own. Clash where one waits no more."""
        if not entries:
            return
        with self._store.writing() as transaction:
            for seq in entries:
                waits = transaction.one(
                    "SELECT 1 FROM entry WHERE seq = ? AND confirmed = 0"
                    " UNION ALL SELECT 1 FROM occurrence WHERE seq = ? AND confirmed = 0",
                    (seq, seq),
                )
                if waits is None:
                    raise Clash(f"entry {seq} of the ledger waits for no signature: look again, then sign")
            transaction.append(EntriesSigned(person=by.person, entries=tuple(entries)), by)


def officer_key(officer: str) -> str:
    """By what an officer's PIN is kept, as that of a person is by their code."""
    return f"officer:{officer}"


@cache
def hasher() -> "PasswordHasher":
    """What makes and checks the hashes of PINs: argon2 at its library's own cost, some tens of milliseconds."""
    from argon2 import PasswordHasher

    return PasswordHasher()


def _typed_pin(pin: str) -> str:
    """A PIN as it is hashed: the same however the keyboard composed it. Raises StoreError for what is no text."""
    try:
        return clean_line(pin)
    except ValueError as error:
        raise StoreError(f"that is no PIN: {error}") from error
