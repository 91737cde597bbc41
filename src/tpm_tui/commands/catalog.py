"""Every command once, for the key map, the palette, the help and the command line. The order is that of the help."""

from functools import cache

from tpm_tui.commands import (
    actions,
    baselines,
    constraints,
    decisions,
    done,
    forecast,
    gates,
    incidents,
    issues,
    items,
    levelling,
    links,
    metrics,
    quality,
    records,
    requirements,
    risks,
    shift,
    sprints,
    stakeholders,
    time_entries,
)
from tpm_tui.commands.model import Command

_TOPICS = (
    records,
    done,
    items,
    constraints,
    links,
    risks,
    actions,
    quality,
    gates,
    metrics,
    decisions,
    requirements,
    issues,
    stakeholders,
    sprints,
    incidents,
    baselines,
    time_entries,
    shift,
    levelling,
    forecast,
)


@cache
def commands() -> dict[str, Command]:
    """Every command by id."""
    return {command.id: command for topic in _TOPICS for command in topic.COMMANDS}


def command_to_comment(kind: str) -> Command | None:
    """The command that says something about a record of that kind; None where nothing can be said."""
    return next((command for command in commands().values() if command.comments and kind in command.kinds), None)
