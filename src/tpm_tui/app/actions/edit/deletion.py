"""What goes with a record, by name, before it is deleted."""

import asyncio
from collections.abc import Sequence
from functools import partial

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.commands import records
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.cascade import cascade
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.text.field_values import shown_title
from tpm_tui.safe_text import fit, safe

#: Most records named of one kind; the rest are counted.
_MAX_LINES = 200


async def confirm_deletion(context: ActionContext, kind: str, ids: Sequence[str]) -> bool:
    """Whether records are to be deleted: one that nothing hangs on at once, several after y/n, and with whatever goes
    along listed first."""
    plan = context.session.plan
    words, more = await asyncio.to_thread(records.describe_deletion, plan, kind, ids)
    if not more:
        return len(ids) == 1 or await context.prompts.confirm(words)
    if context.terminal.slow:
        return await context.prompts.confirm(words)
    from tpm_tui.app.modal_screens.confirmation import ConfirmationScreen
    from tpm_tui.app.modal_screens.page import PageScreen

    going, losing = await asyncio.to_thread(_affected, plan, kind, ids)
    what, _, _ = words.partition(" with ")

    async def page() -> PageScreen:
        return ConfirmationScreen(what, partial(deletion_lines, plan, context.session.context, going, losing))

    agreed: bool = await browse(context, page) == "yes"
    if not agreed:
        context.messages.say("left as it was")
    return agreed


def _affected(plan: Plan, kind: str, ids: Sequence[str]) -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """Ids by kind: of what goes, and of what stays but no longer points there."""
    deleted, unset = cascade(plan, [(kind, id_) for id_ in ids])
    going: dict[str, list[str]] = {}
    losing: dict[str, dict[str, None]] = {}
    for name, id_ in deleted:
        going.setdefault(name, []).append(id_)
    for name, id_, _, _ in unset:
        losing.setdefault(name, {})[id_] = None
    return going, {name: list(ids_of_kind) for name, ids_of_kind in losing.items()}


def deletion_lines(
    plan: Plan, words: InputContext, going: dict[str, list[str]], losing: dict[str, list[str]], cells: int
) -> list[PageLine]:
    """All that goes, by kind and name, then what stays and loses its link; each can be opened."""
    lines = [PageLine((("All of this goes; undo brings it back.", "warn"),)), *_record_lines(plan, words, going, cells)]
    if losing:
        lines += [PageLine((("", ""),)), PageLine((("This stays, and no longer points there.", "warn"),))]
        lines += _record_lines(plan, words, losing, cells)
    return lines


def _record_lines(plan: Plan, words: InputContext, ids_by_kind: dict[str, list[str]], cells: int) -> list[PageLine]:
    lines: list[PageLine] = []
    for kind, ids in ids_by_kind.items():
        count = counted(len(ids), KINDS[kind].label.lower(), KINDS[kind].plural_noun)
        lines.append(PageLine(((count, "head"),)))
        for id_ in ids[:_MAX_LINES]:
            key, title = plan.shown_key(kind, id_), _title(plan, words, kind, id_)
            runs = ((f"  {fit(safe(key), 7)} ", "accent"), (fit(safe(title), max(10, cells - 10)), ""))
            lines.append(PageLine(runs, (kind, id_), stop=True))
        if len(ids) > _MAX_LINES:
            lines.append(PageLine(((f"  and {len(ids) - _MAX_LINES} more", "soft"),)))
    return lines


def _title(plan: Plan, words: InputContext, kind: str, id_: str) -> str:
    """What a record is about: of one that joins others, what it joins."""
    refs = [c for c in KINDS[kind].columns if c.ref and not c.many and c.required]
    joined = [plan.label(c.ref, str(plan.value(kind, id_, c.name))) for c in refs]
    title = shown_title(plan, kind, id_, words)
    if kind == "link":
        return f"{joined[1]} comes after {joined[0]}"
    return f"{title} ─ {', '.join(joined)}" if joined else title
