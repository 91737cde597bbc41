"""Values that follow from others, of every kind: a risk's score, an action overdue, a decision's weighted totals."""

from tpm_tui.domain.derived.columns import decisions, delivery, incidents, items, meetings, risks, stakeholders
from tpm_tui.domain.derived.columns.derived_column import DerivedColumn

#: Kind -> name -> derived column.
DERIVED_COLUMNS: dict[str, dict[str, DerivedColumn]] = {}
for _topic in (items, risks, stakeholders, meetings, decisions, incidents, delivery):
    DERIVED_COLUMNS |= _topic.DERIVED
