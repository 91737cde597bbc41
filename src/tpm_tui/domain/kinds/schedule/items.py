"""Work: workstreams, items of every size, links between them, and what is said about them."""

from datetime import date, datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record
from tpm_tui.domain.values.three_point import ThreePoint

ITEM_TYPES = ("initiative", "epic", "story", "task", "bug", "spike", "milestone")
FUNCTIONS = ("design", "development", "operations", "qa", "other")
PRIORITIES = ("lowest", "low", "medium", "high", "highest")
CONSTRAINTS = ("ASAP", "ALAP", "SNET", "SNLT", "FNET", "FNLT", "MSO", "MFO")
LINK_TYPES = ("FS", "SS", "FF", "SF")
#: What the letters mean, in words that go on after an item and before a date or another item.
CONSTRAINT_WORDS = {
    "ASAP": "as soon as possible", "ALAP": "as late as possible", "SNET": "must not start before",
    "SNLT": "must start by", "FNET": "must not finish before", "FNLT": "must finish by", "MSO": "must start on",
    "MFO": "must finish on",
}  # fmt: skip
LINK_WORDS = {
    "FS": "starts after its finish", "SS": "starts after its start", "FF": "finishes after its finish",
    "SF": "finishes after its start",
}  # fmt: skip
#: MS Project's task types: what an estimate means when the people of an item change.
EFFORT_TYPES = ("fixed units", "fixed work", "fixed duration")
#: What an estimate rests on [PMBOK, basis of estimates]; whoever types another estimate makes it an estimated one.
ESTIMATE_BASES = ("estimated", "assumed range", "reference class")
#: When an item earns its budget (earned value).
EARNING_RULES = ("percent complete", "0/100", "50/50", "weighted milestones")
LAG_UNITS = ("working", "elapsed", "percent")


class Workstream(Record, frozen=True, kw_only=True):
    """A strand of the programme with a lead and a goal."""

    name: Annotated[str, Field("Name", width=20)]
    lead: Annotated[str | None, Field("Lead", ref="person")] = None
    goal: Annotated[str, Field("Goal", width=40)] = ""
    deadline: Annotated[
        datetime | None, Field("Due", width=12, format="finish", help="none: that of the programme's target")
    ] = None
    availability_target: Annotated[float | None, Field("Availability target", width=8, help="percent, as in 99.9")] = (
        None
    )


class Item(Record, frozen=True, kw_only=True):
    """A piece of work, of any size; a tree of any depth."""

    title: Annotated[str, Field("Title", width=40)]
    type: Annotated[str, Field("Type", width=10, choices=ITEM_TYPES)] = "task"
    parent: Annotated[str | None, Field("Parent", width=7, ref="item", owned=True)] = None
    workstream: Annotated[str | None, Field("Workstream", ref="workstream")] = None
    function: Annotated[str, Field("Function", width=11, choices=FUNCTIONS)] = "development"
    status: Annotated[str, Field("Status", width=9, vocabulary="state")] = "backlog"
    blocked_since: Annotated[datetime | None, Field("Blocked since", past=True, width=16)] = None
    blocked_cause: Annotated[str, Field("Blocked by", width=24, help="cause in a word")] = ""
    priority: Annotated[str, Field("Priority", width=8, choices=PRIORITIES)] = "medium"
    rank: Annotated[str, Field("Rank", width=6, format="rank", hidden=True)] = ""
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    tags: Annotated[tuple[str, ...], Field("Tags")] = ()
    estimate: Annotated[ThreePoint | None, Field("Estimate", width=10, format="duration")] = None
    estimate_basis: Annotated[
        str, Field("Estimate basis", width=15, choices=ESTIMATE_BASES, help="~ before an estimate: nobody gave it")
    ] = "estimated"
    points: Annotated[float | None, Field("Story points", width=6)] = None
    progress: Annotated[int, Field("Progress", width=8, choices=range(101), format="percent")] = 0
    remaining: Annotated[int | None, Field("Remaining", width=9, format="duration")] = None
    actual_start: Annotated[datetime | None, Field("Actual start", past=True, width=12, format="start")] = None
    actual_finish: Annotated[datetime | None, Field("Actual finish", past=True, width=12, format="finish")] = None
    constraint: Annotated[str, Field("Constraint", width=10, choices=CONSTRAINTS)] = "ASAP"
    constraint_date: Annotated[datetime | None, Field("Constraint date", width=12, format="start")] = None
    deadline: Annotated[datetime | None, Field("Due", width=9, format="finish")] = None
    calendar: Annotated[str | None, Field("Calendar", ref="calendar")] = None
    sprint: Annotated[str | None, Field("Sprint", ref="sprint")] = None
    effort_type: Annotated[
        str, Field("Effort type", width=14, choices=EFFORT_TYPES, help="what stays when people come or go")
    ] = "fixed units"
    effort_driven: Annotated[
        bool, Field("Effort driven", help="of fixed units too, the work stays when people come or go")
    ] = False
    ignore_resource_calendars: Annotated[
        bool, Field("Ignores people", help="their hours and leave do not move it, only its calendar")
    ] = False
    levelled_start: Annotated[
        datetime | None, Field("Levelled start", width=12, format="start", help="held back until then by levelling")
    ] = None
    skills: Annotated[tuple[str, ...], Field("Skills needed", format="skills", help="python:3 sql:2")] = ()
    supplier: Annotated[str | None, Field("Supplied by", width=14, ref="stakeholder")] = None
    promised: Annotated[date | None, Field("Promised for", end=True, width=10)] = None
    earning_rule: Annotated[str, Field("Earns by", width=19, choices=EARNING_RULES)] = "percent complete"
    weight: Annotated[int | None, Field("Weight", width=6, choices=range(101), help="as a milestone, in %")] = None
    source_id: Annotated[str, Field("Source id", width=10, help="the key or UID it was imported with")] = ""
    custom: Annotated[str, Field("Custom fields", format="object", hidden=True)] = "{}"


class Link(Record, frozen=True, kw_only=True):
    """A dependency: the successor's dates follow the predecessor's."""

    predecessor: Annotated[str, Field("Predecessor", width=11, ref="item")]
    successor: Annotated[str, Field("Successor", width=11, ref="item")]
    type: Annotated[str, Field("Type", width=4, choices=LINK_TYPES)] = "FS"
    lag: Annotated[int, Field("Lag", width=8, format="lag", help="minutes, or percent; negative is a lead")] = 0
    lag_unit: Annotated[str, Field("Lag unit", width=8, choices=LAG_UNITS)] = "working"


class State(Record, frozen=True, kw_only=True):
    """One step of the workflow; its group says whether work there is waiting, under way or finished."""

    name: Annotated[str, Field("Name", width=12)]
    group: Annotated[str, Field("Group", width=7, choices=("todo", "active", "done"))] = "todo"
    order: Annotated[int, Field("Order", width=5)] = 0
    limit: Annotated[int | None, Field("Limit", width=5, help="most items at once (WIP)")] = None
    refuse_over_limit: Annotated[bool, Field("Refuse more", width=6, help="else a warning")] = False
    waiting: Annotated[bool, Field("Waiting", width=7, help="nobody works on what lies here")] = False


class Comment(Record, frozen=True, kw_only=True):
    """What somebody said about an item."""

    item: Annotated[str, Field("Item", width=7, ref="item")]
    text: Annotated[str, Field("Text", width=50, long=True)]
    author: Annotated[str, Field("Author", width=14)] = ""
    at: Annotated[datetime | None, Field("When", past=True, width=16)] = None
