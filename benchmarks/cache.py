"""Where benchmarks keep what is slow to make, outside the project's folder."""

import os
from pathlib import Path

import platformdirs


def folder(*parts: str) -> Path:
    """A folder under `$SFM_BENCH_CACHE`, or else under the person's cache folder; made if missing."""
    own = os.environ.get("SFM_BENCH_CACHE")
    root = Path(own).absolute() if own else platformdirs.user_cache_path("sfm-tui-bench")
    path = root.joinpath(*parts)
    path.mkdir(parents=True, exist_ok=True)
    return path
