"""``tpm sprint``: what was committed to, what came of it, and the burn-up with its scope line."""

from datetime import date
from typing import Any

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.input.shell_completion import complete_keys
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.dates import show_date
from tpm_tui.domain.text.field_values import ValidationError, resolve_reference
from tpm_tui.domain.time.instants import EPOCH_ORDINAL
from tpm_tui.safe_text import safe


@click.command("sprint")
@click.argument("key", shell_complete=complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An object with the figures; effort in working minutes.")
@pass_invocation
def sprint_command(session: Invocation, key: str, as_json: bool) -> None:
    """The figures of a sprint, as of its end or now: committed, added, dropped, done, carried over, velocity, burn-up.

    The scope is frozen when the sprint is started (tpm run sprint.start SP-1), else at the end of its first day. What
    happens after its end changes nothing.
    """
    from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import figures_of_sprint
    from tpm_tui.reports.meetings.sprint_sections import work_in_days

    with session.store() as store:
        plan, context = store.load(), store.context
        sprint = resolve_reference("sprint", key, plan)
        try:
            figures = figures_of_sprint(store, plan, sprint)
        except ValueError as problem:
            raise ValidationError(f"{plan.label('sprint', sprint)}: {problem}") from None
        title = plan.title("sprint", sprint)
    burn_up = [
        {"day": date.fromordinal(point.day + EPOCH_ORDINAL).isoformat(), "scope": point.scope, "done": point.done}
        for point in figures.burn_up
    ]
    if as_json:
        result: dict[str, Any] = {
            name: list(getattr(figures, name)) for name in ("committed", "added", "dropped", "done", "carried")
        }
        streams.write_json({**result, "velocity": figures.velocity, "burnup": burn_up})
        return
    lines = [safe(title)]
    for name in ("committed", "added", "dropped", "done", "carried"):
        keys = getattr(figures, name)
        lines.append(f"{name.capitalize():10} {len(keys):3}  {', '.join(keys)}".rstrip())
    lines.append(f"Velocity   {work_in_days(figures.velocity, context)} of estimated work")
    for point in figures.burn_up:
        day = show_date(date.fromordinal(point.day + EPOCH_ORDINAL), context)
        scope, done = (work_in_days(minutes, context) for minutes in (point.scope, point.done))
        lines.append(f"{day}  scope {scope:>7}  done {done:>7}")
    streams.write_lines(lines)
