"""The chain: written as docs/ledger.md says, and every way to tamper with it named."""

import hashlib
import json
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author, Erased
from sfm_tui.domain.event import EVENTS, canonical, revive
from sfm_tui.domain.incidents import IncidentOpened, NoteWritten
from sfm_tui.storage import verify
from sfm_tui.storage.errors import Refused, StoreError
from sfm_tui.storage.ledger import EMPTY, Head, parse_head
from sfm_tui.storage.store import Store

HOSTILE = [
    "[/red]",
    "[@click=app.quit]x",
    "'; DROP TABLE ledger; --",
    '=cmd()|" /C calc',
    "\u202eelor\u200f",
    "👩‍👩‍👧 ≠ é",
    "a\nb\tc",
    '"quoted" \\ back',
    "x" * 100_000,
]


def oracle(rows: list[tuple[Any, ...]]) -> list[bytes]:
    """The hashes that a ledger should have, by the standard library's JSON alone."""
    previous, hashes = bytes(32), []
    for seq, format_, site, at, author, confirmed, kind, subject, client_id, salt, payload in rows:
        head = json.dumps(
            [format_, seq, site, at, author, confirmed, kind, subject, client_id],
            ensure_ascii=False,
            separators=(",", ":"),
        )
        digest = hashlib.sha256(salt + payload.encode()).digest()
        previous = hashlib.sha256(previous + head.encode() + digest).digest()
        hashes.append(previous)
    return hashes


def rows_of(store: Store) -> list[tuple[Any, ...]]:
    with store.reading() as connection:
        return [
            tuple(row)
            for row in connection.exec_driver_sql(
                "SELECT l.seq, format, site, at, author, confirmed, kind, subject, client_id, salt, payload"
                " FROM ledger l JOIN payload p USING (seq) ORDER BY seq"
            )
        ]


def fill(store: Store, me: Author) -> str:
    """An incident with some of everything; gives its number."""
    number = store.incidents.open(me, summary="Tailgating", location="GATE3").number
    store.incidents.stamp(number, "dispatched", me, officer="1001")
    for text in HOSTILE:
        store.incidents.note(number, text, me)
    store.incidents.change(number, {"severity": 2, "caller": "radio, Shaw"}, me, why="heard more")
    store.occurrences.log("Keys 14 out to cleaners", Author("patel", confirmed=False))
    return number


def test_every_hash_is_what_the_description_says(store: Store, me: Author) -> None:
    fill(store, me)
    rows = rows_of(store)
    with store.reading() as connection:
        stored = [bytes(row[0]) for row in connection.exec_driver_sql("SELECT hash FROM ledger ORDER BY seq")]
    assert oracle(rows) == stored
    assert [row[0] for row in rows] == list(range(1, len(rows) + 1))
    assert store.head() == Head(len(rows), stored[-1])
    assert len({row[9] for row in rows}) == len({row[8] for row in rows}) == len(rows), "a salt or an id came twice"


def test_payloads_are_canonical(store: Store, me: Author) -> None:
    fill(store, me)
    for row in rows_of(store):
        payload = row[10]
        plain = json.loads(payload, parse_float=lambda text: pytest.fail(f"a float: {text}"))
        assert payload == json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        assert payload == unicodedata.normalize("NFC", payload)


def test_revived_events_give_the_same_payload(store: Store, me: Author) -> None:
    fill(store, me)
    for row in rows_of(store):
        assert revive(row[6], row[10]).payload() == row[10]


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"])), st.integers(0, 2**40))
def test_an_event_is_written_as_pydantic_would(text: str, at: int) -> None:
    event = NoteWritten.model_construct(number="2026-0001", entry="1", at=at, text=text, amends="")
    assert event.payload() == canonical(event.model_dump(exclude_defaults=True))


def test_no_float_gets_into_the_ledger() -> None:
    event = EVENTS["incident.stamped"].model_construct(
        number="1", stamp="dispatched", officer="", at=1, sets={"x": [{"y": 0.5}]}, flagged=""
    )
    with pytest.raises(TypeError, match="float"):
        event.payload()


def test_verify_holds_and_reports(store: Store, me: Author) -> None:
    fill(store, me)
    head = store.head()
    seen: list[tuple[int, int]] = []
    report = verify.check(store.path, known=parse_head(head.long), progress=lambda n, of: seen.append((n, of)))
    assert report.ok
    assert report.problems == []
    assert (report.entries, report.incidents, report.head) == (head.seq, 1, head)
    assert seen[-1] == (head.seq, head.seq)
    assert verify.check(store.path, known=parse_head(head.short)).ok


def test_an_empty_store_verifies(empty_store: Store) -> None:
    assert empty_store.head() == EMPTY
    report = verify.check(empty_store.path)
    assert report.ok
    assert report.entries == 0


TAMPERED = {
    "a text": ("UPDATE payload SET payload = replace(payload, 'Tailgating', 'All quiet') WHERE seq = {n}", "{n} "),
    "a salt": ("UPDATE payload SET salt = zeroblob(16) WHERE seq = {n}", "{n} "),
    "a text's bytes": ("UPDATE payload SET payload = CAST(x'c328' AS TEXT) WHERE seq = {n}", "{n} "),
    "a time": ("UPDATE ledger SET at = at - 60 WHERE seq = {n}", "{n} "),
    "an author": ("UPDATE ledger SET author = 'nobody' WHERE seq = {n}", "{n} "),
    "an author's bytes": ("UPDATE ledger SET author = CAST(x'ff41' AS TEXT) WHERE seq = {n}", "{n} "),
    "confirmation": ("UPDATE ledger SET confirmed = 1 - confirmed WHERE seq = {n}", "{n} "),
    "a kind": ("UPDATE ledger SET kind = 'incident.voided' WHERE seq = {n}", "{n} "),
    "a subject": ("UPDATE ledger SET subject = 'incident:1' WHERE seq = {n}", "{n} "),
    "a site": ("UPDATE ledger SET site = 'XX' WHERE seq = {n}", "{n} "),
    "a client's id": ("UPDATE ledger SET client_id = 'x' WHERE seq = {n}", "{n} "),
    "a format": ("UPDATE ledger SET format = 2 WHERE seq = {n}", "{n} "),
    "a hash": ("UPDATE ledger SET hash = zeroblob(32) WHERE seq = {n}", "{n} "),
    "a digest": ("UPDATE ledger SET digest = zeroblob(32) WHERE seq = {n}", "{n} "),
    "a text gone": ("DELETE FROM payload WHERE seq = {n}", "{n} "),
    "an entry gone": ("DELETE FROM payload WHERE seq = {n}; DELETE FROM ledger WHERE seq = {n}", "{n} is missing"),
    "entries moved up over a gap": (
        "DELETE FROM payload WHERE seq = {n}; DELETE FROM ledger WHERE seq = {n};"
        "UPDATE payload SET seq = seq - 1 WHERE seq > {n}; UPDATE ledger SET seq = seq - 1 WHERE seq > {n}",
        "{n} ",
    ),
    "two entries in each other's place": (
        "UPDATE payload SET seq = -1 WHERE seq = {n}; UPDATE payload SET seq = {n} WHERE seq = {n} + 1;"
        "UPDATE payload SET seq = {n} + 1 WHERE seq = -1; UPDATE ledger SET seq = 9999 WHERE seq = {n};"
        "UPDATE ledger SET seq = {n} WHERE seq = {n} + 1; UPDATE ledger SET seq = {n} + 1 WHERE seq = 9999",
        "{n} ",
    ),
    "an entry put in between": (
        "UPDATE payload SET seq = -seq WHERE seq >= {n}; UPDATE payload SET seq = 1 - seq WHERE seq < 0;"
        "UPDATE ledger SET seq = seq + 100000 WHERE seq >= {n};"
        "UPDATE ledger SET seq = seq - 99999 WHERE seq >= 100000;"
        "INSERT INTO ledger SELECT {n}, format, site, at, author, confirmed, kind, subject, 'new', digest, hash"
        " FROM ledger WHERE seq = {n} + 1;"
        "INSERT INTO payload SELECT {n}, salt, payload FROM payload WHERE seq = {n} + 1",
        "{n} ",
    ),
    "the tail, which the records still tell of": (
        "DELETE FROM payload WHERE seq >= {n}; DELETE FROM ledger WHERE seq >= {n}",
        "cut off",
    ),
}


@pytest.mark.parametrize("how", TAMPERED)
def test_the_first_row_that_was_tampered_with_is_named(
    store: Store, me: Author, raw: Callable[..., Any], how: str
) -> None:
    before = store.head().seq
    fill(store, me)
    n = before + 1
    sql, named = TAMPERED[how]
    store.close()
    with raw(store.path) as connection:
        for statement in sql.format(n=n).split(";"):
            connection.execute(statement)
    report = verify.check(store.path)
    assert not report.ok
    assert len(report.problems) == 1, report.problems
    assert named.format(n=n) in report.problems[0]
    assert "\n" not in report.problems[0]
    assert report.head.seq == n - 1, "what comes before still holds"


def rechain(connection: Any, start: int) -> None:
    """Give every entry from `start` on a new hash, as somebody would who knows how the chain is made."""
    rows = connection.execute(
        "SELECT l.seq, format, site, at, author, confirmed, kind, subject, client_id, salt, payload"
        " FROM ledger l JOIN payload p USING (seq) ORDER BY seq"
    ).fetchall()
    for row, digest_hash in zip(rows, oracle(rows), strict=True):
        if row[0] >= start:
            digest = hashlib.sha256(row[9] + row[10].encode()).digest()
            connection.execute("UPDATE ledger SET digest = ?, hash = ? WHERE seq = ?", (digest, digest_hash, row[0]))


def test_a_ledger_chained_anew_is_caught_by_a_head_that_others_hold(
    store: Store, me: Author, raw: Callable[..., Any]
) -> None:
    before = store.head().seq
    fill(store, me)
    head = store.head()
    store.close()
    with raw(store.path) as connection:
        connection.execute(
            "UPDATE payload SET payload = replace(payload, 'Tailgating', 'All quiet') WHERE seq = ?", (before + 1,)
        )
        rechain(connection, before + 1)
    assert verify.check(store.path).ok, "the chain alone cannot tell"
    for text in (head.short, head.long):
        report = verify.check(store.path, known=parse_head(text))
        assert not report.ok
        assert f"entry {head.seq} has the hash" in report.problems[0]
        assert "anew" in report.problems[0]


def test_a_tail_cut_off_below_a_head_is_told(store: Store, me: Author, raw: Callable[..., Any]) -> None:
    fill(store, me)
    head = store.head()
    store.people.sign_on("okafor")
    cut = store.head()
    store.close()
    with raw(store.path) as connection:
        connection.execute("DELETE FROM payload WHERE seq = ?", (cut.seq,))
        connection.execute("DELETE FROM ledger WHERE seq = ?", (cut.seq,))
    assert verify.check(store.path, known=parse_head(head.long)).ok
    report = verify.check(store.path, known=parse_head(cut.long))
    assert report.problems == [f"the ledger ends at {head.seq}: entries up to {cut.seq} were cut off"]


def test_a_head_is_compared_at_its_own_place(store: Store, me: Author) -> None:
    fill(store, me)
    middle = store.head()
    store.incidents.open(me)
    assert verify.check(store.path, known=parse_head(middle.long)).ok
    wrong = f"{middle.seq}·{'0' * 16}"
    assert "anew" in verify.check(store.path, known=parse_head(wrong)).problems[0]
    assert not verify.check(store.path, known=(0, "0000")).ok


def test_from_a_checkpoint_only_what_follows_is_walked(store: Store, me: Author, raw: Callable[..., Any]) -> None:
    fill(store, me)
    middle = store.head()
    store.incidents.open(me)
    last = store.head()
    since = verify.Checkpoint(middle.seq, middle.hash)
    assert verify.check(store.path, since=since, known=parse_head(last.long)).ok
    assert verify.check(store.path, since=since, known=parse_head(middle.long)).ok
    assert not verify.check(store.path, since=since, known=(1, "abcd")).ok, "a head before it was not compared"
    assert not verify.check(store.path, since=verify.Checkpoint(middle.seq, bytes(32))).ok
    store.close()
    with raw(store.path) as connection:
        connection.execute("UPDATE ledger SET at = 0 WHERE seq = ?", (last.seq,))
    assert not verify.check(store.path, since=since).ok


GUARDED = {
    "change a header": "UPDATE ledger SET author = 'x' WHERE seq = 2",
    "change a hash": "UPDATE ledger SET hash = zeroblob(32)",
    "remove a header": "DELETE FROM ledger WHERE seq = 2",
    "remove the last": "DELETE FROM ledger WHERE seq = (SELECT max(seq) FROM ledger)",
    "replace a header": "REPLACE INTO ledger SELECT seq, format, site, 0, author, confirmed, kind, subject,"
    " client_id, digest, hash FROM ledger WHERE seq = 2",
    "replace by a client's id": "INSERT OR REPLACE INTO ledger SELECT (SELECT max(seq) + 1 FROM ledger), format, site,"
    " at, author, confirmed, kind, subject, client_id, digest, hash FROM ledger WHERE seq = 2",
    "leave a gap": "INSERT INTO ledger SELECT (SELECT max(seq) + 2 FROM ledger), format, site, at, author, confirmed,"
    " kind, subject, 'new', digest, hash FROM ledger WHERE seq = 2",
    "change a text": "UPDATE payload SET payload = '{}' WHERE seq = 2",
    "replace a text": "REPLACE INTO payload VALUES (2, x'00', '{}')",
    "remove a text": "DELETE FROM payload WHERE seq = 2",
    "name an erasure that no entry names": "INSERT INTO erasure VALUES (2, 1)",
}


@pytest.mark.parametrize("recursive", [0, 1])
@pytest.mark.parametrize("what", GUARDED)
def test_the_guards_refuse(store: Store, me: Author, raw: Callable[..., Any], what: str, recursive: int) -> None:
    fill(store, me)
    before = rows_of(store)
    with raw(store.path, guards=True) as connection:
        connection.execute(f"PRAGMA recursive_triggers = {recursive}")
        with pytest.raises(Exception, match=r"ledger|retention|erasure"):
            connection.execute(GUARDED[what])
    assert rows_of(store) == before


def erase(store: Store, me: Author, seq: int, connection: Any) -> int:
    """Erase a text as a retention rule does: an entry that names it, the row that allows it, the deletion."""
    with store.writing() as transaction:
        by = transaction.append(Erased(entries=(seq,), rule="visitors, 12 months"), me).seq
    connection.execute("INSERT INTO erasure VALUES (?, ?)", (seq, by))
    connection.execute("DELETE FROM payload WHERE seq = ?", (seq,))
    return by


def test_a_text_erased_under_a_rule_leaves_the_chain_whole(store: Store, me: Author, raw: Callable[..., Any]) -> None:
    fill(store, me)
    with raw(store.path, guards=True) as connection:
        by = erase(store, me, 2, connection)
        assert verify.check(store.path, known=parse_head(store.head().long)).ok
        for sql in (
            f"INSERT INTO erasure VALUES (3, {by})",  # not named by that entry
            f"INSERT INTO erasure VALUES ({by}, {by})",  # the entry that names it stays
            "REPLACE INTO erasure VALUES (2, 1)",
            "DELETE FROM erasure",
            "UPDATE erasure SET by_seq = 1",
            f"DELETE FROM payload WHERE seq = {by}",
        ):
            with pytest.raises(Exception, match=r"erasure|retention"):
                connection.execute(sql)


@pytest.mark.parametrize("by", ["the entry that names another", "some other entry", "nothing"])
def test_a_text_erased_under_no_rule_is_told(store: Store, me: Author, raw: Callable[..., Any], by: str) -> None:
    fill(store, me)
    with raw(store.path, guards=True) as connection:
        names_two = erase(store, me, 2, connection)
    store.close()
    with raw(store.path) as connection:
        if by != "nothing":
            connection.execute("INSERT INTO erasure VALUES (3, ?)", (names_two if by.startswith("the") else 1,))
        connection.execute("DELETE FROM payload WHERE seq = 3")
    assert verify.check(store.path).problems == [
        "entry 3 (person.set of person:patel): its text was removed, and no entry says under which rule"
    ]


def test_a_guard_that_was_removed_is_told_and_put_back(store: Store, me: Author, raw: Callable[..., Any]) -> None:
    fill(store, me)
    head = store.head()
    store.close()
    with raw(store.path, guards=True) as connection:
        connection.execute("DROP TRIGGER ledger_no_update")
        connection.execute("DROP TRIGGER payload_no_delete")
        connection.execute("CREATE TRIGGER payload_no_delete BEFORE DELETE ON payload BEGIN SELECT 1; END")
    assert "guard ledger_no_update" in verify.check(store.path).problems[0]
    with Store.open(store.path, FrozenClock(1)) as again:
        assert verify.check(store.path).ok
        with again.reading() as connection:
            note = connection.exec_driver_sql("SELECT value FROM local WHERE name = 'guards_put_back'").scalar()
    assert note == f"ledger_no_update, payload_no_delete at entry {head.seq}"


def test_a_search_index_that_was_removed_is_made_anew(store: Store, me: Author, raw: Callable[..., Any]) -> None:
    number = fill(store, me)
    store.close()
    with raw(store.path, guards=True) as connection:
        connection.execute("DROP TABLE search")
    assert "search index" in verify.check(store.path).problems[0]
    with Store.open(store.path) as again, again.reading() as connection:
        found = connection.exec_driver_sql(
            "SELECT l.subject FROM search s JOIN ledger l ON l.seq = s.rowid WHERE search MATCH 'tailgating'"
        ).scalar()
    assert found == f"incident:{number}"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("18204·9f3a", (18204, "9f3a")),
        (" 18204.9F3A ", (18204, "9f3a")),
        ("18204-9f3a 1122 3344 5566", (18204, "9f3a112233445566")),
        ("7:" + "ab" * 32, (7, "ab" * 32)),
        ("7 9f3a", (7, "9f3a")),
    ],
)
def test_a_head_is_read_as_people_write_it(text: str, found: tuple[int, str]) -> None:
    assert parse_head(text) == found


@pytest.mark.parametrize(
    "text", ["", "18204", "18204·9f3", "·9f3a", "x·9f3a", "1·" + "a" * 65, "١·9f3a", "1·9f3g", "-1·9f3a"]
)
def test_what_is_no_head_is_refused_in_one_line(text: str) -> None:
    with pytest.raises(ValueError, match="is no ledger head") as refused:
        parse_head(text)
    assert "\n" not in str(refused.value)


def test_heads_read_back(store: Store, me: Author) -> None:
    head = store.head()
    assert parse_head(head.short) == (head.seq, head.hash.hex()[:4])
    assert parse_head(head.long) == (head.seq, head.hash.hex()[:16])
    assert EMPTY.short == EMPTY.long == "0"


@pytest.mark.parametrize("client_id", ["a\0b", "x" * 501, " x", "a\nb", "\ud800"])
def test_a_client_s_id_is_one_plain_line(store: Store, me: Author, client_id: str) -> None:
    before = store.head()
    with pytest.raises(StoreError):
        store.incidents.open(me, summary="x", client_id=client_id)
    assert store.head() == before


def test_the_same_client_s_id_enters_once(store: Store, me: Author) -> None:
    one = store.incidents.open(me, summary="x", client_id="panel-1:7")
    two = store.incidents.open(me, summary="x", client_id="panel-1:7")
    assert (one.number, one.seq) == (two.number, two.seq)
    assert store.head().seq == one.seq
    with pytest.raises(Refused, match="panel-1:7"):
        store.occurrences.log("x", me, client_id="panel-1:7")
    line = store.occurrences.log("Keys out", me, client_id="p2")
    assert store.occurrences.log("Keys out", me, client_id="p2").occurrence == line.occurrence
    note = store.incidents.note(one.number, "n", me, client_id="p3")
    assert store.incidents.note(one.number, "n", me, client_id="p3").seq == note.seq


def test_an_unknown_kind_is_named() -> None:
    with pytest.raises(ValueError, match=r"«roster\.planned»"):
        revive("roster.planned", "{}")


def test_a_required_field_is_always_written() -> None:
    event = IncidentOpened(number="1", reported=0, severity=3)
    assert json.loads(event.payload()) == {"number": "1", "reported": 0, "severity": 3}
