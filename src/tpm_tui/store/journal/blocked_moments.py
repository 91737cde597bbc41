"""Since when items are in the state named blocked that carry no mark of it, read from the journal."""

import json
import sqlite3
from datetime import datetime

from tpm_tui.domain.derived.waits_and_blocks import BLOCKED_STATE
from tpm_tui.domain.plan.kind_table import Table
from tpm_tui.domain.time.clock import to_local


def blocked_moments(connection: sqlite3.Connection, items: Table) -> dict[str, str]:
    """Id of an item in that state without a mark -> the local time at which it was last put there: by hand in a file
    from before there were marks, by a copy that was merged. What the journal does not know is left out."""
    columns = items.columns
    if BLOCKED_STATE not in columns["status"]:
        return {}
    unmarked = [
        id_
        for id_, status, since in zip(items.ids, columns["status"], columns["blocked_since"], strict=True)
        if status == BLOCKED_STATE and since is None
    ]
    moments: dict[str, str] = {}
    rows = connection.execute(
        "SELECT e.record, e.after, t.time FROM edit e JOIN txn t ON t.replica = e.replica AND t.sequence = e.sequence"
        " WHERE e.kind = 'item' AND e.record IN (SELECT value FROM json_each(?)) AND e.after LIKE '%\"status\":%'"
        " ORDER BY e.sequence, e.replica, e.number",
        (json.dumps(unmarked),),
    )
    for record, after, time in rows:
        fields = json.loads(after)
        if not isinstance(fields, dict) or "status" not in fields:
            continue
        if fields["status"] != BLOCKED_STATE:
            moments.pop(record, None)
        elif record not in moments:
            moments[record] = to_local(datetime.fromisoformat(time)).isoformat(timespec="minutes")
    return moments
