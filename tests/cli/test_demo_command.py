"""`sfm demo`, without a terminal and on one."""

import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Self

import pytest

from tests.cli.running import Sfm

pty = pytest.importorskip("pty")
fcntl = pytest.importorskip("fcntl")


def test_made_and_kept(sfm: Sfm, tmp_path: Path) -> None:
    path = tmp_path / "deep" / "demo.db"
    ran = sfm("demo", "--keep", str(path), "--no-open")
    assert (ran.code, ran.out, ran.err) == (0, f"{path}\n", "")
    assert not sfm.db.exists()
    assert sfm.inside("verify", "--db", str(path)).code == 0
    assert sfm.incidents("--db", str(path), "--state", "running")
    before = path.read_bytes()
    sfm.inside("demo", "--keep", str(path), "--no-open").refused("already")
    assert path.read_bytes() == before
    named = tmp_path / "named.db"
    assert sfm.inside("--db", str(named), "demo", "--no-open").code == 0
    assert named.exists()


def test_before_the_change_and_two_weeks_later(sfm: Sfm, tmp_path: Path) -> None:
    path = tmp_path / "demo.db"
    ran = sfm.inside("demo", "--before", "--at", "2026-11-08T11:30", "--keep", str(path), "--no-open")
    assert (ran.code, ran.out, ran.err) == (0, f"{path}\n", "")
    late = sfm.inside("trace", "--from", "2026-10-12", "--to", "2026-11-09", "--db", str(path), "--json").json
    assert late["by_cause"]["overlapping-duties"] > 10
    ran = sfm.inside("demo", "--days-later", "15", "--keep", str(path), "--no-open")
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0].startswith("it is Mon 23 Nov 2026 11:30")
    assert str(tmp_path / "follow-up") in ran.out
    assert sfm.inside("import", str(tmp_path / "follow-up"), "--db", str(path)).code == 0
    after = sfm.inside("kpi", "--from", "2026-11-09", "--to", "2026-11-23", "--db", str(path), "--json").json
    assert after["response"]["n"] >= 20
    assert sfm.inside("verify", "--db", str(path)).code == 0
    sfm.inside("demo", "--days-later", "1", "--keep", str(path), "--no-open").refused("follow-up", "already")


def test_the_time_of_another_store_is_not_moved(desk: Sfm, tmp_path: Path) -> None:
    before = desk.inside("verify", "--json").json
    desk.inside("demo", "--days-later", "15", "--no-open").refused("--keep", "PATH")
    desk.inside("demo", "--days-later", "15", "--keep", str(desk.db), "--no-open").refused("nobody can move its time")
    desk.inside("demo", "--days-later", "15", "--before", "--keep", str(desk.db), "--no-open").refused("--before")
    desk.inside("demo", "--days-later", "15", "--keep", str(tmp_path / "none.db"), "--no-open").refused("no store")
    sfm_time = desk.inside("demo", "--at", "25 o'clock", "--keep", str(tmp_path / "new.db"), "--no-open")
    sfm_time.refused("--at", "25 o'clock")
    assert not (tmp_path / "new.db").exists()
    assert desk.inside("verify", "--json").json == before


class Terminal:
    """`sfm` on a terminal of 30 lines and 100 columns."""

    def __init__(self, sfm: Sfm, *args: str, **env: str) -> None:
        import struct
        import termios

        self.seen = b""
        self._found = threading.Condition()
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
        self.process = subprocess.Popen(
            sfm.argv(args), stdin=slave, stdout=slave, stderr=slave, env={**sfm.env, "TERM": "xterm-256color", **env},
            start_new_session=True,
        )  # fmt: skip
        os.close(slave)
        self._reader = threading.Thread(target=self._read)
        self._reader.start()

    def _read(self) -> None:
        while True:
            try:
                data = os.read(self.master, 65536)
            except OSError:
                data = b""
            with self._found:
                self.seen += data
                self._found.notify_all()
            if not data:
                return

    def wait_for(self, text: bytes) -> None:
        with self._found:
            assert self._found.wait_for(lambda: text in self.seen, timeout=60), self.seen[-2000:]

    def type(self, keys: bytes) -> None:
        os.write(self.master, keys)

    def end(self) -> int:
        return self.process.wait(timeout=60)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.process.kill()
        self.process.wait(timeout=60)
        self._reader.join(timeout=60)
        os.close(self.master)


@pytest.mark.skipif(sys.platform == "win32", reason="a pseudo-terminal")
@pytest.mark.parametrize("by_key", [True, False])
def test_opened_and_gone_afterwards(sfm: Sfm, tmp_path: Path, by_key: bool) -> None:
    place = tmp_path / "temporary"
    place.mkdir()
    with Terminal(sfm, "demo", TMPDIR=str(place)) as terminal:
        terminal.wait_for(b"Demo: North")
        assert len(list(place.iterdir())) == 1
        if by_key:
            terminal.type(b"\x11")
            terminal.wait_for(b"Leave?")
            terminal.type(b"y")
        else:
            terminal.process.terminate()
        assert terminal.end() == (0 if by_key else 143)
    assert list(place.iterdir()) == []


def test_a_store_that_cannot_be_opened_is_told_after_the_screen(sfm: Sfm) -> None:
    sfm.db.write_text("no database " * 100)
    with Terminal(sfm) as terminal:
        terminal.wait_for(b"sfm: ")
        assert terminal.end() == 2
    assert b"no sfm store" in terminal.seen
