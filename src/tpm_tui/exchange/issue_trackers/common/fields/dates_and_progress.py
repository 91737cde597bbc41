"""State, dates, estimate and progress of a row, which mean different things together than alone."""

import re
from collections.abc import Callable, Sequence
from datetime import datetime, time
from typing import TypeVar

from tpm_tui.domain.text.dates import DAY_END
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.values.codec import Stored
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.exchange.common.change_set import ChangeSet, StoredValues
from tpm_tui.exchange.common.notations.foreign_dates import date_range, stored_finish, stored_start
from tpm_tui.exchange.common.notations.foreign_durations import read_duration, read_elapsed
from tpm_tui.exchange.common.notations.foreign_words import NO, YES
from tpm_tui.exchange.issue_trackers.common.fields.elapsed_time import ElapsedTimeCalendar
from tpm_tui.exchange.issue_trackers.common.jira_and_other_statuses_to_workflow_states import StatusIndex
from tpm_tui.exchange.issue_trackers.common.tracker_table import IssueTable
from tpm_tui.planning.model.calendars import programme_calendar

R = TypeVar("R")

#: A bare nought: how trackers say that nobody estimated; only a planner's duration may be none.
_NO_TIME = re.compile(r"0+(?:[.,]0+)?")
#: Constraints of MS Project by their words and initials, in lower case.
_CONSTRAINTS = {
    "as soon as possible": "ASAP", "as late as possible": "ALAP", "start no earlier than": "SNET",
    "start no later than": "SNLT", "finish no earlier than": "FNET", "finish no later than": "FNLT",
    "must start on": "MSO", "must finish on": "MFO", "so früh wie möglich": "ASAP", "so spät wie möglich": "ALAP",
    "anfang nicht früher als": "SNET", "anfang nicht später als": "SNLT", "ende nicht früher als": "FNET",
    "ende nicht später als": "FNLT", "muss anfangen am": "MSO", "muss enden am": "MFO", "dès que possible": "ASAP",
    "début au plus tôt le": "SNET", "fin au plus tard le": "FNLT",
}  # fmt: skip

#: Beginnings of the words for a task that is scheduled by hand, in the languages of MS Project.
_BY_HAND = ("manu", "ручн", "handmatig", "ręczn", "手動")


class ProgressImporter:
    """Adds to the values of a row what it says of its state and its dates."""

    def __init__(self, table: IssueTable, change_set: ChangeSet, statuses: StatusIndex) -> None:
        self._table = table
        self._change_set = change_set
        self._statuses = statuses
        self._minutes: dict[tuple[str, str], int] = {}
        self._not_come: list[str] = []
        self._elapsed_time = ElapsedTimeCalendar(change_set)
        self._calendar = programme_calendar(change_set.plan) if "planned_finish" in table.places else None

    def add(self, values: StoredValues, line: int, cells: Sequence[str], known: str | None) -> None:
        """State, then the dates that it decides the meaning of, then estimate and progress. ValueError if one cannot be
        read."""
        group = self._add_status(values, cells, known)
        if known is None and (created := self._table.text("created", cells)):
            values["created"] = self._created(created)
        self._add_dates(values, cells, known, group)
        self._add_estimate(values, cells, known, group)
        completion = self._completion(cells)
        if completion is not None and group != "done":
            values["progress"] = completion

    def _current(self, known: str | None, name: str) -> Stored:
        return None if known is None else self._change_set.plan.value("item", known, name)

    def _created(self, text: str) -> Stored:
        """The moment a row was made where it comes from; None, which is now, for one that has not come yet."""
        made = _labelled("Created", self._table.dates.read, text)
        return made.isoformat(timespec="minutes") if made.date() <= self._change_set.context.today else None

    def _completion(self, cells: Sequence[str]) -> int | None:
        """Progress in percent, None where nothing is said."""
        text = self._table.text("completion", cells)
        if not text:
            return None
        try:
            value = float(text.rstrip("% ").replace(",", "."))
        except ValueError:
            raise ValueError(f"Progress: {text[:40]!r} is no percentage") from None
        if not 0 <= value <= 100:
            raise ValueError(f"Progress: {text[:40]!r} is not between 0 and 100%")
        return round(value)

    def _add_status(self, values: StoredValues, cells: Sequence[str], known: str | None) -> str:
        """The state of a row, and its group."""
        table, statuses = self._table, self._statuses
        named, finish = table.text("status", cells), table.text("finish", cells)
        group = statuses.groups.get(str(self._current(known, "status")), "todo")
        if named or (known is None and "status" in table.places):
            state = statuses.state(named, table.text("resolution", cells), table.meaning("status", named))
            values["status"] = state
            group = statuses.groups[state]
        completion = self._completion(cells)
        implied = ""
        if not table.dialect.wiki:
            given_up = table.text("dropped", cells).lower() not in ("", *NO)
            given_up = given_up or table.text("active", cells).lower() in NO
            if given_up and "dropped" in statuses.groups:
                values["status"] = "dropped"
                return "done"
            if finish and finish.lower() not in NO and group != "done":
                implied = "done"
            elif completion and not named:
                implied = "done" if completion == 100 else "active"
        if implied and implied != group and (state := statuses.first_of(implied)):
            values["status"] = state
            group = implied
        elif known is None and "status" not in values and not named:
            values["status"] = statuses.first_state
        return group

    def _add_dates(self, values: StoredValues, cells: Sequence[str], known: str | None, group: str) -> None:
        table = self._table
        text, dates = table.text, table.dates
        planned_from, due = date_range(text("due", cells))
        if due:
            values["deadline"] = stored_finish(_labelled("Due", dates.read, due))
        since = text("state_since", cells)
        is_finished = group == "done" and values.get("status") != "dropped"
        finish = text("finish", cells) or (since or self._past_finish(cells) if is_finished else "")
        finished = None
        if finish and group == "done" and finish.lower() not in YES | NO:
            finished = _labelled("Finished", dates.read, finish)
            values["actual_finish"] = stored_finish(finished)
        start = text("start", cells) or planned_from
        started = text("started", cells) or (since if group == "active" and not start else "")
        if table.dialect.planned and values.get("status") == "dropped":
            start = ""
        if start or started:
            began = _labelled("Start", dates.read, start or started)
            if group == "todo":
                by_hand = any(mark in text("mode", cells).lower() for mark in _BY_HAND)
                wanted = "MSO" if by_hand else "SNET"
                if start and self._current(known, "constraint") in (None, "ASAP", wanted):
                    values["constraint"] = wanted
                    values["constraint_date"] = stored_start(began)
            else:
                if started:
                    began = _labelled("Started", dates.read, started)
                if began.date() > self._change_set.context.today:
                    self._plan_start(values, began, known, group)
                elif started or finished is None or began <= finished:
                    values["actual_start"] = stored_start(began)
        self._add_constraint(values, cells)
        if group == "done" and values.get("status") != "dropped":
            values["progress"] = 100
        elif group != "done" and self._current(known, "actual_finish") is not None:
            values["actual_finish"] = None
            values["progress"] = 0

    def _past_finish(self, cells: Sequence[str]) -> str:
        """Where a planner's table says when a task finishes, and it has come: of what is done, that is when it did."""
        finish = self._table.text("planned_finish", cells) if self._table.dialect.planned else ""
        return finish if finish and self._table.dates.read(finish).date() <= self._change_set.context.today else ""

    def _plan_start(self, values: StoredValues, begin: datetime, known: str | None, group: str) -> None:
        """A start that has not come is a planned one, whatever the state says; of what is done it says nothing."""
        if group == "active" and self._current(known, "constraint") in (None, "ASAP", "SNET"):
            values["constraint"] = "SNET"
            values["constraint_date"] = stored_start(begin)
        self._not_come.append(str(values["title"]))

    def finish(self) -> None:
        """Note what was taken otherwise than it is called."""
        if not self._not_come:
            return
        named = ", ".join(self._not_come[:3]) + (", …" if len(self._not_come) > 3 else "")
        many = len(self._not_come) > 1
        self._change_set.assume(
            f"{len(self._not_come)} {'starts have' if many else 'start has'} not come yet ({named}): taken as planned,"
            " not as begun"
        )

    def _add_constraint(self, values: StoredValues, cells: Sequence[str]) -> None:
        kind, day = self._table.text("constraint", cells), self._table.text("constraint_date", cells)
        if kind:
            named = kind if kind.upper() in _CONSTRAINTS.values() else _CONSTRAINTS.get(kind.lower(), "")
            if not named:
                raise ValueError(
                    f"Constraint: {kind[:40]!r} is none of {', '.join(dict.fromkeys(_CONSTRAINTS.values()))}"
                )
            values["constraint"] = named.upper()
            if named.upper() in ("ASAP", "ALAP"):
                values.pop("constraint_date", None)
        if day:
            moment = _labelled("Constraint date", self._table.dates.read, day)
            late = str(values.get("constraint", "")).startswith(("F", "MF"))
            values["constraint_date"] = stored_finish(moment) if late else stored_start(moment)

    def _add_estimate(self, values: StoredValues, cells: Sequence[str], known: str | None, group: str) -> None:
        """Estimate, what remains and progress; a range that was entered here around the same likely value stays."""
        text = self._table.text
        estimate, remaining, spent = (text(name, cells) for name in ("estimate", "remaining", "spent"))
        if estimate and (self._table.is_planner or not _NO_TIME.fullmatch(estimate.strip())):
            self._set_estimate(values, estimate, known)
        elif self._calendar is not None and not text("milestone", cells):
            self._estimate_from_dates(values, cells, known)
        if remaining and group != "todo":
            values["remaining"] = self._in_minutes("remaining", remaining)
        if group == "active" and remaining and spent:
            done, left = self._in_minutes("spent", spent), self._in_minutes("remaining", remaining)
            if done + left:
                values["progress"] = round(100 * done / (done + left))

    def _set_estimate(self, values: StoredValues, estimate: str, known: str | None) -> None:
        if estimate.startswith("["):
            values["estimate"] = estimate
            return
        elapsed = _labelled("Estimate", lambda text: read_elapsed(text, self._change_set.context), estimate)
        if elapsed is not None:
            values["calendar"] = self._elapsed_time.id
            estimate = f"{elapsed}m"
        parts = [self._in_minutes("estimate", part) for part in estimate.split("/")]
        if len(parts) not in (1, 3):
            raise ValueError(
                f"Estimate: {estimate[:40]!r} is no estimate; write 4h, or best/likely/worst as in 1d/2d/5d"
            )
        best, likely, worst = parts[0], parts[len(parts) // 2], parts[-1]
        if self._table.is_planner and worst == 0 and values.get("type") in (None, "milestone"):
            values["type"] = "milestone"
            return
        current = self._current(known, "estimate")
        if len(parts) == 3 or current is None or ThreePoint.load(str(current)).likely != likely:
            values["estimate"] = f"[{best},{likely},{worst}]"

    def _estimate_from_dates(self, values: StoredValues, cells: Sequence[str], known: str | None) -> None:
        """The working time from start to finish, where a planner's table says no duration."""
        start, finish = self._table.text("start", cells), self._table.text("planned_finish", cells)
        if not (start and finish) or self._calendar is None:
            return
        begin, end = self._table.dates.read(start), self._table.dates.read(finish)
        if end.time() == time(0):
            end = end.replace(hour=DAY_END.hour, minute=DAY_END.minute)
        minutes = self._calendar.between(to_minute(begin), to_minute(end))
        if minutes > 0:
            self._set_estimate(values, f"{minutes}m", known)

    def _in_minutes(self, target: str, text: str) -> int:
        minutes = self._minutes.get((target, text))
        if minutes is None:
            try:
                minutes = read_duration(text, self._change_set.context, self._table.units.get(target))
            except ValueError as problem:
                raise ValueError(f"{target.capitalize()}: {problem}") from None
            self._minutes[target, text] = minutes
        return minutes


def _labelled(label: str, read: Callable[[str], R], text: str) -> R:
    """What a cell says, its column named in the reason if it cannot be read."""
    try:
        return read(text)
    except ValueError as problem:
        raise ValueError(f"{label}: {problem}") from None
