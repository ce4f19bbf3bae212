"""One key copies: what is marked, else the number of the record under the cursor, pressed again its line."""

import os

from sfm_tui.app.frame import Frame
from sfm_tui.widgets.everywhere.base import DeskScreen
from sfm_tui.widgets.everywhere.copying import for_clipboard, line_of, sequences
from sfm_tui.widgets.everywhere.field import is_field
from sfm_tui.widgets.lists.cells import clip
from sfm_tui.widgets.lists.long_list_line import visible

SHOWN = 48
"""Cells of what was copied that are said."""


class Copying(Frame):
    """Puts text on the clipboard of the terminal that somebody sits at, and says so."""

    def copy_to_clipboard(self, text: str) -> None:
        """Copy a text, and say what was copied. What would steer a terminal is left out of it."""
        text = for_clipboard(text)
        self._clipboard = text
        if self._driver is not None:
            self._driver.write(sequences(text, os.environ))
        lines = text.count("\n") + 1
        self.say(f"copied: {clip(visible(text), SHOWN)}" + (f" ({lines} lines)" if lines > 1 else ""), "good")

    def action_copy(self) -> None:
        """Copy the number of the record under the cursor; where it has just been copied, or has none, its line."""
        screen = self._desk_screen()
        if self.duty.refuses((screen.current_incident() if screen else None) or ""):
            return
        here = self.screen
        record = here.current_record() if isinstance(here, DeskScreen) else None
        line = for_clipboard(line_of(here.focused))
        kind, _, key = record[0].partition(":") if record is not None else ("", "", "")
        number = record[0] if record is not None and kind == "roster" else key  # whose key alone is just a count
        if number and not (line and self.clipboard == number):
            self.copy_to_clipboard(number)
            if line and line != number:
                self.say(f"copied: {clip(visible(number), SHOWN)} · again copies its line", "good")
        elif line:
            self.copy_to_clipboard(line)
        elif is_field(here.focused):
            self.say("nothing is marked: Shift and the arrows mark what is to be copied")
        else:
            self.say("there is no record under the cursor to copy · Shift and the mouse mark any text")
