"""What the documentation names is there: files, headings, commands with their options, places, keys."""

import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from docs.keys import SCREENS, groups, pages, screen_page
from sfm_tui.app import PLACES
from sfm_tui.cli.help_text import HELP
from sfm_tui.domain.retention import KINDS

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")])
NAMES = [path.relative_to(ROOT).as_posix() for path in PAGES]
LINK = re.compile(r"\]\(([^)\s]+)\)")
CODE = re.compile(r"^(?:    |\t).*|`[^`\n]+`", re.MULTILINE)
COMMAND = re.compile(r"\bsfm ([a-z][a-z-]*)((?:(?!\bsfm )[^`\n;])*)")
OPTION = re.compile(r"(?<![\w-])(--[a-z][a-z-]*|-[a-z])(?![\w-])")
TREE = ("sfm_tui", "screens", "tests", "docs", "benchmarks", "fixtures")
ALWAYS = {"Enter", "Esc", "Tab", "Space", "Backspace", "↑", "↓", "←", "→", *"0123456789"}


def anchors(page: Path) -> set[str]:
    """The anchors of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.strip().lower()).replace(" ", "-") for head in heads}


def indented(block: re.Match[str]) -> str:
    """A fenced block of code as an indented one."""
    return "\n".join("    " + line for line in block[0].splitlines())


def commands(text: str) -> list[tuple[str, str]]:
    """Every command of the program that stands in code, with what follows it there."""
    text = re.sub(r"^```.*?^```", indented, text, flags=re.MULTILINE | re.DOTALL)
    text = re.sub(r"\\\n\s+", " ", text)
    code = [re.split(r"\s{3,}| · ", part) for part in CODE.findall(text)]
    return [found for parts in code for part in parts for found in COMMAND.findall(part.strip("`"))]


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_link_leads_somewhere(page: Path) -> None:
    lost = []
    for target in LINK.findall(page.read_text(encoding="utf-8")):
        if target.startswith(("http://", "https://", "mailto:")):
            continue
        path, _, anchor = unquote(target).partition("#")
        there = (page.parent / path).resolve() if path else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            lost.append(target)
    assert lost == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_command_and_option_is_one_of_the_program(page: Path) -> None:
    wrong = []
    for name, rest in commands(page.read_text(encoding="utf-8")):
        if name not in HELP:
            wrong.append(f"sfm {name}")
        else:
            known = set(OPTION.findall(HELP[name]))
            wrong += [f"sfm {name} {option}" for option in OPTION.findall(rest) if option not in known]
    assert wrong == []


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_every_target_of_make_is_one(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    code = "\n".join(CODE.findall(page.read_text(encoding="utf-8")))
    assert set(re.findall(r"(?:^|`) *make ([a-z]+)\b", code, re.MULTILINE)) <= targets


def test_every_place_has_a_page_that_says_how_to_get_there() -> None:
    for place, (_module, _title, letter) in PLACES.items():
        text = (SCREENS / f"{place}.md").read_text(encoding="utf-8")
        assert f"F12, `{letter}`" in text, place
        assert "../shots/" in text, place


@pytest.mark.parametrize("page", PAGES, ids=NAMES)
def test_a_letter_after_f12_goes_somewhere(page: Path) -> None:
    letters = {letter for _module, _title, letter in PLACES.values()}
    assert set(re.findall(r"F12,? `?(\w)\b", page.read_text(encoding="utf-8"))) <= letters


def test_the_tables_of_keys_are_those_of_the_program() -> None:
    known = groups()
    assert set(SCREENS.glob("*.md")) <= set(pages())
    for path in pages():
        text = path.read_text(encoding="utf-8")
        assert text == screen_page(text, known), f"{path.name}: python -m docs.keys"


def keys_in(page: Path) -> set[str]:
    """The keys in the tables of a page."""
    table = re.findall(r"^\| ([^|]+) \| ", page.read_text(encoding="utf-8"), re.MULTILINE)
    return {key.strip() for cell in table for key in cell.replace("\\", "").split(",")}


@pytest.mark.parametrize("name", ["first-shift.md", "story.md", "reports.md", "evidence.md", "portfolio.md"])
def test_a_letter_that_a_walk_tells_of_is_a_key_where_one_is(name: str) -> None:
    """In each part: of the places that it goes to, of the desk and of an incident."""
    by_letter = {letter: place for place, (_module, _title, letter) in PLACES.items()}
    wrong = {}
    for part in (ROOT / "docs" / name).read_text(encoding="utf-8").split("\n## "):
        places = {by_letter[letter] for letter in re.findall(r"F12,? `?(\w)\b", part)} | {"desk", "incident", "board"}
        keys = set().union(*(keys_in(SCREENS / f"{place}.md") for place in places))
        told = set(re.findall(r"(?<!F12, )(?:`|\*\*)([a-zA-Z\[\]<>])(?:`|\*\*)", part))
        if told - keys:
            wrong[part.splitlines()[0]] = told - keys
    assert wrong == {}


def test_a_key_that_a_screens_page_tells_of_is_in_its_tables() -> None:
    wrong = {}
    for path in SCREENS.glob("*.md"):
        text, keys = path.read_text(encoding="utf-8"), keys_in(path)
        told = set(re.findall(r"(?<!F12, )`(\^?.|[\[\]<>/#?])`", re.sub(r"^\|.*$", "", text, flags=re.MULTILINE)))
        if told - keys - ALWAYS:
            wrong[path.name] = told - keys - ALWAYS
    assert wrong == {}


def test_every_module_that_the_map_of_the_house_names_is_there() -> None:
    text = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
    files = {path.relative_to(ROOT).as_posix() for top in TREE for path in (ROOT / top).rglob("*.*")}
    named = re.findall(r"`([a-z_0-9/]+\.(?:py|toml|tcss))`", text)
    assert [name for name in named if not any(f"/{file}".endswith(f"/{name}") for file in files)] == []


def test_how_long_each_kind_of_record_is_kept_stands_in_the_page() -> None:
    text = (ROOT / "docs/privacy.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| [^|]+ \| (\w+) \| ", text, re.MULTILINE))
    assert told == {kind.name: "none" if kind.months is None else str(kind.months) for kind in KINDS}


def test_each_part_of_soak_is_told() -> None:
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    assert [path.name for path in (ROOT / "tests/soak").glob("test_*.py") if f"`{path.name}`" not in text] == []


def test_every_page_is_reached_from_the_index() -> None:
    seen: set[Path] = set()
    ways = [ROOT / "docs/README.md"]
    while ways:
        page = ways.pop()
        if page in seen or page.suffix != ".md":
            continue
        seen.add(page)
        targets = LINK.findall(page.read_text(encoding="utf-8"))
        ways += [(page.parent / target.partition("#")[0]).resolve() for target in targets if "://" not in target]
    assert {path for path in PAGES if path.is_relative_to(ROOT / "docs")} <= seen
