"""The house as docs/architecture.md has it: what belongs in which room, beyond who may import whom."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SQL = re.compile(r"exec_driver_sql|\bSELECT\b.*\bFROM\b|\bINSERT INTO\b|\bDELETE FROM\b|\bUPDATE \w+ SET\b")
OTHER_SCREEN = re.compile(r"^\s*(?:from|import) screens\b")


def found(pattern: re.Pattern[str], *rooms: Path) -> list[str]:
    """The lines of the modules in some rooms in which a pattern is."""
    modules = [path for room in rooms for path in room.rglob("*.py")]
    assert len(modules) > 20
    return [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()}"
        for path in modules
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_sql_from_the_widgets_up() -> None:
    above = [ROOT / "sfm_tui" / name for name in ("widgets", "app", "cli", "domain")]
    assert found(SQL, ROOT / "screens", *above) == []
    assert found(SQL, ROOT / "sfm_tui" / "storage") != []


def test_screens_are_given_to_the_app_by_name_alone() -> None:
    """No module of the program imports one, and none imports another."""
    assert found(OTHER_SCREEN, ROOT / "screens", ROOT / "sfm_tui") == []
