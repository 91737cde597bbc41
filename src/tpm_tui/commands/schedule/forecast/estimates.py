"""Estimates for work that nobody has estimated: an assumed range, or what finished work of its class took."""

from collections.abc import Mapping, Sequence
from typing import Any

from tpm_tui.commands.command import Command
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.transaction import Transaction


def assumed_range(plan: Plan, context: InputContext) -> ThreePoint:
    """The file's range for work that nobody has estimated: two hours, a day and five where it has none."""
    own = plan.programme("assumed_range")
    day = float(context.minutes_per_day)
    return ThreePoint.load(str(own)) if own is not None else ThreePoint(min(120.0, day), day, 5 * day)


def assume_estimates(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Give open work without an estimate the file's range, marked as assumed."""
    chosen = _unestimated(tx.plan, ids)
    span = assumed_range(tx.plan, tx.context)
    for id_ in chosen:
        tx.set("item", id_, estimate=span, estimate_basis="assumed range")
    numbers = "/".join(dates.show_duration(round(n), tx.context) for n in (span.best, span.likely, span.worst))
    return f"{_counted(len(chosen))} assumed at {numbers}"


def estimate_by_reference_class(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Give open work without an estimate what finished work of the same type and size took, marked as such."""
    from tpm_tui.planning.forecast.reference_estimates import reference_estimates

    chosen = _unestimated(tx.plan, ids)
    made = reference_estimates(tx.plan, tx.context, chosen)
    if not made:
        raise ValidationError("fewer than five finished items say how long they took: there is no reference class")
    for id_, one in made.items():
        tx.set("item", id_, estimate=one.estimate, estimate_basis="reference class")
    classes = {one.of: one.cases for one in made.values()}
    largest = sorted(classes.items(), key=lambda named: (-named[1], named[0]))
    rests = ", ".join(f"{cases} finished {of}" for of, cases in largest[:3])
    return f"{_counted(len(made))} estimated by {rests}"


def _unestimated(plan: Plan, ids: Sequence[str]) -> list[str]:
    from tpm_tui.planning.forecast.reference_estimates import lacks_estimate

    chosen = [id_ for id_ in ids if lacks_estimate(plan, id_)]
    if not chosen:
        raise ValidationError("none of them is open work without an estimate: mark those that are, or all")
    return chosen


def _counted(count: int) -> str:
    return counted(count, "item")


COMMANDS = (
    Command(
        "estimate.assume", "Assume a range where nobody has estimated", assume_estimates, keys=("~",), kinds=("item",),
        group="Plan",
    ),
    Command(
        "estimate.reference", "Estimate by the reference class of finished items", estimate_by_reference_class,
        kinds=("item",), group="Plan",
    ),
)  # fmt: skip
