"""`sfm measure`: charts of a store's measures and of files from elsewhere."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.storage.series import series
from sfm_tui.storage.store import Store
from tests.cli.running import Sfm
from tests.conftest import NOW

BY = Author("okafor", confirmed=True)


def _file(tmp_path: Path, text: str) -> str:
    path = tmp_path / "series.csv"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_a_series_from_elsewhere(sfm: Sfm, tmp_path: Path) -> None:
    values = ["49.6", "47.6", "49.9", "51.3", "47.8", "51.2", "52.6", "52.4", "53.6", "52.1"]
    rows = [f"2026-01-{n:02};{value};3;x" for n, value in enumerate(values, start=1)]
    ran = sfm.inside(
        "measure", "--from-csv", _file(tmp_path, "\ufeffat;value;n;note\r\n" + "\r\n".join(rows)), "--json"
    )
    assert (ran.code, ran.err) == (0, "sfm: series.csv: ignored note\n")
    found: dict[str, Any] = ran.json
    assert (found["centre"], found["lower"], found["upper"], found["trial"]) == (50.81, 45.82, 55.8, True)
    assert found["points"][1] == {"at": "2026-01-02", "value": 47.6, "n": 3, "moving_range": 2.0, "signals": []}
    assert found["points"][0]["moving_range"] is None
    assert found["assurance"] is None
    assert not sfm.db.exists()


def test_a_long_series_is_told_in_short_lines(sfm: Sfm, tmp_path: Path) -> None:
    """Twelve points about 10, then thousands about 100: each signal is one line, however many points it has."""
    first = date(1950, 1, 1)
    values = [10 + n % 2 if n < 12 else 100 + n % 3 for n in range(4000)]
    text = "at,value\n" + "".join(f"{first + timedelta(days=n)},{value}\n" for n, value in enumerate(values))
    lines = sfm.inside("measure", "--from-csv", _file(tmp_path, text)).lines
    assert (
        "  two of three near the upper limit of 13.16, 3988 points from 1950-01-13 to 1960-12-13: something may have"
        " changed" in lines
    )
    assert max(map(len, lines)) < 160


def test_baseline_screen_and_order(sfm: Sfm, tmp_path: Path) -> None:
    values = [10, 11, 10, 11, 10, 40, 10, 11, 10, 11, 10, 11, 10, 20, 10]
    text = "value,at\n" + "".join(f"{v},2026-01-{n:02} 12:00\n" for n, v in reversed([*enumerate(values, start=1)]))
    file = _file(tmp_path, text)

    def limits(*args: str) -> list[Any]:
        found = sfm.inside("measure", "--from-csv", file, "--json", *args).json
        return [found[name] for name in ("centre", "mean_moving_range", "baseline", "trial")]

    assert limits() == [12.92, 6.27, 12, False]
    assert limits("--screen") == [12.92, 1.0, 12, False]
    assert limits("--baseline", "5") == [10.4, 1.0, 5, True]
    assert limits("--baseline", "all") == [13.0, 6.43, 15, False]
    first = sfm.inside("measure", "--from-csv", file, "--json").json["points"][0]
    assert first["at"] == "2026-01-01T12:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("at,values\n2026-01-01,3\n", ("line 1", "no column value")),
        ("at,value\n2026-01-01,3\n2026-01-02,1e3\n", ("line 3", "value", "«1e3» is no number")),
        ("at,value\n2026-02-30,3\n", ("line 2, at", "«2026-02-30»")),
        ("at,value,n\n2026-01-01,3,-1\n", ("line 2, n", "«-1»")),
        ("at,value\n2026-01-01,3,4\n", ("line 2", "3 cells under 2 columns")),
        ("", ("no column at",)),
    ],
)
def test_bad_files(sfm: Sfm, tmp_path: Path, text: str, words: tuple[str, ...]) -> None:
    sfm.inside("measure", "--from-csv", _file(tmp_path, text)).refused(*words)


def test_bad_use(desk: Sfm, tmp_path: Path) -> None:
    desk.inside("measure").refused("name one measure")
    desk.inside("measure", "x", "--from-csv", "y").refused("name one measure")
    desk.inside("measure", "x", "--baseline", "none").refused("--baseline", "«none»")
    desk.inside("measure", "unheard-of").refused("there is no measure unheard-of: there are ")
    desk.inside("measure", "--from-csv", str(tmp_path / "gone.csv")).refused("gone.csv")


def test_no_points_at_all(desk: Sfm) -> None:
    for name in ("response-time", "response-within", "shift-fill", "late-starts", "no-shows"):
        found = desk.inside("measure", name, "--json").json
        assert (found["points"], found["phases"], found["centre"], found["why"]) == ([], [], None, "no points")


def test_readings_with_a_phase(desk: Sfm) -> None:
    with Store.open(desk.db, FrozenClock(NOW)) as store:
        store.measures.add("M-1", "Breaches of access", BY, unit="breaches", target="3")
        for n, value in enumerate((9, 8, 9, 7, 9, 8, 2, 3, 1, 2, 1, 2), start=1):
            store.measures.read("M-1", f"{value}", BY, at=f"2026-08-{n:02}", n=n)
        store.measures.phase("M-1", "2026-08-07", "gate 3 has a lock", BY)
    found = desk.inside("measure", "breaches of ACCESS", "--json").json
    assert [(one["from"], one["reason"], one["n"], one["centre"]) for one in found["phases"]] == [
        ("2026-08-01", None, 6, 8.33), ("2026-08-07", "gate 3 has a lock", 6, 1.83),
    ]  # fmt: skip
    assert found["centre"] == 1.83
    assert (found["target"], found["assurance"]) == (3.0, "hit or miss")
    lines = desk.inside("measure", "M-1").lines
    assert lines[0] == "Breaches of access, breaches"
    assert any(line.startswith("Phase from 2026-08-07: gate 3 has a lock") for line in lines)


def test_the_demo_site_signals_its_bad_weeks(northgate: Sfm) -> None:
    with Store.open(northgate.db, FrozenClock(NOW + 2 * 86_400)) as store:
        weeks = series(store, "response-time")
        assert [float(round(dot.value)) for dot in weeks.dots] == [
            146,
            149,
            145,
            142,
            141,
            144,
            268,
            285,
            266,
            281,
            130,
            146,
        ]
        assert [dot.n for dot in series(store, "response-within").dots] == [dot.n for dot in weeks.dots]
        assert [int(dot.value) for dot in series(store, "late-starts").dots] == [1, 0, 2, 0, 3, 2, 5, 0, 2, 1, 0, 2]
        assert sum(int(dot.value) for dot in series(store, "no-shows").dots) == 1
        assert all(90 < dot.value <= 100 for dot in series(store, "shift-fill").dots)
    with Store.open(northgate.db, FrozenClock(NOW)) as store:
        assert len(series(store, "response-time").dots) == 11
    lines = northgate.inside("measure", "response-time").lines
    assert next(line for line in lines if "2026-10-12 " in line).split()[:2] == ["2026-10-12", "267.90"]
    found = northgate.inside("measure", "response-time", "--json").json
    signals = {point["at"] for point in found["points"] if point["signals"]}
    assert signals <= {"2026-10-12", "2026-10-19", "2026-10-26", "2026-11-02"}
    assert signals
