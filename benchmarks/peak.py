"""The most memory that this process ever held. Imports nothing that a measured child would not have."""

import resource
import sys
from pathlib import Path


def peak_megabytes() -> float:
    """The greatest resident memory of this process so far, in MB.

    On Linux ru_maxrss also counts the process that this one was forked from; VmHWM does not.
    """
    status = Path("/proc/self/status")
    lines = status.read_text().splitlines() if status.exists() else []
    for line in lines:
        if line.startswith("VmHWM"):
            return int(line.split()[1]) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024 / (1024 if sys.platform == "darwin" else 1)
