"""What MS Project's XML says, as plain data: nothing is scheduled, judged or lost here.

Instants are minutes since 1970-01-01T00:00 local, durations and work are minutes, as in `domain.time.work_calendar`.
UIDs are those of the file.
"""

from datetime import date, datetime
from decimal import Decimal
from typing import NamedTuple

from msgspec import Struct, field

from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.work_calendar import WorkCalendar


class MspdiError(ValueError):
    """The file is no MS Project XML, or none that can be read safely."""


class MspdiProblem(NamedTuple):
    """Something in the file that was skipped or could only be approximated."""

    where: str
    """the task, calendar or section, as a person would name it"""
    reason: str


class MspdiLink(Struct, frozen=True, kw_only=True):
    """A predecessor of a task."""

    predecessor_uid: int
    type: int = 1
    """0 FF, 1 FS, 2 SF, 3 SS"""
    lag: int = 0
    """minutes, or hundredths of the predecessor's duration if `percent`"""
    elapsed: bool = False
    percent: bool = False


class MspdiBaseline(Struct, frozen=True, kw_only=True):
    """A task's dates and sizes at the time a baseline was taken."""

    number: int
    start: int | None = None
    finish: int | None = None
    duration: int | None = None
    work: int | None = None
    cost: Decimal | None = None


class MspdiTask(Struct, frozen=True, kw_only=True):
    """A task or summary, in file order."""

    uid: int
    id: int | None = None
    name: str = ""
    parent_uid: int | None = None
    """from order and outline level; None at the top"""
    outline_level: int = 1
    wbs: str = ""
    type: int = 0
    """0 fixed units, 1 fixed duration, 2 fixed work"""
    effort_driven: bool = False
    """the work stays when people come or go"""
    levelled_start: int | None = None
    """where resource levelling delayed it to"""
    leveling_delay: int = 0
    """elapsed minutes by which it did"""
    milestone: bool = False
    summary: bool = False
    active: bool = True
    manual: bool = False
    external: bool = False
    start: int | None = None
    finish: int | None = None
    duration: int | None = None
    elapsed: bool = False
    """the duration is clock time"""
    estimated: bool = False
    work: int | None = None
    actual_start: int | None = None
    actual_finish: int | None = None
    actual_duration: int | None = None
    remaining_duration: int | None = None
    percent_complete: float = 0
    constraint: int = 0
    """0 ASAP, 1 ALAP, 2 MSO, 3 MFO, 4 SNET, 5 SNLT, 6 FNET, 7 FNLT"""
    constraint_date: int | None = None
    deadline: int | None = None
    calendar_uid: int | None = None
    ignore_resource_calendar: bool = False
    priority: int = 500
    cost: Decimal | None = None
    actual_cost: Decimal | None = None
    notes: str = ""
    early_start: int | None = None
    early_finish: int | None = None
    late_start: int | None = None
    late_finish: int | None = None
    total_slack: int = 0
    """minutes; writers leave it out when it is zero"""
    free_slack: int = 0
    critical: bool = False
    links: tuple[MspdiLink, ...] = ()
    baselines: tuple[MspdiBaseline, ...] = ()
    attributes: tuple[tuple[str, str], ...] = ()
    """custom fields: name (or field number) and value"""


COST_RESOURCE = 2
"""the type of a resource that is money"""
FIRST_RATE_MINUTE, LAST_RATE_MINUTE = to_minute(datetime(1984, 1, 1)), to_minute(datetime(2049, 12, 31, 23, 59))
"""what MS Project says where a rate has no beginning and no end"""


class MspdiResource(Struct, frozen=True, kw_only=True):
    """Someone or something that work is assigned to."""

    uid: int
    name: str = ""
    type: int = 1
    """0 material, 1 work, 2 cost"""
    initials: str = ""
    email: str = ""
    group: str = ""
    generic: bool = False
    """stands for whoever has a role, not for a person"""
    max_units: float = 1.0
    """1.0 is full time"""
    calendar_uid: int | None = None
    standard_rate: Decimal | None = None
    """per hour"""
    rates: tuple[tuple[int, Decimal], ...] = ()
    """where the rate changes: the clock minute from which on, and the rate an hour, the first of all first"""
    code: str = ""
    is_budget: bool = False
    notes: str = ""


class MspdiDay(Struct, frozen=True):
    """Actual work within an assignment: the clock minute from which on, minutes of work, and what they cost."""

    start: int
    minutes: int
    cost: Decimal | None = None


class MspdiAssignment(Struct, frozen=True, kw_only=True):
    """A resource on a task."""

    uid: int
    task_uid: int
    resource_uid: int
    """-65535 (or another negative number) for nobody"""
    units: float = 1.0
    work: int | None = None
    actual_work: int | None = None
    remaining_work: int | None = None
    start: int | None = None
    finish: int | None = None
    cost: Decimal | None = None
    actual_cost: Decimal | None = None
    budget_cost: Decimal | None = None
    days: tuple[MspdiDay, ...] = ()


class MspdiCalendar(Struct, frozen=True, kw_only=True):
    """A named calendar with what it inherits already filled in; `calendar` is None if it has no working time."""

    uid: int
    name: str
    base: bool
    base_uid: int | None
    calendar: WorkCalendar | None
    names: dict[date, str] = field(default_factory=dict)
    """what exceptional days are called, where they have a name"""


class MspdiProject(Struct, kw_only=True):
    """A whole file."""

    name: str = ""
    title: str = ""
    author: str = ""
    save_version: str = ""
    start: int | None = None
    finish: int | None = None
    schedule_from_start: bool = True
    status_date: int | None = None
    calendar_uid: int | None = None
    minutes_per_day: int = 480
    minutes_per_week: int = 2400
    days_per_month: int = 20
    critical_slack_limit: int = 0
    """days"""
    currency: str = ""
    calendars: dict[int, MspdiCalendar] = field(default_factory=dict)
    tasks: list[MspdiTask] = field(default_factory=list)
    resources: list[MspdiResource] = field(default_factory=list)
    assignments: list[MspdiAssignment] = field(default_factory=list)
    attributes: dict[str, str] = field(default_factory=dict)
    """custom fields that the file defines: field number and the name people gave it"""
    problems: list[MspdiProblem] = field(default_factory=list)
