"""Probability and impact of risks, each 1 to 5, and their product [PRINCE2]: by the numbers where these are given.

A chance and a delay have the level of the file's scale whose value lies nearest, of two equally near the higher, so
that a level and the value that stands for it are the same thing in both directions. A delay counts with the mean of its
range; one in percent is of the longest of the risk's items. Without a number what was judged counts; where nothing was
judged either the risk is not scored, which is None and never a middle value that nobody gave.
"""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_formats import parse_number
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.values.codec import Stored, load_value
from tpm_tui.domain.values.three_point import ThreePoint

DEFAULT_CHANCES, DEFAULT_DELAYS = "5 20 40 60 85", "1 3 8 15 30"
"""Percent, and working days, of the levels 1 to 5 in a file that says nothing else."""

NOT_SCORED = "not scored"
"""What is shown of a risk that lacks a probability or an impact."""


class RiskLevels(Struct, frozen=True):
    """Levels of one risk: before its response (inherent), and as it stands: after the response where that was judged or
    its numbers are in force, else the same. None where nobody said it."""

    inherent_probability: int | None
    inherent_impact: int | None
    probability: int | None
    impact: int | None

    @property
    def inherent_score(self) -> int | None:
        return _product(self.inherent_probability, self.inherent_impact)

    @property
    def score(self) -> int | None:
        return _product(self.probability, self.impact)


def _product(probability: int | None, impact: int | None) -> int | None:
    return None if probability is None or impact is None else probability * impact


def chance_scale(plan: Plan) -> list[float]:
    """The percent that each level of probability stands for."""
    return _scale(plan.programme("risk_chance") or DEFAULT_CHANCES)


def delay_scale(plan: Plan) -> list[float]:
    """The working days (of eight hours) that each level of impact stands for."""
    return _scale(plan.programme("risk_delay") or DEFAULT_DELAYS)


def risk_levels(plan: Plan, today: date) -> list[RiskLevels]:
    """Those of every risk, in the table's order. Numbers after a response count once it is in force."""

    def build() -> list[RiskLevels]:
        c, chances, delays = plan["risk"].columns, chance_scale(plan), delay_scale(plan)
        levels = []
        for place in range(len(plan["risk"])):
            chance, in_force = c["chance"][place], response_in_force(plan, plan["risk"].ids[place], today)
            after_chance = c["response_chance"][place] if in_force else None
            p = c["probability"][place] if chance is None else _level(chances, float(chance))
            i = _impact(plan, place, "delay", delays) or c["impact"][place]
            after_p = c["residual_probability"][place] if after_chance is None else _level(chances, float(after_chance))
            after_i = (in_force and _impact(plan, place, "response_delay", delays)) or c["residual_impact"][place]
            levels.append(RiskLevels(*(None if v is None else int(v) for v in (p, i, after_p or p, after_i or i))))
        return levels

    names = (
        "chance", "response_chance", "delay", "response_delay", "probability", "impact", "residual_probability",
        "residual_impact", "items", "response_date",
    )  # fmt: skip
    reads = [*(("risk", name) for name in names), ("programme", "risk_chance"), ("programme", "risk_delay")]
    return plan.memoised(f"risk_levels {today}", [*reads, ("item", "estimate")], build)


def has_numbers(plan: Plan, risk: str) -> bool:
    """Whether a chance or a delay says what its levels are."""
    return any(plan.value("risk", risk, name) is not None for name in ("chance", "delay"))


def response_in_force(plan: Plan, risk: str, today: date) -> bool:
    """Whether the response of a risk counts already: its date has come."""
    when = plan.value("risk", risk, "response_date")
    return when is not None and str(when) <= today.isoformat()


def _level(scale: Sequence[float], value: float) -> int:
    return max(range(1, 6), key=lambda level: (-abs(scale[level - 1] - value), level))


def _impact(plan: Plan, place: int, name: str, scale: Sequence[float]) -> int | None:
    """The level of a delay; None where there is none."""
    text = plan["risk"].columns[name][place]
    if text is None:
        return None
    span = ThreePoint.load(str(text))
    minutes = span.mean * longest_linked(plan, plan["risk"].ids[place]) / 100 if span.percent else span.mean
    return _level(scale, minutes / STANDARD_DAY_MINUTES)


def longest_linked(plan: Plan, risk: str) -> float:
    """The likely minutes of the longest of a risk's items; a day where none is estimated."""
    items = plan["item"]
    linked = load_value(KINDS["risk"].column("items"), plan.value("risk", risk, "items"))
    likely = (
        ThreePoint.load(str(e)).likely for e in (items.value(id_, "estimate") for id_ in linked if id_ in items) if e
    )
    return max(likely, default=0.0) or float(STANDARD_DAY_MINUTES)


def _scale(text: Stored) -> list[float]:
    return [parse_number(part) for part in str(text).split()]
