"""The top line: what has no room in it is left out whole, what matters least first."""

from datetime import date, datetime
from pathlib import Path

import pytest

from support.plan_records import add, change, item, new_plan
from support.plans import plan_of
from tpm_tui.app.charts.load_strip import overloaded_names
from tpm_tui.app.services.calculations.resource_constrained_scheduler import people_result
from tpm_tui.app.services.calculations.team_load_calculator import team_load_of
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.workspace.status_bar import status_bar_text
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.forecast.forecast_result import compute_forecasts
from tpm_tui.safe_text import width

CONTEXT = InputContext(date(2026, 11, 23))
PLAN = plan_of(
    [
        ("programme", "programme", {"name": "Garden of the house by the lake"}),
        *(("item", f"i{n}", {"title": "Fence", "blocked_since": datetime(2026, 11, 20)}) for n in range(3)),
        *(("incident", f"n{n}", {"title": "Flood"}) for n in range(2)),
    ]
)


def runs_at(cells: int) -> tuple[list[str], int]:
    session = WorkspaceSession(Path("the-fences-of-a-garden-with-a-long-name-by-the-lake.db"), CONTEXT)
    session.plan, session.sheet = PLAN, Sheet(PLAN, CONTEXT)
    left, right = status_bar_text(session, cells)
    return [text.strip() for text, _ in left], sum(width(text) for text, _ in (*left, *right))


@pytest.mark.parametrize("cells", range(40, 161, 10))
def test_it_fits(cells: int) -> None:
    assert runs_at(cells)[1] <= cells


def test_the_name_of_the_file_goes_first() -> None:
    whole, less = runs_at(160)[0], runs_at(110)[0]
    assert "▸ the-fences-of-a-garden-with-a-long-name-by-the-lake.db" in whole
    assert "▸ the-fences-of-a-garden-with-a-long-name-by-the-lake.db" not in less
    assert {"2 incidents open", "Garden of the house by the lake"} <= set(less) < set(whole)


@pytest.fixture
def with_people() -> WorkspaceSession:
    """Ana has two weeks of work twice: four weeks with the people there are, two by logic."""
    session = WorkspaceSession(Path("x.db"), CONTEXT)
    plan = new_plan(add("person", "ana", name="Ana"), item("a", 80, owner="ana"), item("b", 80, owner="ana"))
    session.plan, session.sheet = plan, Sheet(plan, CONTEXT)
    session.people_result = people_result(plan, CONTEXT)
    return session


def line_of(session: WorkspaceSession, cells: int) -> str:
    return "".join(text for text, _ in status_bar_text(session, cells)[0])


def test_both_dates_and_the_bottleneck_are_said_shorter_where_there_is_less_room(with_people: WorkspaceSession) -> None:
    assert "by logic 4 Dec, with people 18 Dec   " in line_of(with_people, 160)
    *_, with_people.forecast_result = compute_forecasts(with_people.plan, CONTEXT, None, {}, lambda: False)
    assert "by logic 4 Dec, with people 18 Dec (Ana)   " in line_of(with_people, 160)
    assert "logic 4 Dec, people 18 Dec (Ana)   " in line_of(with_people, 76)


def promise(session: WorkspaceSession, override: str = "") -> None:
    """Let the programme have a target, and a forecast."""
    promised = {"target_date": datetime(2026, 12, 10, 18), "state_override": override, "override_reason": "agreed"} | {
        "override_until": date(2026, 12, 24)
    }
    plan = session.plan.applied([change(session.plan, "programme", PROGRAMME_ID, **promised)])
    session.plan, session.sheet = plan, Sheet(plan, CONTEXT)
    session.people_result = people_result(plan, CONTEXT)
    *_, session.forecast_result = compute_forecasts(plan, CONTEXT, None, {}, lambda: False)


@pytest.mark.parametrize("override", ["", "amber"])
def test_beside_a_promise_80_cells_hold_both_dates_and_the_bottleneck(
    with_people: WorkspaceSession, override: str
) -> None:
    """What has no room is the name of the target, then the basis of P80, then the bottleneck's name."""
    promise(with_people, override)
    assert line_of(with_people, 80).startswith(" ● AMBER by hand " if override else " ● GREEN ")
    for cells in (80, 90, 100):
        line = line_of(with_people, cells)
        assert "10 Dec: 100% · P80 4 Dec" in line
        assert "logic 4 Dec, people 18 Dec" in line
        assert ("(Ana)" in line) == (not override or cells > 80)
        assert ("by logic" in line) == (cells > (90 if override else 80))
        assert width(line) <= cells - width(" saved ")


def test_one_date_is_said_once_and_that_of_another_plan_not_at_all(with_people: WorkspaceSession) -> None:
    plan = with_people.plan.applied([change(with_people.plan, "item", "b", owner=None)])
    with_people.plan, with_people.sheet = plan, Sheet(plan, CONTEXT)
    assert "people" not in line_of(with_people, 160)
    with_people.people_result = people_result(plan, CONTEXT)
    assert "by logic and with people 4 Dec" in line_of(with_people, 160)


def test_whoever_is_above_capacity_is_named(with_people: WorkspaceSession) -> None:
    assert "above capacity" not in line_of(with_people, 160)
    with_people.team_load = team_load_of(with_people.plan, CONTEXT)
    assert "Ana above capacity   " in line_of(with_people, 160)
    strip = with_people.team_load.strip
    assert overloaded_names(strip, with_people.plan, 28).rstrip() == "load, above: Ana"
    assert overloaded_names(strip, with_people.plan, 7) == "", "beside the backlog there is no room for names"
    plan = with_people.plan.applied(
        [add("pool", "lab", name="The long laboratory", function="backend", capacity=1)]
        + [add("assignment", f"l{n}", item=n, pool="lab", units=200) for n in "ab"]
    )
    with_people.plan, with_people.sheet = plan, Sheet(plan, CONTEXT)
    with_people.team_load = team_load_of(plan, CONTEXT)
    assert "The long labora… above capacity   " in line_of(with_people, 160)


def test_beside_a_promise_the_overloaded_are_named_before_counts_and_names(with_people: WorkspaceSession) -> None:
    late = [item(f"late{n}", 8, deadline=datetime(2026, 11, 20, 18)) for n in range(9)]
    with_people.plan = with_people.plan.applied(late)
    promise(with_people)
    with_people.team_load = team_load_of(with_people.plan, CONTEXT)
    assert line_of(with_people, 105).endswith("logic 4 Dec, people 18 Dec (Ana)   Ana above capacity   ")
    assert line_of(with_people, 160).endswith("   Ana above capacity   ")
    assert "9 overdue" in line_of(with_people, 180)


@pytest.mark.parametrize(
    ("cells", "end"),
    [
        (96, "people 18 Dec (Ana)   Ana +1 above"),
        (86, "people 18 Dec (Ana)   2 above"),
        (80, "people 18 Dec   2 above"),
    ],
)
def test_what_has_less_room_than_that_says_it_shorter(with_people: WorkspaceSession, cells: int, end: str) -> None:
    also = [add("person", "ben", name="Ben"), item("c", 8, owner="ben"), item("d", 8, owner="ben")]
    with_people.plan = with_people.plan.applied(also)
    promise(with_people)
    with_people.team_load = team_load_of(with_people.plan, CONTEXT)
    assert line_of(with_people, cells).startswith(" ● GREEN ")
    assert line_of(with_people, cells).endswith(end)
