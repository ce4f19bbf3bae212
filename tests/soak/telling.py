"""A plugin that ends a run with what its tests measured: `pytest -p tests.soak.telling`."""

from typing import Any

TOLD = "told"


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """The lines that tests told, in the order of the tests."""
    reports = [one for kind in ("passed", "failed") for one in terminalreporter.stats.get(kind, ())]
    lines = [text for one in reports for name, text in getattr(one, "user_properties", ()) if name == TOLD]
    if lines:
        terminalreporter.section("measured")
        for line in dict.fromkeys(lines):
            terminalreporter.write_line(line)
