"""Choosing and ordering the columns of a register."""

from collections.abc import Mapping, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical

from tpm_tui.app.modal_screens.dialog import Dialog
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.domain.fields import Column
from tpm_tui.safe_text import fit


class ColumnPickerScreen(Dialog[list[str] | None]):
    """Space shows or hides a column, J and K move it, enter takes the choice, esc leaves it."""

    BINDINGS = [
        ("escape,q", "dismiss(None)", "Leave"),
        ("down,j", "step(1)", "Down"),
        ("up,k", "step(-1)", "Up"),
        ("space", "show_or_hide", "Show or hide"),
        ("J", "move(1)", "Later"),
        ("K", "move(-1)", "Earlier"),
        ("enter", "take", "Take"),
    ]

    def __init__(self, columns: Mapping[str, Column], chosen: Sequence[str]) -> None:
        super().__init__()
        self._columns = columns
        self._shown = set(chosen)
        self._order = [*chosen, *(n for n in columns if n not in chosen)]

    def compose(self) -> ComposeResult:
        with Vertical(classes="dialog"):
            yield LineList(id="columns-list")

    def on_mount(self) -> None:
        self.query_one(Vertical).border_title = "Columns ─ space show · J K move · enter take"
        self.query_one(LineList).focus()
        self.call_after_refresh(self._fill, 0)

    def _fill(self, cursor: int) -> None:
        lines = [
            PageLine(
                (
                    (f"{'✓' if name in self._shown else ' '} ", "good"),
                    (fit(self._columns[name].label, 24), ""),
                    (name, "soft"),
                ),
                target=name,
                stop=True,
            )
            for name in self._order
        ]
        self.query_one(LineList).show_lines(lines, cursor)
        self.begun()

    def action_step(self, by: int) -> None:
        self.query_one(LineList).step(by)

    def action_show_or_hide(self) -> None:
        place = self.query_one(LineList).cursor
        self._shown ^= {self._order[place]}
        self._fill(place)

    def action_move(self, by: int) -> None:
        place = self.query_one(LineList).cursor
        to = place + by
        if 0 <= to < len(self._order):
            self._order[place], self._order[to] = self._order[to], self._order[place]
            self._fill(to)

    def action_take(self) -> None:
        self.dismiss([n for n in self._order if n in self._shown] or None)
