"""The command line. Nothing heavy is imported before it is known what was asked for.

`sfm` alone opens the desk and `--help` prints text that was made beforehand, both without typer; the commands
themselves are in `commands`, and the work of each in a module of its own.
"""

import gc
import os
import sys

PROGRAM = "sfm"
BAD_USE = 2
INTERRUPTED = 130
PIPE_CLOSED = 141


def main(argv: list[str] | None = None) -> int:
    """Run `sfm`; gives the exit status: 0, 1 for a finding, 2 for bad use or a store that cannot be used."""
    args = sys.argv[1:] if argv is None else list(argv)
    _settle_streams()
    try:
        status = _run(args)
        sys.stdout.flush()
    except KeyboardInterrupt:
        status = INTERRUPTED
        gc.freeze()  # else the interpreter goes through all that was read before it ends
    except BrokenPipeError:
        status = PIPE_CLOSED
        _discard_output()
    except Exception as error:
        if os.environ.get("SFM_DEBUG"):
            raise
        from sfm_tui.cli.trouble import words

        status = BAD_USE
        complain(words(error))
    return status


def complain(line: str) -> None:
    """Say what is wrong, in one line, on standard error."""
    try:  # noqa: SIM105  (contextlib costs more to import than all of this)
        print(f"{PROGRAM}: {' '.join(line.split())}", file=sys.stderr, flush=True)
    except OSError:  # nobody reads it any more
        pass


def _run(args: list[str]) -> int:
    db = ""
    while args and args[0].startswith("-"):
        first, *args = args
        name, equals, value = first.partition("=")
        if name == "--db":
            if not equals:
                value, args = (args[0], args[1:]) if args else ("", [])
            if not value:
                complain("--db needs the PATH of a store")
                return BAD_USE
            db = value
        elif first in ("--help", "-h"):
            return _help("")
        elif first == "--version":
            from sfm_tui import __version__

            print(f"{PROGRAM} {__version__}")
            return 0
        else:
            complain(f"there is no option {first}: «{PROGRAM} --help» lists them")
            return BAD_USE
    if not args:
        return _open_desk(db)
    if args[1:] in (["--help"], ["-h"]):
        known = _help(args[0])
        if known == 0:
            return 0
    command, *rest = args
    from sfm_tui.cli.commands import run

    return run([command, *(["--db", db] if db else []), *rest])


def _help(command: str) -> int:
    """Print the help of a command, of the program where it is empty; 2 where there is no such command."""
    from sfm_tui.cli.help_text import HELP

    if command not in HELP:
        return BAD_USE
    print(HELP[command])
    return 0


def _open_desk(db: str) -> int:
    from pathlib import Path

    from sfm_tui.paths import default_store

    return open_desk(Path(db) if db else default_store())


def open_desk(path: "os.PathLike[str]") -> int:
    """Open the program on a store, where there is a terminal to open it on."""
    if not (sys.stdin and sys.stdin.isatty() and sys.stdout.isatty()):
        complain(f"the desk needs a terminal: «{PROGRAM} --help» lists what can be done without one")
        return BAD_USE
    from pathlib import Path

    from sfm_tui.cli.early_keys import keys_as_pressed

    gc.disable()  # the app enables it again once it is up
    try:
        with keys_as_pressed(sys.stdin.fileno()):
            from sfm_tui.app import run

            status, line = run(Path(path))
    except Exception as error:
        from sfm_tui.storage.driver import driver

        if not isinstance(error, driver().Error):
            raise
        from sfm_tui.storage.errors import explain

        raise explain(error, path) from error
    if line:
        complain(line)
    return status


def _settle_streams() -> None:
    """UTF-8 wherever output is not a terminal, and nothing that cannot be shown stops the program."""
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding=None if stream.isatty() else "utf-8", errors="backslashreplace")


def _discard_output() -> None:
    """Let the interpreter flush into nothing: the reader has gone."""
    try:
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, sys.stdout.fileno())
    except (OSError, ValueError):
        pass
