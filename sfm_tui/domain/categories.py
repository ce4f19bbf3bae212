"""What happened, in a word: the categories a site starts with, their severity, and a guess from the text.

The list and the severities are house defaults (docs/figures.md): no national list exists. A site edits its own.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

SEVERITIES = {1: "Critical", 2: "High", 3: "Moderate", 4: "Low"}


@dataclass(frozen=True)
class Category:
    """A kind of incident: the severity assumed for it and the words that give it away."""

    name: str
    severity: int
    words: tuple[str, ...] = ()
    hidden: bool = False


def _of(name: str, severity: int, words: str = "") -> Category:
    return Category(name, severity, tuple(w.strip() for w in words.split(",") if w.strip()))


DEFAULT_CATEGORIES: tuple[Category, ...] = (
    _of("Access control", 3, "tailgat*, followed through, forced door, door held, no pass, barrier, propped"),
    _of("Trespass", 3, "trespass*, on the roof, climb*, over the fence, intruding, squat*, rough sleep*"),
    _of("Theft", 3, "theft, stole, stolen, shoplift*, thief, made off with, pickpocket*, snatched"),
    _of("Attempted theft", 3, "attempted theft, tried to steal, attempt to steal"),
    _of("Criminal damage", 3, "damage*, graffiti, smashed, vandal*, broken window, spray*"),
    _of("Assault", 2, "assault*, punch*, fight*, violen*, stab*, knife, hit by, kicked, attack*"),
    _of("Verbal abuse", 3, "abus*, threat*, swear*, shouting, asb, anti-social, aggressive, drunk and"),
    _of("Suspicious person", 3, "suspicious male, suspicious female, suspicious person, loiter*, acting oddly"),
    _of("Suspicious vehicle", 3, "suspicious vehicle, suspicious car, suspicious van, parked oddly"),
    _of("Suspicious item", 2, "suspicious item, suspicious bag, unattended bag, unattended item, package left"),
    _of("Hostile reconnaissance", 2, "reconnaissance, filming the, photographing the, asking about security"),
    _of("Intruder alarm", 3, "intruder alarm, alarm, pir, panic button, break-in, break in"),
    _of("Fire alarm", 2, "fire alarm, smoke detector, fire panel, call point"),
    _of("Fire", 1, "fire, smoke, flames, burning"),
    _of("Medical", 2, "medical, collapsed, unconscious, first aid, ambulance, chest pain, seizure, faint*, cardiac"),
    _of("Accident", 3, "accident, slipped, tripped, fell, fall, injur*"),
    _of("Near miss", 4, "near miss, hazard, spill*, wet floor, ice on"),
    _of("Missing person", 2, "missing child, lost child, missing person, missing, vulnerable, lost his mother"),
    _of("Lost property", 4, "lost property, found property, lost phone, found phone, lost wallet, found wallet"),
    _of("Lost key or pass", 3, "lost key*, lost pass, missing key*, key missing"),
    _of("Vehicle or traffic", 4, "collision, traffic, parking, blocked in, car park, reversed into"),
    _of("Drugs or alcohol", 3, "drug*, dealing, cannabis, needle*, alcohol, drunk*, intoxicated"),
    _of("Drone", 3, "drone*"),
    _of("Protest", 3, "protest*, demonstration, placard*, leaflet*"),
    _of(
        "Building fault",
        4,
        "leak*, flood*, power cut, power failure, lift stuck, lift fault, water ingress, lighting out",
    ),
    _of("CCTV or system fault", 4, "camera fault, camera down, cctv fault, cctv down, radio fault, system down"),
    _of("Data or information loss", 3, "data loss, lost laptop, lost document*, email sent to"),
    _of("Welfare check", 2, "missed check call, welfare check, no answer from, not responding to radio"),
    _of("Complaint", 4, "complain*"),
    _of("Other", 4),
)


def guess_category(text: str, categories: Iterable[Category] = DEFAULT_CATEGORIES) -> Category | None:
    """The category whose words the text uses; the longest word found decides, then the order of the list.

    None where no word is found: nothing is guessed from nothing.
    """
    best: Category | None = None
    best_length = 0
    folded = text[:2000].casefold()
    for category in categories:
        if category.hidden:
            continue
        for word in category.words:
            if len(word) > best_length and _pattern(word.casefold()).search(folded):
                best, best_length = category, len(word)
    return best


@lru_cache(maxsize=2048)
def _pattern(word: str) -> re.Pattern[str]:
    stem = word.rstrip("*")
    end = "" if word.endswith("*") else r"(?!\w)"
    return re.compile(r"(?<!\w)" + re.escape(stem) + end)
