"""The program on screen: its modes, the keys that hold everywhere, and what one terminal has open."""

from sfm_tui.app.going import PLACES
from sfm_tui.app.program import SfmApp
from sfm_tui.app.running import run

__all__ = ["PLACES", "SfmApp", "run"]
