"""How much of the open work somebody has estimated: a forecast is not made of nothing."""

from dataclasses import dataclass

from tpm_tui.domain.derived.finished_items import DROPPED_READS, FINISHED_READS, dropped_items, finished_items
from tpm_tui.domain.plan.plan import Plan

_READS = dict.fromkeys(
    (
        *(("item", name) for name in ("type", "estimate", "estimate_basis", "remaining")),
        *FINISHED_READS,
        *DROPPED_READS,
        ("programme", "assumed_limit"),
    )
)


@dataclass(frozen=True, slots=True)
class EstimateCoverage:
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
        table, below = plan["item"], plan.children
        c = table.columns
        open_work = assumed = unestimated = 0
        rows = zip(
            table.ids, dropped_items(plan), finished_items(plan), c["type"], c["estimate"], c["estimate_basis"],
            c["remaining"], strict=True,
        )  # fmt: skip
        for id_, gone, finished, type_, estimate, basis, remaining in rows:
            if gone or finished or id_ in below or type_ == "milestone":
                continue
            open_work += 1
            nothing = estimate is None and remaining is None
            unestimated += nothing
            assumed += nothing or (estimate is not None and basis not in (None, "estimated"))
        limit = plan.programme("assumed_limit")
        return EstimateCoverage(open_work, assumed, unestimated, 33 if limit is None else int(limit))

    return plan.memoised("estimate_coverage", _READS, build)
