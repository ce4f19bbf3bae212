"""The site's settings of an import: checked against those of the store, and stored."""

import hashlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import Connection

from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.reference import CategoryRecord, FileImported, Location, plain
from sfm_tui.domain.site import Rest, Site
from sfm_tui.exchange.folder import SITE_FILE
from sfm_tui.exchange.known import Known
from sfm_tui.exchange.read import open_file
from sfm_tui.exchange.report import Bad, ImportReport
from sfm_tui.exchange.site_toml import HIDDEN, SiteFile, read_site
from sfm_tui.storage import sites
from sfm_tui.storage.reference import read_all

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.transaction import Transaction


@dataclass
class SitePlan:
    """What the site's settings will be; `timezone` is that of times without an offset, empty where none is known."""

    timezone: str = ""
    new: Site | None = None
    categories: list[CategoryRecord] = field(default_factory=list)
    hide: list[str] = field(default_factory=list)
    digest: str = ""

    @property
    def stores(self) -> bool:
        """Whether anything changes."""
        return self.new is not None or bool(self.categories) or bool(self.hide)


def check_site(connection: Connection, path: Path | None, report: ImportReport) -> SitePlan:
    """What a `site.toml` changes. Trouble in it is fatal: the times of all other files are read by it."""
    row = connection.exec_driver_sql("SELECT settings FROM site").first()
    there = sites.parse_settings(row[0]) if row else None
    plan = SitePlan(there.timezone if there else "")
    if path is None:
        return plan
    file = read_site(path)
    report.notes += file.notes
    if file.site is None:
        # Nothing will be stored; a zone that holds keeps the rows' own faults apart from this one.
        plan.timezone = file.timezone or plan.timezone or "UTC"
        return _refused(plan, report, file.bad)
    new = file.site
    plan.timezone = new.timezone
    if there is not None and there.code != new.code:
        problem = f"{quoted(new.code)}: this store belongs to {quoted(there.code)}, import into another one (--db PATH)"
        return _refused(plan, report, [Bad(SITE_FILE, file.line_of("code"), "code", problem)])
    if there is not None:
        new = _completed(new, there)
    if there is None or sites.settings_text(there) != sites.settings_text(new):
        plan.new = new
    _compare_words(connection, plan, file)
    with open_file(path) as raw:
        plan.digest = hashlib.file_digest(raw, "sha256").hexdigest()
    report.site = "new" if there is None else "changed" if plan.stores else "unchanged"
    return plan


def check_places(connection: Connection, plan: SitePlan, known: Known, report: ImportReport) -> None:
    """Refuse places out of use that neither the store nor the folder has; leave out those that are so already."""
    if plan.hide:
        hidden = {place.location for place in read_all(connection, Location) if place.hidden}
        plan.hide = [code for code in plan.hide if code not in hidden]
        missing = known.missing("location", set(plan.hide))
        if missing:
            _refused(plan, report, [Bad(SITE_FILE, 0, HIDDEN, known.why("location", code)) for code in sorted(missing)])
        if plan.hide and report.site == "unchanged":
            report.site = "changed"


def store_site(transaction: "Transaction", plan: SitePlan, by: "Author") -> None:
    """Store the settings and the words for categories: before any record, since they are read by them."""
    if plan.new is not None:
        sites.put(transaction, plan.new, by, why=SITE_FILE)
    if plan.categories:
        rows = tuple(plain(category) for category in plan.categories)
        transaction.append(FileImported(file=SITE_FILE, noun="category", digest=plan.digest, rows=rows), by)


def store_places(transaction: "Transaction", plan: SitePlan, by: "Author") -> None:
    """Take places out of use: after the places themselves."""
    if plan.hide:
        rows = []
        for code in plan.hide:
            name, inside = transaction.one("SELECT name, inside FROM location WHERE location = ?", (code,))
            rows.append(plain(Location(location=code, name=name, inside=inside, hidden=True)))
        transaction.append(FileImported(file=SITE_FILE, noun="location", digest=plan.digest, rows=tuple(rows)), by)


def _completed(new: Site, there: Site) -> Site:
    """The new settings with what a file need not say: how the desk behaves, and a table that sets nothing."""
    kept = {
        "desk": there.desk if new.desk is None else new.desk,
        "rest": there.rest if new.rest is None and there.rest == Rest() else new.rest,
    }
    return new.model_copy(update=kept)


def _compare_words(connection: Connection, plan: SitePlan, file: SiteFile) -> None:
    if file.categories:
        there = {category.name: category for category in read_all(connection, CategoryRecord)}
        plan.categories = [category for category in file.categories if there.get(category.name) != category]
    plan.hide = sorted(set(file.hidden_locations))


def _refused(plan: SitePlan, report: ImportReport, bad: list[Bad]) -> SitePlan:
    report.bad += bad
    report.fatal = True
    return plan
