"""Why an item lies where it lies, and what it is linked with: pages that lead from item to item."""

from functools import partial
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.input.key_names import key_name

if TYPE_CHECKING:
    from tpm_tui.store.transaction import Transaction


async def browse_items(context: ActionContext, page: str, id_: str) -> None:
    """A page about an item: enter walks on to another, esc back; on that of its links they are made and removed."""
    from tpm_tui.app.modal_screens.explanation import ExplanationScreen
    from tpm_tui.app.page_lines.schedule.explanation import ITEM_PAGES, page_title

    visited, left, at = [id_], list[int](), 0
    while visited:
        id_ = visited[-1]
        if id_ not in context.session.plan["item"]:
            visited.pop()
            at = left.pop() if left else 0
            continue
        what, lines, hint = ITEM_PAGES[page]
        title, keys = page_title(context.session, id_, what), f" {key_name('enter')} {hint} "
        screen = ExplanationScreen(title, partial(lines, context.session, id_), keys)
        screen.at = at
        chosen = await context.prompts.choose(screen)
        at = screen.at
        if chosen is None:
            visited.pop()
            at = left.pop() if left else 0
        elif chosen[0] == "page":
            page, at = chosen[1], 0
        elif chosen[0] == "open":
            await context.open_record("item", id_)
        elif chosen[0] in ("link", "relink", "unlink"):
            await _edit_link(context, id_, chosen[1], remove=chosen[0] == "unlink")
        elif chosen[1] != id_:
            visited.append(chosen[1])
            left.append(at)
            at = 0


async def _edit_link(context: ActionContext, id_: str, link: str, remove: bool) -> None:
    """Remove a link or change it; without one, make the item come after another. Dates are there when it is done."""
    from tpm_tui.app.widgets.prompts.line_prompt import line_prompt
    from tpm_tui.commands.command import deletion_problem
    from tpm_tui.commands.input.predecessor_input import PredecessorInput
    from tpm_tui.commands.schedule.links import show_predecessor

    if context.editor.reject_readonly():
        return
    plan = context.session.plan
    if gone := deletion_problem(plan, "link", [link] if link else []):
        context.messages.say(gone, "warn")
        return
    late = str(plan.value("link", link, "successor")) if link else id_
    text: str | None = show_predecessor(plan, link, context.session.context) if link else ""
    name, problem = plan.label("item", late), ""
    if remove:
        gone = f"{name} no longer comes after {text}"
        await context.editor.change(gone, "link.remove", lambda tx: tx.delete("link", link), seen=plan.sequence)
    while not remove:
        seen = context.session.plan.sequence
        line = PredecessorInput(context.session, text or "")
        text, _ = await context.prompts.ask(line_prompt(line, f"{name} comes after", problem=problem))
        if not text or await context.editor.change(
            f"Link {name}", "link.after", partial(_linked_items, late=late, link=link, text=text), seen=seen
        ):
            break
        problem = context.editor.refusal
    await context.scheduler.wait_until_idle()


def _linked_items(tx: "Transaction", *, late: str, link: str, text: str) -> str:
    from tpm_tui.commands.schedule.links import link_after, relink

    tx.label = relink(tx, link, text) if link else link_after(tx, "item", [late], {"after": text})
    return tx.label


def _current_item(context: ActionContext) -> str | None:
    table = context.selection.table
    if table is not None and table.kind == "item" and table.current is not None:
        return table.current
    context.messages.say("put the cursor on an item first", "warn")
    return None


async def show_explanation(context: ActionContext) -> None:
    id_ = _current_item(context)
    if id_ is not None:
        await browse_items(context, "why", id_)


async def show_links(context: ActionContext) -> None:
    id_ = _current_item(context)
    if id_ is not None:
        await browse_items(context, "links", id_)


ACTIONS = (
    screen_action(
        "why",
        "Why: what sets its dates, what waits for it",
        "W",
        "Plan",
        show_explanation,
        synonyms=("critical path", "slack", "float"),
    ),
    screen_action("links", "Links: what it comes after, what comes after it", "L", "Plan", show_links),
)
