"""Load by person, function, skill or workstream, of all items or of chosen ones: the rows of the team view and of
``tpm load``."""

from collections.abc import Collection, Iterable

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from tpm_tui.domain.derived.workstreams import workstream_names
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.plan.unique_titles import NO_GROUP
from tpm_tui.domain.values.codec import load_value
from tpm_tui.planning.analysis.workload.load_by_resource_and_day import DailyResourceLoad
from tpm_tui.planning.model.time_phased import FloatArray

GROUPINGS = ("person", "function", "skill", "workstream")


class LoadRow(Struct):
    """Minutes by day from the load's first day on; ``capacity`` is None where it has no meaning (a workstream).

    ``kind`` and ``id`` are those of the person or pool, empty for a group. ``items``: day -> place of item -> minutes.
    """

    name: str
    kind: str
    id: str
    minutes: FloatArray
    capacity: npt.NDArray[np.int64] | None
    items: dict[int, dict[int, float]] = field(default_factory=dict)


def load_rows(
    plan: Plan, load: DailyResourceLoad, by: str = "person", chosen: Collection[str] | None = None
) -> list[LoadRow]:
    """The rows of a grouping (one of `GROUPINGS`): people and pools in their order, groups by name.

    Who has several skills counts in each. ``chosen``: ids of the items whose work counts, all where not given.
    """
    rows, of_resource = _empty_rows(plan, load, by)
    ids = plan["item"].ids
    streams = [name or NO_GROUP for name in workstream_names(plan)] if by == "workstream" else []
    for (resource, day), cell in load.item_minutes().items():
        for place, minutes in cell.items():
            if chosen is not None and ids[place] not in chosen:
                continue
            names = (streams[place],) if by == "workstream" else of_resource[resource]
            for name in names:
                row = rows.get(name)
                if row is None:
                    row = rows[name] = LoadRow(name, "", "", np.zeros(load.days), None)
                row.minutes[day - load.first] += minutes
                items = row.items.setdefault(day, {})
                items[place] = items.get(place, 0.0) + minutes
    return list(rows.values()) if by == "person" else [rows[name] for name in sorted(rows)]


def _empty_rows(plan: Plan, load: DailyResourceLoad, by: str) -> tuple[dict[str, LoadRow], list[tuple[str, ...]]]:
    """Rows by key with their capacity, and the keys of the rows that each resource counts in."""
    rows: dict[str, LoadRow] = {}
    if by == "workstream":
        return rows, []
    resources = [("person", id_) for id_ in load.people] + [("pool", id_) for id_ in load.pools]
    of_resource: list[tuple[str, ...]] = [(id_,) for _, id_ in resources]
    if by != "person":
        of_resource = list(_groups(plan, by))
    for place, (kind, id_) in enumerate(resources):
        for name in of_resource[place]:
            if by == "person":
                title = plan.unique_titles(kind)[id_]
                rows[name] = LoadRow(title, kind, id_, np.zeros(load.days), load.capacity[place])
            elif name in rows:
                rows[name].capacity = rows[name].capacity + load.capacity[place]
            else:
                rows[name] = LoadRow(name, "", "", np.zeros(load.days), load.capacity[place].copy())
    return rows, of_resource


def _groups(plan: Plan, by: str) -> Iterable[tuple[str, ...]]:
    people, pools = plan["person"], plan["pool"]
    if by == "function":
        for function in (*people.columns["function"], *pools.columns["function"]):
            yield (str(function or NO_GROUP),)
        return
    skills = people.kind.column("skills")
    for stored in people.columns["skills"]:
        yield tuple(skill.partition(":")[0] for skill in load_value(skills, stored)) or (NO_GROUP,)
    yield from [(NO_GROUP,)] * len(pools)
