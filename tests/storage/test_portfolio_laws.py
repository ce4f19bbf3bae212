"""Laws of pages, tags, assessments and attachments under any run of acts: the ledger adds up, nothing is lost."""

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.clock import FrozenClock
from sfm_tui.domain.assessment import Check, held
from sfm_tui.domain.desk import Author
from sfm_tui.storage import rebuild, verify
from sfm_tui.storage.errors import StoreError
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.examples import tries

BY = st.sampled_from([Author("okafor"), Author("patel"), Author("desk", confirmed=False)])
TEXT = st.sampled_from(["", "Counted", "=1+1", "[/x]", "a\nb", "\x1b[2J", "x" * 3000])
CHECKS = st.lists(
    st.builds(Check, level=st.integers(2, 5), holds=st.booleans(), evidence=st.sampled_from(["", "seen"])), max_size=5
)
CODES = st.lists(st.sampled_from(["5", "6", "pdca", "99"]), max_size=3)
ACTS = st.lists(
    st.one_of(
        st.tuples(st.just("write"), st.sampled_from(["reflections", "notes"]), TEXT, CODES),
        st.tuples(st.just("edit"), st.integers(0, 3), st.sampled_from(["title", "day"]), TEXT),
        st.tuples(st.just("withdraw"), st.integers(0, 3), TEXT),
        st.tuples(st.just("back"), st.integers(0, 3), st.integers(1, 4)),
        st.tuples(st.just("tag"), st.integers(0, 3), CODES),
        st.tuples(st.just("untag"), st.integers(0, 3), CODES),
        st.tuples(st.just("assess"), st.sampled_from(["leadership", "Engagement", "morale"]), CHECKS, TEXT),
        st.tuples(st.just("right"), st.integers(0, 3), CHECKS, TEXT),
        st.tuples(st.just("attach"), st.integers(0, 3), st.sampled_from([b"", b"one", b"two"])),
        st.tuples(st.just("strike"), st.integers(0, 3), TEXT),
    ),
    max_size=14,
)


class Run:
    """A run of acts on a store, with what it made so far."""

    def __init__(self, store: Store, home: Path) -> None:
        self.store, self.home = store, home
        self.pages: list[Any] = []
        self.rows: list[Any] = []

    def attempt(self, act: tuple[Any, ...], by: Author) -> str:
        """Do an act; gives the line with which it was refused."""
        try:
            self.do(act, by)
        except StoreError as error:
            return str(error)
        return ""

    def do(self, act: tuple[Any, ...], by: Author) -> None:
        store, (verb, first, *rest) = self.store, act
        if verb == "write":
            wanted = [("ST0330", code) for code in rest[1]]
            self.pages.append(getattr(store, first).add(rest[0] or "x", by, criteria=wanted))
            return
        if verb == "assess":
            self.rows.append(store.assessments.assess(first, rest[0], by, evidence=rest[1]))
            return
        if verb == "right":
            if self.rows:
                n = first % len(self.rows)
                self.rows[n] = store.assessments.change(self.rows[n], by, checks=rest[0], gaps=rest[1], why="looked")
            return
        if not self.pages:
            return
        n = first % len(self.pages)
        page = self.pages[n]
        pages = store.reflections if page.noun == "reflection" else store.notes
        if verb == "edit":
            self.pages[n] = pages.change(page, by, **{rest[0]: rest[1]})
        elif verb == "withdraw":
            self.pages[n] = pages.withdraw(page, rest[0], by)
        elif verb == "back":
            self.pages[n] = pages.put_back(page, by, version=rest[0])
        elif verb == "tag":
            store.standards.tag(page.ref, "ST0330", rest[0], by)
        elif verb == "untag":
            left = [one.criterion for one in store.standards.tags_of(page.ref) if one.criterion not in rest[0]]
            store.standards.set_tags(page.ref, "ST0330", left, by)
        elif verb == "attach":
            (self.home / "x").write_bytes(rest[0])
            store.attachments.add(page.ref, self.home / "x", by)
        elif found := store.attachments.of(page.ref):
            store.attachments.strike(page.ref, found[0].hash, rest[0], by)


@settings(max_examples=tries(20), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.just(0), BY), max_size=14), wanted=ACTS)
def test_any_run_of_acts(
    tmp_path_factory: pytest.TempPathFactory, small_store: bytes, acts: list[Any], wanted: list[Any]
) -> None:
    home = tmp_path_factory.mktemp("laws")
    (home / "sfm.db").write_bytes(small_store)
    with Store.open(home / "sfm.db", FrozenClock(NOW)) as store:
        run = Run(store, home)
        authors = [by for _, by in acts] or [Author("okafor")]
        for n, act in enumerate(wanted):
            head = store.head()
            refused = run.attempt(act, authors[n % len(authors)])
            assert "\n" not in refused
            assert not refused or store.head() == head
        for page in run.pages:
            pages = store.reflections if page.noun == "reflection" else store.notes
            versions = pages.versions(page.key)
            assert versions[-1] == page == pages.get(page.key)
            assert [one.version for one in versions] == list(range(1, page.version + 1))
            assert {one.author for one in versions} == {page.author}
        for row in run.rows:
            assert store.assessments.get(row.key) == row
            assert held(store.assessments.checks(row.key)) == row.level
        assert rebuild.differences(store) == []
        assert store.attachments.problems() == []
    assert verify.check(home / "sfm.db").ok


def test_the_laws_are_tried_on_a_real_path(store: Store, tmp_path: Path) -> None:
    """One way by hand, so that the law above is known to reach every act."""
    run, me = Run(store, tmp_path), Author("okafor")
    for act in (
        ("write", "notes", "PDCA", ["pdca"]), ("edit", 0, "title", "Deming"), ("withdraw", 0, "twice"),
        ("back", 0, 1), ("tag", 0, ["6"]), ("untag", 0, ["pdca"]), ("attach", 0, b"one"), ("strike", 0, "not this"),
        ("assess", "leadership", [Check(level=2, holds=True, evidence="x")], ""),
        ("right", 0, [Check(level=2, holds=False)], "Nights"),
    ):  # fmt: skip
        run.do(act, me)
    assert [one.title for one in store.notes.versions("N-01")] == ["PDCA", "Deming", "Deming", "PDCA"]
    assert [tag.criterion for tag in store.standards.tags_of("note:N-01")] == ["6"]
    assert [one.struck for one in store.attachments.of("note:N-01")] == ["not this"]
    assert [(row.level, row.gaps) for row in store.assessments.all()] == [(1, "Nights")]
