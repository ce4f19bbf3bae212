"""A desk in a process of its own, for tests of several at once and of what a crash leaves.

`python desk_process.py STORE open` opens the store and says so; `write COUNT NAME` logs that many incidents, notes
and occurrences; `forever` logs until it is killed. Each number is printed only when its entry is acknowledged.
"""

import sys

from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store


def say(*words: object) -> None:
    print(*words, flush=True)


def main(path: str, verb: str, count: int = 0, name: str = "desk") -> int:
    by = Author(name)
    try:
        with Store.open(path) as store:
            say("open")
            if verb == "open":
                return 0
            n = 0
            while verb == "forever" or n < count:
                n += 1
                done = store.incidents.open(by, summary=f"{name} {n}", client_id=f"{name}-{n}")
                say("incident", done.number, done.head.seq, done.head.hash.hex())
                noted = store.incidents.note(done.number, f"{name} note {n}", by)
                say("note", done.number, noted.seq, noted.head.hash.hex())
                line = store.occurrences.log(f"{name} line {n}", by)
                say("occurrence", line.occurrence, line.head.seq, line.head.hash.hex())
    except StoreError as error:
        say("error", error)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:3], *map(int, sys.argv[3:4]), *sys.argv[4:]))
