"""One incident: type, stamp, never lose my place."""

import asyncio
from collections.abc import Awaitable
from typing import TYPE_CHECKING, Any, ClassVar

from textual import events, on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Vertical
from textual.timer import Timer
from textual.widgets import Input

from sfm_tui.clock import clock_text, duration_words
from sfm_tui.domain.categories import SEVERITIES, Category, guess_category
from sfm_tui.storage.errors import StoreError
from sfm_tui.widgets.base import DeskScreen
from sfm_tui.widgets.form import FieldInput, FieldRow, PickInput, complete
from sfm_tui.widgets.incident_draft import IncidentDraft
from sfm_tui.widgets.incident_parts import (
    CallOutLine,
    IncidentHead,
    OfficerPicks,
    entry_lines,
    stamp_lines,
    stamp_rows,
)
from sfm_tui.widgets.incident_picture import Picture, look
from sfm_tui.widgets.moment_dialog import beside, moment_summary
from sfm_tui.widgets.rows import Rows
from sfm_tui.widgets.who_can_go import Pick, who_can_go

if TYPE_CHECKING:
    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.moment import Moment
    from sfm_tui.storage.incidents import Done
    from sfm_tui.storage.store import Store

FIELD_OF = {"what": "summary", "where": "location", "category": "category", "severity": "severity"}
UNDO_SECONDS = 5
KEEP_AFTER = 0.3


class IncidentScreen(DeskScreen):
    """The form on one side, the timeline and the log on the other."""

    TITLE_TEXT = "incident"
    SHOWS_SHIFT = True
    CSS_PATH = "incident.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back", id="incident.back", tooltip="Back; all that was typed is kept"),
        Binding("ctrl+n", "more", "More", id="incident.more", priority=True,
                tooltip="Caller, witnesses, police, CCTV, injury, loss, outcome, M/ETHANE"),
        Binding("ctrl+s", "state", "State", id="incident.state", priority=True,
                tooltip="Put on hold, take up, close, reopen, or void"),
        Binding("ctrl+g", "call_out", "Call-out", id="incident.call-out", priority=True,
                tooltip="The call-out list: one key stamps each call"),
        Binding("ctrl+r", "sheet", "Sheet", id="incident.sheet", priority=True,
                tooltip="Copy the incident as text, or save it as PDF"),
        Binding("ctrl+k", "files", "Files", show=False, id="incident.files", priority=True,
                tooltip="Attach a file to the incident, or see its files"),
        Binding("ctrl+t", "history", "History", id="incident.history", priority=True,
                tooltip="Every change, with who, when, why and the old value"),
        Binding("m", "who_stood", "Who stood where", show=False, id="incident.who-stood",
                tooltip="Who was on what post when it was reported; outside of fields, else Enter on «reported»"),
        Binding("w", "why_late", "Why late", show=False, id="incident.why-late",
                tooltip="Why the response was over its limit: the roster at that minute; outside of fields"),
        Binding("down", "app.focus_next", "Next field", show=False, id="incident.down", tooltip="To the next field"),
        Binding("up", "app.focus_previous", "Field above", show=False, id="incident.up", tooltip="To the field above"),
    ]  # fmt: skip

    def __init__(self, session: Any, number: str, *, field: str = "", fresh: bool = False) -> None:
        super().__init__(session)
        self.number = number
        self._start_in = field or "note"
        self._fresh = fresh
        self.picture: Picture | None = None
        self._dirty: set[str] = set()
        self._keeping: Timer | None = None
        self._undo: tuple[str, int, int] | None = None
        self._notes: list[str] = []
        self._draft = IncidentDraft(session, number)
        self._left_behind = False
        self._moment: Moment | None = None

    # ── the frame ────────────────────────────────────────────────────────────────────────────────────────────

    def compose_body(self) -> ComposeResult:
        """Head, form, timeline, log."""
        yield IncidentHead(self.session, self.number)
        with Container(id="columns"):
            with Vertical(id="form"):
                yield FieldRow("what", "What", FieldInput(id="what", placeholder="what is happening, as heard"))
                yield FieldRow("where", "Where", FieldInput(id="where", placeholder="location"))
                yield FieldRow("category", "Category", FieldInput(id="category"))
                yield FieldRow("severity", "Severity", FieldInput(id="severity", restrict="[1-4]?", max_length=1))
                yield FieldRow("officer", "Officer", PickInput(id="officer", placeholder="digit sends, letters find"))
                yield FieldRow("note", "Note", FieldInput(id="note", placeholder="Enter writes it into the log"))
                yield CallOutLine()
                yield OfficerPicks()
            with Vertical(id="record"):
                with Vertical(id="timeline-pane") as pane:
                    pane.border_title = "Timeline"
                    yield Rows[Any](self._draw_stamp, key=lambda s: (s.stamp, s.officer, s.at), id="timeline",
                                    follow=True)  # fmt: skip
                with Vertical(id="log-pane") as pane:
                    pane.border_title = "Log"
                    yield Rows[Any](self._draw_entry, key=lambda e: e.seq, id="entries")

    def on_mount(self) -> None:
        """The cursor stands where it was asked to; the rest follows as soon as it is read."""
        if self._start_in in ("what", "where", "category", "severity", "officer", "note"):
            self.query_one(f"#{self._start_in}", Input).focus()
        self.session_act(self._first_load(), "read incident")

    def session_act(self, work: Any, name: str) -> None:
        """Run an act beside the screen."""
        self.app.act(work, name)  # type: ignore[attr-defined]

    def _first_load(self) -> Awaitable[None]:
        """Read the incident for the first time; keys that are typed meanwhile wait for it."""
        reading: asyncio.Future[None] = self.app.ahead.hold()  # type: ignore[attr-defined]

        async def load() -> None:
            try:
                await self._load(first=True)
            finally:
                reading.set_result(None)

        return load()

    async def _load(self, *, first: bool = False) -> None:
        number = self.number
        picture = await self.session.read(lambda store: look(store, number))
        if not self.is_mounted or self._left_behind:
            return
        self.picture = picture
        self._show(first=first)
        if self._moment is None or self._moment.at != picture.incident.reported:
            self.session_act(self._look_back(picture.incident.reported), "who stood where")
        if first and self._fresh:
            time = clock_text(picture.incident.reported, self.session.tz)
            self.say(f"{number} opened, reported {time}", "good")

    async def _look_back(self, at: int) -> None:
        """Read who stood where when it was reported. A roster that cannot be read takes nothing else away."""
        number = self.number
        try:
            self._moment = await self.session.read(lambda store: store.roster.moment(at, besides=number))
        except ValueError as error:
            self.say(str(error), "bad")
            return
        if self.is_mounted and not self._left_behind:
            self.query_one("#timeline", Rows).redraw()

    def _show(self, *, first: bool = False) -> None:
        picture = self.picture
        if picture is None:
            return
        incident = picture.incident
        draft = self._draft.taken_up(picture.draft) if first else {}
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
        if taken and not self._fresh:
            self.say(f"taken up where it was left: {', '.join(taken)}", "warn")
        self._explain()
        self.query_one(IncidentHead).show(incident)
        self.query_one("#timeline", Rows).show(stamp_rows(incident, picture.stamps))
        self.query_one("#entries", Rows).show(picture.log[::-1])
        self.query_one(OfficerPicks).show(self._picks())
        self.query_one(CallOutLine).show(self.session, picture)
        self.query_one("#log-pane").border_subtitle = f"{len(picture.links)} links" if picture.links else ""

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

    # ── drawing ──────────────────────────────────────────────────────────────────────────────────────────────

    def _draw_stamp(self, stamp: Any, width: int) -> Any:
        lines = stamp_lines(self.session, stamp, self.picture, width)
        if stamp.stamp == "reported" and self._moment is not None and stamp.at == self._moment.at:
            return beside(lines, moment_summary(self.session, self._moment), width)
        return lines

    def _draw_entry(self, entry: Any, width: int) -> Any:
        return entry_lines(self.session, entry, self.picture.authors if self.picture else {}, width)

    def tick(self) -> None:
        """Let the response clock run."""
        super().tick()
        self.query_one(IncidentHead).tick()

    def data_changed(self) -> None:
        """Read anew; a field that is being typed in is left alone."""
        super().data_changed()
        self.session_act(self._load(), "read incident")

    def shift_changed(self) -> None:
        """Put the officers in order anew."""
        self.query_one(OfficerPicks).show(self._picks())

    def current_record(self) -> tuple[str, str] | None:
        """The incident."""
        return f"incident:{self.number}", self.number

    def current_incident(self) -> str | None:
        """The one on screen."""
        return self.number

    def locked_changed(self) -> None:
        """Show or hide the record."""
        self.query_one("#columns").display = not self.session.locked

    # ── typing ───────────────────────────────────────────────────────────────────────────────────────────────

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
        self.session_act(self._draft.keep(), "keep draft")

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
                self.app.say(f"{where}{error}", "bad")  # type: ignore[attr-defined]
                return
            await self._saved(name, typed)
            await self._load()
            if new.get("severity") in (1, 2) and self.picture and self.picture.callout:
                self.say(f"severity {new['severity']}: ^G opens the call-out list", "warn")

        self.session_act(work(), f"save {name}")

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

        self.session_act(work(), "note")

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the officers while one is to be chosen; where there is room they stay."""
        self.set_class(event.widget.id == "officer", "-picking")

    # ── officers ─────────────────────────────────────────────────────────────────────────────────────────────

    def _picks(self) -> list[Pick]:
        if self.picture is None:
            return []
        typed = self.query_one("#officer", PickInput).value.strip().casefold()
        wanted = [(officer, name) for officer, name in self.picture.officers
                  if typed in name.casefold() or typed in officer.casefold()]  # fmt: skip
        return who_can_go(self.session, wanted, self.picture.incident.officers, self.number)

    @on(PickInput.Picked)
    def _picked(self, event: PickInput.Picked) -> None:
        self._pick(event.place)

    def _pick(self, place: int) -> None:
        picks = self._picks()
        if not 1 <= place <= len(picks):
            self.say(f"there is no officer {place} in what is shown", "bad")
            return
        self.dispatch_officer(picks[place - 1].officer)

    def dispatch_officer(self, officer: str) -> None:
        """Stamp an officer dispatched, now; Backspace within five seconds takes it back, by a new entry."""
        number, at, name = self.number, self.session.now(), self.session.officer_name(officer)

        async def work() -> None:
            await self.session.write(
                lambda store, by: store.incidents.stamp(number, "dispatched", by, officer=officer, at=at)
            )
            self._undo = (officer, at, self.session.now() + UNDO_SECONDS)
            with self.query_one("#officer", PickInput).prevent(Input.Changed):
                self.query_one("#officer", PickInput).value = ""
            await self._load()
            self.say(f"Dispatched {name} {clock_text(at, self.session.tz)} · Backspace undoes", "good")

        self.session_act(work(), "dispatch")

    @on(PickInput.Undone)
    def _take_back(self) -> None:
        undo, self._undo = self._undo, None
        if undo is None or self.session.now() > undo[2]:
            self.say("nothing to undo here: F5 corrects a dispatch, Enter on a stamp strikes it")
            return
        officer, at, _until = undo
        number, name = self.number, self.session.officer_name(officer)

        async def work() -> None:
            await self.session.write(
                lambda store, by: store.incidents.strike_stamp(number, "dispatched", officer, at, "undone", by)
            )
            await self._load()
            self.say(f"{name} not dispatched: undone, and so entered", "warn")

        self.session_act(work(), "undo dispatch")

    # ── acts that ask ────────────────────────────────────────────────────────────────────────────────────────

    def _ask(self, verb: str, **more: Any) -> None:
        from importlib import import_module

        flows = import_module("sfm_tui.widgets.incident_flows")

        async def work() -> None:
            said = await getattr(flows, verb)(self.app, self.session, self.picture, **more)
            if not self.is_mounted:
                return
            await self._load()
            if said is not None:
                self.say(said.text, said.tone)

        if self.picture is not None:
            self.session_act(work(), verb)

    @on(Rows.Chosen, "#timeline")
    def _stamp_chosen(self, event: Rows.Chosen) -> None:
        self._ask("stamp_menu", stamp=event.item)

    @on(Rows.Chosen, "#entries")
    def _entry_chosen(self, event: Rows.Chosen) -> None:
        self._ask("entry_menu", entry=event.item)

    def action_more(self) -> None:
        """The fields that come after."""
        self._ask("more")

    def action_state(self) -> None:
        """Hold, take up, close, reopen, void."""
        self._ask("change_state")

    def action_call_out(self) -> None:
        """The call-out list."""
        self._ask("call_out")

    def action_sheet(self) -> None:
        """Copy or save the incident."""
        self._ask("sheet")

    def action_files(self) -> None:
        """Files of the incident."""
        self._ask("files")

    def action_history(self) -> None:
        """Every change."""
        self._ask("history")

    def action_who_stood(self) -> None:
        """Who stood where when it was reported."""
        self._ask("who_stood")

    def action_why_late(self) -> None:
        """Why the response was over its limit."""
        self._ask("why_late")

    def action_leave(self) -> None:
        """Back to where one was."""
        self.put_away()
        self.app.pop_screen()

    def put_away(self) -> None:
        """Another screen takes its place: the field with the cursor is saved, the rest of what is typed is kept."""
        self._keep_draft()
        self._left_behind = True
        if self.picture is not None:
            for name in sorted(self._dirty & set(FIELD_OF)):
                if self.query_one(f"#{name}", FieldInput).has_focus:
                    self._commit(name)


SCREEN = IncidentScreen
