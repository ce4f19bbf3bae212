"""What the desk holds after a shift: the soak of twelve simulated hours, its memory at the end to that at its start."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path

from benchmarks.frame import Options, Row, Unavailable, at_most

ROOT = Path(__file__).parent.parent
HOURS, QUICK, SEED = 12.0, 1.6, 7
LIMIT = 1.2
LAST = 5
"""Readings at the end and at the start that are compared."""


def shift(options: Options) -> list[Row]:
    """Memory after a shift of 12 simulated hours through the screens, to that once every screen had been open.

    Incidents, stamps, notes, check calls, rounds, bells, locks and every screen once an hour, with a clock that runs
    through the October night; resident memory of that process, after what can go has gone.
    """
    hours = QUICK if options.quick else HOURS
    with tempfile.TemporaryDirectory(prefix="sfm-bench-") as folder:
        command = [sys.executable, "-m", "tests.soak.shift", folder, "--seed", str(SEED), "--hours", str(hours)]
        done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, timeout=3600)
    if done.returncode:
        raise Unavailable(f"the shift ended early: {(done.stderr.splitlines() or ['it said nothing'])[-1]}")
    held = [size / 1e6 for _hour, size in json.loads(done.stdout)["memory"]]
    name = f"memory at the desk after {hours:g} hours, to that at their start"
    return [at_most(name, held[-LAST:], held[:LAST], LIMIT, "MB")]
