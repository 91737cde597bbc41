"""A report before it is sent: read, copied, written, kept, and held beside one that was sent."""

from tpm_tui.app.modal_screens.page import PageScreen


class ReportScreen(PageScreen):
    """Dismissed with the word of what was asked for (a str), or the record that a line leads to (a tuple)."""

    BINDINGS = [
        ("y", "leave('text')", "Copy as text"),
        ("Y", "leave('md')", "Copy as Markdown"),
        ("w", "leave('write')", "Write to a file"),
        ("K", "leave('keep')", "Keep as sent"),
        ("t", "leave('headline')", "A headline of your own"),
        ("s", "leave('sections')", "Choose sections"),
        ("b", "leave('beside')", "Beside one that was kept"),
    ]

    def action_leave(self, word: str) -> None:
        self.dismiss(word)


#: What the border says of the keys.
REPORT_HINT = "y copy  Y Markdown  w write  K keep  t headline  s sections  b beside"
