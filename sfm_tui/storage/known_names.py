"""Every name, number and reference that the store knows: what an anonymised pack must not hold."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.pack.names import Known
from sfm_tui.domain.pack.site_words import telling, tenants

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

Ask = Callable[..., Iterable[Sequence[Any]]]

_ROLES = {"supervisor": "Supervisor", "manager": "Manager", "client": "Client contact", "other": "Person"}
_ANSWERING = ("Supervisor", "Manager", "Client contact")
_RECORDS = (
    ("Incident", "SELECT number FROM incident"),
    ("Action", "SELECT DISTINCT action FROM action"),
    ("Talk", "SELECT talk FROM talk"),
    ("Briefing point", "SELECT briefing FROM briefing"),
    ("Handover", "SELECT handover FROM handover"),
    ("Entry", "SELECT occurrence FROM occurrence"),
    ("Reflection", "SELECT DISTINCT reflection FROM reflection"),
    ("Note", "SELECT DISTINCT note FROM note"),
)
_REFERENCES = (
    "SELECT DISTINCT police_ref FROM incident WHERE police_ref <> ''",
    "SELECT DISTINCT number FROM licence WHERE number <> ''",
    "SELECT DISTINCT phone FROM officer WHERE phone <> ''",
)
_WRITTEN_NAMES = (
    "SELECT DISTINCT owner FROM action", "SELECT DISTINCT reviewer FROM review", "SELECT DISTINCT presenter FROM talk",
    "SELECT DISTINCT author FROM ledger", "SELECT DISTINCT author FROM occurrence",
    "SELECT DISTINCT author FROM reflection", "SELECT DISTINCT author FROM note",
    "SELECT DISTINCT assessor FROM assessment", "SELECT DISTINCT owner FROM briefing",
)  # fmt: skip
"""Where a name may stand that no list of people has."""
_NAMED = ("caller", "injured", "witnesses")
_SEVERAL = re.compile(r"[,;\n/&()]|\band\b", re.IGNORECASE)
_A_NAME = re.compile(r"(?:(?:Mr|Mrs|Ms|Miss|Mx|Dr|Sir|PC|Sgt)\.?\s+)?[^\W\d_][\w'’.-]*(?:\s+[^\W\d_][\w'’.-]*){0,3}")


def known_names(store: "Store") -> list[Known]:
    """People, the site, its client, places, records and references, with what each was called before.

    Read at one state of the store. People whom only an incident's details name are known by the names in them.
    """
    with store.reading() as connection:
        ask: Ask = connection.exec_driver_sql
        found = [*_people(ask), *_site(store, ask), *_places(ask), *_records(ask)]
        taken = {name.casefold() for known in found for name in (known.key, *known.names)}
        return found + [known for known in _written(ask) if known.names[0].casefold() not in taken]


def known_people(store: "Store") -> list[Known]:
    """Those whom a client's copy leaves unnamed: officers, people without a post of trust, who an incident is about.

    Supervisors, managers and the client's own people answer for what they do, and are named as owners.
    """
    with store.reading() as connection:
        ask: Ask = connection.exec_driver_sql
        listed = list(_people(ask))
        answering = {name.casefold() for known in listed if known.kind in _ANSWERING for name in known.names}
        told = {known.key: known for known in _in_details(ask) if known.key.casefold() not in answering}
    return [known for known in (*listed, *told.values()) if known.kind not in _ANSWERING]


def _people(ask: Ask) -> Iterator[Known]:
    before = _earlier(ask, ("officer", "person"))
    for officer, name, call_sign in ask("SELECT officer, name, call_sign FROM officer"):
        names = _some(name, call_sign, *before.get(f"officer:{officer}", ()))
        yield Known("Officer", officer, names, parts=True, people=True)
    for person, name, role in ask("SELECT person, name, role FROM person"):
        names = _some(name, *before.get(f"person:{person}", ()))
        yield Known(_ROLES.get(role, "Person"), person, names, parts=True, people=True)


def _earlier(ask: Ask, nouns: Sequence[str]) -> dict[str, list[str]]:
    """Names and call signs that were changed, by record."""
    found: dict[str, list[str]] = {}
    kinds = ", ".join(f"'{noun}.set'" for noun in nouns)
    rows = ask(f"SELECT l.subject, p.payload FROM ledger l JOIN payload p ON p.seq = l.seq WHERE l.kind IN ({kinds})")
    for subject, payload in rows:
        old = json.loads(payload).get("old") or {}
        found.setdefault(subject, []).extend(str(old[name]) for name in ("name", "call_sign") if old.get(name))
    return found


def _site(store: "Store", ask: Ask) -> Iterator[Known]:
    site = store.sites.get()
    if site is None:
        return
    yield Known("the site", "site", _some(site.code, *telling(site.name)))
    if site.client:
        yield Known("the client", "client", _some(*telling(site.client)))
    for number, call in enumerate(site.callout):
        yield Known("Contact", f"call {number}", _some(call.phone))


def _places(ask: Ask) -> Iterator[Known]:
    for location, name in ask("SELECT location, name FROM location"):
        within, words = tenants(name)
        yield Known("Location", location, _some(name, *within), codes=(location, *words))


def _records(ask: Ask) -> Iterator[Known]:
    for kind, sql in _RECORDS:
        for (key,) in ask(sql):
            yield Known(kind, key, (key,))
    for sql in _REFERENCES:
        for (reference,) in ask(sql):
            yield Known("Reference", reference, (reference,))


def _written(ask: Ask) -> Iterator[Known]:
    """People whom no list has: authors and owners by name, and who is named in an incident's details."""
    for sql in _WRITTEN_NAMES:
        for (name,) in ask(sql):
            if name.strip():
                yield Known("Person", name, (name,), parts=True, people=True)
    yield from _in_details(ask)


def _in_details(ask: Ask) -> Iterator[Known]:
    for (details,) in ask("SELECT details FROM incident WHERE details NOT IN ('', '{}')"):
        told = json.loads(details)
        for part in (part.strip() for field in _NAMED for part in _SEVERAL.split(str(told.get(field, "")))):
            if _A_NAME.fullmatch(part) and part[0].isupper():
                yield Known("Person", part, (part,), parts=True, people=True)


def _some(*names: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for name in names if name and name.strip()))
