"""`sfm log --stdin`: one JSON object a line in, one line out for each, once it is on disk."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from sfm_tui.cli.incoming import SEVERITIES, Incoming, log
from sfm_tui.cli.say import json_text
from sfm_tui.cli.stores import author
from sfm_tui.cli.trouble import words

LONGEST_LINE = 4 * 1024 * 1024
LONGEST_ID = 200
KEYS = ("what", "where", "category", "severity", "reported", "id")
_REFUSED_LINE = 1


class BadLine(ValueError):
    """A line that is no incident; `id` is the sender's, where the line gave one that can be read."""

    def __init__(self, message: str, id: Any = None) -> None:
        super().__init__(message)
        self.id = id


def run_stream(path: Path, by: str) -> int:
    """Log what standard input says, until it ends; 1 where a line was refused.

    No line stops the ones after it. Who is at the desk is asked for each line: a stream may run for weeks.
    """
    from sfm_tui.storage.store import Store

    status = 0
    with Store.open(path) as store:
        author(store, by)  # a bad --by is told before anything is read
        for line in lines(sys.stdin.buffer):
            id_: Any = None
            try:
                told, id_ = parse(line)
                done = log(store, told, author(store, by))
                answer = {"number": done.number, "id": id_, "head": f"{done.head.seq}·{done.head.hash.hex()}"}
            except Exception as error:
                id_ = error.id if isinstance(error, BadLine) else id_
                answer = {"error": " ".join(words(error).split()), "id": id_}
                status = _REFUSED_LINE
            print(json_text(answer), flush=True)
    return status


def lines(source: BinaryIO) -> Iterator[bytes]:
    """The lines that are not blank, a last one without its end included; one that is too long comes cut short."""
    first = True
    while line := source.readline(LONGEST_LINE + 1):
        rest = line
        while len(rest) > LONGEST_LINE and not rest.endswith(b"\n"):
            rest = source.readline(LONGEST_LINE + 1)
        if first:
            line, first = line.removeprefix(b"\xef\xbb\xbf"), False
        if line.strip():
            yield line


def parse(line: bytes) -> tuple[Incoming, Any]:
    """The incident that a line tells of, and the sender's id as it came. Raises BadLine."""
    if len(line) > LONGEST_LINE:
        raise BadLine(f"the line is longer than {LONGEST_LINE:,} bytes: leave something out")
    told = _object(line)
    id_, key = _id(told.get("id"))
    if unknown := [name for name in told if name not in KEYS]:
        raise BadLine(f"{_shown(unknown[0])} is no key: write {', '.join(KEYS)}", id_)
    texts = {}
    for name in ("what", "where", "category", "reported"):
        value = told.get(name)
        if value is not None and not isinstance(value, str):
            raise BadLine(f"{name}: write a text in quotation marks, this is {_kind(value)}", id_)
        texts[name] = value or ""
    if not texts["what"].strip():
        raise BadLine("what: it is missing, say what happened", id_)
    severity = told.get("severity")
    if severity is not None and (type(severity) is not int or severity not in SEVERITIES):
        raise BadLine("severity: write the number 1 (critical), 2, 3 or 4 (low)", id_)
    return Incoming(**texts, severity=severity, key=key), id_


def _object(line: bytes) -> dict[str, Any]:
    try:
        value = json.loads(line.decode(), object_pairs_hook=_once, parse_constant=_no_constant)
    except BadLine:
        raise
    except UnicodeDecodeError as error:
        raise BadLine(f"byte {error.start + 1} of the line is not UTF-8: send UTF-8") from None
    except json.JSONDecodeError as error:
        raise BadLine(f"no JSON at character {error.pos + 1} of the line: {error.msg}") from None
    except RecursionError:
        raise BadLine("the JSON is nested too deeply: send one flat object a line") from None
    except ValueError:
        raise BadLine("a number in the JSON is too long") from None
    if not isinstance(value, dict):
        raise BadLine(f"the line is {_kind(value)}: send one JSON object a line")
    return value


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _ in pairs]
        raise BadLine(f"{_shown(next(n for n in names if names.count(n) > 1))} stands there twice: send it once")
    return found


def _no_constant(name: str) -> Any:
    raise BadLine(f"{name} is no JSON")


def _id(value: Any) -> tuple[Any, str | None]:
    """The id as it is sent back, and the key under which the ledger keeps it: apart for `7` and `"7"`."""
    if value is None:
        return None, None
    if isinstance(value, bool) or not isinstance(value, str | int):
        seen = value if isinstance(value, bool | float) else None
        raise BadLine(f"id: write a text or a whole number, this is {_kind(value)}", seen)
    if len(str(value)) > LONGEST_ID:
        raise BadLine(f"id: it is too long, {LONGEST_ID} characters are the most")
    if value == "":
        raise BadLine("id: it is empty, leave it out or send one", value)
    return value, f"sender:{json.dumps(value)}"


def _kind(value: Any) -> str:
    names = {
        dict: "an object",
        list: "a list",
        str: "a text",
        bool: "true or false",
        int: "a number",
        float: "a number",
    }
    return names.get(type(value), "null")


def _shown(name: str) -> str:
    from sfm_tui.clock.refusal import quoted

    return quoted(name)
