"""The schedule of a plan of records, or in one line why it has none.

The schedule is kept with the plan, and from edit to edit made from the one before.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.work_calendar import NoWorkingTimeError
from tpm_tui.planning.cpm.schedule import (
    EarlySchedule,
    Schedule,
    cache_schedule,
    cached_schedule,
    early_schedule,
    schedule,
)
from tpm_tui.planning.model.graph.topology import CycleError
from tpm_tui.planning.model.network_from_plan import network_of, reads_of


def schedule_of(plan: Plan, context: InputContext) -> Schedule:
    """The schedule of a plan, made once, and from that of the plan before the last edit where that is faster.

    Raises CycleError and NoWorkingTimeError.
    """
    network = network_of(plan, context)
    known = cached_schedule(network)
    if known is None:
        # reads nothing, so it goes from plan to plan with whatever was calculated last
        latest: dict[str, Schedule] = plan.memoised("schedule.latest", (), dict)
        previous = latest.get("schedule")
        if previous is None:
            fresh = schedule(network)
        else:
            from tpm_tui.planning.cpm.incremental import reschedule  # most commands calculate once

            fresh = reschedule(previous, network)
        cache_schedule(fresh)
        known = latest["schedule"] = plan.memoised(f"schedule.{context.today}", reads_of(plan), lambda: fresh)
    return known


def validated_schedule(plan: Plan, context: InputContext) -> Schedule:
    """The schedule. Raises ValidationError, naming the items of a loop of links, or the calendar without work."""
    with _named_problems(plan):
        return schedule_of(plan, context)


def validated_early_schedule(plan: Plan, context: InputContext) -> EarlySchedule:
    """The early dates alone, in less time. Raises as `validated_schedule` does."""
    with _named_problems(plan):
        return early_schedule(network_of(plan, context))


@contextmanager
def _named_problems(plan: Plan) -> Iterator[None]:
    try:
        yield
    except CycleError as error:
        ids = plan["item"].ids
        names = " → ".join(plan.label("item", ids[at]) for at in [*error.cycle, *error.cycle[:1]])
        raise ValidationError(f"there are no dates while links run in a loop: {names}; remove one of them") from None
    except NoWorkingTimeError as error:
        raise ValidationError(f"there are no dates: {error}") from None
