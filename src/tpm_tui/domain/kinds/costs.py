"""Money and time: costs, budgets and reserves, rates, hours that were worked."""

from datetime import date
from decimal import Decimal
from typing import Annotated

from tpm_tui.domain.fields import Field, Record

COST_CATEGORIES = ("labour", "vendor", "licence", "hardware", "travel", "contingency", "other")
BUDGET_TYPES = ("budget", "contingency reserve", "management reserve")


class Cost(Record, frozen=True, kw_only=True):
    """Money planned, committed and spent."""

    title: Annotated[str, Field("Title", width=30)]
    category: Annotated[str, Field("Category", width=11, choices=COST_CATEGORIES)] = "vendor"
    planned: Annotated[Decimal, Field("Planned", width=11, format="money", summed=True)] = Decimal(0)
    committed: Annotated[Decimal, Field("Committed", width=11, format="money", summed=True)] = Decimal(0)
    actual: Annotated[Decimal, Field("Actual", width=11, format="money", summed=True)] = Decimal(0)
    at: Annotated[date | None, Field("Date", past=True, width=10)] = None
    item: Annotated[str | None, Field("Item", width=7, ref="item")] = None
    reference: Annotated[str, Field("Invoice number", width=14, help="by which an import knows it again")] = ""


class Budget(Record, frozen=True, kw_only=True):
    """Money that is granted: for a category or a workstream, or for all; or a reserve that is drawn from."""

    title: Annotated[str, Field("Title", width=30)]
    type: Annotated[str, Field("Type", width=19, choices=BUDGET_TYPES)] = "budget"
    amount: Annotated[Decimal, Field("Amount", width=11, format="money", summed=True)] = Decimal(0)
    category: Annotated[str, Field("Category", width=11, choices=("any", *COST_CATEGORIES))] = "any"
    workstream: Annotated[str | None, Field("Workstream", width=12, ref="workstream")] = None


class ReserveDraw(Record, frozen=True, kw_only=True):
    """Money that was taken from a reserve: how much, by whom, and why."""

    reason: Annotated[str, Field("Reason", width=40)]
    reserve: Annotated[str, Field("Reserve", width=12, ref="budget")]
    amount: Annotated[Decimal, Field("Amount", width=11, format="money", summed=True)]
    at: Annotated[date | None, Field("Date", past=True, width=10)] = None
    person: Annotated[str | None, Field("Drawn by", width=12, ref="person")] = None
    risk: Annotated[str | None, Field("Risk", width=7, ref="risk")] = None


class Rate(Record, frozen=True, kw_only=True):
    """What an hour of a person, or of one of a pool, costs from a day on; before the first, their own rate counts."""

    start: Annotated[date, Field("From", width=10)]
    rate: Annotated[Decimal, Field("Cost an hour", width=11, format="money")]
    person: Annotated[str | None, Field("Person", width=12, ref="person", owned=True)] = None
    pool: Annotated[str | None, Field("Pool", width=12, ref="pool", owned=True)] = None


class TimeEntry(Record, frozen=True, kw_only=True):
    """Minutes that a person worked on an item on a day, and what they cost at the rate of that day."""

    day: Annotated[date, Field("Day", past=True, width=10)]
    minutes: Annotated[int, Field("Time", width=8, format="duration", summed=True)]
    person: Annotated[str | None, Field("Person", width=12, ref="person")] = None
    item: Annotated[str | None, Field("Item", width=7, ref="item")] = None
    amount: Annotated[
        Decimal | None, Field("Amount", width=11, format="money", summed=True, help="empty: by the rate")
    ] = None
