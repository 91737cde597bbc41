"""What changes of the plan mean to one stakeholder: of all that changed, what touches what they care about."""

from collections.abc import Callable, Iterator

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import stored_ids
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.people.stakeholder_interests import cared_items, records_about
from tpm_tui.reports.phrases import shift_sentence

#: Fields whose change is told, by the words for it.
_REPORTED_FIELDS = (("status", "is now"), ("severity", "is now"), ("priority", "is now a"), ("statement", "reads now:"))


class StakeholderChange(Struct, frozen=True):
    """A record that changed, and how, in a few words; ``minutes`` is by how much its planned finish moved, on the
    clock, ``finish`` the clock minute at which it is now."""

    kind: str
    id: str
    text: str
    minutes: int | None = None
    finish: int | None = None


def stakeholder_changes(
    plan: Plan, before: Plan, context: InputContext, context_before: InputContext, stakeholder: str
) -> list[StakeholderChange]:
    """In the order of the plan, items first: moves of milestones, of what has a due date, and of what they named
    themselves. A plan without dates tells no moves."""
    items, named = cared_items(plan, stakeholder), set(stored_ids(plan.value("stakeholder", stakeholder, "items")))
    moved = _moves(plan, before, context, context_before)
    changes = [change for item in items for change in _item_changes(plan, before, item, moved, item in named)]
    for kind, id_ in records_about(plan, frozenset(items), stakeholder):
        changes += _record_changes(plan, before, kind, id_)
    return changes


def _moves(
    plan: Plan, before: Plan, context: InputContext, context_before: InputContext
) -> Callable[[str], tuple[int, int] | None]:
    """Planned finishes of an item then and now, None where it was not there."""
    try:
        now, then = schedule_of(plan, context), schedule_of(before, context_before)
    except ValueError:
        return lambda _item: None

    def of(item: str) -> tuple[int, int] | None:
        if item not in before["item"]:
            return None
        return then.finish[before["item"].position[item]], now.finish[plan["item"].position[item]]

    return of


def _item_changes(
    plan: Plan, before: Plan, item: str, moved: Callable[[str], tuple[int, int] | None], is_named: bool
) -> Iterator[StakeholderChange]:
    if item in plan.children and not is_named:
        return
    status, was = (
        str(of.value("item", item, "status")) if item in of["item"] else "" for of in (plan, before)
    )  # fmt: skip
    done = plan.state_groups.get(status) == "done"
    if done and plan.state_groups.get(was) != "done":
        yield StakeholderChange("item", item, "dropped" if status == "dropped" else "finished")
        return
    has_date = plan.value("item", item, "type") == "milestone" or plan.value("item", item, "deadline") is not None
    dates = moved(item) if (has_date or is_named) and not done else None
    if dates is not None and dates[0] != dates[1]:
        yield StakeholderChange("item", item, shift_sentence(*dates), dates[1] - dates[0], dates[1])


def _record_changes(plan: Plan, before: Plan, kind: str, id_: str) -> Iterator[StakeholderChange]:
    if id_ not in before[kind]:
        yield StakeholderChange(kind, id_, "is new")
        return
    row, was = plan[kind].row(id_), before[kind].row(id_)
    if kind == "incident" and row["resolved"] is not None and was["resolved"] is None:
        yield StakeholderChange(kind, id_, "is resolved")
    for field, words in _REPORTED_FIELDS:
        if field in row and row[field] != was[field]:
            yield StakeholderChange(kind, id_, f"{words} {row[field]}")
