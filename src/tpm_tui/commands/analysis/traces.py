"""What the journal says of needs and sprints, read from a file for the engines that follow it."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.requirements.sprint_figures import SprintFigures
from tpm_tui.planning.requirements.sprint_history import SPRINT_ITEM_FIELDS, sprint_figures_of
from tpm_tui.planning.requirements.trace_history import CONTENT_FIELDS, TRACE_FIELDS, trace_coverage
from tpm_tui.planning.requirements.traceability import Coverage
from tpm_tui.store.store import Store


def need_coverage(store: Store, plan: Plan) -> list[Coverage]:
    """What answers each need of the plan, in the order of their keys."""
    changes = store.changes_of("requirement", *CONTENT_FIELDS, *TRACE_FIELDS)
    history = [(entry.sequence, edits) for entry, edits in changes]
    return trace_coverage(plan, history, {stone.id: stone.key for stone in store.deleted()})


def figures_of_sprint(store: Store, plan: Plan, sprint: str) -> SprintFigures:
    """The figures of a sprint, as of its end or now. ValueError where it has no dates."""
    from tpm_tui.domain.time import clock

    items = [(entry.time, edits) for entry, edits in store.changes_of("item", *SPRINT_ITEM_FIELDS)]
    frozen = [(entry.time, edits) for entry, edits in store.changes_of("sprint", "committed")]
    return sprint_figures_of(plan, sprint, items, frozen, clock.to_local(clock.now()))
