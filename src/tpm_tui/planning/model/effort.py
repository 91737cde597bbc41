"""How long work takes by the people on it: MS Project's task types.

- *Fixed units*: the estimate is the working time of those assigned, however many they are; absences extend it.
- *Fixed work*: the estimate is the work of all together; twice the units take half the time.
- *Fixed duration*: the estimate is the time from start to finish; an absence takes work away and moves no date.
"""

from __future__ import annotations

from fractions import Fraction

from tpm_tui.domain.plan.plan import Plan

WHOLE = 100
"""Percent of one person."""

EFFORT_READS: tuple[tuple[str, str], ...] = (
    ("item", "effort_type"),
    ("item", "owner"),
    *(("assignment", name) for name in ("item", "units")),
)


def duration_shares(plan: Plan) -> dict[int, Fraction]:
    """Position -> duration as a share of the estimate, for items of fixed work done by other than one whole person."""

    def build() -> dict[int, Fraction]:
        table = plan["item"]
        fixed = {place for place, kind in enumerate(table.columns["effort_type"]) if kind == "fixed work"}
        if not fixed:
            return {}
        units: dict[int, int] = {}
        c = plan["assignment"].columns
        for item, share in zip(c["item"], c["units"], strict=True):
            place = table.position.get(str(item))
            if place in fixed and share:
                units[place] = units.get(place, 0) + int(share)
        return {place: Fraction(WHOLE, percent) for place, percent in units.items() if percent != WHOLE}

    return plan.memoised("duration_shares", EFFORT_READS, build)
