"""The one line in which a screen says what a key did, or what is wrong."""

from dataclasses import dataclass
from typing import Literal

from textual.content import Content
from textual.widget import Widget

from sfm_tui.widgets.everywhere.key_names import with_keys
from sfm_tui.widgets.lists.cells import clip_words

Tone = Literal["plain", "good", "warn", "bad"]
MARKS: dict[Tone, str] = {"plain": "·", "good": "✓", "warn": "!", "bad": "✖"}


@dataclass(frozen=True)
class Outcome:
    """What a screen is to say of what was done."""

    text: str
    tone: Tone = "good"


class SayLine(Widget):
    """Holds what was said last until something else is said."""

    DEFAULT_CSS = """
    SayLine { height: 1; width: 1fr; background: $background; color: $foreground; padding: 0 1;
        &.-good { color: $success; }
        &.-warn { color: $warning; }
        &.-bad { color: $error; text-style: bold; }
    }
    """

    def __init__(self) -> None:
        super().__init__(id="say-line")
        self.said = ""
        self.tone: Tone = "plain"

    def say(self, text: str, tone: Tone = "plain") -> None:
        """Say something. What a person typed may be part of it: it is shown as it is."""
        self.said, self.tone = with_keys(text), tone
        for name in MARKS:
            self.set_class(name == tone, f"-{name}")
        self.refresh()

    def render(self) -> Content:
        """The line."""
        return Content(clip_words(f"{MARKS[self.tone]} {self.said}", self.size.width)) if self.said else Content("")
