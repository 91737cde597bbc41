"""A what-if: edits tried on a plan in memory, by the same transactions and rules, while the file stays as it is.

A Layer lies over the plan of a file. What is tried there are steps, one a transaction, with an undo of their own. When
the file changes below it, the steps are played again on what is there now; one that no longer fits is set aside with
the reason. Steps are kept by playing them in one transaction of the file.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

from msgspec import Struct

from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.record_rules import require_valid
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time import clock
from tpm_tui.store.replay_of_edits import replay_edits
from tpm_tui.store.tables.ids import IdGenerator
from tpm_tui.store.transaction import Changed, Transaction


class WhatIfStep(Struct, frozen=True):
    """One transaction that was tried: what it is called, its verb, and its net edits."""

    label: str
    verb: str
    edits: tuple[Edit, ...]


class RejectedStep(Struct, frozen=True):
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
        self, label: str, verb: str = Operation.EDIT, *, initiator: object = None, seen: int | None = None
    ) -> Iterator[Transaction]:
        """Try something, as :meth:`Store.transaction` does it; keys that it gives out are provisional.

        ValidationError if a rule is broken; the what-if is then as it was. ``seen`` has no meaning here: nobody else
        edits it.
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
        """A number above all that the file and the what-if have given out, as far as can be seen."""
        if kind not in self._last_number:
            numbers = [str(key).rpartition("-")[2] for key in self.plan[kind].columns["key"]]
            self._last_number[kind] = max((int(n) for n in numbers if n.isdecimal()), default=0)
        self._last_number[kind] += 1
        return f"{KINDS[kind].prefix}-{self._last_number[kind]}"
