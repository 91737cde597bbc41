"""Every command once, for the key map, the palette, the help and the command line. The order is that of the help."""

from functools import cache

from tpm_tui.commands import done_and_reopen, records
from tpm_tui.commands.command import Command
from tpm_tui.commands.delivery import incidents, metrics, sprints
from tpm_tui.commands.meetings import action_items
from tpm_tui.commands.money import time_entries
from tpm_tui.commands.people import stakeholders
from tpm_tui.commands.quality import checks, gates
from tpm_tui.commands.risks_issues_decisions import decisions, issues, risks, root_cause_analysis
from tpm_tui.commands.schedule import baselines, date_constraints, items, levelling, links, shift_of_items
from tpm_tui.commands.schedule.forecast import estimates, forecast
from tpm_tui.commands.scope import change_requests, requirements

_TOPICS = (
    records,
    done_and_reopen,
    items,
    date_constraints,
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
    root_cause_analysis,
    stakeholders,
    sprints,
    incidents,
    baselines,
    time_entries,
    shift_of_items,
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
