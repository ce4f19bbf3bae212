"""What gives somebody away by its form alone: addresses, numbers, plates and references that no list knows."""

import re

from sfm_tui.domain.pack.folded import Kept

_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("[email]", re.compile(r"(?<![\w.+'-])[\w.+'-]++\s?@\s?[\w-]+(?:\s?\.\s?[\w-]+)+", re.I)),
    ("[link]", re.compile(r"(?:(?:https?|ftp)://|(?<!\w)www\.)\S*[^\s.,;:!?)\]»]|///\w+\.\w+\.\w+", re.I)),
    ("[handle]", re.compile(r"(?<![\w.@])@[A-Za-z_]\w+")),
    ("[place]", re.compile(r"-?\d{1,3}\.\d{3,}°?\s?[NS]?\s*[,;/ ]\s*-?\d{1,3}\.\d{3,}°?(?:\s?[EW])?(?![\w.])")),
    ("[number]", re.compile(r"(?<!\d)\d(?:[\s.-]?\d){15}(?!\d)")),
    ("[number]", re.compile(r"(?<!\w)[A-CEGHJ-PR-TW-Z]{2}\s?\d\d\s?\d\d\s?\d\d\s?[A-D](?!\w)", re.I)),
    ("[number]", re.compile(r"(?<!\w)[A-Z9]{5}\s?\d{6}\s?[A-Z9]{2}\s?\d[A-Z]{2}(?!\w)", re.I)),
    ("[number]", re.compile(r"(?<![\d.])\d{1,3}(?:\.\d{1,3}){3}(?![\d.])")),
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
    ("[plate]", re.compile(
        r"(?<!\w)(?:plates?|vrm|vrn|reg(?:istration)?|index)(?:\s+(?:number|no|mark|part|partial(?:ly)?|only|is|was|reads?"
        r"|(?:ends|ending|starts|starting|begins|beginning)(?: (?:in|with))?))*\W{1,3}(?=[A-Z\d]*[A-Z\d])"
        r"(?-i:[A-Z\d]{2,7}(?:\s[A-Z\d]{1,4})?)(?!\w)", re.I
    )),
    ("[reference]", re.compile(
        r"(?<!\w)(?:seal|bag|tag|card|pass|permit|fob|order|invoice|policy|case|claim|ticket|job|receipt|serial|account|acct"
        r"|passport|trolley|trailer|container|asset)\s*(?:ref(?:erence)?|number|num|no|nr)?\s*[.:#]*\s*"
        r"(?:(?=[A-Z]*\d)[A-Z\d]{2,}-?\d{3,}[A-Z\d]*|\d{4,})(?!\w)", re.I
    )),
    ("[reference]", re.compile(
        r"(?<!\w)(?=[\d/]{0,40}[A-Z]|(?:\d/?){6})(?=[A-Z\d/]{0,40}\d)(?=[A-Z\d]*/)"
        r"[A-Z\d]{2,}(?:/[A-Z\d]+){1,4}(?!\w)", re.I
    )),
)  # fmt: skip
_ADDRESS = re.compile(
    r"(?<!\w)\d{1,4}[A-Za-z]?,?\s+(?:[A-Z][\w']+\s+){1,3}"
    r"(?:Street|St|Road|Rd|Avenue|Ave|Lane|Ln|Close|Drive|Dr|Way|Place|Court|Crescent|Terrace|Gardens|Square)(?!\w)"
)


_TITLED = re.compile(
    r"(?<!\w)(?:Ms|MS|Miss|MISS|Mx|Sir|Lady|Lord|(?i:mr|mrs|dr|prof|rev|sgt|sergeant|insp|inspector|constable|pcso|w?pc)\.?)"
    r"\s+(?:[A-Z][.\s]\s*)*[A-Z][\w'’-]+(?:\s+(?:(?:de|van|von|der|den|al|el|bin|O)\s+)?[A-Z][\w'’-]+){0,2}"
)
_TITLED_SMALL = re.compile(r"(?<!\w)(?:mr|mrs)\.?\s+[a-z][\w'’-]+", re.I)
_SAID = re.compile(
    r"((?i:\b(?:names? (?:is|are|was|as|of|given as)|named|surname|forename|calls (?:him|her)self)\W{1,3}))"
    r"[A-Z][\w'’-]+(?:\s+[A-Z][\w'’-]+){0,2}"
)
_NUMBERED = re.compile(r"(?<!\w)(?:w?pc|pcso|sgt|collar)\s*\.?\s*\d{3,6}[A-Z]{0,2}(?!\w)", re.I)


def without_patterns(value: str, kept: Kept) -> str:
    """The text with emails, links, 16-digit numbers, phones, postcodes, plates, references and addresses taken out."""
    for word, pattern in _PATTERNS:
        value = pattern.sub(kept.hold(word), value)
    value = _NUMBERED.sub(kept.hold("[reference]"), value)
    value = _TITLED_SMALL.sub(kept.hold("[name]"), _TITLED.sub(kept.hold("[name]"), value))
    value = _SAID.sub(lambda found: found[1] + kept.hold("[name]"), value)
    return _ADDRESS.sub(kept.hold("[address]"), value)
