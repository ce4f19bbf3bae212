"""The program from its start to its exit status."""

from pathlib import Path

from sfm_tui.app.program import SfmApp
from sfm_tui.clock import Clock


def run(path: Path, clock: Clock | None = None) -> tuple[int, str]:
    """Open the program on a store; gives the exit status and, where it failed, the line that says why.

    Where the first start asks for the demo, that opens next, in a folder of its own that is removed afterwards.
    """
    status, line, demo = _run_once(path, clock)
    if demo is not None:
        from shutil import rmtree

        try:
            status, line, _none = _run_once(demo, clock)
        finally:
            rmtree(demo.parent, ignore_errors=True)
    return status, line


def _run_once(path: Path, clock: Clock | None) -> tuple[int, str, Path | None]:
    app = SfmApp(path, clock, ask=True)
    try:
        status = app.run()
    finally:
        app.session.close()
    return (status if status is not None else app.return_code or 0), app.exit_line, app.demo
