"""What a person does about keeping: hold and lift, erase what is due, set how long a kind is kept."""

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from sfm_tui.domain.retention import BY_NAME
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.holds import HELD
from sfm_tui.storage.retention import Count
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.form_dialog import FieldError, FormDialog
from sfm_tui.widgets.forms.record_form import FormField
from sfm_tui.widgets.records.taking_back import back_words

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.domain.desk import Author
    from sfm_tui.storage.store import Store
    from sfm_tui.widgets.everywhere.session import Session


def _erase(kind: str, records: list[str], why: str, store: "Store", by: "Author") -> tuple[int, int]:
    from sfm_tui.storage.erasing import erase_batch

    return erase_batch(store, kind, records, by, why=why)


def whole(store: "Store", typed: str) -> str:
    """What a person means, as links name it. Raises FieldError for none."""
    from sfm_tui.storage.records import ref_of

    try:
        return ref_of(store, typed)
    except StoreError as error:
        raise FieldError("target", str(error)) from error


async def hold(app: "App[Any]", session: "Session", record: str = "") -> Outcome | None:
    """Hold a record, an officer, a person or a period; asks for the reason."""
    fields = [
        FormField("target", "What", record, needed=True,
                  help="2026-0142, officer:1001, person:okafor, period:2026-01-01..2026-03-31"),
        FormField("why", "Why", "", needed=True, help="stands in the ledger: the claim, who asked for it", long=True),
    ]  # fmt: skip

    async def save(typed: dict[str, str]) -> str:
        def act(store: "Store", by: "Author") -> str:
            target = whole(store, typed["target"])
            store.holds.place(target, typed["why"].strip(), by)
            return target

        return await session.write(act)

    focus = "why" if record else "target"
    done: str | None = await app.push_screen_wait(FormDialog("A legal hold", fields, save, focus=focus))
    return Outcome(f"{done.replace(':', ' ', 1)} is held, with what hangs on it") if done else None


async def lift(app: "App[Any]", session: "Session", target: str) -> Outcome | None:
    """End a hold; asks for the reason."""
    fields = [
        FormField("target", "What", target, fixed=True),
        FormField("why", "Why", "", needed=True, help="stands in the ledger beside the end of the hold", long=True),
    ]

    async def save(typed: dict[str, str]) -> str:
        await session.write(lambda store, by: store.holds.lift(target, typed["why"].strip(), by))
        return target

    done: str | None = await app.push_screen_wait(FormDialog("The hold is over", fields, save, focus="why"))
    return Outcome(f"{done.replace(':', ' ', 1)} is no longer held: the rules apply again") if done else None


@dataclass(frozen=True)
class HoldOn:
    """How a record stands: `own` is the hold on itself, `why` also says through what else it is held."""

    own: bool
    why: str

    @property
    def words(self) -> str:
        """What can be done about it."""
        if self.own:
            return "Lift the legal hold …"
        return "Hold it by itself as well …" if self.why else "Legal hold: no retention rule may take it …"


def hold_on(store: "Store", ref: str) -> HoldOn | None:
    """How a record is held; None for a kind that cannot be."""
    if ref.partition(":")[0] not in HELD:
        return None
    own = any(one.target == ref for one in store.holds.all(lifted=False))
    return HoldOn(own, store.holds.of(ref))


async def hold_or_lift(app: "App[Any]", session: "Session", ref: str) -> Outcome | None:
    """Hold a record, or end the hold that is on itself."""
    found = await session.read(partial(hold_on, ref=ref))
    return await (lift if found is not None and found.own else hold)(app, session, ref)


async def erase(app: "App[Any]", session: "Session", counts: list[Count], copies: str) -> Outcome | None:
    """Erase what is due of these kinds, once its number was typed; batch by batch, so that the desk goes on."""
    due = sum(count.due for count in counts)
    if not due:
        return Outcome("nothing is due", "plain")
    what = ", ".join(count.rule.kind.counted(count.due) for count in counts if count.due)

    def check(text: str) -> str:
        if text.strip().replace(",", "") != str(due):
            raise ValueError(f"type {due} to erase them for good; Esc leaves them")
        return "they go for good; that they were there stays"

    fields = [
        FormField("what", "Due", what, fixed=True),
        FormField("copies", "Copies", copies, fixed=True),
        FormField("number", "How many go", "", needed=True, check=check, help=f"type {due} to erase them for good"),
        FormField("why", "Remark", "", help="stays in the ledger for ever: no names"),
    ]
    dialog: FormDialog

    async def save(typed: dict[str, str]) -> tuple[int, int]:
        from sfm_tui.storage.clearing import clear
        from sfm_tui.storage.erasing import due_batches

        gone = entries = 0
        for kind in [count.rule.kind.name for count in counts if count.due]:
            while batches := await session.read(partial(due_batches, kind=kind)):
                before = gone
                for records in batches:
                    took, some = await session.write(partial(_erase, kind, records, typed["why"].strip()))
                    gone, entries = gone + took, entries + some
                    dialog.progress(f"{gone:,} of {due:,} erased …")
                if gone == before:
                    break
        dialog.progress("clearing the search index and free pages …")
        await session.write(lambda store, _by: clear(store))
        return gone, entries

    dialog = FormDialog("Erase what is due", fields, save, focus="number")
    done: tuple[int, int] | None = await app.push_screen_wait(dialog)
    if done is None:
        return None
    return Outcome(f"{done[0]:,} records and the text of {done[1]:,} entries of the ledger are erased")


async def finish(app: "App[Any]", session: "Session") -> Outcome:
    """Clear what an erasure that was broken off left."""
    from sfm_tui.storage.clearing import clear

    await session.write(lambda store, _by: clear(store))
    return Outcome("cleared: nothing of what was erased is left in the file")


async def set_months(app: "App[Any]", session: "Session", kind: str) -> Outcome | None:
    """Set how many months a kind of record is kept; nothing typed is the usual time."""
    from sfm_tui.widgets.settings.retention_section import months_field, saved_months

    site = await session.read(lambda store: store.sites.get())
    if site is None:
        return Outcome("no site is set up yet", "warn")
    fields = [FormField("kind", "Kind", BY_NAME[kind].many, fixed=True), months_field(BY_NAME[kind], site)]

    async def save(typed: dict[str, str]) -> str:
        return await session.write(lambda store, by: saved_months(store, by, site, kind, typed["months"]))

    head = session.data.head_seq
    done: str | None = await app.push_screen_wait(FormDialog("How long they are kept", fields, save, focus="months"))
    if not done:
        return None
    return Outcome(done + (back_words("keeping.undo") if session.data.head_seq != head else ""))
