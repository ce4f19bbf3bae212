"""Standards in the store: a site's own in the place of the known one, tags on any record, what is covered."""

from pathlib import Path

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.domain.standard import known_standards, toml_of
from sfm_tui.storage.errors import Clash, Refused, StoreError
from sfm_tui.storage.history import of
from sfm_tui.storage.store import Store


def test_a_site_loads_its_own(store: Store, me: Author, tmp_path: Path) -> None:
    (known,) = known_standards()
    assert store.standards.all() == [known]
    file = tmp_path / "own.toml"
    file.write_text(toml_of(known).replace('Area 1"', 'Statutory duties"').replace("placeholder = true\n", "", 1))
    own = store.standards.load_file(file, me)
    assert (own.get("1").title, own.get("1").placeholder) == ("Statutory duties", False)
    assert store.standards.get("ST0330") == own
    assert store.standards.all() == [own]
    head = store.head()
    store.standards.load_file(file, me)
    assert store.head() == head
    store.standards.load('standard = "A1"\ntitle = "Own"\n[[criterion]]\ncode = "x"\ntitle = "X"', me)
    assert [one.standard for one in store.standards.all()] == ["A1", "ST0330"]


def test_a_file_that_will_not_do_is_told(store: Store, me: Author, tmp_path: Path) -> None:
    for name, data, why in (
        ("a.toml", b"\xff", "no UTF-8"),
        ("b.toml", b"x", "this is no standard: no TOML"),
        ("c.toml", b"x" * 1_000_001, "larger than a standard can be"),
    ):
        (tmp_path / name).write_bytes(data)
        with pytest.raises(Refused, match=why) as told:
            store.standards.load_file(tmp_path / name, me)
        assert str(tmp_path / name) in str(told.value)
    with pytest.raises(Refused, match="cannot be read"):
        store.standards.load_file(tmp_path / "none.toml", me)
    assert len(store.standards.all()) == 1


def test_any_record_is_tagged_once_and_untagged(store: Store, me: Author) -> None:
    number = store.incidents.open(me, summary="Tailgating").number
    record = f"incident:{number}"
    store.standards.tag(record, "ST0330", ["incidents", "5", "5"], me)
    head = store.head()
    store.standards.tag(record, "ST0330", ["5"], me)
    assert store.head() == head
    assert [tag.criterion for tag in store.standards.tags_of(record)] == ["5", "incidents"]
    store.standards.set_tags(record, "ST0330", ["6", "5"], me, saw=["incidents", "5"])
    assert [tag.criterion for tag in store.standards.tags("ST0330")] == ["5", "6"]
    with pytest.raises(Clash, match="changed meanwhile"):
        store.standards.set_tags(record, "ST0330", ["3"], me, saw=["incidents", "5"])
    store.standards.set_tags(record, "ST0330", ["5"], me)
    assert {one.criterion.code: one.records for one in store.standards.coverage("ST0330") if one.count} == {
        "5": {"incident": (record,)}
    }
    assert [act.verb for act in of(store, record)].count("tagged as evidence") == 3
    with pytest.raises(StoreError, match="no incident 2026-0999"):
        store.standards.tag("incident:2026-0999", "ST0330", ["5"], me)
    with pytest.raises(StoreError, match="names no record"):
        store.standards.tag("x:1", "ST0330", ["5"], me)


def test_tags_of_a_criterion_that_a_new_edition_lacks_are_told(store: Store, me: Author) -> None:
    store.actions.add("Keys", me)
    store.standards.tag("action:A-01", "ST0330", ["5"], me)
    store.standards.load('standard = "ST0330"\ntitle = "New"\n[[criterion]]\ncode = "K1"\ntitle = "Law"', me)
    assert [tag.criterion for tag in store.standards.astray("ST0330")] == ["5"]
    assert [one.count for one in store.standards.coverage("ST0330")] == [0]
    store.standards.set_tags("action:A-01", "ST0330", [], me)
    assert store.standards.astray("ST0330") == []
