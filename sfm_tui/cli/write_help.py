"""Writes `help_text.py` from the commands: `python -m sfm_tui.cli.write_help`."""

import contextlib
import io
from pathlib import Path

TARGET = Path(__file__).with_name("help_text.py")


def help_texts() -> dict[str, str]:
    """The help of the program (under the empty name) and of each command, as typer writes it."""
    import typer

    from sfm_tui.cli import PROGRAM
    from sfm_tui.cli.commands import names
    from sfm_tui.cli.options import app

    command = typer.main.get_command(app)
    texts = {}
    for name in ("", *names()):
        with contextlib.redirect_stdout(io.StringIO()) as written:
            command.main([*filter(None, [name]), "--help"], prog_name=PROGRAM, standalone_mode=False)
        texts[name] = written.getvalue().strip("\n")
    return texts


def module_text() -> str:
    """The module that holds every help text."""
    head = '"""The help of every command, made from `commands` by `write_help`. Not to be edited."""\n\nHELP = {\n'
    parts = []
    for name, text in help_texts().items():
        if '"""' in text or "\\" in text or text.endswith('"'):
            raise ValueError(f"the help of «{name}» holds what a docstring cannot: reword it")
        parts.append(f'    "{name}": """{text}""",\n')
    return head + "".join(parts) + "}\n"


if __name__ == "__main__":
    TARGET.write_text(module_text(), encoding="utf-8", newline="\n")
