"""One record in full: read it, walk its links, edit a field, do to it what can be done to a record of its kind."""

from collections.abc import Callable, Mapping, Sequence

from textual.binding import Binding

from tpm_tui.app.input.key_names import textual_key
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.textual_compat import add_binding
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.config import is_bindable


class RecordScreen(PageScreen):
    """A page whose cursor rests on fields and links; dismissed with what was chosen.

    That is a target (kind, id) or ("field", name), ("form", ""), ("turn", page), or ("act", id) for a key of ``keys``.
    """

    BINDINGS = [
        ("i", "edit", "Edit the field"),
        ("E", "form", "Edit the whole form"),
        ("W", "turn('why')", "Why"),
        ("L", "turn('links')", "Links"),
    ]

    def __init__(
        self,
        title: str,
        lines: Callable[[int], Sequence[PageLine]],
        keys: Mapping[str, Sequence[str]],
        hint: str = "",
        at: int = 0,
    ) -> None:
        """``keys``: the keys of what can be done to the record, by the act's id."""
        super().__init__(title, lines, free=False, hint=hint, at=at)
        for id_, bound in keys.items():
            for key in (textual_key(k) for k in bound if is_bindable(k)):
                # What the page itself does comes first.
                add_binding(self, Binding(key, f"act('{id_}')", id_, show=False), over=False)

    def action_act(self, id_: str) -> None:
        self.dismiss(("act", id_))

    def action_edit(self) -> None:
        line = next((lines.line for lines in self.query(LineList)), None)  # none where it is being taken down
        if line is not None and isinstance(line.target, tuple) and line.target[0] == "field":
            self.dismiss(line.target)

    def action_turn(self, page: str) -> None:
        self.dismiss(("turn", page))

    def action_form(self) -> None:
        self.dismiss(("form", ""))
