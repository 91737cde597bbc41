"""The plan as it was at a moment, by the journal; and the plan that a whole journal leads to."""

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.journal.journal_entries import entries_newest_first, sequence_at
from tpm_tui.store.journal.transaction_edits import reversing_edits


def plan_at(connection: sqlite3.Connection, plan: Plan, moment: datetime | int) -> Plan:
    """The plan as it was at an aware moment, or after the transaction of a sequence number: a plan of the file with
    every later transaction in it reverted."""
    sequence = moment if isinstance(moment, int) else sequence_at(connection, moment)
    back: list[Edit] = []
    here: dict[tuple[str, str], bool] = {}
    for entry in entries_newest_first(connection, plan.sequence):
        if entry.sequence <= sequence:
            break
        for e in reversing_edits(connection, entry.id):
            place = e.kind, e.id
            # What was changed by other means than tpm may not fit the journal; the rest is still worth seeing.
            if here.get(place, e.id in plan[e.kind]) == (e.before is not None):
                here[place] = e.after is not None
                back.append(e)
    return plan.applied(back, min(sequence, plan.sequence))


def plan_from_journal(history: Iterable[tuple[int, Sequence[Edit]]]) -> Plan:
    """The plan that a journal leads to from nothing, given as sequence numbers with the edits of each transaction.

    ValidationError if one changes what is not there.
    """
    plan = Plan.empty()
    try:
        for sequence, edits in history:
            plan = plan.applied(edits, sequence)
    except (KeyError, IndexError):
        raise ValidationError("it changes a record that is not there") from None
    return plan
