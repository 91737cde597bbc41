"""The plan as a TaskJuggler project, which ``tj3`` schedules to the same dates.

What TaskJuggler can express is left for it to schedule: durations in the plan's working time, holidays, links that bind
a start (finish to start, start to start) with a lag. What it cannot is pinned to the dates of the plan's own schedule:
leads, links that bind a finish, constraints, actual dates, items on calendars of their own.
"""

from typing import IO

from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.exchange.common.export_options import ExportOptions
from tpm_tui.exchange.schedules.taskjuggler.project_header import ProjectHeader
from tpm_tui.planning.analysis.driver import Cause, driver
from tpm_tui.planning.cpm.forward import lag_minutes, link_bound
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
from tpm_tui.planning.model.network import LagUnit, LinkType, NetworkLink

_PRIORITIES = {"lowest": 100, "low": 300, "medium": 500, "high": 700, "highest": 900}


def write(plan: Plan, context: InputContext, out: IO[str], _options: ExportOptions) -> None:
    """Write a project with one report, ``schedule.csv``. ValidationError where the plan has no schedule."""
    schedule = validated_schedule(plan, context)
    frame = ProjectHeader(plan, schedule)
    out.writelines(frame.head())
    tasks = _TaskWriter(plan, schedule, frame)
    out.writelines(tasks.lines())
    out.write(
        'taskreport schedule "schedule" {\n  formats csv\n  timeformat "%Y-%m-%d %H:%M"\n'
        "  columns id, name, start, end\n}\n"
    )


class _TaskWriter:
    def __init__(self, plan: Plan, schedule: Schedule, frame: ProjectHeader) -> None:
        self.plan = plan
        self.schedule = schedule
        self.frame = frame
        self.out = dropped_items(plan)
        self.ids = plan["item"].ids
        self.keys = [str(key).lower().replace("-", "") for key in plan["item"].columns["key"]]
        self.incoming: dict[int, list[int]] = {}
        """links that are left to TaskJuggler, by successor"""
        rank, links = schedule.network.rank, schedule.network.links
        for index in sorted(range(len(links)), key=lambda i: rank[links[i].successor]):
            link = links[index]
            # it wants each task named once, also where a task inherits the link of what it lies in
            named = {links[other].predecessor for other in self._inherited(link.successor)}
            if link.predecessor not in named and self._expressible(link):
                self.incoming.setdefault(link.successor, []).append(index)

    def lines(self) -> list[str]:
        """All tasks, each within its parent."""
        lines: list[str] = []
        below, position = self.plan.children, self.plan["item"].position
        stack: list[tuple[str | None, int]] = [(id_, 0) for id_ in reversed(below.get(None, ()))]
        while stack:
            id_, depth = stack.pop()
            if id_ is None:
                lines.append(f"{'  ' * depth}}}\n")
                continue
            at = position[id_]
            if self.out[at]:
                continue
            children = [child for child in below.get(id_, ()) if not self.out[position[child]]]
            head, *rest = self._task(at, leaf=not children)
            lines.append(f"{'  ' * depth}{head}\n")
            lines += [f"{'  ' * (depth + 1)}{line}\n" for line in rest]
            stack.append((None, depth))
            stack.extend((child, depth + 1) for child in reversed(children))
        return lines

    def _task(self, at: int, leaf: bool) -> list[str]:
        row = self.plan["item"].row(self.ids[at])
        name = self.frame.text(f"{row['key']} {row['title']}")
        lines = [f"task {self.keys[at]} {name} {{"]
        for index in self.incoming.get(at, ()):
            lines.append(self._dependency(self.schedule.network.links[index]))
        if leaf:
            lines += self._dates(at)
            workers = self.frame.workers(self.ids[at])
            if workers:
                lines.append(f"responsible {', '.join(workers)}")
            if row["progress"]:
                lines.append(f"complete {row['progress']}")
            if row["priority"] != "medium":
                lines.append(f"priority {_PRIORITIES[str(row['priority'])]}")
        return lines

    def _dates(self, at: int) -> list[str]:
        """What TaskJuggler is given of a leaf's dates."""
        network, frame = self.schedule.network, self.frame
        start, finish = self.schedule.start[at], self.schedule.finish[at]
        begun = network.actual_start[at] is not None or network.actual_finish[at] is not None
        same_hours = network.calendar_of(at) == frame.calendar
        instant = self._instant(at)
        both = begun or not same_hours or frame.has_exception_between(start, finish)
        lines = []
        if instant:
            lines.append("milestone")
        elif both:
            lines.append(f"end {frame.date(finish)}")
        else:
            lines.append(f"length {max(frame.rounded(network.duration[at]), frame.step)}min")
        if both or self._pinned(at):
            lines.append(f"start {frame.date(start)}")  # after the end, which would plan the task backwards
        return lines

    def _instant(self, at: int) -> bool:
        return self.frame.rounded(self.schedule.start[at]) >= self.frame.rounded(self.schedule.finish[at])

    def _pinned(self, at: int) -> bool:
        """Whether TaskJuggler would not find the start by itself."""
        cause = driver(self.schedule, at)
        if cause.cause == Cause.PLAN_START:
            return self.frame.start != self.schedule.network.plan_start or bool(self._inherited(at))
        if cause.cause != Cause.LINK or cause.link is None:
            return True
        link = self.schedule.network.links[cause.link]
        earliest = min(cause.at, self.schedule.start[at]) - abs(lag_minutes(self.schedule.state, link)) * 7
        if self.frame.has_exception_between(earliest, self.schedule.start[at]):
            return True
        return cause.link not in self.incoming.get(link.successor, ())

    def _inherited(self, at: int) -> list[int]:
        """Dependencies of an item and of what it lies in."""
        indices: list[int] = []
        up = at
        while up >= 0:
            indices += self.incoming.get(up, ())
            up = self.schedule.network.parent[up]
        return indices

    def _expressible(self, link: NetworkLink) -> bool:
        """Whether TaskJuggler has such a link, and the schedule keeps it."""
        if link.type not in (LinkType.FS, LinkType.SS):
            return False
        lag = lag_minutes(self.schedule.state, link)
        if lag < 0 or lag % self.frame.step:
            return False
        form, network = self.schedule.state.compiled, self.schedule.network
        before = link.predecessor
        if link.type == LinkType.SS and before in form.outline.children:
            return False  # it takes a milestone that stands first in a group for a loop
        if lag and link.unit == LagUnit.ELAPSED:
            # it would count from where the work before ended, not from where this one starts
            end = self.schedule.finish[before]
            if link.type == LinkType.SS or self._instant(before) or self.frame.calendar.previous_working(end) != end:
                return False
        for leaf in form.leaves[link.successor] if link.successor in form.outline.children else [link.successor]:
            calendar = network.calendar_of(leaf)
            if lag and link.unit != LagUnit.ELAPSED and calendar != self.frame.calendar:
                return False
            if network.actual_start[leaf] is not None or network.actual_finish[leaf] is not None:
                return False
            if link_bound(self.schedule.state, link, leaf) > self.schedule.start[leaf]:
                return False
        return True

    def _dependency(self, link: NetworkLink) -> str:
        path: list[str] = []
        up = link.predecessor
        while up >= 0:
            path.append(self.keys[up])
            up = self.schedule.network.parent[up]
        # of what takes no time, start and end are one; it takes the two for a loop
        options = ["onstart"] if link.type == LinkType.SS and not self._instant(link.predecessor) else []
        lag = lag_minutes(self.schedule.state, link)
        if lag:
            options.append(f"{'gapduration' if link.unit == LagUnit.ELAPSED else 'gaplength'} {lag}min")
        return f"depends {'.'.join(reversed(path))}{' { ' + ' '.join(options) + ' }' if options else ''}"
