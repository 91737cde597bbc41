"""What risks that occurred add to items of a schedule, in words: the likely delay, until the real one is said."""

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import list_text
from tpm_tui.domain.text.dates import InputContext, show_duration
from tpm_tui.planning.cpm.schedule import Schedule
from tpm_tui.planning.model.risk_delays import occurred_delays, occurred_risks


class OccurredRiskWriter:
    """Words about the unsettled risks of one plan, which ``schedule`` is the schedule of. Raises CycleError."""

    def __init__(self, plan: Plan, schedule: Schedule, context: InputContext) -> None:
        self._plan, self._schedule, self._context = plan, schedule, context
        self._delays = occurred_delays(plan, schedule.network, context.today)

    def sentences(self, item: str) -> tuple[str, ...]:
        """``R-1 occurred: +3d, until it is said what it really cost.`` for each that hit the item, or what holds it."""
        place = self._plan["item"].position[item]
        if self._schedule.network.actual_finish[place] is not None:
            return ()
        return tuple(
            f"{self._occurred(risk, place)}, until it is said what it really cost."
            for risk in occurred_risks(self._plan, item)
        )

    def added(self, position: int) -> str:
        """``R-1 occurred: +3d``, of all that lengthen or shorten one item; "" where none does."""
        hit = [risk for risk, delays in self._delays.items() if delays.get(position)]
        return "; ".join(self._occurred(risk, position) for risk in hit)

    def _occurred(self, risk: str, position: int) -> str:
        delays = self._delays[risk]
        head = f"{self._plan.label('risk', risk)} occurred: "
        if not any(delays.values()):
            return f"{head}no delay"
        if position in delays:
            return head + self._signed(delays[position])
        keys, table = self._plan.shown_key, self._plan["item"]
        # of a summary those that begin it are hit, or all of them by a share of each
        return head + list_text(
            [f"{self._signed(minutes)} on {keys('item', table.ids[at])}" for at, minutes in delays.items()]
        )

    def _signed(self, minutes: int) -> str:
        return f"{'-' if minutes < 0 else '+'}{show_duration(abs(minutes), self._context)}"
