"""The question for what commands take in one line: a field's value, a record, predecessors."""

from textual.geometry import Region

from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.commands.input.field_input import LineInput


def line_prompt(
    line: LineInput, label: str, *, draft: str = "", region: Region | None = None, problem: str = ""
) -> Prompt:
    """A question for what a line takes. ``draft`` names the draft kept of a free text."""
    return Prompt(
        label,
        text=line.text,
        check=line.describe,
        suggest=line.suggest,
        region=region,
        problem=problem,
        draft=draft if line.is_free_text else "",
        complete=line.complete,
        hint=line.hint,
    )
