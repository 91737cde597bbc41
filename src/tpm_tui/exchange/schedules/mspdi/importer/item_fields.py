"""A task of an MS Project file as the values of an item: type, duration, constraint, progress, status."""

from collections import Counter
from collections.abc import Mapping

from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
from tpm_tui.domain.time.work_calendar import WorkCalendar
from tpm_tui.domain.values.codec import Stored
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.schedules.mspdi.effort import TaskEffort
from tpm_tui.exchange.schedules.mspdi.importer.project_properties import stored_instant
from tpm_tui.exchange.schedules.mspdi.project_data import MspdiTask
from tpm_tui.planning.model.network import DATED, Constraint

_FINISHES = (Constraint.FNET, Constraint.FNLT, Constraint.MFO)
_PRIORITIES = ((200, "lowest"), (400, "low"), (601, "medium"), (801, "high"), (1 << 31, "highest"))

StoredRecord = Mapping[str, Stored]


class StatusByGroup:
    """The workflow's states for work that waits, goes on, is done or given up."""

    def __init__(self, change_set: ChangeSet) -> None:
        self.groups = dict(change_set.plan.state_groups)
        self._change_set = change_set
        self._of_group: dict[str, str] = {}
        for group, usual in (("todo", "backlog"), ("active", "doing"), ("done", "done")):
            named = [s for s in change_set.plan.states if self.groups[s] == group and s != "dropped"]
            if named:
                self._of_group[group] = usual if usual in named else named[0]

    def of(self, group: str) -> str | None:
        """The state of a group, None if the workflow has none."""
        return self._of_group.get(group)

    def dropped(self) -> str:
        """The state that takes work out of the plan, made where the workflow has none."""
        if "dropped" not in self.groups:
            self.groups["dropped"] = "done"
            self._change_set.add("state", {"name": "dropped", "group": "done", "order": len(self.groups)})
        return "dropped"


class ItemFields:
    """Makes values; ``approximated`` counts what was approximated, as "N tasks …"."""

    def __init__(self, states: StatusByGroup, approximated: Counter[str]) -> None:
        self._states = states
        self._approximated = approximated

    def values(
        self, task: MspdiTask, before: StoredRecord, effort: TaskEffort, wanted: StoredValues, summary: bool
    ) -> StoredValues:
        """The stored values of a task; ``before`` is the item as it is here, empty for a new one, ``effort`` what the
        task takes, ``wanted`` that as fields."""
        values: StoredValues = {
            "title": " ".join(task.name.split()) or f"Task {task.uid}",
            "deadline": stored_instant(task.deadline),
        }
        milestone = task.milestone and not task.duration and not summary
        if milestone:
            values["type"] = "milestone"
        elif not before:
            values["type"] = "epic" if summary else "task"
        elif before["type"] == "milestone" and not summary:
            values["type"] = "task"
        if task.milestone and task.duration and not summary:
            self._approximated[
                "are {milestones that take|a milestone that takes} time, and {ordinary tasks|an ordinary task} here"
            ] += 1
        if not summary:
            values |= self._duration(before, wanted, milestone)
            values |= self._progress(task, effort, milestone)
            if values["remaining"] is not None and effort.duration:
                likely = ThreePoint.load(str(wanted["estimate"])).likely  # what is left counts as the estimate does
                values["remaining"] = round(int(values["remaining"]) * likely / effort.duration)
        values |= self._constraint(task, effort.calendar, summary)
        values |= self._status(task, values, before, summary)
        if task.notes.strip():
            values["notes"] = task.notes.replace("\r\n", "\n").replace("\r", "\n").strip()
        if task.priority != 500:
            values["priority"] = next(word for limit, word in _PRIORITIES if task.priority < limit)
        if task.external:
            self._approximated["stand for {tasks|a task} of another project, and {are|is} ordinary here"] += 1
        return values

    def _duration(self, before: StoredRecord, wanted: StoredValues, milestone: bool) -> StoredValues:
        """The estimate and what it means; a range that was entered here around the same likely value stays."""
        if milestone:
            return {}
        current = before.get("estimate")
        likely = ThreePoint.load(str(wanted["estimate"])).likely
        kept = current is not None and ThreePoint.load(str(current)).likely == likely
        return {name: value for name, value in wanted.items() if name != "estimate" or not kept}

    def _constraint(self, task: MspdiTask, calendar: WorkCalendar, summary: bool) -> StoredValues:
        kind, when = Constraint(task.constraint), task.constraint_date
        if summary and kind in DATED and when is not None:
            what = "{summaries have|summary has} a constraint, which binds nothing below {them|it} here"
            self._approximated[what] += 1
        if task.manual and not summary and task.start is not None and task.actual_start is None:
            self._approximated["are scheduled by hand: bound to the start in the file"] += 1
            kind, when = Constraint.MSO, task.start
        if kind not in DATED or when is None:
            return {"constraint": kind.name if kind not in DATED else "ASAP", "constraint_date": None}
        if kind in _FINISHES and when % MINUTES_PER_DAY == 0:
            when = calendar.previous_working(when)  # a bare midnight would mean the day that begins there
        return {"constraint": kind.name, "constraint_date": stored_instant(when)}

    def _progress(self, task: MspdiTask, effort: TaskEffort, milestone: bool) -> StoredValues:
        """Actual dates, progress and what remains; work that has begun without saying when began as planned."""
        percent = min(max(task.percent_complete, 0), 100)
        began, ended = task.actual_start, task.actual_finish
        if began is None and ended is None and percent and task.start is not None:
            self._approximated["have progress but no actual start: begun when planned"] += 1
            began = task.start
        if ended is None and percent == 100 and task.finish is not None:
            if not milestone:
                self._approximated["are complete without a date since when: ended when planned"] += 1
            ended = task.finish
        if milestone and ended is None:
            ended = began
        progress = 100 if ended is not None else min(round(percent), 99)
        left: int | None = None
        if began is not None and ended is None:
            left = effort.remaining
            if left is None and percent != progress:
                minutes = effort.duration or 0
                left = minutes - round(minutes * percent / 100)
        return {
            "actual_start": stored_instant(began),
            "actual_finish": stored_instant(ended),
            "progress": progress,
            "remaining": left,
        }

    def _status(self, task: MspdiTask, values: StoredValues, before: StoredRecord, summary: bool) -> StoredValues:
        """The state, where the group of the one it has is no longer right."""
        states = self._states
        status = before.get("status")
        if not task.active:
            return {"status": states.dropped()}
        if summary:
            group = "active" if 0 < task.percent_complete < 100 else "done" if task.percent_complete >= 100 else "todo"
        else:
            group = "done" if values["actual_finish"] else "active" if values["actual_start"] else "todo"
        if status != "dropped" and states.groups.get(str(status)) == group:
            return {}
        wanted = states.of(group)
        return {"status": wanted} if wanted is not None else {}
