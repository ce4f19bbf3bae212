"""The site itself, its call-out list, and a person's own settings of this computer, on the settings screen."""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from sfm_tui import config
from sfm_tui.clock import duration_text, duration_words
from sfm_tui.clock.names import find_zone, zone_names
from sfm_tui.domain.durations import parse_duration
from sfm_tui.domain.site import CallOut, Site
from sfm_tui.domain.text import clean_line
from sfm_tui.storage.errors import Clash, StoreError
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.pins import silent
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import YES_NO, FormField
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines
from sfm_tui.widgets.settings.record_sections import minutes
from sfm_tui.widgets.settings.sections import Scene, Section, yes

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store

LINE = silent(clean_line)
STARTS = (("reported", "when it is reported"), ("dispatched", "when somebody is dispatched"))


@dataclass(frozen=True)
class Setting:
    """One row of the site: the field that it opens, its label, its value in words, and the whole site."""

    field: str
    label: str
    words: str
    site: Site


def _limit(text: str) -> str:
    return duration_words(parse_duration(text))


def _percent(text: str) -> str:
    value = _number(text)
    if not 0 <= value <= 100:
        raise ValueError(f"{value} per cent: 0 to 100, or nothing")
    return f"{value} % of responses within their limit"


def _number(text: str) -> int | float:
    try:
        value = float(text.strip().rstrip("%").strip())
    except ValueError:
        raise ValueError(f"«{text.strip()[:20]}» is no number: write 95") from None
    if value != value or value in (float("inf"), float("-inf")):
        raise ValueError(f"«{text.strip()[:20]}» is no number: write 95")
    return int(value) if value == int(value) else value


class SiteSection(Section):
    """What the site sets for itself: one form, a row for each setting."""

    name, title, one = "site", "Site", "site"
    can_add = False

    def read(self, store: "Store") -> list[Any]:
        """A row for each setting."""
        site = store.sites.get()
        return settings_of(site) if site else []

    def key(self, item: Setting) -> str:
        """The field."""
        return item.field

    def subject(self, item: Setting) -> str:
        """The site, as the ledger names it."""
        return f"site:{item.site.code}"

    def start(self, item: Setting | None) -> str:
        """The field that the row shows."""
        return item.field if item else ""

    def draw(self, item: Setting, width: int) -> Lines:
        """Label and value."""
        unset = item.words == "not set"
        return [[(fit(item.label, 22) + " ", "muted"), (item.words, "muted" if unset else "plain")]]

    def fields(self, scene: Scene, item: Setting | None) -> list[FormField]:
        """Every setting of the site."""
        assert item is not None
        site = item.site
        desk, response = site.desk, site.response
        target = "" if response.target_percent is None else f"{response.target_percent}"
        lock = "" if desk is None or desk.lock_after_minutes is None else str(desk.lock_after_minutes)
        return [
            FormField("name", "Name", site.name, check=LINE),
            FormField("code", "Code", site.code, fixed=True),
            FormField("client", "Client", site.client, check=LINE, help="may be empty"),
            FormField("timezone", "Time zone", site.timezone, needed=True, check=find_zone, suggestions=zone_names(),
                      help="all times are shown in it; what is kept does not change"),
            FormField("clock_starts", "The clock starts", response.clock_starts, choices=STARTS),
            FormField("limit", "Response limit", duration_text(response.limit_seconds), needed=True, check=_limit,
                      help="3, 3:00 or 180s"),
            *(FormField(f"limit{n}", f"Limit, severity {n}", _optional(response.limits.get(n)), check=_limit,
                        help="empty: the response limit") for n in ("1", "2", "3", "4")),
            FormField("target", "Target, per cent", target, check=_percent, help="of the contract; empty for none"),
            FormField("bell", "Bell", yes(desk is None or desk.bell), choices=YES_NO,
                      help="rings half a minute before a limit, and at the breach"),
            FormField("lock", "Lock after, min", lock, check=_lock, help="without a key; empty: never"),
            FormField("letters", "Single-letter keys", yes(desk is None or desk.single_letter_keys), choices=YES_NO,
                      help="n new, / find and the like, outside fields"),
        ]  # fmt: skip

    def save(self, store: "Store", by: "Author", old: Setting | None, values: dict[str, str], scene: Scene) -> str:
        """Set the site; what this form does not ask for stays."""
        assert old is not None
        new = changed_site(old.site, {name: text.strip() for name, text in values.items()})
        return "the site is saved" if store.sites.set(new, by, saw=old.site) else "the site stands as it was"


def _lock(text: str) -> str:
    minutes(text)
    return f"locks after {int(text)} minutes without a key"


def _optional(seconds: int | None) -> str:
    return "" if seconds is None else duration_text(seconds)


def settings_of(site: Site) -> list[Setting]:
    """The settings of a site in words."""
    response, desk = site.response, site.desk
    limits = [f"S{n} {duration_text(seconds)}" for n, seconds in sorted(response.limits.items())]
    lock = desk.lock_after_minutes if desk else None
    target = response.target_percent
    rows = [
        ("name", "Name", site.name or "not set"),
        ("name", "Code", site.code),
        ("client", "Client", site.client or "not set"),
        ("timezone", "Time zone", site.timezone),
        ("clock_starts", "The clock starts", dict(STARTS)[response.clock_starts]),
        ("limit", "Response limit", duration_text(response.limit_seconds)),
        ("limit1", "Limits by severity", ", ".join(limits) or "not set"),
        ("target", "Target", "not set" if target is None else f"{target} % within the limit"),
        ("bell", "Bell", yes(desk is None or desk.bell)),
        ("lock", "Lock", "not set" if lock is None else f"after {lock} minutes without a key"),
        ("letters", "Single-letter keys", yes(desk is None or desk.single_letter_keys)),
    ]
    return [Setting(field, label, words, site) for field, label, words in rows]


def changed_site(site: Site, values: dict[str, str]) -> Site:
    """The site as the form has it. Raises ValueError for what a site cannot be."""
    data: dict[str, Any] = site.plain()
    response = data.setdefault("response", {})
    desk = data.setdefault("desk", {})
    data.update(name=values["name"], client=values["client"], timezone=find_zone(values["timezone"]))
    response.update(clock_starts=values["clock_starts"], limit_seconds=parse_duration(values["limit"]))
    response["limits"] = {n: parse_duration(values[f"limit{n}"]) for n in "1234" if values[f"limit{n}"]}
    response["target_percent"] = _number(values["target"]) if values["target"] else None
    desk.update(bell=values["bell"] == "yes", single_letter_keys=values["letters"] == "yes")
    desk["lock_after_minutes"] = int(values["lock"]) if values["lock"] else None
    if site.desk is None and desk == {"bell": True, "single_letter_keys": True, "lock_after_minutes": None}:
        del data["desk"]
    # Through JSON, as the store keeps it, so that lists are taken for tuples.
    return Site.model_validate_json(json.dumps(data))


class CallOuts(Section):
    """Whom to call at a severity, in this order."""

    name, title, one = "callout", "Call-out list", "call-out"
    can_remove = True
    empty = KeyWords("No call-outs yet. {settings.new=n} enters whom to call for incidents of a severity.")

    def read(self, store: "Store") -> list[Any]:
        """The site's list, with the place of each and the site that it is from."""
        site = store.sites.get()
        return [(n, call, site) for n, call in enumerate(site.callout)] if site else []

    def key(self, item: Any) -> str:
        """Its place in the list."""
        return str(item[0])

    def subject(self, item: Any) -> str:
        """The site, as the ledger names it."""
        return f"site:{item[2].code}"

    def draw(self, item: Any, width: int) -> Lines:
        """Severity, who, number."""
        call: CallOut = item[1]
        return [[(f"S{call.severity}  ", "accent"), (fit(call.who, max(12, width - 30)) + "  ", "plain"),
                 (call.phone, "bold")]]  # fmt: skip

    def fields(self, scene: Scene, item: Any | None) -> list[FormField]:
        """Severity, who, number, place."""
        call: CallOut | None = item[1] if item else None
        place = item[0] + 1 if item else len(scene.items) + 1
        return [
            FormField("severity", "Severity", str(call.severity) if call else "1",
                      choices=tuple((n, n) for n in ("1", "2", "3", "4"))),
            FormField("who", "Who", call.who if call else "", needed=True, check=LINE),
            FormField("phone", "Phone", call.phone if call else "", check=LINE),
            FormField("place", "Place in the list", str(place), needed=True, check=_place, help="1 is called first"),
        ]  # fmt: skip

    def save(self, store: "Store", by: "Author", old: Any | None, values: dict[str, str], scene: Scene) -> str:
        """Put it in its place."""
        site = old[2] if old else _site(store)
        calls = list(site.callout)
        if old:
            calls.pop(old[0])
        try:
            call = CallOut.model_validate(
                {"severity": int(values["severity"]), "who": values["who"].strip(), "phone": values["phone"].strip()}
            )
        except ValueError as error:
            raise FieldError("who", str(error)) from None
        calls.insert(int(values["place"]) - 1, call)
        changed = store.sites.set(site.model_copy(update={"callout": tuple(calls)}), by, saw=site)
        return f"call-out {call.who} {'saved' if changed else 'stands as it was'}"

    def remove(self, store: "Store", by: "Author", item: Any, why: str) -> str:
        """Take it off the list; the ledger keeps who did and what stood there."""
        site: Site = item[2]
        calls = [call for n, call in enumerate(site.callout) if n != item[0]]
        store.sites.set(site.model_copy(update={"callout": tuple(calls)}), by, saw=site)
        return f"{item[1].who} is off the call-out list"


def _place(text: str) -> str:
    if not (text.strip().isascii() and text.strip().isdigit() and 1 <= int(text) <= 999):
        raise ValueError(f"«{text.strip()[:20]}»: a place, 1 for the first")
    return ""


def _site(store: "Store") -> Site:
    site = store.sites.get()
    if site is None:
        raise StoreError("no site is set up yet")
    return site


class OwnSection(Section):
    """Colours, bell and motion, for whoever uses this computer; kept in a file, not in the store."""

    name, title, one = "own", "This computer", "setting"
    can_add = False
    in_store = False
    THEMES = (("", "as the terminal has it"), *((name, name) for name in config.THEMES))
    BELLS = (("", "as the site sets it"), ("yes", "on"), ("no", "off"))
    MOTIONS = (
        ("", "clocks, and a header that flashes while a limit calls"),
        ("none", "clocks alone: the header stands out without flashing"),
        ("full", "smooth scrolling too"),
    )

    def read(self, store: "Store") -> list[Any]:
        """Theme, bell, motion and the file."""
        own = config.load()
        bell = "" if own.bell is None else yes(own.bell)
        keys = ", ".join(f"{name} = {key}" for name, key in own.keymap.items()) or "none; see docs/keys.md"
        return [
            ("theme", "Colours", dict(self.THEMES)[own.theme], own),
            ("bell", "Bell", dict(self.BELLS)[bell], own),
            ("motion", "What moves", dict(self.MOTIONS)[own.motion], own),
            ("theme", "Other keys", keys, own),
            ("theme", "Kept in", str(config.config_path()), own),
        ]

    def key(self, item: Any) -> str:
        """The label."""
        return str(item[1])

    def start(self, item: Any | None) -> str:
        """The field that the row shows."""
        return str(item[0]) if item else ""

    def draw(self, item: Any, width: int) -> Lines:
        """Label and value."""
        return [[(fit(item[1], 14) + " ", "muted"), (item[2], "plain")]]

    def fields(self, scene: Scene, item: Any | None) -> list[FormField]:
        """Theme, bell and motion."""
        own: config.Config = item[3] if item else config.Config()
        bell = "" if own.bell is None else yes(own.bell)
        return [
            FormField("theme", "Colours", own.theme, choices=self.THEMES, help="16: the terminal's own sixteen"),
            FormField("bell", "Bell", bell, choices=self.BELLS),
            FormField("motion", "What moves", own.motion, choices=self.MOTIONS),
        ]

    def save(self, store: "Store", by: "Author", old: Any | None, values: dict[str, str], scene: Scene) -> str:
        """Write the file."""
        bell = {"yes": True, "no": False}.get(values["bell"])
        config.save(theme=values["theme"], bell=bell, motion=values["motion"])
        return "kept for this computer"


__all__ = ["CallOuts", "Clash", "OwnSection", "SiteSection", "changed_site", "settings_of"]
