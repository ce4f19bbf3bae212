"""The terminal gives keys as they are pressed from the first moment on, and is as it was at the end."""

import os
import termios

import pytest

from sfm_tui.cli.early_keys import keys_as_pressed


def test_keys_are_given_one_by_one_and_the_terminal_is_set_back(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "tcgetpgrp", lambda _terminal: os.getpgrp())  # the terminal of a test is nobody's own
    master, terminal = os.openpty()
    try:
        before = termios.tcgetattr(terminal)
        with keys_as_pressed(terminal):
            os.write(master, b"\x1b[17~k\x13\r")
            assert os.read(terminal, 20) == b"\x1b[17~k\x13\r"
            os.set_blocking(master, False)
            with pytest.raises(BlockingIOError):
                os.read(master, 20)  # nothing is echoed
            assert termios.tcgetattr(terminal)[3] & termios.ISIG, "Ctrl+C interrupts"
        assert termios.tcgetattr(terminal) == before
    finally:
        os.close(master)
        os.close(terminal)


def test_what_is_no_terminal_is_left_alone() -> None:
    read, write = os.pipe()
    with keys_as_pressed(read):
        os.write(write, b"x\r")
        assert os.read(read, 5) == b"x\r"
    os.close(read)
    os.close(write)
