"""The time that a summary spans: a lag in percent on a link from it is a share of that."""

from collections.abc import Mapping

from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.levelling.problem.levelling_problem import SummarySpan
from tpm_tui.planning.model.network import Network


def summary_span(network: Network, place: int, activity_of: Mapping[int, int], calendar: int) -> SummarySpan | None:
    """What a summary holds, by activity; None for an item that holds none of them."""
    compiled = compiled_network(network)
    if place not in compiled.outline.children:
        return None
    held = tuple(activity_of[leaf] for leaf in compiled.leaves[place] if leaf in activity_of)
    return SummarySpan(held, calendar) if held else None


def share_base(schedule: Schedule, place: int) -> int:
    """The working minutes of which a lag in percent is a share: the duration of an item, or what a summary spans in the
    schedule."""
    network = schedule.network
    if place not in compiled_network(network).outline.children:
        return network.duration[place]
    return network.calendar_of(place).between(schedule.start[place], schedule.finish[place])
