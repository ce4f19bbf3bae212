"""What each level of each enabler looks like on a security site: `rubric.toml`."""

import tomllib
from functools import cache
from importlib.resources import files

from sfm_tui.domain.assessment import ENABLERS, LEVELS, Enabler


@cache
def rubric() -> dict[Enabler, dict[int, str]]:
    """The text of each cell, by enabler and level."""
    raw = tomllib.loads(files("sfm_tui.domain").joinpath("rubric.toml").read_text(encoding="utf-8"))
    return {code: {level: raw[code][str(level)] for level in LEVELS} for code in ENABLERS}


def cell(enabler: Enabler, level: int) -> str:
    """What a level of an enabler looks like."""
    return rubric()[enabler][level]
