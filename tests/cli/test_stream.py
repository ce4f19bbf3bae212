"""`sfm log --stdin`: for an alarm panel or a script."""

import json
import os
import signal
import subprocess
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sfm_tui.cli.stream import LONGEST_LINE, BadLine, lines, parse
from sfm_tui.storage.store import Store
from tests.cli.running import Ran, Sfm

Told = Callable[..., str]


def answers(ran: Ran) -> list[dict[str, Any]]:
    return [json.loads(line) for line in ran.lines]


# ── one line ─────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("line", "words", "id_"),
    [
        ("", "no JSON", None),
        ("{", "no JSON", None),
        ('{"what": "x"} extra', "no JSON", None),
        ("{'what': 'x'}", "no JSON", None),
        ("[]", "a list", None),
        ('"what"', "a text", None),
        ("null", "null", None),
        ("7", "a number", None),
        ("true", "true or false", None),
        ("NaN", "NaN", None),
        ('{"what": NaN, "id": 1}', "NaN", None),
        ("[" * 100_000, "nested", None),
        ('{"what": ' + "9" * 5000 + "}", "too long", None),
        ("{}", "what", None),
        ('{"id": "a"}', "what", "a"),
        ('{"what": "", "id": "a"}', "what", "a"),
        ('{"what": " \\n ", "id": "a"}', "what", "a"),
        ('{"what": null, "id": 3}', "what", 3),
        ('{"what": 5, "id": 3}', "what: write a text", 3),
        ('{"what": ["x"]}', "a list", None),
        ('{"what": "x", "where": 4, "id": "a"}', "where: write a text", "a"),
        ('{"what": "x", "category": {}}', "category: write a text", None),
        ('{"what": "x", "reported": 1795299335}', "reported: write a text", None),
        ('{"what": "x", "severity": "2"}', "severity: write the number", None),
        ('{"what": "x", "severity": true}', "severity", None),
        ('{"what": "x", "severity": 2.0}', "severity", None),
        ('{"what": "x", "severity": 0, "id": "a"}', "severity", "a"),
        ('{"what": "x", "severity": 5}', "severity", None),
        ('{"what": "x", "colour": "red", "id": "a"}', "«colour» is no key", "a"),
        ('{"what": "x", "What": "x"}', "«What» is no key", None),
        ('{"what": "x", "what": "y"}', "«what» stands there twice", None),
        ('{"what": "x", "id": 1.5}', "id: write a text or a whole number", 1.5),
        ('{"what": "x", "id": false}', "id: write a text or a whole number", False),
        ('{"what": "x", "id": [1]}', "id: write a text or a whole number", None),
        ('{"what": "x", "id": ""}', "id: it is empty", ""),
        ('{"what": "x", "id": "' + "a" * 500 + '"}', "id: it is too long", None),
    ],
)
def test_a_line_that_is_no_incident(line: str, words: str, id_: Any) -> None:
    with pytest.raises(BadLine) as refused:
        parse(line.encode())
    assert words in str(refused.value)
    assert "\n" not in str(refused.value)
    assert len(str(refused.value)) < 300
    assert refused.value.id == id_
    assert type(refused.value.id) is type(id_)


def test_bytes_that_are_no_text() -> None:
    with pytest.raises(BadLine, match=r"byte 11 .* UTF-8"):
        parse(b'{"what": "\xff"}')
    with pytest.raises(BadLine, match="longer than"):
        parse(b" " * (LONGEST_LINE + 1))


def test_what_may_be_left_out() -> None:
    full, id_ = parse(b'{"what":"a","where":"b","category":"c","severity":2,"reported":"-5","id":7}')
    assert (full.what, full.where, full.category, full.severity, full.reported, id_) == ("a", "b", "c", 2, "-5", 7)
    bare, id_ = parse(b'{"what":"a","where":null,"category":null,"severity":null,"reported":null,"id":null}')
    assert bare == parse(b'{"what":"a"}')[0]
    assert (bare.key, id_) == (None, None)


@given(st.one_of(st.text(max_size=30).filter(bool), st.integers(-(10**30), 10**30)))
def test_ids_that_differ_are_kept_apart(id_: Any) -> None:
    told, back = parse(json.dumps({"what": "x", "id": id_}).encode())
    assert back == id_
    assert told.key is not None
    assert told.key.isascii()
    other = str(id_) if isinstance(id_, int) else f"{id_} "
    assert parse(json.dumps({"what": "x", "id": other}).encode())[0].key != told.key


def test_lines_with_any_end() -> None:
    source = b'\xef\xbb\xbf{"a"}\r\n\n  \r\n{"b"}\nlast without its end'
    assert [line.strip() for line in lines(BytesIO(source))] == [b'{"a"}', b'{"b"}', b"last without its end"]
    long = b"x" * (LONGEST_LINE * 2 + 5) + b"\nnext\n"
    first, second = lines(BytesIO(long))
    assert len(first) == LONGEST_LINE + 1
    assert second == b"next\n"


# ── the stream ───────────────────────────────────────────────────────────────────────────────────────────────


def test_one_answer_for_each_line(desk: Sfm, told: Told) -> None:
    stream = (
        told({"what": "Alarm, unit 14", "where": "U14", "severity": 2, "id": "a"})
        + "no json\n\n"
        + told({"what": "Second", "reported": "2025-07-01T12:00", "id": 5}, {"what": "a\u0000b", "id": "nul"})
        + json.dumps({"what": "the last line has no end", "where": "a" * 501, "id": "long"})
    )
    ran = desk("log", "--stdin", stdin=stream)
    assert (ran.code, ran.err) == (1, "")
    first, bad, second, nul, last = answers(ran)
    assert (first["id"], second["id"]) == ("a", 5)
    assert set(first) == {"number", "id", "head"}
    assert set(bad) == set(nul) == set(last) == {"error", "id"}
    assert (bad["id"], nul["id"], last["id"]) == (None, "nul", "long")
    assert "U+0000" in nul["error"]
    found = {i["number"]: i for i in desk.incidents()}
    assert set(found) == {first["number"], second["number"]}
    assert found[first["number"]]["severity"] == 2
    assert found[second["number"]]["reported"] == "2025-07-01T12:00:00+01:00"
    assert desk.inside("verify", "--head", second["head"]).code == 0


def test_all_good_is_status_0(desk: Sfm, told: Told) -> None:
    ran = desk.inside("log", "--stdin", stdin=told({"what": "x"}))
    assert (ran.code, answers(ran)[0]["id"]) == (0, None)
    assert desk.inside("log", "--stdin").code == 0


def test_hostile_text_comes_back_as_it_was(desk: Sfm, told: Told) -> None:
    texts = [
        "[/red]",
        "[@click=app.quit]x",
        "'; DROP TABLE incident; --",
        "=cmd()",
        "‮gnp.exe",
        "🚨\t警備\nline",
        "x" * 100_000,
    ]
    ran = desk.inside("log", "--stdin", stdin=told(*({"what": text, "id": text[:50]} for text in texts)))
    assert ran.code == 0
    assert [a["id"] for a in answers(ran)] == [text[:50] for text in texts]
    assert [i["summary"] for i in desk.incidents()] == texts[::-1]


def test_the_same_id_twice_is_logged_once(desk: Sfm, told: Told) -> None:
    first, again, apart = answers(
        desk.inside(
            "log", "--stdin", stdin=told({"what": "x", "id": 1}, {"what": "y", "id": 1}, {"what": "z", "id": "1"})
        )
    )
    assert first["number"] == again["number"] != apart["number"]
    later = answers(desk.inside("log", "--stdin", "--by", "other", stdin=told({"what": "x", "id": 1})))[0]
    assert later["number"] == first["number"]
    assert [i["summary"] for i in desk.incidents()] == ["z", "x"]


def test_two_processes_with_the_same_ids_at_once(desk: Sfm, told: Told) -> None:
    stream = told(*({"what": f"alarm {n}", "id": n} for n in range(40))).encode()
    running = [desk.start("log", "--stdin") for _ in range(2)]
    outs = []
    for process in running:
        assert process.stdin is not None
        process.stdin.write(stream)
        process.stdin.flush()
    for process in running:
        out, err = process.communicate(timeout=120)
        assert (process.returncode, err) == (0, b"")
        outs.append([json.loads(line) for line in out.splitlines()])
    numbers = [[answer["number"] for answer in out] for out in outs]
    assert numbers[0] == numbers[1]
    assert len(set(numbers[0])) == 40
    assert len(desk.incidents()) == 40
    assert desk.inside("verify").code == 0


@pytest.mark.skipif(os.name != "posix", reason="kill -9 as POSIX has it")
def test_what_was_answered_is_on_disk(desk: Sfm) -> None:
    running = desk.start("log", "--stdin")
    assert running.stdin is not None
    assert running.stdout is not None
    numbers = []
    for n in range(5):
        running.stdin.write(json.dumps({"what": f"alarm {n}", "id": n}).encode() + b"\n")
        running.stdin.flush()
        numbers.append(json.loads(running.stdout.readline())["number"])
    os.kill(running.pid, signal.SIGKILL)
    running.communicate()
    assert running.returncode == -signal.SIGKILL
    assert sorted(i["number"] for i in desk.incidents()) == numbers
    assert desk.inside("verify").code == 0


def test_the_person_at_the_desk_is_asked_for_each_line(desk: Sfm) -> None:
    running = desk.start("log", "--stdin")
    assert running.stdin is not None
    assert running.stdout is not None
    for person in ("cli", "okafor"):
        if person != "cli":
            with Store.open(desk.db) as store:
                store.people.sign_on(person)
        running.stdin.write(b'{"what": "alarm"}\n')
        running.stdin.flush()
        assert b"number" in running.stdout.readline()
        with Store.open(desk.db) as store, store.reading() as connection:
            newest = connection.exec_driver_sql("SELECT author FROM ledger ORDER BY seq DESC LIMIT 1").scalar()
        assert newest == person
    running.communicate(timeout=60)
    assert running.returncode == 0


def test_a_store_that_cannot_be_used_is_told_before_anything_is_read(sfm: Sfm) -> None:
    sfm.db.mkdir()
    running = sfm.start("log", "--stdin", text=False)
    try:
        assert running.wait(timeout=60) == 2
    except subprocess.TimeoutExpired:
        running.kill()
        raise
    finally:
        running.communicate()
