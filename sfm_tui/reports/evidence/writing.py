"""A pack put down: a folder and a zip beside it, whole or not at all, and an entry in the ledger."""

import hashlib
import os
import shutil
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from sfm_tui.domain.pack.events import EvidenceMade
from sfm_tui.path_words import why_not
from sfm_tui.reports.paper import ReportError
from sfm_tui.reports.whole_file import check_free, write_whole
from sfm_tui.storage.documents import next_number

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.reports.evidence.pack import Pack
    from sfm_tui.storage.store import Store


@dataclass(frozen=True)
class Written:
    """Where a pack lies, how many pages and files it has, and the SHA-256 of its zip."""

    folder: Path
    archive: Path
    pages: int
    files: int
    digest: str


def check_place(folder: Path) -> Path:
    """The zip beside the folder that a pack would be written to. Raises ReportError where either is taken."""
    archive = folder.with_name(f"{folder.name}.zip")
    if os.path.lexists(folder):
        raise ReportError(f"{folder} is there already: choose another name")
    check_free(archive, overwrite=False)
    return archive


def write_pack(store: "Store", pack: "Pack", folder: Path, by: "Author") -> Written:
    """Write a pack whose every page a person has read and confirmed, and enter in the ledger that it was made.

    Raises ReportError, with nothing left behind, where the place is taken or cannot be written.
    """
    archive = check_place(folder)
    data = pack.zipped()
    digest = hashlib.sha256(data).hexdigest()
    try:
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name[:60]}.", dir=folder.parent))
    except OSError as error:
        raise ReportError(f"{folder.parent} cannot be written: {why_not(error)}") from error
    try:
        for path, body in pack.contents():
            place = part / path
            place.parent.mkdir(exist_ok=True)
            place.write_bytes(body)
        part.chmod(0o755)
        write_whole(archive, data)
        try:
            if os.path.lexists(folder):
                raise ReportError(f"{folder} is there already: choose another name")
            os.rename(part, folder)
            with store.writing() as transaction:
                made = EvidenceMade(
                    records=pack.chosen.records, pages=len(pack.pages), digest=digest, standard=pack.chosen.standard,
                    report=next_number(transaction), head=transaction.head.long,
                )  # fmt: skip
                transaction.append(made, by)
        except BaseException:
            archive.unlink(missing_ok=True)
            if not part.exists():
                shutil.rmtree(folder, ignore_errors=True)
            raise
    except OSError as error:
        raise ReportError(f"{folder} cannot be written: {why_not(error)}") from error
    finally:
        shutil.rmtree(part, ignore_errors=True)
    return Written(folder, archive, len(pack.pages), len(pack.files), digest)
