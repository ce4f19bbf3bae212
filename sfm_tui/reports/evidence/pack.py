"""A pack as it would be written: its pages and files, what a person must still look at, where everything lies."""

import io
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from sfm_tui.domain.attachment import ENDINGS
from sfm_tui.domain.pack.dates import Shift
from sfm_tui.domain.pack.folded import fold
from sfm_tui.domain.pack.names import EVERYDAY, Pseudonyms, terms
from sfm_tui.domain.pack.residue import Doubt, doubts
from sfm_tui.domain.pack.text import Redactor
from sfm_tui.reports.evidence.file_text import text_of_file
from sfm_tui.reports.evidence.portfolio_pages import (
    assessment_page,
    coverage_page,
    notes_page,
    reflections_page,
    standard_of,
)
from sfm_tui.reports.evidence.record_pages import action_page, incident_page, talk_page
from sfm_tui.reports.evidence.telling import Page, Teller
from sfm_tui.reports.paper import ReportError
from sfm_tui.storage.known_names import known_names

if TYPE_CHECKING:
    from sfm_tui.domain.standard import Standard
    from sfm_tui.storage.store import Store

_LONG = 6
"""Letters from which a word that is looked for as it is written is doubted in small letters too."""
LOOK = "a file: open the original and look at it"
LOOK_NAMES = "a file whose text names people, numbers or days that pages hide: take them out and attach it anew"
_MOST_TEXT = 256 << 10
"""Bytes of an attached text that are anonymised and read as a page."""
_STAMP = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip: none."""


@dataclass(frozen=True)
class Chosen:
    """The records that a pack is made of, by their numbers; nothing else gets in."""

    actions: tuple[str, ...] = ()
    incidents: tuple[str, ...] = ()
    talks: tuple[str, ...] = ()
    reflections: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    assessments: tuple[str, ...] = ()
    standard: str = ""

    @property
    def records(self) -> tuple[str, ...]:
        """Each record as links name it."""
        return tuple(
            f"{noun}:{key}"
            for noun, keys in (
                ("action", self.actions), ("incident", self.incidents), ("talk", self.talks),
                ("reflection", self.reflections), ("note", self.notes), ("assessment", self.assessments),
            )
            for key in dict.fromkeys(keys)
        )  # fmt: skip


@dataclass(frozen=True)
class File:
    """An attachment as it goes into a pack: its neutral name, its bytes without metadata."""

    path: str
    data: bytes
    record: str
    look: str = LOOK
    """What a person is told of it."""


@dataclass
class Pack:
    """A draft of a pack. It lives in memory alone: with it go the pseudonyms and the secret of its dates."""

    chosen: Chosen
    pages: tuple[Page, ...]
    files: tuple[File, ...]
    refused: tuple[str, ...]
    _redactor: Redactor
    _names: frozenset[str] = frozenset()
    _usual: frozenset[str] = frozenset()

    def doubts(self, page: Page) -> list[Doubt]:
        """What a person must look at on a page."""
        return doubts(page.text, self._names, _VOCABULARY | self._usual, self._redactor.pseudonyms.all())

    def hiding(self, store: "Store", words: str) -> "Pack":
        """The pack with further words taken out, under the same pseudonyms and dates."""
        hide = (*self._redactor.hide, words)
        return draft(store, self.chosen, shift=self._redactor.shift, hide=hide, pseudonyms=self._redactor.pseudonyms)

    def zipped(self) -> bytes:
        """The pack as one zip: the same bytes for the same pages, nothing of the machine that made it."""
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, data in self.contents():
                entry = zipfile.ZipInfo(path, _STAMP)
                entry.compress_type = zipfile.ZIP_DEFLATED
                entry.external_attr = 0o644 << 16
                entry.create_system = 0
                archive.writestr(entry, data)
        return made.getvalue()

    def contents(self) -> list[tuple[str, bytes]]:
        """Each file of the pack by its place in the folder."""
        pages = [(page.path, page.text.encode()) for page in self.pages]
        return sorted([*pages, *((file.path, file.data) for file in self.files)])


def draft(
    store: "Store", chosen: Chosen, *, hide: Iterable[str] = (), shift: Shift | None = None,
    pseudonyms: Pseudonyms | None = None, progress: Callable[[int, int], None] | None = None,
) -> Pack:  # fmt: skip
    """Make a pack of the chosen records, to be read page by page before it is written.

    Every draft has another secret and so other dates, unless `shift` and `pseudonyms` are those of the one before.
    `hide` are further words to take out. `progress` is told before each page how many are made, and of how many; what
    it raises ends the work. Raises ReportError where nothing was chosen, StoreError for a record that
    there is not.
    """
    if not chosen.records:
        raise ReportError("nothing was chosen: name at least one action, incident, talk, reflection or note")
    known = known_names(store)
    redactor = Redactor(known, shift or Shift.secret(), tuple(hide), pseudonyms or Pseudonyms())
    tell = Teller(redactor, store.tz)
    making: list[Callable[[], Page]] = [
        *(partial(action_page, store, key, tell) for key in dict.fromkeys(chosen.actions)),
        *(partial(incident_page, store, key, tell) for key in dict.fromkeys(chosen.incidents)),
        *(partial(talk_page, store, key, tell) for key in dict.fromkeys(chosen.talks)),
    ]
    if chosen.reflections:
        making.append(partial(reflections_page, store, tuple(dict.fromkeys(chosen.reflections)), tell))
    if chosen.notes:
        making.append(partial(notes_page, store, tuple(dict.fromkeys(chosen.notes)), tell))
    if chosen.assessments:
        rows = map(store.assessments.get, dict.fromkeys(chosen.assessments))
        making.append(partial(assessment_page, rows, tell))
    pages = []
    for made, make in enumerate(making):
        if progress is not None:
            progress(made, len(making))
        pages.append(make())
    texts, files, refused = _files(store, chosen, tell)
    places: dict[str, list[str]] = {}
    for page in pages:
        for record in page.record.split():
            places.setdefault(record, []).append(page.path)
    pages += texts
    standard = standard_of(store, chosen.standard)
    if standard is not None:
        pages.append(coverage_page(store, standard, places))
    names = frozenset(
        term.text
        for term in terms(known)
        if not term.exact
        or (term.known.people and term.text in EVERYDAY)
        or (len(term.text) >= _LONG and term.exact != term.known.key)
    )
    return Pack(chosen, tuple(pages), tuple(files), tuple(refused), redactor, names, _words_of(standard))


def _words_of(standard: "Standard | None") -> frozenset[str]:
    """The words and numbers of a standard: whoever reads the pack knows them."""
    if standard is None:
        return frozenset()
    titles = " ".join(
        (standard.title, *(one.title for one in standard.criteria), *(one.code for one in standard.criteria))
    )
    return frozenset(fold(word) for word in re.findall(r"\w+", titles))


def _files(store: "Store", chosen: Chosen, tell: Teller) -> tuple[list[Page], list[File], list[str]]:
    """Attachments of the chosen records: texts as pages, others without metadata; what could not be freed, in words."""
    from sfm_tui.reports.stripped import CannotStrip, stripped

    texts: list[Page] = []
    files: list[File] = []
    refused: list[str] = []
    for record in chosen.records:
        for number, attached in enumerate(one for one in store.attachments.of(record) if not one.struck):
            try:
                data, media = stripped(store.attachments.read(attached.hash))
                text = _text_of(data) if media == "text/plain" else None
            except CannotStrip as error:
                refused.append(f"{record.replace(':', ' ', 1)}, {attached.safe_name}: {error}")
                continue
            noun, _, key = record.partition(":")
            name = tell.record(noun.capitalize(), key) if noun != "assessment" else "Self-assessment"
            stem = f"{name.lower().replace(' ', '-')}-file-{number + 1}"
            if text is not None:
                texts.append(Page(f"evidence/{stem}.txt", f"{tell.redactor.text(text).strip()}\n"))
            else:
                said = text_of_file(data, media)
                look = LOOK_NAMES if tell.redactor.text(said) != said else LOOK
                files.append(File(f"evidence/{stem}{ENDINGS.get(media, '.bin')}", data, record, look))
    return texts, files, refused


def _text_of(data: bytes) -> str:
    """What an attached text says. Raises CannotStrip where nobody could read it as a page."""
    from sfm_tui.reports.stripped import CannotStrip

    if len(data) > _MOST_TEXT:
        raise CannotStrip(f"a text of more than {_MOST_TEXT >> 10} kB is too long for a page: attach what matters")
    try:
        return data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    except UnicodeDecodeError as error:
        raise CannotStrip("it is no text throughout: save it as UTF-8") from error


_WORDS = """
stage theme owner safety security risk agreed started effect due cost target required level performance identified gap
cause evidence measures support consulted improvement measured agreed done review evaluation reviewer baseline follow
median within values verdict reported dispatched scene resolved closed category severity officers outcome happened log
state held minutes presenter key points attendance attended expected absent all reflections study notes day kind
assessed assessor confidence strengths gaps views those served shown criterion code documents none pack timescale
"""
_VOCABULARY = frozenset(_WORDS.split())
