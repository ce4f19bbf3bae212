"""The real program, killed two hundred times while it logs."""

import random
from pathlib import Path

import pytest

from tests.soak.killing import kill_many

pytestmark = pytest.mark.soak


def test_killed_two_hundred_times_while_it_logs(tmp_path: Path) -> None:
    kill_many(tmp_path / "s.db", 200, random.randrange(10**6), most=6.0)
