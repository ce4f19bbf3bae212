"""The demo's reflections and study note: they have no file in a site folder, and are written as a person would."""

import tomllib
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.clock import local_date
from sfm_tui.domain.desk import Author

if TYPE_CHECKING:
    from zoneinfo import ZoneInfo

    from sfm_tui.storage.store import Store

FILE = Path("scenes_data") / "portfolio.toml"
STANDARD = "ST0330"


def write_pages(
    store: "Store", folder: Path, now: int, tz: "ZoneInfo", by: Author,
    *, nouns: tuple[str, ...] = ("reflection", "note"),
) -> None:  # fmt: skip
    """Write the pages of some kinds that the demo's folder has, their days counted back from `now`."""
    data = tomllib.loads((folder / FILE).read_text(encoding="utf-8"))
    today = min(local_date(now, tz), local_date(store.clock.now(), tz))
    for noun, pages in (("reflection", store.reflections), ("note", store.notes)):
        for page in data[noun] if noun in nouns else ():
            day = today - timedelta(days=page.pop("days_ago"))
            criteria = [(STANDARD, code) for code in page.pop("criteria")]
            pages.add(by=by, day=day.isoformat(), criteria=criteria, **page)
