"""The page for supervisors says what the program reads."""

from docs.site_folder import PURPOSE, TARGET, page
from sfm_tui.exchange.tables import TABLES


def test_the_page_is_up_to_date() -> None:
    assert TARGET.read_text(encoding="utf-8") == page(), "python -m docs.site_folder"


def test_every_file_and_column_is_on_it() -> None:
    text = page()
    assert PURPOSE.keys() == {table.name for table in TABLES}
    for table in TABLES:
        part = text.split(f"## `{table.file}`")[1].split("\n## ")[0]
        assert all(f"| `{column.name}` |" in part for column in table.columns)
