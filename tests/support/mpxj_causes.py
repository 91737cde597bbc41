"""Why MPXJ's dates differ from ours, item by item, shown from its own dates.

The oracle's dates are put where the passes look for those of an item's neighbours, and the item is calculated anew
from them. Where that gives what the oracle says, the item only passes on a difference. Where it does not, the oracle
breaks a rule at this very item, and the cause says which.
"""

from array import array
from collections.abc import Iterator

from tpm_tui.exchange.schedules.mspdi.importer.file_schedule import file_network
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiProject, MspdiTask
from tpm_tui.planning.cpm.backward import first_leaf, general_backward_pass, outgoing, raw_limit
from tpm_tui.planning.cpm.compiled_network import compiled_network
from tpm_tui.planning.cpm.forward import (
    DateSpan,
    PassState,
    incoming,
    link_bound,
    position_unstarted_span,
    predecessor_span,
    started_span,
)
from tpm_tui.planning.cpm.schedule import Schedule, early_pass, schedule
from tpm_tui.planning.model.network import Constraint, LagUnit, LinkType, Network, NetworkLink

FINISH_LAG = "FF: EF_s >= EF_p + lag, SF: EF_s >= ES_p + lag; the oracle finishes before an elapsed lag has passed"
START_OF_SUMMARY = (
    "a summary starts with its earliest child; the oracle takes that which was it before links on summaries counted"
)
NOT_LATE = "slack is what an item can move before another must; the oracle lets it lack some though none must"
OWN_CALENDAR = "the oracle lets a summary lack slack by its own calendar though none of its children does"
FINISHED = "what is finished keeps its dates and waits for nothing; the oracle lets it bind across a summary's link"
PASSED_ON = "follows from its neighbours"
UNKNOWN = "no known cause"

FROM_START = (LinkType.SS, LinkType.SF)


def differing(file: MspdiProject, ours: Schedule) -> list[int]:
    """The positions whose start, finish or total slack differ."""
    columns = zip(ours.start, ours.finish, ours.total_slack, strict=True)
    theirs = [(task.start, task.finish, task.total_slack) for task in file.tasks]
    return [position for position, mine in enumerate(columns) if theirs[position] != mine]


def causes(file: MspdiProject) -> dict[int, str]:
    """The cause of each difference, by position."""
    network = file_network(file)
    differences = differing(file, schedule(network))
    if not differences:
        return {}
    oracle = Oracle(file.tasks, network)
    return {position: oracle.cause(position) for position in differences}


class Oracle:
    """The oracle's dates in the place of our own."""

    def __init__(self, tasks: list[MspdiTask], network: Network) -> None:
        self.tasks, self.network = tasks, network
        self.compiled = compiled = compiled_network(network)
        self.leaves = [position for position in range(len(network)) if position not in compiled.outline.children]
        late = [position for position in compiled.alap_positions if tasks[position].actual_start is None]
        early = {position: self.early(position) for position in self.leaves}
        self.placed = self.state({**early, **{position: self.late(position) for position in late}}, early)
        self.placed.alap_at_late = bool(compiled.alap_positions)
        first = early
        if compiled.alap_positions:
            # the early dates before items went to their late ones are not in the file: ours stand for them
            ours = early_pass(compiled)
            first = {position: ours.early_span(position) for position in self.leaves}
        self.backward = self.state(first, first)
        self.backward.finish = max(finish for _, finish in early.values())
        if compiled.alap_positions:
            free = [p for p in self.leaves if network.constraint[p] not in (Constraint.MSO, Constraint.MFO)]
            last = max(free or self.leaves, key=lambda position: self.late(position)[1])
            same = self.last(last) == compiled.calendars[last].work_at(ours.finish)
            self.backward.finish = ours.finish if same else self.late(last)[1]

    def early(self, position: int) -> DateSpan:
        task = self.tasks[position]
        assert task.early_start is not None
        assert task.early_finish is not None
        return task.early_start, task.early_finish

    def late(self, position: int) -> DateSpan:
        task = self.tasks[position]
        assert task.late_start is not None
        assert task.late_finish is not None
        return task.late_start, task.late_finish

    def state(self, spanned: dict[int, DateSpan], early: dict[int, DateSpan]) -> PassState:
        """`spanned` is what summaries span."""
        compiled = self.compiled
        n = len(self.network)
        state = PassState(compiled, early_clock=dict(early), memo={})
        for summary, leaves in compiled.leaves.items():
            spans = [spanned[leaf] for leaf in leaves]
            state.spans[summary] = min(start for start, _ in spans), max(finish for _, finish in spans)
        state.early, state.late = array("q", [compiled.plan_start_work] * n), array("q", [compiled.plan_start_work] * n)
        state.early_start, state.early_finish = array("q", [0] * n), array("q", [0] * n)
        for position, (start, finish) in early.items():
            state.early_start[position], state.early_finish[position] = start, finish
            state.early[position] = compiled.calendars[position].work_at(start)
            state.late[position] = self.last(position) - compiled.network.remaining_work(position)
        return state

    def last(self, position: int) -> int:
        """The oracle's late finish in working time."""
        return self.compiled.calendars[position].work_at(self.late(position)[1])

    def cause(self, position: int) -> str:
        if position in self.compiled.outline.children:
            return self.of_summary(position)
        return self.of_dates(position) or self.of_slack(position) or PASSED_ON

    def of_summary(self, summary: int) -> str:
        task, children = self.tasks[summary], self.compiled.outline.children[summary]
        below = [self.tasks[child] for child in children]
        if (task.start, task.finish) != (min(t.start or 0 for t in below), max(t.finish or 0 for t in below)):
            return UNKNOWN
        none = all(child.total_slack >= 0 for child in below)
        if task.total_slack < 0 and none:
            return OWN_CALENDAR
        calendar = self.compiled.calendars[summary]
        (start, finish), (late_start, late_finish) = self.early(summary), self.late(summary)
        slack = calendar.between(finish, late_finish)
        if summary not in self.compiled.started:
            slack = min(slack, calendar.between(start, late_start))
        return PASSED_ON if (0 if slack < 0 and none else slack) == task.total_slack else UNKNOWN

    def of_dates(self, position: int) -> str | None:
        """None for early dates that follow from those before."""
        compiled, state = self.compiled, self.placed
        start, finish = self.early(position)
        wanted = started_span(compiled, position) or position_unstarted_span(state, position)
        if wanted == (start, finish):
            return None
        links = [self.network.links[index] for index in incoming(compiled, position)]
        calendar = compiled.calendars[position]
        for link in links:
            if link.unit == LagUnit.ELAPSED and link.type in (LinkType.FF, LinkType.SF):
                end = predecessor_span(state, link, position)[1 if link.type == LinkType.FF else 0]
                if calendar.work_at(finish) < calendar.work_at(end + link.lag):
                    return FINISH_LAG
        if wanted[0] < start and any(self.from_start_of_summary(link) for link in links):
            return START_OF_SUMMARY
        return UNKNOWN

    def from_start_of_summary(self, link: NetworkLink) -> bool:
        return link.type in FROM_START and link.predecessor in self.compiled.outline.children

    def of_slack(self, position: int) -> str | None:
        """None for late dates that follow from those after."""
        state, compiled, network = self.backward, self.compiled, self.network
        if network.actual_finish[position] is not None:
            return None
        known = state.late[position]
        general_backward_pass(state, position)
        wanted, state.late[position] = state.late[position], known
        if wanted == known:
            return None
        calendar = compiled.calendars[position]
        for link, leaf in self.bound(position):
            if calendar.work_at(raw_limit(state, link, position, leaf)) != self.last(position):
                continue  # not this one, in the oracle's eyes
            across = {link.predecessor, link.successor} & compiled.outline.children.keys()
            if network.actual_finish[leaf] is not None and across:
                return FINISHED
            early = self.last(position) < calendar.work_at(state.early_finish[position])
            if early and network.actual_start[leaf] is None:
                start = compiled.calendars[leaf].work_at(link_bound(state, link, leaf))
                if start <= state.late[leaf]:
                    return NOT_LATE
        for index in compiled.inherited_links_out.get(position, ()):
            link = network.links[index]
            if self.from_start_of_summary(link):
                first = first_leaf(state, link.predecessor) == position
                if first == (wanted < known):
                    return START_OF_SUMMARY
        return UNKNOWN

    def bound(self, position: int) -> Iterator[tuple[NetworkLink, int]]:
        """The links that the oracle may let bind an item, with each leaf that follows, finished or not."""
        indices = {*outgoing(self.backward, position), *self.compiled.inherited_links_out.get(position, ())}
        for link in map(self.network.links.__getitem__, sorted(indices)):
            for leaf in self.compiled.leaves.get(link.successor, [link.successor]):
                yield link, leaf
