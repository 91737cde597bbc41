"""What a person can do to records: each command once, for the key map, the palette, the help and the command line."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.store.transaction import Transaction

#: Runs a command on the records with these ids (of the command's kind, or the kind in focus) with its parameters; a
#: sentence that says what was done, or an empty one.
CommandHandler = Callable[[Transaction, str, Sequence[str], Mapping[str, Any]], str]


@dataclass(frozen=True, slots=True)
class CommandContext:
    """Where a command would run: the plan, the kind in focus, the records marked or under the cursor."""

    plan: Plan
    kind: str = ""
    ids: tuple[str, ...] = ()
    readonly: str = ""


@dataclass(frozen=True, slots=True)
class CommandParam:
    """Something a command asks for, entered and shown as a field is; optional ones may be left empty.

    ``asked`` says from what was given before whether a person is asked for it.
    """

    name: str
    column: Column
    optional: bool = False
    asked: Callable[[Mapping[str, Any]], bool] = field(default=lambda _given: True)


@dataclass(frozen=True, slots=True)
class Command:
    """``kinds``: the kinds of record it works on, none given means any. ``needs``: fewest and most records it takes.

    ``why_not`` says why it cannot run now (shown dimmed, with the reason), None if it can.
    """

    id: str
    title: str
    run: CommandHandler
    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    needs: tuple[int, int] = (1, 100_000)
    params: tuple[CommandParam, ...] = ()
    group: str = "Edit"
    precondition: Callable[[CommandContext], str | None] = field(default=lambda _context: None)

    def execute(self, tx: Transaction, kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
        """Run it and let the journal call it what it came to; its sentence."""
        from tpm_tui.commands.edit_summary import records_label

        columns = {p.name: p.column for p in self.params}
        given = {n: tx.resolve_new_references(columns[n], v) if n in columns else v for n, v in params.items()}
        sentence = self.run(tx, kind, ids, given)
        name = f"{self.title.partition(':')[0]}: {records_label(tx.start, kind, ids)}" if ids else self.title
        tx.label = f"{sentence[0].upper()}{sentence[1:]}" if sentence else name
        return sentence

    def why_not(self, context: CommandContext) -> str | None:
        """The reason in one line, None if the command can run."""
        if context.readonly:
            return f"the file is open for reading only: {context.readonly}"
        if self.kinds and context.kind not in self.kinds:
            return f"it works on {' and '.join(k.replace('_', ' ') + 's' for k in self.kinds)}"
        fewest, most = self.needs
        if len(context.ids) < fewest:
            return "there is no record under the cursor" if fewest == 1 else f"mark {fewest} records first"
        if len(context.ids) > most:
            return f"it works on {most} record at a time"
        return self.precondition(context)


def _all() -> dict[str, Command]:
    from tpm_tui.commands import (
        baselines,
        constraints,
        forecast,
        incidents,
        items,
        links,
        quality,
        records,
        risks,
        shift,
        stakeholders,
    )

    found: dict[str, Command] = {}
    for module in (
        records,
        items,
        constraints,
        links,
        risks,
        quality,
        stakeholders,
        incidents,
        baselines,
        shift,
        forecast,
    ):
        for command in module.COMMANDS:
            found[command.id] = command
    return found


COMMANDS: dict[str, Command] = {}


def commands() -> dict[str, Command]:
    """Every command by id."""
    if not COMMANDS:
        COMMANDS.update(_all())
    return COMMANDS
