"""Constraints and deadlines that a plan cannot keep. The dates win against the links; this says at what cost."""

from msgspec import Struct

from tpm_tui.domain.time.instants import deadline_moment, to_minute
from tpm_tui.planning.analysis.driver import Cause, binding_link
from tpm_tui.planning.cpm.forward import actual_start, position_next_start
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.cpm.scheduling_rules import LATE_CONSTRAINTS


class Conflict(Struct, frozen=True):
    """One date that does not hold.

    `cause` is CONSTRAINT or DEADLINE, `at` the date that was asked for, `minutes` the working minutes by which links or
    the work itself miss it, `shift` the clock minutes between which that lies (the deadline and the finish, or the
    start that the date sets and the one that the link asks for), and `link` the index of the link that contradicts, if
    one does.
    """

    position: int
    cause: Cause
    at: int
    minutes: int
    shift: tuple[int, int]
    link: int | None = None


def conflicts(schedule: Schedule) -> list[Conflict]:
    """All dates that do not hold, by position: a deadline after a constraint of the same item."""
    network, compiled = schedule.network, schedule.state.compiled
    unmet: list[Conflict] = []
    for position in range(len(network)):
        kind, when = network.constraint[position], network.constraint_date[position]
        summary = position in compiled.outline.children
        if when is not None and kind in LATE_CONSTRAINTS and not summary and actual_start(compiled, position) is None:
            conflict = _contradicted(schedule, position, when)
            if conflict is not None:
                unmet.append(conflict)
        deadline = network.deadline[position]
        if deadline is not None and network.actual_finish[position] is None:
            missed = compiled.calendars[position].between(deadline, schedule.finish[position])
            if missed > 0:
                shift = to_minute(deadline_moment(deadline)), schedule.finish[position]
                unmet.append(Conflict(position, Cause.DEADLINE, deadline, missed, shift))
    return unmet


def _contradicted(schedule: Schedule, position: int, when: int) -> Conflict | None:
    """The conflict of a constraint that has won against a link."""
    linked = binding_link(schedule, position)
    if linked is None:
        return None
    compiled = schedule.state.compiled
    start = position_next_start(compiled, position, linked.at)
    shift = schedule.early_start[position], start
    minutes = compiled.calendars[position].between(*shift)
    return Conflict(position, Cause.CONSTRAINT, when, minutes, shift, linked.link) if minutes > 0 else None
