"""What is granted, planned, committed and spent, by category and workstream; reserves with what was drawn; warnings.

All amounts are minor units. Labour is a category of its own: planned from work and rates, spent as logged. What is
dated after the status date is not spent yet.
"""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction

from msgspec import Struct, field

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.derived.workstreams import workstream_names
from tpm_tui.domain.kinds.costs import COST_CATEGORIES
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.plan.unique_titles import ALL_GROUPS, NO_GROUP
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.values.amounts import minor_units, of_minor_units, show_amount, stored_amount
from tpm_tui.planning.money.actual_cost import actual_costs, status_day_of
from tpm_tui.planning.money.planned_cost import planned_cost

COMMITTED_SHARE = Fraction(4, 5)
"""The share of a budget from which on commitments are worth a warning."""


class CostRow(Struct, frozen=True):
    """One source of cost: its category, the unique title of its item's workstream (None: no item, or none said)."""

    category: str
    workstream: str | None
    planned: int = 0
    committed: int = 0
    actual: int = 0


class BudgetLine(Struct, frozen=True):
    """Sums under one name; ``budget`` is None where none is granted."""

    name: str
    budget: int | None
    planned: int
    committed: int
    actual: int


class Draw(Struct, frozen=True):
    """What was taken from a reserve: when, how much, by whom and why."""

    at: str | None
    amount: int
    person: str | None
    reason: str


class Reserve(Struct, frozen=True):
    """A contingency or management reserve and its log."""

    key: str
    name: str
    type: str
    amount: int
    draws: tuple[Draw, ...]

    @property
    def drawn(self) -> int:
        return sum(draw.amount for draw in self.draws)

    @property
    def left(self) -> int:
        return self.amount - self.drawn


class MoneyWarning(Struct, frozen=True):
    """Something about money that needs somebody: the rule and one sentence. ``figures`` are the numbers in it: name,
    value, unit; those of the unit ``money`` are minor units."""

    rule: str
    text: str
    figures: tuple[tuple[str, int | float, str], ...] = ()


class MoneySummary(Struct, frozen=True):
    """The money of a plan; the lines of each table sum to ``total``."""

    currency: str
    digits: int
    total: BudgetLine
    by_category: tuple[BudgetLine, ...]
    by_workstream: tuple[BudgetLine, ...]
    reserves: tuple[Reserve, ...]
    warnings: tuple[MoneyWarning, ...] = field(default=())


def money_summary(plan: Plan, context: InputContext) -> MoneySummary:
    """Budget, planned, committed and actual cost of a plan, with warnings. Raises as `planned_cost`."""
    digits = currency_digits(plan)
    rows = list(_cost_rows(plan, context, digits))
    names = plan.unique_titles("workstream")
    b = plan["budget"].columns
    grants = [
        (str(category), None if stream is None else names.get(str(stream)), minor_units(stored_amount(amount), digits))
        for kind, category, stream, amount in zip(b["type"], b["category"], b["workstream"], b["amount"], strict=True)
        if kind == "budget"
    ]
    overall = [amount for category, stream, amount in grants if category == "any" and stream is None]
    said = plan.programme("budget")
    if said is not None:
        overall = [minor_units(stored_amount(said), digits)]
    by_category = _lines(
        rows, lambda row: row.category, COST_CATEGORIES, {c: _sum(grants, 0, c) for c in COST_CATEGORIES}
    )
    streams = {name: _sum(grants, 1, name) for name in names.values()}
    by_workstream = _lines(rows, lambda row: row.workstream or NO_GROUP, (*names.values(), NO_GROUP), streams)
    granted = sum(overall) if overall else (sum(amount for *_, amount in grants) if grants else None)
    total = BudgetLine(
        ALL_GROUPS, granted,
        sum(row.planned for row in rows), sum(row.committed for row in rows), sum(row.actual for row in rows),
    )  # fmt: skip
    reserves, currency = tuple(_reserves(plan, digits)), str(plan.programme("currency") or "")
    warnings = (
        *_line_warnings([total, *by_category, *by_workstream], digits, currency),
        *_reserve_warnings(plan, reserves, digits, currency),
    )
    return MoneySummary(currency, digits, total, by_category, by_workstream, reserves, warnings)


def _sum(grants: Sequence[tuple[str, str | None, int]], place: int, name: str) -> int | None:
    amounts = [grant[2] for grant in grants if grant[place] == name]
    return sum(amounts) if amounts else None


def _cost_rows(plan: Plan, context: InputContext, digits: int) -> Iterable[CostRow]:
    streams = workstream_names(plan)
    position, out = plan["item"].position, dropped_items(plan)
    c = plan["cost"].columns

    def is_out(item: object) -> bool:
        return item is not None and str(item) in position and out[position[str(item)]]

    def stream_of(item: object) -> str | None:
        return streams[position[str(item)]] if item is not None and str(item) in position else None

    for category, item, *amounts in zip(c["category"], c["item"], c["planned"], c["committed"], strict=True):
        planned, committed = (minor_units(stored_amount(amount), digits) for amount in amounts)
        # nothing is planned any more for what is dropped; what was promised to a supplier for it stays so
        yield CostRow(str(category), stream_of(item), 0 if is_out(item) else planned, committed)
    for stream, labour in zip(streams, planned_cost(plan, context).labour, strict=True):
        if labour:
            yield CostRow("labour", stream, planned=labour)
    for spent in actual_costs(plan, status_day_of(plan, context)):
        yield CostRow(spent.category, stream_of(spent.item), actual=spent.amount)


def _lines(
    rows: Sequence[CostRow],
    name_of: Callable[[CostRow], str],
    order: Sequence[str],
    budgets: dict[str, int | None],
) -> tuple[BudgetLine, ...]:
    """A line a name, those without anything left out."""
    sums: dict[str, list[int]] = {name: [0, 0, 0] for name in order}
    for row in rows:
        line = sums.setdefault(name_of(row), [0, 0, 0])
        for at, amount in enumerate((row.planned, row.committed, row.actual)):
            line[at] += amount
    return tuple(
        BudgetLine(name, budgets.get(name), *amounts)
        for name, amounts in sums.items()
        if any(amounts) or budgets.get(name) is not None
    )


def _reserves(plan: Plan, digits: int) -> Iterable[Reserve]:
    table, draws = plan["budget"], plan["reserve_draw"].columns
    for id_ in table.ids:
        if table.value(id_, "type") == "budget":
            continue
        log = [
            Draw(
                None if at is None else str(at),
                minor_units(stored_amount(amount), digits),
                None if person is None else plan.title("person", str(person)),
                str(reason),
            )
            for reserve, at, amount, person, reason in zip(
                draws["reserve"], draws["at"], draws["amount"], draws["person"], draws["reason"], strict=True
            )
            if reserve == id_
        ]
        yield Reserve(
            str(table.value(id_, "key")),
            str(table.value(id_, "title")),
            str(table.value(id_, "type")),
            minor_units(stored_amount(table.value(id_, "amount")), digits),
            tuple(sorted(log, key=lambda draw: draw.at or "")),
        )


def _shown(units: int, digits: int, currency: str = "") -> str:
    """An amount as a person reads it, with its currency where that is given."""
    return f"{show_amount(of_minor_units(units, digits), digits)} {currency}".rstrip()


def _line_warnings(lines: Iterable[BudgetLine], digits: int, currency: str) -> Iterable[MoneyWarning]:
    limit = round(100 * COMMITTED_SHARE)
    for line in lines:
        what = "everything" if line.name == ALL_GROUPS else line.name
        committed, spent = _shown(line.committed, digits), _shown(line.actual, digits)
        if line.budget and line.committed >= line.budget * COMMITTED_SHARE:
            yield MoneyWarning(
                "committed",
                f"{what}: {committed} of {_shown(line.budget, digits, currency)} are committed, {limit}% or more",
                (
                    (f"{what}: committed", line.committed, "money"),
                    (f"{what}: budget", line.budget, "money"),
                    (f"{what}: limit", limit, "percent"),
                ),
            )
        over = _overspent(line)
        if over is not None:
            word, least = over
            yield MoneyWarning(
                "overspent",
                f"{what}: {spent} are spent, {word} were {_shown(least, digits, currency)}",
                ((f"{what}: spent", line.actual, "money"), (f"{what}: {word}", least, "money")),
            )


def _overspent(line: BudgetLine) -> tuple[str, int] | None:
    """What is less than was spent: the budget, else what is planned. Where nothing is planned, as when bills come in by
    themselves, a budget alone counts."""
    if line.budget is not None and line.actual > max(line.budget, 0):
        return "granted", line.budget
    if line.actual > line.planned and line.actual > 0 and (line.planned or line.budget is None):
        return "planned", line.planned
    return None


def _reserve_warnings(plan: Plan, reserves: Sequence[Reserve], digits: int, currency: str) -> Iterable[MoneyWarning]:
    """Whether more is drawn from a reserve than it has, and whether contingency is used faster than the risk it is for
    is retired, both as shares."""
    for reserve in reserves:
        if reserve.drawn > reserve.amount:
            what, taken = f"{reserve.key} {reserve.name}", _shown(reserve.drawn, digits)
            yield MoneyWarning(
                "overdrawn",
                f"{what}: {taken} are drawn of a reserve of {_shown(reserve.amount, digits, currency)}",
                ((f"{what}: drawn", reserve.drawn, "money"), (f"{what}: amount", reserve.amount, "money")),
            )
    contingency = [reserve for reserve in reserves if reserve.type == "contingency reserve"]
    amount, drawn = sum(reserve.amount for reserve in contingency), sum(reserve.drawn for reserve in contingency)
    statuses = plan["risk"].columns["status"]
    if amount <= 0 or not statuses:
        return
    retired, used = Fraction(sum(status != "open" for status in statuses), len(statuses)), Fraction(drawn, amount)
    if used > retired:
        shares = round(100 * used), round(100 * retired)
        yield MoneyWarning(
            "contingency",
            f"contingency is used faster than risk is retired: {shares[0]}% of it against {shares[1]}% of the risks",
            (("contingency used", shares[0], "percent"), ("risks retired", shares[1], "percent")),
        )
