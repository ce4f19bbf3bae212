"""`sfm evidence`: an anonymised pack of chosen records, read and confirmed page by page, then written."""

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.cli import complain
from sfm_tui.cli.say import counted, one_line
from sfm_tui.cli.stores import author, opened

if TYPE_CHECKING:
    from sfm_tui.reports.evidence.pack import Chosen, Pack
    from sfm_tui.storage.store import Store

NOT_CONFIRMED = 1
_ASK = "y: as it is · h WORDS: hide these words in the whole pack · q: leave, nothing is written > "


def run_evidence(path: Path, chosen: "Chosen", output: str, by: str, hide: Iterable[str]) -> int:
    """Show each page with what might still give somebody away; write the pack once every page is confirmed.

    Answers are read from standard input, one line each. Status 1 where a page was not confirmed.
    """
    from sfm_tui.reports.evidence.pack import draft
    from sfm_tui.reports.evidence.writing import check_place, write_pack

    folder = Path(output or "evidence-pack")
    if folder.suffix.lower() == ".zip":  # who names the zip means the pair
        folder = folder.with_suffix("")
    check_place(folder)
    with opened(path) as store:
        pack = draft(store, chosen, hide=hide)
        for line in pack.refused:
            complain(f"left out: {one_line(line)}")
        confirmed = _reviewed(store, pack)
        if confirmed is None:
            complain("not confirmed: nothing was written")
            return NOT_CONFIRMED
        written = write_pack(store, confirmed, folder, author(store, by))
    print(f"{written.folder}  {counted(written.pages, 'page')}, {counted(written.files, 'file')}")
    print(f"{written.archive}  SHA-256 {written.digest}")
    return 0


def _reviewed(store: "Store", pack: "Pack") -> "Pack | None":
    """The pack as it was confirmed, with what was hidden on the way; None where it was left."""
    number = 0
    while number < len(pack.pages):
        _show(pack, number)
        answer = _answer()
        word, _, words = answer.partition(" ")
        if word == "y":
            number += 1
        elif word == "h" and words.strip():
            pack = pack.hiding(store, words.strip())
        elif answer in ("", "q"):
            return None
    return pack


def _answer() -> str:
    print(_ASK, end="", flush=True)
    line = sys.stdin.readline()
    if not sys.stdin.isatty():
        print()
    return line.strip()


def _show(pack: "Pack", number: int) -> None:
    page = pack.pages[number]
    print(f"\n── {number + 1} of {len(pack.pages)}: {page.path} {'─' * 20}\n")
    print("\n".join(one_line(line) if line.strip() else "" for line in page.text.splitlines()))
    found = pack.doubts(page)
    files = [file for file in pack.files if file.record in page.record.split()]
    nothing = "Nothing that is known or looks like a name was found. Read it all the same."
    print("\nLook at:" if found or files else f"\n{nothing}")
    for file in files:
        print(f"  {file.path} ({file.look})")
    for text, why in dict.fromkeys((doubt.text, doubt.why) for doubt in found):
        print(f"  {one_line(text)} ({why})")
