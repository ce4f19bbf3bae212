"""Repeat rules in words, both ways: «weekdays», «first Monday», «every 2 weeks on Fri until 31 Dec».

What is kept and expanded is the RRULE (`repeat_rule`, `recurrence`); a rule typed as one is taken as it stands.
"""

import re
from datetime import date

from sfm_tui.clock.refusal import quoted
from sfm_tui.clock.show import DAYS, MONTHS

FORMS = "write every day, weekdays, Mon and Fri, first Monday, every 2 weeks on Fri until 31 Dec, or an RRULE"

_CODES = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1}
_UNITS = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_ONE_WORD = {
    "daily": "FREQ=DAILY", "weekly": "FREQ=WEEKLY", "fortnightly": "FREQ=WEEKLY;INTERVAL=2", "monthly": "FREQ=MONTHLY",
    "yearly": "FREQ=YEARLY", "annually": "FREQ=YEARLY", "weekdays": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR",
    "weekday": "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR", "weekends": "FREQ=WEEKLY;BYDAY=SA,SU",
    "weekend": "FREQ=WEEKLY;BYDAY=SA,SU",
}  # fmt: skip
_LONGEST = 200
_MOST = 99_999


def rule_of(text: str, start: date) -> str:
    """The RRULE that words state, a rule as it stands, nothing for nothing.

    An end without a year is the first such day from `start` on. Raises ValueError, in one line, for other words.
    """
    if "=" in text or not text.strip():
        return text.strip()
    words = " ".join(text.replace(",", " , ").casefold().split())
    if len(words) > _LONGEST:
        raise ValueError(f"{quoted(text)} is no repeat rule: {FORMS}")
    main, end = _ended(words, text, start)
    rule = _ONE_WORD.get(main.removeprefix("every ")) or _every(main) or _month_days(main) or _nth_days(main)
    if rule is None:
        raise ValueError(f"{quoted(text)} is no repeat rule: {FORMS}")
    return f"{rule};{end}" if end else rule


def words_of(rule: str) -> str:
    """A rule in words that `rule_of` reads back as the same dates; the rule itself where there are none for it."""
    parts = dict(part.partition("=")[::2] for part in rule.strip().upper().split(";") if part)
    main = _said(parts)
    end = _end_said(parts)
    if main is None or end is None:
        return rule
    return f"{main} {end}" if end else main


# ── from words ───────────────────────────────────────────────────────────────────────────────────────────────


def _ended(words: str, text: str, start: date) -> tuple[str, str]:
    """The rule without its end, and the end as a part of an RRULE."""
    main, until, last = words.partition(" until ")
    if until:
        return main, f"UNTIL={_day(last, text, start):%Y%m%d}"
    match = re.fullmatch(r"(.+?) (?:for )?([0-9]{1,5}) times", words)
    return (match[1], f"COUNT={int(match[2])}") if match else (words, "")


def _day(words: str, text: str, start: date) -> date:
    match = re.fullmatch(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})", words)
    if match:
        year, month, day = match.groups()
    elif match := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})(?:/([0-9]{4}))?", words):
        day, month, year = match.groups()
    elif match := re.fullmatch(r"([0-9]{1,2})(?:st|nd|rd|th)? ([a-z]{3})[a-z]*(?: ([0-9]{4}))?", words):
        day, name, year = match.groups()
        month = next((str(n) for n, short in enumerate(MONTHS, 1) if short.casefold() == name), "0")
    else:
        raise ValueError(f"{quoted(text)}: {quoted(words)} is no day: write until 31 Dec or until 2026-12-31")
    years = [int(year)] if year else range(start.year, start.year + 5)
    for one in years:
        try:
            found = date(one, int(month), int(day))
        except ValueError:
            continue
        if year or found >= start:
            return found
    raise ValueError(f"{quoted(text)}: {quoted(words)} is no day of the calendar: check it")


def _every(main: str) -> str | None:
    """`every 2 weeks on mon and fri`, `every other day`, `mondays`, `fri to sun`."""
    match = re.fullmatch(r"every (?:(other|[0-9]{1,5}) )?(day|week|month|year)s?(?: on (.+))?", main)
    if match:
        step, unit, on = match.groups()
        interval = 2 if step == "other" else int(step or 1)
        if not 1 <= interval <= _MOST:
            return None
        rule = f"FREQ={_UNITS[unit]}" + (f";INTERVAL={interval}" if interval > 1 else "")
        if on is None:
            return rule
        days = _weekdays(on) if unit == "week" else None
        if days is not None:
            return f"{rule};BYDAY={days}"
        within = (_month_days(on) or _nth_days(on)) if unit == "month" else None
        return f"{rule};{within.partition(';')[2]}" if within else None
    match = re.fullmatch(r"every other (.+)", main)
    if match:
        days = _weekdays(match[1])
        return f"FREQ=WEEKLY;INTERVAL=2;BYDAY={days}" if days else None
    days = _weekdays(re.sub(r"^(every|each|on) ", "", main))
    return f"FREQ=WEEKLY;BYDAY={days}" if days else None


def _listed(words: str) -> list[str]:
    return [part for part in re.split(r" ?, ?(?:and )?| and ", words.strip()) if part]


def _weekday(word: str) -> int | None:
    for n, name in enumerate(_NAMES):
        if word in (name, f"{name}s", name[:3], name[:4], f"{name[:3]}s"):
            return n
    return None


def _weekdays(words: str) -> str | None:
    """Days of the week as BYDAY has them, in their order; None where one is none."""
    found: set[int] = set()
    for part in _listed(words):
        if part in ("weekdays", "weekends"):
            found.update(range(5) if part == "weekdays" else (5, 6))
            continue
        ends = re.split(r" ?[-–] ?| to ", part)
        days = [_weekday(end) for end in ends]
        if None in days or len(days) > 2:
            return None
        first, last = days[0] or 0, days[-1] or 0
        found.update((first + n) % 7 for n in range((last - first) % 7 + 1))
    return ",".join(_CODES[n] for n in sorted(found)) or None


def _nth(word: str) -> int | None:
    match = re.fullmatch(r"([1-5])(?:st|nd|rd|th)", word)
    return int(match[1]) if match else _ORDINALS.get(word)


def _nth_days(main: str) -> str | None:
    """`first monday`, `1st and 3rd tue of the month`, `last friday`, `last day`."""
    words = re.sub(r" (?:of (?:the|each|every) month|in the month)$", "", re.sub(r"^(every|the|on the) ", "", main))
    head, _, name = words.rpartition(" ")
    counts = [_nth(word) for word in _listed(head)]
    if not counts or None in counts:
        return None
    if name == "day":
        return "FREQ=MONTHLY;BYMONTHDAY=-1" if counts == [-1] else None
    day = _weekday(name)
    if day is None:
        return None
    return "FREQ=MONTHLY;BYDAY=" + ",".join(f"{count}{_CODES[day]}" for count in counts)


def _month_days(main: str) -> str | None:
    """`the 15th`, `1st and 15th of the month`."""
    words = re.sub(r" of (?:the|each|every) month$", "", re.sub(r"^(every|the|on the) ", "", main))
    days = [re.fullmatch(r"(?:the )?([0-9]{1,2})(?:st|nd|rd|th)", word) for word in _listed(words)]
    found = [int(day[1]) for day in days if day]
    if not found or len(found) < len(days) or not all(1 <= day <= 31 for day in found):
        return None
    return "FREQ=MONTHLY;BYMONTHDAY=" + ",".join(map(str, found))


# ── into words ───────────────────────────────────────────────────────────────────────────────────────────────


def _said(parts: dict[str, str]) -> str | None:
    unit = next((word for word, code in _UNITS.items() if code == parts.get("FREQ")), None)
    others = parts.keys() - {"FREQ", "INTERVAL", "UNTIL", "COUNT", "BYDAY", "BYMONTHDAY"}
    if unit is None or others or ("BYDAY" in parts and "BYMONTHDAY" in parts):
        return None
    interval = parts.get("INTERVAL", "1")
    if not re.fullmatch(r"[0-9]{1,5}", interval) or not int(interval):
        return None
    plural = f"every {int(interval)} {unit}s"
    every = f"every {unit}" if int(interval) == 1 else plural
    if "BYDAY" in parts:
        return _by_day_said(parts["BYDAY"].split(","), unit, every, once=int(interval) == 1)
    if "BYMONTHDAY" in parts:
        if unit != "month":
            return None
        if parts["BYMONTHDAY"] == "-1":
            on = "the last day"
        elif all(re.fullmatch(r"[0-9]{1,2}", day) for day in parts["BYMONTHDAY"].split(",")):
            on = f"the {_joined([f'{int(day)}{_suffix(int(day))}' for day in parts['BYMONTHDAY'].split(',')])}"
        else:
            return None
        return f"{on} of the month" if int(interval) == 1 else f"{plural} on {on}"
    return every


def _by_day_said(days: list[str], unit: str, every: str, *, once: bool) -> str | None:
    if unit == "week" and all(day in _CODES for day in days):
        numbers = sorted({_CODES.index(day) for day in days})
        named = {(0, 1, 2, 3, 4): "weekdays", (5, 6): "weekends"}.get(tuple(numbers))
        said = named or _joined([DAYS[n] for n in numbers])
        return (said if named else f"every {said}") if once else f"{every} on {said}"
    found = [re.fullmatch(r"\+?(-?[1-5])([A-Z]{2})", day) for day in days]
    pairs = [(int(day[1]), day[2]) for day in found if day]
    if unit != "month" or len(pairs) < len(days) or len({name for _, name in pairs}) != 1:
        return None
    names = {n: word for word, n in _ORDINALS.items()}
    if not all(n in names for n, _ in pairs) or pairs[0][1] not in _CODES:
        return None
    said = f"{_joined([names[n] for n, _ in pairs])} {_NAMES[_CODES.index(pairs[0][1])].capitalize()}"
    return f"{said} of the month" if once else f"{every} on {said}"


def _end_said(parts: dict[str, str]) -> str | None:
    """The end in words, empty where there is none, None where words do not hold it."""
    if "COUNT" in parts:
        return f"{int(parts['COUNT'])} times" if parts["COUNT"].isdigit() and "UNTIL" not in parts else None
    until = parts.get("UNTIL", "")
    if not until:
        return ""
    match = re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})(?:T235959)?", until)
    if match is None or not 1 <= int(match[2]) <= 12:
        return None
    return f"until {int(match[3])} {MONTHS[int(match[2]) - 1]} {match[1]}"


def _joined(words: list[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def _suffix(n: int) -> str:
    return "th" if 11 <= n <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(n % 10, "th")
