"""A matrix edited in place, cell by cell: letters and digits go into the cell under the cursor."""

from collections.abc import Awaitable, Callable, Sequence

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input

from tpm_tui.app.modal_screens.editing.editing_dialog import EditingDialog
from tpm_tui.app.widgets.editable_matrix import CellMatrix, MatrixColumn, MatrixEdit, MatrixRow
from tpm_tui.app.widgets.line_list import PageLine, StaticLines
from tpm_tui.app.widgets.prompts.safe_input import SafeInput
from tpm_tui.app.widgets.strip_builder import StyledText
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.safe_text import fit, safe, width

#: Runs a change as one transaction; why it was refused, empty if it was done.
RunMatrixEdit = Callable[[MatrixEdit], Awaitable[str]]

#: Keys that are typed into cells, as Textual names them.
_TYPED = {**{char: char for char in "0123456789abcdefinoprstvwxyz"}, "full_stop": ".", "comma": ",", "minus": "-"}
#: Fewest and most cells of the heading of a row; fewest of a column.
_LABEL, _NARROWEST = (12, 36), 7


class CellMatrixScreen(EditingDialog):
    """``run`` changes the file, ``undo`` takes the newest change back."""

    BINDINGS = [
        ("escape", "leave", "Back"),
        ("q", "leave", "Back"),
        ("left,h", "move(-1, 0)", "Left"),
        ("right,l", "move(1, 0)", "Right"),
        ("up,k", "move(0, -1)", "Up"),
        ("down,j", "move(0, 1)", "Down"),
        ("tab", "next(1)", "Next cell"),
        ("shift+tab", "next(-1)", "Cell before"),
        ("enter", "take", "Take what was typed"),
        ("backspace,delete", "erase", "Erase"),
        ("u", "undo", "Undo"),
        *((key, f"type('{char}')", "Type") for key, char in _TYPED.items()),
    ]

    def __init__(
        self, matrix: CellMatrix, run: RunMatrixEdit, undo: Callable[[], Awaitable[str]], row: int = 0
    ) -> None:
        """``row`` is where the cursor begins."""
        super().__init__(undo)
        self._matrix = matrix
        self._run = run
        #: What was drawn last: keys mean these rows and columns, though the plan has become another.
        self._rows: Sequence[MatrixRow] = ()
        self._columns: Sequence[MatrixColumn] = ()
        self._row, self._column = row, 0
        self._first_column = 0
        #: What is being typed into the cell under the cursor; None where nothing is.
        self._typing: str | None = None
        self._adding = ""

    def compose(self) -> ComposeResult:
        with Vertical(id="cell-matrix", classes="dialog page"):
            yield StaticLines(id="cell-matrix-lines", free=True)
            field = SafeInput(id="cell-matrix-input", select=False)
            field.display = False
            yield field

    def is_typing(self) -> bool:
        return bool(self._adding) or self._typing is not None

    def taken(self) -> None:
        if self._adding:
            self.query_one(Input).value = ""

    # -- drawing

    def draw(self) -> None:
        """Draw the matrix of the newest plan, with as many columns as fit around the cursor's."""
        if self._left or not self.is_attached or self._leave_deleted():
            return
        pages, matrix = self.query_one(StaticLines), self._matrix
        box = self.query_one("#cell-matrix", Vertical)
        box.border_title, box.border_subtitle = Content(safe(matrix.title())), Content(matrix.hint())
        columns, rows = self._columns, self._rows = self._read()
        cells = max(20, pages.size.width - 2)
        label = max(_LABEL[0], min(_LABEL[1], cells // 3, max((width(safe(row.label)) for row in rows), default=0) + 1))
        widest = max((width(safe(one.label)) for one in columns), default=0) + 1
        column = max(_NARROWEST, min(matrix.widest_column, widest))
        fitting = max(1, (cells - label) // column)
        self._first_column = max(self._column - fitting + 1, min(self._first_column, self._column))
        shown = range(self._first_column, min(len(columns), self._first_column + fitting))
        heads: list[StyledText] = [(fit("", label), "head")]
        heads += [(fit(safe(columns[n].label), column - 1, "right") + " ", "head") for n in shown]
        lines, at = [PageLine(tuple(heads))], 0
        for place, row in enumerate(rows):
            if place == self._row:
                at = len(lines)
            runs: list[StyledText] = [(fit(safe(row.label), label), "strong" if place == self._row else "")]
            for n in shown:
                here = place == self._row and n == self._column
                text, style = matrix.cell(row.of, columns[n].of)
                if here and self._typing is not None:
                    text = f"{self._typing}_"
                runs += [(fit(safe(text), column - 1, "right"), "cursor" if here else style), (" ", "")]
            lines.append(PageLine(tuple(runs)))
            lines += [PageLine(((fit(f"  ! {safe(note)}", cells), "warn"),)) for note in row.notes]
        hidden = len(columns) - len(shown)
        if hidden > 0:
            lines.append(PageLine(((f"{counted(hidden, 'more column')} to the left or right", "soft"),)))
        lines += [PageLine((("", ""),)), *matrix.below(cells), PageLine((self.said,))]
        pages.show_lines(lines, at)

    def _read(self) -> tuple[Sequence[MatrixColumn], Sequence[MatrixRow]]:
        """Columns and rows of the newest plan; the cursor goes along with what it is on, and stays in place where that
        has gone: what was being typed there is dropped."""
        here = (self._rows[self._row].of, self._columns[self._column].of) if self._rows and self._columns else None
        columns, rows = self._matrix.columns(), self._matrix.rows()
        self._row = max(0, min(self._row, len(rows) - 1))
        self._column = max(0, min(self._column, len(columns) - 1))
        if here is not None:
            row = next((place for place, one in enumerate(rows) if one.of == here[0]), None)
            column = next((place for place, one in enumerate(columns) if one.of == here[1]), None)
            if row is None or column is None:
                self._typing = None
            self._row = self._row if row is None else row
            self._column = self._column if column is None else column
        return columns, rows

    def _leave_deleted(self) -> bool:
        """Leave where what the matrix is of has been deleted; whether it has."""
        gone = not self._matrix.exists()
        if gone:
            self.dismiss(None)
        return gone

    # -- moving

    def action_move(self, columns: int, rows: int) -> None:
        if self._take():
            self._row = max(0, min(self._row + rows, len(self._rows) - 1))
            self._column = max(0, min(self._column + columns, len(self._columns) - 1))
            self.draw()

    def action_next(self, by: int) -> None:
        if self._take():
            self._step(by)
            self.draw()

    def _step(self, by: int) -> None:
        """To the next cell of the row, or the first of the next row."""
        count = max(1, len(self._columns))
        place = max(0, min(self._row * count + self._column + by, len(self._rows) * count - 1))
        self._row, self._column = divmod(place, count)

    def action_leave(self) -> None:
        if self._adding:
            self._close_input()
        elif self._typing is not None:
            self._typing = None
            self.draw()
        else:
            self.dismiss(None)

    # -- typing

    def action_type(self, char: str) -> None:
        """Put a character into the cell, or begin to add what the key adds."""
        if self._adding or self._leave_deleted():
            return
        if char in self._matrix.additions and self._typing is None:
            self._open_input(char)
            return
        if not self._rows or not self._columns:
            return
        typed = self._matrix.typed(self._columns[self._column].of, self._typing or "", char)
        if typed is None:
            return
        self._typing, complete = typed
        if complete and self._take() and self._matrix.advances:
            self._step(1)
        self.draw()

    def action_take(self) -> None:
        if self._typing is not None and self._take():
            self._step(1)
        self.draw()

    def action_erase(self) -> None:
        if self._typing is not None:
            self._typing = self._typing[:-1] or None
            self.draw()
        elif self._rows and self._columns:
            self._typing = ""
            self._take()

    def _take(self) -> bool:
        """Change the file by what was typed; False if it cannot be taken, which is said."""
        if self._typing is None:
            return True
        if self._leave_deleted():
            return False
        try:
            edit = self._matrix.edit(self._rows[self._row].of, self._columns[self._column].of, self._typing)
        except ValidationError as refused:
            self._typing = None
            self.refuse(refused.reason)
            self.draw()
            return False
        self._typing = None
        self.begin_work(self._run(edit))
        return True

    # -- adding

    def _open_input(self, key: str) -> None:
        self._adding = key
        field = self.query_one(SafeInput)
        field.placeholder = f"{self._matrix.additions[key]} ─ enter adds, esc ends"
        field.value = ""
        field.display = True
        self._give_keys_to(field)

    def _close_input(self) -> None:
        self._adding = ""
        self.said = ("", "")
        self.query_one(SafeInput).display = False
        self._give_keys_to(self.query_one(StaticLines))
        self.draw()

    def _give_keys_to(self, widget: Widget) -> None:
        """Let keys wait until the widget has the focus."""
        self.ready = False
        widget.focus()
        self.call_after_refresh(self.begun)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        if self._leave_deleted():
            return
        if not event.value.strip():
            self._close_input()
        else:
            self.begin_work(self._run(self._matrix.add(self._adding, event.value)))
