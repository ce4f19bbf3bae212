"""The commands, as typer reads them. Each gives back the job to do; nothing is done while options are read.

They stand in modules of their own, and in the help in the order in which those are imported here.
"""

from importlib import import_module
from typing import Annotated, Any

import typer

from sfm_tui.cli import BAD_USE, PROGRAM, complain
from sfm_tui.cli.options import Db, app

PARTS = ("site", "figures", "team", "keeping", "privacy", "paper")
"""The modules of the commands, in the order of the help."""
PATHS = {"PATH": "a file", "FILE": "a file", "FOLDER": "a folder", "CODE|FILE": "a code or a file"}
"""What is named by the arguments and options that the help shows so."""


@app.callback()
def sfm(
    db: Db = "",
    version: Annotated[bool, typer.Option("--version", help="The version of this program.")] = False,
) -> None:
    """The control-room desk of a security team. Alone, it opens the desk.

    Exit status: 0, 1 for a finding, 2 for bad use or a store that cannot be used.
    """


for _part in PARTS:
    import_module(f"sfm_tui.cli.commands_{_part}")


def names() -> list[str]:
    """The names of the commands, in the order in which the help lists them."""
    return [str(info.name or getattr(info.callback, "__name__", "")) for info in app.registered_commands]


def run(args: list[str]) -> int:
    """Read a command and its options, and do it."""
    command: Any = typer.main.get_command(app)
    try:
        for param in command.commands[args[0]].params if args[0] in command.commands else ():
            if param.metavar in PATHS:
                param.callback = _not_empty
        job = command.main(args, prog_name=PROGRAM, standalone_mode=False)
    except Exception as error:
        if not hasattr(error, "format_message"):
            raise
        hint = f"«{PROGRAM} {args[0]} --help» says more" if args[0] in names() else f"«{PROGRAM} --help» lists all"
        complain(f"{error.format_message().rstrip('.')}: {hint}")
        return BAD_USE
    return job() if callable(job) else int(job or 0)


def _not_empty(context: Any, param: Any, value: Any) -> Any:
    """Refuse a path that was given and is empty: for the computer it would be the folder that one happens to be in."""
    if isinstance(value, str) and not value.strip() and context.get_parameter_source(param.name).name == "COMMANDLINE":
        raise typer.BadParameter(f"it is empty, name {PATHS[param.metavar]}", context, param)
    return value
