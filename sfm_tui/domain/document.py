"""Documents that were made of the records: what each is, of which state of the ledger, and of what it tells.

A document is named by its number, `D-01`. Of the file the ledger keeps its SHA-256, never where it lies.
"""

from sfm_tui.domain.attachment import Hash
from sfm_tui.domain.event import Event, event
from sfm_tui.domain.text import Code, Key, Line

LETTER = "D"
"""The letter before the number of a document."""
TOLD_IN = "told in"
"""How a record and the document that tells of it belong together."""
PACK = "evidence-pack"
"""What an anonymised pack is called among the kinds of documents."""


@event("report.made")
class ReportMade(Event):
    """A document was written to a file.

    `name` is its kind as `sfm report` calls it, `period` what it is about in words, `form` its format, `digest` the
    SHA-256 of the file, `head` the ledger's head that it was made of, as it stands on the page. `about` are the
    records of which it tells; they are linked to it.
    """

    report: Key
    name: Code
    title: Line
    period: Line = ""
    form: Code
    digest: Hash
    head: Line
    about: tuple[Code, ...] = ()

    @property
    def subject(self) -> str:
        """The document, as links name it."""
        return f"report:{self.report}"

    @property
    def words(self) -> str:
        """Its number, what it is and what it is about."""
        return "\n".join(filter(None, (self.report, self.title, self.period)))
