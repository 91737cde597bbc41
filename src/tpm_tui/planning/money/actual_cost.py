"""What was spent: time logged at the rate of its day, and actual costs."""

from collections.abc import Iterable
from datetime import date, datetime

from msgspec import Struct

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.instants import to_day_number
from tpm_tui.domain.values.amounts import minor_units, stored_amount
from tpm_tui.planning.money.planned_cost import time_entry_amounts


class ActualCost(Struct, frozen=True):
    """Minor units spent: on which item (None for none), in which category, on which day if one is said; whether it is
    time that was logged."""

    item: str | None
    category: str
    amount: int
    day: int | None
    is_time: bool = False


def status_day_of(plan: Plan, context: InputContext) -> int:
    """The status date of the file, else today, in days since 1970-01-01."""
    kept = plan.programme("status_date")
    return to_day_number(datetime.fromisoformat(str(kept)).date() if kept else context.today)


def actual_costs(plan: Plan, status_day: int) -> Iterable[ActualCost]:
    """What is spent by the end of a day (since 1970-01-01): what is dated by then, and what has no date."""
    digits = currency_digits(plan)
    c, e = plan["cost"].columns, plan["time_entry"].columns
    amounts = [minor_units(stored_amount(actual), digits) for actual in c["actual"]]
    entries = len(e["item"])
    for item, category, at, amount, is_time in (
        *zip(c["item"], c["category"], c["at"], amounts, [False] * len(amounts), strict=True),
        *zip(e["item"], ["labour"] * entries, e["day"], time_entry_amounts(plan), [True] * entries, strict=True),
    ):
        day = None if at is None else to_day_number(date.fromisoformat(str(at)))
        if amount and (day is None or day <= status_day):
            yield ActualCost(None if item is None else str(item), str(category), amount, day, is_time)
