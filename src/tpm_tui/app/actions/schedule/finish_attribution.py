"""Why the finish moved since a moment: its parts, down to the edits and who made them."""

import asyncio
from datetime import datetime, time, timedelta
from threading import Event
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.app.modal_screens.page import PageScreen
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
from tpm_tui.app.page_lines.line_builders import shift_style
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.domain.text import dates
from tpm_tui.domain.time.clock import now, to_local
from tpm_tui.safe_text import fit, safe

if TYPE_CHECKING:
    from tpm_tui.planning.analysis.finish_attribution import FinishAttribution


async def show_attribution(context: ActionContext) -> None:
    """Choose since when, then read the account; a line of an edit opens its record."""
    from tpm_tui.commands.schedule.finish_attribution import past_plan
    from tpm_tui.planning.analysis.finish_attribution import attribute_finish

    since = await _choose_since(context)
    if since is None:
        return
    context.messages.say("looking at what the plan was …")
    then = await context.session.read(lambda store: past_plan(store, since))
    plan, input_context, stop = context.session.plan, context.session.context, Event()
    try:
        move = await asyncio.to_thread(attribute_finish, then, plan, input_context, to_local(now()), stop.is_set)
    finally:
        stop.set()
        context.messages.say("")
    title = f"Why the finish moved since {dates.datetime_text(move.since, input_context)}"

    async def page() -> PageScreen:
        return PageScreen(title, lambda cells: attribution_page_lines(move, context, cells))

    await browse(context, page)


async def _choose_since(context: ActionContext) -> datetime | str | None:
    """Yesterday, Monday, the id of a baseline, or a date that is typed."""
    from tpm_tui.commands.schedule.finish_attribution import parse_since

    input_context, plan = context.session.context, context.session.plan
    monday = input_context.today - timedelta(days=input_context.today.weekday() or 7)
    days = {"yesterday": input_context.today - timedelta(days=1), "monday": monday, "today": input_context.today}
    choices = [
        Choice("yesterday", "Yesterday", right=dates.show_date(days["yesterday"], input_context)),
        Choice("monday", "Monday", right=dates.show_date(monday, input_context)),
        Choice("today", "This morning", right=dates.show_date(input_context.today, input_context)),
    ]
    table = plan["baseline"]
    for id_ in reversed(table.ids):
        taken = table.value(id_, "taken")
        if taken is not None:
            when = dates.show_datetime(datetime.fromisoformat(str(taken)), input_context)
            choices.append(Choice(id_, f"Baseline {plan.title('baseline', id_)}", right=when))
    choices.append(Choice("date", "A date …"))
    chosen = await context.prompts.choose(PickerScreen("Why did the finish move, since when", choices))
    if chosen is None:
        return None
    if chosen in days:
        return datetime.combine(days[chosen], time())
    if chosen != "date":
        return str(chosen)

    def meant(text: str) -> str:
        return dates.datetime_text(parse_since(text, input_context), input_context) if text else ""

    text, _ = await context.prompts.ask(Prompt("Since when", check=meant))
    return parse_since(text, input_context) if text else None


def attribution_page_lines(move: "FinishAttribution", context: ActionContext, cells: int) -> list[PageLine]:
    """The account as lines; those of edits lead to their records."""
    from tpm_tui.reports.schedule.finish_attribution import attribution_headline, attribution_lines

    input_context, levels = context.session.context, move.attribution.levels
    lines = [
        PageLine(((text, "strong"),)) for text in attribution_headline(move.attribution, move.since, input_context)
    ]
    parts = attribution_lines(move.attribution, move.before, move.after, input_context)
    # A gap before the longest.
    wide = max([8, *(1 + len(text) for line in parts for text in line.shown)])
    text_cells = max(20, cells - wide * len(levels))
    heading = fit("Because of, in calendar days", text_cells) + "".join(fit(name, wide, "right") for name in levels)
    lines += [PageLine((("", ""),)), PageLine(((heading, "head"),))]
    for line in parts:
        moves = [*line.shown, *[""] * (len(levels) - len(line.shown))]
        runs = [(fit("  " * line.depth + safe(line.text), text_cells), "" if line.depth else "strong")]
        for minutes, text in zip((*line.moved, *[0] * len(levels)), moves, strict=False):
            runs.append((fit(text, wide, "right"), shift_style(minutes) or "dim"))
        there = line.kind in context.session.plan.tables and line.id in context.session.plan[line.kind]
        lines.append(PageLine(tuple(runs), (line.kind, line.id) if there else None, stop=there))
    if len(lines) == 5:
        lines.append(PageLine((("Nothing was changed that the dates follow from.", "dim"),)))
    if not move.detailed:
        lines.append(PageLine((("Single edits are not measured: there are too many.", "dim"),)))
    return lines


ACTIONS = (
    screen_action(
        "why.moved",
        "Why did the finish move: since yesterday, Monday, a baseline, a date",
        "",
        "Plan",
        show_attribution,
        synonyms=("slip", "delay"),
    ),
)
