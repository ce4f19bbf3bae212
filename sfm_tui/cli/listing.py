"""`sfm incidents`: the list, for people and for programs."""

import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.cli import BAD_USE, complain
from sfm_tui.cli.say import cut, one_line, print_json_array
from sfm_tui.cli.stores import opened

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.listing import Filter, IncidentLine
    from sfm_tui.storage.store import Store

STATES = ("open", "on hold", "closed", "running", "void")
_PAGE = 500


def run_incidents(path: Path, search: str, first: str, before: str, state: str, *, as_json: bool) -> int:
    """List the incidents that are asked for, the newest first; a search lists by the newest entry that matches."""
    if state and state not in STATES:
        complain(f"--state is «{state}»: write {', '.join(STATES[:-1])} or {STATES[-1]}")
        return BAD_USE
    from sfm_tui.storage.sqlite_only import match_expression

    if search.strip() and not match_expression(search):
        complain("--search looks for words of two letters or more: nothing is found by this")
    with opened(path) as store:
        wanted = _filter(store, first, before, state)
        if as_json:
            from sfm_tui.exchange.values import incident_objects

            print_json_array(incident_objects(store, search, wanted))
        else:
            width = shutil.get_terminal_size().columns if sys.stdout.isatty() else 0
            tz = store.tz
            for line in _lines(store, search, wanted):
                print(_shown(line, tz, width))
    return 0


def _filter(store: "Store", first: str, before: str, state: str) -> "Filter":
    from sfm_tui.cli.gaps import day_of
    from sfm_tui.clock import day_bounds
    from sfm_tui.storage.listing import Filter

    def midnight(name: str, text: str) -> int | None:
        return day_bounds(day_of(name, text, store), store.tz)[0] if text else None

    return Filter(state=state, start=midnight("--from", first), end=midnight("--to", before))


def _lines(store: "Store", search: str, wanted: "Filter") -> Iterator["IncidentLine"]:
    from sfm_tui.storage.listing import IncidentLine, page
    from sfm_tui.storage.search import Search

    terms = store.sites.terms()
    with store.reading() as connection:
        if search.strip():
            found = Search(search, wanted, terms)
            while not found.done:
                hits = found.more(connection, _PAGE)
                yield from (hit.found for hit in hits if isinstance(hit.found, IncidentLine))
            return
        after = None
        while lines := page(connection, wanted, terms, after, forward=True, limit=_PAGE):
            yield from lines
            after = lines[-1].key


def _shown(line: "IncidentLine", tz: "ZoneInfo", width: int) -> str:
    from sfm_tui.clock import minute_text

    state = "void" if line.struck else line.state
    parts = [
        line.number,
        minute_text(line.reported, tz),
        f"{state:7}",
        f"S{line.severity}",
        one_line(line.category) or "-",
        one_line(line.location) or "-",
        one_line(line.summary) or "-",
    ]
    return cut("  ".join(parts), width)
