"""How much of the open work somebody has estimated: a forecast is not made of nothing."""

from collections.abc import Iterator

from msgspec import Struct

from tpm_tui.domain.derived.which_items_are_done import DROPPED_READS, FINISHED_READS, dropped_items, finished_items
from tpm_tui.domain.plan.plan import Plan

_READS = dict.fromkeys(
    (
        *(("item", name) for name in ("type", "estimate", "estimate_basis", "remaining")),
        *FINISHED_READS,
        *DROPPED_READS,
        ("programme", "assumed_limit"),
    )
)


class EstimateCoverage(Struct, frozen=True):
    """Pieces of open work, by number: milestones, parents, finished and dropped items aside.

    ``assumed``: nobody estimated it; ``unestimated``: it has no assumed estimate either; ``limit``: percent of the open
    work that may be without an estimate before there is no forecast.
    """

    open_work: int = 0
    assumed: int = 0
    unestimated: int = 0
    limit: int = 100

    @property
    def is_founded(self) -> bool:
        """Whether enough of the open work has an estimate for a forecast to say something."""
        return self.unestimated * 100 <= self.open_work * self.limit


def estimate_coverage(plan: Plan) -> EstimateCoverage:
    """How much of a plan's open work is estimated."""

    def build() -> EstimateCoverage:
        work = list(_open_work(plan))
        limit = plan.programme("assumed_limit")
        return EstimateCoverage(
            len(work),
            sum(assumed for _, _, assumed in work),
            sum(nothing for _, nothing, _ in work),
            33 if limit is None else int(limit),
        )

    return plan.memoised("estimate_coverage", _READS, build)


def assumed_items(plan: Plan) -> frozenset[str]:
    """The ids of open work that nobody estimated: what a figure says of it rests on an assumption."""

    def build() -> frozenset[str]:
        return frozenset(id_ for id_, _, assumed in _open_work(plan) if assumed)

    return plan.memoised("assumed_items", _READS, build)


def assumed_keys(plan: Plan) -> frozenset[str]:
    """The keys of `assumed_items`."""
    keys, position = plan["item"].columns["key"], plan["item"].position
    return frozenset(str(keys[position[id_]]) for id_ in assumed_items(plan))


def _open_work(plan: Plan) -> Iterator[tuple[str, bool, bool]]:
    """(id, whether it has no estimate at all, whether nobody gave one) of open work that holds nothing below it."""
    table, below = plan["item"], plan.children
    c = table.columns
    rows = zip(
        table.ids, dropped_items(plan), finished_items(plan), c["type"], c["estimate"], c["estimate_basis"],
        c["remaining"], strict=True,
    )  # fmt: skip
    for id_, gone, finished, type_, estimate, basis, remaining in rows:
        if gone or finished or id_ in below or type_ == "milestone":
            continue
        nothing = estimate is None and remaining is None
        yield id_, nothing, nothing or (estimate is not None and basis not in (None, "estimated"))
