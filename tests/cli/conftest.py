"""What the tests of the command line share."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from fixtures.generate import FOLDER
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
def northgate(tmp_path_factory: pytest.TempPathFactory, made_once: Callable[..., bytes]) -> Sfm:
    """`sfm` with the invented site Northgate, imported today by the command: only to be read."""

    def make(path: Path) -> None:
        assert Sfm(path, path.parent).inside("import", str(FOLDER)).code == 0

    home = tmp_path_factory.mktemp("northgate")
    (home / "sfm.db").write_bytes(made_once("northgate-today", make))
    return Sfm(home / "sfm.db", home)


@pytest.fixture(scope="session")
def desk_bytes(made_once: Callable[..., bytes]) -> bytes:
    """The bytes of the store of a small site."""

    def make(path: Path) -> None:
        with Store.open(path) as store:
            store.sites.set(Site(code="NRP", name="Northgate", timezone="Europe/London", response=Response()), BY)
            store.reference.set(Person(person="okafor", name="J. Okafor"), BY)
            store.reference.set(Officer(officer="1001", name="L. Shaw", call_sign="Shaw"), BY)
            store.reference.set(Post(post="GATE", name="Gatehouse"), BY)
            store.reference.set(Location(location="GATE3", name="Gate 3 (north)"), BY)

    return made_once("desk", make)


@pytest.fixture
def desk(tmp_path: Path, desk_bytes: bytes) -> Sfm:
    """`sfm` with the store of a small site: nobody has signed on."""
    path = tmp_path / "desk.db"
    path.write_bytes(desk_bytes)
    return Sfm(path, tmp_path)


@pytest.fixture
def told() -> Callable[..., str]:
    """Objects as the lines that `log --stdin` reads."""
    return lambda *objects: "".join(json.dumps(o) + "\n" for o in objects)
