"""What a change of what is needed touches: the records it reaches, the dates down to the finish, the people to tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from tpm_tui.commands.edit_summary import records_label
from tpm_tui.commands.people.stakeholders import hearers_of
from tpm_tui.domain.kinds.scope.requirements import CONTENT_FIELDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import list_text
from tpm_tui.domain.text.dates import InputContext, day_text
from tpm_tui.domain.time.instants import finish_day
from tpm_tui.domain.values.codec import load_value
from tpm_tui.planning.people.who_must_hear import Hearer

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.impact.reached_records import ImpactNode
    from tpm_tui.planning.cpm.schedule import Schedule

#: Records and people that a sentence names before it counts the rest.
_NAMED = 4


class TouchedRecords(Struct, frozen=True):
    """What records reach, each once, themselves first; the schedule, if the plan has dates; who must hear."""

    reached: tuple[ImpactNode, ...]
    schedule: Schedule | None
    hearers: tuple[Hearer, ...]


def reworked_needs(plan: Plan, kind: str, ids: Sequence[str], values: Mapping[str, Any]) -> list[str]:
    """Ids of the requirements among the records that values make say something else."""
    if kind != "requirement":
        return []
    table = plan["requirement"]
    changed = {name: value for name, value in values.items() if name in CONTENT_FIELDS}
    return [
        id_
        for id_ in ids
        if id_ in table
        and any(load_value(table.kind.column(n), table.value(id_, n)) != value for n, value in changed.items())
    ]


def touched_records(plan: Plan, context: InputContext, kind: str, ids: Sequence[str]) -> TouchedRecords | None:
    """What records of a kind touch; None where they reach nothing and nobody must hear."""
    from tpm_tui.planning.analysis.impact.relations_between_records import plan_impact
    from tpm_tui.planning.cpm.schedule_of_plan import schedule_of

    reached = {node.key: node for id_ in ids for node in plan_impact(plan, id_)}
    hearers = {(one.kind, one.id): one for id_ in ids for one in hearers_of(plan, context, kind, id_)}
    first = [reached.pop(id_) for id_ in ids if id_ in reached]
    if not reached and not hearers:
        return None
    try:
        schedule = schedule_of(plan, context)
    except ValueError:
        schedule = None  # a plan without dates
    return TouchedRecords((*first, *reached.values()), schedule, tuple(hearers.values()))


def touched_text(plan: Plan, context: InputContext, kind: str, ids: Sequence[str]) -> str:
    """``Q-1 touches T-1 and T-2, the last of them finishes 3 Feb; the plan finishes 9 Mar; must hear: Dana``; empty
    where records touch nothing."""
    touched = touched_records(plan, context, kind, ids)
    if touched is None:
        return ""
    table, schedule = plan["item"], touched.schedule
    items = [node.key for node in touched.reached if node.key in table]
    others = len(touched.reached) - len(ids) - len(items)
    named = [plan.label("item", id_) for id_ in items[:_NAMED]]
    rest = others + len(items) - len(named)
    parts = [f"{records_label(plan, kind, ids)} touches {list_text([*named, *([f'{rest} more'] if rest else [])])}"]
    if schedule is not None and items:
        last = max(schedule.finish[table.position[id_]] for id_ in items)
        parts.append(f"the last of the items finishes {day_text(finish_day(last), context)}")
        parts.append(f"the plan {day_text(finish_day(schedule.plan_finish), context)}")
    if touched.hearers:
        names = [plan.title(one.kind, one.id) for one in touched.hearers]
        parts.append(f"must hear: {list_text(names, _NAMED)}")
    return "; ".join(parts if touched.reached[len(ids) :] else parts[1:])
