"""Ctrl+C while the store is read: heard in the midst of a long statement too."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from sfm_tui.storage.stopping import Stopped, Tell, watched


@contextmanager
def stops_at_interrupt(tell: Tell) -> Iterator[None]:
    """Tell the parts of what is read within, and let Ctrl+C end it: KeyboardInterrupt, within a moment.

    What SQLite asks between its steps cannot raise, so the signal is noted there and raised once the statement ended.
    """
    asked = threading.Event()

    def interrupt(_number: int, _frame: FrameType | None) -> None:
        asked.set()
        raise KeyboardInterrupt

    heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler  # not where it is to be passed over
    if heard:
        signal.signal(signal.SIGINT, interrupt)
    try:
        with watched(asked.is_set, tell):
            yield
    except Stopped:
        raise KeyboardInterrupt from None
    finally:
        if heard:
            signal.signal(signal.SIGINT, signal.default_int_handler)
