"""What the roster is held to, on the settings screen: rest and hours, bank holidays, peaks."""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock.forms import clock_of
from sfm_tui.domain.site import DAYS, Peak, Rest, Site, weekdays
from sfm_tui.domain.text import clean_line
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.pins import silent
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines
from sfm_tui.widgets.settings.sections import Scene, Section
from sfm_tui.widgets.settings.site_sections import Setting, SiteSection

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store

_HOURS = (
    ("daily_hours", "Daily rest, h", 24, "between two duties; 11 by law, empty: not asked for"),
    ("weekly_average_hours", "Mean week, h", 168, "at the most, for those who have not opted out; 48 by law"),
    ("max_duty_hours", "Longest duty, h", 168, "longer ones are told of; empty: any length"),
)
_WEEKS = ("average_weeks", "Mean over, weeks", 104, "17 by law, 26 for security's special cases")


class RosterRules(SiteSection):
    """Rest, hours and bank holidays: one form, a row for each."""

    name, title, one = "rules", "Roster rules", "rule"

    def read(self, store: "Store") -> list[Any]:
        """A row for each setting."""
        site = store.sites.get()
        return rules_of(site) if site else []

    def fields(self, scene: Scene, item: Setting | None) -> list[FormField]:
        """Country, rest, hours."""
        assert item is not None
        site, rest = item.site, item.site.rest or Rest()

        def part_words(values: dict[str, str]) -> str:
            return _holidays(values["country"], values["subdivision"], scene)

        return [
            FormField("country", "Country", site.country, beside=part_words,
                      help="for bank holidays: its code, such as GB; empty: none are shown"),
            FormField("subdivision", "Part of it", site.subdivision, beside=part_words,
                      help="ENG, SCT, WLS or NIR; may be empty"),
            *(FormField(name, label, _shown(getattr(rest, name)), check=_number_up_to(most), help=help)
              for name, label, most, help in (_HOURS[0], _HOURS[1], _WEEKS, _HOURS[2])),
        ]  # fmt: skip

    def save(self, store: "Store", by: "Author", old: Setting | None, values: dict[str, str], scene: Scene) -> str:
        """Set the site; what this form does not ask for stays."""
        assert old is not None
        values = {name: text.strip() for name, text in values.items()}
        try:
            _holidays(values["country"], values["subdivision"], scene)
        except ValueError as error:
            raise FieldError("subdivision" if "part of" in str(error) else "country", str(error)) from None
        new = ruled_site(old.site, values)
        return "the rules are saved" if store.sites.set(new, by, saw=old.site) else "the rules stand as they were"


def rules_of(site: Site) -> list[Setting]:
    """The rules of a site in words."""
    rest = site.rest or Rest()

    def hours(value: int | float | None) -> str:
        return "not set" if value is None else f"{_shown(value)} h"

    mean = "not set"
    if rest.weekly_average_hours is not None:
        over = f" over {rest.average_weeks} weeks" if rest.average_weeks else ", no weeks set"
        mean = f"{_shown(rest.weekly_average_hours)} h{over}"
    rows = [
        ("country", "Bank holidays", " ".join(filter(None, (site.country, site.subdivision))) or "not set"),
        ("daily_hours", "Daily rest", hours(rest.daily_hours)),
        ("weekly_average_hours", "Mean week at most", mean),
        ("max_duty_hours", "Longest duty", hours(rest.max_duty_hours)),
    ]
    return [Setting(field, label, words, site) for field, label, words in rows]


def ruled_site(site: Site, values: dict[str, str]) -> Site:
    """The site as the form has it. Raises FieldError for what cannot be."""
    rest: dict[str, Any] = {}
    for name, _label, most, _help in (*_HOURS, _WEEKS):
        try:
            rest[name] = _number(values[name], most) if values[name] else None
        except ValueError as error:
            raise FieldError(name, str(error)) from None
    weeks = rest["average_weeks"]
    if isinstance(weeks, float):
        raise FieldError("average_weeks", f"«{values['average_weeks']}»: whole weeks")
    if weeks is None and rest["weekly_average_hours"] is not None:
        raise FieldError("average_weeks", "the mean needs the weeks that it goes over: 17 by law")
    found = Rest(**rest)
    changes: dict[str, Any] = {"country": values["country"], "subdivision": values["subdivision"]}
    if found != (site.rest or Rest()):
        changes["rest"] = found
    return site.model_copy(update=changes)


def _holidays(country: str, part: str, scene: Scene) -> str:
    """The next bank holiday there, in words. Raises ValueError for a place that is not known."""
    from datetime import timedelta

    from sfm_tui.clock import day_text
    from sfm_tui.domain.bank_holidays import bank_holidays

    if not country.strip():
        return ""
    found = bank_holidays(country, part, scene.today, scene.today + timedelta(days=366))
    return next((f"the next bank holiday is {name}, {day_text(day)}" for day, name in found.items()), "none")


def _number(text: str, most: int) -> int | float:
    try:
        value = float(text)
    except ValueError:
        value = 0.0
    if not 0 < value <= most:
        raise ValueError(f"«{text.strip()[:20]}»: a number up to {most}, or nothing")
    return int(value) if value == int(value) else value


def _number_up_to(most: int) -> Any:
    def check(text: str) -> str:
        _number(text, most)
        return ""

    return check


def _shown(value: int | float | None) -> str:
    return "" if value is None else f"{value:g}"


class Peaks(Section):
    """Hours in which somebody must stand free to respond."""

    name, title, one = "peaks", "Peaks", "peak"
    can_remove = True
    empty = KeyWords("No peaks yet. {settings.new=n} enters hours in which somebody at a responder post must be free.")

    def read(self, store: "Store") -> list[Any]:
        """The site's peaks, with the place of each and the site that it is from."""
        site = store.sites.get()
        return [(n, peak, site) for n, peak in enumerate(site.peaks)] if site else []

    def key(self, item: Any) -> str:
        """Its place among them."""
        return str(item[0])

    def called(self, item: Any) -> str:
        """Its name."""
        return item[1].name or f"{item[1].start}–{item[1].end}"

    def subject(self, item: Any) -> str:
        """The site, as the ledger names it."""
        return f"site:{item[2].code}"

    def draw(self, item: Any, width: int) -> Lines:
        """Name, days, hours."""
        peak: Peak = item[1]
        name = fit(peak.name, max(8, min(24, width - 30)))
        return [[(name + "  ", "plain"), (f"{peak.start}–{peak.end}  ", "accent"), (peak.days, "muted")]]

    def fields(self, scene: Scene, item: Any | None) -> list[FormField]:
        """Name, days, start, end."""
        peak: Peak | None = item[1] if item else None
        return [
            FormField("name", "Name", peak.name if peak else "", check=silent(clean_line), help="opening, close"),
            FormField("days", "Days", peak.days if peak else "mon-sun", needed=True, check=_days_words,
                      help="on which it starts: mon-fri or sat,sun"),
            FormField("start", "From", peak.start if peak else "", needed=True, check=_clock, help="07:30"),
            FormField("end", "Until", peak.end if peak else "", needed=True, check=_clock,
                      help="09:30; one that is not later than the start is the next day's"),
        ]  # fmt: skip

    def save(self, store: "Store", by: "Author", old: Any | None, values: dict[str, str], scene: Scene) -> str:
        """Put it in its place."""
        site: Site | None = old[2] if old else store.sites.get()
        if site is None:
            raise StoreError("no site is set up yet")
        peak = Peak(
            name=values["name"].strip(), days=values["days"].strip(), start=_clock(values["start"]),
            end=_clock(values["end"]),
        )  # fmt: skip
        peaks = [each for n, each in enumerate(site.peaks) if old is None or n != old[0]]
        peaks.insert(old[0] if old else len(peaks), peak)
        changed = store.sites.set(site.model_copy(update={"peaks": tuple(peaks)}), by, saw=site)
        return f"the peak {peak.name} {'is saved' if changed else 'stands as it was'}"

    def remove(self, store: "Store", by: "Author", item: Any, why: str) -> str:
        """Take it off; the ledger keeps who did and what stood there."""
        site: Site = item[2]
        peaks = tuple(each for n, each in enumerate(site.peaks) if n != item[0])
        store.sites.set(site.model_copy(update={"peaks": peaks}), by, saw=site)
        return f"the peak {item[1].name} is taken off"


def _days_words(text: str) -> str:
    return ", ".join(DAYS[day] for day in sorted(weekdays(text)))


def _clock(text: str) -> str:
    found = clock_of(text.strip(), text)
    if found is None or found.second:
        raise ValueError(f"«{text.strip()[:20]}» is no time of day: write 07:30")
    return f"{found:%H:%M}"


__all__ = ["Peaks", "RosterRules", "ruled_site", "rules_of"]
