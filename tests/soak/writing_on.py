"""Logs on a disk that fails now and then, and says what was acknowledged and what was refused.

`python -m tests.soak.writing_on STORE COUNT`: a line for each act, `ok WHAT NUMBER SEQ HASH` or `no WHAT ERROR`.
"""

import sys
from typing import Any

from sfm_tui.domain.desk import Author
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store


def main(path: str, count: int) -> None:
    """Log so many incidents, each with a note and a line of the book; each refused act is tried again later."""
    by = Author("okafor")
    with Store.open(path) as store:
        acts: list[tuple[str, Any]] = []
        for n in range(count):
            opened = f"incident-{n}"
            acts.append((opened, lambda n=n, once=opened: store.incidents.open(by, summary=f"i{n}", client_id=once)))
            line = f"line-{n}"
            acts.append((line, lambda n=n, once=line: store.occurrences.log(f"l{n}", by, client_id=once)))
        for _turn in range(400):
            refused: list[tuple[str, Any]] = []
            for name, act in acts:
                try:
                    done = act()
                except StoreError as error:
                    refused.append((name, act))
                    print("no", name, type(error).__name__, repr(str(error)), flush=True)
                else:
                    print("ok", name, done.head.seq, done.head.hash.hex(), flush=True)
            acts = refused
            if not acts:
                return
        print("never", len(acts), flush=True)


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
