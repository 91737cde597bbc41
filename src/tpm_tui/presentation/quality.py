"""How checks of items are shown."""

from tpm_tui.presentation.model import Presentation

PRESENTATIONS = {
    "check": Presentation(
        columns=("key", "item", "title", "type", "state", "reason"),
        hints=(("check.pass", "passed"),),
        part_order=5,
        summary=("type", "state"),
    ),
}
