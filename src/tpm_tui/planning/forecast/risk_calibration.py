"""Chances of risks held against what happened [calibration by forecast bands; score: Brier 1950].

A risk is over once it occurred, or was closed without that. What was forecast is the chance that stood then, in percent
or by score, after the response where that was in force; a risk without one forecast nothing.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from tpm_tui.domain.derived.risk_levels import chance_scale
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.clock import to_local
from tpm_tui.domain.values.codec import Stored
from tpm_tui.planning.forecast.calibration import MIN_CASES, SIGNIFICANCE_LEVEL
from tpm_tui.planning.montecarlo.risk_model import CHANCE_FIELDS, stated_chance

#: A transaction: its aware moment, its edits.
TimedRiskEdits = tuple[datetime, Sequence[Edit]]

#: The fields of a risk that its calibration follows.
RISK_FIELDS = ("status", "response_date", *CHANCE_FIELDS)

#: Where the bands of chances end, in percent; a band has its lower edge, the last one both.
BAND_EDGES = (20, 40, 60, 80, 100)


class OverRisk(Struct, frozen=True):
    """A risk that is over: what its chance was, from 0 to 1, and whether it occurred."""

    key: str
    chance: float
    occurred: bool


class ChanceBand(Struct, frozen=True):
    """The risks of a band of chances, from ``low`` to ``high`` percent."""

    low: int
    high: int
    risks: tuple[OverRisk, ...]

    @property
    def forecast(self) -> float | None:
        """The mean of the chances, from 0 to 1; None without risks."""
        return sum(risk.chance for risk in self.risks) / len(self.risks) if self.risks else None

    @property
    def occurred(self) -> tuple[str, ...]:
        """The keys of those that occurred."""
        return tuple(risk.key for risk in self.risks if risk.occurred)

    @property
    def verdict(self) -> str:
        """ "too few"; "too low" or "too high" of chances under which so many or so few are unlikely; "as forecast".

        The tail of the Poisson binomial distribution; it takes the risks for independent.
        """
        if len(self.risks) < MIN_CASES:
            return "too few"
        odds = occurrence_distribution([risk.chance for risk in self.risks])
        count = len(self.occurred)
        if sum(odds[count:]) <= SIGNIFICANCE_LEVEL:
            return "too low"
        return "too high" if sum(odds[: count + 1]) <= SIGNIFICANCE_LEVEL else "as forecast"


class RiskCalibration(Struct, frozen=True):
    """``bands`` from low to high; ``total`` holds all risks that are over; ``unrated`` are keys of those without a
    chance."""

    bands: tuple[ChanceBand, ...]
    total: ChanceBand
    unrated: tuple[str, ...]

    @property
    def brier_score(self) -> float | None:
        """The mean of (chance − occurred)², from 0 (every forecast sure and right) to 1; None without risks."""
        risks = self.total.risks
        return sum((risk.chance - risk.occurred) ** 2 for risk in risks) / len(risks) if risks else None


def occurrence_distribution(chances: Iterable[float]) -> list[float]:
    """The probability that 0, 1, 2, … of independent events with these chances (0 to 1) occur."""
    odds = [1.0]
    for chance in chances:
        odds = [
            (odds[k] * (1 - chance) if k < len(odds) else 0.0) + (odds[k - 1] * chance if k else 0.0)
            for k in range(len(odds) + 1)
        ]
    return odds


def risk_calibration(plan: Plan, history: Iterable[TimedRiskEdits], today: date) -> RiskCalibration:
    """The calibration of a plan's risks, by what each said when it was over.

    ``history``: transactions that touch the :data:`RISK_FIELDS` of risks, oldest first.
    """
    stood, scale = _stood_when_over(history), chance_scale(plan)
    over, unrated = [], []
    for id_ in plan["risk"].ids:
        row = plan["risk"].row(id_)
        if row["status"] == "open":
            continue
        then, day = stood.get(id_, (row, today))
        chances, response = stated_chance(then, scale), then.get("response_date")
        if chances is None:
            unrated.append(str(row["key"]))
        else:
            in_force = response is not None and str(response)[:10] <= day.isoformat()
            over.append(OverRisk(str(row["key"]), chances[in_force] / 100, row["status"] == "occurred"))
    return RiskCalibration(tuple(_banded(over)), ChanceBand(0, 100, tuple(over)), tuple(unrated))


def _stood_when_over(history: Iterable[TimedRiskEdits]) -> dict[str, tuple[Mapping[str, Stored], date]]:
    """Risk -> its fields before the edit by which it last was open no more (of one that was made so, those it was made
    with), and the day of that."""
    fields: dict[str, dict[str, Stored]] = {}
    over: dict[str, tuple[Mapping[str, Stored], date]] = {}
    for moment, edits in history:
        for edit in edits:
            if edit.kind != "risk" or edit.after is None:
                continue
            before = {} if edit.before is None else fields.get(edit.id, {})
            fields[edit.id] = {**before, **{name: edit.after[name] for name in RISK_FIELDS if name in edit.after}}
            is_open = fields[edit.id].get("status", "open") == "open"
            if is_open:
                over.pop(edit.id, None)
            elif before.get("status", "open") == "open":
                over[edit.id] = before or fields[edit.id], to_local(moment).date()
    return over


def _banded(risks: Sequence[OverRisk]) -> list[ChanceBand]:
    bands, low = [], 0
    for high in BAND_EDGES:
        inside = (r for r in risks if low <= 100 * r.chance < high or (high == BAND_EDGES[-1] and r.chance >= 1))
        bands.append(ChanceBand(low, high, tuple(inside)))
        low = high
    return bands
