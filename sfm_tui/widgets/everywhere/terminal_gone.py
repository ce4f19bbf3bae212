"""Whether the terminal is still there: a lost line does not always end the program that was on it."""

import select
import sys


def terminal_gone() -> bool:
    """Whether the terminal that the program reads from has hung up.

    Reading from it then gives nothing, at once and for ever, so that the program would spin where nobody sees it.
    False where the system cannot tell.
    """
    if sys.__stdin__ is None or not hasattr(select, "poll"):
        return False
    try:
        poll = select.poll()
        poll.register(sys.__stdin__.fileno(), 0)
        return any(event & (select.POLLHUP | select.POLLNVAL) for _fd, event in poll.poll(0))
    except (OSError, ValueError):
        return False
