"""Small site folders for the tests, and what is in a store afterwards."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from sfm_tui.storage.rebuild import state
from sfm_tui.storage.store import Store

SITE = """\
code = "NRP"
name = "Northgate Retail Park"
timezone = "Europe/London"
"""
OFFICERS = "officer,name,opt_out\r\nNG01,Shaw,no\r\nNG02,Reid,yes\r\n"
POSTS = "post,name,activity,responder,lone,special_case\r\nGATE,Main gate,SG,no,no,no\r\n"
LOCATIONS = "location,name,inside\r\nMALL,Mall,\r\nATRIUM,Atrium,MALL\r\n"
SMALL_HEAD = "number,reported,category,severity,location,summary"
INCIDENTS = (
    f"{SMALL_HEAD}\r\nA-1,2026-03-28T19:00,Theft,3,ATRIUM,Bag taken\r\nA-2,2026-03-28T20:00,Fire,1,MALL,Smoke\r\n"
)
STAMPS = (
    "incident,officer,kind,at,written_at\r\n"
    "A-1,NG01,dispatched,2026-03-28T19:00:30,2026-03-28T19:00:31\r\n"
    "A-1,NG01,on scene,2026-03-28T19:02,2026-03-28T19:02:05\r\n"
)
ENTRIES = (
    "incident,entry,at,written_at,author,text,amends\r\n"
    "A-1,1,2026-03-28T19:01,2026-03-28T19:01:10,okafor,Male in a red coat,\r\n"
    "A-1,2,2026-03-28T19:05,2026-03-28T19:05:10,okafor,The coat is blue,1\r\n"
)
OCCURRENCES = (
    "occurrence,at,written_at,author,kind,post,officer,text,incident\r\n"
    "B-1,2026-03-28T18:00,2026-03-28T18:00:10,okafor,keys,GATE,NG02,Keys 7 out,A-1\r\n"
)
LINKS = "from,to,kind\r\noccurrence:B-1,incident:A-1,\r\nincident:A-1,action:A-07,led to\r\n"
PEOPLE = "person,name,role,left_on\r\nokafor,J. Okafor,supervisor,\r\n"
WHOLE = {
    "site.toml": SITE,
    "people.csv": PEOPLE,
    "posts.csv": POSTS,
    "locations.csv": LOCATIONS,
    "officers.csv": OFFICERS,
    "incidents.csv": INCIDENTS,
    "stamps.csv": STAMPS,
    "entries.csv": ENTRIES,
    "occurrences.csv": OCCURRENCES,
    "links.csv": LINKS,
}


def make(folder: Path, files: Mapping[str, str | bytes]) -> Path:
    """Write files as they are."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name).write_bytes(text if isinstance(text, bytes) else text.encode())
    return folder


def incidents(*rows: str, head: str = SMALL_HEAD) -> str:
    """`incidents.csv` with these rows under a short header."""
    return "\n".join([head, *rows]) + "\n"


def files_of(folder: Path) -> dict[str, bytes]:
    """The bytes of all files in a folder, by name."""
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir()) if path.is_file()}


def contents(store: Store) -> tuple[Any, ...]:
    """The ledger's head and every row of the records."""
    return store.head(), state(store)


def table_of(path: Path) -> list[list[str]]:
    """The cells of a CSV file, header included."""
    with path.open(encoding="utf-8", newline="") as raw:
        return list(csv.reader(raw))
