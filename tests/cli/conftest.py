"""What the tests of the command line share."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Location, Officer, Person, Post
from sfm_tui.domain.site import Response, Site
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm

BY = Author("okafor")


@pytest.fixture
def sfm(tmp_path: Path) -> Sfm:
    """`sfm` with a store that is not there yet."""
    return Sfm(tmp_path / "new.db", tmp_path)


@pytest.fixture(scope="session")
def northgate(tmp_path_factory: pytest.TempPathFactory) -> Sfm:
    """`sfm` with the invented site Northgate, imported once: only to be read."""
    home = tmp_path_factory.mktemp("northgate")
    sfm = Sfm(home / "sfm.db", home)
    assert sfm.inside("import", str(Path(__file__).parents[2] / "fixtures" / "northgate")).code == 0
    return sfm


@pytest.fixture
def desk(tmp_path: Path) -> Sfm:
    """`sfm` with the store of a small site: nobody has signed on."""
    path = tmp_path / "desk.db"
    with Store.open(path) as store:
        store.sites.set(Site(code="NRP", name="Northgate", timezone="Europe/London", response=Response()), BY)
        store.reference.set(Person(person="okafor", name="J. Okafor"), BY)
        store.reference.set(Officer(officer="1001", name="L. Shaw", call_sign="Shaw"), BY)
        store.reference.set(Post(post="GATE", name="Gatehouse"), BY)
        store.reference.set(Location(location="GATE3", name="Gate 3 (north)"), BY)
    return Sfm(path, tmp_path)


@pytest.fixture
def told() -> Callable[..., str]:
    """Objects as the lines that `log --stdin` reads."""
    return lambda *objects: "".join(json.dumps(o) + "\n" for o in objects)
