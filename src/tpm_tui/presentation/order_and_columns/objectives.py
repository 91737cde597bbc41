"""How objectives are shown."""

from tpm_tui.presentation.kind_presentation import Presentation

PRESENTATIONS = {
    "objective": Presentation(
        columns=("key", "statement", "sponsor", "metric", "from_value", "to_value", "by", "weight"),
        sort="-weight",
        summary=("sponsor", "by"),
    ),
}
