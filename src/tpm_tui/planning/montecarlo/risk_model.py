"""What is uncertain in a plan: estimates with a range, and risks with the items they hit.

- An item's estimate spreads what is left of it: half of the work done halves the range. Milestones, summaries, dropped
  and finished items have none.
- A risk counts by its numbers; where it has none, by the programme's scales from its 5x5 score. Its chance follows the
  rules of its delay, which `model.risk_delays` states with the items that a delay hits.
- A risk that occurred is drawn with a chance of 100 %: on the estimates alone, as the network holds its likely delay.
- A response without a cost of its own costs what its steps still to be done cost together.
- An opportunity shortens what a threat would lengthen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from tpm_tui.domain.derived.currency import currency_digits
from tpm_tui.domain.derived.items_serving_objectives import items_serving
from tpm_tui.domain.derived.risk_levels import chance_scale, response_in_force
from tpm_tui.domain.derived.which_items_are_done import dropped_items
from tpm_tui.domain.derived.workstreams import workstream_ids
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.domain.time.intervals import STANDARD_DAY_MINUTES
from tpm_tui.domain.values.codec import Stored
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.cpm.compiled_network import CompiledNetwork, compiled_network
from tpm_tui.planning.model.actuals_and_status_date_to_bounds import deadlines_of_texts
from tpm_tui.planning.model.assumed_predecessors import assumed_counter
from tpm_tui.planning.model.estimate_coverage import EstimateCoverage, estimate_coverage
from tpm_tui.planning.model.network import Network
from tpm_tui.planning.model.network_from_plan import network_of
from tpm_tui.planning.model.risk_delays import delay_targets, is_unfinished_work, is_unsettled, judged, stated_delays
from tpm_tui.planning.model.work_assignments import stretches
from tpm_tui.planning.money.planned_cost import planned_cost

#: What says the chance of a risk: the typed one, that after the response, and the two by score.
CHANCE_FIELDS = ("chance", "response_chance", "probability", "residual_probability")


class RiskEffect(Struct, frozen=True):
    """A chance from 0 to 1, and what happens then: working minutes, or percent of an item's work left."""

    chance: float
    delay: ThreePoint


class RiskDriver(Struct, frozen=True):
    """A risk as the simulation sees it; `id` names its draws. `sign` is -1 for an opportunity."""

    id: str
    key: str
    before: RiskEffect
    after: RiskEffect
    delay_targets: tuple[int, ...]
    """positions that a delay in minutes is added to"""
    percent_targets: tuple[int, ...]
    """positions that a delay in percent is added to"""
    sign: int = 1
    in_force: bool = False
    """whether the response counts already"""
    response_cost: float | None = None
    cost: ThreePoint | None = None
    """money, where it occurs"""
    cost_after: ThreePoint | None = None

    @property
    def now(self) -> RiskEffect:
        return self.after if self.in_force else self.before

    @property
    def money(self) -> ThreePoint | None:
        """What it costs today where it occurs."""
        return self.cost_after if self.in_force else self.cost

    def expected_cost(self, shape: str) -> float:
        """Expected monetary value: chance times the mean cost where it occurs; negative for an opportunity [PMBOK]."""
        span = self.money
        if span is None:
            return 0.0
        means = {"pert": span.mean, "uniform": (span.best + span.worst) / 2}
        return self.sign * self.now.chance * means.get(shape, (span.best + span.likely + span.worst) / 3)

    def positions(self, effect: RiskEffect) -> tuple[int, ...]:
        return self.percent_targets if effect.delay.percent else self.delay_targets


class ForecastTarget(Struct, frozen=True):
    """Something whose finish is forecast: the positions that must be done, and by when (a clock minute); ``assumed``
    counts the open items that nobody estimated and that the finish rests on."""

    id: str
    key: str
    kind: str
    positions: tuple[int, ...]
    deadline: int | None = None
    assumed: int = 0


class RiskModel(Struct, frozen=True, eq=False):
    """A network with its uncertainty. `names` says whose draws each position has."""

    network: Network
    names: Sequence[str]
    keys: Sequence[str]
    spread: dict[int, ThreePoint]
    """working minutes of the whole item, for positions with a range"""
    risks: tuple[RiskDriver, ...] = ()
    targets: tuple[ForecastTarget, ...] = ()
    objectives: tuple[ForecastTarget, ...] = ()
    """what each objective needs to be done; their finishes stand beside those of the targets"""
    shape: str = "triangular"
    """or pert, or uniform"""
    deadline: int | None = None
    """a clock minute by which the plan as a whole must be finished, if anything says so"""
    planned_cost: float = 0.0
    """money that is planned whatever occurs, labour at the likely durations included"""
    labour_rates: Mapping[int, float] = field(default_factory=dict)
    """money that a working minute of a position costs, where it costs any"""
    minutes_per_day: int = STANDARD_DAY_MINUTES
    """of a working day, for what is told in days"""
    coverage: EstimateCoverage = field(default_factory=EstimateCoverage)
    """how much of the open work has an estimate"""

    def with_responses(self, *ids: str) -> RiskModel:
        """The same with these responses in force; with all of them if none is named. Draws stay the same."""
        chosen = [replace(r, in_force=True) if not ids or r.id in ids else r for r in self.risks]
        return replace(self, risks=tuple(chosen))


def uncertain_positions(network: Network) -> list[bool]:
    """Whether each position is work that still has to be done."""
    compiled = compiled_network(network)
    return [
        position not in compiled.outline.children and network.actual_finish[position] is None
        for position in range(len(network))
    ]


def risk_model(plan: Plan, context: InputContext, shape: str = "triangular") -> RiskModel:
    """The risk model of a plan today. Raises as `network_of`, and CycleError."""
    network = network_of(plan, context)
    out = dropped_items(plan)
    unfinished = is_unfinished_work(plan, network)
    table = plan["item"]
    spread: dict[int, ThreePoint] = {}
    known: dict[Stored, ThreePoint] = {}
    shares = stretches(plan)
    for position, text in enumerate(table.columns["estimate"]):
        if text is None or not unfinished[position] or network.milestone[position]:
            continue
        if text not in known:
            known[text] = ThreePoint.load(str(text))
        if known[text].spread:
            spread[position] = _scaled(known[text], shares.get(position))
    cost, minor = planned_cost(plan, context), float(10 ** currency_digits(plan))
    return RiskModel(
        network=network,
        names=table.ids,
        keys=[str(key) for key in table.columns["key"]],
        spread=spread,
        risks=_risks(plan, context, network, unfinished),
        targets=_targets(plan, compiled_network(network), out),
        objectives=_objectives(plan, out),
        shape=shape,
        minutes_per_day=context.minutes_per_day,
        coverage=estimate_coverage(plan),
        planned_cost=cost.total / minor,
        labour_rates={
            position: amount / minor / network.duration[position]
            for position, amount in enumerate(cost.labour)
            if amount and unfinished[position] and network.duration[position]
        },
    )


def _scaled(estimate: ThreePoint, share: Fraction | None) -> ThreePoint:
    """An estimate of work as the time that those assigned need for it."""
    if share is None:
        return estimate
    factor = float(share)
    return ThreePoint(estimate.best * factor, estimate.likely * factor, estimate.worst * factor)


def _targets(plan: Plan, compiled: CompiledNetwork, out: Sequence[bool]) -> tuple[ForecastTarget, ...]:
    table = plan["item"]
    c = table.columns
    due, assumed, leaves = deadlines_of_texts(c["deadline"]), assumed_counter(plan), compiled.outline.leaves
    targets = [
        ForecastTarget(id_, str(key), "item", tuple(leaves(position)), due[position], assumed([id_]))
        for position, (id_, key, kind) in enumerate(zip(table.ids, c["key"], c["type"], strict=True))
        if (kind == "milestone" or due[position] is not None) and not out[position]
    ]
    streams: dict[str, list[int]] = {}
    ids = table.ids
    for position, stream in enumerate(workstream_ids(plan)):
        if stream is not None and not out[position] and position not in compiled.outline.children:
            streams.setdefault(stream, []).append(position)
    table = plan["workstream"]
    for id_, own in zip(table.ids, deadlines_of_texts(table.columns["deadline"]), strict=True):
        if id_ in streams:
            key = plan.label("workstream", id_)
            rests = assumed(ids[position] for position in streams[id_])
            targets.append(ForecastTarget(id_, key, "workstream", tuple(streams[id_]), own, rests))
    return tuple(targets)


def _objectives(plan: Plan, out: Sequence[bool]) -> tuple[ForecastTarget, ...]:
    position, table = plan["item"].position, plan["objective"]
    deadlines = deadlines_of_texts(table.columns["by"])
    served = [(id_, by, items_serving(plan, id_)) for id_, by in zip(table.ids, deadlines, strict=True)]
    return tuple(
        ForecastTarget(id_, plan.label("objective", id_), "objective", places, by)
        for id_, by, items in served
        if (places := tuple(at for item in items if not out[at := position[item]]))
    )


def _three(text: Stored) -> ThreePoint | None:
    return None if text is None else ThreePoint.load(str(text))


def _risks(plan: Plan, context: InputContext, network: Network, unfinished: Sequence[bool]) -> tuple[RiskDriver, ...]:
    table = plan["risk"]
    c = table.columns
    chances = chance_scale(plan)
    steps = _costs_of_steps(plan)
    risks = []
    for place, (id_, key, status) in enumerate(zip(table.ids, c["key"], c["status"], strict=True)):
        if status != "open" and not is_unsettled(status, c["actual_delay"][place], c["actual_cost"][place]):
            continue

        def value(name: str, place: int = place) -> Stored:
            return c[name][place]

        chance = (100.0, 100.0) if status == "occurred" else judged([value(name) for name in CHANCE_FIELDS], chances)
        before, after = (
            RiskEffect(min(max(float(part) / 100, 0.0), 1.0), span)
            for part, span in zip(chance, stated_delays(plan, id_), strict=True)
        )
        hits, shares = delay_targets(plan, network, id_, unfinished)
        cost = value("response_cost")
        if cost is None:
            cost = steps.get(id_)
        risks.append(
            RiskDriver(
                id=id_,
                key=str(key),
                before=before,
                after=after,
                delay_targets=hits,
                percent_targets=shares,
                sign=-1 if value("type") == "opportunity" else 1,
                in_force=response_in_force(plan, id_, context.today),
                response_cost=None if cost is None else float(cost),
                cost=_three(value("cost")),
                cost_after=_three(value("response_range")) or _three(value("cost")),
            )
        )
    return tuple(risks)


def stated_chance(fields: Mapping[str, Stored], scale: Sequence[float]) -> tuple[float, float] | None:
    """The chance of a risk before and after its response, in percent, by what its fields (:data:`CHANCE_FIELDS`) say;
    None where they say nothing."""
    said = [fields.get(name) for name in CHANCE_FIELDS]
    if all(value is None for value in said):
        return None
    before, after = judged(said, scale)
    return float(before), float(after)


def _costs_of_steps(plan: Plan) -> dict[str, float]:
    """Risk id -> money of the steps of its response that are still to be done, where any of them has a cost."""
    costs: dict[str, float] = {}
    c = plan["mitigation"].columns
    for risk, money, done in zip(c["risk"], c["cost"], c["done"], strict=True):
        if money is not None and not done:
            costs[str(risk)] = costs.get(str(risk), 0.0) + float(money)
    return costs


class PositionWork(Struct, frozen=True):
    """One position's work, in working minutes: what is done, what is left by the likely estimate alone."""

    done: int
    left: int


def position_work(network: Network, position: int) -> PositionWork:
    """What is done and what is left of an item."""
    left = network.estimated_remaining(position)
    return PositionWork(max(network.estimated_duration(position) - left, 0), left)


def remaining_range(estimate: ThreePoint, work: PositionWork, duration: int) -> tuple[float, float, float]:
    """Best, likely and worst of what is left; `duration` is the whole by the likely estimate."""
    share = work.left / duration if duration else 1.0
    return estimate.best * share, estimate.likely * share, estimate.worst * share


__all__ = [
    "ForecastTarget",
    "PositionWork",
    "RiskDriver",
    "RiskEffect",
    "RiskModel",
    "position_work",
    "remaining_range",
    "risk_model",
]
