"""What a person does to a series, for any screen: enter a reading or put it right, begin a phase or take it back.

Each flow gives what the screen should say, or None where everything was left as it was. It runs in a worker.
"""

from typing import TYPE_CHECKING, Any

from sfm_tui.clock import full_text, iso, local_date, parse_file_time
from sfm_tui.clock.wall import RepeatedTime
from sfm_tui.domain.briefing import When
from sfm_tui.domain.measure import Computed, Phase, Reading, clean_figure
from sfm_tui.domain.reference import Measure
from sfm_tui.storage.errors import Refused
from sfm_tui.widgets.actions.words import day
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Field
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_days import iso_day
from sfm_tui.widgets.lists.cells import clip

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

_FORMS = "a day, or a day and a time: 2026-11-21 14:30"


async def ask_reading(
    app: "App[Any]", session: "Session", measure: Measure | Computed, saw: Reading | None = None
) -> str | None:
    """Enter a reading, or put one right with a reason. Raises Refused for a measure that the program computes."""
    if isinstance(measure, Computed):
        raise Refused(f"{measure.name} is computed from the log and the roster: it takes no readings")
    code, unit = measure.measure, measure.unit

    def count(text: str) -> str:
        if not (text.strip().isascii() and text.strip().isdigit()):
            raise ValueError(f"«{text[:20]}» is no count: write a whole number, or nothing")
        return f"{int(text)} cases"

    def figure(text: str) -> str:
        return f"{clean_figure(text.strip())} {unit}"

    fields = [
        _when(session, "at", "When", when_typed(saw.at, session) if saw else "today", fixed=saw is not None),
        FormField("value", "Value", saw.value if saw else "", "digits, such as 4 or 2.5", needed=True, check=figure),
        FormField("n", "Cases", "" if saw is None or saw.n is None else str(saw.n),
                  "of how many cases, where it is a share or a mean; may be empty", check=count),
        *([FormField("why", "Why", "", "it stands beside the changed reading", needed=True)] if saw else []),
    ]  # fmt: skip

    async def save(typed: dict[str, str]) -> Reading:
        at = saw.at if saw is not None else _settled(session, "at", typed["at"])
        n = int(typed["n"]) if typed["n"].strip() else None

        def act(store: "Store", by: "Author") -> Reading:
            return store.measures.read(code, typed["value"].strip(), by, at=at, n=n, why=typed.get("why", ""), saw=saw)

        return await session.write(act)

    title = f"A reading of {clip(measure.name, 50)}"
    done = await app.push_screen_wait(FormDialog(title, fields, save, focus="value"))
    return f"reading of {when_text(done.at, session)} saved: {done.value}" if done is not None else None


async def ask_phase(
    app: "App[Any]", session: "Session", measure: Measure | Computed, saw: Phase | None = None, *,
    since: str = "today", reason: str = "",
) -> str | None:  # fmt: skip
    """Begin a new phase, or put the reason of one right; `since` and `reason` are what the form opens with."""
    code = measure.measure
    fields = [
        _when(session, "since", "From", when_typed(saw.since, session) if saw else since, fixed=saw is not None),
        FormField("reason", "Why", saw.reason if saw else reason, "what changed, so that it is judged anew",
                  needed=True, long=True),
        *([FormField("why", "Why put right", "", "it stands in the history", needed=True)] if saw else []),
    ]  # fmt: skip

    async def save(typed: dict[str, str]) -> Phase:
        first = saw.since if saw is not None else _settled(session, "since", typed["since"])
        words = typed["reason"].strip()

        def act(store: "Store", by: "Author") -> Phase:
            return store.measures.phase(code, first, words, by, why=typed.get("why", ""), saw=saw)

        return await session.write(act)

    title = f"A new phase of {clip(measure.name, 50)}"
    done = await app.push_screen_wait(FormDialog(title, fields, save, focus="since" if saw is None else ""))
    return f"a phase begins {when_text(done.since, session)}" if done is not None else None


async def drop_phase(app: "App[Any]", session: "Session", measure: Measure | Computed, saw: Phase) -> str | None:
    """Take a phase back, with a reason: the series is judged as it was before it."""
    begun = when_text(saw.since, session)
    title = f"Take back the phase of {clip(measure.name, 40)} from {begun}"
    answer = await app.push_screen_wait(AskDialog(title, [Field("why", "Why (it stands in the history):")]))
    if answer is None:
        return None
    why = answer["why"]
    await session.write(lambda store, by: store.measures.drop_phase(saw, by, why=why))
    return f"the phase from {begun} is taken back"


def read_when(text: str, session: "Session") -> When:
    """The day or the instant that is typed. Raises ValueError, in one line, for neither."""
    today = local_date(session.now(), session.tz)
    try:
        return iso_day(text, today)
    except ValueError as error:
        if ":" not in text:
            raise
        try:
            return parse_file_time(text.strip(), session.tz)
        except RepeatedTime:
            raise
        except ValueError:
            raise error from None


def when_text(when: When, session: "Session") -> str:
    """A day as `12 Dec 2026`, an instant with its time."""
    return day(when) if isinstance(when, str) else full_text(when, session.tz)


def when_typed(when: When, session: "Session") -> str:
    """A day or an instant as one would type it."""
    return when if isinstance(when, str) else iso(when, session.tz)[:16].replace("T", " ")


def _when(session: "Session", name: str, label: str, value: str, *, fixed: bool) -> FormField:
    def check(text: str) -> str:
        return when_text(read_when(text, session), session)

    return FormField(name, label, value, _FORMS, needed=True, fixed=fixed, check=check)


def _settled(session: "Session", name: str, text: str) -> When:
    try:
        return read_when(text, session)
    except ValueError as error:
        raise FieldError(name, str(error)) from None
