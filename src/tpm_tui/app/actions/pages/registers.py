"""The register of any kind, and the history of the file."""

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.app.modal_screens.picker import Choice, PickerScreen
from tpm_tui.domain.kinds import KINDS


async def choose_register(context: ActionContext) -> None:
    choices = [
        Choice(k.name, k.plural, right=str(len(context.session.plan[k.name])), synonyms=k.synonyms)
        for k in KINDS.values()
    ]
    chosen = await context.prompts.choose(PickerScreen("Registers", choices))
    if chosen is not None:
        context.layout.show_kind(chosen)


async def show_file_history(context: ActionContext) -> None:
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.records.history import history_lines

    entries = await context.session.read(lambda store: store.history(limit=200))

    async def page() -> PageScreen:
        return PageScreen(
            "History of the file", lambda cells: list(history_lines(context.session, entries, cells, of_record=False))
        )

    await browse(context, page)


ACTIONS = (
    screen_action("register", "Open a register of any kind", "", "Views", choose_register),
    screen_action(
        "history",
        "History of the file",
        "",
        "Views",
        show_file_history,
        synonyms=("audit trail", "journal", "changelog", "who changed"),
    ),
)
