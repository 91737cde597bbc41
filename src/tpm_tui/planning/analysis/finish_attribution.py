"""Why the finish moved between two moments: the difference of two plans, taken over in a fixed order of parts.

Scope, estimates, links, calendars and people, progress, risks: each part is what the finish moves when that part of the
difference is applied on top of those before it. So the parts add up to the whole exactly, to the minute. Another order
could share the same move out differently; a part that would move the finish otherwise if it came first says so.

- scope: items made, deleted, dropped or brought back, their types and places in the tree
- estimates: the estimates of items that were there before
- links: links, constraints and their dates
- calendars and people: calendars, absences, who works on what, the programme's start
- progress: states, actual dates, remaining work, the status date, and time that has passed
- risks: the register and its scales; what may come moves the percentiles alone, what occurred the finish too

What was changed and changed back is no difference and has no part.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.work_calendar import NoWorkingTimeError
from tpm_tui.planning.analysis.edits_between_plans import parts_of, plan_difference, without_stamps
from tpm_tui.planning.cpm.schedule import early_schedule, known_early_schedule
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of, validated_schedule
from tpm_tui.planning.model.graph.topology import CycleError
from tpm_tui.planning.model.network_from_plan import network_of

#: Records that changed times items: past this, no single edit is measured, only its part.
MAX_MEASURED = 2_000_000
#: The same for the percentiles of single edits, each of which is a simulation.
MAX_SIMULATED = 2_000

PARTS = ("scope", "estimates", "links", "calendars and people", "progress", "risks")

AuthoredEdit = tuple[str, Edit]
"""An edit with the name of who made it."""

FinishMeasure = Callable[[Plan, InputContext], tuple[int, ...]]
"""Clock minutes of a plan: its finish, then any others (percentiles)."""


class AttributionStep(Struct, frozen=True):
    """One record's share of a part: what its edit moved, on top of those before it.

    `edit` is None for what no edit did: time that has passed. `moved` is as that of the part, or the finish alone where
    percentiles of single edits were not asked for. The steps of a part add up to its move.
    """

    edit: Edit | None
    authors: tuple[str, ...]
    moved: tuple[int, ...]


class AttributionPart(Struct, frozen=True):
    """What one part of the difference moved, in clock minutes; later is positive.

    `alone` is what it would have moved if nothing else had changed; `interacts` is true where the plan cannot be
    calculated with this part and without the next (its move is then counted there).
    """

    name: str
    moved: tuple[int, ...]
    """the deterministic finish, then the percentiles that were asked for"""
    alone: tuple[int, ...]
    steps: tuple[AttributionStep, ...]
    interacts: bool = False

    @property
    def depends_on_order(self) -> bool:
        return self.interacts or self.alone != self.moved


class Attribution(Struct, frozen=True):
    """The move of the finish, in parts. `before` and `after` are clock minutes, measured as `levels` says."""

    before: tuple[int, ...]
    after: tuple[int, ...]
    levels: tuple[str, ...]
    parts: tuple[AttributionPart, ...]

    @property
    def moved(self) -> tuple[int, ...]:
        return tuple(b - a for a, b in zip(self.before, self.after, strict=True))


def deterministic_finish(plan: Plan, context: InputContext) -> tuple[int, ...]:
    """The deterministic finish alone. Raises CycleError and NoWorkingTimeError."""
    known = known_early_schedule(network_of(plan, context))
    return (schedule_of(plan, context).plan_finish if known is None else known.plan_finish,)


def _early_finish(plan: Plan, context: InputContext) -> tuple[int, ...]:
    """The same, faster where no plan before it was scheduled."""
    return (early_schedule(network_of(plan, context)).plan_finish,)


def with_percentiles(
    runs: int | None = None, seed: int = 1, cancelled: Callable[[], bool] | None = None
) -> FinishMeasure:
    """The deterministic finish, P50 and P80. The same seed for all plans: only what differs moves them. Without
    ``runs`` they are those of the plan's forecast, to the minute."""

    def measure(plan: Plan, context: InputContext) -> tuple[int, ...]:
        from tpm_tui.planning.montecarlo.risk_model import risk_model
        from tpm_tui.planning.montecarlo.simulate import simulate

        distribution = simulate(
            risk_model(plan, context), runs=runs, seed=seed, effects=False, drivers=False, cancelled=cancelled
        ).finish
        return distribution.deterministic, distribution.percentile(50), distribution.percentile(80)

    return measure


def attribute(
    before: Plan,
    after: Plan,
    context: InputContext,
    *,
    context_before: InputContext | None = None,
    edits: Iterable[AuthoredEdit] = (),
    percentiles: FinishMeasure | None = None,
    detail: bool = True,
    parts_only: bool = False,
    percentiles_of_edits: bool = False,
    progress: Callable[[int, int], object] | None = None,
) -> Attribution:
    """Split the move of the finish from one plan to a later one.

    `context` gives today of the later plan, `context_before` that of the earlier (the same if left out). `edits` is the
    history between them, for the names of the authors. With `percentiles` (see `with_percentiles`) P50 and P80 are
    split as well, `percentiles_of_edits` even for each step; without `detail` the steps of a part do not say what each
    moved (0), which is faster, and with `parts_only` there are no steps and nothing alone. `progress` is told how many
    plans were measured, and of how many. Raises CycleError and NoWorkingTimeError if one of the two plans itself cannot
    be scheduled.
    """
    context_before = context_before or context
    changes = parts_of(plan_difference(before, after))
    # from edit to edit a schedule is made from the one before, but days that have passed are no edit
    deterministic = deterministic_finish if any(changes.values()) else _early_finish
    measure = percentiles or deterministic
    each = measure if percentiles_of_edits else deterministic
    if progress is not None:
        counter = _MeasureCounter(progress, 2 + sum(2 + detail * len(mine) for mine in changes.values() if mine))
        measure, each = counter.counting(measure), counter.counting(each)
    authors = _authors(edits)
    begin = value = measure(before, context_before)
    plan, today = before, context_before
    parts: list[AttributionPart] = []
    to_take = [name for name in PARTS if changes[name] or (name == "progress" and context is not context_before)]
    for name in PARTS:
        mine = changes[name]
        now = context if name == "progress" else today
        if name not in to_take:
            parts.append(AttributionPart(name, (0,) * len(value), (0,) * len(value), ()))
            continue
        # with the last of them it is the later plan, which has been calculated mostly
        following = after if name == to_take[-1] else plan.applied(mine)
        reached = _measured(measure, following, now)
        first = reached
        if not parts_only and (plan is not before or today is not context_before):
            first = _measured(measure, before.applied(mine), context if name == "progress" else context_before)
        moved = _less(reached or value, value)
        ends = None
        if detail and reached:
            ends = (value, reached) if percentiles_of_edits else (value[:1], reached[:1])
        steps = () if parts_only else _steps(plan, now, mine, authors, each, ends, now is not today)
        alone = moved if first is None or parts_only else _less(first, begin)
        parts.append(AttributionPart(name, moved, alone, steps, interacts=reached is None))
        plan, today, value = following, now, reached or value
    end = measure(after, context)
    if value != end:
        # the plan could be calculated only with the last part: what was held back is counted there
        last = parts[-1]
        held = _plus(last.moved, _less(end, value))
        left = _less(held, last.moved)[: None if percentiles_of_edits else 1]
        steps = (*last.steps, AttributionStep(None, (), left)) if detail and not parts_only else last.steps
        parts[-1] = AttributionPart(last.name, held, last.alone, steps, interacts=True)
    levels = ("finish", "P50", "P80")[: len(begin)]
    return Attribution(begin, end, levels, tuple(parts))


class _MeasureCounter:
    """Tells how many plans have been measured."""

    def __init__(self, progress: Callable[[int, int], object], whole: int) -> None:
        self._progress, self._whole, self._done = progress, whole, 0

    def counting(self, measure: FinishMeasure) -> FinishMeasure:
        """The same measure, counted."""

        def counted(plan: Plan, context: InputContext) -> tuple[int, ...]:
            self._done = min(self._done + 1, self._whole)
            self._progress(self._done, self._whole)
            return measure(plan, context)

        return counted


def _measured(measure: FinishMeasure, plan: Plan, context: InputContext) -> tuple[int, ...] | None:
    """None where a plan between the two has a loop, or a calendar without hours."""
    try:
        return measure(plan, context)
    except (CycleError, NoWorkingTimeError):
        return None


def _less(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a - b for a, b in zip(one, other, strict=False))


def _plus(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=False))


def _steps(
    plan: Plan,
    context: InputContext,
    edits: Sequence[Edit],
    authors: dict[tuple[str, str, str], list[str]],
    measure: FinishMeasure,
    ends: tuple[tuple[int, ...], tuple[int, ...]] | None,
    passed: bool,
) -> tuple[AttributionStep, ...]:
    """One step a record, in the order of kinds and ids, from the first measure to the last; None to leave that open.

    `passed` says that time has passed as well: its share comes first, and has no edit. Where the plan cannot be
    calculated between two records, the next that it can be with carries the move of both.
    """
    steps: list[AttributionStep] = []
    value, last = ends or ((0,), (0,))
    # what belongs to no edit: where all steps together end, less what they came to
    rest = _less(value, value) if ends is None else _less(last, value)
    for edit in (None, *edits) if passed else edits:
        moved = _less(value, value)
        if ends is not None:
            plan = plan if edit is None else plan.applied([edit])
            reached = _measured(measure, plan, context)
            if reached is not None:
                moved, value = _less(reached, value), reached
        if edit is not None and without_stamps(edit):
            steps.append(AttributionStep(edit, _names(edit, authors), moved))
            rest = _less(rest, moved)
    if any(rest):
        steps.append(AttributionStep(None, (), rest))
    return tuple(steps)


def _authors(edits: Iterable[AuthoredEdit]) -> dict[tuple[str, str, str], list[str]]:
    """(kind, id, field) -> who has set it, in order."""
    authors: dict[tuple[str, str, str], list[str]] = {}
    for author, edit in edits:
        for field in {**(edit.before or {}), **(edit.after or {})}:
            names = authors.setdefault((edit.kind, edit.id, field), [])
            if author not in names:
                names.append(author)
    return authors


def _names(edit: Edit, authors: dict[tuple[str, str, str], list[str]]) -> tuple[str, ...]:
    fields = {**(edit.before or {}), **(edit.after or {})}
    names = (name for field in fields for name in authors.get((edit.kind, edit.id, field), ()))
    return tuple(dict.fromkeys(names))


class PastPlan(Struct, frozen=True):
    """The plan as it was at a moment, and what was edited since, oldest first.

    ``since`` is the moment, local and without zone: not before the file was made.
    """

    since: datetime
    plan: Plan
    edits: tuple[AuthoredEdit, ...]


class FinishAttribution(Struct, frozen=True):
    """The move of the finish, and the two plans it lies between. ``detailed``: whether single edits were measured."""

    since: datetime
    until: datetime
    before: Plan
    after: Plan
    attribution: Attribution
    detailed: bool


def attribute_finish(
    then: PastPlan,
    after: Plan,
    context: InputContext,
    until: datetime,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> FinishAttribution:
    """Split the move of the finish since a moment into its parts; ``until`` is now, local and without zone.

    Raises ValidationError, saying why, where a plan has no dates, and Cancelled.
    """
    context_before = replace(context, today=then.since.date())
    validated_schedule(after, context)
    try:
        validated_schedule(then.plan, context_before)
    except ValidationError as error:
        raise ValidationError(
            f"the plan of {dates.datetime_text(then.since, context)} cannot be compared: {error}"
        ) from None
    much = len({(edit.kind, edit.id) for _, edit in then.edits}) * len(after["item"])
    detailed = much <= MAX_MEASURED
    attribution = attribute(
        then.plan,
        after,
        context,
        context_before=context_before,
        edits=then.edits,
        percentiles=with_percentiles(cancelled=cancelled),
        detail=detailed,
        percentiles_of_edits=much <= MAX_SIMULATED,
        progress=progress,
    )
    return FinishAttribution(then.since, until, then.plan, after, attribution, detailed)
