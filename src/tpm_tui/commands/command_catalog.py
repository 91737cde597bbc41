"""Every command once, for the key map, the palette, the help and the command line. The order is that of the help."""

from functools import cache

from tpm_tui.commands import done_and_reopen, records
from tpm_tui.commands.analysis import estimates, forecast
from tpm_tui.commands.command import Command
from tpm_tui.commands.meetings import (
    action_items,
    change_requests,
    decisions,
    issues,
    problem_solving,
    requirements,
    stakeholders,
)
from tpm_tui.commands.plan import baselines, constraints, items, levelling, links, shift, sprints, time_entries
from tpm_tui.commands.quality import checks, gates, incidents, metrics, risks

_TOPICS = (
    records,
    done_and_reopen,
    items,
    constraints,
    links,
    risks,
    action_items,
    checks,
    gates,
    metrics,
    decisions,
    requirements,
    issues,
    change_requests,
    problem_solving,
    stakeholders,
    sprints,
    incidents,
    baselines,
    time_entries,
    shift,
    levelling,
    forecast,
    estimates,
)


@cache
def commands() -> dict[str, Command]:
    """Every command by id."""
    return {command.id: command for topic in _TOPICS for command in topic.COMMANDS}


def command_to_comment(kind: str) -> Command | None:
    """The command that says something about a record of that kind; None where nothing can be said."""
    return next((command for command in commands().values() if command.comments and kind in command.kinds), None)
