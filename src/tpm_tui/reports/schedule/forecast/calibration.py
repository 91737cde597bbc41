"""What was learnt from the history of a file, in words and as the documented facts of ``tpm learn --json``."""

from datetime import date
from typing import TYPE_CHECKING, Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_day_text

if TYPE_CHECKING:
    from tpm_tui.planning.flow.throughput import Throughput
    from tpm_tui.planning.forecast.calibration import Calibration, PercentileCoverage, ReferenceClass
    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution

#: The confidences that the pace is told for.
THROUGHPUT_PERCENTILES = (50, 80, 95)


def kept_text(held: "PercentileCoverage") -> str:
    """``8 of 36, 22%``; a dash where nothing is resolved yet."""
    return "─" if held.share is None else f"{held.hits} of {held.of}, {held.share:.0%}"


def calibration_verdict(p50: "PercentileCoverage", p80: "PercentileCoverage") -> str:
    """The word for both percentiles: what P80 says, or P50 where P80 is as promised."""
    return p80.verdict if p80.verdict not in ("as promised", "too few") else p50.verdict


def recorded_forecasts_text(calibration: "Calibration", plan: Plan, context: InputContext) -> str:
    """How many forecasts are remembered, and how P80 of the plan has moved over them."""
    if not calibration.days:
        return "No forecast is remembered yet: one is, on each day that something is changed in the workspace."
    first, last = calibration.days[0], calibration.days[-1]
    if first == last:
        return f"One forecast is remembered, of {dates.day_text(first, context)}."
    p80 = dict(zip(plan["forecast"].columns["day"], plan["forecast"].columns["p80"], strict=True))
    known = [str(day)[:10] for day in (p80[first.isoformat()], p80[last.isoformat()]) if day is not None]
    days = f"{len(calibration.days)} days are remembered"
    if len(known) < 2:
        return f"{days}; P80 of the plan is missing on the first or on the last of them."
    then, now = (dates.day_text(date.fromisoformat(day), context) for day in known)
    begun, ended = (dates.day_text(day, context) for day in (first, last))
    return f"{days}: on {begun} P80 of the plan was {then}, on {ended} {now}."


def missing_data_text(calibration: "Calibration") -> str:
    """What is lacking for a word on estimates; "" where nothing is."""
    from tpm_tui.planning.forecast.calibration import MIN_CASES

    count = len(calibration.groups[0].items)
    if count >= MIN_CASES:
        return ""
    there = "there is one" if count == 1 else f"there are {count}" if count else "there are none yet"
    return f"This needs {MIN_CASES} finished items with an estimate, a start and a finish; {there}."


def group_name(group: "ReferenceClass") -> str:
    return "all finished work" if not group.by else f"{group.by}: {group.value}"


def throughput_text(pace: "Throughput") -> str:
    """What the counts are, in a sentence; what is lacking where they are too few."""
    from tpm_tui.planning.flow.throughput import MIN_DAYS, MIN_ITEMS

    done, days = sum(pace.counts), len(pace.counts)
    said = f"{counted(done, 'item')} done in {counted(days, 'working day')}"
    if pace.is_history_short:
        return f"{said}: too few to go by, this needs {MIN_DAYS} days and {MIN_ITEMS} items."
    return f"{said}, {done / days:.2f} a day."


def throughput_date(pace: "Throughput", percent: float, context: InputContext) -> str:
    """When the items are done with that much certainty, as it stands in a column."""
    day = pace.percentile(percent)
    return "never" if day is None else dates.show_date(day, context)


def throughput_date_text(pace: "Throughput", percent: float, context: InputContext) -> str:
    """The same as it stands in a sentence."""
    day = pace.percentile(percent)
    return "never" if day is None else dates.day_text(day, context)


def items_done_text(pace: "Throughput", context: InputContext) -> str:
    """When so many items are done."""
    said = " · ".join(f"P{p} {throughput_date_text(pace, p, context)}" for p in THROUGHPUT_PERCENTILES)
    return f"{counted(pace.items, 'item')}: {said}" + (" (too few to go by)" if pace.is_history_short else "")


def disagreement_text(
    pace: "Throughput", finish: "FinishDistribution", apart: int | None, context: InputContext
) -> str:
    """Whether pace and schedule agree, by the rule of `planning.flow.throughput.disagreement`."""
    by_pace = f"{throughput_date_text(pace, 10, context)} to {throughput_date_text(pace, 90, context)}"
    by_schedule = (
        f"{finish_day_text(finish.percentile(10), context)} to {finish_day_text(finish.percentile(90), context)}"
    )
    rule = f"from P10 to P90 the pace says {by_pace}, the schedule {by_schedule}"
    if pace.percentile(90) is None:
        return f"At this pace it is never done: {rule}."
    if apart is None:
        return f"The two agree, for these ranges meet: {rule}."
    later = f"{counted(abs(apart), 'calendar day')} {'later' if apart > 0 else 'earlier'} at P80"
    return f"The two disagree, for these ranges do not meet: {rule}. The pace is {later}."


def calibration_facts(
    plan: Plan, calibration: "Calibration", paces: "tuple[Throughput, ...]", apart: int | None
) -> dict[str, Any]:
    """Everything that was learnt, with plain numbers."""
    from tpm_tui.planning.forecast.calibration import scalable_items

    return {
        "remembered": [day.isoformat() for day in calibration.days],
        "forecasts": [
            {
                "ahead": one.name, "p50": _held(one.p50), "p80": _held(one.p80), "open": one.open,
                "verdict": calibration_verdict(one.p50, one.p80),
            }
            for one in calibration.horizons
        ],
        "estimates": [
            {
                "by": one.by or "all", "value": one.value, "items": len(one.items), "p50": _held(one.p50),
                "p80": _held(one.p80), "took": _rounded(one.middle), "lower_quartile": _rounded(one.lower),
                "upper_quartile": _rounded(one.upper), "factor": one.factor,
                "would_change": [
                    str(plan.value("item", i, "key")) for i in scalable_items(plan, calibration, one.by, one.value)
                ] if one.factor else [],
            }
            for one in calibration.groups
        ],
        "pace": [
            {
                "items": pace.items,
                **{
                    f"p{p}": None if (at := pace.percentile(p)) is None else at.isoformat()
                    for p in THROUGHPUT_PERCENTILES
                },
            }
            for pace in paces
        ],
        "done": sum(paces[-1].counts),
        "days": len(paces[-1].counts),
        "thin": paces[-1].is_history_short,
        "apart_days": apart,
    }  # fmt: skip


def _held(held: "PercentileCoverage") -> dict[str, int]:
    return {"held": held.hits, "of": held.of}


def _rounded(number: float | None) -> float | None:
    return None if number is None else round(number, 4)
