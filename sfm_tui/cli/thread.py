"""`sfm thread`: what a record came from and what came of it, for people and for programs."""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from sfm_tui.cli.say import json_text, one_line
from sfm_tui.cli.stores import opened
from sfm_tui.clock import day_text, iso, local_date, short_clock

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.domain.thread import Station
    from sfm_tui.storage.thread import Thread

_LONGEST = 72


def run_thread(path: Path, record: str, *, as_json: bool) -> int:
    """Tell the thread of a record, named as people name it. Raises StoreError where there is none."""
    from sfm_tui.storage.records import the_one
    from sfm_tui.storage.thread import read_thread

    with opened(path) as store:
        thread, tz = read_thread(store, the_one(store, record).ref), store.tz
    if as_json:
        print(json_text(object_of(thread, tz)))
    else:
        sys.stdout.writelines(f"{line}\n" for line in _lines(thread, tz))
    return 0


def object_of(thread: "Thread", tz: "ZoneInfo") -> dict[str, Any]:
    """The thread as JSON has it: times with their offset, a day where only that is known."""
    return {
        "record": thread.about.ref,
        "text": thread.about.text,
        "stations": [
            {
                "record": one.ref, "what": one.what, "text": one.text, "at": _at(one, tz), "who": one.who or None,
                "figure": one.figure or None, "side": one.side, "links_away": one.steps,
            }
            for one in thread.stations
        ],
        "not_yet": [one.kind for one in thread.missing],
        "cut": thread.cut,
    }  # fmt: skip


def _at(one: "Station", tz: "ZoneInfo") -> str | None:
    if one.at is None:
        return None
    return local_date(one.at, tz).isoformat() if one.day else iso(one.at, tz)


def _lines(thread: "Thread", tz: "ZoneInfo") -> Iterator[str]:
    yield f"{thread.about.called}  {one_line(thread.about.text)}"
    signs = {"before": "←", "here": "●", "after": "→"}
    for one in thread.stations:
        when = "" if one.at is None else day_text(local_date(one.at, tz))
        clock = "" if one.at is None or one.day else short_clock(one.at, tz)
        text = one_line(one.text)
        parts = [text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…", one_line(one.who), one.figure]
        yield f"{signs[one.side]} {when:16}{clock:6}{one_line(one.what)}: {' · '.join(filter(None, parts))}"
    for missing in thread.missing:
        yield f"  {'':22}{missing.words}"
    if thread.cut:
        yield "  there are more records than these on one side of it"
