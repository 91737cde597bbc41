"""The part of the history that calibration reads."""

from typing import TYPE_CHECKING

from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.flow.history.item_history import HistoryEntry
from tpm_tui.store.store import Store

if TYPE_CHECKING:
    from tpm_tui.planning.forecast.risk_calibration import RiskCalibration, TimedRiskEdits


def known_risk_calibration(store: Store, plan: Plan, context: InputContext) -> "RiskCalibration":
    """Chances of the plan's risks, as they stood when each was over, against what happened."""
    from tpm_tui.planning.forecast.risk_calibration import risk_calibration

    return risk_calibration(plan, risk_transactions(store), context.today)


def risk_transactions(store: Store) -> "list[TimedRiskEdits]":
    """The part of the journal that the calibration of risks is read from, oldest first."""
    from tpm_tui.planning.forecast.risk_calibration import RISK_FIELDS

    return [(entry.time, edits) for entry, edits in store.changes_of("risk", *RISK_FIELDS)]


def item_transactions(store: Store) -> list[HistoryEntry]:
    """The part of the journal that the histories of items are read from, oldest first.

    Of a redo, the verb is that of what it did again.
    """
    entries = store.changes_of("item", "status", "estimate", "actual_start")
    known = {entry.id: entry for entry, _ in entries}
    transactions: list[HistoryEntry] = []
    for entry, edits in entries:
        verb = entry.verb
        if verb == Operation.REDO and entry.undoes in known:
            undone = known[entry.undoes].undoes
            verb = known[undone].verb if undone in known else verb
        transactions.append((entry.time, verb, edits))
    return transactions
