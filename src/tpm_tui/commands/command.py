"""What a command is: what it does to records, what it asks for, and what it needs before it can run."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from tpm_tui.commands.edit_summary import records_label
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.store.transaction import Transaction

#: Runs a command on the records with these ids (of the command's kind, or the kind in focus) with its parameters; a
#: sentence that says what was done, or an empty one.
CommandHandler = Callable[[Transaction, str, Sequence[str], Mapping[str, Any]], str]


def deletion_problem(plan: Plan, kind: str, ids: Sequence[str]) -> str:
    """What is to be said where records of a kind are no longer in a plan, in one line; empty if all are there."""
    if not kind or kind not in plan.tables:
        return ""
    gone = sum(id_ not in plan[kind] for id_ in ids)
    if not gone:
        return ""
    shown = KINDS[kind]
    if len(ids) == 1:
        return f"that {shown.label.lower()} has been deleted"
    return f"{gone} of the {len(ids)} {shown.plural_noun} {'has' if gone == 1 else 'have'} been deleted"


class CommandContext(Struct, frozen=True):
    """Where a command would run: the plan, the kind in focus, the records marked or under the cursor."""

    plan: Plan
    kind: str = ""
    ids: tuple[str, ...] = ()
    readonly: str = ""


class CommandParam(Struct, frozen=True):
    """Something a command asks for, entered and shown as a field is; optional ones may be left empty.

    ``asked`` says from what was given before whether a person is asked for it. A ``link`` is a predecessor as it is
    typed (``T-12 SS +2d``), which the command takes as text. ``line_of``: the kind of record that the command adds,
    where it is asked for in one line: the title, and behind it fields as ``add`` takes them.
    """

    name: str
    column: Column
    optional: bool = False
    link: bool = False
    line_of: str = ""
    asked: Callable[[Mapping[str, Any]], bool] = field(default=lambda _given: True)


class Command(Struct, frozen=True):
    """``kinds``: the kinds of record it works on, none given means any. ``needs``: fewest and most records it takes.

    ``deletes``: what goes along is named and confirmed first, and the command is never repeated. ``comments``: it says
    something about a record; the text is its first parameter. ``preview``: makes the changes whose days, money and load
    a person sees first, and then confirms it; ``touches``: what the record reaches, with dates and people, is shown so.
    ``precondition``: the command's own part of ``why_not``.
    ``synonyms``: other words for it, by which the palette finds it.
    """

    id: str
    title: str
    run: CommandHandler
    keys: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    needs: tuple[int, int] = (1, 100_000)
    params: tuple[CommandParam, ...] = ()
    group: str = "Edit"
    deletes: bool = False
    comments: bool = False
    synonyms: tuple[str, ...] = ()
    preview: Callable[[Transaction, str, Sequence[str], Mapping[str, Any]], object] | None = None
    touches: bool = False
    precondition: Callable[[CommandContext], str | None] = field(default=lambda _context: None)

    @property
    def columns(self) -> dict[str, Column]:
        """What it takes, by name: its parameters, and the fields of a record that it adds by a line."""
        fields = {c.name: c for p in self.params if p.line_of for c in KINDS[p.line_of].columns if c.settable}
        return {**fields, **{p.name: p.column for p in self.params}}

    def execute(self, tx: Transaction, kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
        """Run it and let the journal call it what it came to; its sentence. ValidationError says why it was refused."""
        gone = deletion_problem(tx.plan, kind, ids)
        if gone:
            raise ValidationError(gone)
        columns = self.columns
        given = {n: tx.resolve_new_references(columns[n], v) if n in columns else v for n, v in params.items()}
        sentence = self.run(tx, kind, ids, given)
        name = f"{self.title.partition(':')[0]}: {records_label(tx.start, kind, ids)}" if ids else self.title
        tx.label = f"{sentence[0].upper()}{sentence[1:]}" if sentence else name
        return sentence

    def why_not(self, context: CommandContext) -> str | None:
        """Why it cannot run now, in one line (a person sees it dimmed, with the reason); None if it can."""
        if context.readonly:
            return f"the file is open for reading only: {context.readonly}"
        if self.kinds and context.kind not in self.kinds:
            return f"it works on {' and '.join(k.replace('_', ' ') + 's' for k in self.kinds)}"
        gone = deletion_problem(context.plan, context.kind, context.ids)
        if gone:
            return gone
        fewest, most = self.needs
        if len(context.ids) < fewest:
            return "there is no record under the cursor" if fewest == 1 else f"mark {fewest} records first"
        if len(context.ids) > most:
            return f"it works on {most} record at a time"
        return self.precondition(context)
