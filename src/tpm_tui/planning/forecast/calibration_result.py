"""What the past of a plan teaches: how forecasts and estimates held, and what the pace of the work says."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext

if TYPE_CHECKING:
    from tpm_tui.planning.flow.history.item_history import HistoryEntry
    from tpm_tui.planning.flow.throughput import Throughput
    from tpm_tui.planning.forecast.calibration import Calibration
    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution

#: How many items the pace is asked for at first, besides all that are open.
THROUGHPUT_COUNTS = (5, 10, 20, 50)


class CalibrationResult(Struct, frozen=True):
    """`throughputs` are forecasts by number of items, the last of them for all that is open.

    `days_apart` is how many calendar days later the pace has P80 than the schedule, None where the two agree.
    """

    plan: Plan
    calibration: Calibration
    throughputs: tuple[Throughput, ...]
    days_apart: int | None


def calibrate(
    plan: Plan,
    context: InputContext,
    history: Sequence[HistoryEntry],
    finish: FinishDistribution | None,
    items: int | None = None,
) -> CalibrationResult:
    """Look at the past: `history` is the journal of items, oldest first.

    `finish` is the schedule's own forecast to compare the pace with, `items` a number to ask the pace for instead of
    the usual ones. Raises as `network_of`.
    """
    from tpm_tui.planning.flow.throughput import disagreement, open_items, throughput
    from tpm_tui.planning.forecast.calibration import calibration

    days = [(moment, edits) for moment, _, edits in history]
    open_count = len(open_items(plan))
    counts = [count for count in THROUGHPUT_COUNTS if count < open_count] if items is None else [items]
    paces = tuple(throughput(plan, context.today, days, items=count) for count in [*counts, open_count])
    last = paces[-1]
    comparable = finish is not None and open_count and not last.is_history_short
    apart = disagreement(last, finish) if comparable and finish is not None else None
    return CalibrationResult(plan, calibration(plan, context, history), paces, apart)
