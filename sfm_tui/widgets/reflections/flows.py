"""What a person does to reflections and study notes: write, edit, read versions, take out of use, tag any record."""

from typing import TYPE_CHECKING, Any
from uuid import uuid4

from sfm_tui.clock import local_date
from sfm_tui.domain.reflection import LABELS, NOTE_KINDS, WRITTEN, Page
from sfm_tui.widgets.actions.sources import HELP, source_words, sources_in, whole_ref
from sfm_tui.widgets.actions.words import day
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, Field
from sfm_tui.widgets.dialogs.text_dialog import TextDialog
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.kept_form import ask_kept
from sfm_tui.widgets.forms.long_form import LongForm
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.forms.typed_days import day_check, iso_day
from sfm_tui.widgets.forms.typed_path import typed_path
from sfm_tui.widgets.lists.cells import clip, one_line
from sfm_tui.widgets.lists.mark_dialog import MarkDialog
from sfm_tui.widgets.lists.pick import PickDialog
from sfm_tui.widgets.records.taking_back import back_words
from sfm_tui.widgets.reflections.words import body_paras

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.domain.standard import Standard
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session

NAMES = {"reflection": "reflection", "note": "study note"}
ABOUT, LOAD = "about", "load"
_PROMPTS = {
    "title": "a few words to find it by",
    "day": "today, yesterday, 12/11",
    "did": "what happened, and what you yourself did",
    "prompted": "what made you act: an event, a figure, something that was said",
    "worked": "what worked, and why you think so",
    "hard": "what was hard or did not work, and what you did then",
    "learned": "what you know now that you did not know before",
    "mapping": "which part of the standard it shows, and how; its criteria are chosen after saving",
    "next_steps": "what you will do next, and by when",
    "kind": "a framework, a case, a reference, or just a note",
    "text": "what it says, and what of it is of use on this site",
    "source": "author, title, where: so that it can be found again",
}
_ONE_LINE = ("title", "day", "kind")


def pages_of(store: "Store", noun: str) -> Any:
    """The noun of the store that keeps such pages."""
    return store.reflections if noun == "reflection" else store.notes


def _fields(session: "Session", noun: str, page: Page | None) -> list[FormField]:
    today = local_date(session.now(), session.tz)
    fields = []
    for name in WRITTEN[noun]:
        value = str(getattr(page, name)) if page is not None else {"day": "today", "kind": NOTE_KINDS[0]}.get(name, "")
        fields.append(
            FormField(
                name, LABELS[name], value, help=_PROMPTS[name], needed=name in ("title", "day"),
                check=(day_check(today)) if name == "day" else None,
                choices=tuple((kind, kind) for kind in NOTE_KINDS) if name == "kind" else (),
                long=name not in _ONE_LINE,
            )
        )  # fmt: skip
    return fields


def _values(session: "Session", typed: dict[str, str], noun: str) -> dict[str, str]:
    today = local_date(session.now(), session.tz)
    values = {name: typed[name].strip() for name in WRITTEN[noun] if name in typed}
    if "day" in values:
        values["day"] = iso_day(values["day"], today)
    return values


def _records(store: "Store", text: str) -> list[str]:
    """The records that are named. Raises FieldError for one that is not there."""
    found = [whole_ref(store, ref) for ref in sources_in(text)]
    for ref in found:
        if not store.links.known(ref):
            raise FieldError(ABOUT, f"there is no {ref.replace(':', ' ', 1)}")
    return found


async def write(app: "App[Any]", session: "Session", noun: str, standard: str = "") -> Page | None:
    """Write a new page, then choose what it is evidence for; half of it is kept until it is saved or dropped."""
    about = FormField(ABOUT, "Which records", help=HELP, check=source_words)
    fields = [*_fields(session, noun, None), about]
    client = uuid4().hex

    async def save(typed: dict[str, str]) -> Page:
        values = _values(session, typed, noun)

        def act(store: "Store", by: "Author") -> Page:
            named = _records(store, typed[ABOUT])
            title = values.pop("title")
            done: Page = pages_of(store, noun).add(title, by, sources=named, client_id=client, **values)
            return done

        return await session.write(act)

    key = f"{noun}:new:{session.author.person}"
    page: Page | None = await ask_kept(app, session, key, f"A new {NAMES[noun]}", fields, save, focus="title",
                                       make=LongForm)  # fmt: skip
    if page is not None:
        await tags(app, session, page.ref, page.key, standard)
    return page


async def edit(app: "App[Any]", session: "Session", page: Page) -> Outcome | None:
    """Write a new version of a page; the earlier ones stay readable."""
    if page.withdrawn:
        return Outcome(f"{page.key} is out of use: {key_of('pages.withdraw', 'x')} puts it back first", "warn")
    fields = _fields(session, page.noun, page)
    stood = {one.name: one.value for one in fields}

    async def save(typed: dict[str, str]) -> Page:
        changed = _values(session, {name: text for name, text in typed.items() if text != stood[name]}, page.noun)
        return await session.write(lambda store, by: pages_of(store, page.noun).change(page, by, **changed))

    key = f"{page.ref}:{session.author.person}"
    done: Page | None = await ask_kept(app, session, key, f"Edit {page.key}", fields, save, focus=_first(page),
                                       make=LongForm, shared=True)  # fmt: skip
    if done is None:
        return None
    if done.version == page.version:
        return Outcome(f"{page.key}: nothing was changed", "plain")
    return Outcome(
        f"{page.key} saved as version {done.version} · {key_of('pages.versions', 'v')} reads the earlier ones"
    )


def _first(page: Page) -> str:
    """The first question that is not answered, to go on there."""
    return next((name for name in WRITTEN[page.noun] if not str(getattr(page, name)).strip()), "title")


async def versions(app: "App[Any]", session: "Session", page: Page) -> Outcome | None:
    """Read any version of a page; Enter on one makes what it says the newest one again."""
    some = await session.read(lambda store: pages_of(store, page.noun).versions(page.key))
    choices = [
        Choice(str(one.version), f"version {one.version}  {clip(one_line(one.title), 44)}",
               f"out of use: {clip(one_line(one.withdrawn), 30)}" if one.withdrawn else _now(one is some[-1]))
        for one in reversed(some)
    ]  # fmt: skip
    chosen = await app.push_screen_wait(PickDialog(f"{page.key}: which version?", choices))
    if chosen is None:
        return None
    old = next(one for one in some if str(one.version) == chosen)
    text = "\n".join(para.text for para in body_paras(old))
    newest = old is some[-1]
    hint = "↑↓ scroll · Esc goes back" + ("" if newest else " · Enter makes it the newest one again")
    title = f"{old.key}, version {old.version}: {clip(old.title, 50)}"
    about = [day(old.day), *([f"OUT OF USE: {old.withdrawn}"] if old.withdrawn else ())]
    verb = await app.push_screen_wait(TextDialog(title, text, about, hint=hint, enter=None if newest else "back"))
    if verb != "back":
        return None
    done = await session.write(
        lambda store, by: pages_of(store, page.noun).put_back(some[-1], by, version=old.version)
    )  # fmt: skip
    return Outcome(f"{done.key} says again what version {old.version} said, as version {done.version}")


def _now(newest: bool, /) -> str:
    return "now" if newest else ""


async def withdraw(app: "App[Any]", session: "Session", page: Page) -> Outcome | None:
    """Take a page out of use, with a reason; one that is out of use is put back."""
    if page.withdrawn:
        await session.write(lambda store, by: pages_of(store, page.noun).put_back(page, by))
        return Outcome(f"{page.key} is in use again")
    ask = Field("why", "Why it is out of use (it stays readable, and counts as no evidence):")
    answer = await app.push_screen_wait(AskDialog(f"{page.key}: out of use", [ask]))
    if answer is None:
        return None
    await session.write(lambda store, by: pages_of(store, page.noun).withdraw(page, answer["why"], by))
    return Outcome(f"{page.key} is out of use · {key_of('pages.withdraw', 'x')} puts it back", "warn")


async def history(app: "App[Any]", session: "Session", page: Page) -> None:
    """Every act on a page."""
    from sfm_tui.storage.record_history import history as acts_of
    from sfm_tui.widgets.records.history_dialog import HistoryDialog

    acts, people = await session.read(lambda store: (acts_of(store, page.ref), store.reference.people_names()))
    await app.push_screen_wait(HistoryDialog(session, f"History of {page.key}", acts, people))


# ── criteria ─────────────────────────────────────────────────────────────────────────────────────────────────


async def tags(app: "App[Any]", session: "Session", ref: str, name: str, standard: str = "") -> Outcome | None:
    """Choose the criteria of a standard that a record, called `name`, is evidence for."""
    some = await session.read(lambda store: store.standards.all())
    code = standard or (await _which(app, some) if len(some) > 1 else some[0].standard if some else None)
    if code is None:
        return None if some else Outcome("there is no standard: «sfm standard load FILE» loads one", "warn")
    found = next(one for one in some if one.standard == code)
    there = [tag.criterion for tag in await session.read(lambda store: store.standards.tags_of(ref))
             if tag.standard == code]  # fmt: skip
    choices = [Choice(one.code, f"{one.code}  {clip(one.title, 46)}", one.kind) for one in found.criteria]
    choices += [Choice(one, one, "not in the standard any more") for one in there if found.get(one) is None]
    title = f"{clip(name, 40)}: evidence for, of {clip(found.standard, 20)}"
    marked = await app.push_screen_wait(MarkDialog(title, choices, there))
    if marked is None or set(marked) == set(there):
        return None
    await session.write(lambda store, by: store.standards.set_tags(ref, code, marked, by, saw=there))
    return Outcome(f"{name} is evidence for {', '.join(marked) or 'no criterion'} of {code}{back_words('pages.undo')}")


async def _which(app: "App[Any]", some: "list[Standard]") -> str | None:
    choices = [Choice(one.standard, clip(f"{one.standard} {one.title}", 60)) for one in some]
    return await app.push_screen_wait(PickDialog("Which standard?", choices))


async def tag_with(app: "App[Any]", session: "Session", standard: str, criterion: str) -> Outcome | None:
    """Name a record that is evidence for a criterion."""
    ask = Field("record", "The record that shows it:", placeholder="0142, action A-07, reflection R-01",
                check=source_words)  # fmt: skip
    answer = await app.push_screen_wait(AskDialog(f"Evidence for {clip(criterion, 40)}", [ask]))
    if answer is None:
        return None

    def act(store: "Store", by: "Author") -> list[str]:
        found = _records(store, answer["record"])
        for ref in found:
            store.standards.tag(ref, standard, [criterion], by)
        return found

    found = await session.write(act)
    return Outcome(f"{', '.join(one.replace(':', ' ', 1) for one in found)}: evidence for {criterion}")


async def choose_standard(app: "App[Any]", session: "Session", now: str) -> tuple[str, Outcome | None]:
    """Ask which standard is shown, or load one from a file; gives its code, and what to say."""
    some = await session.read(lambda store: store.standards.all())
    choices = [
        Choice(one.standard, clip(f"{one.standard} {one.title}", 56), "shown now" if one.standard == now else "")
        for one in some
    ]
    choices.append(Choice(f"{LOAD}:", "Load a standard from a file …", "TOML"))
    chosen = await app.push_screen_wait(PickDialog("Which standard?", choices))
    if chosen != f"{LOAD}:":
        return chosen or now, None
    field = FormField("path", "File", needed=True, help="a TOML file; «sfm standard show ST0330 --toml» writes one")

    async def save(typed: dict[str, str]) -> "Standard":
        return await session.write(lambda store, by: store.standards.load_file(typed_path(typed["path"]), by))

    done: Standard | None = await app.push_screen_wait(FormDialog("Load a standard", [field], save))
    if done is None:
        return now, None
    return done.standard, Outcome(f"{done.standard} {done.title} is loaded: {len(done.criteria)} criteria")


__all__ = [
    "Outcome", "choose_standard", "edit", "history", "tag_with", "tags", "versions", "withdraw", "write",
]  # fmt: skip
