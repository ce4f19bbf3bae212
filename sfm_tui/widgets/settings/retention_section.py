"""How long each kind of record is kept, on the settings screen: the site's months, or the usual ones."""

from typing import TYPE_CHECKING, Any

from sfm_tui.domain.retention import BY_NAME, LONGEST, Kind, Rule, months_text, schedule
from sfm_tui.domain.site import Site
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines
from sfm_tui.widgets.settings.sections import Scene, Section

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store


def _months(text: str) -> str:
    typed = text.strip()
    if not (typed.isascii() and typed.isdigit() and 1 <= int(typed) <= LONGEST):
        raise ValueError(f"«{typed[:20]}»: whole months, 1 to {LONGEST:,}")
    return months_text(int(typed))


def months_field(kind: Kind, site: Site) -> FormField:
    """The field for the months of a kind; empty for the usual time."""
    usual = f"{kind.months}, since {kind.why}" if kind.months else "for ever"
    value = site.retention.get(kind.name)
    return FormField("months", "Months", str(value) if value else "", check=_months, help=f"empty: {usual}")


def saved_months(store: "Store", by: "Author", site: Site, kind: str, typed: str) -> str:
    """Set the months of a kind and give the line to say. Raises Clash where the site was changed meanwhile."""
    kept = {name: months for name, months in site.retention.items() if name != kind}
    if typed.strip():
        _months(typed)
        kept[kind] = int(typed)
    changed = store.sites.set(site.model_copy(update={"retention": kept}), by, saw=site)
    rule = next(rule for rule in schedule(kept) if rule.kind.name == kind)
    return rule.words if changed else f"{kind}: the time stands as it was"


class RetentionSection(Section):
    """How long each kind of record is kept: a row for each kind, the usual time where the site says nothing."""

    name, title, one = "retention", "Retention", "time"
    can_add = False

    def read(self, store: "Store") -> list[Any]:
        """Every kind with its rule, and the site."""
        site = store.sites.get()
        return [(rule, site) for rule in schedule(site.retention)] if site else []

    def key(self, item: Any) -> str:
        """The kind."""
        rule: Rule = item[0]
        return rule.kind.name

    def called(self, item: Any) -> str:
        """The kind in words."""
        return str(BY_NAME[self.key(item)].many)

    def subject(self, item: Any) -> str:
        """The site, as the ledger names it."""
        return f"site:{item[1].code}"

    def start(self, item: Any | None) -> str:
        """The months."""
        return "months"

    def draw(self, item: Any, width: int) -> Lines:
        """Kind, time, and whose it is."""
        rule: Rule = item[0]
        time = months_text(rule.months) if rule.months else "for ever"
        whose = "set by the site" if rule.own else "the usual time"
        return [[
            (fit(rule.kind.title, 16) + " ", "accent"), (fit(time, 10) + " ", "plain"),
            (f"after {rule.kind.starts} · {whose}", "muted"),
        ]]  # fmt: skip

    def fields(self, scene: Scene, item: Any | None) -> list[FormField]:
        """The months of the kind."""
        assert item is not None
        rule: Rule = item[0]
        return [FormField("kind", "Kind", rule.kind.many, fixed=True), months_field(rule.kind, item[1])]

    def save(self, store: "Store", by: "Author", old: Any | None, values: dict[str, str], scene: Scene) -> str:
        """Set it; nothing typed is the usual time."""
        if old is None:
            raise StoreError("choose a kind first")
        return saved_months(store, by, old[1], self.key(old), values["months"])
