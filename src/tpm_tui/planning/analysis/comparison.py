"""The plan against a baseline: how far dates have moved, and what has come into scope or left it, by whom and when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.planning.analysis.variance import (
    DateVariance,
    Scope,
    ScopeChange,
    baseline_entries,
    baseline_spans,
    date_variances,
    scope_of,
)
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of


class AuthoredEntry(Protocol):
    """What must be known of a transaction: when it was made, and by whom."""

    @property
    def time(self) -> datetime: ...

    @property
    def author(self) -> str: ...


JournalEntries = Iterable[tuple[AuthoredEntry, Sequence[Edit]]]
"""Transactions with their edits, newest first."""


class Comparison(Struct, frozen=True):
    """A plan against a baseline. ``variances`` are in outline order."""

    baseline: str
    plan: Plan
    context: InputContext
    variances: Sequence[DateVariance]
    scope: Scope
    baseline_finish: datetime | None
    current_finish: datetime | None
    finish_slip: int
    """working minutes on the programme's calendar"""


def compute_comparison(plan: Plan, context: InputContext, baseline: str, history: JournalEntries) -> Comparison:
    """Compare a plan with a baseline; it takes as long as the plan is large. ValueError where it has no dates."""
    schedule = schedule_of(plan, context)
    ends = [finish for _, finish in baseline_spans(plan, baseline).values() if finish is not None]
    then = max(ends, default=None)
    calendar = schedule.network.calendars[schedule.network.plan_calendar]
    return Comparison(
        baseline,
        plan,
        context,
        list(date_variances(plan, context, baseline)),
        scope_since(plan, context, baseline, history),
        None if then is None else to_datetime(then),
        to_datetime(schedule.plan_finish),
        0 if then is None else calendar.between(then, schedule.plan_finish),
    )


def scope_since(plan: Plan, context: InputContext, baseline: str, history: JournalEntries) -> Scope:
    """The change of scope since a baseline, each change with who made it last and when.

    ``history`` are transactions, newest first, at least those since the baseline was taken; what came before it does
    not count. A change whose transaction is not among them has nobody's name.
    """
    taken = plan.value("baseline", baseline, "taken")
    since = datetime.fromisoformat(str(taken)) if taken is not None else None
    gone: dict[str, str | None] = {}
    latest: dict[tuple[str, str], AuthoredEntry] = {}
    then = baseline_entries(plan, baseline)
    for entry, edits in history:
        if since is not None and to_local(entry.time) < since:
            break
        if any(edit.kind == "baseline" and edit.id == baseline and edit.before is None for edit in edits):
            break
        for edit in edits:
            for what, item in _scope_edits(plan, edit, gone):
                latest.setdefault((what, item), entry)
    scope = scope_of(plan, context, baseline, {item: parent for item, parent in gone.items() if item in then})
    return replace(scope, changes=tuple(_with_author(change, latest) for change in scope.changes))


def _scope_edits(plan: Plan, edit: Edit, gone: dict[str, str | None]) -> Iterable[tuple[str, str]]:
    """(what happened to scope, item) of one edit; ``gone`` collects the parents of deleted items."""
    if edit.kind == "assignment":
        row = edit.after or edit.before or {}
        item = row.get("item") or (edit.id in plan["assignment"] and plan.value("assignment", edit.id, "item"))
        if item:
            yield "re-estimated", str(item)
    if edit.kind != "item":
        return
    if edit.before is None:
        yield "added", edit.id
    elif edit.after is None:
        gone.setdefault(edit.id, str(edit.before["parent"]) if edit.before.get("parent") else None)
        yield "dropped", edit.id
    else:
        if edit.after.get("status") == "dropped":
            yield "dropped", edit.id
            yield from (("dropped", below) for below in plan.descendants(edit.id))
        if {"estimate", "type"} & edit.after.keys():
            yield "re-estimated", edit.id
        if "parent" in edit.after:
            yield from (("re-estimated", str(side["parent"])) for side in (edit.before, edit.after) if side["parent"])


def _with_author(change: ScopeChange, latest: Mapping[tuple[str, str], AuthoredEntry]) -> ScopeChange:
    entry = latest.get((change.what, change.item))
    return change if entry is None else replace(change, who=entry.author, when=entry.time)
