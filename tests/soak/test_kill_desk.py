"""The real program in a terminal of its own, killed again and again while it logs."""

import os
import random
from pathlib import Path

import pytest

from tests.soak.killing import kill_many

pytestmark = pytest.mark.soak
LIVES = int(os.environ.get("SFM_LIVES", "100"))


def test_killed_at_any_moment_while_it_logs(tmp_path: Path) -> None:
    kill_many(tmp_path / "s.db", LIVES, random.randrange(10**6), most=4.0)
