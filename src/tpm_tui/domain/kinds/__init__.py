"""Every kind of record, by name. The order is the order of registers, exports and imports: what is pointed at first."""

from collections.abc import Mapping
from functools import cache

from msgspec import Struct

from tpm_tui.domain.fields import Column, Record, columns, columns_by_name, required_columns
from tpm_tui.domain.kinds import costs, file_settings, meetings, people, programme, stakeholders
from tpm_tui.domain.kinds.delivery import incidents, metrics, releases, sprints, technologies
from tpm_tui.domain.kinds.quality import checks, gates
from tpm_tui.domain.kinds.risks_issues_decisions import decisions, issues, risks
from tpm_tui.domain.kinds.schedule import baselines, calendars, items
from tpm_tui.domain.kinds.scope import objectives, requirements


class Join(Struct, frozen=True):
    """A record that only joins two others: one of ``sources`` names the one that acts, ``target`` the other; the words
    say what the first is to the second, and back."""

    sources: tuple[str, ...]
    target: str
    forwards: str
    backwards: str


class Kind(Struct, frozen=True):
    """A kind's names: ``prefix`` starts its human keys (``T-13``), ``title`` is the field that names a record.

    ``created_by_name``: a name is all that a record needs; one that a value names for the first time is made with it.
    ``read_only_reason`` says why nobody adds or changes its records: the program keeps them. Empty where people do.
    """

    name: str
    record: type[Record]
    prefix: str
    label: str
    plural: str
    title: str
    created_by_name: bool = False
    read_only_reason: str = ""
    #: The flag that says that a record is finished; items have a status instead.
    done: str = ""
    #: Dates that move when a record is shifted.
    dates: tuple[str, ...] = ()
    #: Dates of which none lies before an earlier one of these.
    ascending: tuple[str, ...] = ()
    #: Other words for its records, by which the palette finds them.
    synonyms: tuple[str, ...] = ()
    #: The field that names the items that a record is about, if a change of it touches them.
    about: str = ""
    #: The fields by which its records are told apart where no free text calls them.
    known_by: tuple[str, ...] = ()
    #: How its records join two others, if that is all that they do.
    join: Join | None = None
    #: Whether dates, forecasts, loads, costs or the promise follow from it.
    calculated_from: bool = True

    @property
    def plural_noun(self) -> str:
        """The word for more than one of them in a sentence: some registers are named otherwise."""
        words = f"{self.label}s" if self.name in ("item", "state", "raci") else self.plural
        return " ".join(word if word.isupper() else word.lower() for word in words.split())

    @property
    def columns(self) -> tuple[Column, ...]:
        return columns(self.record)

    @property
    def columns_by_name(self) -> Mapping[str, Column]:
        return columns_by_name(self.record)

    @property
    def required_columns(self) -> tuple[Column, ...]:
        return required_columns(self.record)

    @property
    def is_titled(self) -> bool:
        """Whether its records are called by free text, with which ``add`` begins."""
        column = self.column(self.title)
        return column.type is str and not column.ref and not column.field.choices

    def column(self, name: str) -> Column:
        """The column of that name; KeyError if there is none."""
        return columns_by_name(self.record)[name]


_ALL = (
    Kind("programme", programme.Programme, "PG", "Programme", "Programme", "name"),
    Kind("calendar", calendars.Calendar, "CAL", "Calendar", "Calendars", "name", synonyms=("working hours",)),
    Kind(
        "calendar_exception", calendars.CalendarException, "CX", "Calendar exception", "Calendar exceptions", "name",
        dates=("start", "end"), ascending=("start", "end"), synonyms=("holiday",),
    ),
    Kind("state", items.State, "ST", "Workflow state", "Workflow", "name", synonyms=("status",)),
    Kind("custom_field", file_settings.CustomField, "F", "Custom field", "Custom fields", "name"),
    Kind("person", people.Person, "P", "Person", "People", "name", created_by_name=True,
         synonyms=("resource", "member")),
    Kind("pool", people.Pool, "PL", "Pool", "Pools", "name", created_by_name=True, synonyms=("resource",)),
    Kind("absence", people.Absence, "AB", "Absence", "Absences", "type", known_by=("person", "start"),
         dates=("start", "end"), ascending=("start", "end"), synonyms=("vacation", "holiday", "leave")),
    Kind("workstream", items.Workstream, "W", "Workstream", "Workstreams", "name", created_by_name=True,
         synonyms=("area",)),
    Kind("sprint", sprints.Sprint, "SP", "Sprint", "Sprints", "name",
         dates=("start", "end"), ascending=("start", "end"), synonyms=("iteration",)),
    Kind("item", items.Item, "T", "Item", "Backlog", "title", dates=("constraint_date", "deadline"),
         ascending=("actual_start", "actual_finish"), synonyms=("task", "work package")),
    Kind("link", items.Link, "L", "Link", "Links", "type", synonyms=("dependency", "predecessor"),
         join=Join(("predecessor",), "successor", "comes before", "comes after")),
    Kind("comment", items.Comment, "N", "Comment", "Comments", "text"),
    Kind("assignment", people.Assignment, "AS", "Assignment", "Assignments", "units", synonyms=("allocation",),
         join=Join(("person", "pool"), "item", "works on", "is worked on by")),
    Kind("baseline", baselines.Baseline, "B", "Baseline", "Baselines", "name", synonyms=("snapshot",)),
    Kind(
        "baseline_entry", baselines.BaselineEntry, "BE", "Baseline entry", "Baseline entries", "title",
        read_only_reason="a baseline is never changed; take a new one",
    ),
    Kind("stakeholder", stakeholders.Stakeholder, "S", "Stakeholder", "Stakeholders", "name", created_by_name=True,
         calculated_from=False),
    Kind("contact", stakeholders.Contact, "C", "Contact", "Contact log", "summary", done="kept", dates=("due",),
         synonyms=("communication",)),
    Kind("raci", stakeholders.Raci, "RA", "RACI role", "RACI", "role", synonyms=("responsibility",),
         join=Join(("item",), "stakeholder", "concerns", "has a role in")),
    Kind("term", stakeholders.Term, "TM", "Term", "Glossary", "term", synonyms=("definition",)),
    Kind("report", stakeholders.Report, "RP", "Report", "Reports", "title"),
    Kind("risk", risks.Risk, "R", "Risk", "Risks", "title", dates=("review_by",), synonyms=("threat", "opportunity"),
         about="items"),
    Kind("mitigation", risks.Mitigation, "MI", "Mitigation", "Mitigations", "title", done="done", dates=("due",),
         synonyms=("mitigate", "reduce", "countermeasure", "treatment")),
    Kind(
        "forecast", risks.Forecast, "FC", "Forecast", "Forecasts", "day",
        read_only_reason="a forecast stays as the program made it; it remembers one a day by itself",
        calculated_from=False,
    ),
    Kind("cost", costs.Cost, "K", "Cost", "Costs", "title", synonyms=("expense", "invoice", "supplier")),
    Kind("budget", costs.Budget, "BU", "Budget", "Budgets", "title", synonyms=("funding",)),
    Kind("reserve_draw", costs.ReserveDraw, "DR", "Reserve draw", "Reserve draws", "reason", synonyms=("contingency",)),
    Kind("rate", costs.Rate, "RT", "Rate", "Rates", "start", dates=("start",), synonyms=("price",)),
    Kind("time_entry", costs.TimeEntry, "TE", "Time entry", "Time entries", "day", synonyms=("timesheet", "worklog")),
    Kind("shift", people.Shift, "SH", "Shift", "Shifts", "role", dates=("start", "end"), ascending=("start", "end"),
         synonyms=("on call", "rota")),
    Kind("meeting", meetings.Meeting, "M", "Meeting", "Meetings", "title", dates=("at",),
         synonyms=("retrospective", "stand-up", "agenda", "minutes"), calculated_from=False),
    Kind("incident", incidents.Incident, "I", "Incident", "Incidents", "title",
         ascending=("started", "detected", "acknowledged", "mitigated", "resolved"),
         synonyms=("outage", "downtime", "postmortem"), about="items"),
    Kind("incident_entry", incidents.IncidentEntry, "IE", "Incident entry", "Incident timeline", "text"),
    Kind("action", meetings.Action, "A", "Action", "Actions", "title", done="done", dates=("due",),
         synonyms=("follow-up", "follow up", "to-do"), calculated_from=False),
    Kind("cause", meetings.ProblemCause, "CA", "Cause", "Causes", "title",
         synonyms=("root cause", "five whys", "fishbone"), calculated_from=False),
    Kind("issue", issues.Issue, "IS", "Issue", "Issues", "title", dates=("needed_by",), synonyms=("problem",),
         calculated_from=False),
    Kind("lesson", issues.Lesson, "LE", "Lesson", "Lessons", "title", synonyms=("retrospective", "learned"),
         calculated_from=False),
    Kind("team_pulse", issues.TeamPulse, "PU", "Team pulse", "Team pulses", "team", dates=("on",),
         synonyms=("morale", "mood"), calculated_from=False),
    Kind("check", checks.Check, "CK", "Check", "Checks", "title", synonyms=("test", "definition of done")),
    Kind("requirement", requirements.Requirement, "Q", "Requirement", "Requirements", "statement",
         synonyms=("need", "acceptance"), about="items"),
    Kind("decision", decisions.Decision, "D", "Decision", "Decisions", "title", dates=("at",),
         synonyms=("ADR", "recommendation"), about="items"),
    Kind("option", decisions.Option, "O", "Option", "Options", "name", calculated_from=False),
    Kind("criterion", decisions.Criterion, "CR", "Criterion", "Criteria", "name"),
    Kind("score", decisions.Score, "SC", "Score", "Scores", "score", known_by=("option", "criterion")),
    Kind("protocol", gates.Protocol, "PT", "Protocol", "Protocols", "name", synonyms=("checklist", "runbook")),
    Kind("technology", technologies.Technology, "TC", "Technology", "Technologies", "name", dates=("look_again",)),
    Kind("feasibility", technologies.Feasibility, "FE", "Feasibility", "Feasibility", "question",
         synonyms=("proof of concept",)),
    Kind("maintenance_window", incidents.MaintenanceWindow, "MW", "Maintenance window", "Maintenance windows", "title",
         dates=("start", "end"), ascending=("start", "end"), synonyms=("downtime", "outage")),
    Kind("release", releases.Release, "RL", "Release", "Releases", "version", dates=("at",),
         ascending=("committed", "at", "detected", "restored"), synonyms=("deployment", "version")),
    Kind("gate", gates.Gate, "GA", "Gate", "Gates", "title", synonyms=("stage", "go/no-go", "approval")),
    Kind("metric", metrics.Metric, "ME", "Metric", "Metrics", "name", synonyms=("KPI", "measure")),
    Kind("reading", metrics.Reading, "RD", "Reading", "Readings", "value", known_by=("metric", "at")),
    Kind("objective", objectives.Objective, "OB", "Objective", "Objectives", "statement", dates=("by",),
         synonyms=("goal", "OKR", "key result")),
    Kind("view", file_settings.SavedView, "V", "Saved view", "Saved views", "name"),
    Kind("mapping", file_settings.ImportMapping, "MP", "Import mapping", "Import mappings", "name"),
)  # fmt: skip

KINDS: dict[str, Kind] = {kind.name: kind for kind in _ALL}
PREFIXES: dict[str, str] = {kind.prefix: kind.name for kind in _ALL}

#: Fixed ids of the records every file has, so that two copies made apart still mean the same ones.
PROGRAMME_ID = "programme"


@cache
def has_source_id(kind: str) -> bool:
    """Whether records of a kind may have come from another program, and then keep the key that they had there."""
    return any(column.name == "source_id" for column in KINDS[kind].columns)
