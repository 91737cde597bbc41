"""The columns of items that nobody sets."""

from datetime import datetime

from tpm_tui.domain.derived.checks_by_definition_of_done import open_checks
from tpm_tui.domain.derived.columns.derived_column import derived_by_name, derived_column, named_columns, overdue_column
from tpm_tui.domain.derived.item_progress import rolled_up_progress
from tpm_tui.domain.derived.waits_and_blocks import blocked_values, waits_for_values
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.codec import Stored


def _overdue(plan: Plan, context: InputContext) -> list[Stored]:
    today = context.today.isoformat()
    over = [share == 100 or out for share, out in zip(rolled_up_progress(plan), dropped_items(plan), strict=True)]
    return [
        int(day is not None and str(day) < today and not done)
        for day, done in zip(plan["item"].columns["deadline"], over, strict=True)
    ]


def _done_share(plan: Plan, _context: InputContext) -> list[Stored]:
    return rolled_up_progress(plan)


def _open_checks(plan: Plan, _context: InputContext) -> list[Stored]:
    having = plan.ids_by_reference("check", "item")
    return [len(open_checks(plan, id_)) if id_ in having else 0 for id_ in plan["item"].ids]


DERIVED = {
    "item": derived_by_name(
        (derived_column("done_share", int, "Done", width=5, format="percent"), _done_share),
        (derived_column("waits", str, "Waits for", width=8), waits_for_values),
        (derived_column("blocked", bool, "Blocked", width=7), blocked_values),
        overdue_column("Overdue", _overdue),
        (derived_column("open_checks", int, "Open checks", width=6), _open_checks),
    ),
}  # fmt: skip

_START = {"width": 12, "format": "start"}
_FINISH = {"width": 12, "format": "finish"}

SCHEDULE_COLUMNS = named_columns(
    derived_column("start", datetime, "Start", **_START),
    derived_column("finish", datetime, "Finish", **_FINISH),
    derived_column("early_start", datetime, "Early start", **_START),
    derived_column("early_finish", datetime, "Early finish", **_FINISH),
    derived_column("late_start", datetime, "Late start", **_START),
    derived_column("late_finish", datetime, "Late finish", **_FINISH),
    derived_column("total_slack", int, "Slack", width=8, format="lag"),
    derived_column("free_slack", int, "Free slack", width=8, format="lag"),
    derived_column("critical", bool, "Critical", width=8),
)
"""What the schedule adds to an item. Instants are ISO local time to the minute, slack is working minutes."""

BLOCK_COLUMN = derived_column("blocked_days", int, "Blocked for", width=11, help="working days since it was blocked")
"""The age of an item's block."""

VARIANCE_COLUMNS = named_columns(
    derived_column("start_variance", int, "Start slip", width=9, format="lag"),
    derived_column("finish_variance", int, "Finish slip", width=9, format="lag"),
)
"""What a baseline adds to an item: working minutes, positive where it is later than in the baseline."""

FORECAST = {
    "item": named_columns(
        derived_column("criticality", int, "Critical in", width=11, format="percent"),
        derived_column("p80", datetime, "P80", **_FINISH),
    ),
}
