"""Records of one kind as CSV, which a spreadsheet opens safely and :mod:`tpm_tui.exchange.csv.importer` reads back."""

import csv
from collections.abc import Callable, Sequence
from typing import IO

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import ExtraColumns, Sheet
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import Stored
from tpm_tui.exchange.common.export_options import ExportOptions
from tpm_tui.exchange.common.references import ReferenceLabels
from tpm_tui.exchange.csv.csv_cells import escape_formula, format_cell


def write(plan: Plan, context: InputContext, out: IO[str], options: ExportOptions) -> None:
    """Write the records, a header of labels first. ValidationError if the kind or a field is unknown."""
    if options.kind not in KINDS:
        raise ValidationError(f"there is no kind {options.kind[:40]!r}")
    sheet = Sheet(plan, context, _dates(plan, context, options), follows=False)
    chosen = _chosen(sheet, options)
    table = plan[options.kind]
    labels = ReferenceLabels(plan)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([escape_formula(h) for h in column_headers(chosen)])
    places = range(len(table)) if options.ids is None else [table.position[i] for i in options.ids if i in table]
    columns = [(sheet.values(options.kind, c.name), _writer(c, plan, context, labels)) for c in chosen]
    for place in places:
        writer.writerow([text(values[place]) for values, text in columns])


def _dates(plan: Plan, context: InputContext, options: ExportOptions) -> ExtraColumns | None:
    """The schedule's columns, where one of them is asked for. ValidationError where the plan has no schedule."""
    from tpm_tui.domain.derived.columns.items import SCHEDULE_COLUMNS
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
    from tpm_tui.planning.schedule_columns import schedule_columns

    if options.kind != "item" or not SCHEDULE_COLUMNS.keys() & set(options.fields or ()):
        return None
    validated_schedule(plan, context)
    return schedule_columns(plan, context)


def column_headers(chosen: Sequence[Column]) -> list[str]:
    """Labels; the field's name where two columns have the same label."""
    labels = [c.label for c in chosen]
    return [c.label if labels.count(c.label) == 1 else c.name for c in chosen]


def _chosen(sheet: Sheet, options: ExportOptions) -> list[Column]:
    known = sheet.columns(options.kind)
    if options.fields is None:
        own = {c.name for c in KINDS[options.kind].columns}
        shown = [c for c in known.values() if (c.name in own and not c.field.hidden) or c.custom]
        return shown + [c for c in known.values() if c.field.hidden and c.required and c.settable]
    missing = next((name for name in options.fields if name not in known), None)
    if missing is not None:
        raise ValidationError(f"{KINDS[options.kind].label} has no field {missing[:40]!r}")
    return [known[name] for name in options.fields]


def _writer(column: Column, plan: Plan, context: InputContext, labels: ReferenceLabels) -> Callable[[Stored], str]:
    """A stored value's cell; each different value is worked out once."""
    known: dict[Stored, str] = {}

    def text(stored: Stored) -> str:
        cell = known.get(stored)
        if cell is None:
            shown = labels.write(column, stored) if column.ref else format_cell(column, stored, plan, context)
            cell = known[stored] = escape_formula(shown)
        return cell

    return text
