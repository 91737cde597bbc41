"""How costs are shown."""

from tpm_tui.presentation.model import Presentation

PRESENTATIONS = {
    "cost": Presentation(
        columns=("key", "title", "category", "planned", "committed", "actual", "at", "item"),
        sort="-at",
        kept_columns=("title", "planned", "committed", "actual", "category", "key"),
    ),
}
