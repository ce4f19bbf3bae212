"""The fields of an incident: each is saved when it is left, and nothing that is half typed is lost."""

from typing import TYPE_CHECKING, Any, cast

from textual import events, on
from textual.timer import Timer
from textual.widgets import Input

from sfm_tui.clock import clock_text, duration_words
from sfm_tui.domain.categories import SEVERITIES, Category, guess_category
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.forms.form import FieldInput, FieldRow, complete
from sfm_tui.widgets.incident.acting import IncidentActing
from sfm_tui.widgets.incident.draft import IncidentDraft
from sfm_tui.widgets.incident.parts import OfficerPicks

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.incidents import Done
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.program import Program
    from sfm_tui.widgets.everywhere.session import Session

FIELD_OF = {"what": "summary", "where": "location", "category": "category", "severity": "severity"}
"""The field of the record that each field on screen is."""
KEEP_AFTER = 0.3


class IncidentTyping(IncidentActing):
    """What is typed in the form, and what follows from it; a subclass lays it out and shows it by `_show`."""

    def __init__(self, session: "Session", number: str) -> None:
        super().__init__(session, number)
        self._dirty: set[str] = set()
        self._keeping: Timer | None = None
        self._notes: list[str] = []
        self._draft = IncidentDraft(session, number)
        self._left_behind = False

    def _show(self, *, first: bool = False) -> None:
        raise NotImplementedError

    def _fill(self, *, first: bool) -> list[str]:
        """Put what is stored into the fields that nobody types in; gives those that a draft has filled."""
        assert self.picture is not None
        draft = self._draft.taken_up(self.picture.draft) if first else {}
        taken: list[str] = []
        for name in FIELD_OF:
            box = self.query_one(f"#{name}", FieldInput)
            value = self._stored(name)
            if draft.get(name, value) != value and not box.value:
                self._dirty.add(name)
                taken.append(name)
                box.value = draft[name]
            elif first and box.value not in ("", value):
                self._dirty.add(name)
            elif name not in self._dirty and not (box.has_focus and box.value):
                if box.value != value:
                    with box.prevent(Input.Changed):
                        box.value = value
        if draft.get("note"):
            self.query_one("#note", FieldInput).value = draft["note"]
            taken.append("note")
        return taken

    def _stored(self, name: str) -> str:
        assert self.picture is not None
        incident = self.picture.incident
        if name == "where":
            return dict(self.picture.locations).get(incident.location, incident.location)
        return str(incident.field(FIELD_OF[name]))

    def _explain(self) -> None:
        """Say beside each field what it is taken to mean."""
        assert self.picture is not None
        incident = self.picture.incident
        where, category = self.query_one("#where", FieldInput), self.query_one("#category", FieldInput)
        row = self.query_one("#row-where", FieldRow)
        found = complete(where.value, self.picture.locations)
        row.understood(f"⏎ {found[1]}" if found and found[1] != where.value else "")
        row = self.query_one("#row-category", FieldRow)
        known = complete(category.value, [(c.name, c.name) for c in self.picture.categories])
        if "category" in self._dirty:
            row.understood(f"⏎ {known[1]}" if known and known[1] != category.value else "")
        else:
            row.understood("guessed" if incident.category_guessed and incident.category else "")
        limit = duration_words(self.session.terms.limit(incident.severity))
        assumed = ", assumed" if incident.severity_assumed else ""
        self.query_one("#row-severity", FieldRow).understood(f"{SEVERITIES[incident.severity]} · {limit}{assumed}")
        out = [self.session.officer_name(o) for o in incident.officers]
        self.query_one("#row-officer", FieldRow).understood(", ".join(out))

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the officers while one is to be chosen; where there is room they stay."""
        self.set_class(event.widget.id == "officer", "-picking")

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        name = event.input.id or ""
        if self.picture is None:
            return
        if name == "officer":
            self.query_one(OfficerPicks).show(self._picks())
            return
        if name in FIELD_OF:
            if event.value == self._stored(name):
                self._dirty.discard(name)
            else:
                self._dirty.add(name)
            self._explain()
        if name == "what" and (guess := self._guess(event.value)):
            self.query_one("#row-category", FieldRow).understood(f"guess: {guess.name}")
        if self._keeping is not None:
            self._keeping.stop()
        self._keeping = self.set_timer(KEEP_AFTER, self._keep_draft)

    def _keep_draft(self) -> None:
        if self._left_behind:
            return  # what has been saved since is not half written any more
        body = {name: self.query_one(f"#{name}", FieldInput).value for name in self._dirty}
        if note := " ".join([*self._notes, self.query_one("#note", FieldInput).value]).strip():
            body["note"] = note
        self._draft.hold(body)
        self.act(self._draft.keep(), "keep draft", keys_wait=False)

    async def _saved(self, name: str, text: str) -> None:
        """What was typed in a field is on disk."""
        if self._left_behind:
            await self._draft.saved(name, text)
            return
        if name != "note" and self.query_one(f"#{name}", FieldInput).value == text:
            self._dirty.discard(name)
        self._keep_draft()

    def _guess(self, text: str) -> Category | None:
        """The category that the words suggest, unless a person chose one."""
        assert self.picture is not None
        incident = self.picture.incident
        if incident.category and not incident.category_guessed:
            return None
        if "category" in self._dirty:
            return None
        return guess_category(text, self.picture.categories)

    @on(Input.Submitted)
    def _entered(self, event: Input.Submitted) -> None:
        name = event.input.id or ""
        if self.picture is None:
            return
        if name == "note":
            self._write_note(event.value)
            return
        if name == "officer":
            if not event.value and event.input.has_focus:
                self.query_one("#note", Input).focus()
            else:
                self._pick(1)
            return
        if name == "where" and (found := complete(event.value, self.picture.locations)):
            event.input.value = found[1]
        if name == "category":
            found = complete(event.value, [(c.name, c.name) for c in self.picture.categories])
            if found:
                event.input.value = found[1]
        self.focus_next()

    @on(FieldInput.Left)
    def _left(self, event: FieldInput.Left) -> None:
        name = event.input.id or ""
        if name in FIELD_OF and name in self._dirty:
            self._commit(name)

    def _commit(self, name: str) -> None:
        """Save one field, with what follows from it."""
        assert self.picture is not None
        typed = self.query_one(f"#{name}", FieldInput).value
        before = self.picture.incident
        new: dict[str, Any] = {FIELD_OF[name]: typed}
        if name == "where":
            found = next((key for key, label in self.picture.locations if typed in (key, label)), None)
            new["location"] = found or typed
        elif name == "severity":
            if not typed:
                self._dirty.discard(name)
                self._show()
                return
            new = {"severity": int(typed), "severity_assumed": False}
        elif name == "category":
            new.update(self._severity_of(typed))
            new["category_guessed"] = False
        elif name == "what" and (guess := self._guess(typed)):
            new.update({"category": guess.name, "category_guessed": True, **self._severity_of(guess.name)})
        saw = {key: before.field(key) for key in new}
        number = self.number

        def act(store: "Store", by: "Author") -> "Done":
            return store.incidents.change(number, new, by, saw=saw)

        async def work() -> None:
            try:
                await self.session.write(act)
            except StoreError as error:
                where = f"{number}, {name}: " if self._left_behind else ""
                cast("Program", self.app).say(f"{where}{error}", "bad")
                return
            await self._saved(name, typed)
            await self._load()
            if new.get("severity") in (1, 2) and self.picture and self.picture.callout:
                self.say(
                    f"severity {new['severity']}: {key_of('incident.call-out', '^G')} opens the call-out list", "warn"
                )

        self.act(work(), f"save {name}")

    def _severity_of(self, category: str) -> dict[str, Any]:
        """The severity that a category brings with it, unless a person set one."""
        assert self.picture is not None
        found = next((c for c in self.picture.categories if c.name == category), None)
        if found is None or not self.picture.incident.severity_assumed:
            return {}
        return {"severity": found.severity, "severity_assumed": True}

    def _write_note(self, text: str) -> None:
        if not text.strip():
            return
        number, at = self.number, self.session.now()
        box = self.query_one("#note", FieldInput)

        # The field is free for the next note at once; until this one is on disk, the draft holds it.
        self._notes.append(text)
        with box.prevent(Input.Changed):
            box.value = ""

        async def work() -> None:
            try:
                await self.session.write(lambda store, by: store.incidents.note(number, text, by, at=at))
            except BaseException:
                self._notes.remove(text)
                if not self._left_behind:
                    box.value = f"{text} {box.value}".rstrip()
                raise
            self._notes.remove(text)
            await self._saved("note", text)
            self.say(f"noted {clock_text(at, self.session.tz)}", "good")
            await self._load()

        self.act(work(), "note")

    def put_away(self) -> None:
        """Another screen takes its place: the field with the cursor is saved, the rest of what is typed is kept."""
        self._keep_draft()
        self._left_behind = True
        if self.picture is not None:
            for name in sorted(self._dirty & set(FIELD_OF)):
                if self.query_one(f"#{name}", FieldInput).has_focus:
                    self._commit(name)
