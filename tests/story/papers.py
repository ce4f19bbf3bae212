"""What the story leaves in files, held to what the screens said."""

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

from pypdf import PdfReader

from fixtures.northgate_site import OFFICERS, PEOPLE
from tests.story.story import PACK, REVIEW, Told


def check_papers(sfm: Callable[..., str], told: Told) -> None:
    """Hold the ledger, the effect, the review and the pack to the story. Raises AssertionError."""
    found = told.found
    verified = json.loads(sfm("verify", "--json"))
    assert (verified["ok"], verified["problems"]) == (True, []), verified
    effect = json.loads(sfm("effect", found["action"], "--json"))
    assert effect["verdict"] == "better"
    assert effect["change"] == float(found["change"])
    assert effect["interval_95"] == [float(found["low"]), float(found["high"])]
    for side, when in (("baseline", "before"), ("follow_up", "after")):
        assert effect[side]["n"] == int(found[f"n_{when}"])
        assert effect[side]["within_percent"] == float(found[f"within_{when}"])
    action = next(one for one in json.loads(sfm("actions", "--json")) if one["action"] == found["action"])
    assert action["stage"] == "closed"
    check_review(told.papers / REVIEW, found)
    check_pack(told.papers / f"{PACK}.zip")


def check_review(path: Path, found: dict[str, str]) -> None:
    """The PDF tells of the action and of the effect in the figures of the screen."""
    text = " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())
    for figure in ("action", "low", "high", "within_before", "within_after"):
        assert found[figure] in text, f"{figure} {found[figure]} is not in {path.name}"


def check_pack(path: Path) -> None:
    """No page of the pack names anybody."""
    names = {part for officer in OFFICERS for part in (officer.name, officer.surname, officer.call_sign)}
    names |= {part for _code, name, *_ in PEOPLE for part in (name, name.split()[-1])} | {"Northgate"}
    with zipfile.ZipFile(path) as zipped:
        pages = {name: zipped.read(name).decode() for name in zipped.namelist() if name.endswith((".md", ".csv"))}
    assert len(pages) >= 4, sorted(pages)
    said = [(page, name) for page, text in pages.items() for name in names if name in text]
    assert not said, f"the pack names somebody: {said}"
