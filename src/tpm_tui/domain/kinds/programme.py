"""What the file says of itself: the programme, saved views, fields the user added."""

from datetime import datetime
from typing import Annotated

from tpm_tui.domain.fields import Field, Record, record


@record
class Programme(Record):
    """The programme this file holds; there is one, with the fixed id ``programme``."""

    name: Annotated[str, Field("Name", width=24)]
    start: Annotated[datetime | None, Field("Start", width=12, format="start")] = None
    status_date: Annotated[datetime | None, Field("Status date", width=12, format="finish")] = None
    calendar: Annotated[str | None, Field("Calendar", ref="calendar")] = None
    currency: Annotated[str, Field("Currency", width=8)] = "EUR"
    slack_limit: Annotated[int, Field("Critical at slack", format="duration")] = 0
    risk_chance: Annotated[str, Field("Chance of P 1-5", width=20, format="scale", help="percent")] = "5 20 40 60 85"
    risk_delay: Annotated[str, Field("Delay of I 1-5", width=20, format="scale", help="working days")] = "1 3 8 15 30"
    escalation_days: Annotated[str, Field("Escalates after", width=14, help="working days at team, at lead")] = "2 5"


@record
class SavedView(Record):
    """A saved way to look at a kind of record: filter, sort, columns."""

    name: Annotated[str, Field("Name", width=20)]
    kind: Annotated[str, Field("Kind", width=12, format="kind")] = "item"
    filter: Annotated[str, Field("Filter", width=40)] = ""
    sort: Annotated[str, Field("Sort", width=20)] = ""
    columns: Annotated[tuple[str, ...], Field("Columns", width=40)] = ()


@record
class CustomField(Record):
    """A named, typed field that the user added to items."""

    name: Annotated[str, Field("Name", width=16, format="word")]
    type: Annotated[str, Field("Type", width=8, choices=("text", "number", "date", "choice"))] = "text"
    choices: Annotated[tuple[str, ...], Field("Choices", width=30)] = ()


@record
class ImportMapping(Record):
    """How the columns of an imported table were matched to fields, remembered for the next import."""

    name: Annotated[str, Field("Name", width=20)]
    kind: Annotated[str, Field("Kind", width=12, format="kind")] = "item"
    pairs: Annotated[str, Field("Columns to fields", width=60, format="object")] = "{}"
