"""What gives somebody away by its form alone: addresses, numbers, plates and references that no list knows."""

import re

from sfm_tui.domain.pack.folded import Kept

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[email]", re.compile(r"[\w.+'-]+\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+", re.I)),
    ("[link]", re.compile(r"(?:(?:https?|ftp)://|(?<!\w)www\.)\S*[^\s.,;:!?)\]»]|///\w+\.\w+\.\w+", re.I)),
    ("[number]", re.compile(r"(?<!\d)\d(?:[\s.-]?\d){15}(?!\d)")),
    ("[phone]", re.compile(r"(?<![\d+])(?:\+|00)[1-9]\d{0,2}(?:[\s().-]{0,2}\d){6,13}(?!\d)")),
    ("[phone]", re.compile(r"(?<!\d)\(?0(?:[\s().-]{0,2}\d){8,10}(?!\d)")),
    ("[postcode]", re.compile(r"(?<!\w)(?:GIR\s?0AA|[A-Z]{1,2}\d[A-Z\d]?\s{0,2}\d[ABD-HJLNP-UW-Z]{2})(?!\w)", re.I)),
    ("[plate]", re.compile(
        r"(?<!\w)(?:[A-Z]{2}\d{2}[\s-]?[A-Z]{3}|[A-Z]\d{1,3}[\s-]?[A-Z]{3}|[A-Z]{3}[\s-]?\d{1,3}[A-Z])(?!\w)", re.I
    )),
    ("[reference]", re.compile(
        r"(?<!\w)(?:(?:crime|police|cad|incident|urn|occurrence|exhibit|log|ref(?:erence)?|collar|badge|warrant"
        r"|licence|license|sia)\s*(?:ref(?:erence)?|number|num|no|nr)?\s*[.:#]*\s*)(?=[\w/-]*\d)[\w/-]{2,}",
        re.I,
    )),
    ("[reference]", re.compile(r"(?<!\w)(?=[A-Z\d/]*\d)(?=[A-Z\d]*/)[A-Z\d]{2,}(?:/[A-Z\d]+){1,4}(?!\w)", re.I)),
)  # fmt: skip
_ADDRESS = re.compile(
    r"(?<!\w)\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w']+\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Dr|Way|Place|Court|Crescent|Terrace|Gardens|Square)(?!\w)"
)


def without_patterns(value: str, kept: Kept) -> str:
    """The text with emails, links, 16-digit numbers, phones, postcodes, plates, references and addresses taken out."""
    for word, pattern in _PATTERNS:
        value = pattern.sub(kept.hold(word), value)
    return _ADDRESS.sub(kept.hold("[address]"), value)
