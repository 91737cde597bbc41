"""The columns of decisions and of their options that nobody sets."""

from tpm_tui.domain.derived.columns.derived_column import derived_by_name, derived_column
from tpm_tui.domain.derived.decisions import leading_option_values, option_total_values

DERIVED = {
    "option": derived_by_name((derived_column("total", float, "Weighted total", width=8), option_total_values)),
    "decision": derived_by_name((derived_column("leading", str, "Ahead", width=20), leading_option_values)),
}
