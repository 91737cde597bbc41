"""Import with its preview, and export, with progress in the footer and esc to cancel."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

from tpm_tui.app.actions.action import ActionContext
from tpm_tui.app.actions.pages.linked_pages import list_items
from tpm_tui.app.modal_screens.confirmation import ConfirmationScreen
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.workspace.progress_message import ProgressHandle
from tpm_tui.domain.cancellation_of_long_work import Cancelled, ProgressCallback
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.exchange.common.import_gaps import GAPS, ImportGap
from tpm_tui.exchange.common.import_result import ColumnMapping, ImportResult, StateQuestion
from tpm_tui.exchange.export_file import export_file
from tpm_tui.exchange.format_registry import brings_items, left_out_of, targets
from tpm_tui.exchange.import_file import import_file
from tpm_tui.safe_text import fit, safe
from tpm_tui.store.store import Store

T = TypeVar("T")

#: Groups of states, as answers to what a state means.
_GROUP_WORDS = {"todo": "to do", "active": "under way", "done": "done"}


async def import_with_preview(context: ActionContext, format_: str, path: Path, kind: str) -> None:
    """Show what an import would do, let columns be mapped otherwise, and do it if it is confirmed."""
    mapping: dict[str, str] = {}
    header = ""
    while True:
        work = partial(import_file, format_=format_, where=path, mapping=dict(mapping), kind=kind)

        def looking(progress: ProgressCallback, work: Any = work) -> Callable[[Store], ImportResult]:
            return partial(work, dry_run=True, progress=progress)

        outcome = await _exchange_with_progress(context, f"reading {path.name}", looking)
        if outcome is None:
            return
        lines = partial(preview_lines, outcome, touched=await _touched_text(context, outcome))
        title = f"Import {path.name}"
        at = next((n for n, line in enumerate(lines(80)) if line.target and line.target.header == header), 0)
        if outcome.created or outcome.updated:
            chosen = await context.prompts.choose(ConfirmationScreen(title, lines, at=at))
        else:
            title += " ─ nothing to import, esc goes back"
            chosen = await context.prompts.choose(PageScreen(title, lines, free=False, at=at))
        if not isinstance(chosen, ColumnMapping):
            break
        header = chosen.header
        target = await _choose_field(context, format_, kind, chosen)
        if target is not None:
            mapping[header] = target
    if chosen != "yes":
        return
    answers = await _ask_states(context, outcome.questions)
    if answers is None:
        return
    if answers:
        work = partial(import_file, format_=format_, where=path, mapping={**mapping, **answers}, kind=kind)
    done = await _exchange_with_progress(context, f"importing {path.name}", lambda p: partial(work, progress=p))
    if done is not None:
        counts = f"created {done.created}, updated {done.updated}, {done.refused_text}"
        context.messages.say(counts + context.messages.key_hint("undo", "undoes"))
        if done.written:
            await _show_result(context, path.name, done, brings_items(format_, kind))


async def _touched_text(context: ActionContext, outcome: ImportResult) -> str:
    """What the needs touch that an import makes say something else; empty where there is none."""
    if not outcome.reworked:
        return ""
    from tpm_tui.commands.scope.touched_records import touched_text

    plan, words = context.session.plan, context.session.context
    return await asyncio.to_thread(touched_text, plan, words, "requirement", outcome.reworked)


async def _ask_states(context: ActionContext, questions: Sequence[StateQuestion]) -> dict[str, str] | None:
    """What the states mean that the file does not tell, for the mapping; None if the person left."""
    states = list(context.session.plan.states)
    answers: dict[str, str] = {}
    for question in questions:
        choices = [Choice(group, f"a state of its own: {words}", group) for group, words in _GROUP_WORDS.items()]
        choices += [Choice(state, f"the same as {safe(state)}") for state in states if state not in _GROUP_WORDS]
        title = f"What is {safe(question.state)[:30]}: {question.why}"
        answer = await context.prompts.choose(PickerScreen(title, choices, question.group))
        if answer is None:
            context.messages.say("nothing was imported")
            return None
        answers[question.name] = answer
    return answers


async def _show_result(context: ActionContext, name: str, done: ImportResult, of_items: bool) -> None:
    """The page that an import of any kind ends in; enter on a line of what to do first lists the items and marks them
    for the keys that it names."""
    from tpm_tui.reports.quality.import_trust import import_trust

    plan = context.session.plan
    trust = await asyncio.to_thread(import_trust, plan, context.session.context) if of_items else []
    lines = partial(result_lines, done, trust, context.messages.key_hint("undo", "takes the whole import back"))
    title = f"Imported {name} ─ {'enter lists and marks, ' if done.findings else ''}esc goes on"
    gap = await context.prompts.choose(PageScreen(title, lines, free=False))
    if not isinstance(gap, ImportGap):
        return
    table = await list_items(context, gap.filter)
    if table is not None:
        table.mark_all()
        context.messages.say(f"{gap.sentence(len(table.rows))} and are marked: {gap.keys}; esc unmarks")


def result_lines(done: ImportResult, trust: Sequence[str], undo: str, cells: int) -> list[PageLine]:
    """What came and the key that undoes it, what can be trusted, what was left out, and what to do first with its
    keys."""
    counts_text = f"created {done.created}, updated {done.updated}, {done.refused_text}"
    lines = [
        text_line((part, "strong")) for text in (counts_text + undo, *trust) for part in wrapped_lines(text, cells)
    ]
    lines += [text_line((part, "soft")) for note in done.notes[:500] for part in wrapped_lines(safe(note), cells)]
    lines += _left_out_lines(done, cells)
    if done.findings:
        lines += [BLANK_LINE, heading_line("To do first, of the open items")]
    counts = dict(done.findings)
    for gap in GAPS:
        if gap.name in counts:
            lines.append(PageLine(((fit(gap.sentence(counts[gap.name]), cells), "warn"),), target=gap, stop=True))
            lines.append(text_line((fit(f"    {gap.keys}", cells), "soft")))
    return lines


async def _choose_field(context: ActionContext, format_: str, kind: str, column: ColumnMapping) -> str | None:
    """What a column is to fill, "ignore" for nothing; None if it stays as it is."""
    known = targets(format_, context.session.plan, kind)
    choices = [Choice("ignore", "Ignore it"), *(Choice(name, label, note=name) for name, label in known.items())]
    title = f"What does {safe(column.header)[:40]} fill"
    field: str | None = await context.prompts.choose(PickerScreen(title, choices, column.field or "ignore"))
    return field


def preview_lines(outcome: ImportResult, cells: int, touched: str = "") -> list[PageLine]:
    """What comes in: how the columns were understood, each refused row with its reason, and the first records; what
    the needs touch that say something else by it."""
    counts = (
        f"{outcome.created} to create · {outcome.updated} to update · {outcome.unchanged} the same"
        f" · {len(outcome.refused)} refused"
    )
    lines = [PageLine(((counts, "strong"),))]
    lines += [text_line((part, "warn")) for part in wrapped_lines(safe(touched), cells) if touched]

    def head(text: str) -> None:
        lines.extend((PageLine((("", ""),)), PageLine(((text, "head"),))))

    if outcome.columns:
        head("Columns ─ enter maps one otherwise")
    for mapped in outcome.columns:
        times = f" ×{mapped.columns}" if mapped.columns > 1 else ""
        goes = mapped.label if mapped.field else "ignored"
        runs = (
            (fit(safe(mapped.header) + times, 34) + " ", "" if mapped.field else "dim"),
            (fit(safe(goes), 26) + " ", "accent" if mapped.field else "dim"),
            (fit(safe(mapped.sample), max(0, cells - 62)), "soft"),
        )
        lines.append(PageLine(runs, target=mapped, stop=True))
    lines += _left_out_lines(outcome, cells)
    if outcome.findings:
        head("To look at first, of the open items")
    counts_of = dict(outcome.findings)
    for gap in GAPS:
        if gap.name in counts_of:
            lines.append(PageLine(((fit(gap.sentence(counts_of[gap.name]), cells), ""),), stop=True))
    if outcome.notes:
        head("Notes")
    for note in outcome.notes[:500]:
        lines.append(PageLine(((fit(safe(note), cells), "soft"),), stop=True))
    for what, records, many in (
        ("To create", outcome.to_create, outcome.created),
        ("To update", outcome.to_update, outcome.updated),
    ):
        if records:
            head(f"{what} ─ {many}" + (f", the first {len(records)}" if many > len(records) else ""))
        for record in records:
            what_of_it = f"  {', '.join(record.fields)}" if record.fields else ""
            text = f"{safe(record.key)} {safe(record.title)}".strip() + what_of_it
            where = fit(f"line {record.line}", 12) if record.line else ""
            lines.append(PageLine(((where, "soft"), (fit(text, cells - len(where)), "")), stop=True))
    return lines


def _left_out_lines(outcome: ImportResult, cells: int) -> list[PageLine]:
    """What of the file does not come in, row by row and column by column, and what was guessed of the rest."""
    lines: list[PageLine] = []
    if outcome.refused:
        lines += [BLANK_LINE, heading_line("Refused rows")]
    for line, reason in outcome.refused[:500]:
        where = f"line {line}" if line else "the file"
        lines.append(PageLine(((fit(where, 12), "bad"), (fit(safe(reason), cells - 12), "")), stop=True))
    if outcome.ignored:
        lines += [BLANK_LINE, heading_line("Not taken over")]
    for column, rows in outcome.ignored[:500]:
        text = f"{fit(safe(column), 34)} {counted(rows, 'row')}"
        lines.append(PageLine(((fit(text, cells), "warn"),), stop=True))
    if outcome.assumed:
        lines += [BLANK_LINE, heading_line("Assumed")]
    for assumption in outcome.assumed[:500]:
        lines.append(PageLine(((fit(safe(assumption), cells), "warn"),), stop=True))
    return lines


async def export_to(context: ActionContext, format_: str, path: Path, what: str, *, journal: bool = False) -> None:
    """Write the file in another format, and say so: ``what`` is that format in words."""
    kind = context.selection.record_table.kind if context.selection.record_table is not None else "item"

    def writing(progress: ProgressCallback) -> Callable[[Store], str]:
        def write(store: Store) -> str:
            export_file(store, format_, path, kind=kind, journal=journal, progress=progress)
            return "; ".join((f"{what} written to {path}", *left_out_of(format_, store.plan)))

        return write

    sentence = await _exchange_with_progress(context, f"writing {path.name}", writing)
    if sentence is not None:
        context.messages.say(sentence)


async def backup_to(context: ActionContext, path: Path) -> None:
    """Write a complete copy of the file, also where that has gone."""

    def copying(progress: ProgressCallback) -> Awaitable[str]:
        def copy(store: Store) -> str:
            store.backup(path, progress)
            return f"backup written to {path}"

        return context.session.read(copy)

    sentence = await _await_exchange(context, f"writing {path.name}", copying)
    if sentence is not None:
        context.messages.say(sentence)


async def _exchange_with_progress(
    context: ActionContext, what: str, work: Callable[[ProgressCallback], Callable[[Store], T]]
) -> T | None:
    """What work on the file finds; None if it was cancelled, or refused (and said so)."""
    return await _await_exchange(context, what, lambda progress: context.session.exchange(work(progress)))


async def _await_exchange(
    context: ActionContext, what: str, begin: Callable[[ProgressCallback], Awaitable[T]]
) -> T | None:
    """The same of work that is begun here: its share is in the footer after half a second, esc cancels it."""
    handle = ProgressHandle()
    try:
        return await context.editor.run_guarded(context.progress.watch(what, handle, begin(handle.report)))
    except Cancelled:
        context.messages.say("cancelled; nothing was changed")
        return None
