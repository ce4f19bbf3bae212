"""Text that people and attackers write, and stores that were worked in."""

from typing import Any

from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.categories import DEFAULT_CATEGORIES
from sfm_tui.domain.desk import Author
from sfm_tui.domain.incidents import DETAILS, OFFICER_STAMPS, OUTCOMES
from sfm_tui.domain.occurrences import KINDS
from sfm_tui.domain.reference import ACTIVITIES, ROLES, CategoryRecord, Location, Officer, Person, Post
from sfm_tui.domain.retention import BY_NAME
from sfm_tui.domain.site import CallOut, Desk, Handover, Peak, Response, Rest, Site
from sfm_tui.domain.text import clean_code, clean_line
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store

HOSTILE = (
    "=cmd()", "'=1", "''+1", "-5", "@x", "\tx", "\r\n=1", "\r", "a,b", 'say "so"', "a;b\tc", "[/red]",
    "[@click=app.quit]x", "'; DROP TABLE incident; --", "\u202eabc", "😀👩‍👩‍👧", "cafe\u0301", "=\u0338", "\u2028x",
    "x\n\n y ", " ", "\ufeffx", "_x000D_", "%s{0}", "null", "x" * 5000,
)  # fmt: skip
_plain = st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=20)
texts = st.one_of(st.sampled_from(HOSTILE), _plain)
said = texts.filter(lambda text: text.strip() != "")


def _is_line(text: str) -> bool:
    try:
        clean_line(text)
    except ValueError:
        return False
    return True


lines = texts.filter(_is_line)
names = lines.filter(lambda text: text.strip() != "")
codes = names.map(str.strip).map(clean_code)
numbers = codes.map(lambda code: "_".join(code.split()))
dates = st.none() | st.dates()

sites = st.builds(
    Site,
    code=codes,
    name=lines,
    client=lines,
    timezone=st.sampled_from(["Europe/London", "Asia/Kathmandu", "America/St_Johns", "UTC"]),
    country=st.sampled_from(["", "GB"]),
    response=st.builds(
        Response,
        clock_starts=st.sampled_from(["reported", "dispatched"]),
        limit_seconds=st.integers(1, 86_400),
        target_percent=st.none() | st.integers(0, 100) | st.just(97.5),
        limits=st.dictionaries(st.sampled_from("1234"), st.integers(1, 86_400)),
    ),
    rest=st.none() | st.builds(Rest, daily_hours=st.none() | st.just(11) | st.just(11.5)),
    peaks=st.lists(st.builds(Peak, name=lines, days=st.just("mon-fri"), start=st.just("07:30"), end=st.just("09:30")),
                   max_size=2).map(tuple),
    callout=st.lists(st.builds(CallOut, severity=st.integers(1, 4), who=lines, phone=lines), max_size=3).map(tuple),
    retention=st.dictionaries(st.sampled_from(sorted(BY_NAME)), st.integers(1, 99), max_size=2),
    handover=st.none() | st.builds(Handover, count=st.lists(names, max_size=2).map(tuple)),
    desk=st.none() | st.builds(Desk, lock_after_minutes=st.none() | st.integers(1, 60), bell=st.booleans(),
                                   keymap=st.dictionaries(lines, lines, max_size=2)),
)  # fmt: skip
people = st.builds(Person, person=codes, name=names, role=st.sampled_from(ROLES), left_on=dates)
officers = st.builds(
    Officer, officer=numbers, name=names, call_sign=lines, opt_out=st.booleans(),
    weekly_hours=st.sampled_from(["", "42", "37.5"]), inducted_on=dates, left_on=dates, phone=lines,
)  # fmt: skip
posts = st.builds(
    Post, post=codes, name=names, activity=st.sampled_from(ACTIVITIES), responder=st.booleans(), lone=st.booleans(),
    critical=st.booleans(), special_case=st.booleans(), check_call_minutes=st.none() | st.integers(1, 1440),
)  # fmt: skip
words = st.lists(lines.filter(bool), max_size=3).map(tuple)
categories = st.builds(
    CategoryRecord,
    name=codes | st.sampled_from([category.name for category in DEFAULT_CATEGORIES[:4]]),
    severity=st.integers(1, 4), words=words, hidden=st.booleans(),
)  # fmt: skip


@st.composite
def places(draw: st.DrawFn) -> list[Location]:
    """Locations, each inside one before it or inside none."""
    found: list[Location] = []
    for code in draw(st.lists(codes, max_size=4, unique_by=clean_line)):
        inside = draw(st.sampled_from(["", *(place.location for place in found)]))
        found.append(Location(location=code, name=draw(names), inside=inside, hidden=draw(st.booleans())))
    return found


def fill(draw: st.DrawFn, store: Store, clock: FrozenClock) -> None:
    """Work in a store as a shift does: what the rules refuse is left, as at the desk."""
    me = Author(draw(codes))
    if draw(st.booleans()):
        store.sites.set(draw(sites), me)
    for strategy in (people, officers, posts, categories):
        for record in draw(st.lists(strategy, max_size=3)):
            store.reference.set(record, me)
    for place in draw(places()):
        store.reference.set(place, me)
    staff = [officer.officer for officer in store.reference.all(Officer)]
    known = [post.post for post in store.reference.all(Post)]
    for _ in range(draw(st.integers(0, 3))):
        clock.advance(draw(st.integers(0, 100_000)))
        store.occurrences.log(
            draw(said), me, kind=draw(st.sampled_from(KINDS)), post=draw(st.sampled_from(["", *known])),
            officer=draw(st.sampled_from(["", *staff])),
        )  # fmt: skip
    for _ in range(draw(st.integers(0, 3))):
        done = store.incidents.open(
            me, summary=draw(texts), location=draw(lines), category=draw(lines), severity=draw(st.integers(1, 4)),
        )  # fmt: skip
        for _ in range(draw(st.integers(0, 6))):
            clock.advance(draw(st.integers(0, 4000)))
            try:
                _act(draw, store, me, done.number, staff)
            except StoreError:
                continue


def _act(draw: st.DrawFn, store: Store, me: Author, number: str, staff: list[str]) -> None:
    now, desk = store.clock.now(), store.incidents
    act: Any = draw(st.sampled_from(["note", "change", "stamp", "correct", "strike", "state", "void", "entry", "link"]))
    stamps = [s for s in desk.stamps(number) if not s.struck]
    entries = [line.entry for line in desk.log(number) if line.entry]
    if act == "note":
        desk.note(
            number, draw(said), me, at=now - draw(st.integers(0, 9000)), amends=draw(st.sampled_from(["", *entries]))
        )
    elif act == "change":
        field = draw(st.sampled_from(["summary", "police_ref", "evidence", *DETAILS]))
        desk.change(number, {field: draw(texts), "outcome": draw(st.sampled_from(OUTCOMES))}, me)
    elif act == "stamp":
        who = draw(st.sampled_from(["", *staff]))
        kind = draw(st.sampled_from([*OFFICER_STAMPS, "resolved", "occurred"]))
        desk.stamp(number, kind, me, officer=who, at=now - draw(st.integers(0, 900)))
    elif act == "correct":
        s = draw(st.sampled_from(stamps))
        desk.correct_stamp(number, s.stamp, s.officer, s.at, now - draw(st.integers(0, 900)), draw(said), me)
    elif act == "strike":
        s = draw(st.sampled_from(stamps))
        desk.strike_stamp(number, s.stamp, s.officer, s.at, draw(said), me)
    elif act == "state":
        desk.set_state(number, draw(st.sampled_from(["open", "on hold", "closed"])), me, why=draw(said))
    elif act == "void":
        desk.void(number, draw(said), me)
    elif act == "entry":
        desk.strike_entry(number, draw(st.sampled_from(entries or ["1"])), draw(said), me)
    else:
        other = draw(st.sampled_from(["action:A-7", "complaint:=x", f"officer:{staff[0]}" if staff else "audit:1"]))
        store.links.make(f"incident:{number}", other, me, link=draw(lines))
