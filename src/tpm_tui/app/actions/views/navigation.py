"""Moving: rows, pages, views, jump labels, back; and marks."""

from collections.abc import Awaitable, Mapping, Sequence

from tpm_tui.app.actions.action import ActionContext, ActionHandler, needs_record, screen_action
from tpm_tui.app.input.key_names import key_name
from tpm_tui.app.views.backlog import Backlog
from tpm_tui.app.views.base.filtered_page import FilteredPage
from tpm_tui.app.views.base.view import View
from tpm_tui.app.views.board import Board
from tpm_tui.app.views.registry_of_views_and_panes import VIEWS, view_letters
from tpm_tui.app.views.team import TeamView
from tpm_tui.app.views.timeline import Timeline
from tpm_tui.app.widgets.record_table import RecordTable
from tpm_tui.domain.kinds import KINDS


def _step(by: int) -> ActionHandler:
    def move(context: ActionContext) -> None:
        if context.selection.table is not None:
            context.selection.table.go(context.selection.table.cursor + by)
        context.messages.fade()

    return move


def _half(by: int) -> ActionHandler:
    def move(context: ActionContext) -> None:
        if context.selection.table is not None:
            context.selection.table.go(context.selection.table.cursor + by * max(1, context.selection.table.page // 2))
        context.messages.fade()

    return move


def _top(context: ActionContext) -> None:
    if context.selection.table is not None:
        context.selection.table.go(0)
    context.messages.fade()


def _bottom(context: ActionContext) -> None:
    if context.selection.table is not None:
        context.selection.table.go(len(context.selection.table.rows) - 1)
    context.messages.fade()


def _left(context: ActionContext) -> Awaitable[None] | None:
    table = context.selection.table
    if isinstance(table, Backlog):
        table.fold_or_parent()
    elif isinstance(table, Timeline):
        table.scroll_cells(-8)
    elif isinstance(table, (RecordTable, TeamView)):
        table.step_column(-1)
    elif isinstance(table, Board):
        return context.run("item.state.previous")
    return None


def _right(context: ActionContext) -> Awaitable[None] | None:
    table = context.selection.table
    if isinstance(table, Backlog):
        table.unfold_or_child()
    elif isinstance(table, Timeline):
        table.scroll_cells(8)
    elif isinstance(table, (RecordTable, TeamView)):
        table.step_column(1)
    elif isinstance(table, Board):
        return context.run("item.state.next")
    return None


def _show_view(view: View) -> ActionHandler:
    def show(context: ActionContext) -> None:
        shown = context.layout.active_id == view.id
        context.layout.show(view)
        if shown:
            context.layout.active.turn_page()

    return show


def _synonyms(view: View) -> tuple[str, ...]:
    return (*view.synonyms, *(KINDS[view.kind].synonyms if view.kind else ()))


async def jump_to_view(context: ActionContext) -> None:
    """Show the letters of the views; the one typed is shown, the key of the menu again goes to the top."""
    own = {key_name(key) for key in context.keys.get("view.jump", ())}
    letters = view_letters(context.keys)
    shown = [(letter, view.title) for letter, view in letters.items()]
    top = [(key, "Top of this view") for key in sorted(own)[:1]]
    key = await context.prompts.choose_key("go to the view with the letter …", [*top, *shown])
    if key_name(key) in own:
        _top(context)
    elif key in letters:
        context.layout.show(letters[key])
    elif key != "escape":
        context.messages.say(f"no view has the letter {key_name(key)}", "warn")


def named_keys(keys: Mapping[str, Sequence[str]]) -> dict[str, Sequence[str]]:
    """The keys in force by action id; of a view that has none, the key of the menu of views and its letter there."""
    menu = keys.get("view.jump", ())
    letters = view_letters(keys) if menu else {}
    return {**keys, **{view.action_id: (f"{key_name(menu[0])} {letter}",) for letter, view in letters.items()}}


#: Letters in the order in which rows get them: the home row first.
JUMP_LABELS = "asdfghjklqwertyuiopzxcvbnm"


async def _jump(context: ActionContext) -> None:
    """Show a letter on each row in view; the letter typed is where the cursor goes."""
    table = context.selection.table
    if table is None or not table.rows:
        return
    letters = dict(zip(JUMP_LABELS, range(table.top, min(len(table.rows), table.top + table.page)), strict=False))
    table.labels = {place: letter for letter, place in letters.items()}
    table.refresh()
    try:
        key = await context.prompts.next_key("jump to the row with the letter …")
    finally:
        table.labels = {}
        table.refresh()
    if key in letters:
        table.go(letters[key])


def step_back(context: ActionContext) -> None:
    """Take back, one at a time: marks, the filter of a page, focus, filter, the other view, one pane alone."""
    table = context.selection.table
    if table is not None and table.clear_marks():
        return
    if isinstance(table, FilteredPage) and table.filter_text:
        table.narrow("")
        return
    if context.selection.focused_on is not None:
        context.selection.clear_focus()
        return
    register = context.selection.shown_record_table
    if register is not None and register.filter is not None:
        register.filter, register.filter_text = None, ""
        register.reload()
        return
    if not context.layout.on_first_view:
        context.layout.show_first()
        return
    if context.layout.maximised:
        context.layout.maximise(False)
    context.messages.say("")


def _mark(context: ActionContext) -> None:
    if context.selection.table is not None:
        context.selection.table.toggle_mark()


def _mark_range(context: ActionContext) -> None:
    if context.selection.table is not None:
        context.selection.table.toggle_range()


def _mark_all(context: ActionContext) -> None:
    if context.selection.table is not None:
        context.selection.table.mark_all()


ACTIONS = (
    screen_action("back", "Clear, back", "escape", "General", step_back),
    *(
        screen_action(view.action_id, view.title, view.digit, "Views", _show_view(view), synonyms=_synonyms(view))
        for view in VIEWS
    ),
    screen_action("pane.next", "Next pane", "tab", "Views", lambda context: context.layout.cycle(1)),
    screen_action("pane.previous", "Previous pane", "shift+tab", "Views", lambda context: context.layout.cycle(-1)),
    screen_action("jump", "Jump to a row by its label", "' ctrl+o", "Move", _jump, why_not=needs_record),
    screen_action("down", "Down", "j down", "Move", _step(1)),
    screen_action("up", "Up", "k up", "Move", _step(-1)),
    screen_action("left", "Fold, or to the parent; earlier on the timeline, in the team", "h left", "Move", _left),
    screen_action(
        "right", "Unfold, or to the first part; later on the timeline, in the team", "l right", "Move", _right
    ),
    screen_action("view.jump", "Go to a view by its letter; twice: to the top", "g", "Views", jump_to_view),
    screen_action("top", "Top", "home", "Move", _top),
    screen_action("bottom", "Bottom", "G end", "Move", _bottom),
    screen_action("half.down", "Half a page down", "ctrl+d pagedown", "Move", _half(1)),
    screen_action("half.up", "Half a page up", "ctrl+u pageup", "Move", _half(-1)),
    screen_action("mark", "Mark and move down", "space", "Marks", _mark, "mark", why_not=needs_record),
    screen_action("mark.range", "Mark a range", "v V", "Marks", _mark_range, why_not=needs_record),
    screen_action("mark.all", "Mark all shown", "*", "Marks", _mark_all, why_not=needs_record),
)
