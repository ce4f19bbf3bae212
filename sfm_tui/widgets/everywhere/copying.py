"""What is copied, as data: text for a clipboard, and how a terminal is told of it (OSC 52), over SSH and tmux too."""

import re
from base64 import b64encode
from collections.abc import Mapping
from typing import Any

from textual.widget import Widget
from textual.widgets import OptionList

_STEERS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_BROKEN = re.compile(r"[\ud800-\udfff]")
_GAP = re.compile(r"\s{2,}")


def for_clipboard(text: str) -> str:
    """The text without what would steer the terminal or the shell that it is pasted into; lines and tabs stay."""
    return _BROKEN.sub("�", _STEERS.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))


def sequences(text: str, env: Mapping[str, str]) -> str:
    """What is written to the terminal to put a text on its clipboard.

    It goes by way of whatever terminal somebody sits at, also at the other end of SSH. Inside tmux it is written a
    second time, wrapped for the terminal outside: which of the two tmux lets through is a setting of its own.
    """
    plain = f"\x1b]52;c;{b64encode(text.encode()).decode()}\a"
    if env.get("TMUX") or env.get("TERM", "").startswith("tmux"):
        return plain + "\x1bPtmux;" + plain.replace("\x1b", "\x1b\x1b") + "\x1b\\"
    return plain


def line_of(widget: Widget | None) -> str:
    """The line under the cursor of the list in focus, whole, as it reads; empty where there is none."""
    told: Any = getattr(widget, "line_to_copy", None)
    if told is not None:
        text = str(told())
    elif isinstance(widget, OptionList) and widget.highlighted is not None:
        text = str(widget.get_option_at_index(widget.highlighted).prompt)
    else:
        return ""
    return _GAP.sub("  ", text).strip()
