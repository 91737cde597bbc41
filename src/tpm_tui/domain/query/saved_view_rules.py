"""Whether the filter of a saved view can be used."""

from tpm_tui.domain.derived.columns.columns_from_planning import computed_columns
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.kind_table import Table
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.plan.record_view import RecordView
from tpm_tui.domain.query.filters import check_filter
from tpm_tui.domain.query.sheet_of_records import ExtraColumns, Sheet
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time import clock

#: The records that say which fields and which values of fields there are.
_VOCABULARY = ("state", "custom_field")


def saved_view_problem(view: RecordView, id_: str) -> tuple[str, str] | None:
    """("filter", one line that says why) of a saved view whose filter cannot be used; None where it can."""
    kind, filter_ = (str(view.value("view", id_, name) or "") for name in ("kind", "filter"))
    if filter_.strip() and kind in KINDS:
        try:
            check_filter(filter_, _sheet_of_fields(view, kind), kind)
        except ValidationError as error:
            return "filter", error.reason
    return None


def _sheet_of_fields(view: RecordView, kind: str) -> Sheet:
    """A sheet of no records with every field that the kind has in this file."""
    plan = Plan.empty()
    for name in _VOCABULARY:
        ids = list(view.ids(name))
        columns = {c.name: [view.value(name, i, c.name) for i in ids] for c in KINDS[name].columns}
        plan.tables[name] = Table(KINDS[name], ids, columns)
    extras: ExtraColumns = {(kind, name): (column, []) for name, column in computed_columns(kind).items()}
    return Sheet(plan, InputContext(clock.today()), extras)
