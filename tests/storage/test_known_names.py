"""What a pack must not hold is read from everywhere that a name may stand."""

from sfm_tui.domain.desk import Author
from sfm_tui.domain.pack.dates import Shift
from sfm_tui.domain.pack.text import Redactor
from sfm_tui.domain.reference import Officer
from sfm_tui.storage.known_names import known_names
from sfm_tui.storage.store import Store


def told(store: Store, text: str) -> str:
    return Redactor(known_names(store), Shift(52)).text(text)


def test_people_site_and_records(store: Store, me: Author) -> None:
    number = store.incidents.open(me, summary="x").number
    assert told(store, f"Reid and T. Reid, {number}, for Northgate Estates at NRP") == (
        "Officer A and Officer A, Incident 1, for the client at the site"
    )
    assert told(store, "okafor and J. Okafor, D. Marsh") == "Supervisor A and Supervisor A, Manager A"


def test_what_somebody_was_called_before(store: Store, me: Author) -> None:
    store.reference.set(Officer(officer="1002", name="T. Vance", call_sign="Delta"), me)
    assert told(store, "Reid is Vance is Delta") == "Officer A is Officer A is Officer A"


def test_who_is_named_in_details_alone(store: Store, me: Author) -> None:
    opened = store.incidents.open(me, summary="x")
    store.incidents.change(opened.number, {"witnesses": "Amira Solberg (tenant), two others", "caller": "Mr Quill"}, me)
    assert told(store, "solberg and QUILL and two others") == "Person A and Person B and two others"


def test_references(store: Store, me: Author) -> None:
    opened = store.incidents.open(me, summary="x")
    store.incidents.change(opened.number, {"police_ref": "ZX-77-Q"}, me)
    assert told(store, "they gave zx 77 q") == "they gave Reference 1"
