"""Sprints worked by hand: spill-over, re-estimates, items that go and come back, items that skip states."""

from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.planning.sprints.sprint_figures import (
    BurnUp,
    SprintChange,
    sprint_figures,
    velocity_spread,
)

DAY = 1440
START, END = 10 * DAY + 540, 14 * DAY + 1020


def change(day: int, hour: int, item: str, estimate: int, *, member: bool = True, done: bool = False) -> SprintChange:
    return SprintChange(day * DAY + hour * 60, item, member, estimate, done)


SPRINT = [
    change(9, 9, "a", 100),
    change(9, 9, "b", 200),
    change(9, 9, "c", 300),
    change(8, 9, "early", 50, done=True),
    change(11, 9, "a", 100, done=True),
    change(11, 10, "b", 200, member=False),
    change(12, 9, "b", 200),  # brought back
    change(12, 10, "c", 400),  # estimated anew
    change(12, 11, "d", 80),
    change(12, 12, "visitor", 70),
    change(13, 12, "visitor", 70, member=False),
    change(13, 13, "d", 80, done=True),  # never under way
    change(14, 10, "a", 100),  # opened again
    change(14, 11, "e", 60),
    change(14, 12, "c", 400, member=False),
]


def test_a_sprint_worked_by_hand() -> None:
    figures = sprint_figures(SPRINT, START, END, 99 * DAY)
    assert figures.committed == ("a", "b", "c")
    assert figures.added == ("d", "e")
    assert figures.dropped == ("c",)
    assert figures.done == ("d",)
    assert figures.carried == ("a", "b", "e")
    assert figures.velocity == 80
    assert figures.burn_up == (
        BurnUp(10, 600, 0), BurnUp(11, 400, 100), BurnUp(12, 850, 100), BurnUp(13, 780, 180), BurnUp(14, 440, 80),
    )  # fmt: skip


def test_a_sprint_that_runs_or_has_not_begun() -> None:
    running = sprint_figures(SPRINT, START, END, 11 * DAY + 720)
    assert (running.done, running.carried, len(running.burn_up)) == (("a",), ("c",), 2)
    assert sprint_figures(SPRINT, START, END, START - 1).committed == ()


def changes(first: int, last: int) -> st.SearchStrategy[list[SprintChange]]:
    flag = st.booleans()
    one = st.builds(SprintChange, st.integers(first, last), st.sampled_from("abcd"), flag, st.integers(0, 500), flag)
    return st.lists(one, max_size=20)


@given(changes(8 * DAY, 16 * DAY), changes(END + 1, END + 9999))
def test_a_closed_sprint_never_changes(before: list[SprintChange], later: list[SprintChange]) -> None:
    closed = sprint_figures(before, START, END, END)
    assert sprint_figures([*later, *before], START, END, END + 10_000) == closed
    members = {*closed.done, *closed.carried}
    assert members == {*closed.committed, *closed.added} - {*closed.dropped}
    assert closed.velocity == closed.burn_up[-1].done
    assert all(entry.done <= entry.scope for entry in closed.burn_up)


def test_the_spread_of_velocities() -> None:
    spread = velocity_spread([100, 200, 300])
    assert spread is not None
    assert (spread.sprints, spread.mean, spread.low, spread.high, spread.deviation) == (3, 200, 100, 300, 100)
    assert velocity_spread([]) is None
