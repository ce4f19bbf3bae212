"""Keys that are pressed while the program is still being read are kept as they are.

Until Textual takes the terminal over, it is in line mode: keys are echoed, Enter arrives as a line feed, Ctrl+S stops
the output. So the terminal gives keys one by one from the first moment on, and is set back at the end.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress


@contextmanager
def keys_as_pressed(terminal: int) -> Iterator[None]:
    """Let the terminal give each key as it is pressed, and be as it was afterwards. Ctrl+C still interrupts."""
    try:
        import termios
    except ImportError:  # Windows keeps keys as they are
        yield
        return
    try:
        before = termios.tcgetattr(terminal)
        if os.tcgetpgrp(terminal) == os.getpgrp():  # from the background, setting it would stop the program
            now = termios.tcgetattr(terminal)
            now[0] &= ~(termios.ICRNL | termios.IXON)
            now[3] &= ~(termios.ICANON | termios.ECHO | termios.IEXTEN)
            termios.tcsetattr(terminal, termios.TCSANOW, now)
    except (termios.error, OSError):
        yield
        return
    try:
        yield
    finally:
        with suppress(termios.error, OSError):
            termios.tcsetattr(terminal, termios.TCSADRAIN, before)
