"""Random keys on every screen: no crash, nothing typed lost, memory flat. `SFM_SEED=N` plays the same keys again."""

import json
import os
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.soak.real_desk import ROOT

pytestmark = pytest.mark.soak
KEYS = int(os.environ.get("SFM_KEYS", "50000"))
MONKEYS = 2
GROWTH = 1.2
WARM = 0.3
"""The part of the keys after which every screen has been open."""


def test_fifty_thousand_keys(tmp_path: Path, tell: Callable[[str], None]) -> None:
    first = int(os.environ.get("SFM_SEED", random.randrange(10**6)))
    seeds = [first + n for n in range(MONKEYS)]
    played = []
    for seed in seeds:
        command = [sys.executable, "-m", "tests.soak.monkey", str(tmp_path / str(seed)), "--seed", str(seed)]
        command += ["--keys", str(KEYS // MONKEYS), "--seconds", "7200"]
        played.append(subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True))
    tell(f"monkeys of seeds {seeds}, {KEYS:,} keys in all")
    try:
        told = [(seed, *one.communicate(timeout=7500)) for seed, one in zip(seeds, played, strict=True)]
    finally:
        for one in played:
            one.kill()
    for seed, out, err in told:
        assert out, f"seed {seed}: {err[-4000:]}"
        found = json.loads(out)
        tell(summary(found))
        trouble = "\n".join(found["trouble"])
        assert not trouble, f"SFM_SEED={first}:\n" + "\n".join(found["last"]) + f"\n{trouble}"
        assert found["keys"] >= KEYS // MONKEYS
        assert found["probes"] > KEYS // MONKEYS // 1000, "hardly a word was typed that must not be lost"
        check_memory(found)


def summary(found: dict[str, Any]) -> str:
    held = [round(size / 1e6) for _keys, size in found["memory"]]
    return (
        f"seed {found['seed']}: {found['keys']:,} keys in {found['seconds']:.0f} s, {found['lives']} lives, "
        f"{found['probes']} words looked for, {held[:1]} … {held[-1:]} MB"
    )


def check_memory(found: dict[str, Any]) -> None:
    """What is held at the end is what was held once every screen had been open."""
    held = [size for _keys, size in found["memory"]]
    if len(held) < 20:
        return  # a short run says nothing of memory
    warm = sorted(held[int(len(held) * WARM) :][:5])[2]
    end = sorted(held[-5:])[2]
    assert end <= GROWTH * warm, f"seed {found['seed']}: {[round(size / 1e6) for size in held]}"
