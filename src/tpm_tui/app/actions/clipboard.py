"""Yanking: what is chosen, sent to the clipboard."""

from tpm_tui.app.actions.action import ActionContext, needs_record, screen_action
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen


async def yank(context: ActionContext) -> None:
    """Send the key, the row or the filter to the clipboard."""
    table = context.selection.record_table
    if table is None or table.current is None:
        return
    sheet, ids = context.session.sheet, table.targets()
    keys = " ".join(str(sheet.value(table.kind, i, "key")) for i in ids)
    rows = "\n".join("\t".join(sheet.text(table.kind, i, n) for n in ("key", *table.shown_columns())) for i in ids)
    choices = [Choice("key", "Key", right=keys[:40]), Choice("row", "Row, tab-separated")]
    if table.filter_text:
        choices.append(Choice("filter", "Filter", right=table.filter_text[:40]))
    chosen = await context.prompts.choose(PickerScreen("Yank", choices))
    if chosen is not None:
        context.messages.say(
            await context.terminal.copy({"key": keys, "row": rows, "filter": table.filter_text}[chosen])
        )


async def yank_markdown(context: ActionContext) -> None:
    """Send the chosen rows to the clipboard as a Markdown table."""
    table = context.selection.record_table
    if table is None or table.current is None:
        return
    from tpm_tui.app.terminal.clipboard import normalise_paste

    sheet, names = context.session.sheet, table.shown_columns()
    columns = sheet.columns(table.kind)

    def clean(text: str) -> str:
        return " ".join(normalise_paste(text).replace("|", "\\|").split("\n"))

    head = "| " + " | ".join(columns[n].label for n in names) + " |"
    rule = "|" + "|".join(" --- " for _ in names) + "|"
    body = ["| " + " | ".join(clean(sheet.text(table.kind, i, n)) for n in names) + " |" for i in table.targets()]
    context.messages.say(await context.terminal.copy("\n".join([head, rule, *body])))


ACTIONS = (
    screen_action("yank", "Yank: key, row or filter", "y", "Marks", yank, why_not=needs_record),
    screen_action("yank.markdown", "Yank as Markdown", "Y", "Marks", yank_markdown, why_not=needs_record),
)
