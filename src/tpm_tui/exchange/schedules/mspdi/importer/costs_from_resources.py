"""Costs and budgets from cost resources, and logged time from the actual work of assignments by day."""

from collections.abc import Mapping
from decimal import Decimal

from tpm_tui.domain.kinds.costs import BUDGET_TYPES, COST_CATEGORIES
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.amounts import amount_text
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.schedules.mspdi.project_data import COST_RESOURCE, MspdiProject
from tpm_tui.exchange.schedules.mspdi.reserve_draws_in_notes import split_draws

_NOTHING = Decimal(0)
_RESERVES = BUDGET_TYPES[1:]


def read_costs_and_time(
    change_set: ChangeSet, file: MspdiProject, items: Mapping[int, str], people: Mapping[int, str]
) -> None:
    """Add or change what the cost resources and the days of a file say. ``items`` and ``people`` are ids by UID.

    A cost is known again by its title and item, a budget by its title, a draw from a reserve by all that it says, an
    entry by person, item, day and time.
    """
    names = {" ".join(resource.name.replace(":", " ").split()): people.get(resource.uid) for resource in file.resources}
    resources = {resource.uid: resource for resource in file.resources if resource.type == COST_RESOURCE}
    known = _Known(change_set)
    for work in file.assignments:
        resource, item = resources.get(work.resource_uid), items.get(work.task_uid)
        if resource is not None and resource.is_budget:
            amount = work.budget_cost if work.budget_cost is not None else work.cost
            category, type_ = resource.group.lower(), resource.code.lower()
            notes, draws = split_draws(resource.notes) if type_ in _RESERVES else (resource.notes, [])
            values: StoredValues = {
                "title": resource.name,
                "amount": amount_text(amount or _NOTHING),
                "category": category if category in COST_CATEGORIES else "any",
                "type": type_ if type_ in BUDGET_TYPES else "budget",
                "notes": notes,
            }
            reserve = known.put("budget", ("title",), values)
            for draw in draws:
                person = None if draw.person is None else names.get(draw.person)
                if draw.person is not None and person is None:
                    change_set.notes.append(
                        f"{draw.person}, who drew from {resource.name}, is none of the file's people"
                    )
                values = {
                    "reserve": reserve,
                    "at": draw.at,
                    "amount": amount_text(draw.amount),
                    "person": person,
                    "reason": draw.reason,
                }
                known.put("reserve_draw", ("reserve", "at", "amount", "person", "reason"), values)
        elif resource is not None:
            category = resource.group.lower()
            values = {
                "title": resource.name,
                "category": category if category in COST_CATEGORIES else "other",
                "planned": amount_text(work.cost or _NOTHING),
                "actual": amount_text(work.actual_cost or _NOTHING),
                "committed": amount_text(work.budget_cost or _NOTHING),
                "at": None if work.start is None else to_datetime(work.start).date().isoformat(),
                "item": item,
                "reference": resource.code,
                "notes": resource.notes,
            }
            known.put("cost", ("title", "item"), values)
        elif work.resource_uid in people and item is not None:
            for day in work.days:
                values = {
                    "person": people[work.resource_uid],
                    "item": item,
                    "day": to_datetime(day.start).date().isoformat(),
                    "minutes": day.minutes,
                    "amount": None if day.cost is None else amount_text(day.cost),
                }
                known.put("time_entry", ("person", "item", "day", "minutes"), values)


class _Known:
    """Finds the records that are there already, each once."""

    def __init__(self, change_set: ChangeSet) -> None:
        self._change_set = change_set
        self._ids: dict[str, dict[tuple[Stored, ...], list[str]]] = {}

    def put(self, kind: str, names: tuple[str, ...], values: StoredValues) -> str:
        """Change the record with the same values of these fields, else make one; its id."""
        if kind not in self._ids:
            table = self._change_set.plan[kind]
            self._ids[kind] = {}
            for id_, *same in zip(table.ids, *(table.columns[name] for name in names), strict=True):
                self._ids[kind].setdefault(tuple(same), []).append(id_)
        ids = self._ids[kind].get(tuple(values[name] for name in names))
        if ids:
            self._change_set.set(kind, ids[0], values)
            return ids.pop(0)
        return self._change_set.add(kind, values)
