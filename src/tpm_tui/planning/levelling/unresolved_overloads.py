"""Who stays above capacity when a proposal is taken, from when, and which work stays there that asks for it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.planning.model.network import Constraint

if TYPE_CHECKING:
    from tpm_tui.planning.levelling.levelling_of_plan import PlanProposal
    from tpm_tui.planning.levelling.search.least_change import Overload


class UnresolvedOverload(Struct, frozen=True):
    """A person or pool (by number) above capacity from an instant on.

    Positions of the items that ask for it then and do not move: those that have begun, those bound to a date, those
    promised or in the freeze. ``later``: only after the weeks in which overloads were to be resolved.
    """

    resource: int
    start: int
    later: bool
    begun: tuple[int, ...]
    bound: tuple[int, ...]
    kept: tuple[int, ...]

    @property
    def items(self) -> tuple[int, ...]:
        """All of the items that stay."""
        return (*self.begun, *self.bound, *self.kept)


def unresolved_overloads(result: PlanProposal) -> list[UnresolvedOverload]:
    """One for each person and pool, in the order in which they stand in the plan."""
    proposal = result.proposal
    stay: dict[int, list[Overload]] = {}
    for overload in proposal.overloads:
        stay.setdefault(overload.resource, []).append(overload)
    later: dict[int, list[Overload]] = {}
    for overload in proposal.later:
        if overload.resource not in stay:
            later.setdefault(overload.resource, []).append(overload)
    return [
        _unresolved(result, resource, spans, after)
        for kept, after in ((stay, False), (later, True))
        for resource, spans in kept.items()
    ]


def _unresolved(result: PlanProposal, resource: int, spans: Sequence[Overload], later: bool) -> UnresolvedOverload:
    network = result.problem.schedule.network
    begun: list[int] = []
    bound: list[int] = []
    kept: list[int] = []
    for j, activity in enumerate(result.problem.problem.activities):
        if activity.fixed is None or not any(
            d.resource == resource for part in activity.modes[0] for d in part.demands
        ):
            continue
        start, finish = activity.fixed.start, activity.fixed.finish
        if any(span.start < finish and start < span.finish for span in spans):
            place = result.problem.items[j]
            if network.actual_start[place] is not None:
                begun.append(place)
            elif network.constraint[place] in _BINDING:
                bound.append(place)
            else:
                kept.append(place)
    return UnresolvedOverload(
        resource, min(span.start for span in spans), later, tuple(begun), tuple(bound), tuple(kept)
    )


_BINDING = (Constraint.MSO, Constraint.MFO, Constraint.SNLT, Constraint.FNLT)
