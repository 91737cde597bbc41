"""Did it help? Actions that were meant to move a metric or a figure of flow, held against what came."""

from collections.abc import Sequence
from datetime import date

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import EPOCH_ORDINAL
from tpm_tui.planning.delivery.permutation_test import ChangeComparison, did_it_help
from tpm_tui.planning.flow.item_flow import DAY, ItemFlow

#: The state whose minutes are the time in review.
REVIEW_STATE = "review"


class ActionEffect(Struct, frozen=True):
    """An action, what it should move, and what can be said: ``before`` and ``after`` count the values of each side."""

    action: str
    figure: str
    before: int
    after: int
    comparison: ChangeComparison


def action_effects(plan: Plan, finished: Sequence[ItemFlow]) -> list[ActionEffect]:
    """The effect of each action that says what it should move and since when it is in effect.

    Readings of the day itself and items finished on it count as after. ``finished``: items for the figures of flow.
    """
    table = plan["action"]
    result = []
    for id_ in table.ids:
        row = table.row(id_)
        if row["effective"] is None or (row["metric"] is None and row["flow_figure"] is None):
            continue
        since = date.fromisoformat(str(row["effective"])).toordinal() - EPOCH_ORDINAL
        lower_is_better = True
        if row["metric"] is not None:
            metric = str(row["metric"])
            figure = plan.title("metric", metric)
            values = _readings(plan, metric)
            lower_is_better = plan.value("metric", metric, "direction") == "lower"
        else:
            figure = str(row["flow_figure"])
            values = _flow_values(figure, finished)
        before = [value for day, value in values if day < since]
        after = [value for day, value in values if day >= since]
        comparison = did_it_help(before, after, lower_is_better=lower_is_better)
        result.append(ActionEffect(str(row["key"]), figure, len(before), len(after), comparison))
    return result


def _readings(plan: Plan, metric: str) -> list[tuple[int, float]]:
    readings = plan["reading"]
    return sorted(
        (
            date.fromisoformat(str(readings.value(id_, "at"))).toordinal() - EPOCH_ORDINAL,
            float(readings.value(id_, "value") or 0),
        )
        for id_ in plan.ids_by_reference("reading", "metric").get(metric, ())
    )


def _flow_values(figure: str, finished: Sequence[ItemFlow]) -> list[tuple[int, float]]:
    def value(item: ItemFlow) -> int:
        if figure == "blocked time":
            return item.blocked_minutes
        if figure == "time in review":
            return item.minutes_in_state.get(REVIEW_STATE, 0)
        return item.elapsed_minutes or 0

    return sorted((item.finished // DAY, float(value(item))) for item in finished if item.finished is not None)


def effect_text(effect: ActionEffect) -> str:
    """One effect as a sentence."""
    counts = f"{effect.before} values before, {effect.after} after"
    said = f"{effect.action}: {effect.figure} is {effect.comparison.verdict} ({counts})"
    more = effect.comparison.more
    if effect.comparison.verdict != "not distinguishable yet":
        return f"{said}."
    if more is None:
        return f"{said}; no number of further values like these would tell."
    return f"{said}; about {more} more of the same kind would tell."
