"""What forecasts leave behind: one remembered a day, and what was learnt from them put into estimates."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.domain.derived.columns.derived_column import derived_column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.time.instants import to_datetime
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.simulation_result import SimulationResult


_FACTOR = derived_column("factor", float, "Factor", width=6, help="1.3 makes a day 1.3 days")


def is_forecast_recorded(plan: Plan, day: str) -> bool:
    """Whether the forecast of a day (ISO) is in the file."""
    return day in plan["forecast"].columns["day"]


def record_forecast(tx: Transaction, forecast: "SimulationResult", promised: Mapping[str, tuple[str, str]]) -> bool:
    """Keep today's forecast, unless one of today is kept already, or too much of the work has no estimate for
    one; whether it was. `promised` is what `forecast_snapshot` gives."""
    if not forecast.is_founded or is_forecast_recorded(tx.plan, tx.context.today.isoformat()):
        return False
    finishes = {id_: " ".join(days) for id_, days in promised.items() if id_ in tx.plan["item"]}
    tx.add(
        "forecast",
        day=tx.context.today,
        p50=to_datetime(forecast.finish.percentile(50)),
        p80=to_datetime(forecast.finish.percentile(80)),
        planned=to_datetime(forecast.finish.deterministic),
        runs=forecast.runs,
        seed=forecast.seed,
        finishes=json.dumps(finishes, separators=(",", ":")),
    )
    return True


def scale_estimates(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Multiply estimates by a factor."""
    from tpm_tui.planning.forecast.calibration import calibrated_estimate

    factor = float(params["factor"])
    if not 0.05 <= factor <= 20:
        raise ValidationError("a factor lies between 0.05 and 20: 1.3 makes a day 1.3 days", "factor")
    changed = 0
    for id_ in ids:
        estimate = tx.get("item", id_, "estimate")
        if isinstance(estimate, ThreePoint):
            tx.set("item", id_, estimate=calibrated_estimate(estimate, factor))
            changed += 1
    if not changed:
        raise ValidationError("none of them has an estimate")
    return f"{counted(changed, 'estimate')} times {factor:g}"


COMMANDS = (
    Command(
        "estimate.factor", "Multiply the estimate by a factor", scale_estimates, kinds=("item",), group="Plan",
        params=(CommandParam("factor", _FACTOR),), synonyms=("contingency",),
    ),
)  # fmt: skip
