"""What is copied reaches the terminal that somebody sits at, through SSH too, as OSC 52."""

import re
from base64 import b64decode
from pathlib import Path

import pytest

from tests.soak.real_desk import RealDesk, make_store
from tests.soak.tmux_desk import AVAILABLE, TmuxDesk


def clipboards(desk: RealDesk) -> list[str]:
    """Everything that the terminal was told to put on its clipboard."""
    output = b"".join(data for _at, data in desk._reads)
    told = [part.partition(b"\a") for part in output.split(b"\x1b]52;c;")[1:]]
    assert all(end for _text, end, _rest in told)
    return [b64decode(text, validate=True).decode() for text, _end, _rest in told]


def test_the_number_of_an_incident_reaches_the_clipboard(tmp_path: Path) -> None:
    make_store(tmp_path / "s.db")
    with RealDesk(tmp_path / "s.db") as desk:
        desk.sign_on()
        desk.send("f2")
        number = desk.says("opened, reported").split()[0]
        desk.send("[/x] \u202e=1+1", "\x03")
        desk.says(f"copied: {number}")
        assert clipboards(desk) == [number]
        desk.send("f6", "keys to [@click=app.quit]x", "\x1b[1;2D", "\x03")
        desk.says("copied: x")
        assert clipboards(desk) == [number, "x"]
        assert desk.alive


@pytest.mark.soak
@pytest.mark.skipif(not AVAILABLE, reason="tmux is not installed")
def test_inside_tmux_it_is_in_a_buffer_of_tmux(tmp_path: Path) -> None:
    make_store(tmp_path / "s.db")
    with TmuxDesk(tmp_path / "s.db") as desk:
        desk._tmux("set-option", "-s", "set-clipboard", "on")
        desk.until("Enter chooses")
        desk.send("enter")
        desk.until("is at the desk")
        desk.send("f2")
        desk.until("opened, reported")
        desk.send("ctrl+c")
        desk.until("copied: ")
        assert re.fullmatch(r"\d{4}-0001\n?", desk._tmux("show-buffer"))
