"""Brings a store up to the present schema in a process of its own, which may be killed at any moment of it.

`python -m tests.soak.migrating STORE` opens the store and prints how often SQLite was interrupted meanwhile;
`python -m tests.soak.migrating STORE N` kills itself, as a power cut would, at the N-th of these interruptions.
"""

import os
import signal
import sys
from pathlib import Path
from typing import Any

from sfm_tui.storage import driver
from sfm_tui.storage.store import Store

EVERY = 50
"""Steps of SQLite's virtual machine between two moments at which the process may end."""


def main(path: str, last: int = 0) -> None:
    """Open the store; `last` is the moment at which to die, 0 for never."""
    seen = 0

    def tick() -> int:
        nonlocal seen
        seen += 1
        if seen == last:
            os.kill(os.getpid(), signal.SIGKILL)
        return 0

    plain = driver.plain

    def watched(where: Path | str, mode: str) -> Any:
        connection = plain(where, mode)
        connection.set_progress_handler(tick, EVERY)
        return connection

    driver.plain = watched
    with Store.open(path):
        print(seen, flush=True)


if __name__ == "__main__":
    main(sys.argv[1], *map(int, sys.argv[2:]))
