"""Who stands on a shift: their posts, from the first start to the last end, and whether they are there."""

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sfm_tui.domain.briefing import Shift
from sfm_tui.domain.desk import Author
from sfm_tui.domain.roster_records import DutyRecord
from sfm_tui.storage.on_shift import stands
from sfm_tui.storage.store import Store
from tests.conftest import NOW
from tests.examples import tries

HOUR = 3600
START = NOW - NOW % HOUR


@settings(max_examples=tries(25), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["1001", "1002", "1003"]), st.sampled_from(["GATE", "RESP"]), st.integers(-30, 30),
            st.integers(1, 30), st.sampled_from(["planned", "worked", "no-show", "cancelled"]),
            st.sampled_from([(None, None), (0, None), (0, 1)]),
        ),
        max_size=8, unique_by=lambda duty: duty[:3],
    )
)  # fmt: skip
def test_as_a_look_at_every_duty_has_it(
    store: Store, me: Author, some: list[tuple[str, str, int, int, str, tuple[int | None, int | None]]]
) -> None:
    shift = Shift(START, START + 12 * HOUR, ("1001", "1002", "1003"))
    duties = [
        DutyRecord(
            officer=officer, post=post, start=START + first * HOUR, end=START + (first + hours) * HOUR, status=status,
            booked_on=None if on is None else START + first * HOUR,
            booked_off=None if off is None else START + first * HOUR + 60,
        )
        for officer, post, first, hours, status, (on, off) in some
    ]  # fmt: skip
    with store.writing() as transaction:
        transaction.writer.run("DELETE FROM duty")
        for duty in duties:
            transaction.writer.insert("duty", {**duty.row(), "seq": transaction.head.seq})
    wanted = {}
    for officer in shift.officers:
        meant = [d for d in duties if d.officer == officer and d.active and d.start < shift.end and d.end > shift.start]
        if meant:
            wanted[officer] = (
                tuple(sorted({d.post for d in meant})), min(d.start for d in meant), max(d.end for d in meant),
                any(d.booked_on is not None and d.booked_off is None for d in meant),
            )  # fmt: skip
    with store.reading() as connection:
        found = stands(connection, shift)
    assert {one.officer: (one.posts, one.start, one.end, one.here) for one in found} == wanted
    assert [(one.start, one.posts, one.officer) for one in found] == sorted(
        (one.start, one.posts, one.officer) for one in found
    )
