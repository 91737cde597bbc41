"""The schedule as CSV for a spreadsheet: what each item is, when it lies, how much it can slip."""

from typing import IO

from msgspec.structs import replace

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.exchange.common.export_options import ExportOptions
from tpm_tui.exchange.csv import exporter

SCHEDULE_FIELDS = (
    "key", "title", "type", "parent", "owner", "status", "estimate", "progress", "start", "finish", "early_start",
    "early_finish", "late_start", "late_finish", "total_slack", "free_slack", "critical", "actual_start",
    "actual_finish", "constraint", "constraint_date", "deadline",
)  # fmt: skip


def write(plan: Plan, context: InputContext, out: IO[str], options: ExportOptions) -> None:
    """Write the items that are wanted, or others of their fields. ValidationError where the plan has no schedule."""
    ids = options.ids if options.kind == "item" else None
    exporter.write(plan, context, out, replace(options, kind="item", ids=ids, fields=options.fields or SCHEDULE_FIELDS))
