"""Earned value at one status date, after the PMI standard for earned value management [ANSI/PMI 19-006-2019].

All amounts are exact and in one unit (minor units, or units of the currency); indices are exact fractions. Nothing is
rounded here. What the formulas leave undefined is None, and so is all that is calculated from it.
"""

from collections.abc import Iterable, Mapping, Sequence
from enum import Enum
from fractions import Fraction

from msgspec import Struct

Exact = int | Fraction


class EacMethod(Enum):
    """How the estimate at completion is calculated; the value is its name in JSON."""

    TYPICAL = "typical"
    """BAC / CPI: what is left costs as what was done."""
    ONE_OFF = "one_off"
    """AC + BAC - EV: what is left costs as planned."""
    COMPOSITE = "composite"
    """AC + (BAC - EV) / (CPI SPI): the delay costs as well."""
    WEIGHTED = "weighted"
    """AC + (BAC - EV) / (0.8 CPI + 0.2 SPI)."""
    BOTTOM_UP = "bottom_up"
    """AC + what the plan now says the rest costs."""


class EarningRule(Enum):
    """When an item earns the budget it has; the value is kept on the item."""

    PERCENT_COMPLETE = "percent complete"
    ZERO_HUNDRED = "0/100"
    FIFTY_FIFTY = "50/50"
    WEIGHTED_MILESTONES = "weighted milestones"


WHOLE = Fraction(1)
_PERCENT = tuple(Fraction(percent, 100) for percent in range(101))


def earned_share(
    rule: EarningRule,
    *,
    progress: int,
    started: bool,
    finished: bool,
    milestones: Sequence[tuple[int, bool]] = (),
) -> Fraction:
    """The share of its budget that an item has earned, from 0 to 1.

    ``progress`` is in percent; ``milestones`` are the weights of checks or child milestones with whether each is met.
    A finished item has earned all of it under every rule. ValueError where the weights do not sum to 100.
    """
    if rule is EarningRule.WEIGHTED_MILESTONES and sum(weight for weight, _ in milestones) != 100:
        raise ValueError(f"the weights of milestones sum to 100, not {sum(weight for weight, _ in milestones)}")
    if finished:
        return WHOLE
    if rule is EarningRule.PERCENT_COMPLETE:
        return _PERCENT[progress] if 0 <= progress <= 100 else Fraction(progress, 100)
    if rule is EarningRule.FIFTY_FIFTY:
        return Fraction(1, 2) if started else Fraction(0)
    if rule is EarningRule.WEIGHTED_MILESTONES:
        return Fraction(sum(weight for weight, met in milestones if met), 100)
    return Fraction(0)


class EarnedValue(Struct, frozen=True):
    """Planned value, earned value, actual cost and budget at completion, and what follows from them.

    ``estimate_to_complete`` is what the plan now says the rest costs, where it is known; ``method`` is the chosen way
    to the estimate at completion.
    """

    pv: Exact
    ev: Exact
    ac: Exact
    bac: Exact
    estimate_to_complete: Exact | None = None
    method: EacMethod = EacMethod.TYPICAL

    @property
    def cv(self) -> Exact:
        """Cost variance, EV - AC: negative is over budget."""
        return self.ev - self.ac

    @property
    def sv(self) -> Exact:
        """Schedule variance in money, EV - PV: negative is behind."""
        return self.ev - self.pv

    @property
    def cpi(self) -> Fraction | None:
        """Cost performance index, EV / AC; undefined while nothing was spent."""
        return ratio(self.ev, self.ac)

    @property
    def spi(self) -> Fraction | None:
        """Schedule performance index, EV / PV; undefined while nothing was planned."""
        return ratio(self.ev, self.pv)

    @property
    def percent_complete(self) -> Fraction | None:
        """EV / BAC in percent."""
        return ratio(100 * self.ev, self.bac)

    @property
    def percent_spent(self) -> Fraction | None:
        """AC / BAC in percent."""
        return ratio(100 * self.ac, self.bac)

    def estimate_at_completion(self, method: EacMethod) -> Fraction | None:
        """EAC by one of the methods; None where an index it needs is undefined or zero."""
        left = self.bac - self.ev
        match method:
            case EacMethod.TYPICAL:
                return ratio(self.bac, self.cpi)
            case EacMethod.ONE_OFF:
                return Fraction(self.ac + left)
            case EacMethod.BOTTOM_UP:
                return None if self.estimate_to_complete is None else Fraction(self.ac + self.estimate_to_complete)
        if self.cpi is None or self.spi is None:
            return None
        if method is EacMethod.COMPOSITE:
            rest = ratio(left, self.cpi * self.spi)
        else:
            rest = ratio(left, Fraction(4, 5) * self.cpi + Fraction(1, 5) * self.spi)
        return None if rest is None else self.ac + rest

    @property
    def eac(self) -> Fraction | None:
        """Estimate at completion by the chosen method."""
        return self.estimate_at_completion(self.method)

    @property
    def etc(self) -> Fraction | None:
        """Estimate to complete, EAC - AC."""
        return None if self.eac is None else self.eac - self.ac

    @property
    def vac(self) -> Fraction | None:
        """Variance at completion, BAC - EAC: negative is an overrun."""
        return None if self.eac is None else self.bac - self.eac

    @property
    def tcpi_bac(self) -> Fraction | None:
        """The CPI that the rest needs to keep the budget, (BAC - EV) / (BAC - AC).

        Undefined where the budget is just used up; negative where it is overrun already and cannot be kept.
        """
        return ratio(self.bac - self.ev, self.bac - self.ac)

    @property
    def tcpi_eac(self) -> Fraction | None:
        """The CPI that the rest needs to keep the chosen EAC, (BAC - EV) / (EAC - AC)."""
        return ratio(self.bac - self.ev, self.etc)

    @property
    def budget_is_lost(self) -> bool:
        """Whether work is left and more than the budget is spent."""
        return self.ev < self.bac < self.ac


def ratio(numerator: Exact, denominator: Exact | None) -> Fraction | None:
    """The exact quotient; None where it is undefined."""
    return Fraction(numerator) / denominator if denominator else None


def total_earned_value(parts: Iterable[EarnedValue], method: EacMethod = EacMethod.TYPICAL) -> EarnedValue:
    """The sums of amounts; indices follow from the sums, never from indices.

    The estimate to complete is unknown where that of any part is.
    """
    pv, ev, ac, bac, rest = _ExactSum(), _ExactSum(), _ExactSum(), _ExactSum(), _ExactSum()
    known = True
    for part in parts:
        pv.add(part.pv)
        ev.add(part.ev)
        ac.add(part.ac)
        bac.add(part.bac)
        known = known and part.estimate_to_complete is not None
        rest.add(part.estimate_to_complete or 0)
    return EarnedValue(pv.total, ev.total, ac.total, bac.total, rest.total if known else None, method)


class _ExactSum:
    """Adds exact numbers: numerators by denominator, of which there are few, so that ten thousand take no time."""

    def __init__(self) -> None:
        self._whole = 0
        self._parts: dict[int, int] = {}

    def add(self, number: Exact) -> None:
        if isinstance(number, int):
            self._whole += number
        else:
            denominator = number.denominator
            self._parts[denominator] = self._parts.get(denominator, 0) + number.numerator

    @property
    def total(self) -> Exact:
        parts = (Fraction(numerator, denominator) for denominator, numerator in self._parts.items())
        total = sum(parts, Fraction(self._whole))
        return total if self._parts else self._whole


def earned_value_by_group(
    parts: Iterable[tuple[str | None, EarnedValue]], method: EacMethod = EacMethod.TYPICAL
) -> Mapping[str | None, EarnedValue]:
    """The total of each group, in the order of first appearance; what has no group is under None, which comes last."""
    groups: dict[str | None, list[EarnedValue]] = {}
    for name, part in parts:
        groups.setdefault(name, []).append(part)
    if None in groups:
        groups[None] = groups.pop(None)
    return {name: total_earned_value(members, method) for name, members in groups.items()}
