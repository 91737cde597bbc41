"""Priority rules: the lists from which the serial SGS makes the first schedules.

"Standard" and "Priority, Standard" are the levelling orders of MS Project ("Level resources": predecessors, slack,
dates, priority, constraints). The others are those of Kolisch (1996).
"""

from enum import StrEnum

from tpm_tui.planning.levelling.problem.levelling_problem import ActivitySchedule, order_of
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator


class PriorityRule(StrEnum):
    """The order in which activities are scheduled."""

    STANDARD = "standard"
    PRIORITY_STANDARD = "priority, standard"
    LATEST_FINISH = "latest finish time"
    LATEST_START = "latest start time"
    MINIMUM_SLACK = "minimum slack"
    IN_FORCE = "the dates in force"


def ordered(
    rule: PriorityRule, generator: ScheduleGenerator, earliest: ActivitySchedule, latest: list[int]
) -> list[int]:
    """The activities in the order of a rule, every activity after its predecessors.

    `earliest` and `latest` (finishes) are the dates by logic.
    """
    activities = generator.problem.activities
    keys: list[tuple[int, ...]] = []
    for j, activity in enumerate(activities):
        length = earliest.finish[j] - earliest.start[j]
        slack = latest[j] - earliest.finish[j]
        constrained = activity.latest_start is None and activity.latest_finish is None
        key: tuple[int, ...]
        if rule is PriorityRule.STANDARD:
            key = (-len(generator.out[j]), slack, earliest.start[j], -activity.priority, constrained)
        elif rule is PriorityRule.PRIORITY_STANDARD:
            key = (-activity.priority, -len(generator.out[j]), slack, earliest.start[j], constrained)
        elif rule is PriorityRule.LATEST_FINISH:
            key = (latest[j], latest[j] - length)
        elif rule is PriorityRule.LATEST_START:
            key = (latest[j] - length, latest[j])
        elif rule is PriorityRule.MINIMUM_SLACK:
            key = (slack, latest[j])
        else:
            key = (activity.start, latest[j])
        keys.append(key)
    return order_of(keys, generator.topological, generator.into)
