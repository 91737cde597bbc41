"""How objectives are shown."""

from tpm_tui.presentation.kind_presentation import Presentation

PRESENTATIONS = {
    "objective": Presentation(
        columns=(
            "key",
            "statement",
            "sponsor",
            "metric",
            "from_value",
            "to_value",
            "by",
            "weight",
            "effort_share",
            "last_p80",
        ),
        sort="-weight",
        summary=("sponsor", "by"),
    ),
}
