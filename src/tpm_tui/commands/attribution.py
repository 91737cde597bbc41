"""How the finish moved since a moment: the plan as it was then against the plan as it is."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from tpm_tui.domain.plan.plan import Edit, Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time import clock
from tpm_tui.planning.analysis.attribution import Attribution, attribute, with_percentiles
from tpm_tui.store.journal.journal import JournalEntry
from tpm_tui.store.store import Store

#: Iterations for the percentiles of each plan between then and now.
ITERATIONS = 1000
#: Records that changed times items: past this, no single edit is measured, only its part.
MAX_MEASURED = 2_000_000
#: The same for the percentiles of single edits, each of which is a simulation.
MAX_SIMULATED = 60_000


@dataclass(frozen=True, slots=True)
class PastPlan:
    """What the store knows of a moment: the plan as it was, and what was done since, oldest first.

    ``since`` is the moment, local and without zone: not before the file was made.
    """

    since: datetime
    plan: Plan
    entries: tuple[tuple[JournalEntry, list[Edit]], ...]


@dataclass(frozen=True, slots=True)
class FinishAttribution:
    """The move of the finish, and the two plans it lies between. ``detailed``: whether single edits were measured."""

    since: datetime
    until: datetime
    before: Plan
    after: Plan
    attribution: Attribution
    detailed: bool


def parse_since(text: str, context: InputContext) -> datetime:
    """The moment meant by typed text: a day is its beginning. Refused where it is none, or lies ahead."""
    try:
        found = dates.parse_datetime(text, context.today)
    except ValueError as error:
        raise ValidationError(str(error)) from None
    if found.date() > context.today:
        raise ValidationError(
            f"{dates.show_date(found.date(), context)} lies ahead; say since when, as in: mon, -2w, 12 mar"
        )
    return found


def past_plan(store: Store, since: datetime) -> PastPlan:
    """The plan at a local moment, or when the file was made if that was later. StoreError if it cannot be read."""
    from tpm_tui.domain.kinds import PROGRAMME_ID

    plan = store.as_of(since.astimezone())
    if PROGRAMME_ID not in plan["programme"]:
        first = store.entries_since(0)[:1]
        if first:
            since = max(since, clock.to_local(first[0][0].time))
            plan = store.as_of(first[0][0].time)
    return PastPlan(since, plan, tuple(store.entries_since(plan.sequence)))


def attribute_finish(
    then: PastPlan,
    after: Plan,
    context: InputContext,
    cancelled: Callable[[], bool] | None = None,
    progress: Callable[[int, int], object] | None = None,
) -> FinishAttribution:
    """Split the move of the finish into its parts. Refused, saying why, where a plan has no dates."""
    from tpm_tui.planning.cpm.plan_schedule import validated_schedule

    words_before = replace(context, today=then.since.date())
    validated_schedule(after, context)
    try:
        validated_schedule(then.plan, words_before)
    except ValidationError as error:
        raise ValidationError(
            f"the plan of {dates.show_datetime(then.since, context)} cannot be compared: {error}"
        ) from None
    edits = [(entry.author, edit) for entry, edits in then.entries for edit in edits]
    much = len({(edit.kind, edit.id) for _, edit in edits}) * len(after["item"])
    detailed = much <= MAX_MEASURED
    found = attribute(
        then.plan,
        after,
        context,
        words_before=words_before,
        edits=edits,
        percentiles=with_percentiles(ITERATIONS, cancelled=cancelled),
        detail=detailed,
        percentiles_of_edits=much <= MAX_SIMULATED,
        progress=progress,
    )
    return FinishAttribution(then.since, clock.to_local(clock.now()), then.plan, after, found, detailed)
