"""The topics that a new site can start from: `talk_library.toml`, to be edited by the site."""

import tomllib
from functools import cache
from importlib.resources import files

from sfm_tui.domain.reference import Topic


@cache
def starting_library() -> tuple[Topic, ...]:
    """Topics with suggested points and refresher intervals, by their codes."""
    raw = tomllib.loads(files("sfm_tui.domain").joinpath("talk_library.toml").read_text(encoding="utf-8"))
    return tuple(
        Topic(
            topic=code, title=entry["title"], points="\n".join(entry["points"]),
            refresher_months=entry.get("refresher_months"),
        )
        for code, entry in raw.items()
    )  # fmt: skip
