"""Licences and absences of officers on the settings screen."""

from datetime import date
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from sfm_tui.clock import day_text, local_date
from sfm_tui.clock.planned import planned_text
from sfm_tui.domain.licence_state import MARKS, LicenceState, checked_words, licence_state
from sfm_tui.domain.roster_records import LICENCE_STATUSES, SECTORS, AbsenceRecord, LicenceRecord, licence_number
from sfm_tui.domain.text import clean_line
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.pins import silent
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.span_fields import SpanFields
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines
from sfm_tui.widgets.settings.roster_section import Item, RosterSection
from sfm_tui.widgets.settings.sections import Scene, day_field, typed_day

if TYPE_CHECKING:
    from sfm_tui.storage.store import Store

STYLES = {"good": "good", "look": "warn", "act": "warn", "bad": "bad", "gone": "muted"}


class Licences(RosterSection):
    """Licences: a renewal is a new one, the old one stays."""

    name, title, one, record, holder = "licences", "Licences", "licence", LicenceRecord, "officer"
    empty = KeyWords("No licences yet. {settings.new=n} enters one; a site folder brings them all.")

    def read(self, store: "Store") -> list[Any]:
        """With them, which of those that ran out were renewed."""
        items = super().read(store)
        last: dict[tuple[str, str], date] = {}
        for item in items:
            held = item.record
            last[held.officer, held.sector] = max(held.expires, last.get((held.officer, held.sector), held.expires))
        return [
            item._replace(renewed=item.record.expires < min(item.today, last[item.record.officer, item.record.sector]))
            for item in items
        ]

    def _order(self, record: LicenceRecord) -> Any:
        return (record.sector, -record.expires.toordinal())

    def draw(self, item: Item, width: int) -> Lines:
        """Whose, sector, how it stands, as last checked when."""
        held: LicenceRecord = item.record
        state = licence_state(held, item.today)
        if item.renewed:
            state = LicenceState("gone", f"{state.words}, renewed")
        style = STYLES[state.level]
        name = fit(item.name, max(8, min(20, width - 48)))
        told = [(f"{MARKS[state.level]} {state.words}", style), (f" · to {day_text(held.expires)}", "plain")]
        line = [(name + " ", "plain"), (fit(held.sector, 8) + " ", "accent"), *told]
        beside = f" · {checked_words(held, item.today)}"
        if sum(len(part) for part, _ in line) + len(beside) <= width:
            return [[*line, (beside, "muted")]]
        return [line, [(" " * (len(name) + 1), "plain"), (beside[3:], "muted")]]

    def fields(self, scene: Scene, item: Item | None) -> list[FormField]:
        """Sector, number, days, status, when the register was asked."""
        held: LicenceRecord | None = item.record if item else None
        return [
            self._whose(scene, item),
            FormField("sector", "Sector", held.sector if held else "SG", choices=tuple((s, s) for s in SECTORS),
                      fixed=held is not None),
            FormField("number", "Number", held.number if held else "", needed=True, check=silent(licence_number),
                      help="the 16 digits, without spaces"),
            day_field("starts", "Starts", held.starts if held else None, scene.today, "may be empty"),
            _expiry(held, scene),
            FormField("status", "Status", held.status if held else "active",
                      choices=tuple((s, s) for s in LICENCE_STATUSES), help="as the public register has it"),
            day_field("status_from", "Status from", held.status_from if held else None, scene.today,
                      "the day on which it was suspended or the like; may be empty"),
            day_field("checked_on", "Checked on", held.checked_on if held else None, scene.today,
                      "the day on which the public register was asked: today"),
        ]  # fmt: skip

    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> LicenceRecord:
        """The licence that the form means."""
        days = {name: typed_day(values[name], scene.today) for name in ("starts", "status_from", "checked_on")}
        expires = old.expires if old else typed_day(values["expires"], scene.today)
        starts, checked = days["starts"], days["checked_on"]
        if starts is not None and expires is not None and expires < starts:
            raise FieldError("starts", f"it would start after it expires, {day_text(expires)}: check both")
        if checked is not None and checked > scene.today:
            raise FieldError("checked_on", f"{day_text(checked)} is still to come: write when the register was asked")
        return LicenceRecord.model_validate({**values, **days, "expires": expires}, strict=False)


def _expiry(held: LicenceRecord | None, scene: Scene) -> FormField:
    if held is not None:
        return FormField("expires", "Expires", held.expires.isoformat(), fixed=True)

    def check(text: str) -> str:
        day = typed_day(text, scene.today) or scene.today
        probe = LicenceRecord(officer="x", sector="SG", number="0" * 16, expires=day)
        return f"{day_text(day)}: {licence_state(probe, scene.today).words}"

    return FormField(
        "expires", "Expires", needed=True, check=check, help="the last day; a renewal is a licence of its own"
    )


class Absences(RosterSection):
    """When an officer cannot stand anywhere, and why."""

    name, title, one, record, holder = "absences", "Absences", "absence", AbsenceRecord, "officer"
    empty = KeyWords("No absences. {settings.new=n} enters one: leave, sickness, a court day.")

    def _order(self, record: AbsenceRecord) -> Any:
        return -record.start

    def draw(self, item: Item, width: int) -> Lines:
        """Whose, from when to when, why."""
        gone: AbsenceRecord = item.record
        over = gone.end <= item.now
        name = fit(item.name, max(8, min(20, width - 52)))
        start, end = (_when(at, self._tz, item.today) for at in (gone.start, gone.end))
        shade = "muted" if over else "plain"
        return [[(name + " ", shade), (f"{start} – {end}  ", "muted" if over else "accent"), (gone.reason, shade)]]

    def fields(self, scene: Scene, item: Item | None) -> list[FormField]:
        """From, until, reason."""
        gone: AbsenceRecord | None = item.record if item else None
        return [
            self._whose(scene, item), *SpanFields(scene, gone).fields(),
            FormField("reason", "Reason", gone.reason if gone else "", needed=True, check=silent(clean_line),
                      help="annual leave, sick, court"),
        ]  # fmt: skip

    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> AbsenceRecord:
        """The absence that the form means."""
        start, end = SpanFields(scene, old).read(values)
        return AbsenceRecord.model_validate({**values, "start": start, "end": end})


def _when(at: int, tz: ZoneInfo, today: date) -> str:
    """A time, with its year where that is not the present one."""
    year = local_date(at, tz).year
    return planned_text(at, tz) + (f" {year}" if year != today.year else "")
