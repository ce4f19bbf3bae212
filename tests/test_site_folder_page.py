"""The page for supervisors says what the program reads."""

from docs.site_folder import PURPOSE, TARGET, page
from sfm_tui.exchange.left_out import never_held
from sfm_tui.exchange.tables import TABLES


def test_the_page_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "python -m docs.site_folder"


def test_every_file_and_column_is_on_it() -> None:
    text = page()
    assert PURPOSE.keys() == {table.name for table in TABLES}
    for table in TABLES:
        part = text.split(f"## `{table.file}`")[1].split("\n## ")[0]
        assert all(f"| `{column.name}` |" in part for column in table.columns)


def test_what_an_export_does_not_hold_is_on_it() -> None:
    part = page().split("## What a folder does not hold")[1]
    lines = [line.removeprefix("- ") for line in part.splitlines() if line.startswith("- ")]
    assert lines == never_held()
    assert not [line for line in lines if "{" in line or "  " in line]
    for word in ("the cause", "planned reviews", "notes of consultations", "weekly reviews", "PINs"):
        assert word in part
