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
