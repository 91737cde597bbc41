"""Lessons as CSV for the next programme: what happened, why, what to do differently, and where it was learnt."""

from collections.abc import Sequence
from typing import IO

from msgspec.structs import replace

from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.exchange.common.export_options import ExportOptions
from tpm_tui.exchange.csv import exporter as csv_exporter

#: What a lesson is without the programme it comes from: keys and meetings mean nothing elsewhere.
FIELDS = ("title", "cause", "action", "applies_to", "source")


def write(plan: Plan, context: InputContext, out: IO[str], options: ExportOptions) -> None:
    """Write the lessons. One that was learnt here names this programme as its source."""
    csv_exporter.write(
        plan.applied(_named(plan)), context, out, replace(options, kind="lesson", ids=None, fields=FIELDS)
    )


def _named(plan: Plan) -> Sequence[Edit]:
    name = str(plan.programme("name") or "")
    table = plan["lesson"]
    return [
        Edit("lesson", id_, {"source": source}, {"source": name})
        for id_, source in zip(table.ids, table.columns["source"], strict=True)
        if not source and name
    ]
