"""Holding a session: what people say is typed line by line, as fast as they talk."""

from functools import lru_cache
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, ScreenAction, needs_editable_record
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.store.store import Store, StoreError, Transaction

if TYPE_CHECKING:
    from tpm_tui.reports.report import Section


def needs_meeting(context: ActionContext) -> str | None:
    """For what is done in a meeting, which is the record under the cursor."""
    reason = needs_editable_record(context)
    return reason or (None if context.selection.kind == "meeting" else "there is no meeting under the cursor")


async def hold_session(context: ActionContext) -> None:
    """Type what is said in the meeting under the cursor, until esc."""
    from tpm_tui.app.modal_screens.editing.meeting_session import SessionScreen
    from tpm_tui.app.page_lines.line_builders import BLANK_LINE
    from tpm_tui.app.page_lines.meetings.meeting_session import SessionLog
    from tpm_tui.app.page_lines.meetings.meetings import section_lines
    from tpm_tui.commands.scope.requirements import keep_session_line

    meeting = context.selection.current
    if meeting is None:
        return
    session = context.session
    plan = session.plan

    async def keep(line: str) -> str:
        def act(tx: Transaction) -> str:
            sentence, _ = keep_session_line(tx, meeting, line)
            tx.label = sentence[:1].upper() + sentence[1:]
            return sentence

        return await context.editor.change_for_screen("Session line", "session.line", act)

    def read(store: Store) -> "list[Section]":
        from tpm_tui.commands.meetings.agenda_source import agenda_source
        from tpm_tui.reports.meetings.agenda import meeting_agenda

        return meeting_agenda(agenda_source(store, plan, session.context, meeting))

    try:
        agenda = await session.read(read)
    except StoreError as error:
        context.messages.say(f"The agenda cannot be read: {error}")
        agenda = []
    if meeting not in session.plan["meeting"].position:
        context.messages.say("that meeting has been deleted", "warn")
        return

    log = SessionLog(session, meeting)

    @lru_cache(maxsize=1)
    def opening(cells: int) -> list[PageLine]:
        return [*section_lines(agenda, "", cells), BLANK_LINE] if agenda else []

    def lines(cells: int) -> list[PageLine]:
        return [*opening(cells), *log.lines(cells)]

    title = f"{plan.label('meeting', meeting)} {plan.title('meeting', meeting)}"
    await context.prompts.choose(SessionScreen(title, lines, keep))


ACTIONS = (
    ScreenAction(
        "session.hold", "Hold the session: type what is said", ("O",), "Record", hold_session, "session",
        needs_meeting, kinds=("meeting",), synonyms=("retrospective", "minutes", "agenda"),
    ),
)  # fmt: skip
