"""A whole record as a form: one line a field, an input on the line under the cursor, the reason below a refused value.

What is typed is kept as a draft with every key, so that a lost line or a closed form loses nothing.
"""

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any

from rich.segment import Segment
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.strip import Strip
from textual.widget import Widget
from textual.widgets import Input

from tpm_tui.app.modal_screens.dialog import Dialog
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import LineList, PageLine
from tpm_tui.app.widgets.prompts.prompt import SuggestionList
from tpm_tui.app.widgets.prompts.safe_input import SafeInput, join_lines
from tpm_tui.commands.input.field_input import FieldInput
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import Stored, dump_value
from tpm_tui.presentation import presentation_of
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.app.services.ui_state import UiState

LABEL = 20


class FormHint(Widget):
    """The keys of the form, at its foot, and how many fields lie below what is seen."""

    def __init__(self) -> None:
        super().__init__()
        self._below = 0

    def show_below(self, below: int) -> None:
        """Say how many fields are out of sight below."""
        if below != self._below:
            self._below = below
            self.refresh()

    def render_line(self, y: int) -> Strip:
        more = f" ▾ {self._below} more " if self._below else ""
        text = f"{more} F2 save  tab next  ↑↓ options  esc leave, draft kept  ctrl+r anew"
        return Strip([Segment(fit(text, self.size.width), self.rich_style)], self.size.width)


class FormScreen(Dialog[dict[str, Any] | None]):
    """Dismissed with the changed values by field name, or None if it was left."""

    BINDINGS = [
        ("f2", "save", "Save"),
        ("escape", "leave", "Leave"),
        ("ctrl+r", "start_over", "Drop the draft"),
        ("tab", "step(1)", "Next field"),
        ("shift+tab", "step(-1)", "Field before"),
        ("down", "pick(1)", "Next option, or field"),
        ("up", "pick(-1)", "Option or field before"),
        ("pagedown", "step(8)", "Fields on"),
        ("pageup", "step(-8)", "Fields back"),
    ]

    def __init__(
        self,
        session: WorkspaceSession,
        kind: str,
        id_: str | None,
        prefilled: Mapping[str, Stored],
        remembered: "UiState",
        problem: str = "",
        at: str = "",
    ) -> None:
        """``problem`` is why what was saved before could not be taken, ``at`` the name of the field it is about."""
        super().__init__()
        self._problem, self._at = problem, at
        self._session = session
        self._kind = kind
        self._record_id = id_
        self._remembered = remembered
        self._draft_name = f"draft.{session.path}.{kind}.{id_ or 'new'}"
        sheet = session.sheet
        own = {c.name for c in KINDS[kind].columns}
        known = {
            n: c for n, c in sheet.columns(kind).items() if c.settable and not c.field.hidden and (n in own or c.custom)
        }
        order = presentation_of(kind).form_order(KINDS[kind].title, known)
        self._fields: list[FieldInput] = []
        for c in (known[name] for name in order):
            stored = (
                sheet.value(kind, id_, c.name) if id_ is not None else prefilled.get(c.name, dump_value(c, c.default))
            )
            self._fields.append(FieldInput(c, session, stored))
        self._columns = [field.column for field in self._fields]
        self._before = {field.column.name: field.text for field in self._fields}
        self._texts = dict(self._before)
        draft = remembered.get(self._draft_name)
        self._drafted = isinstance(draft, dict) and any(self._texts.get(k, v) != v for k, v in draft.items())
        if isinstance(draft, dict):
            self._texts.update({k: str(v) for k, v in draft.items() if k in self._texts})
        self._problems: dict[str, str] = {}

    def compose(self) -> ComposeResult:
        with Vertical(id="form", classes="dialog"):
            yield LineList(id="form-list")
            answers = SuggestionList()
            answers.id = "form-answers"
            yield answers
            yield FormHint()
        yield SafeInput(id="form-input")

    def on_mount(self) -> None:
        what = self._session.plan.label(self._kind, self._record_id) if self._record_id else "New"
        kept = " ─ draft restored" if self._drafted else ""
        self.query_one("#form", Vertical).border_title = Content(safe(f"{what} {KINDS[self._kind].label}{kept}"))
        self.query_one(LineList).can_focus = False
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        title = KINDS[self._kind].title
        names = [c.name for c in self._columns]
        unfilled = [n for n, c in zip(names, self._columns, strict=True) if c.required and not self._texts[n]]
        first = unfilled[0] if unfilled else title if title in names else names[0]
        if self._at in names:
            first = self._at
        self._fill(names.index(first))
        self.query_one(Input).focus()
        self.begun()

    def on_resize(self) -> None:
        self.call_after_refresh(lambda: self._fill(self.query_one(LineList).cursor))

    def _fill(self, cursor: int) -> None:
        """Draw every field, and put the input on the one under the cursor."""
        pages = self.query_one(LineList)
        value_cells = max(10, pages.size.width - LABEL - 4)
        lines = []
        for c in self._columns:
            text = self._texts[c.name].replace("\n", " ⏎ ")
            problem = self._problems.get(c.name)
            changed = text != self._before[c.name].replace("\n", " ⏎ ")
            label = c.label + (" *" if c.required else "")
            value = f"{safe(text)}  ✗ {safe(problem)}" if problem else safe(text)
            style = "bad" if problem else "strong" if changed else ""
            lines.append(
                PageLine(((fit(label, LABEL), "soft"), (fit(value, value_cells), style)), target=c.name, stop=True)
            )
        pages.show_lines(lines, cursor)
        self.query_one(FormHint).show_below(max(0, len(lines) - pages.top - pages.page))
        self._open_input()

    @property
    def _field(self) -> FieldInput:
        return self._fields[self.query_one(LineList).cursor]

    @property
    def _column(self) -> Column:
        return self._field.column

    def _open_input(self) -> None:
        pages, field = self.query_one(LineList), self.query_one(SafeInput)
        column = self._column
        field.taken = partial(_in_one_line, column=column) if column.field.long else join_lines
        region = pages.line_region(LABEL)
        field.styles.offset = (region.x, region.y)
        field.styles.width = max(8, region.width)
        with self.prevent(Input.Changed):
            field.value = _in_one_line(self._texts[column.name], column)
        field.cursor_position = len(field.value)
        if not self._column.field.long and not self._column.many:
            # As in a cell: typing replaces what stands there, an arrow keeps it.
            field.select_all()
        self._look(field.value)

    def _look(self, text: str) -> None:
        answers, field, column = self.query_one(SuggestionList), self._field, self._column
        try:
            answers.echo, answers.bad = field.describe(text), False
            self._problems.pop(column.name, None)
        except ValidationError as refused:
            # Nothing is wrong with what nobody has typed.
            judged = text != self._before[column.name] or column.name in self._problems
            answers.echo, answers.bad = (refused.reason, True) if judged else ("needed", False)
        if self._problem:
            answers.echo, answers.bad = self._problem, True
        answers.options = list(field.suggest(text))
        answers.at = -1
        answers.refresh()

    def on_input_changed(self, event: Input.Changed) -> None:
        event.stop()
        self._catch_up()

    def _catch_up(self) -> None:
        """Take what stands in the input for the field under the cursor: the next key may come before the message that
        tells of the last."""
        column, typed = self._column, self.query_one(SafeInput).value
        text = _in_lines(typed) if column.field.long else typed
        if text != self._texts[column.name]:
            self._problem = ""
            self._texts[column.name] = text
            self._keep_draft()
            self._look(typed)

    def _keep_draft(self) -> None:
        changed = {n: t for n, t in self._texts.items() if t != self._before[n]}
        self._remembered.set(self._draft_name, changed or None)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        event.stop()
        self.action_step(1)

    def _take_option(self) -> None:
        answers, field = self.query_one(SuggestionList), self.query_one(Input)
        if answers.at >= 0:
            taken = self._field.complete(field.value, answers.options[answers.at][0])
            self._texts[self._column.name] = taken
            self._keep_draft()

    def _judge(self, field: FieldInput) -> Any:
        """The value of a field's text; where it cannot be taken the reason is kept beside the field."""
        try:
            value = field.parse(self._texts[field.column.name])
        except ValidationError as refused:
            self._problems[field.column.name] = refused.reason
            return None
        self._problems.pop(field.column.name, None)
        return value

    def action_step(self, by: int) -> None:
        self._catch_up()
        self._problem = ""
        self._take_option()
        self._judge(self._field)
        self._fill(max(0, min(self.query_one(LineList).cursor + by, len(self._columns) - 1)))

    def action_pick(self, by: int) -> None:
        """Through the options where there are some and the text is being typed, else to the next field."""
        self._catch_up()
        answers, field = self.query_one(SuggestionList), self.query_one(SafeInput)
        typed = field.value != self._before[self._column.name]
        if answers.options and (typed or answers.at >= 0 or (self._column.field.choices and by > 0)):
            answers.at = max(-1, min(len(answers.options) - 1, answers.at + by))
            answers.refresh()
        else:
            self.action_step(by)

    def action_save(self) -> None:
        """Dismiss with what was changed, or go to the first field that cannot be taken."""
        self._catch_up()
        self._take_option()
        values: dict[str, Any] = {}
        for field in self._fields:
            name = field.column.name
            if self._record_id is None or self._texts[name] != self._before[name]:
                values[name] = self._judge(field)
        if self._problems:
            names = [c.name for c in self._columns]
            self._fill(names.index(next(iter(self._problems))))
            return
        self.dismiss(values)

    def action_start_over(self) -> None:
        """Everything as it was before the draft."""
        self._texts = dict(self._before)
        self._problems.clear()
        self._keep_draft()
        self._fill(self.query_one(LineList).cursor)

    def forget_draft(self) -> None:
        """The record was saved: the draft has done its work."""
        self._remembered.set(self._draft_name, None)

    def action_leave(self) -> None:
        self.dismiss(None)


def _in_one_line(text: str, column: Column) -> str:
    """A text as the input shows it: the line breaks of a long one as ``\\n``."""
    return text.replace("\\", "\\\\").replace("\n", "\\n") if column.field.long else text


def _in_lines(text: str) -> str:
    """A long text as it is kept, from what the input shows."""
    return re.sub(r"\\(.)", lambda escape: "\n" if escape[1] == "n" else escape[1], text)
