"""Every command once, for the key map, the palette, the help and the command line. The order is that of the help."""

from functools import cache

from tpm_tui.commands import records
from tpm_tui.commands.analysis import forecast
from tpm_tui.commands.model import Command
from tpm_tui.commands.plan import baselines, constraints, done, items, levelling, links, shift, sprints, time_entries
from tpm_tui.commands.quality import decisions, gates, incidents, metrics, quality, risks
from tpm_tui.commands.sessions import actions, issues, requirements, stakeholders

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
