"""A site whose team talks: six officers, five of them on duty until the morning, one comes then; three topics."""

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.desk import Author
from sfm_tui.domain.reference import Officer, Topic
from sfm_tui.storage.store import Store

HOUR = 3600
DAY = 24 * HOUR
ON_DUTY = ("1001", "1002", "1003", "1004", "1005")
LATER = "1006"


def talks_site(store: Store, clock: FrozenClock, me: Author) -> Store:
    """Three more officers, a roster of tonight and tomorrow, topics with requirements, a talk half a year ago."""
    now = clock.now()
    for officer, name in (("1004", "Khan"), ("1005", "Bell"), ("1006", "Amin")):
        store.reference.set(Officer(officer=officer, name=f"A. {name}", call_sign=name), me)
    topics = (
        Topic(topic="response", title="Response at peak", points="Who goes\nWhen the clock starts", refresher_months=6),
        Topic(topic="radio", title="Radio discipline", points="Call signs", refresher_months=6),
        Topic(topic="keys", title="Keys"),
    )
    for topic in topics:
        store.reference.set(topic, me)
    store.talks.require("response", ["all"], me)
    store.talks.require("radio", ["all"], me)
    for officer in ON_DUTY:
        store.roster.assign(officer, "RESP" if officer == "1001" else "GATE", now - HOUR, now + 8 * HOUR, me)
    store.roster.assign(LATER, "RESP", now + 8 * HOUR, now + 16 * HOUR, me)
    return store


def held(store: Store, clock: FrozenClock, me: Author, topic: str, at: int, officers: tuple[str, ...]) -> str:
    """A talk that was held at an instant, signed by these; the clock stands where it stood."""
    now = clock.now()
    clock.set(at)
    talk = store.talks.plan(topic, me).talk
    store.talks.start(talk, me, present=officers)
    for officer in officers:
        store.talks.sign(talk, officer, me)
    clock.advance(600)
    store.talks.complete(talk, me)
    clock.set(now)
    return talk
