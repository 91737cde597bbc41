"""Requirements: what is needed, what binds, what is asked and what is assumed."""

from datetime import date, datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record

REQUIREMENT_TYPES = ("need", "constraint", "question", "assumption")
REQUIREMENT_STATES = ("open", "agreed", "answered", "met", "broken", "dropped")
#: How a constraint binds: days that are free, a start, a finish, a limit on cost, work or people.
CONSTRAINT_BINDINGS = ("", "days off", "not before", "by", "at most")
MOSCOW_PRIORITIES = ("must", "should", "could", "won't")
#: Fields of a requirement that say what is needed.
CONTENT_FIELDS = (
    "statement", "type", "rationale", "priority", "binding", "from_day", "to_day", "limit", "work_limit",
    "people_limit", "people_of",
)  # fmt: skip


class Requirement(Record, frozen=True, kw_only=True):
    """A need, a constraint, a question or an assumption; needs are traced to the items that answer them."""

    statement: Annotated[str, Field("Statement", width=40)]
    type: Annotated[str, Field("Type", width=10, choices=REQUIREMENT_TYPES)] = "need"
    rationale: Annotated[str, Field("Rationale", width=30)] = ""
    stakeholder: Annotated[str | None, Field("Source", ref="stakeholder")] = None
    meeting: Annotated[str | None, Field("Meeting", width=8, ref="meeting")] = None
    priority: Annotated[str, Field("Priority", width=8, choices=MOSCOW_PRIORITIES)] = "should"
    status: Annotated[str, Field("Status", width=9, choices=REQUIREMENT_STATES)] = "open"
    items: Annotated[tuple[str, ...], Field("Items", ref="item")] = ()
    checks: Annotated[
        tuple[str, ...],
        Field("Acceptance criteria", ref="check", new_by_text=True, help="CK-3, or the text of a new one; ; parts two"),
    ] = ()
    conflicts: Annotated[tuple[str, ...], Field("Conflicts with", ref="requirement")] = ()
    agreed_by: Annotated[str | None, Field("Agreed by", ref="stakeholder")] = None
    agreed_on: Annotated[date | None, Field("Agreed on", past=True, width=10)] = None
    said: Annotated[str, Field("As it was said", width=30, help="kept when it is reworded")] = ""
    answer: Annotated[str, Field("Answer", width=30)] = ""
    owner: Annotated[str | None, Field("Owner", width=8, ref="person")] = None
    review_on: Annotated[date | None, Field("Look again on", width=13)] = None
    consequence: Annotated[str, Field("If it is false", width=30)] = ""
    binding: Annotated[str, Field("Binds", width=10, choices=CONSTRAINT_BINDINGS)] = ""
    from_day: Annotated[date | None, Field("From", width=10)] = None
    to_day: Annotated[date | None, Field("To", width=10)] = None
    limit: Annotated[float | None, Field("At most", width=10, help="of money, in the programme's currency")] = None
    work_limit: Annotated[int | None, Field("At most work", width=12, format="duration")] = None
    people_limit: Annotated[
        int | None, Field("At most people", width=14, choices=range(10_001), help="at one time")
    ] = None
    people_of: Annotated[str, Field("People of", width=12, help="a pool, a team or a function; empty: everybody")] = ""
    traced_on: Annotated[datetime | None, Field("Traces confirmed", past=True, width=16, hidden=True)] = None
    accepted_by: Annotated[str | None, Field("Accepted by", ref="stakeholder")] = None
    accepted_on: Annotated[date | None, Field("Accepted on", past=True, width=10)] = None
