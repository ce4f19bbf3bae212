"""A form: a field to a row, and one line below that says what the field is understood as, or what is wrong."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.message import Message
from textual.suggester import SuggestFromList
from textual.widget import Widget
from textual.widgets import Input, Label

from sfm_tui.widgets.forms.cycle import Cycle
from sfm_tui.widgets.forms.text_field import TextField


@dataclass(frozen=True)
class FormField:
    """One field. `check` gives what the text is understood as, or raises ValueError with what is wrong.

    With `choices` (key and word) it is a choice of one; `derive` makes its value from the others until it is typed in.
    `beside` gives what it means beside the others, shown but not asked for; it raises ValueError where they do not fit.
    A `long` one takes a text of any length, with its lines.
    """

    name: str
    label: str
    value: str = ""
    help: str = ""
    needed: bool = False
    check: Callable[[str], str] | None = None
    choices: tuple[tuple[str, str], ...] = ()
    suggestions: tuple[str, ...] = ()
    derive: Callable[[dict[str, str]], str] | None = None
    password: bool = False
    fixed: bool = False
    beside: Callable[[dict[str, str]], str] | None = None
    long: bool = False


YES_NO = (("no", "no"), ("yes", "yes"))


class Form(Vertical):
    """Rows of fields. Enter goes to the next one; after the last it sends."""

    DEFAULT_CSS = """
    Form { height: auto; width: 1fr; }
    Form > Horizontal { height: 1; width: 1fr; }
    Form > Horizontal > .name { width: 20; color: $secondary; }
    Form > Horizontal > .name.-bad { color: $error; text-style: bold; }
    Form > Horizontal > .fixed { width: 1fr; padding: 0 1; color: $muted; }
    Form Input, Form Input:focus { border: none; height: 1; width: 1fr; padding: 0 1; background: $panel; }
    Form Input:focus { background: $panel-lighten-1; }
    Form > Horizontal.-long { height: auto; }
    Form > #form-echo { width: 1fr; height: 2; margin-top: 1; color: $muted; }
    Form > #form-echo.-good { color: $success; }
    Form > #form-echo.-bad { color: $error; text-style: bold; }
    """

    @dataclass
    class Sent(Message):
        """Every field is good: these are the texts."""

        form: "Form"
        values: dict[str, str]

    def __init__(self, fields: Sequence[FormField], id: str | None = None) -> None:
        super().__init__(id=id)
        self.fields = list(fields)
        self._own: set[int] = {n for n, field in enumerate(fields) if field.value or not field.derive}
        self._refused: dict[int, tuple[str, str]] = {}

    def compose(self) -> ComposeResult:
        """The rows and the line below."""
        for n, field in enumerate(self.fields):
            with Horizontal(classes="-long" if field.long else ""):
                yield Label(field.label, classes="name", id=f"l{n}", markup=False)
                if field.fixed:
                    yield Label(field.value, classes="fixed", markup=False)
                elif field.choices:
                    yield Cycle(field.choices, field.value, id=f"f{n}")
                elif field.long:
                    yield TextField(field.value, id=f"f{n}")
                else:
                    suggester = SuggestFromList(field.suggestions, case_sensitive=False) if field.suggestions else None
                    yield Input(field.value, id=f"f{n}", placeholder="·", password=field.password, suggester=suggester,
                                select_on_focus=False)  # fmt: skip
        yield Label("", id="form-echo", markup=False)

    def on_mount(self) -> None:
        """Fill what follows from other fields."""
        self._derive()

    # ── values ───────────────────────────────────────────────────────────────────────────────────────────────

    def value(self, n: int) -> str:
        """What stands in the n-th field."""
        field = self.fields[n]
        if field.fixed:
            return field.value
        if field.choices:
            return self.query_one(f"#f{n}", Cycle).value
        return self.query_one(f"#f{n}", TextField).value if field.long else self.query_one(f"#f{n}", Input).value

    @property
    def values(self) -> dict[str, str]:
        """What stands in each field, by name."""
        return {field.name: self.value(n) for n, field in enumerate(self.fields)}

    @property
    def changed(self) -> bool:
        """Whether a person changed anything."""
        return any(
            self.value(n) != field.value for n, field in enumerate(self.fields) if not field.derive or n in self._own
        )

    def go(self, name: str = "") -> None:
        """Put the cursor in a field; without a name in the first empty one that is needed, else in the first."""
        free = [n for n, field in enumerate(self.fields) if not field.fixed]
        named = [n for n in free if self.fields[n].name == name]
        empty = [n for n in free if self.fields[n].needed and not self.value(n)]
        for n in (*named, *empty, *free):
            self.query_one(f"#f{n}").focus()
            return

    def suggest(self, name: str, words: Iterable[str]) -> None:
        """Complete what is typed in a field from these words."""
        for n, field in enumerate(self.fields):
            if field.name == name:
                self.query_one(f"#f{n}", Input).suggester = SuggestFromList(words, case_sensitive=False)

    def refuse(self, name: str, problem: str) -> None:
        """Say what is wrong with a field, as long as its text stays as it is; with no such name, of the whole."""
        for n, field in enumerate(self.fields):
            if field.name == name and not field.fixed:
                self._refused[n] = (self.value(n), problem)
                self.query_one(f"#f{n}").focus()
                self._tell(n)
                return
        self._echo(problem, "bad")

    def send(self) -> None:
        """Send what is typed if it is all good; else go to the first field that is not."""
        for n, field in enumerate(self.fields):
            problem = "" if field.fixed else self._problem(n, final=True)
            if problem:
                self.refuse(field.name, problem)
                return
        self.post_message(self.Sent(self, self.values))

    # ── what each is understood as ───────────────────────────────────────────────────────────────────────────

    def _problem(self, n: int, *, final: bool = False) -> str:
        field, text = self.fields[n], self.value(n)
        refused = self._refused.get(n)
        if refused is not None and refused[0] == text and not final:
            return refused[1]
        if not text.strip():
            return "this is needed" if final and field.needed else ""
        try:
            if field.check is not None:
                field.check(text)
        except ValueError as error:
            return str(error)
        return ""

    def _tell(self, n: int, *, final: bool = False) -> None:
        field, text = self.fields[n], self.value(n)
        problem = self._problem(n, final=final)
        self.query_one(f"#l{n}", Label).set_class(bool(problem), "-bad")
        if problem:
            self._echo(f"✖ {problem}", "bad")
            return
        try:
            understood = field.beside(self.values) if field.beside is not None else ""
        except ValueError as error:
            self._echo(f"✖ {error}", "bad")
            return
        if understood:
            self._echo(understood, "good")
            return
        understood = field.check(text) if field.check is not None and text.strip() else ""
        if understood:
            self._echo(f"{understood}" + (f" · {field.help}" if field.help else ""), "good")
        else:
            self._echo(field.help, "")

    def _echo(self, text: str, tone: str) -> None:
        label = self.query_one("#form-echo", Label)
        label.update(text)
        label.set_class(tone == "good", "-good")
        label.set_class(tone == "bad", "-bad")

    def _derive(self) -> None:
        for n, field in enumerate(self.fields):
            if field.derive is not None and n not in self._own:
                with self.prevent(Input.Changed):
                    self.query_one(f"#f{n}", Input).value = field.derive(self.values)

    @staticmethod
    def _place(widget: object) -> int:
        return int(str(getattr(widget, "id", "f0"))[1:])

    # ── keys ─────────────────────────────────────────────────────────────────────────────────────────────────

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Say what the field is for, and bring it up from under the line that says so."""
        if isinstance(event.widget, Input | Cycle | TextField):
            self._tell(self._place(event.widget))
            self.call_after_refresh(self._bring_up, event.widget)

    def _bring_up(self, field: Widget) -> None:
        """Scroll a field into sight that lies below the last line: for Textual it is seen there."""
        echo = self.query_one("#form-echo", Label)
        hidden = field.region.bottom - echo.region.y
        if field.has_focus and echo.styles.dock == "bottom" and hidden > 0:
            self.scroll_relative(y=hidden, animate=False)

    @on(Input.Changed)
    def _typed(self, event: Input.Changed) -> None:
        event.stop()
        n = self._place(event.input)
        if self.fields[n].derive is not None:
            self._own.add(n) if event.value else self._own.discard(n)
        self._derive()
        if event.input.has_focus:
            self._tell(n)

    @on(TextField.Changed)
    def _written(self, event: TextField.Changed) -> None:
        event.stop()
        self._derive()
        if event.text_area.has_focus:
            self._tell(self._place(event.text_area))

    @on(Cycle.Changed)
    def _turned(self, event: Cycle.Changed) -> None:
        event.stop()
        self._derive()
        self._tell(self._place(event.cycle))

    @on(Input.Submitted)
    @on(Cycle.Submitted)
    @on(TextField.Submitted)
    def _next(self, event: Input.Submitted | Cycle.Submitted | TextField.Submitted) -> None:
        event.stop()
        n = self._place(event.control)
        if self._problem(n, final=True):
            self._tell(n, final=True)
            return
        for later in range(n + 1, len(self.fields)):
            if not self.fields[later].fixed:
                self.query_one(f"#f{later}").focus()
                return
        self.send()
