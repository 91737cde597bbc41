"""The parameters of a command as they are typed: one by one as a screen asks for them, or as ``name=value`` words."""

from collections.abc import Sequence
from typing import Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.input.field_input import FieldInput, InputSource, LineInput
from tpm_tui.commands.input.predecessor_input import PredecessorInput
from tpm_tui.commands.input.record_line import RecordLine
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import Stored


class ParamInput:
    """A parameter of a command on records of a kind, as it is asked for: ``line`` is what is typed, and begins with
    what the first of the records has."""

    def __init__(self, param: CommandParam, source: InputSource, kind: str = "", ids: Sequence[str] = ()) -> None:
        self._param = param
        self.line: LineInput
        if param.line_of:
            self.line = RecordLine(param.line_of, source)
        elif param.link:
            self.line = PredecessorInput(source)
        else:
            stored = None if param.column.required else _stored(source.plan, kind, ids, param.column.name)
            self.line = FieldInput(param.column, source, stored, optional=param.optional)

    def values(self, text: str) -> dict[str, Any]:
        """The values by name of what was answered: several for a record. ValidationError if it cannot be taken."""
        value = self.line.parse(text)
        return value if self._param.line_of else {self._param.name: value}


def _stored(plan: Plan, kind: str, ids: Sequence[str], name: str) -> Stored:
    """What the first of the records has in a field; None where there is no such field or record."""
    known = bool(kind and ids) and ids[0] in plan[kind] and name in {c.name for c in KINDS[kind].columns}
    return plan.value(kind, ids[0], name) if known else None


def parse_params(command: Command, source: InputSource, pairs: Sequence[tuple[str, str]]) -> dict[str, Any]:
    """The values of a command's parameters. ValidationError if one is unknown, lacking, or cannot be read."""
    asked = {p.name: p for p in command.params}
    columns = command.columns
    values: dict[str, Any] = {}
    for name, text in pairs:
        if name not in columns:
            takes = f"it takes {', '.join(asked)}" if asked else "it takes none"
            raise ValidationError(f"{command.id} has no parameter {name[:40]!r}; {takes}")
        values[name] = FieldInput(columns[name], source, named=True).parse(text)
    for name, param in asked.items():
        if name not in values:
            if not param.optional:
                raise ValidationError(f"{command.id} needs {name}=…")
            values[name] = None
    return values
