"""The story, station by station: what is pressed, and what must then stand on the screen.

From the slip on the dashboard to the evidence that it was put right. Each station leaves the program where the next
one begins. Nothing here knows the program but by its screen.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from tests.story.desk import StoryDesk

BEGINS = "2026-11-08T11:30"
"""A Sunday: the last day of the fourth bad week, the roster of the next one is planned."""

DAYS_LATER = 15

REVIEW, PACK = "review.pdf", "pack"
"""What the documents are called that the story writes."""


@dataclass
class Told:
    """What the story has learnt from the screens and will hold the files to; `picture` is called where it is seen."""

    follow_up: Path
    papers: Path
    picture: Callable[[str], None] = lambda _name: None
    found: dict[str, str] = field(default_factory=dict)


def go_to(desk: StoryDesk, letter: str, title: str) -> str:
    """Go to a screen by F12 and its letter."""
    desk.do("f12", see="Go to")
    return desk.do(letter, see=f"│ {title}")


def number_in(text: str, pattern: str) -> str:
    """The first group of a pattern in a screen. Raises AssertionError, with the screen, where it is not there."""
    match = re.search(pattern, text)
    assert match, f"{pattern!r} is not in\n{text}"
    return match[1]


# ── before the change ────────────────────────────────────────────────────────────────────────────────────────


def see_the_slip(desk: StoryDesk, told: Told) -> None:
    """The dashboard says that the share within the limit has fallen, by more than chance."""
    go_to(desk, "f", "FIGURES")
    desk.see("This week: 60 % of 10 responses within the limit", "by more than chance explains", "▼ signal", "by month")
    told.picture("story-1-slip")


def see_why(desk: StoryDesk, told: Told) -> None:
    """Four weeks of late responses: at lunch and close, while the responder held the gate too."""
    desk.do("w", see="4 of 10 responses late")
    desk.do("p", see="Figures of which days?")
    desk.do("d", see="Figures of other days")
    desk.do("12/10 - 8/11", see="12/10 - 8/11")
    desk.do("enter", see="17 of 41 responses late")
    desk.see("overlapping duties 13")
    desk.do("down", see="2026-0106 Fri 6 Nov 2026 17:37")
    desk.see("Romeo 3 held Main gate and Responder from 17:00", "nobody free to respond")
    told.picture("story-2-why-late")


def raise_the_action(desk: StoryDesk, told: Told) -> None:
    """The form opens with what the response tells; the rest is typed."""
    desk.do("a", see="A new action")
    desk.see(
        "Raised from 2 records: incident 2026-0106", "58.5 % of 41 responses within 3:00",
        "Romeo 3 held Main gate and Responder from 17:00", "Baseline from 2026-10-12", "Baseline to 2026-11-08",
    )  # fmt: skip
    told.picture("story-3-action")
    desk.fill("the one person who answers for it", "byrne")
    desk.fill("agreed: what the manager does", "Roster the gate lane to somebody who is not the responder")
    desk.fill("time, money, people", "none: it moves people")
    desk.fill("the day on which the level is reached", "6 dec")
    desk.fill("days with commas between", "23 nov")
    desk.fill("who was asked for their view", "Both responders, the gate officers, H. Marsh")
    seen = desk.do("ctrl+s", gone="A new action")
    told.found["action"] = number_in(seen, r"\b(A-\d\d)\b")


def on_the_board(desk: StoryDesk, told: Told) -> str:
    """The board, with the cursor on the story's card."""
    go_to(desk, "a", "BOARD")
    desk.see(f"{told.found['action']} ")
    desk.to(f"▌{told.found['action']} ", key="right", most=4)
    return desk.text


def put_the_roster_right(desk: StoryDesk, told: Told) -> None:
    """Each peak of next week at which nobody is free: somebody else takes the responder's place in the gate lane."""
    on_the_board(desk, told)
    desk.do("ctrl+f", see="Change the roster for it")
    desk.do("r", see="│ ROSTER")
    desk.see("Mon 2 – Sun 8 Nov 2026", "findings ✖")
    desk.do("]", see="Mon 9 – Sun 15 Nov 2026")
    desk.see("28 findings")
    desk.do("tab", see="▌✖ Mon 12–14 nobody free")
    told.picture("story-4-roster")
    left = 28
    while left:
        desk.do("enter", see="Let another officer take")
        desk.do("1", see="Instead of")
        desk.see(lambda seen: "✔" in seen.split("Instead of")[1])
        desk.do("enter", see="takes over from")
        desk.see("adds     nothing that would be wrong")
        desk.do("enter", gone="takes over from")
        left -= 2
        desk.see(f"{left} findings" if left else "no findings")
    told.picture("story-5-roster-fixed")


POINT = "The responder holds no second post at lunch and close: somebody else has the gate lane"


def tell_the_team(desk: StoryDesk, told: Told) -> None:
    """A point that comes of the action, read out to the shift and acknowledged; the one that it ends is withdrawn."""
    on_the_board(desk, told)
    desk.do("ctrl+f", see="Raise a briefing point")
    desk.do("b", see=f"A point for the briefing, from action {told.found['action']}")
    desk.see("one thing, as it is read out")
    desk.do(POINT, see=POINT[-20:])
    seen = desk.do("ctrl+s", see="will be told, from action")
    told.found["point"] = number_in(seen, r"\b(P-\d\d) will be told")
    go_to(desk, "n", "BRIEFING")
    desk.see(POINT[:24])
    desk.see(f"▌[ ] {told.found['point']}")
    desk.do("space", see=f"[x] {told.found['point']}")
    told.picture("story-6-briefing")
    desk.do("a", see="1 point acknowledged by all present?")
    desk.do("y", see=lambda seen: seen.count("heard by all 4") == 2)
    desk.see("▌[ ] P-04 Second officer in the gate lane at lunch and close")
    desk.do("x", see="Withdraw P-04")
    desk.do("The responder has no second post any more", see="no second post any more")
    desk.do("enter", gone="Withdraw P-04")
    desk.see(lambda seen: "Second officer in the gate lane" not in seen)


def hold_the_talk(desk: StoryDesk, told: Told) -> None:
    """A toolbox talk that comes of the action: each point, each signature, one who missed it; then it is locked."""
    on_the_board(desk, told)
    desk.do("ctrl+f", see="Raise a toolbox talk")
    desk.do("t", see="what about?")
    desk.do("response", see=lambda seen: "Response to incidents at peak" in seen and "Fire panel" not in seen)
    desk.do("enter", see="Plan a talk: Response to incidents at peak")
    seen = desk.do("ctrl+s", see="planned from action")
    told.found["talk"] = number_in(seen, r"\b(T-\d\d) «Response")
    go_to(desk, "t", "TALKS")
    desk.see("in date,")
    desk.do("4", see=f"›○ {told.found['talk']}")
    desk.do("enter", see="Nobody is on the list yet")
    desk.do("b", see="4 on duty are to sign")
    for n in range(1, 5):
        desk.do("space", see=lambda seen, n=n: seen.count("[x]") == n)
    desk.do("a", see="Who is absent?")
    desk.do("Golf 2", see=lambda seen: "Golf 2" in seen and "Papa 1" not in seen.split("Who is absent?")[1])
    desk.do("enter", see="Golf 2 is absent")
    desk.do("enter", see="absent, catch-up 9 Nov 2026")
    desk.do("s", see="Staff number:")
    for number, name in (("NG10", "Romeo 4"), ("NG11", "Papa 4"), ("NG12", "Charlie 4")):
        desk.do(number, see=number)
        desk.do("enter", see="3 signed" if name == "Charlie 4" else f"✓ {name} signed")
    desk.do("c", see="these need it and are not on the list: absent?")
    desk.do("ctrl+s", see="completed", gone="these need it")
    told.picture("story-7-talk")


def begin_it(desk: StoryDesk, told: Told) -> None:
    """The card goes to Do, and on to Check once the gate has what it asks for; the change counts from Monday."""
    on_the_board(desk, told)
    key = told.found["action"]
    desk.do(">", see=f"{key} is in Do now")
    desk.do("s", see="▌[ ] 1 manager")
    desk.do("space", see="step 1 is done")
    desk.do("escape", gone="Space ticks")
    desk.do(">", see=f"{key} cannot go to Check yet")
    desk.see("Started on: nothing is written")
    desk.do("enter", see="the day on which it was begun")
    desk.do("today", see="Sun 8 Nov 2026")
    desk.fill("from this day on readings count as", "9 nov")
    desk.do("ctrl+s", see=f"{key}: Do → Check")
    desk.do("g", see="Too early: 0 of 20 responses from 2026-11-09 on")
    desk.do("escape", gone="Too early: 0 of 20")


def leave(desk: StoryDesk) -> None:
    """Leave the program; it asks first."""
    desk.do("ctrl+q", see="Leave?")
    desk.press("y")
    desk.ended()


BEFORE = (
    see_the_slip, see_why, raise_the_action, put_the_roster_right, tell_the_team, hold_the_talk, begin_it,
)  # fmt: skip
"""The stations before the two weeks, in order."""


# ── two weeks later ──────────────────────────────────────────────────────────────────────────────────────────


def read_in_what_came_after(desk: StoryDesk, told: Told) -> None:
    """The two weeks come in from a folder; meanwhile the card said that it was too early to tell."""
    on_the_board(desk, told)
    desk.see("too early … 0 of 20 after")
    go_to(desk, "s", "SETTINGS")
    desk.do("ctrl+r", see="its path, or that of an .xlsx workbook")
    desk.do(str(told.follow_up), see="files:")
    desk.do("enter", see="read follow-up:")


def see_the_effect(desk: StoryDesk, told: Told) -> None:
    """The card says better, and its effect in full says by how much, of how many, and what the interval is."""
    on_the_board(desk, told)
    desk.see("better ✓ 58.5 → 95.8 %")
    told.picture("story-9-board")
    desk.do("enter", see=f"─ {told.found['action']} · Check")
    seen = desk.do("ctrl+e", see="Better: the share within the limit rose by")
    desk.see("follow-up", "After 3 months")
    for name, pattern in (
        ("change", r"rose by ([\d.]+) points"),
        ("low", r"\(95 % ([\d.−-]+) to"), ("high", r"\(95 % [\d.−-]+ to ([\d.]+)\)"),
        ("n_before", r"baseline +(\d+) "), ("n_after", r"follow-up +(\d+) "),
        ("within_before", r"baseline .* ([\d.]+) %"), ("within_after", r"follow-up .* ([\d.]+) %"),
    ):  # fmt: skip
        told.found[name] = number_in(seen, pattern)
    told.picture("story-8-effect")
    desk.do("escape", gone="did it help?")
    desk.do("escape", gone=f"─ {told.found['action']} · Check")


def review_and_close(desk: StoryDesk, told: Told) -> None:
    """Somebody else than the owner reviews the result; then the gates of Check and of Act, and the card is closed."""
    key = told.found["action"]
    on_the_board(desk, told)
    desk.do("r", see=f"Review of {key}")
    desk.see("the space bar turns, a letter jumps")
    desk.do("m", see="‹ ✓ met ›")
    desk.fill("the measure says: better", "Nobody waits at lunch and close any more; 1 of 24 responses late")
    desk.fill("somebody else than the owner", "marsh", over=True)
    desk.do("ctrl+s", gone=f"Review of {key}")
    desk.do(">", see=f"{key} cannot go to Act yet")
    desk.see("Side effects: nothing is written")
    desk.do("enter", see="«none seen» is an answer")
    desk.press("none seen; the gate officers asked for the hours to be fixed a month ahead")
    desk.do("ctrl+s", see=f"{key}: Check → Act")
    desk.do(">", see=f"{key} cannot go to Closed yet")
    desk.do("enter", see="adopt it, adapt it in a new cycle, or drop it")
    desk.do("a", see="adopt")
    desk.fill("which instruction was changed", "Assignment instructions 4.2, read at the stand-up of 23 Nov")
    desk.fill("the day on which to look whether it still holds", "22 feb")
    desk.fill("what the next one should know", "Ask of each late call who stood where")
    desk.do("ctrl+s", see=f"{key}: Act → Closed")
    desk.do("v", see=f"The thread of action {key}")
    desk.see("roster change", told.found["point"], told.found["talk"])
    told.picture("story-12-thread")
    desk.do("escape", gone="The thread of action")


def make_the_review(desk: StoryDesk, told: Told) -> None:
    """The contract review of the month so far, as a PDF; it tells of the action and of its effect."""
    go_to(desk, "p", "PAPER")
    desk.see("▌Contract review", "Contract review, October 2026")
    desk.do("]", see="Contract review, November 2026")
    desk.see(f"{told.found['action']} «Main gate and", f"interval {told.found['low']} to {told.found['high']}), n 41")
    told.picture("story-10-review")
    desk.do("s", see="Save Contract review")
    desk.do("end", "ctrl+u", gone="contract-review-2026-11.pdf │")
    desk.do(str(told.papers / REVIEW), see=REVIEW)
    desk.do("enter", see="✓ saved as D-")


def pack_the_evidence(desk: StoryDesk, told: Told) -> None:
    """The action with all that is linked to it, anonymised, each page read and let go before anything is written."""
    go_to(desk, "e", "EVIDENCE")
    desk.to(f"▌[ ] {told.found['action']} ")
    desk.do("space", see=f"▌[x] {told.found['action']} ")
    desk.do("l", see="1 action, 1 incident, 1 talk")
    seen = desk.do("m", see="Page 1 of")
    pages = int(number_in(seen, r"Page 1 of (\d+)"))
    told.picture("story-11-evidence")
    for n in range(1, pages + 1):
        desk.do("y", see=f"{n} of {pages} may go")
    desk.do("w", see="Write the pack")
    desk.do("end", "ctrl+u", gone="evidence-pack │")
    desk.do(str(told.papers / PACK), see=str(told.papers / PACK))
    desk.do("enter", see="✓ written:")


AFTER = (read_in_what_came_after, see_the_effect, review_and_close, make_the_review, pack_the_evidence)
"""The stations after them."""
