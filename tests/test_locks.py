"""What `make demo` installs is a part of what the tests ran with: the same versions, the same files."""

import re
import tomllib
from pathlib import Path

ROOT = Path(__file__).parents[1]


def locked(name: str) -> dict[str, tuple[str, frozenset[str]]]:
    text = (ROOT / name).read_text(encoding="utf-8")
    parts = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)
    heads = [(re.match(r"([a-z0-9-]+)==(\S+)", part), part) for part in parts]
    return {head[1]: (head[2], frozenset(re.findall(r"sha256:\w+", part))) for head, part in heads if head}


def test_the_shorter_lock_is_a_part_of_the_longer() -> None:
    runs, tested = locked("requirements.run.lock"), locked("requirements.lock")
    assert runs
    assert {name: tested.get(name) for name in runs} == runs, "make lock"


def test_every_library_that_the_program_needs_is_in_it() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = {re.match(r"[\w-]+", line)[0].lower() for line in project["dependencies"]}
    assert wanted <= set(locked("requirements.run.lock")), "make lock"


def test_no_address_stands_in_a_lock() -> None:
    for name in ("requirements.run.lock", "requirements.lock"):
        assert "://" not in (ROOT / name).read_text(encoding="utf-8")
