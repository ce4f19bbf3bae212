"""The site's settings in the store."""

import json
from typing import TYPE_CHECKING

from sfm_tui.domain.desk import Author
from sfm_tui.domain.response import ResponseTerms
from sfm_tui.domain.site import Site, SiteSet
from sfm_tui.storage.errors import Clash, damaged

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store
    from sfm_tui.storage.transaction import Transaction


def settings_text(site: Site) -> str:
    """The settings as the ledger keeps them: one text, since a figure in them may be no whole number."""
    return json.dumps(site.plain(), ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def parse_settings(text: str) -> Site:
    """Settings read back from the store. Raises NotAStore where they are not as they were written."""
    try:
        return Site.model_validate(json.loads(text), strict=False)
    except (ValueError, TypeError) as error:
        raise damaged("the store", "the site's settings") from error


def put(transaction: "Transaction", site: Site, by: Author, *, saw: Site | None = None, why: str = "") -> bool:
    """Set the site inside a transaction; False where it stood so already."""
    row = transaction.one("SELECT settings FROM site")
    old = row[0] if row else ""
    new = settings_text(site)
    if old and settings_text(parse_settings(old)) == new:
        return False
    if saw is not None and old and parse_settings(old) != saw:
        raise Clash("the site's settings were changed meanwhile: look again, then change them")
    transaction.append(SiteSet(code=site.code, old=old, new=new, why=why), by)
    return True


class Sites:
    """What the site sets for itself; one site to a store."""

    def __init__(self, store: "Store") -> None:
        self._store = store

    def get(self) -> Site | None:
        """The settings, None in a store that has no site yet."""
        with self._store.reading() as connection:
            row = connection.exec_driver_sql("SELECT settings FROM site").first()
        return parse_settings(row[0]) if row else None

    def terms(self) -> ResponseTerms:
        """What the contract asks of a response; the defaults where no site is set."""
        site = self.get()
        return site.terms if site else ResponseTerms()

    def set(self, site: Site, by: Author, *, saw: Site | None = None, why: str = "") -> bool:
        """Set the site; False where it stood so already, Clash where it is no longer what `saw` says."""
        with self._store.writing() as transaction:
            return put(transaction, site, by, saw=saw, why=why)
