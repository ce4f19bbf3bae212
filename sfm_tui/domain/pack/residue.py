"""What might still give somebody away after everything known is gone: listed for a person, who decides."""

import re
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sfm_tui.domain.pack.folded import fold

_WORD = re.compile(r"[^\W\d_][\w'’-]*", re.UNICODE)
_DIGITS = re.compile(r"(?<![\w])[\d][\d\s./:-]*\d|\d")
_WHOLE_HOUR = re.compile(r"(?<!\d)\d\d?:00(?!\d)")
_SENTENCE = re.compile(r"(?:^|[.!?:;|\n«\"(]\s*|[-*#]\s+)$")
_NAMES_OF_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_SAYS_NOTHING = """
mon tue wed thu fri sat sun jan feb mar apr may jun jul aug sep oct nov dec
i a an the he she it we they his her its their this that there then one two no yes not
cctv sia dob sla kpi pdca plan do check act radio sop iso bs hswa smart bst gmt utc am pm ok n p90
officer supervisor manager person site client location incident action talk post measure reflection note
"""
_USUAL = frozenset((*_NAMES_OF_DAYS, *(f"{day}s" for day in _NAMES_OF_DAYS), *_SAYS_NOTHING.split()))
_LONG_DIGITS = 4


@dataclass(frozen=True)
class Doubt:
    """A piece of a page that might tell who or where: the text, its place in the page, and why it is doubted."""

    text: str
    start: int
    why: str


def doubts(page: str, names: Collection[str], vocabulary: Collection[str], pseudonyms: Iterable[str]) -> list[Doubt]:
    """Each doubtful piece of an anonymised page, in its order.

    `names` are the folded names that were looked for, `vocabulary` folded words that mean nothing by themselves (the
    field's terms, headings of the pack). A word is doubted where it looks like a name: a capital inside a sentence, a
    short word all in capitals, a known name within it or nearly it; digits where there are four or more in a row.
    """
    usual = _USUAL | set(vocabulary) | _spoken(page)
    near = [name for name in names if len(name) > 4 and name.isalpha()]
    hidden = [found.span() for called in pseudonyms for found in re.finditer(re.escape(called), page)]
    found = []
    for word in _WORD.finditer(page):
        if any(start <= word.start() < end for start, end in hidden) or page[word.start() - 1 : word.start()] == "[":
            continue
        why = _why(word.group(), page[: word.start()][-8:], usual, near)
        if fold(word.group()) in names:
            why = "a known name, if it is meant as one"
        if why:
            found.append(Doubt(word.group(), word.start(), why))
    for run in _DIGITS.finditer(page):
        digits = sum(ch.isdigit() for ch in _WHOLE_HOUR.sub(" ", run.group()))
        if (
            digits >= _LONG_DIGITS
            and run.group() not in usual
            and not _harmless(run.group(), page[: run.start()][-8:], page[run.end() :][:3])
        ):
            found.append(Doubt(run.group().strip(), run.start(), "a long number"))
    return sorted(found, key=lambda doubt: doubt.start)


def _why(word: str, before: str, usual: Collection[str], near: Sequence[str]) -> str:
    flat = fold(word)
    for name in near:
        if name in flat:
            return "it holds a known name"
        if flat not in usual and one_apart(flat, name):
            return "it is nearly a known name"
    if flat in usual or flat.removesuffix("'s") in usual:
        return ""
    if len(word) > 1 and word.isupper():
        return "initials or a code"
    if word[0].isupper() and not _SENTENCE.search(before):
        return "a capital inside a sentence"
    return ""


def one_apart(one: str, other: str) -> bool:
    """Whether two words differ by one letter: another, one more, one fewer, or two exchanged."""
    if abs(len(one) - len(other)) > 1 or one == other:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    return a[1:] == b[1:] or a[1:] == b or a == b[1:] or (a[:2] == b[:2][::-1] and a[2:] == b[2:])


def _spoken(page: str) -> frozenset[str]:
    """Words that the page also has in small letters: they are no names."""
    return frozenset(fold(word) for word in _WORD.findall(page) if word.islower())


def _harmless(run: str, before: str, after: str) -> bool:
    """A whole hour, a duration in seconds, a figure with decimals, the year of a moved date."""
    if re.fullmatch(r"\d\d?:00|\d{1,4}\.\d\d?", run) or after.startswith(" s "):
        return True
    return bool(re.fullmatch(r"\d{4}", run) and re.search(r"[A-Z][a-z]{2} $", before))
