"""Deployments and outages of a plan's releases and incidents, by workstream."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from fractions import Fraction

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.delivery.availability import (
    Availability,
    MeanTime,
    Outage,
    availability,
    time_to_acknowledge,
    time_to_mitigate,
    time_to_resolve,
)
from tpm_tui.planning.delivery.dora import Deployment, Dora, dora
from tpm_tui.planning.flow.item_flow import Span


def clock_minute(stored: Stored) -> int | None:
    """A stored local moment as a clock minute."""
    return None if stored is None else to_minute(datetime.fromisoformat(str(stored)))


def deployments(plan: Plan) -> dict[str | None, list[Deployment]]:
    """Workstream (None: of none) -> its releases that went out.

    The lead time is from the commit; a release that only says how long it took counts that far back. Unplanned are
    those that were not planned and came of an incident.
    """
    result: dict[str | None, list[Deployment]] = {}
    for row in _rows(plan, "release"):
        at = clock_minute(row["at"])
        if at is None:
            continue
        committed = clock_minute(row["committed"])
        if committed is None and row["lead_time"] is not None:
            committed = at - int(row["lead_time"])
        workstream = None if row["workstream"] is None else str(row["workstream"])
        result.setdefault(workstream, []).append(
            Deployment(
                str(row["key"]), at, committed, bool(row["failed"]), clock_minute(row["detected"]),
                clock_minute(row["restored"]), not row["planned"] and row["incident"] is not None,
            )
        )  # fmt: skip
    return result


def plan_dora(plan: Plan, since: int, until: int) -> list[tuple[str, Dora]]:
    """(name of the workstream, its metrics) for days since 1970-01-01, both included; every workstream that ever
    released, what belongs to none under the programme's name."""
    result = []
    released = deployments(plan)
    for workstream in [*plan["workstream"].ids, None]:
        if workstream in released:
            name = plan.title("workstream", workstream) if workstream else str(plan.programme("name") or "")
            inside = [d for d in released[workstream] if since <= d.deployed // 1440 <= until]
            result.append((name, dora(inside, until - since + 1)))
    return result


def outages(plan: Plan) -> dict[str | None, list[Outage]]:
    """Workstream (None: of none) -> its incidents that have started."""
    result: dict[str | None, list[Outage]] = {}
    for row in _rows(plan, "incident"):
        detected = clock_minute(row["detected"])
        started = clock_minute(row["started"])
        begin = detected if started is None else started
        if begin is None:
            continue
        workstream = None if row["workstream"] is None else str(row["workstream"])
        result.setdefault(workstream, []).append(
            Outage(
                str(row["key"]), begin, detected, clock_minute(row["acknowledged"]), clock_minute(row["mitigated"]),
                clock_minute(row["resolved"]), int(row["affected"] or 0),
            )
        )  # fmt: skip
    return result


def planned_windows(plan: Plan) -> dict[str | None, list[Span]]:
    """Workstream (None: of all) -> its maintenance windows in clock minutes."""
    result: dict[str | None, list[Span]] = {}
    for row in _rows(plan, "maintenance_window"):
        start, end = clock_minute(row["start"]), clock_minute(row["end"])
        if start is not None and end is not None:
            result.setdefault(None if row["workstream"] is None else str(row["workstream"]), []).append((start, end))
    return result


class ServiceFigures(Struct, frozen=True):
    """Incidents of a workstream in a window: means, availability, and its target as a share (None: none set).

    ``incidents`` are the keys of those that started in it; ``downtimes`` the minutes of full outage inside it by key,
    each incident for itself, so that those at the same time add up to more than was lost.
    """

    name: str
    incidents: tuple[str, ...]
    downtimes: dict[str, Fraction]
    acknowledge: MeanTime
    mitigate: MeanTime
    resolve: MeanTime
    availability: Availability
    target: Fraction | None


def service_figures(plan: Plan, since: int, until: int, now: int) -> list[ServiceFigures]:
    """For clock minutes from ``since`` to ``until``: each workstream with a target or with incidents."""
    windows, every = planned_windows(plan), outages(plan)
    result = []
    for workstream in [*plan["workstream"].ids, None]:
        target = plan.value("workstream", workstream, "availability_target") if workstream else None
        mine = every.get(workstream, [])
        if not mine and target is None:
            continue
        inside = [o for o in mine if since <= o.started < until]
        planned: list[Span] = [*windows.get(None, ()), *(windows.get(workstream, ()) if workstream else ())]
        lost = {o.key: availability([o], since, until, now, planned).down for o in mine}
        result.append(
            ServiceFigures(
                plan.title("workstream", workstream) if workstream else str(plan.programme("name") or ""),
                tuple(o.key for o in inside), {key: down for key, down in lost.items() if down},
                time_to_acknowledge(inside), time_to_mitigate(inside), time_to_resolve(inside),
                availability(mine, since, until, now, planned),
                None if target is None else Fraction(str(target)) / 100,
            )
        )  # fmt: skip
    return result


def _rows(plan: Plan, kind: str) -> Iterator[Mapping[str, Stored]]:
    table = plan[kind]
    for id_ in table.ids:
        yield table.row(id_)
