"""A what-if: edits tried on a plan in memory, by the same transactions and rules, while the file stays as it is.

A Layer lies over the plan of a file. What is tried there are steps, one a transaction, with an undo of their own. When
the file changes below it, the steps are played again on what is there now; one that no longer fits is set aside with
the reason. Steps are kept by playing them in one transaction of the file.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.rules import require_valid
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError, show_stored
from tpm_tui.domain.time import clock
from tpm_tui.domain.values.codec import Stored
from tpm_tui.store.tables.ids import IdGenerator
from tpm_tui.store.transaction import Changed, Transaction

#: Given anew whenever a step is played.
_STAMPS = ("created", "changed")


@dataclass(frozen=True, slots=True)
class WhatIfStep:
    """One transaction that was tried: what it is called, its verb, and its net edits."""

    label: str
    verb: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class RejectedStep:
    """A step that does not fit the plan any more, and why."""

    step: WhatIfStep
    reason: str


class WhatIf:
    """``base`` is the file's plan, ``plan`` the same with ``steps`` on it. Used by one thread at a time."""

    def __init__(
        self, base: Plan, context: InputContext, author: str, *, now: Callable[[], datetime] = clock.now
    ) -> None:
        self.base = base
        self.context = context
        self.author = author
        self.steps: list[WhatIfStep] = []
        self.last_change: Changed | None = None
        self._plans: list[Plan] = []
        self._undone: list[WhatIfStep] = []
        self._now = now
        self._ids = IdGenerator(lambda: now().timestamp())
        self._last_number: dict[str, int] = {}

    @property
    def plan(self) -> Plan:
        return self._plans[-1] if self._plans else self.base

    # -- changing

    @contextmanager
    def transaction(
        self, label: str, verb: str = "edit", *, initiator: object = None, seen: int | None = None
    ) -> Iterator[Transaction]:
        """Try something, as :meth:`Store.transaction` does it; keys that it gives out are provisional.

        Refused if a rule is broken; the layer is then as it was. ``seen`` has no meaning here: nobody else edits it.
        """
        self.last_change = None
        tx = self._begin(self.plan)
        yield tx
        label = tx.label or label
        if tx.edits:
            self._take(WhatIfStep(label, verb, tuple(tx.edits)), self._checked(tx))
            self._undone.clear()
            self.last_change = Changed(label, tuple(tx.edits), self.plan, initiator)

    def undo(self) -> Changed | None:
        """Take back the newest step; None if there is none."""
        if not self.steps:
            return None
        step = self.steps.pop()
        self._plans.pop()
        self._undone.append(step)
        return Changed(step.label, tuple(edit.reversed() for edit in reversed(step.edits)), self.plan)

    def redo(self) -> Changed | None:
        """Do again what was taken back last; None if there is nothing."""
        if not self._undone:
            return None
        step = self._undone.pop()
        tx = self._begin(self.plan)
        replay_edits(tx, step.edits)
        self._take(WhatIfStep(step.label, step.verb, tuple(tx.edits)), self._checked(tx))
        return Changed(step.label, tuple(tx.edits), self.plan)

    def take_external_changes(self) -> None:
        """Nothing comes from elsewhere: other programs write the file."""

    def rebase(self, base: Plan) -> list[RejectedStep]:
        """Lie over another plan of the file, playing the steps again; those that do not fit it any more."""
        return self.replay_on(base, self.steps)

    def replay_on(self, base: Plan, steps: Sequence[WhatIfStep]) -> list[RejectedStep]:
        """Lie over a plan with these steps; those that do not fit it."""
        self.base = base
        self.steps, self._plans, aside = [], [], []
        self._undone.clear()
        for step in steps:
            tx = self._begin(self.plan)
            try:
                replay_edits(tx, step.edits, same_keys=True)
                after = self._checked(tx)
            except ValidationError as refused:
                aside.append(RejectedStep(step, refused.reason))
                continue
            if tx.edits:
                self._take(WhatIfStep(step.label, step.verb, tuple(tx.edits)), after)
        return aside

    def _take(self, step: WhatIfStep, after: Plan) -> None:
        self.steps.append(step)
        self._plans.append(after)

    def _checked(self, tx: Transaction) -> Plan:
        after = tx.result()
        require_valid(after, tx.edits)
        return after

    def _begin(self, plan: Plan) -> Transaction:
        return Transaction(plan, self.context, self._now(), self._ids, self._next_key, author=self.author)

    def _next_key(self, kind: str) -> str:
        """A number above all that the file and the layer have given out, as far as can be seen."""
        if kind not in self._last_number:
            numbers = [str(key).rpartition("-")[2] for key in self.plan[kind].columns["key"]]
            self._last_number[kind] = max((int(n) for n in numbers if n.isdecimal()), default=0)
        self._last_number[kind] += 1
        return f"{KINDS[kind].prefix}-{self._last_number[kind]}"


def replay_edits(tx: Transaction, edits: Sequence[Edit], *, same_keys: bool = False) -> None:
    """Do in a transaction what was done elsewhere. Refused, naming the record, where it is not what the edits found.

    Records that are made keep their ids; with ``same_keys`` their keys too, as long as nobody else has them.
    """
    for edit in edits:
        if edit.before is None and edit.after is not None:
            _add(tx, edit.kind, edit.id, edit.after, same_keys)
    for edit in edits:
        if edit.before is not None and edit.after is not None:
            _change(tx, edit)
    deleted = {(edit.kind, edit.id) for edit in edits if edit.after is None}
    if not deleted:
        return
    gone = deleted | {(made.kind, made.id) for made in tx.edits if made.after is None}
    for kind, id_ in deleted:
        if tx.row(kind, id_) is not None:
            tx.delete(kind, id_)
    for made in tx.edits:
        if made.after is None and (made.kind, made.id) not in gone:
            row = made.before or {}
            raise ValidationError(f"{row.get('key')}, made meanwhile, would be deleted with it")


def _add(tx: Transaction, kind: str, id_: str, row: Mapping[str, Stored], same_keys: bool) -> None:
    values = {name: value for name, value in row.items() if name not in _STAMPS and name not in ("id", "key")}
    if same_keys:
        owner = tx.start.id_of_key(kind, str(row["key"]))
        if owner is None or owner == id_:
            values["key"] = row["key"]
    tx.add_stored(kind, values, id_)


def _change(tx: Transaction, edit: Edit) -> None:
    before, after = edit.before or {}, edit.after or {}
    current = tx.row(edit.kind, edit.id)
    label = KINDS[edit.kind].label.lower()
    if current is None:
        raise ValidationError(f"the {label} that {', '.join(_labels(edit))} belongs to is not there any more")
    values: dict[str, Any] = {}
    for name, value in after.items():
        if name in _STAMPS or name not in current or current[name] == value:
            continue
        if current[name] != before.get(name):
            column = KINDS[edit.kind].column(name)
            there = show_stored(column, current[name], tx.start, tx.context) or "empty"
            expected = show_stored(column, before.get(name), tx.start, tx.context) or "empty"
            raise ValidationError(
                f"{column.label} of {current['key']} is {there[:40]} there, not {expected[:40]}", name
            )
        values[name] = value
    if values:
        tx.set_stored(edit.kind, edit.id, values)


def _labels(edit: Edit) -> list[str]:
    columns = {c.name: c.label for c in KINDS[edit.kind].columns}
    return [columns.get(name, name) for name in edit.after or {} if name not in _STAMPS]
