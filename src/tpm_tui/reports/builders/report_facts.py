"""What reports are built of: the plan now and then, its forecast, its promise, and why its finish moved."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.planning.analysis.finish_attribution import Attribution
from tpm_tui.planning.flow.hand_offs import HandOffWait
from tpm_tui.planning.promise.how_often_target_dates_moved import PushOut
from tpm_tui.planning.promise.promise import Promise, PromisedPart
from tpm_tui.reports.report import Number

if TYPE_CHECKING:
    from tpm_tui.planning.forecast.risk_calibration import RiskCalibration
    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution, SimulationResult
    from tpm_tui.reports.risks_issues_decisions.option_outcomes import PlanOutcome


class ReportSource(Struct, frozen=True):
    """``before`` is the plan at ``since``; ``until``, local, the last change of the file, else the beginning of today,
    so that one file gives one report a day.

    ``forecast`` is the one by logic, ``promise_forecast`` the one that the promise is held to, ``promise_finish`` the
    finish of the target in it. ``attribution`` gives None where nothing can be compared: one of the two plans has no
    dates, or the one of then no items. ``part_promises`` works out the promises of some of the ``parts``, ``hand_offs``
    the waits between functions, ``option_outcomes`` what the plan comes to with each option of a decision,
    ``over_risks`` the chances of risks that are over, as they stood then.
    """

    plan: Plan
    before: Plan
    sheet: Sheet
    context: InputContext
    since: datetime
    until: datetime
    forecast: "SimulationResult"
    promise: Promise
    promise_forecast: "SimulationResult"
    promise_finish: "FinishDistribution"
    parts: tuple[PromisedPart, ...]
    part_promises: Callable[[Iterable[PromisedPart]], Iterator[Promise]]
    push_outs: tuple[PushOut, ...]
    attribution: Callable[[], Attribution | None]
    hand_offs: Callable[[], Sequence[HandOffWait]]
    option_outcomes: "Callable[[str], Mapping[str | None, PlanOutcome]]"
    over_risks: "Callable[[], RiskCalibration]"

    def day(self, stored: object) -> str:
        """A stored day or moment as it stands in a sentence."""
        return dates.day_text(date.fromisoformat(str(stored)[:10]), self.context)

    def key(self, kind: str, id_: str) -> str:
        """The key of a record that is there."""
        return str(self.plan.value(kind, id_, "key"))

    def number(self, name: str, kind: str, id_: str, field: str, unit: str) -> Number:
        """A figure that is a field of a record, as JSON shows it."""
        value = self.sheet.value(kind, id_, field)
        return Number(name, value if isinstance(value, int | float) else str(value), unit, self.key(kind, id_))

    def group_of(self, plan: Plan, item: str) -> str:
        """The group of an item's status in a plan: todo, active or done; empty where it is not in that plan."""
        if item not in plan["item"]:
            return ""
        return plan.state_groups.get(str(plan.value("item", item, "status")), "")

    def finished_since(self) -> Iterator[str]:
        """Items without others below them that are done now and were not then, in the plan's order."""
        table, groups, below = self.plan["item"], self.plan.state_groups, self.plan.children
        for item, status in zip(table.ids, table.columns["status"], strict=True):
            if groups.get(str(status)) != "done" or status == "dropped" or item in below:
                continue
            if self.group_of(self.before, item) != "done":
                yield item

    def owner_name(self, item: str) -> str:
        """The short name of an item's owner; ``nobody`` where it has none."""
        owner = self.plan.value("item", item, "owner")
        return self.plan.label("person", str(owner)) if owner else "nobody"
