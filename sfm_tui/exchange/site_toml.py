"""`site.toml`: the site's settings, with this program's own words for categories, places out of use and the desk."""

import json
import re
import tomllib
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, ValidationError

from sfm_tui.clock import zone
from sfm_tui.clock.refusal import quoted
from sfm_tui.domain.categories import DEFAULT_CATEGORIES
from sfm_tui.domain.reference import CategoryRecord
from sfm_tui.domain.retention import unknown
from sfm_tui.domain.site import Desk, Site
from sfm_tui.domain.text import Code
from sfm_tui.exchange.folder import SITE_FILE
from sfm_tui.exchange.read import open_file
from sfm_tui.exchange.report import Bad, Note

CATEGORIES, HIDDEN = "categories", "hidden_locations"
ORDER = (
    "code", "name", "client", "timezone", "country", "subdivision", HIDDEN, "response", "rest", "retention", "desk",
    "handover",
)  # fmt: skip
LISTS = ("peaks", "callout", CATEGORIES)


class _Own(BaseModel):
    """What stands beside the settings."""

    model_config = ConfigDict(frozen=True, strict=True)
    categories: tuple[CategoryRecord, ...] = ()
    hidden_locations: tuple[Code, ...] = ()


@dataclass
class SiteFile:
    """What a `site.toml` says; `site` is None where something is `bad`, `timezone` holds even then if it can."""

    site: Site | None = None
    categories: tuple[CategoryRecord, ...] = ()
    hidden_locations: tuple[str, ...] = ()
    bad: list[Bad] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)
    timezone: str = ""
    text: str = ""

    def line_of(self, *path: str) -> int:
        """The line on which a key stands, 0 where it is not found."""
        return _line_of(self.text, path)


def read_site(path: Path) -> SiteFile:
    """Read a `site.toml`; what is wrong in it names the key and, where it can be found, the line."""
    found = SiteFile()
    with open_file(path) as raw:
        data = raw.read()
    try:
        text = data.decode("utf-8-sig")
        plain = tomllib.loads(text)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        found.bad.append(Bad(SITE_FILE, line, "", f"the byte 0x{data[error.start]:02X} is not UTF-8: save it as UTF-8"))
        return found
    except tomllib.TOMLDecodeError as error:
        at = re.search(r"at line (\d+)", str(error))
        what = re.sub(r" ?\(at [^)]*\)", "", str(error))
        line = int(at.group(1)) if at else text.count("\n") + 1
        found.bad.append(Bad(SITE_FILE, line, "", f"it is no TOML: {what}"))
        return found
    found.text, plain = text, _plain(plain)
    with suppress(ValueError):
        found.timezone = zone(str(plain.get("timezone"))).key
    own = {name: plain.pop(name) for name in (CATEGORIES, HIDDEN) if name in plain}
    found.site = _valid(Site, plain, text, found)
    beside = _valid(_Own, own, text, found)
    if beside is not None:
        found.categories, found.hidden_locations = beside.categories, beside.hidden_locations
        names = [category.name for category in beside.categories]
        for name in sorted({name for name in names if names.count(name) > 1}):
            found.bad.append(Bad(SITE_FILE, 0, CATEGORIES, f"{quoted(name)} stands there twice: keep one"))
    if found.bad:
        found.site = None
    if found.site is not None:
        found.notes += [Note(SITE_FILE, line) for line in unknown(found.site.retention)]
    return found


def write_site(site: Site, categories: list[CategoryRecord], hidden: list[str]) -> bytes:
    """The settings as TOML; the parts that are this program's own only where they say something."""
    import tomli_w

    plain = site.plain()
    if site.desk == Desk():
        del plain["desk"]
    if "retention" in plain:
        plain["retention"] = dict(sorted(plain["retention"].items()))
    response = plain["response"]
    response["limits"] = dict(sorted(response["limits"].items()))
    if not response["limits"]:
        del response["limits"]
    plain[HIDDEN] = hidden
    plain[CATEGORIES] = [_category(category) for category in categories]
    parts = [tomli_w.dumps({name: plain[name] for name in ORDER if plain.get(name) not in (None, "", {}, [])})]
    for name in LISTS:
        parts += [f"\n[[{name}]]\n{tomli_w.dumps(item)}" for item in plain[name]]
    return "".join(parts).encode()


def _category(category: CategoryRecord) -> dict[str, Any]:
    plain = category.model_dump(mode="json")
    return {name: value for name, value in plain.items() if name in ("name", "severity") or value}


def says_nothing(category: CategoryRecord, made: int | None) -> bool:
    """Whether a store without this record would treat the word just the same.

    Every site starts with some words; an import of incidents makes the others, with the severity `made`.
    """
    default = next((c for c in DEFAULT_CATEGORIES if c.name == category.name), None)
    words, severity = (default.words, default.severity) if default else ((), made)
    return category.severity == severity and not category.hidden and category.words in ((), words)


def _plain(value: Any) -> Any:
    """TOML's values as JSON has them: a time of day as 07:30, other dates as their text."""
    if isinstance(value, dict):
        return {name: _plain(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, time):
        return value.isoformat("minutes" if not (value.second or value.microsecond) else "auto")
    if isinstance(value, date | datetime):
        return value.isoformat()
    if isinstance(value, float) and (value != value or value in (float("inf"), float("-inf"))):
        return str(value)
    return value


def _valid(model: type[BaseModel], plain: dict[str, Any], text: str, found: SiteFile) -> Any:
    """The model of these settings, without the keys that it does not know; None where one of them is wrong."""
    errors: list[Any] = []
    for _ in range(2):
        try:
            return model.model_validate_json(json.dumps(plain))
        except ValidationError as error:
            errors = error.errors(include_url=False)
        for problem in [e for e in errors if e["type"] == "extra_forbidden"]:
            _drop(plain, problem["loc"])
            found.notes.append(Note(SITE_FILE, f"the key {_name(problem['loc'])} is not known and was ignored"))
        if not any(e["type"] == "extra_forbidden" for e in errors):
            break
    for problem in errors:
        loc = tuple(part for part in problem["loc"] if part not in ("[key]", "float"))
        if problem["type"] != "extra_forbidden" and loc[-1:] != ("int",):  # the other half of «whole number or number»
            found.bad.append(Bad(SITE_FILE, _line_of(text, loc), _name(loc), _problem(problem)))
    return None


def _drop(plain: Any, loc: tuple[Any, ...]) -> None:
    for part in loc[:-1]:
        plain = plain[part]
    del plain[loc[-1]]


def _name(loc: tuple[Any, ...]) -> str:
    return ".".join(quoted(part)[1:-1] for part in loc if isinstance(part, str))


_WORDS = {
    "missing": "it is missing: add it",
    "int_type": "write a whole number",
    "int_from_float": "write a whole number",
    "int_parsing": "write a whole number",
    "string_type": 'write text in quotes, "..."',
    "bool_type": "write true or false",
    "tuple_type": "write a list, [...]",
    "dict_type": "write a table of its own, [...]",
    "model_type": "write a table of its own, [...]",
    "float_type": "write a number",
    "greater_than": "write more than {gt}",
    "greater_than_equal": "write {ge} or more",
    "less_than": "write less than {lt}",
    "less_than_equal": "write {le} or less",
    "literal_error": "write {expected}",
}


def _problem(error: Any) -> str:
    value = error["input"]
    known = _WORDS.get(error["type"])
    if known is None:
        return str(error["msg"]).removeprefix("Value error, ")
    words = known.format(**error.get("ctx", {}))
    return words if error["type"] == "missing" or isinstance(value, dict | list) else f"{_said(value)}: {words}"


def _said(value: Any) -> str:
    return quoted(str(value).lower() if isinstance(value, bool) else str(value))


def _line_of(text: str, loc: tuple[Any, ...]) -> int:
    """The line on which a key stands, or else that of its table; 0 where neither is found."""
    path = [str(part) for part in loc if isinstance(part, str)]
    counts = [part for part in loc if isinstance(part, int)]
    table, seen, where = "", 0, 0
    for number, line in enumerate(text.splitlines(), start=1):
        head = re.match(r"\s*\[\[?\s*([\w.\"'-]+)\s*\]", line)
        if head:
            same = head.group(1).replace('"', "").replace("'", "")
            seen = seen + 1 if same == table else 0
            table = same
            if table == ".".join(path[:-1]) and seen == (counts[0] if counts else 0):
                where = number
            elif table == ".".join(path):
                return number
        key = re.match(r"\s*[\"']?([\w-]+)[\"']?\s*=", line)
        if key and [*filter(None, table.split(".")), key.group(1)] == path:
            if not counts or seen == counts[0]:
                return number
    return where
