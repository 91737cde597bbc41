"""Dates that an import brings are history: flow, pace and lead times rest on them."""

import io
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path

import pytest

from tpm_tui.domain.time.instants import to_day_number, to_minute
from tpm_tui.exchange.import_file import import_file
from tpm_tui.planning.flow.flow_of_plan import PlanFlow, plan_flow
from tpm_tui.planning.flow.history.state_history import StateHistories
from tpm_tui.planning.flow.throughput import throughput
from tpm_tui.store.store import Store

HEAD = "Summary,Issue key,Status,Created,Resolved,Status Category Changed\n"
ROWS = (
    "A,H-1,Done,01/Oct/26 9:00 AM,10/Oct/26 4:00 PM,10/Oct/26 4:00 PM\n"
    "B,H-2,Done,05/Oct/26 9:00 AM,,12/Oct/26 4:00 PM\n"
    "C,H-3,In Progress,07/Oct/26 9:00 AM,,16/Nov/26 9:00 AM\n"
    "D,H-4,To Do,08/Oct/26 9:00 AM,,08/Oct/26 9:00 AM\n"
)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.create(tmp_path / "one.db", name="One", start=date(2026, 10, 1)) as made:
        import_file(made, "jira", io.StringIO(HEAD + ROWS))
        yield made


def flow_of(store: Store) -> PlanFlow:
    histories = StateHistories()
    histories.extend(store.state_changes()[1], "backlog")
    return plan_flow(store.plan, histories, to_minute(datetime(2026, 11, 23, 12)))


def test_lead_times_throughput_and_ages_begin_where_the_items_do(store: Store) -> None:
    flow = flow_of(store)
    by_key = {item.key: item for item in flow.items}
    assert [by_key[f"T-{n}"].lead_days_inclusive for n in (1, 2)] == [10, 8]
    assert flow.throughput == {to_day_number(date(2026, 10, day)): 1 for day in (10, 12)}
    assert by_key["T-3"].age_days_inclusive == (date(2026, 11, 23) - date(2026, 11, 16)).days + 1
    assert flow.cumulative[0].day == to_day_number(date(2026, 10, 1))
    arrived = {entry.day: entry.reached[0] for entry in flow.cumulative}
    assert [arrived[to_day_number(date(2026, 10, day))] for day in (1, 5, 7, 8)] == [1, 2, 3, 4]


def test_the_pace_counts_what_the_import_says_was_finished(store: Store) -> None:
    assert sum(throughput(store.plan, date(2026, 11, 23)).counts) == 2


def test_a_second_import_changes_nothing(store: Store) -> None:
    again = import_file(store, "jira", io.StringIO(HEAD + ROWS))
    assert (again.created, again.updated, again.written) == (0, 0, False)
    assert [column for column, _ in again.ignored] == []


def test_the_import_of_a_day_that_has_not_come_is_made_now(tmp_path: Path) -> None:
    with Store.create(tmp_path / "two.db", name="Two") as made:
        import_file(made, "jira", io.StringIO(HEAD + "A,H-1,To Do,01/Oct/2099 9:00 AM,,\n"))
        (created,) = made.plan["item"].columns["created"]
        assert str(created).startswith("2026-11-23")
