"""Who must hear about a record, as a page from which the contact is logged for all."""

from tpm_tui.app.modal_screens.page import PageScreen


class HearerScreen(PageScreen):
    """Dismissed with "log", or the record that a line leads to."""

    BINDINGS = [("c", "log", "Log the contact for all")]

    def action_log(self) -> None:
        self.dismiss("log")
