"""Reflections and study notes in the store: each edit is a version, and none is ever lost."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from pydantic import ValidationError

from sfm_tui.clock import clock_text
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reflection import LABELS, WRITTEN, Note, NoteWritten, Page, PageEvent, Reflection, ReflectionWritten
from sfm_tui.storage.action_checks import today
from sfm_tui.storage.errors import Clash, Refused, StoreError, damaged, refused
from sfm_tui.storage.incident_records import site_zone
from sfm_tui.storage.links import make_in
from sfm_tui.storage.on_shift import check_confirmed
from sfm_tui.storage.standards import tag_in

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction

P = TypeVar("P", bound=Page)


class PageClash(Clash):
    """Somebody else edited the same page; `now` is how it stands, for the form that keeps what was typed."""

    def __init__(self, text: str, now: Page) -> None:
        super().__init__(text)
        self.now = now


class Pages(Generic[P]):
    """Acts on pages of one kind, and what is read of them.

    A page is given as the screen showed it; where a field that an act would change was changed meanwhile, PageClash
    says so and nothing is done. What a field does not take raises Refused.
    """

    _record: type[P]
    _event: type[PageEvent]

    def __init__(self, store: "Store") -> None:
        self._store = store

    def add(
        self, title: str, by: Author, *, criteria: Iterable[tuple[str, str]] = (), sources: Iterable[str] = (),
        client_id: str | None = None, **fields: Any,
    ) -> P:  # fmt: skip
        """Write a new page, of today where no `day` is given.

        `criteria` are pairs of a standard and a criterion that it is evidence for, `sources` the records that it is
        about, such as `action:A-07`, which are linked to it.
        """
        from sfm_tui.storage.on_shift import number
        from sfm_tui.storage.project.portfolio import LETTERS

        check_confirmed(by)
        noun = self._record.noun
        with self._store.writing() as transaction:
            if client_id is not None and (seen := transaction.seen(client_id, self._event.kind)):
                return self._there(transaction, seen[1].partition(":")[2])
            key = number(transaction, noun, LETTERS[noun])
            given = {**fields, "title": title, "day": fields.get("day") or today(transaction), "author": by.person}
            page = self._made(transaction, {noun: key, "version": 1, **given})
            filled = {name: value for name, value in self._body(page).items() if value}
            transaction.append(self._event(key=key, version=1, new=filled), by, client_id)
            wanted = list(criteria)
            for standard in dict.fromkeys(one for one, _ in wanted):
                tag_in(transaction, page.ref, standard, [code for one, code in wanted if one == standard], by)
            for source in dict.fromkeys(sources):
                make_in(transaction, source, page.ref, by)
            return page

    def change(self, saw: P, by: Author, *, why: str = "", **fields: Any) -> P:
        """Write a new version with other fields; what another terminal changed elsewhere in it stays."""
        check_confirmed(by)
        wrong = [name for name in fields if name not in WRITTEN[self._record.noun]]
        if wrong:
            raise TypeError(f"no field that a person writes: {wrong[0]}")
        with self._store.writing() as transaction:
            now = self._there(transaction, saw.key)
            if now.withdrawn:
                raise Refused(f"{saw.key} is out of use ({now.withdrawn}): put it back first")
            typed = {name: value for name, value in fields.items() if getattr(saw, name) != value}
            self._check_same(transaction, saw, now, typed)
            return self._write(transaction, now, typed, by, why)

    def withdraw(self, saw: P, why: str, by: Author) -> P:
        """Take a page out of use, with a reason; it stays readable, and `put_back` undoes it."""
        check_confirmed(by)
        if not why.strip():
            raise Refused("a reason is needed: it stands beside the page")
        with self._store.writing() as transaction:
            now = self._there(transaction, saw.key)
            self._check_same(transaction, saw, now, ("withdrawn",))
            return self._write(transaction, now, {"withdrawn": why}, by, why)

    def put_back(self, saw: P, by: Author, *, version: int | None = None) -> P:
        """Make what an earlier version said the newest one: that undoes an edit, or puts a page back in use."""
        check_confirmed(by)
        with self._store.writing() as transaction:
            now = self._there(transaction, saw.key)
            if now.version != saw.version:
                raise self._clash(transaction, saw, now, "version")
            old = now if version is None else self._there(transaction, saw.key, version)
            fields = {name: getattr(old, name) for name in WRITTEN[self._record.noun]}
            return self._write(transaction, now, {**fields, "withdrawn": ""}, by, "")

    # ── reading ──────────────────────────────────────────────────────────────────────────────────────────────

    def get(self, key: str, version: int | None = None) -> P:
        """A page as it stands, or one version of it. Raises StoreError where there is none."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(*self._one(key, version)).all()
        return self._only(rows, key, version)

    def versions(self, key: str) -> list[P]:
        """Every version of a page, the first one first. Raises StoreError where there is no such page."""
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {self._columns()} FROM {self._record.noun} WHERE {self._record.noun} = ? ORDER BY version",
                (key,),
            ).all()
        if not rows:
            raise StoreError(f"there is no {self._record.noun} {key}")
        return [self._revived(row) for row in rows]

    def all(self, *, withdrawn: bool = False) -> list[P]:
        """The pages as they stand, the newest day first; those out of use only where they are asked for."""
        noun = self._record.noun
        with self._store.reading() as connection:
            rows = connection.exec_driver_sql(
                f"SELECT {self._columns('t.')} FROM {noun} t WHERE t.version ="
                f" (SELECT max(o.version) FROM {noun} o WHERE o.{noun} = t.{noun})"
                + ("" if withdrawn else " AND t.withdrawn = ''")
                + f" ORDER BY t.day DESC, length(t.{noun}) DESC, t.{noun} DESC"
            ).all()
        return [self._revived(row) for row in rows]

    # ── within ───────────────────────────────────────────────────────────────────────────────────────────────

    def _columns(self, prefix: str = "") -> str:
        return ", ".join(f"{prefix}{name}" for name in self._record.model_fields)

    def _one(self, key: str, version: int | None) -> tuple[str, tuple[Any, ...]]:
        sql = f"SELECT {self._columns()} FROM {self._record.noun} WHERE {self._record.noun} = ?"
        if version is None:
            return f"{sql} ORDER BY version DESC LIMIT 1", (key,)
        return f"{sql} AND version = ?", (key, version)

    def _only(self, rows: Any, key: str, version: int | None) -> P:
        if not rows:
            raise StoreError(f"there is no {self._record.noun} {key}" + (f" in version {version}" if version else ""))
        return self._revived(rows[0])

    def _there(self, transaction: "Transaction", key: str, version: int | None = None) -> P:
        return self._only(transaction.writer.all(*self._one(key, version)), key, version)

    def _revived(self, row: Any) -> P:
        try:
            return self._record.model_validate(dict(zip(self._record.model_fields, row, strict=True)))
        except ValueError as error:
            raise damaged("the store", f"a {self._record.noun}, {str(row[0])[:80]}") from error

    def _made(self, transaction: "Transaction", fields: dict[str, Any]) -> P:
        try:
            page = self._record.model_validate(fields)
        except ValidationError as error:
            raise refused(error, LABELS) from error
        if page.day > today(transaction):
            raise Refused(f"{LABELS['day']}: {page.day} is still to come: choose today or an earlier day")
        return page

    def _body(self, page: P) -> dict[str, Any]:
        return {name: value for name, value in page.row().items() if name not in (page.noun, "version")}

    def _write(self, transaction: "Transaction", now: P, fields: dict[str, Any], by: Author, why: str) -> P:
        new = self._made(transaction, {**now.row(), **fields, "version": now.version + 1})
        old, body = self._body(now), self._body(new)
        if old == body:
            return now
        transaction.append(self._event(key=now.key, version=now.version + 1, old=old, new=body, why=why), by)
        return new

    def _check_same(self, transaction: "Transaction", saw: P, now: P, names: Iterable[str]) -> None:
        for name in names:
            if getattr(saw, name) != getattr(now, name):
                raise self._clash(transaction, saw, now, name)

    def _clash(self, transaction: "Transaction", saw: P, now: P, name: str) -> PageClash:
        row = transaction.one(
            "SELECT author, at FROM ledger WHERE subject = ? AND kind = ? ORDER BY seq DESC LIMIT 1",
            (saw.ref, self._event.kind),
        )
        who = f" by {row[0]} at {clock_text(row[1], site_zone(transaction))}" if row else ""
        what = LABELS.get(name, name).lower()
        return PageClash(f"the {what} of {saw.key} was changed meanwhile{who}: look again, then change it", now)


class Reflections(Pages[Reflection]):
    """What supervisors did and learned."""

    _record = Reflection
    _event = ReflectionWritten


class Notes(Pages[Note]):
    """Study notes: frameworks, cases, references."""

    _record = Note
    _event = NoteWritten
