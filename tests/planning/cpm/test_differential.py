"""Fresh plans against MPXJ's MicrosoftScheduler, over everything a plan can hold; and where it is wrong, by which rule.

docs/schedule.md names the same differences.

Needs the `oracle` extra and a Java runtime; skipped with a message otherwise.
"""

from dataclasses import dataclass, field
from pathlib import Path

import pytest

from support.mpxj_causes import (
    FINISH_LAG,
    FINISHED,
    NOT_LATE,
    OWN_CALENDAR,
    PASSED_ON,
    START_OF_SUMMARY,
    UNKNOWN,
    causes,
)
from support.with_mpxj import run_with_mpxj
from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_network
from tpm_tui.exchange.schedules.mspdi.parse.project import parse_mspdi
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject
from tpm_tui.planning.cpm.schedule import Schedule, schedule
from tpm_tui.planning.model.network import Network

GROUPS = [
    "constraints",
    "lags",
    "finish-lags",
    "calendars",
    "progress",
    "deadlines",
    "milestones",
    "summaries",
    "late",
    "constraints+lags+deadlines+milestones+late",
    "constraints+progress+milestones",
    "constraints+progress+summaries",
    "calendars+progress+late",
    "constraints+finish-lags+calendars+progress+deadlines+milestones+summaries+late",
]
PLANS = 40
"""Of each group."""

EXACT = {
    "constraints",
    "progress",
    "deadlines",
    "milestones",
    "late",
    "constraints+progress+milestones",
}
"""Groups in which the two never differed: there, not a single item may."""

EXCUSED = Path(__file__).parents[2] / "data" / "mspdi" / "excused"


@dataclass
class Compared:
    """One group of fresh plans beside the oracle."""

    items: int = 0
    excused: int = 0
    unexplained: list[str] = field(default_factory=list)
    """items that differ for no known cause, and plans in which each only passes a difference on"""


@pytest.fixture(scope="module")
def compared(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Compared]:
    out = tmp_path_factory.mktemp("oracle")
    run_with_mpxj(Path(__file__).parents[2] / "support" / "mpxj_plans.py", out, PLANS, 23, *GROUPS)
    return {group: compare(sorted((out / group).glob("*.xml"))) for group in GROUPS}


def compare(paths: list[Path]) -> Compared:
    result = Compared()
    for path in paths:
        file = parse_mspdi(path)
        why = causes(file)
        result.items += len(file.tasks)
        result.excused += len(why)
        for position, cause in why.items():
            if cause == UNKNOWN:
                task = file.tasks[position]
                result.unexplained.append(f"{path.name} {task.uid} {task.name}")
        if why and set(why.values()) == {PASSED_ON}:
            result.unexplained.append(f"{path.name}: nothing in it begins the difference")
    return result


@pytest.mark.slow
@pytest.mark.parametrize("group", GROUPS)
def test_fresh_plans_agree_but_where_the_oracle_breaks_a_rule(compared: dict[str, Compared], group: str) -> None:
    """Start, finish and total slack of every item. `oracle_causes` shows the rule from the oracle's own dates."""
    result = compared[group]
    assert result.items > 500
    assert not result.unexplained, "\n".join(result.unexplained)
    if group in EXACT:
        assert result.excused == 0


@pytest.mark.slow
def test_no_more_than_one_item_in_a_hundred_is_excused(compared: dict[str, Compared]) -> None:
    items, excused = (sum(getattr(one, name) for one in compared.values()) for name in ("items", "excused"))
    assert excused * 100 <= items, f"{excused} of {items}"


# Where the oracle is wrong. Each plan was made by `oracle_plans.py`, the small ones cut down to what still differs;
# each test names the item, and the rule.


def load(name: str) -> tuple[MspdiProject, Network, Schedule]:
    file = parse_mspdi(EXCUSED / f"{name}.xml")
    network = file_network(file)
    return file, network, schedule(network)


def test_a_finish_is_never_before_the_start_it_is_bound_to_plus_an_elapsed_lag() -> None:
    """SF: EF_s >= ES_p + lag. The oracle subtracts the duration before the lag and finishes two hours early."""
    file, network, ours = load("elapsed-lag-on-finish")
    item = network.ids.index(2)
    (link,) = [link for link in network.links if link.successor == item]
    bound = ours.early_start[link.predecessor] + link.lag
    assert bound == ours.early_finish[item]
    theirs = file.tasks[item].early_finish
    assert theirs is not None
    assert theirs < bound
    assert file.tasks[link.predecessor].early_start == ours.early_start[link.predecessor]


def test_slack_is_not_negative_without_a_constraint_on_another_calendar() -> None:
    """UID 5 has no duration and follows, on a calendar of five days, UID 3 on one of seven: the oracle puts its late
    date at the end of a day, before the end of UID 3, though no working time of UID 5 lies between."""
    file, network, ours = load("other-calendars")
    assert not any(network.constraint[position] >= 2 for position in range(4))
    assert not any(network.deadline)
    for uid in (2, 3):
        assert file.tasks[network.ids.index(uid)].total_slack < 0
        assert ours.total_slack[network.ids.index(uid)] == 0


def test_a_late_item_still_follows_its_predecessor_on_another_calendar() -> None:
    """FS: ES_s >= EF_p. The oracle starts UID 7, as late as possible, before UID 5 has finished."""
    file, network, ours = load("late-across-calendars")
    before, after = network.ids.index(5), network.ids.index(7)
    assert any(link[:2] == (before, after) for link in network.links)
    assert (file.tasks[after].start or 0) < (file.tasks[before].finish or 0)
    assert ours.start[after] >= ours.finish[before]


def test_a_link_from_a_summarys_start_takes_its_earliest_child() -> None:
    """SS: ES_s >= ES_p, and a parent's start is the least of its children's. UID 21 may start with UID 2; the oracle
    waits for one child of it, picked before the links on summaries were known."""
    file, network, ours = load("start-of-summary")
    item, summary = network.ids.index(21), network.ids.index(2)
    assert any(link[:2] == (summary, item) for link in network.links)
    assert ours.early_start[summary] == min(
        ours.start[child] for child in range(len(network)) if network.parent[child] == summary
    )
    assert ours.early_start[summary] <= ours.early_start[item] < (file.tasks[item].early_start or 0)


def named(file: MspdiProject) -> dict[int, str]:
    """The cause of each difference, by UID."""
    return {file.tasks[position].uid: cause for position, cause in causes(file).items()}


def test_each_difference_has_its_cause_and_each_cause_its_plan() -> None:
    by_key = {path.stem: named(parse_mspdi(path)) for path in EXCUSED.glob("*.xml")}
    assert not {name for name, why in by_key.items() if UNKNOWN in why.values() or set(why.values()) <= {PASSED_ON}}
    assert {cause for why in by_key.values() for cause in why.values()} == {
        FINISH_LAG, START_OF_SUMMARY, NOT_LATE, OWN_CALENDAR, FINISHED, PASSED_ON,
    }  # fmt: skip


def test_an_item_is_not_late_where_its_follower_on_another_calendar_is_not() -> None:
    """UID 3 starts on Monday at 13:00, four hours of its own work before UID 2 ends at 22:30, as late as it may. The
    oracle goes back from there to 17:00, the end of its day, and lets UID 2, on evenings, lack five hours."""
    file, network, ours = load("follower-on-other-calendar")
    item, after = network.ids.index(2), network.ids.index(3)
    assert named(file) == {2: NOT_LATE}
    assert not any(network.constraint)
    assert not any(network.deadline)
    assert file.tasks[after].early_start == file.tasks[after].late_start
    assert (file.tasks[item].total_slack, ours.total_slack[item]) == (-300, 0)


def test_an_item_is_not_late_where_its_follower_after_an_elapsed_lag_is_not() -> None:
    """UID 3 may start on Tuesday at 8:00, which is Monday 17:00 to it, and waits six hours of any kind after UID 2. The
    oracle takes them off the working day."""
    file, network, ours = load("elapsed-lag-late")
    item, after = network.ids.index(2), network.ids.index(3)
    assert named(file) == {2: NOT_LATE}
    assert not any(network.constraint)
    assert not any(network.deadline)
    finish, next_start = file.tasks[item].early_finish, file.tasks[after].early_start
    assert finish is not None
    assert next_start is not None
    assert next_start - finish > 6 * 60
    assert file.tasks[after].total_slack == 0
    assert (file.tasks[item].total_slack, ours.total_slack[item]) == (-300, 0)


def test_a_summary_is_not_late_on_its_own_calendar_where_no_child_is() -> None:
    """A parent's finish is the greatest of its children's. UID 7 works evenings and has no slack; its parent, UID 6, on
    the plan's calendar, would lack five hours that nobody works."""
    file, network, ours = load("summary-calendar")
    summary, child = network.ids.index(6), network.ids.index(7)
    assert named(file) == {6: OWN_CALENDAR}
    assert network.parent[child] == summary
    assert file.tasks[child].total_slack == ours.total_slack[child] == 0
    assert (file.tasks[summary].total_slack, ours.total_slack[summary]) == (-300, 0)


def test_a_finished_item_binds_nothing_across_a_link_of_a_summary() -> None:
    """What has actual dates keeps them. UID 10 is finished and follows UID 1, which holds UID 2; the oracle lets UID 2
    be late for it, which it does not where a link joins the two themselves."""
    file, network, ours = load("finished-behind-summary")
    item, done = network.ids.index(2), network.ids.index(10)
    assert named(file) == {1: PASSED_ON, 2: FINISHED}
    assert file.tasks[item].late_finish == network.actual_finish[done]
    assert ours.late_finish[item] == ours.plan_finish


def test_of_two_children_that_start_together_either_may_hold_what_waits_for_their_parents_start() -> None:
    """SS: ES_s >= ES_p, the least of its children's. UID 38 and 50 start together, and UID 53 may start with them: the
    latest start of either is that of UID 53, in both plans."""
    file, network, ours = load("starting-together")
    assert set(named(file).values()) == {START_OF_SUMMARY}
    children = [network.ids.index(uid) for uid in (38, 50)]
    waiting = network.ids.index(53)
    assert len({ours.early_start[child] for child in children}) == 1
    assert min(ours.late_start[child] for child in children) == ours.late_start[waiting]
    assert min(file.tasks[child].late_start or 0 for child in children) == file.tasks[waiting].late_start
