"""Pages for what meetings look at: which needs are covered, how a sprint went, what is in the way."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from tpm_tui.app.actions.action import ActionContext, screen_action
from tpm_tui.app.actions.pages.linked_pages import browse
from tpm_tui.store.store import Store

if TYPE_CHECKING:
    from tpm_tui.reports.report import Section

#: Closed sprints that the velocity is compared with.
_PAST_SPRINTS = 6


async def show_traceability(context: ActionContext) -> None:
    """Needs by their state of coverage, and work that answers none; enter opens the record."""

    def read(store: Store) -> "Sequence[Section]":
        from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import need_coverage
        from tpm_tui.planning.scope.trace_history import untraced_items
        from tpm_tui.reports.scope.traceability_sections import coverage_sections

        plan = context.session.plan
        return coverage_sections(plan, need_coverage(store, plan), untraced_items(plan))

    await _show_sections(
        context, "Traceability", read, "No needs yet. Add them in a requirements session: O on a meeting."
    )


async def show_sprint(context: ActionContext) -> None:
    """The figures of the sprint under the cursor, else of the one that began last."""
    from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import (
        closed_velocities,
        figures_of_sprint,
        latest_sprint,
    )

    plan, words = context.session.plan, context.session.context
    current = context.selection.current if context.selection.kind == "sprint" else None
    sprint = current or latest_sprint(plan, words.today)
    if sprint is None or not plan.value("sprint", sprint, "start") or not plan.value("sprint", sprint, "end"):
        context.messages.say("No sprint with a start and an end has begun; add one in the register of sprints")
        return

    def read(store: Store) -> "Sequence[Section]":
        from tpm_tui.reports.meetings.sprint_sections import sprint_sections

        now = context.session.plan
        if sprint not in now["sprint"]:
            return []
        past = closed_velocities(store, now, sprint, words.today, _PAST_SPRINTS)
        return sprint_sections(now, words, sprint, figures_of_sprint(store, now, sprint), past)

    await _show_sections(context, "Sprint", read, "That sprint has been deleted.")


async def show_impediments(context: ActionContext) -> None:
    """Open issues, the oldest first, with owner, level, age in working days and what they hold up."""

    def read(store: Store) -> "Sequence[Section]":
        from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import impediments_of
        from tpm_tui.reports.meetings.agenda_evidence import impediments_section

        plan = context.session.plan
        section = impediments_section(plan, impediments_of(store, plan, context.session.context.today), 500)
        return [section] if section.lines else []

    await _show_sections(context, "Impediments", read, "Nothing is in the way. X on an item says what blocks it.")


async def _show_sections(
    context: ActionContext, title: str, read: "Callable[[Store], Sequence[Section]]", empty: str
) -> None:
    """A page of sections, read anew whenever it comes back."""
    from tpm_tui.app.modal_screens.page import PageScreen
    from tpm_tui.app.page_lines.meetings.meetings import section_lines

    async def page() -> PageScreen:
        return PageScreen(title, partial(section_lines, await context.session.read(read), empty), free=False)

    await browse(context, page)


ACTIONS = (
    screen_action(
        "traceability",
        "Traceability: which needs are covered, by what",
        "",
        "Plan",
        show_traceability,
        synonyms=("coverage",),
    ),
    screen_action(
        "sprint",
        "Sprint: committed against done, burn-up, velocity",
        "",
        "Plan",
        show_sprint,
        synonyms=("burndown", "iteration"),
    ),
    screen_action(
        "impediments",
        "Impediments: what is in the way, and since when",
        "",
        "Plan",
        show_impediments,
        synonyms=("blocker", "obstacle"),
    ),
)
