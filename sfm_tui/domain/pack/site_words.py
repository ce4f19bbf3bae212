"""Which words of a site's or client's name give it away, and which are those of any site."""

import re

from sfm_tui.domain.pack.folded import fold

_ANY = """
the of and for at in on de la le retail shopping business industrial trading science leisure distribution logistics
park parks centre center centres mall estate estates house houses office offices tower towers court square quarter
group holdings ltd limited plc llp inc company co management property properties asset assets services service security
facilities hospital school college university airport station hotel arena stadium theatre museum gallery library
north south east west northern southern eastern western central upper lower new old city town site car main
"""
_GENERIC = frozenset(_ANY.split())


def telling(name: str) -> tuple[str, ...]:
    """The name, each word of it that not just any site would have, and its initials where there are three or more."""
    words = [word for word in re.split(r"[\W_]+", name) if word]
    own = [word for word in words if len(word) > 2 and fold(word) not in _GENERIC]
    initials = "".join(word[0].upper() for word in words)
    return (name, *own, *((initials,) if len(initials) > 2 else ()))


_PLACE_WORDS = """
unit units shop shops store stores gate gates lift lifts stair stairs staircase escalator level floor roof deck bay
bays loading yard service dock ramp atrium lobby foyer entrance exit door doors corridor mall plaza terrace parking
roundabout lane road way rank taxi bus stop stops station cycle bike shelter toilets toilet wc room control cctv
server plant substation compactor compound bin bins food court kitchen play area playground children market hall
reception desk fire assembly point vacant empty staff canteen rest first aid medical cash machine atm bank post multi
storey multistorey basement ground upper lower rear front side back wing block zone sector perimeter fence turnstile
barrier hut gatehouse cinema pharmacy cafe restaurant pub bar gym supermarket chemist bakery butcher books bookshop
toys diy clothing shoes garden gardens kiosk stall concourse platform ward theatre lab laboratory warehouse workshop
welfare training meeting
"""
_ANY_PLACE = _GENERIC | frozenset(_PLACE_WORDS.split())
_PIECES = re.compile(r"[,;:/()\u2013\u2014]|\s-\s")
_CAPITAL = re.compile(r"[^\W\d_]")


def tenants(name: str) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Of a place's name, whoever is in it: the names in full, and single words of them as they may be written.

    `Unit 14, Larkfield Pharmacy` gives the name behind the comma, and `Larkfield` and `LARKFIELD`. A name is written
    with capitals and has a word that not just any place has: `North car park`, `Loading bay A` and `Gate 1 (main)`
    give nothing.
    """
    whole: list[str] = []
    words: list[str] = []
    for number, piece in enumerate(part.strip() for part in _PIECES.split(name)):
        found = [word for word in re.split(r"[^\w'’]+", piece) if word]
        own = [word for word in found if len(word) > 2 and word[0].isupper() and fold(word) not in _ANY_PLACE]
        capitals = sum(word[0].isupper() for word in found if len(word) > 1 and _CAPITAL.match(word))
        if not own or (number == 0 and capitals < 2):
            continue
        whole.append(piece)
        words += (form for word in own for form in (word, word.upper()))
    return tuple(whole), tuple(dict.fromkeys(words))
