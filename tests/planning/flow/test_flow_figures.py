"""Flow metrics: a hand-worked month, and a slow count minute by minute on random histories."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.work_calendar import STANDARD_CALENDAR
from tpm_tui.planning.flow.cumulative_flow import cumulative_flow
from tpm_tui.planning.flow.flow_figures import (
    DayWindow,
    ageing,
    blocked_by_cause,
    cycle_time_percentiles,
    finished_in,
    flow_efficiency,
    item_flows,
    throughput_by_day,
    time_in_state,
    wip_by_state,
)
from tpm_tui.planning.flow.hand_offs import HandOff, hand_off_waits
from tpm_tui.planning.flow.history.state_history import Block, StateHistories, StateHistory
from tpm_tui.planning.flow.history.workflow import Workflow, WorkflowState
from tpm_tui.planning.flow.history.working_day_count import WorkingDayCount
from tpm_tui.planning.flow.item_flow import item_flow
from tpm_tui.planning.flow.percentiles import nearest_rank
from tpm_tui.planning.flow.workflow_bottleneck import bottleneck, state_loads

DAY = 1440
EPOCH = date(1970, 1, 1).toordinal()
WORKFLOW = Workflow(
    [
        WorkflowState("backlog", "todo"),
        WorkflowState("ready", "todo"),
        WorkflowState("doing", "active"),
        WorkflowState("queue", "active", waiting=True),
        WorkflowState("review", "active"),
        WorkflowState("blocked", "active", blocked=True),
        WorkflowState("done", "done"),
        WorkflowState("dropped", "dropped"),
    ]
)


def at(text: str) -> int:
    """Clock minute of a day of November 2026 and a time: ``03 09:00``."""
    return to_minute(datetime.strptime(f"2026-11-{text}", "%Y-%m-%d %H:%M"))


def history(key: str, *changes: tuple[str, str], blocks: tuple[Block, ...] = ()) -> StateHistory:
    result = StateHistory(key)
    for moment, state in changes:
        result.enter(at(moment), state)
    result.blocks.extend(blocks)
    return result


NOW = at("20 12:00")
#: Monday 2 November on: one item with a weekend and a wait, one reopened, one that skips, one blocked, one dropped.
MONTH = [
    history("A", ("02 09:00", "ready"), ("03 09:00", "doing"), ("04 09:00", "queue"), ("06 09:00", "review"),
            ("09 09:00", "done")),
    history("B", ("02 09:00", "backlog"), ("03 12:00", "doing"), ("03 18:00", "done"), ("05 12:00", "review"),
            ("05 18:00", "done")),
    history("C", ("02 10:00", "backlog"), ("10 10:00", "done")),
    history("D", ("02 11:00", "ready"), ("16 12:00", "doing"), blocks=(Block(at("17 12:00"), at("18 12:00"), "vendor"),
                                                                       Block(at("18 00:00"), None, "access"))),
    history("E", ("02 12:00", "ready"), ("03 12:00", "doing"), ("04 12:00", "dropped")),
]  # fmt: skip
FLOWS = {flow.key: flow for flow in item_flows(MONTH, WORKFLOW, NOW)}


def test_each_item_of_a_month_worked_by_hand() -> None:
    a, b, c, d, e = FLOWS.values()
    assert (a.elapsed_minutes, a.days_inclusive, a.skipped, a.reopened) == (6 * DAY, 7, False, False)
    assert a.minutes_in_state == {"ready": DAY, "doing": DAY, "queue": 2 * DAY, "review": 3 * DAY, "done": 0}
    assert a.active_minutes == 4 * DAY, "a waiting state is no work"
    assert (b.started, b.finished, b.reopened) == (at("03 12:00"), at("05 18:00"), True), "first start, last finish"
    assert b.minutes_in_state["done"] == 42 * 60
    assert b.active_minutes == 12 * 60
    assert (c.elapsed_minutes, c.days_inclusive, c.skipped) == (0, 1, True)
    assert (d.age_days_inclusive, d.age_minutes, d.finished) == (5, 4 * DAY, None)
    assert d.blocked_minutes == 3 * DAY, "overlapping marks count once"
    assert (e.dropped, e.finished, e.age_minutes, e.in_progress) == (True, None, None, False)


def test_the_figures_of_the_month() -> None:
    finished = finished_in(FLOWS.values())
    assert cycle_time_percentiles(finished) == {50: 3, 85: 7, 95: 7}
    assert {day - at("01 00:00") // DAY + 1: n for day, n in throughput_by_day(finished).items()} == {5: 1, 9: 1, 10: 1}
    assert flow_efficiency(finished) == pytest.approx((4 * 1440 + 720) / (6 * 1440 + 54 * 60))
    assert flow_efficiency([]) is None
    inclusive = cycle_time_percentiles(finished)[85]
    assert [(item.key, old) for item, old in ageing(FLOWS.values(), inclusive)] == [("D", False)]
    assert [(item.key, old) for item, old in ageing(FLOWS.values(), 4)] == [("D", True)]
    assert blocked_by_cause(MONTH, FLOWS) == {"access": 2 * DAY + 720, "vendor": DAY}
    assert [(w.name, w.items, w.exceeded) for w in wip_by_state(FLOWS.values(), WORKFLOW, {"doing": 0})] == [
        ("doing", 1, True), ("queue", 0, False), ("review", 0, False), ("blocked", 0, False),
    ]  # fmt: skip
    assert {entry.state: entry.total for entry in time_in_state(finished, WORKFLOW)}["review"] == 3 * DAY + 360
    late = DayWindow(since=at("06 00:00") // DAY, until=at("09 00:00") // DAY)
    assert [item.key for item in finished_in(FLOWS.values(), late)] == ["A"]


def test_the_done_line_dips_while_an_item_is_open_again() -> None:
    days = {entry.day - at("01 00:00") // DAY + 1: entry for entry in cumulative_flow(MONTH, WORKFLOW, NOW)}
    assert list(days) == list(range(2, 20)), "today is not whole"
    assert days[2].reached == (5, 3, 0, 0, 0, 0)
    assert (days[3].reached, days[3].wip) == ((5, 4, 3, 1, 1, 1), 2)
    assert (days[4].reached, days[4].wip) == ((4, 3, 2, 2, 1, 1), 1), "what is dropped counts nowhere"
    reopened = history("R", ("02 09:00", "doing"), ("03 09:00", "done"), ("04 09:00", "doing"), ("06 09:00", "done"))
    line = [entry.reached[-1] for entry in cumulative_flow([reopened], WORKFLOW, at("07 09:00"))]
    assert line == [0, 1, 0, 0, 1]
    window = cumulative_flow(MONTH, WORKFLOW, NOW, since=at("04 00:00") // DAY, until=at("05 00:00") // DAY)
    assert window == [days[4], days[5]], "what came before the window is in its numbers"


def test_the_bottleneck_is_named_with_its_evidence() -> None:
    result = bottleneck(MONTH, WORKFLOW, NOW)
    assert result.state == "doing"
    load = result.evidence[0]
    assert (load.minutes, load.arrived, load.left, load.items) == (6 * DAY + 360, 4, 3, ("D",))
    assert "doing is the bottleneck" in result.sentence
    assert "1 item is in it, 1 more came than left" in result.sentence
    assert sum(load.share for load in result.evidence) == 1
    assert bottleneck([MONTH[2]], WORKFLOW, NOW).state is None


def test_waits_at_hand_offs() -> None:
    waits = hand_off_waits(
        [HandOff("A", "design", "development", 100, 160), HandOff("B", "design", "development", 100, 90),
         HandOff("C", "design", "development", 200), HandOff("D", "qa", "qa", 0, 500)], now=1000,
    )  # fmt: skip
    assert [(w.giver, w.over, w.p50, w.p85, w.waiting, w.total) for w in waits] == [("design", 2, 0, 60, ("C",), 860)]


def test_histories_grow_change_by_change() -> None:
    histories = StateHistories()
    histories.extend([(10, "A", True, False, "ready", None, None)], "backlog")
    history = histories.items["A"]
    histories.extend([(20, "A", False, False, "ready", None, None), (5, "A", False, False, "doing", None, None)], "")
    assert (history.minutes, history.states) == ([10, 10], ["ready", "doing"])
    history.block(30, "vendor")
    history.block(40, "access")
    history.unblock(50)
    assert history.blocks == [Block(30, 40, "vendor"), Block(40, 50, "access")]
    histories.extend([(60, "A", False, True, None, None, None)], "")
    assert not histories.items


@given(st.lists(st.integers(0, 50), min_size=1, max_size=40), st.integers(1, 100))
def test_nearest_rank_by_its_definition(values: list[int], percent: int) -> None:
    expected = min(v for v in values if sum(other <= v for other in values) * 100 >= percent * len(values))
    assert nearest_rank(values, percent) == expected


@given(st.lists(st.tuples(st.integers(-40, 40), st.integers(-40, 40)), max_size=8))
def test_working_days_are_those_of_the_calendar(spans: list[tuple[int, int]]) -> None:
    days = WorkingDayCount(STANDARD_CALENDAR.is_working)
    middle = date(2026, 11, 23).toordinal()
    for first, last in spans:
        expected = sum(STANDARD_CALENDAR.is_working(date.fromordinal(middle + n)) for n in range(first, last + 1))
        assert days.inclusive(middle + first, middle + last) == expected


STATES = st.sampled_from(["backlog", "ready", "doing", "queue", "review", "blocked", "done", "dropped", "retired"])


@st.composite
def histories(draw: st.DrawFn) -> StateHistory:
    """A few days in steps of a quarter of a day: slow references stay quick."""
    steps = draw(st.lists(st.tuples(st.integers(0, 6), STATES), min_size=1, max_size=8))
    result, minute = StateHistory("X"), 0
    for quarter, state in steps:
        minute += quarter * 360
        result.enter(minute, state)
    for start, length in draw(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), max_size=3)):
        result.blocks.append(Block(start * 360, None if length == 9 else (start + length) * 360))
    return result


def slow_count(item: StateHistory, now: int) -> dict[str, object]:
    """The same figures, quarter of a day by quarter: the state of each is looked up anew."""
    group, groups = "todo", []
    for state in item.states:
        known = WORKFLOW.states.get(state)
        group = known.group if known else group
        groups.append(group)
    place = [n for n, minute in enumerate(item.minutes) if minute <= now]
    entries = [(item.minutes[n], item.states[n], groups[n]) for n in place]
    started = next((minute for minute, _, group in entries if group in ("active", "done")), None)
    finished = None
    if entries[-1][2] == "done":
        run = len(entries)
        while run and entries[run - 1][2] == "done":
            run -= 1
        finished = entries[run][0]
    end = now if finished is None else finished
    in_state: dict[str, int] = {state: 0 for _, state, _ in entries}
    blocked = active = 0
    for quarter in range(entries[0][0], end, 360):
        _, state, group = [entry for entry in entries if entry[0] <= quarter][-1]
        in_state[state] += 360
        known = WORKFLOW.states.get(state)
        is_blocked = state == "blocked" or any(
            b.start <= quarter and (b.end is None or quarter < b.end) for b in item.blocks
        )
        blocked += 360 * is_blocked
        active += 360 * (group == "active" and not is_blocked and not (known is not None and known.waiting))
    return {"started": started, "finished": finished, "minutes_in_state": in_state, "blocked_minutes": blocked,
            "active_minutes": active}  # fmt: skip


@given(histories(), st.integers(0, 60))
def test_an_item_agrees_with_a_slow_count(item: StateHistory, quarter: int) -> None:
    now = item.minutes[0] + quarter * 360
    flow = item_flow(item, WORKFLOW, now)
    assert flow is not None
    assert {name: getattr(flow, name) for name in slow_count(item, now)} == slow_count(item, now)
    end = now if flow.finished is None else flow.finished
    assert sum(flow.minutes_in_state.values()) == end - item.minutes[0]
    assert item_flow(item, WORKFLOW, item.minutes[0] - 1) is None


@given(st.lists(histories(), max_size=6), st.integers(0, 14))
def test_the_cumulative_flow_agrees_with_a_slow_count_and_lines_never_cross(
    items: list[StateHistory], days: int
) -> None:
    now = days * DAY + 5
    result = cumulative_flow(items, WORKFLOW, now)
    for entry in result:
        reached, wip = [0] * len(WORKFLOW.steps), 0
        for item in items:
            flow = item_flow(item, WORKFLOW, (entry.day + 1) * DAY - 1)
            if flow is None:
                continue
            wip += flow.in_progress
            place: int | None = None
            for minute, state in zip(item.minutes, item.states, strict=True):
                if minute < (entry.day + 1) * DAY:
                    place = WORKFLOW.position(state, place)
            for step in range(len(reached)):
                reached[step] += place is not None and place >= step
        assert (list(entry.reached), entry.wip) == (reached, wip)
        assert sorted(entry.reached, reverse=True) == list(entry.reached)


@given(st.lists(histories(), max_size=4), st.integers(0, 5), st.integers(0, 8), st.integers(5, 14))
def test_the_load_of_states_agrees_with_a_slow_count(
    items: list[StateHistory], since: int, length: int, today: int
) -> None:
    window, now = DayWindow(since, since + length), today * DAY
    end = min(now, (since + length + 1) * DAY)
    expected: dict[str, list[int]] = {}
    for item in items:
        for place, (minute, state) in enumerate(zip(item.minutes, item.states, strict=True)):
            group = "todo"
            for earlier in item.states[: place + 1]:
                known = WORKFLOW.states.get(earlier)
                group = known.group if known else group
            if group != "active":
                continue
            counts = expected.setdefault(state, [0, 0, 0])
            following = item.minutes[place + 1] if place + 1 < len(item.minutes) else None
            counts[0] += sum(360 for quarter in range(since * DAY, end, 360)
                             if minute <= quarter and (following is None or quarter < following))  # fmt: skip
            counts[1] += since * DAY <= minute <= end
            counts[2] += following is not None and minute <= end and since * DAY <= following <= end
    loads = state_loads(items, WORKFLOW, now, window)
    assert {load.state: [load.minutes, load.arrived, load.left] for load in loads} == {
        state: counts for state, counts in expected.items() if counts[0]
    }
