"""Words for made stores: common ones, rare ones, and codes that occur once."""

import random
from collections.abc import Sequence

PLACES = (
    "Gate 1", "Gate 2", "Gate 3 north", "Goods entrance", "Loading bay 4", "Atrium", "Food court", "Level 2 east",
    "Level 3 west", "Car park A", "Car park B", "Car park C roof", "Taxi rank", "Bus stand", "Control room",
    "Service corridor 5", "Stairwell 7", "Plant room", "Lift lobby 2", "Riverside terrace", "Cinema foyer",
    "Underpass", "Market hall", "North stand", "Staff canteen", "Visitor reception",
)  # fmt: skip
WHAT = (
    ("Theft", 3, "{count} males made off with {thing} from unit {unit}, staff gave a description"),
    ("Theft", 3, "Shoplifting at unit {unit}: {thing} taken, {name} has the receipt"),
    ("Access control", 3, "{name} followed staff through the barrier without a pass"),
    ("Access control", 3, "Door of unit {unit} found held open with {thing}"),
    ("Intruder alarm", 3, "Intruder alarm at unit {unit}, no sign of entry, keyholder {name} told"),
    ("Fire alarm", 2, "Smoke detector in unit {unit} sounded, {thing} burnt in a kitchen"),
    ("Medical", 2, "Member of the public collapsed beside {thing}, first aider {name} with them"),
    ("Accident", 3, "Woman slipped near {thing}, wrist hurt, declined an ambulance"),
    ("Verbal abuse", 3, "Customer shouting at staff of unit {unit} over {thing}"),
    ("Suspicious vehicle", 3, "Van {plate} parked oddly behind unit {unit}"),
    ("Missing person", 2, "Child lost near unit {unit}, {name} has the description"),
    ("Criminal damage", 3, "Window of unit {unit} smashed with {thing}"),
    ("Vehicle or traffic", 4, "{plate} reversed into {thing}, details exchanged"),
    ("Building fault", 4, "Water leak above unit {unit}, {thing} wet, engineer {name} called"),
)
NOTES = (
    "CCTV kept from {time}, exhibit {code}",
    "Description passed to all posts: {count} persons, one with {thing}",
    "Police informed by {name}, reference {code}",
    "Statement taken from {name} of unit {unit}",
    "Area searched, nothing found",
    "{name} stood by until the engineer came",
)
LINES = (
    ("visitor", "{name} of {firm} signed in for unit {unit}"),
    ("visitor", "Delivery from {firm}, {plate}, out again at {time}"),
    ("keys", "Keys {code} issued to {name}"),
    ("keys", "Keys {code} returned by {name}"),
    ("patrol", "Patrol of the perimeter, all correct"),
    ("patrol", "Patrol found {thing} by unit {unit}, moved"),
    ("alarm", "Fire panel zone {unit} isolated for {firm}"),
    ("defect", "Light out near unit {unit}, reported to {firm}"),
    ("other", "Radio check at {time}, all posts heard"),
    ("other", "Handover from {name}: nothing to report"),
)
_THINGS = (
    "a bicycle", "a pushchair", "a crate of bottles", "a fire extinguisher", "two phones", "a laptop", "a suitcase",
    "a shopping trolley", "a ladder", "perfume", "trainers", "a barrier arm", "a planter", "spilt oil", "a handbag",
    "a scooter", "cleaning trolley", "a pallet", "an umbrella", "a wedge",
)  # fmt: skip
_FIRMS = (
    "Harrow Lifts", "Castle Cleaning", "Brightway Electric", "Penfold Fire", "Tideway Plumbing", "Orchard Foods",
    "Marlow Couriers", "Kestrel Glazing",
)  # fmt: skip
_STEMS = (
    "Ash", "Beck", "Brad", "Cald", "Dal", "Ever", "Fen", "Gar", "Hol", "Inger", "Kel", "Lang", "Mar", "Nor", "Oak",
    "Pres", "Rad", "Shef", "Thorn", "Ull", "Wet", "Win", "Yar",
)  # fmt: skip
_ENDS = ("by", "croft", "dale", "field", "ford", "ham", "ley", "more", "shaw", "stead", "ton", "wick", "worth")
_LETTERS = "ABCDEFGHJKLMNOPRSTUVWXYZ"


class Wording:
    """Makes texts from one seed: half of the names are a handful, the codes never the same."""

    def __init__(self, rng: random.Random) -> None:
        self._rng = rng
        names = [stem + end for stem in _STEMS for end in _ENDS]
        rng.shuffle(names)
        self._names = names

    def fill(self, template: str) -> str:
        """A template with words for its fields."""
        rng = self._rng
        return template.format_map(_Fields(self, rng))

    def name(self) -> str:
        """A surname; some are on the site every day, most are not."""
        return self._names[min(int(self._rng.expovariate(1 / 40)), len(self._names) - 1)]


class _Fields(dict[str, str]):
    """Makes only the fields that a template names."""

    def __init__(self, wording: Wording, rng: random.Random) -> None:
        super().__init__()
        self._wording, self._rng = wording, rng

    def __missing__(self, field: str) -> str:
        rng = self._rng
        match field:
            case "name":
                return self._wording.name()
            case "thing":
                return _of(rng, _THINGS)
            case "firm":
                return _of(rng, _FIRMS)
            case "unit":
                return str(1 + int(rng.random() * 220))
            case "count":
                return _of(rng, ("two", "three", "four"))
            case "time":
                return f"{int(rng.random() * 24):02d}:{int(rng.random() * 60):02d}"
            case "plate":
                letters = "".join(_of(rng, _LETTERS) for _ in range(5))
                return f"{letters[:2]}{int(10 + rng.random() * 60)} {letters[2:]}"
            case "code":
                return f"{_of(rng, _LETTERS)}{int(rng.random() * 1_000_000):06d}"
        raise KeyError(field)


def _of(rng: random.Random, what: Sequence[str]) -> str:
    return what[int(rng.random() * len(what))]
