"""A motivated intruder reads a pack's text: nothing that the store knows by name may be left in it."""

import unicodedata
from datetime import date, timedelta
from time import process_time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sfm_tui.clock import to_local
from sfm_tui.domain.pack.counts import suppressed, total
from sfm_tui.domain.pack.dates import FEWEST, MOST, Shift
from sfm_tui.domain.pack.folded import Kept, fold
from sfm_tui.domain.pack.names import Known
from sfm_tui.domain.pack.residue import doubts, one_apart
from sfm_tui.domain.pack.site_words import telling, tenants
from sfm_tui.domain.pack.text import Redactor
from tests.examples import tries

LONDON = ZoneInfo("Europe/London")
KNOWN = (
    Known("Officer", "1001", ("L. Shaw", "Shaw"), parts=True, people=True),
    Known("Officer", "1002", ("Zoë Núñez-Hall", "Bell"), parts=True, people=True),
    Known("Officer", "1003", ("Li Ng", "Oscar 3"), parts=True, people=True),
    Known("Person", "okafor", ("J. Okafor",), parts=True, people=True),
    Known("the site", "NRP", ("Northgate Retail Park", "NRP", "Northgate"), parts=False),
    Known("the client", "client", ("Harlow & Finch Estates",)),
    Known("Incident", "2026-0142", ("2026-0142",)),
    Known("Location", "G3", ("Gate 3 (north)",)),
)
NAMES = ("Shaw", "L. Shaw", "Zoë Núñez-Hall", "Núñez", "Bell", "okafor", "J. Okafor", "Northgate Retail Park",
         "Harlow & Finch Estates", "2026-0142", "1001", "Oscar 3", "Gate 3 (north)")  # fmt: skip
FILLER = st.text(alphabet=st.sampled_from(" \n.,;:!?()[]{}«»\"'/=+*#"), max_size=6)


def redactor(weeks: int = 52) -> Redactor:
    return Redactor(KNOWN, Shift(weeks))


def disguised(name: str, how: str) -> str:
    """The name as somebody may have typed it."""
    ways = {
        "plain": name,
        "capitals": name.upper(),
        "small": name.lower(),
        "decomposed": unicodedata.normalize("NFD", name),
        "unseen": "\u200b".join(name),
        "entities": "".join(f"&#{ord(ch)};" for ch in name),
        "wide": "".join(chr(ord(ch) + 0xFEE0) if "!" <= ch <= "~" else ch for ch in name),
        "broken": name.replace(" ", "\n"),
        "spaced": name.replace(" ", "\u00a0 "),
        "possessive": f"{name}’s",
    }
    return ways[how]


HOW = ("plain", "capitals", "small", "decomposed", "unseen", "entities", "wide", "broken", "spaced", "possessive")


@settings(max_examples=tries(300))
@given(st.lists(st.tuples(FILLER, st.sampled_from(NAMES), st.sampled_from(HOW)), min_size=1, max_size=5), FILLER)
def test_no_known_name_is_left(parts: list[tuple[str, str, str]], tail: str) -> None:
    text = "".join(f"{filler} {disguised(name, how)}" for filler, name, how in parts) + " " + tail
    told = fold(redactor().text(text))
    for _, name, _ in parts:
        assert fold(name) not in told


@pytest.mark.parametrize("how", HOW)
@pytest.mark.parametrize("name", NAMES)
def test_each_name_in_each_disguise(name: str, how: str) -> None:
    told = fold(redactor().text(f"At the door {disguised(name, how)}, then gone."))
    assert fold(name) not in told
    assert told.startswith("at the door ")
    assert told.endswith("then gone.")


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("Shaw and L. Shaw and Shaw, L.: one officer", "Officer A and Officer A and Officer A.: one officer"),
        ("L.S. took over, J.O. left", "Officer A took over, Person A left"),
        ("Li Ng fell ill; I like it", "Officer A fell ill; I like it"),
        ("2026-0142 at Northgate", "Incident 1 at the site"),
        ("Shaw9 and (Shaw)", "Officer A9 and (Officer A)"),
    ],
)
def test_called_the_same_throughout(typed: str, told: str) -> None:
    assert redactor().text(typed) == told


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("a.person@mail.example.org", "[email]"),
        ("0000 1234 5678 9012", "[number]"),
        ("0000123456789012", "[number]"),
        ("07700 900123", "[phone]"),
        ("+44 7700 900 123", "[phone]"),
        ("(020) 7946 0123", "[phone]"),
        ("sw1a 1aa", "[postcode]"),
        ("M1 1AE", "[postcode]"),
        ("AB12 CDE", "[plate]"),
        ("ab12cde", "[plate]"),
        ("P123 ABC", "[plate]"),
        ("crime ref 01/12345/26", "[reference]"),
        ("CAD 4821", "[reference]"),
        ("URN: 77-4821-X", "[reference]"),
        ("12 High Street", "[address]"),
        ("https://example.org/x?y=1", "[link]"),
        ("Mr Agius", "[name]"),
        ("mrs lund", "[name]"),
        ("Miss A. Van Berg", "[name]"),
        ("PC 4471", "[reference]"),
        ("seal 291898", "[reference]"),
        ("evidence bag no. A123456", "evidence [reference]"),
        ("a plate ending TVL", "a [plate]"),
        ("part reg AB12", "part [plate]"),
        ("QQ 12 34 56 C", "QQ 12 34 56 C"),
        ("AB 12 34 56 C", "[number]"),
        ("192.168.10.4", "[number]"),
        ("53.48081, -2.24262", "[place]"),
        ("@lark_shop", "[handle]"),
        ("names: his name is Ryan", "names: his name is [name]"),
        ("23/41 responses", "23/41 responses"),
        ("24/7 cover", "24/7 cover"),
        ("camera 29 and row D", "camera 29 and row D"),
        ("did not miss Monday", "did not miss Monday"),
    ],
)
def test_what_its_form_gives_away(typed: str, told: str) -> None:
    assert redactor().text(f"seen: {typed}, noted") == f"seen: {told}, noted"


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("on 2026-10-05", "on 6 Oct 2025"),
        ("on 5 October 2026", "on 6 Oct 2025"),
        ("on October 5th, 2026", "on 6 Oct 2025"),
        ("on 05/10/2026 at 12:31", "on 6 Oct 2025 at 12:00"),
        ("on 5 October", "on [date]"),
        ("in October 2026", "in [month]"),
        ("in October", "in [month]"),
        ("at 2217 hrs", "at 2200 hrs"),
        ("at 22:17:41", "at 22:00"),
        ("at 9:05 pm", "at 9:00 pm"),
        ("took 3:41", "took 3:41"),
        ("took 12:31 min", "took 12:31 min"),
        ("on 99/99/2026", "on [date]"),
        ("it may march on", "it may march on"),
        ("since Christmas Eve", "since [day]"),
        ("when the clocks went back", "when [day]"),
        ("the bank holiday Monday", "the [day] Monday"),
        ("after the summer", "after the [season]"),
        ("the summer sale", "the [season] sale"),
        ("a spring in the door", "a spring in the door"),
        ("since March, by the end of May", "since [month], by the end of [month]"),
        ("mid-Oct to early Nov", "mid-[month] to early [month]"),
        ("in october", "in [month]"),
        ("in 2026 and Q3 2026", "in [year] and [period]"),
        ("the Act of 1974, ISO 9001:2015", "the Act of 1974, ISO 9001:2015"),
        ("15 of 2026 responses", "15 of 2026 responses"),
        ("on the 14th, by the 3rd attempt", "on the [date], by the 3rd attempt"),
        ("on 14/10 he", "on [date] he"),
        ("dob 12/03/1988", "dob [date]"),
        ("at 1231, until 9:41", "at 1200, until 9:00"),
        ("fell from 4:45 to 2:10", "fell from 4:45 to 2:10"),
    ],
)
def test_dates_move_and_times_are_whole_hours(typed: str, told: str) -> None:
    assert redactor().text(typed) == told


@given(st.dates(date(2000, 1, 1), date(2030, 12, 31)), st.integers(FEWEST, MOST))
def test_the_day_of_the_week_stays(day: date, weeks: int) -> None:
    shift = Shift(weeks)
    moved = shift.day(day)
    assert moved.weekday() == day.weekday()
    assert day - moved == timedelta(weeks=weeks)


@given(st.integers(1_000_000_000, 1_900_000_000), st.integers(FEWEST, MOST))
def test_the_hour_of_an_instant_is_the_local_one(at: int, weeks: int) -> None:
    local, told = to_local(at, LONDON), Shift(weeks).hour(at, LONDON)
    assert (told.weekday(), told.hour, told.minute, told.second) == (local.weekday(), local.hour, 0, 0)


def test_a_shift_is_secret_and_never_shown() -> None:
    made = {Shift.secret().weeks for _ in range(200)}
    assert len(made) > 50
    assert all(FEWEST <= weeks <= MOST for weeks in made)
    assert "52" not in repr(Shift(52))
    assert "52" not in repr(redactor(52))


def test_a_name_that_is_a_usual_word_is_looked_for_with_its_capital() -> None:
    known = (Known("Officer", "7", ("Mark Young", "Will"), parts=True, people=True),)
    told = Redactor(known, Shift(52)).text(
        "Mark will mark 7 young trees. YOUNG and mark young agree, so does officer 7."
    )
    assert told == "Officer A will mark 7 young trees. Officer A and Officer A agree, so does Officer A."
    found = {doubt.text: doubt.why for doubt in doubts(told, {"mark", "young"}, set(), ["Officer A"])}
    assert found == dict.fromkeys(("mark", "young"), "a known name, if it is meant as one")


def test_a_name_that_two_share_names_neither() -> None:
    two = (
        Known("Officer", "1", ("Ann Shaw", "Romeo 1"), parts=True, people=True),
        Known("Officer", "2", ("Bob Shaw", "Romeo 2"), parts=True, people=True),
    )
    told = Redactor(two, Shift(52)).text("Shaw met Ann Shaw; Romeo 2 saw Romeo")
    assert told == "[name] met Officer A; Officer B saw [name]"


def test_words_to_hide_are_gone_and_nothing_else() -> None:
    told = Redactor(KNOWN, Shift(52), hide=("red scarf", "Bigstore")).text("A man with a Red  scarf left BIGSTORE")
    assert told == "A man with a [hidden] left [hidden]"


def test_a_code_that_is_a_word_is_looked_for_as_it_is_written() -> None:
    rank = Known("Location", "TAXI", ("Taxi rank",), codes=("TAXI",))
    assert Redactor((rank,), Shift(52)).text("A taxi at TAXI, the taxi rank") == "A taxi at Location 1, Location 1"


@pytest.mark.parametrize(
    ("name", "typed"),
    [("Łukasz Nowak", "Lukasz"), ("Bjørn Dahl", "BJORN"), ("Đorđe Ilić", "dorde"), ("Æsa Þórsson", "Thorsson, aesa")],
)
def test_letters_that_a_keyboard_may_not_have(name: str, typed: str) -> None:
    told = Redactor((Known("Officer", "x1", (name,), parts=True, people=True),), Shift(52)).text(f"so said {typed}.")
    assert set(told.replace(",", "").removeprefix("so said ").removesuffix(".").split()) <= {"Officer", "A"}


def test_entities_within_entities_are_no_endless_work() -> None:
    assert Redactor(KNOWN, Shift(52)).text("&" + "amp;" * 40_000).startswith("&amp;")


def test_a_name_of_signs_alone_is_found() -> None:
    assert Redactor((Known("Officer", "x", ("🦊",), people=True),), Shift(52)).text("the 🦊, Xx") == "the Officer A, Xx"


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("Northgate Retail Park", {"Northgate Retail Park", "Northgate", "NRP"}),
        ("The Park", {"The Park"}),
        ("Harlow & Finch Estates Ltd", {"Harlow & Finch Estates Ltd", "Harlow", "Finch", "HFEL"}),
    ],
)
def test_words_of_a_name_that_not_just_any_site_has(name: str, told: set[str]) -> None:
    assert set(telling(name)) == told


@pytest.mark.parametrize(
    ("name", "whole", "words"),
    [
        ("Unit 14, Larkfield Pharmacy", ("Larkfield Pharmacy",), ("Larkfield", "LARKFIELD")),
        ("Unit 8, Moss & Wren", ("Moss & Wren",), ("Moss", "MOSS", "Wren", "WREN")),
        ("Moss House", ("Moss House",), ("Moss", "MOSS")),
        ("Unit 22 (vacant)", (), ()),
        ("Gate 3 (north)", (), ()),
        ("Loading Bay A", (), ()),
        ("Multi-storey, level 2", (), ()),
        ("Atrium", (), ()),
    ],
)
def test_who_is_in_a_place(name: str, whole: tuple[str, ...], words: tuple[str, ...]) -> None:
    assert tenants(name) == (whole, words)


def test_a_shop_is_its_place_and_a_word_of_two_shops_is_a_place() -> None:
    known = []
    for code, name in (("U3", "Unit 3, Kettle Yard Hats"), ("U8", "Unit 8, Copper Kettle")):
        within, words = tenants(name)
        known.append(Known("Location", code, (name, *within), codes=(code, *words)))
    told = Redactor(known, Shift(52)).text("At the copper kettle, not Hats: Kettle staff put a kettle on, COPPER too")
    assert told == "At Location 1, not Location 2: [place] staff put a kettle on, Location 1 too"


def test_codes_that_are_usual_words_or_numbers_are_not_looked_for() -> None:
    known = (Known("Location", "A", ("Lift A",), codes=("A",)), Known("Location", "12", ("Bay 12",), codes=("12",)))
    assert Redactor(known, Shift(52)).text("A bike, 12 minutes, lift A") == "A bike, 12 minutes, Location 1"


def test_doubtful_pieces_are_listed() -> None:
    page = redactor().text(
        "Called Officer. Then Okafar told Jones of XYZ Ltd about 48213 in the atrium. The atrium was shut."
    )
    found = {doubt.text: doubt.why for doubt in doubts(page, {"okafor", "shaw"}, set(), ())}
    assert found["Okafar"] == "it is nearly a known name"
    assert found["Jones"] == "a capital inside a sentence"
    assert found["XYZ"] == "initials or a code"
    assert found["48213"] == "a long number"
    assert "The" not in found
    assert "Called" not in found


def test_whole_hours_are_no_long_number() -> None:
    assert doubts("Camera 35 13:00–13:00, then 12 17:00.", (), {"camera"}, ()) == []


@given(st.text("abcd", max_size=6), st.text("abcd", max_size=6))
def test_one_apart_is_a_distance_of_one(one: str, other: str) -> None:
    def changed(word: str) -> set[str]:
        cuts = [(word[:i], word[i:]) for i in range(len(word) + 1)]
        made = {a + b[1:] for a, b in cuts if b} | {a + c + b for a, b in cuts for c in "abcd"}
        made |= {a + c + b[1:] for a, b in cuts if b for c in "abcd"}
        return made | {a + b[1] + b[0] + b[2:] for a, b in cuts if len(b) > 1}

    assert one_apart(one, other) == (other in changed(one) and one != other)


@given(st.dictionaries(st.text("xyz", min_size=1, max_size=3), st.integers(0, 30), max_size=6))
def test_a_small_count_cannot_be_worked_out(counts: dict[str, int]) -> None:
    told = suppressed(counts)
    hidden = [name for name, count in counts.items() if not told[name].isdigit()]
    assert all(told[name] == str(count) for name, count in counts.items() if name not in hidden)
    assert not any(0 < counts[name] < 5 for name in counts if name not in hidden)
    assert len(hidden) != 1 or all(count == 0 for name, count in counts.items() if name not in hidden)


def test_a_small_total_is_suppressed() -> None:
    assert [total([]), total([2, 2]), total([3, 2])] == ["0", "<5", "5"]


@pytest.mark.parametrize("piece", ["w", "1", "a/", "1.", "A1", "A-", "Mr ", "plate ", "in the ", "a.b@", "name is "])
def test_a_long_text_takes_no_long_time(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    started = process_time()
    doubts(redactor().text(text), set(), set(), ())
    assert process_time() - started < 2


def test_settled_words_are_put_back() -> None:
    kept = Kept()
    text = f"a{kept.hold('x')}b{kept.hold('y')}{kept.hold('x')}"
    assert kept.put_back(text) == "axbyx"
