"""What the pages of the forecast view share: lines, dates, whose finish it is, what the numbers stand on."""

from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.text.counted_nouns import grouped_number
from tpm_tui.planning.forecast.forecast_result import ForecastResult
from tpm_tui.reports.schedule.forecast.forecast import convergence_text
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_day_text

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.planning.analysis.workload.strain_of_plan import PlanStrain
    from tpm_tui.planning.forecast.calibration_result import CalibrationResult
    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution

CONFIDENCE_LEVELS = (10, 50, 80, 90)


class ForecastPageState(Struct):
    """What of the forecast is looked at: the page, whose finish ("" the plan), the newest question's answer and page.

    ``learned`` is what the past teaches, None as long as nobody has asked; ``strain`` what the dates ask of people, and
    the plan that these are of.
    """

    page: int = 0
    target: str = ""
    answer: str = ""
    answered: int = 0
    learned: "CalibrationResult | None" = None
    strain: "tuple[Plan, PlanStrain] | None" = None

    def answers(self, page: int, answer: str) -> None:
        """Turn to the page that shows the answer."""
        self.page = self.answered = page
        self.answer = answer

    def turn(self, page: int, by: int, pages: int) -> None:
        """To a page of so many by its number, or with -1 so many on or back."""
        self.page = (self.page + by) % pages if page < 0 else min(page, pages - 1)


def date_text(result: ForecastResult, minute: int) -> str:
    return finish_day_text(minute, result.context)


def target_label(result: ForecastResult, target: str) -> str:
    """The plan, or a milestone or workstream by its name."""
    if not target:
        return "The plan"
    of = next(t for t in result.problem.targets if t.id == target)
    title = result.plan.title("workstream" if of.kind == "workstream" else "item", target)
    return title if of.kind == "workstream" else f"{of.key} {title}"


def target_finish(result: ForecastResult, target: str) -> "FinishDistribution":
    return result.forecast.targets[target] if target else result.forecast.finish


def simulation_summary(result: ForecastResult) -> str:
    """Iterations, seed, and whether the percentiles are known."""
    f = result.forecast
    sure = "a first estimate" if result.preliminary else convergence_text(f)
    return f"{grouped_number(f.runs)} iterations · seed {f.seed} · {f.shape} · {sure}"
