"""Time zones as people name them, and the machine's own."""

from pathlib import Path

import pytest

from sfm_tui.clock import zone
from sfm_tui.clock.names import find_zone, machine_zone, zone_names


@pytest.mark.parametrize(
    ("text", "name"),
    [("Europe/London", "Europe/London"), ("europe/london", "Europe/London"), (" london ", "Europe/London"),
     ("new york", "America/New_York"), ("utc", "UTC"), ("Kentucky/Louisville", None)],
)  # fmt: skip
def test_a_zone_by_what_people_call_it(text: str, name: str | None) -> None:
    if name is None:
        with pytest.raises(ValueError, match="no time zone"):
            find_zone(text)
    else:
        assert find_zone(text) == name


def test_what_may_be_several_is_asked_for_more() -> None:
    with pytest.raises(ValueError, match=r"may be Europe/Amsterdam, .*: write more of it"):
        find_zone("eur")


@pytest.mark.parametrize("text", ["", "   ", "zzz", "[/red]", "../../etc/passwd", "\x00", "x" * 10_000])
def test_what_is_no_zone_is_refused_in_a_line(text: str) -> None:
    with pytest.raises(ValueError, match=r"^[^\n]{1,200}$"):
        find_zone(text)


def test_every_name_offered_is_a_zone() -> None:
    assert len(zone_names()) > 300
    assert all(zone(name) for name in zone_names())


def test_the_machine_zone_by_environment_link_and_file(tmp_path: Path) -> None:
    assert machine_zone("", tmp_path) == ""
    (tmp_path / "timezone").write_text("Europe/Oslo\n")
    assert machine_zone("", tmp_path) == "Europe/Oslo"
    (tmp_path / "localtime").symlink_to("/usr/share/zoneinfo/Europe/Paris")
    assert machine_zone("", tmp_path) == "Europe/Paris"
    assert machine_zone(":Asia/Tokyo", tmp_path) == "Asia/Tokyo"
    assert machine_zone("CET-1CEST", tmp_path) == "Europe/Paris"
    (tmp_path / "localtime").unlink()
    (tmp_path / "timezone").write_bytes(b"\xff\xfe[/x]")
    assert machine_zone("nonsense", tmp_path) == ""
