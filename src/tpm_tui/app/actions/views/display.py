"""What is shown of a view: folds, what belongs to one record, matrices, the scale of the timeline, its size."""

from tpm_tui.app.actions.action import ActionContext, ActionHandler, needs_record, screen_action
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.app.views.backlog import Backlog
from tpm_tui.app.views.timeline import Timeline
from tpm_tui.domain.plan.related_records import related_records


def toggle_fold(context: ActionContext) -> None:
    if isinstance(context.selection.table, Backlog):
        context.selection.table.toggle_fold()
    elif isinstance(context.selection.table, Timeline):
        context.layout.table_of(Backlog).toggle_fold()


def focus_others(context: ActionContext) -> None:
    """Narrow the other panes to what belongs to this record; again, or esc, takes it back."""
    table = context.selection.table
    if table is None or table.current is None:
        return
    kind = table.kind
    if context.selection.focused_on is not None:
        context.selection.clear_focus()
        return
    related = related_records(context.session.plan, kind, table.current)
    if not related:
        context.messages.say("nothing else is linked to this kind of record", "warn")
        return
    context.selection.focus_on(kind, table.current, related)


async def show_matrix(context: ActionContext) -> None:
    """The 5×5 of risks, or the stakeholders by power and interest; a cell narrows the register to it."""
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.risks_and_stakeholders_by_weight import matrix_lines

    kind = (
        "stakeholder"
        if context.selection.record_table is not None and context.selection.record_table.kind == "stakeholder"
        else "risk"
    )
    title = "Stakeholders by power and interest" if kind == "stakeholder" else "Risks by probability and impact"

    async def page() -> PageScreen:
        return PageScreen(title, lambda cells: matrix_lines(context.session, kind, cells), free=False)

    await browse(context, page)


async def choose_theme(context: ActionContext) -> None:
    """Other colours, until the program is left: the configuration is the person's own to write."""
    from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
    from tpm_tui.config import THEMES

    current = next((word for word, name in THEMES.items() if name == context.terminal.theme), "")
    chosen = await context.prompts.choose(PickerScreen("Theme", [Choice(word, word) for word in THEMES], current))
    if chosen is not None:
        context.terminal.theme = THEMES[chosen]
        context.messages.say(f'{chosen} until you leave; to keep it, write theme = "{chosen}" in config.toml')


def _no_colour(context: ActionContext) -> str | None:
    return None if context.terminal.theme.startswith("tpm-") else "the terminal shows no colours, or none of ours"


def toggle_maximised(context: ActionContext) -> None:
    """The pane that keys act on alone on the screen, or all four again; on a narrow screen the backlog's dates."""
    layout = context.layout
    dates = layout.on_first_view and layout.is_narrow and layout.active is layout.table_of(Backlog)
    if not layout.on_first_view or (layout.is_narrow and not dates):
        context.messages.say("it has the whole screen already", "warn")
        return
    layout.maximise(not layout.maximised)
    said = (
        f"start, finish and slack{context.messages.key_hint('back', 'shows estimates and due dates again')}"
        if dates
        else f"alone on the screen{context.messages.key_hint('back', 'shows all four panes again')}"
    )
    context.messages.say(said if layout.maximised else "")


def _zoom(by: int) -> ActionHandler:
    return lambda context: context.layout.table_of(Timeline).set_zoom(by)


def _scroll_to_today(context: ActionContext) -> None:
    context.layout.table_of(Timeline).scroll_to_today()


def _scroll_to_current(context: ActionContext) -> None:
    context.layout.table_of(Timeline).scroll_to_current()


ACTIONS = (
    screen_action(
        "theme",
        "Theme: dark, light or high-contrast colours",
        "",
        "Look",
        choose_theme,
        why_not=_no_colour,
        synonyms=("appearance", "color"),
    ),
    screen_action("pane.fill", "This pane alone on the screen, or all four", "Z", "Views", toggle_maximised),
    screen_action(
        "fold", "Fold or unfold", "z", "Look", toggle_fold, why_not=needs_record, synonyms=("collapse", "expand")
    ),
    screen_action("focus", "Focus the other panes on this", "f", "Look", focus_others, "focus", why_not=needs_record),
    screen_action("matrix", "Matrix: risks 5×5, stakeholders by power and interest", "M", "Look", show_matrix),
    screen_action("zoom.in", "Timeline: finer scale", "+", "Look", _zoom(-1)),
    screen_action("zoom.out", "Timeline: coarser scale", "-", "Look", _zoom(1)),
    screen_action("timeline.today", "Timeline: to today", "T", "Look", _scroll_to_today),
    screen_action("timeline.reveal", "Timeline: to the bar under the cursor", "=", "Look", _scroll_to_current),
)
