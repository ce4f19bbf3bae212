"""A long import keeps its memory: what it needs does not grow with the file."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.exchange.folders import OFFICERS, SITE, SMALL_HEAD, make

RUN = """
import sys
from benchmarks.peak import peak_megabytes
from sfm_tui.domain.desk import Author
from sfm_tui.exchange.exporter import export_folder
from sfm_tui.exchange.importer import import_folder
from sfm_tui.storage.store import Store

with Store.open(sys.argv[1] + "/sfm.db") as store:
    report = import_folder(store, sys.argv[1], Author("okafor"))
    assert report.bad == [] and report.stored, report.bad[:3]
    assert not import_folder(store, sys.argv[1], Author("okafor")).stored
    export_folder(store, sys.argv[1] + "/out")
print(int(peak_megabytes()))
"""


@pytest.mark.soak
@pytest.mark.skipif(sys.platform == "win32", reason="the process's own measure is Unix only")
def test_a_hundred_thousand_incidents_in_under_300_megabytes(tmp_path: Path) -> None:
    folder = make(tmp_path / "in", {"site.toml": SITE, "officers.csv": OFFICERS})
    with (folder / "incidents.csv").open("w", encoding="utf-8") as out:
        out.write(f"{SMALL_HEAD},officers\n")
        for n in range(100_000):
            hour, minute = divmod(n % 1440, 60)
            day = f"{2020 + n // 28_000}-01-{n // 1440 % 28 + 1:02}"
            out.write(f"X-{n:06},{day}T{hour:02}:{minute:02},Theft,3,Gate,Man at the gate {n},NG01 NG02\n")
    for name, head, more in (
        ("stamps.csv", "incident,officer,kind,at,written_at", "NG01,clear,2026-01-01T10:00,2026-01-01T10:01"),
        ("entries.csv", "incident,entry,at,written_at,author,text", "1,2026-01-01T10:00,2026-01-01T10:01,me,a note"),
    ):
        with (folder / name).open("w", encoding="utf-8") as out:
            out.write(head + "\n")
            out.writelines(f"X-{n:06},{more}\n" for n in range(100_000))
    done = subprocess.run([sys.executable, "-c", RUN, str(folder)], capture_output=True, text=True, check=True)
    assert int(done.stdout) < 300
