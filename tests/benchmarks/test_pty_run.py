"""Real programs in a real pty: what is seen, what is timed, and that it always ends."""

import sys
import time
from pathlib import Path

import psutil
import pytest

from benchmarks.bare_apps import label
from benchmarks.pty_run import CTRL_Q, NotShown, PtyRun, plain_environment

PY = sys.executable


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    return plain_environment(tmp_path)


def test_text_is_timed_in_the_order_in_which_it_came(env: dict[str, str]) -> None:
    script = "import sys; print('one', flush=True); sys.stdin.readline(); print('two', flush=True); input()"
    with PtyRun([PY, "-c", script], env=env, watch=["one", "two"]) as run:
        glyph, one = run.first_glyph(), run.first_text("one")
        press = run.press(b"\n")
        two = run.first_text("two")
        assert 0 < glyph <= one < two
        assert 0 < press.first <= press.last
        assert run.close(b"\n") == 0


def test_from_a_key_to_the_text_it_brings(env: dict[str, str]) -> None:
    script = (
        "import sys, time\nprint('ready', flush=True)\n"
        "for _ in range(2):\n    sys.stdin.readline(); time.sleep(0.2); print('\\x1b[2Jdone', flush=True)\ninput()"
    )
    with PtyRun([PY, "-c", script], env=env) as run:
        run.first_text("ready")
        took = run.until(b"\n", "done")
        assert 0.2 <= took < 5
        with pytest.raises(NotShown, match="«never»"):
            run.until(b"\n", "never", timeout=0.5)


def test_the_bare_app_starts_is_still_and_leaves(env: dict[str, str]) -> None:
    with PtyRun([PY, str(label.__file__)], env=env, watch=[label.READY], size=(80, 24)) as run:
        shown = run.first_text(label.READY)
        assert shown <= run.settle()
        assert len(run.lines) == 24
        assert run.idle(0.5) < 0.5
        assert run.close(CTRL_Q) == 0


def test_a_busy_child_of_the_program_counts_as_its_own_time(env: dict[str, str]) -> None:
    busy = "print(1, flush=True)\nwhile True: pass"
    script = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    with PtyRun([PY, "-c", script], env=env) as run:
        run.first_glyph()
        assert run.idle(0.5) > 0.1


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ([PY, "-c", "raise SystemExit(3)"], "it ended with status 3 before it showed «never»"),
        ([PY, "-c", "input()"], "it did not show «never» in time"),
        (["no-such-program-at-all"], "it cannot be started: No such file or directory"),
    ],
)
def test_what_never_comes_is_told_in_one_line(env: dict[str, str], command: list[str], message: str) -> None:
    def wait() -> None:
        with PtyRun(command, env=env) as run:
            run.first_text("never", timeout=1.0)

    with pytest.raises(NotShown) as told:
        wait()
    assert str(told.value) == message


def test_a_program_that_will_not_go_is_ended_with_its_children(env: dict[str, str]) -> None:
    script = (
        "import signal, subprocess, sys\n"
        "for one in (signal.SIGHUP, signal.SIGTERM, signal.SIGINT): signal.signal(one, signal.SIG_IGN)\n"
        "child = subprocess.Popen([sys.executable, '-c', 'input()'], start_new_session=True)\n"
        "print(f'child={child.pid};', flush=True)\n"
        "while True: sys.stdin.read(1)\n"
    )
    with PtyRun([PY, "-c", script], env=env) as run:
        run.first_text("child=")
        child = psutil.Process(int(run.lines[0].split("=")[1].split(";")[0]))
        assert run.close(b"q", grace=0.1) is None
    assert psutil.wait_procs([child], timeout=5)[1] == []


def test_waiting_ends_at_the_limit_of_the_whole_run(env: dict[str, str]) -> None:
    before = time.perf_counter()
    with PtyRun([PY, "-c", "input()"], env=env, limit=0.5) as run, pytest.raises(NotShown):
        run.first_text("never", timeout=60)
    assert time.perf_counter() - before < 20


def test_the_environment_has_nothing_of_the_person_s_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TEXTUAL", "devtools")
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    env = plain_environment(tmp_path, EXTRA="yes")
    assert not {"NO_COLOR", "TEXTUAL", "PYTHONPATH"} & env.keys()
    assert env["HOME"] == str(tmp_path)
    assert env["EXTRA"] == "yes"
