"""A line that is cut without a hang-up signal, as of a dropped session under nohup, ends the program in order."""

import os
import select
import subprocess
import sys
from pathlib import Path

import pytest

from benchmarks.pty_run import plain_environment
from benchmarks.terminal import Answers, Screen
from sfm_tui.storage.store import Store
from tests.soak.real_desk import KEYS, ROOT, make_store

pty = pytest.importorskip("pty", reason="no pseudo-terminals")
termios = pytest.importorskip("termios", reason="no pseudo-terminals")


def test_the_program_ends_and_what_was_typed_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    make_store(path)
    master, slave = pty.openpty()
    termios.tcsetwinsize(slave, (24, 80))
    child = subprocess.Popen(
        [sys.executable, "-m", "sfm_tui", "--db", str(path)],
        stdin=slave,
        stdout=slave,
        stderr=slave,
        cwd=ROOT,
        env=plain_environment(tmp_path, PYTHONPATH=str(ROOT)),
        start_new_session=True,  # the terminal is not its own: no signal comes when that goes
    )
    os.close(slave)
    screen, answers = Screen(80, 24), Answers(80, 24)

    def until(text: str) -> None:
        while text not in "\n".join(screen.lines):
            assert select.select([master], [], [], 30)[0], "\n".join(screen.lines)
            data = os.read(master, 65536)
            screen.feed(data)
            if reply := answers.to(data):
                os.write(master, reply)

    try:
        until("Enter chooses")
        os.write(master, b"\r")
        until("is at the desk")
        os.write(master, KEYS["f2"])
        until("0001 opened")
        os.write(master, b"Smoke from")
        until("Smoke from")
        os.close(master)
        assert child.wait(20) > 0  # 120 where what is left to print cannot be
    finally:
        child.kill()
        child.wait()
    with Store.open(path) as store:
        texts = [store.incidents.get("2026-0001").summary]
        texts += [str(text) for draft in store.drafts.all() for text in draft.body.values()]
        assert "Smoke from" in texts
