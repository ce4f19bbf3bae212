"""People, officers, posts, locations and categories on the settings screen."""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import day_text, local_date
from sfm_tui.clock.planned import planned_text
from sfm_tui.domain.categories import DEFAULT_CATEGORIES, SEVERITIES, Category
from sfm_tui.domain.codes import person_code
from sfm_tui.domain.licence_state import best_of_each, licence_state, short_words
from sfm_tui.domain.reference import ACTIVITIES, ROLES, CategoryRecord, Location, Officer, Person, Post
from sfm_tui.domain.roster_records import AbsenceRecord, LicenceRecord
from sfm_tui.domain.text import clean_code, clean_line
from sfm_tui.storage.errors import Clash
from sfm_tui.widgets.everywhere.key_names import KeyWords
from sfm_tui.widgets.everywhere.pins import silent
from sfm_tui.widgets.forms.form_dialog import FieldError
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.lists.cells import fit
from sfm_tui.widgets.lists.rows import Lines, Span
from sfm_tui.widgets.settings.officer_sections import STYLES
from sfm_tui.widgets.settings.sections import RecordSection, Scene, day_field, flag, typed_day, words_of, yes

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store

LINE = silent(clean_line)


def _code(name: str, label: str, item: Any | None, **more: Any) -> FormField:
    value = str(getattr(item, name)) if item else ""
    return FormField(name, label, value, needed=True, check=silent(clean_code), fixed=item is not None, **more)


def _left(item: Any) -> str | None:
    return f"left {day_text(item.left_on)}" if item.left_on else None


class People(RecordSection):
    """Supervisors, managers, the client's contact."""

    name, title, one, record = "people", "People", "person", "person"
    empty = KeyWords(
        "Nobody yet. {settings.new=n} enters a person: who sits at the desk, the managers, the client's contact."
    )

    def more(self, item: Person) -> str:
        """Role, and whether they have left."""
        return words_of([item.role, _left(item)])

    def fields(self, scene: Scene, item: Person | None) -> list[FormField]:
        """Name, code, role, last day."""
        taken = [p.person for p in scene.items]
        derive = {} if item else {"derive": lambda values: person_code(values["name"], taken)}
        return [
            FormField("name", "Name", item.name if item else "", needed=True, check=LINE),
            _code("person", "Code", item, help="short, for files and the ledger; it stays", **derive),
            FormField("role", "Role", item.role if item else "supervisor", choices=tuple((r, r) for r in ROLES),
                      help="supervisors and managers take the desk; a manager resets a PIN"),
            day_field("left_on", "Last day", item.left_on if item else None, scene.today, "empty while they are here"),
        ]  # fmt: skip

    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> Person:
        """The person that the form means."""
        left = typed_day(values.pop("left_on"), scene.today)
        return Person.model_validate({**values, "left_on": left}, strict=False)


class Officers(RecordSection):
    """Security officers."""

    name, title, one, record = "officers", "Officers", "officer", "officer"
    jumps = {"l": "licences", "a": "absences"}
    empty = KeyWords("No officers yet. {settings.new=n} enters one; a site folder brings them all.")

    def read(self, store: "Store") -> list[Any]:
        """With them their licences, as they stand today, and until when they are away now."""
        now = store.clock.now()
        today = local_date(now, store.tz)
        away = store.roster.records(AbsenceRecord, window=(now, now + 1))
        self._away = {gone.officer: f"away until {planned_text(gone.end, store.tz)}" for gone in away}
        held: dict[str, list[LicenceRecord]] = {}
        for licence in store.roster.records(LicenceRecord):
            held.setdefault(licence.officer, []).append(licence)
        self._today = today
        self._licences = {officer: best_of_each(some) for officer, some in held.items()}
        return super().read(store)

    def draw(self, item: Officer, width: int) -> Lines:
        """Staff number, name, call sign, licences by how they stand, away or not, and what else there is to see."""
        gone: str = "muted" if item.left_on else "plain"
        line: list[Span] = [
            (fit(item.officer, 8) + " ", "muted" if item.left_on else "accent"),
            (fit(item.name, max(10, min(24, width - 44))) + " ", gone),
            (fit(f"«{item.call_sign}»" if item.call_sign else "", 12) + " ", "muted"),
        ]
        for n, held in enumerate(self._licences.get(item.officer, [])):
            style = "muted" if item.left_on else STYLES[licence_state(held, self._today).level]
            line.append((f"{' · ' if n else ''}{short_words(held, self._today)}", style))
        if item.officer not in self._licences:
            line.append(("no licence", "muted"))
        if item.officer in self._away:
            line.append((f" · {self._away[item.officer]}", "warn"))
        room = width - sum(len(part) for part, _ in line)
        rest = f" · {more}" if (more := self.more(item)) else ""
        return [[*line, (rest, "muted")] if len(rest) <= room else line]

    def more(self, item: Officer) -> str:
        """Whether they have left, opt-out, phone."""
        return words_of([_left(item), "48 h opt-out" if item.opt_out else None, item.phone])

    def fields(self, scene: Scene, item: Officer | None) -> list[FormField]:
        """Staff number, name, call sign, hours, days, phone."""
        is_ = item or Officer.model_construct(officer="", name="")
        return [
            _code("officer", "Staff number", item, help="as in the other files; it stays"),
            FormField("name", "Name", is_.name, needed=True, check=LINE),
            FormField("call_sign", "Call sign", is_.call_sign, check=LINE, help="what screens call them; may be empty"),
            flag("opt_out", "48 h opt-out", is_.opt_out, "has agreed in writing to work more than 48 hours a week"),
            FormField("weekly_hours", "Hours a week", is_.weekly_hours, check=LINE, help="contracted; may be empty"),
            day_field("inducted_on", "Inducted on", is_.inducted_on, scene.today, "to this site; may be empty"),
            day_field("left_on", "Last day", is_.left_on, scene.today, "empty while they are here"),
            FormField("phone", "Phone", is_.phone, check=LINE, help="may be empty"),
        ]

    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> Officer:
        """The officer that the form means."""
        days = {name: typed_day(values.pop(name), scene.today) for name in ("inducted_on", "left_on")}
        out = {"opt_out": values.pop("opt_out") == "yes"}
        return Officer.model_validate({**values, **days, **out}, strict=False)


class Posts(RecordSection):
    """Duty points."""

    name, title, one, record = "posts", "Posts", "post", "post"
    jumps = {"c": "cover"}
    empty = KeyWords("No posts yet. {settings.new=n} enters a duty point, such as a gate or a control room.")
    FLAGS = (
        ("responder", "Responder", "this post exists to respond to incidents"),
        ("lone", "Lone working", "somebody works here alone"),
        ("critical", "Critical", "it must never stand empty"),
        ("special_case", "Special case", "rest warnings here want a compensatory-rest record"),
    )

    def more(self, item: Post) -> str:
        """Licence wanted, flags, check calls."""
        flags = [label.lower() for name, label, _help in self.FLAGS if getattr(item, name)]
        calls = f"check call every {item.check_call_minutes} min" if item.check_call_minutes else None
        return words_of([item.activity, *flags, calls])

    def fields(self, scene: Scene, item: Post | None) -> list[FormField]:
        """Code, name, licensed activity, flags, check calls."""
        is_ = item or Post.model_construct(post="", name="")
        calls = str(is_.check_call_minutes) if is_.check_call_minutes else ""
        return [
            _code("post", "Code", item, help="as in the other files; it stays"),
            FormField("name", "Name", is_.name, needed=True, check=LINE),
            FormField("activity", "Activity", is_.activity, choices=tuple((a, a) for a in ACTIVITIES),
                      help="the licensed activity worked here, none where no licence is needed"),
            *(flag(name, label, getattr(is_, name), help) for name, label, help in self.FLAGS),
            FormField("check_call_minutes", "Check call, min", calls, check=minutes, help="empty for none"),
        ]  # fmt: skip

    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> Post:
        """The post that the form means."""
        flags = {name: values.pop(name) == "yes" for name, _label, _help in self.FLAGS}
        calls = values.pop("check_call_minutes")
        return Post.model_validate({**values, **flags, "check_call_minutes": int(calls) if calls else None})


def minutes(text: str) -> str:
    """Check minutes, 1 to 1440."""
    if not (text.strip().isascii() and text.strip().isdigit() and 1 <= int(text) <= 1440):
        raise ValueError(f"«{text.strip()[:20]}»: whole minutes, 1 to 1440, or nothing")
    return f"every {int(text)} minutes"


class Locations(RecordSection):
    """Places that an incident can name."""

    name, title, one, record = "locations", "Locations", "location", "location"
    empty = KeyWords("No locations yet. {settings.new=n} enters a place; a site folder brings them all.")

    def more(self, item: Location) -> str:
        """What holds it, and whether it is hidden."""
        return words_of([item.inside and f"in {item.inside}", "hidden" if item.hidden else None])

    def fields(self, scene: Scene, item: Location | None) -> list[FormField]:
        """Code, name, what holds it, hidden or not."""
        codes = tuple(other.location for other in scene.items if other is not item)

        def inside(text: str) -> str:
            return f"in {self._holder(text.strip(), item, scene).name}"

        return [
            _code("location", "Code", item, help="as in the other files; it stays"),
            FormField("name", "Name", item.name if item else "", needed=True, check=LINE, help="as radio calls it"),
            FormField("inside", "Inside", item.inside if item else "", check=inside, suggestions=codes,
                      help="the code of the place that holds it; may be empty"),
            flag("hidden", "Hidden", bool(item and item.hidden), "no longer offered; what names it keeps it"),
        ]  # fmt: skip

    @staticmethod
    def _holder(code: str, item: Location | None, scene: Scene) -> Location:
        places: dict[str, Location] = {other.location: other for other in scene.items}
        holder = places.get(code)
        if holder is None:
            raise ValueError(f"there is no location «{code[:40]}»: its code is wanted, not its name")
        above: Location | None = holder
        for _step in range(len(places) + 1):
            if above is None:
                return holder
            if item is not None and above.location == item.location:
                raise ValueError(f"{code} lies inside {item.location} itself")
            above = places.get(above.inside)
        return holder

    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> Location:
        """The location that the form means."""
        if values["inside"]:
            try:
                self._holder(values["inside"], old, scene)
            except ValueError as error:
                raise FieldError("inside", str(error)) from None
        return Location.model_validate({**values, "hidden": values["hidden"] == "yes"})


class Categories(RecordSection):
    """The site's words for what happened; the program's own are there until the site changes them."""

    name, title, one, record = "categories", "Categories", "category", "category"

    def read(self, store: "Store") -> list[Any]:
        """The site's own over the program's, hidden ones last."""
        found = store.reference.categories(hidden=True)
        return sorted(found, key=lambda c: c.hidden)

    def key(self, item: Category) -> str:
        """Its name."""
        return item.name

    def subject(self, item: Category) -> str:
        """As the ledger names it."""
        return f"category:{item.name}"

    def draw(self, item: Category, width: int) -> Lines:
        """Severity, name, words."""
        shade = "muted" if item.hidden else "plain"
        name = fit(item.name, 26)
        rest = words_of(["hidden" if item.hidden else None, ", ".join(item.words)])
        return [[(f"S{item.severity}  ", "accent"), (name + "  ", shade), (rest, "muted")]]

    def fields(self, scene: Scene, item: Category | None) -> list[FormField]:
        """Name, severity, words, hidden or not."""
        severities = tuple((str(n), f"{n} {word}") for n, word in SEVERITIES.items())
        return [
            FormField("name", "Name", item.name if item else "", needed=True, check=silent(clean_code),
                      fixed=item is not None, help="it stays: hide it and enter another to rename it"),
            FormField("severity", "Severity", str(item.severity) if item else "3", choices=severities,
                      help="assumed until somebody sets it: it sets the limit"),
            FormField("words", "Words", ", ".join(item.words) if item else "", check=LINE,
                      help="that suggest it, with commas between; climb* also means climbing"),
            flag("hidden", "Hidden", bool(item and item.hidden), "no longer offered; incidents that have it keep it"),
        ]  # fmt: skip

    def build(self, values: dict[str, str], old: Any | None, scene: Scene) -> CategoryRecord:
        """The category that the form means."""
        words = tuple(word.strip() for word in values["words"].split(",") if word.strip())
        return CategoryRecord.model_validate(
            {
                "name": values["name"],
                "severity": int(values["severity"]),
                "words": words,
                "hidden": values["hidden"] == "yes",
            }
        )

    def save(self, store: "Store", by: "Author", old: Any | None, values: dict[str, str], scene: Scene) -> str:
        """Enter the site's own form of it; one of the program's own has nothing in the store to clash with."""
        values = {name: text.strip() for name, text in values.items()}
        new = self.build(values, old, scene)
        if old is None:
            self._check_new(new, scene)
        now = next((c for c in store.reference.categories(hidden=True) if c.name == new.name), None)
        if now != old:
            raise Clash(f"category {new.name} was changed meanwhile: look again, then change it")
        if now == Category(new.name, new.severity, new.words, new.hidden):
            return f"category {new.name} stands as it was"
        changed = store.reference.set(new, by, saw=store.reference.get(CategoryRecord, new.name))
        return f"category {new.name} {'saved' if changed else 'stands as it was'}"


IS_DEFAULT = frozenset(c.name for c in DEFAULT_CATEGORIES)

__all__ = ["IS_DEFAULT", "Categories", "Locations", "Officers", "People", "Posts", "yes"]
