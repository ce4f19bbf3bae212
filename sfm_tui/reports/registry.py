"""The documents that `sfm report` and the screens can make, by name.

A new one is a line in `KINDS` and a function that reads the store: `(store, asked, by) -> Document`. What it is set
with follows from its formats (`render.FORMATS`).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.spans import Span
    from sfm_tui.reports.paper import Document
    from sfm_tui.storage.store import Store

Takes = Literal["period", "day", "record", "records", "nothing"]
"""What a document is about: days, one day, one record by its number, some or all of a kind, or what stands now."""


@dataclass(frozen=True)
class Asked:
    """What a person asked for: a window between two local midnights, a local day, or a record's number.

    `record` names several with commas between for a document of `records`, all of them where it is empty. `names`
    prints officers by name where a document leaves them out otherwise. `at` is an instant of the shift that a
    document of `nothing` is to be of, in place of now.
    """

    window: "Span | None" = None
    day: date | None = None
    record: str = ""
    at: int | None = None
    names: bool = False


Make = Callable[["Store", Asked, "Author"], "Document"]


@dataclass(frozen=True)
class Kind:
    """A document: what it is called, what it says, what it is about, where it is made and in which formats.

    `make` names a function as `module:function`, imported when the document is wanted.
    """

    name: str
    what: str
    takes: Takes
    make: str
    formats: tuple[str, ...] = ("pdf",)
    can_name: bool = False

    @property
    def title(self) -> str:
        """What it is called: `Contract review`."""
        return self.name.replace("-", " ").capitalize()

    def document(self, store: "Store", asked: Asked, by: "Author") -> "Document":
        """The document, read at one state of the store. Raises what its function raises."""
        module, _, function = self.make.partition(":")
        make: Make = getattr(import_module(module), function)
        return make(store, asked, by)


_OWN = ("pdf", "txt")
"""The formats of a document with a template and a text of its own."""

KINDS: dict[str, Kind] = {
    kind.name: kind
    for kind in (
        Kind(
            "contract-review",
            "a month for the client: figures, why, what was done",
            "period",
            "sfm_tui.reports.gather_review:contract_review",
            formats=("pdf", "docx", "html", "txt"),
            can_name=True,
        ),
        Kind(
            "action-plan",
            "the plan as a form to sign: all open, or A-07,A-08",
            "records",
            "sfm_tui.reports.gather_plan:action_plan",
            formats=("pdf", "docx", "html", "txt"),
        ),
        Kind(
            "action-log",
            "every action with owner, due day, review, effect",
            "nothing",
            "sfm_tui.reports.gather_actions:action_log",
            formats=("pdf", "docx", "html", "txt"),
        ),
        Kind(
            "roster-week",
            "a week's roster with its gaps and why",
            "day",
            "sfm_tui.reports.gather_week:week",
            formats=("pdf", "docx", "html", "txt"),
        ),
        Kind("incident", "one incident on a sheet", "record", "sfm_tui.reports.made:incident", _OWN),
        Kind("occurrence-book", "the occurrence book of a day", "day", "sfm_tui.reports.made:occurrence_book", _OWN),
        Kind("talk-register", "one talk with its signatures", "record", "sfm_tui.reports.made:talk", _OWN),
        Kind("briefing", "what the shift is to be told", "nothing", "sfm_tui.reports.made:briefing", _OWN),
        Kind("handover", "one handover as it was signed", "record", "sfm_tui.reports.made:handover", _OWN),
    )
}
"""Every document, in the order in which a list names them."""


def kind_of(name: str) -> Kind:
    """The document of a name. Raises ReportError, naming all, where there is none."""
    found = KINDS.get(name)
    if found is None:
        from sfm_tui.reports.paper import ReportError

        raise ReportError(f"there is no report «{name}»: choose one of {', '.join(KINDS)}")
    return found
