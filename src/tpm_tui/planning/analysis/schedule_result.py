"""The schedule of one plan for a reader: dates, slack, conflicts, and what to compare them with."""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import ExtraColumns
from tpm_tui.domain.text.dates import InputContext

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import Conflict
    from tpm_tui.planning.cpm.schedule import Schedule

#: Start and finish in clock minutes; None where one is not known.
ReferenceSpan = tuple[int | None, int | None]


class ScheduleRequest(Struct, frozen=True, eq=False):
    """What to schedule: a plan, today, the baseline to compare with ("" none, None the newest), and below a what-if
    the plan that is in the file."""

    plan: Plan
    context: InputContext
    baseline: str | None = None
    real: Plan | None = None


class ScheduleResult(Struct, frozen=True, eq=False):
    """The dates of one plan, and what is drawn with them.

    ``out`` says of each position whether it is dropped. ``reference_spans`` are drawn behind the bars: for a what-if
    those of the plan in the file, else the baseline's; ``file_finish`` is when that plan ends, in clock minutes.
    ``unbegun_start`` is the earliest start, in clock minutes, of a plan in which nothing has begun, else None.
    """

    plan: Plan
    context: InputContext
    schedule: "Schedule"
    extras: ExtraColumns
    out: list[bool]
    conflicts: "Mapping[str, list[Conflict]]"
    baseline: str | None
    reference_spans: Mapping[str, ReferenceSpan]
    file_finish: int | None = None
    unbegun_start: int | None = None

    def place(self, id_: str) -> int | None:
        """An item's position in the schedule, None if it has no dates."""
        place = self.plan["item"].position.get(id_)
        return None if place is None or self.out[place] else place

    def span(self, id_: str) -> tuple[int, int] | None:
        """Start and finish in clock minutes."""
        place = self.place(id_)
        return None if place is None else (self.schedule.start[place], self.schedule.finish[place])


def compute_result(request: ScheduleRequest) -> ScheduleResult:
    """Schedule a plan and everything that is drawn of it. ValueError where it cannot be scheduled."""
    from tpm_tui.domain.derived.newest_baseline import newest_baseline
    from tpm_tui.domain.derived.which_items_are_done import dropped_items
    from tpm_tui.planning.analysis.unmet_constraints_and_deadlines import conflicts
    from tpm_tui.planning.analysis.variance import baseline_spans, variance_columns
    from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
    from tpm_tui.planning.schedule_columns import schedule_columns

    plan, context = request.plan, request.context
    schedule = schedule_of(plan, context)
    extras = dict(schedule_columns(plan, context))
    ids, out = plan["item"].ids, dropped_items(plan)
    conflicts_by_item: dict[str, list[Conflict]] = {}
    for conflict in conflicts(schedule):
        if not out[conflict.position]:
            conflicts_by_item.setdefault(ids[conflict.position], []).append(conflict)
    baseline = newest_baseline(plan) if request.baseline is None else request.baseline
    references: dict[str, ReferenceSpan] = {}
    if baseline and baseline in plan["baseline"]:
        spans = baseline_spans(plan, baseline)
        extras |= variance_columns(plan, context, spans)
        references.update(spans)
    file_finish = None
    if request.real is not None:
        real = schedule_of(request.real, context)
        file_finish = real.plan_finish
        gone = dropped_items(request.real)
        references = {
            id_: (real.start[place], real.finish[place])
            for place, id_ in enumerate(request.real["item"].ids)
            if not gone[place]
        }
    return ScheduleResult(
        plan, context, schedule, extras, out, conflicts_by_item, baseline, references, file_finish,
        _unbegun_start(schedule),
    )  # fmt: skip


def _unbegun_start(schedule: "Schedule") -> int | None:
    network = schedule.network
    if any(at is not None for at in network.actual_start) or any(at is not None for at in network.actual_finish):
        return None
    return min(schedule.start, default=None)
