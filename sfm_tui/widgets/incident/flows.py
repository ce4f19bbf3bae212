"""What the incident screen asks before it acts: states, corrections, calls, sheets, links, history.

Each flow gives what the screen should say, or None where the person left everything as it was.
"""

from typing import TYPE_CHECKING, Any, cast

from sfm_tui.clock import clock_text, local_date
from sfm_tui.domain.incidents import DETAILS, METHANE, OUTCOMES, State
from sfm_tui.domain.riddor import possibly_reportable
from sfm_tui.widgets.dialogs.dialogs import AskDialog, Choice, ChooseDialog, Field
from sfm_tui.widgets.everywhere.key_names import key_of
from sfm_tui.widgets.everywhere.say import Outcome
from sfm_tui.widgets.forms.timing import BadTime, echo, settle
from sfm_tui.widgets.incident.parts import Missing
from sfm_tui.widgets.incident.stamping import correct, press, put

if TYPE_CHECKING:
    from textual.app import App

    from sfm_tui.widgets.everywhere.session import Session


async def _reason(app: "App[Any]", title: str, label: str = "Why (it stands in the log):") -> str | None:
    answer = await app.push_screen_wait(AskDialog(title, [Field("why", label)]))
    return answer["why"] if answer else None


async def change_state(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """Hold, take up, close, reopen, void."""
    incident = picture.incident
    number = incident.number
    if incident.struck:
        return Outcome(f"{number} was raised in error: its state stays", "warn")
    todo: dict[str, list[Choice]] = {
        "open": [Choice("closed", "Close", letter="c"), Choice("on hold", "Put on hold", letter="h")],
        "on hold": [Choice("open", "Take up again", letter="t"), Choice("closed", "Close", letter="c")],
        "closed": [Choice("open", "Reopen", "with a reason", letter="r")],
    }
    choices = [*todo[incident.state], Choice("void", "Void: raised in error", "with a reason", letter="v")]
    if not incident.outcome:
        choices.append(Choice("outcome", "Set the outcome", letter="o"))
    chosen = await app.push_screen_wait(ChooseDialog(f"{number} is {incident.state}", choices))
    if chosen is None:
        return None
    if chosen == "outcome":
        return await outcome(app, session, picture)
    if chosen == "void":
        error = await _reason(app, f"Void {number}: it stays visible and counts for no figure")
        if error is None:
            return None
        await session.write(lambda store, by: store.incidents.void(number, error, by))
        return Outcome(f"{number} is void", "warn")
    why = ""
    if incident.state == "closed":
        given = await _reason(app, f"Reopen {number}")
        if given is None:
            return None
        why = given
    if chosen == "closed" and not incident.outcome:
        said = await outcome(app, session, picture)
        if said is None:
            return None
    state = cast("State", chosen)
    await session.write(lambda store, by: store.incidents.set_state(number, state, by, why=why))
    words = {"open": "taken up again", "on hold": "on hold", "closed": "closed"}[chosen]
    return Outcome(f"{number} {words} {clock_text(session.now(), session.tz)}")


async def outcome(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """Say how it ended: one of the usual words, or own ones."""
    number = picture.incident.number
    choices = [Choice(word, word.capitalize()) for word in OUTCOMES]
    chosen = await app.push_screen_wait(
        ChooseDialog(f"How did {number} end?", [*choices, Choice("own", "In own words …")])
    )
    if chosen == "own":
        chosen = await _reason(app, f"How did {number} end?", "Outcome:")
    if chosen is None:
        return None
    word = chosen
    await session.write(lambda store, by: store.incidents.change(number, {"outcome": word}, by))
    return Outcome(f"{number} outcome: {word}")


async def stamp_menu(app: "App[Any]", session: "Session", picture: Any, *, stamp: Any) -> Outcome | None:
    """Correct or strike a stamp; one that is still to come is stamped now."""
    incident = picture.incident
    if isinstance(stamp, Missing):
        if stamp.stamp == "closed":
            return await change_state(app, session, picture)
        return await press(app, session, incident.number, stamp.stamp)
    who = f"{session.officer_name(stamp.officer)} " if stamp.officer else ""
    name = f"{who}{stamp.stamp} {clock_text(stamp.at, session.tz)}"
    if stamp.struck:
        return Outcome(f"{name} is struck: {stamp.struck}", "plain")
    if stamp.stamp == "closed":
        return await change_state(app, session, picture)
    choices = [Choice("correct", "Correct the time", letter="c")]
    if stamp.stamp == "reported" and incident.occurred is None:
        choices.append(Choice("occurred", "Say when it occurred", letter="o"))
    if stamp.stamp == "reported":
        choices.append(Choice("stood", "Who stood where then", letter="m"))
    if stamp.stamp == "dispatched" and stamp.officer:
        choices.append(Choice("en route", "En route, now", letter="e"))
    if stamp.stamp != "reported":
        choices.append(Choice("strike", "Strike it", "with a reason; it stays readable", letter="x"))
    chosen = await app.push_screen_wait(ChooseDialog(name, choices))
    if chosen == "correct":
        return await correct(app, session, incident, stamp.stamp, stamp.officer, stamp.at)
    if chosen == "en route":
        return await put(session, incident.number, "en route", stamp.officer, session.now())
    if chosen == "occurred":
        return await occurred(app, session, incident)
    if chosen == "stood":
        return await who_stood(app, session, picture)
    if chosen == "strike":
        why = await _reason(app, f"Strike {name}")
        if why is None:
            return None
        await session.write(
            lambda store, by: store.incidents.strike_stamp(
                incident.number, stamp.stamp, stamp.officer, stamp.at, why, by
            )
        )
        return Outcome(f"{name} struck", "warn")
    return None


async def occurred(app: "App[Any]", session: "Session", incident: Any) -> Outcome | None:
    """Ask when it happened, which is often before it was reported."""
    value, problem = "", ""
    while True:
        field = Field("time", "When it happened:", value=value, placeholder="2215, -5, y 2310", check=echo(session))
        answer = await app.push_screen_wait(AskDialog(f"{incident.number}: occurred", [field], problem))
        if answer is None:
            return None
        value = answer["time"]
        try:
            at = await settle(app, session, value)
        except BadTime as error:
            problem = str(error)
            continue
        if at is not None:
            return await put(session, incident.number, "occurred", "", at)


async def entry_menu(app: "App[Any]", session: "Session", picture: Any, *, entry: Any) -> Outcome | None:
    """Read a log line whole, correct it by a new one beside it, strike it, copy it."""
    number = picture.incident.number
    choices = [Choice("copy", "Copy the text", letter="c")]
    if entry.entry and not entry.struck:
        choices = [
            Choice("amend", "Correct it", "a new entry beside the old one", letter="a"),
            Choice("strike", "Strike it", "with a reason; it stays readable", letter="x"),
            *choices,
        ]
    about = entry.text if len(entry.text) <= 2000 else entry.text[:2000] + " …"
    title = f"{number} entry {entry.entry}" if entry.entry else number
    chosen = await app.push_screen_wait(ChooseDialog(title, choices, about=about))
    if chosen == "copy":
        app.copy_to_clipboard(entry.text)
        return Outcome("copied")
    if chosen == "strike":
        why = await _reason(app, f"Strike entry {entry.entry} of {number}")
        if why is None:
            return None
        await session.write(lambda store, by: store.incidents.strike_entry(number, entry.entry, why, by))
        return Outcome(f"entry {entry.entry} struck", "warn")
    if chosen == "amend":
        answer = await app.push_screen_wait(
            AskDialog(f"Correct entry {entry.entry}", [Field("text", "As it should read:", value=entry.text)])
        )
        if answer is None or answer["text"] == entry.text:
            return None
        text = answer["text"]
        await session.write(lambda store, by: store.incidents.note(number, text, by, at=entry.at, amends=entry.entry))
        return Outcome(f"entry {entry.entry} corrected by a new entry")
    return None


async def call_out(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """The call-out list for this severity: one key stamps each call."""
    incident = picture.incident
    calls = [c for c in picture.callout if c[0] == incident.severity] or picture.callout
    if not calls:
        return Outcome(f"the site has no call-out list: the settings ({key_of('app.go-to', 'F12')} s) take one", "warn")
    choices = [Choice(str(n), who, phone or "no number") for n, (_s, who, phone) in enumerate(calls)]
    chosen = await app.push_screen_wait(
        ChooseDialog(
            f"{incident.number}, severity {incident.severity}: called",
            choices,
            "digit stamps the call, now · Esc goes back",
        )
    )
    if chosen is None:
        return None
    _severity, who, phone = calls[int(chosen)]
    await session.write(lambda store, by: store.incidents.call_out(incident.number, who, phone, by))
    return Outcome(f"called {who} {clock_text(session.now(), session.tz)}")


async def more(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """Everything that comes after, on one page."""
    from sfm_tui.widgets.incident.more_dialog import MoreDialog

    incident = picture.incident
    names = ["outcome", "police_ref", "evidence", *(n for n in DETAILS if n not in METHANE)]
    if incident.severity in (1, 2):
        names += METHANE
    before = {name: str(incident.field(name)) for name in names}
    answer = await app.push_screen_wait(MoreDialog(incident.number, before))
    if answer is None:
        return None
    new = {name: text for name, text in answer.items() if text != before[name]}
    if not new:
        return None
    saw = {name: before[name] for name in new}
    number = incident.number
    await session.write(lambda store, by: store.incidents.change(number, new, by, saw=saw))
    told = possibly_reportable({**before, **new}, local_date(incident.occurred or incident.reported, session.tz))
    if told and {"injury", "injured", "hospital", "days_off"} & set(new):
        return Outcome(told, "warn")
    return Outcome(f"{number}: {len(new)} field{'s' if len(new) > 1 else ''} saved")


async def links(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """Follow a link, make one, strike one, or raise something from the incident."""
    from sfm_tui.widgets.records.record_links import links_of

    number = picture.incident.number
    return await links_of(app, session, f"incident:{number}", number)


async def files(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """Attach a file to the incident, or look at one."""
    from sfm_tui.widgets.records.attaching import files as files_of

    number = picture.incident.number
    return await files_of(app, session, f"incident:{number}", number)


async def history(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """Every entry of the ledger about this incident, with old values."""
    from sfm_tui.storage.history import of as read_history
    from sfm_tui.widgets.records.history_dialog import HistoryDialog

    number = picture.incident.number
    entries = await session.read(lambda store: read_history(store, f"incident:{number}"))
    await app.push_screen_wait(HistoryDialog(session, f"{number}: every change", entries, picture.authors))
    return None


async def who_stood(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """Who stood on what post when the incident was reported, who was free, on two posts or busy."""
    from sfm_tui.widgets.incident.moment_dialog import MomentDialog

    incident = picture.incident
    number, at = incident.number, incident.reported
    moment = await session.read(lambda store: store.roster.moment(at, besides=number))
    arrived = incident.officers if incident.on_scene is not None else ("", *incident.officers)
    if await app.push_screen_wait(MomentDialog(session, number, moment, arrived)):
        return await why_late(app, session, picture)
    return None


async def why_late(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """Lead to the trace of a response that was over its limit; of any other, say that it was not."""
    from sfm_tui.storage.why_late import window_of_incident
    from sfm_tui.widgets.everywhere.messages import PlaceWanted

    number = picture.incident.number
    found = await session.read(lambda store: window_of_incident(store, number))
    if found is None or not found[1]:
        return Outcome(f"{number} was not over its limit, or counts for no response", "plain")
    app.screen.post_message(PlaceWanted("trace", number))
    return None


async def sheet(app: "App[Any]", session: "Session", picture: Any) -> Outcome | None:
    """Copy the incident as text, or save it as PDF."""
    from sfm_tui.reports.gather import incident_sheet
    from sfm_tui.reports.sheet_text import sheet_text
    from sfm_tui.widgets.paper.key import paper_key
    from sfm_tui.widgets.paper.sheet_flow import copy_or_save

    number = picture.incident.number
    name = "incident-" + "".join(ch if ch.isalnum() or ch in "-_" else "_" for ch in number)[:60]
    return await copy_or_save(
        app, session, f"sheet of {number}", name, lambda store, by: incident_sheet(store, number, by), sheet_text,
        see=paper_key("incident", record=number, back=f"{app.current_mode} {number}"),
    )  # fmt: skip
