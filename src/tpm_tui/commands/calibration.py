"""What the history of a file teaches: how forecasts and estimates held, and what the pace of the work says."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from tpm_tui.domain.plan.plan import Edit, Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.store.store import Store

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.calibration import Calibration
    from tpm_tui.planning.flow.throughput import Throughput
    from tpm_tui.planning.montecarlo.forecast import FinishDistribution

#: A transaction: its moment, its verb (of a redo, that of what it did again), its edits.
ItemTransaction = tuple[datetime, str, Sequence[Edit]]

#: How many items the pace is asked for at first, besides all that are open.
THROUGHPUT_COUNTS = (5, 10, 20, 50)


@dataclass(frozen=True, slots=True)
class CalibrationResult:
    """`paces` are throughput forecasts by number of items, the last of them for all that is open.

    `apart` is how many calendar days later the pace has P80 than the schedule, None where the two agree.
    """

    plan: Plan
    calibration: "Calibration"
    throughputs: tuple["Throughput", ...]
    days_apart: int | None


def item_transactions(store: Store) -> list[ItemTransaction]:
    """The part of the journal that lives of items are read from, oldest first."""
    entries = store.changes_of("item", "status", "estimate", "actual_start")
    known = {entry.id: entry for entry, _ in entries}
    found: list[ItemTransaction] = []
    for entry, edits in entries:
        verb = entry.verb
        if verb == "redo" and entry.undoes in known:
            undone = known[entry.undoes].undoes
            verb = known[undone].verb if undone in known else verb
        found.append((entry.time, verb, edits))
    return found


def calibrate(
    plan: Plan,
    context: InputContext,
    history: Sequence[ItemTransaction],
    finish: "FinishDistribution | None",
    items: int | None = None,
) -> CalibrationResult:
    """Look at the past. `finish` is the schedule's own forecast to compare the pace with, `items` a number to ask the
    pace for instead of the usual ones. Raises as `network_of`."""
    from tpm_tui.planning.analysis.calibration import calibration
    from tpm_tui.planning.flow.throughput import disagreement, open_items, throughput

    days = [(moment, edits) for moment, _, edits in history]
    whole = len(open_items(plan))
    counts = [n for n in THROUGHPUT_COUNTS if n < whole] if items is None else [items]
    paces = tuple(throughput(plan, context.today, days, items=n) for n in [*counts, whole])
    apart = disagreement(paces[-1], finish) if finish is not None and whole and not paces[-1].is_history_short else None
    return CalibrationResult(plan, calibration(plan, context, history), paces, apart)
