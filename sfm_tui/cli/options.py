"""What the commands share: their app, their common options, the store that they are about."""

from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from sfm_tui.cli import PROGRAM, complain

Job = Callable[[], int]

HELP_WIDTH = 80
SETTINGS: dict[str, Any] = {
    "help_option_names": ["--help", "-h"],
    "terminal_width": HELP_WIDTH,
    "max_content_width": HELP_WIDTH,
}

app = typer.Typer(
    name=PROGRAM,
    rich_markup_mode=None,
    add_completion=False,
    pretty_exceptions_enable=False,
    context_settings=SETTINGS,
)

Db = Annotated[
    str, typer.Option("--db", metavar="PATH", help="The store; else SFM_DB, else the one in your data folder.")
]
By = Annotated[str, typer.Option("--by", metavar="PERSON", help="Who does this; else who signed on last, else «cli».")]
Json = Annotated[bool, typer.Option("--json", help="As JSON.")]
Output = Annotated[str, typer.Option("-o", "--output", metavar="FILE", help="Where to write it.")]
Pdf = Annotated[bool, typer.Option("--pdf", help="As a PDF, into the FILE of -o.")]
FirstDay = Annotated[str, typer.Option("--from", metavar="DATE", help="The first day.")]
DayAfter = Annotated[str, typer.Option("--to", metavar="DATE", help="The day after the last.")]
Replace = Annotated[bool, typer.Option("--replace", help="Write over what is there.")]


def store_path(db: str) -> Path:
    """The store that a command is about: the one that is named, else the one in the data folder."""
    from sfm_tui.paths import default_store

    return Path(db) if db else default_store()


def prints_nothing(wanted: str, output: str, pdf: bool) -> bool:
    """Whether a document was asked for of nothing, which is told."""
    if output or pdf:
        complain(f"-o and --pdf are for paper: give {wanted} too")
        return False
    return True
