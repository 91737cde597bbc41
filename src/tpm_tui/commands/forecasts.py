"""What forecasts leave behind: one remembered a day, and what was learnt from them put into estimates."""

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tpm_tui.commands.registry import Command, Param
from tpm_tui.domain.calendar import moment_of
from tpm_tui.domain.derived import computed
from tpm_tui.domain.entry import Refused
from tpm_tui.domain.plan import Plan
from tpm_tui.domain.values import ThreePoint
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.planning.forecast import Forecast

#: The verb of remembering, which undo passes over.
REMEMBER = "forecast.remember"

_FACTOR = computed("factor", float, "Factor", width=6, help="1.3 makes a day 1.3 days")


def remembered(plan: Plan, day: str) -> bool:
    """Whether the forecast of a day (ISO) is in the file."""
    return day in plan["forecast"].columns["day"]


def remember(tx: Transaction, forecast: "Forecast", promised: Mapping[str, tuple[str, str]]) -> bool:
    """Keep today's forecast, unless one of today is kept already; whether it was. `promised` is what
    `planning.promised.promises` gives."""
    if remembered(tx.plan, tx.words.today.isoformat()):
        return False
    finishes = {id_: " ".join(days) for id_, days in promised.items() if id_ in tx.plan["item"]}
    tx.add(
        "forecast",
        day=tx.words.today,
        p50=moment_of(forecast.finish.percentile(50)),
        p80=moment_of(forecast.finish.percentile(80)),
        planned=moment_of(forecast.finish.deterministic),
        runs=forecast.runs,
        seed=forecast.seed,
        finishes=json.dumps(finishes, separators=(",", ":")),
    )
    return True


def scale(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Multiply estimates by a factor."""
    from tpm_tui.planning.calibration import scaled

    factor = float(params["factor"])
    if not 0.05 <= factor <= 20:
        raise Refused("a factor lies between 0.05 and 20: 1.3 makes a day 1.3 days", "factor")
    changed = 0
    for id_ in ids:
        estimate = tx.get("item", id_, "estimate")
        if isinstance(estimate, ThreePoint):
            tx.set("item", id_, estimate=scaled(estimate, factor))
            changed += 1
    if not changed:
        raise Refused("none of them has an estimate")
    return f"{changed} estimate{'' if changed == 1 else 's'} times {factor:g}"


COMMANDS = (
    Command(
        "estimate.factor", "Multiply the estimate by a factor", scale, kinds=("item",), group="Plan",
        params=(Param("factor", _FACTOR),),
    ),
)  # fmt: skip
