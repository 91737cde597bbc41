"""Help, and the palette: everything that can be started, by its name."""

from collections.abc import Callable, Sequence

from tpm_tui.app.actions.action import ActionContext, group_order, screen_action
from tpm_tui.app.actions.edit.field_edit import editable_column, still_chosen
from tpm_tui.app.actions.views.navigation import named_keys
from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen, rank_choices
from tpm_tui.app.widgets.prompts.prompt import Prompt
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError


async def show_help(context: ActionContext) -> None:
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.help import help_lines

    kind = context.selection.kind
    here = KINDS[kind].plural if kind in KINDS else ""
    actions = sorted(context.actions.values(), key=lambda action: group_order(action.group))
    own = [(action.id, action.title, here) for action in actions if here and kind in action.kinds]
    named = [*own, *((action.id, action.title, action.group) for action in actions if not action.kinds)]
    keys = named_keys(context.keys)
    hint = "j k line · space page · g G ends · esc back"
    await context.prompts.choose(PageScreen("Help", lambda cells: help_lines(named, keys, cells), hint=hint))


async def palette(context: ActionContext) -> None:
    """Every command by name, with its key and, if it cannot run now, why."""
    kind, ids = context.selection.kind, context.selection.targets()
    choices, bound = [], named_keys(context.keys)
    for action in context.actions.values():
        if action.group == "Move" or action.id == "palette":
            continue
        keys = " ".join(key_name(key) for key in bound.get(action.id, ()))
        why_not = action.why_not(context) or ""
        choices.append(
            Choice(action.id, action.title, right=keys, why_not=why_not, group=action.group, note=action.id,
                   synonyms=action.synonyms)
        )  # fmt: skip
    choices += _fields(context, kind, ids)
    for other in KINDS.values():
        choices.append(Choice(f"kind:{other.name}", f"Open {other.plural}", group="Registers", synonyms=other.synonyms))

    def typed(text: str) -> Choice | None:
        return _link(context, text) if kind == "item" and ids else None

    slow = context.terminal.slow
    chosen = await (
        _prompt_command(context, choices, typed)
        if slow
        else context.prompts.choose(PickerScreen("Commands", choices, typed=typed))
    )
    if chosen is None:
        return
    what, _, rest = chosen.partition(":")
    if what == "kind":
        context.layout.show_kind(rest)
    elif ids and not still_chosen(context, kind, ids):
        return
    elif what == "field":
        from tpm_tui.app.actions.edit.cell_edit import edit_field

        await edit_field(context, rest)
    elif what == "after":
        from tpm_tui.app.actions.edit.run_command import add_predecessor

        await add_predecessor(context, rest)
    else:
        await context.run(chosen)


def _fields(context: ActionContext, kind: str, ids: Sequence[str]) -> list[Choice]:
    """Every field of what is chosen that can be set, whether a column shows it or not."""
    if not ids or kind not in KINDS:
        return []
    sheet = context.session.sheet
    reason = "the file is open for reading only" if context.session.readonly else KINDS[kind].read_only_reason
    columns = (editable_column(context, kind, name) for name in sheet.columns(kind))
    return [
        Choice(f"field:{c.name}", f"{c.label}: set this field", right=sheet.text(kind, ids[0], c.name)[:30],
               why_not=reason, group="Fields")
        for c in columns if c is not None and not c.field.hidden
    ]  # fmt: skip


def _link(context: ActionContext, text: str) -> Choice | None:
    """A link typed in the palette: ``after T-12 SS +2d``."""
    from tpm_tui.commands.input.predecessor_input import PredecessorInput

    word, _, rest = text.strip().partition(" ")
    if word.lower() != "after" or not rest.strip():
        return None
    try:
        described = PredecessorInput(context.session).describe(rest)
        return Choice(f"after:{rest}", f"Link: comes after {described}", right="⏎")
    except ValidationError as refused:
        return Choice(f"after:{rest}", "Link: comes after …", why_not=refused.reason)


async def _prompt_command(
    context: ActionContext, choices: Sequence[Choice], typed: Callable[[str], Choice | None]
) -> str | None:
    """Ask in one line for a command, and name the one that fits best below it: little to draw on a slow link."""

    def best(text: str) -> Choice:
        link = typed(text)
        if link is not None:
            return link
        fitting = rank_choices(choices, text.strip())
        if not fitting:
            raise ValidationError("nothing fits")
        return fitting[0]

    def check(text: str) -> str:
        if not text.strip():
            return "type part of a command's name"
        choice = best(text)
        if choice.why_not:
            raise ValidationError(f"{choice.text}: {choice.why_not}")
        return f"{choice.text}  {choice.right}".rstrip()

    text, _ = await context.prompts.ask(Prompt("Command", check=check))
    return best(text).id if text and text.strip() else None


ACTIONS = (
    screen_action("help", "Help", "? f1", "General", show_help, "help", synonyms=("shortcuts",)),
    screen_action("palette", "Command palette", ": ctrl+p", "General", palette, "command"),
)
