"""What belongs in which room, beyond who may import whom: SQL is written below the widgets."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
SQL = re.compile(
    r"exec_driver_sql|\bSELECT\b.*\bFROM\b|\bINSERT INTO\b|\bDELETE FROM\b|\bUPDATE \w+ SET\b|sqlalchemy\.text"
)


def test_no_sql_from_the_widgets_up() -> None:
    rooms = [ROOT / "screens", *(ROOT / "sfm_tui" / name for name in ("widgets", "app", "cli", "domain"))]
    modules = [path for room in rooms for path in room.rglob("*.py")]
    assert len(modules) > 300
    wrong = [
        f"{path.relative_to(ROOT)}:{n}: {line.strip()}"
        for path in modules
        for n, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if SQL.search(line)
    ]
    assert wrong == []
