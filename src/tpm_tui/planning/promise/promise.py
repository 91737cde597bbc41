"""The promise of a programme and of its parts: target, probability, P80, and the state by rule."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.domain.derived.workstreams import workstream_ids
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time.instants import deadline_minute
from tpm_tui.domain.values.codec import stored_day, stored_ids
from tpm_tui.planning.promise.forecast_that_promises_rest_on import PromiseBasis, PromiseForecast
from tpm_tui.planning.promise.rag import RagFigures, RagReason, RagRule, RagState, rag_reasons, rag_state

if TYPE_CHECKING:
    from tpm_tui.planning.montecarlo.risk_model import ForecastTarget
    from tpm_tui.planning.montecarlo.simulation_result import FinishDistribution, SimulationResult


class Promise(Struct, frozen=True):
    """What was promised of the programme (``kind`` programme), a milestone or dated item (item) or a workstream.

    ``target`` is the clock minute to keep; without one there is no ``probability`` and no ``state``. ``state`` is the
    one by rule, ``override`` the one by hand while it stands. ``skipped`` says which parts of the rule had no figures;
    ``basis`` what the probability rests on; ``target_from`` whose date the target is: ``own``, or ``programme`` of a
    workstream that has none of its own, empty without a target; ``unfounded`` says in a few words why there is no
    forecast, and so neither percentiles nor a state, empty where there is one; ``assumed`` counts the open items that
    nobody has estimated.
    """

    kind: str
    id: str
    key: str
    name: str
    target: int | None
    p50: int | None
    p80: int | None
    probability: float | None
    state: RagState | None
    reasons: tuple[RagReason, ...]
    figures: RagFigures | None
    override: RagState | None = None
    override_reason: str = ""
    override_until: date | None = None
    skipped: tuple[str, ...] = ()
    basis: PromiseBasis = PromiseBasis.LOGIC
    target_from: str = ""
    unfounded: str = ""
    assumed: int = 0

    @property
    def why_no_state(self) -> str:
        """In a few words; empty where there is a state."""
        if self.state is not None:
            return ""
        if self.unfounded:
            return self.unfounded
        return "it has no due date" if self.kind == "item" else "the programme has no target date"

    @property
    def shown_state(self) -> RagState | None:
        """The one by hand where it stands, else by rule."""
        return self.override or self.state

    @property
    def is_watermelon(self) -> bool:
        """Green by hand, red by rule."""
        return self.override is RagState.GREEN and self.state is RagState.RED


def programme_promise(plan: Plan, held: PromiseForecast, today: date) -> Promise:
    """The promise of the programme. The target is a milestone or, where none is named, the finish of the plan; its date
    is the programme's, else the milestone's own."""
    forecast, milestone = held.forecast, plan.programme("target")
    finish = promised_finish(plan, held)
    target = programme_target(plan)
    budget = plan.programme("budget")
    figures = None
    if target is not None and not why_unfounded(plan, forecast):
        figures = RagFigures(
            finish.confidence(target),
            held.cost_p80,
            None if budget is None else float(budget),
            tuple(severe_incidents(plan)),
            tuple(unmet_needs(plan, held, target, today)),
            str(plan.programme("currency") or ""),
        )
    override = _override(plan, today)
    name = plan.title("item", str(milestone)) if milestone and milestone in plan["item"] else "finish"
    return _promise(
        "programme", "programme", str(plan.programme("key") or ""), name, target, finish, figures, rag_rule(plan),
        skipped=() if budget is not None else ("no budget",), override=override,
        reason=str(plan.programme("override_reason") or "") if override else "",
        until=stored_day(plan.programme("override_until")) if override else None,
        held=held, target_from="own", unfounded=why_unfounded(plan, forecast),
        assumed=next((one.assumed for one in held.problem.targets if one.id == milestone), forecast.assumed),
    )  # fmt: skip


def why_unfounded(plan: Plan, forecast: "SimulationResult") -> str:
    """Why a forecast of a plan says nothing about its dates, in a few words; empty where it does."""
    if not len(plan["item"]):
        return "nothing is planned yet"
    return "" if forecast.is_founded else "too little of the open work has an estimate"


def promised_finish(plan: Plan, held: PromiseForecast) -> "FinishDistribution":
    """When what the programme promised is done: its milestone, else the whole plan."""
    milestone, forecast = plan.programme("target"), held.forecast
    return forecast.targets.get(str(milestone), forecast.finish) if milestone else forecast.finish


def programme_target(plan: Plan) -> int | None:
    """The clock minute that the programme is promised for, None where nobody promised a date."""
    milestone = plan.programme("target")
    own = plan.value("item", str(milestone), "deadline") if milestone and milestone in plan["item"] else None
    stored = plan.programme("target_date") or own
    return None if stored is None else deadline_minute(_moment(stored))


class PromisedPart(Struct, frozen=True):
    """A milestone or dated item (``kind`` item) or a workstream that has a forecast, with the clock minute that it is
    held to, if any, and whose date that is, as in ``Promise``."""

    target: "ForecastTarget"
    kind: str
    held_to: int | None
    target_from: str

    @property
    def id(self) -> str:
        """Of the record."""
        return self.target.id


def promised_parts(plan: Plan, held: PromiseForecast) -> list[PromisedPart]:
    """What has a promise of its own. A workstream without a date of its own, and the milestone that is the programme's
    target, are held to the date of the programme."""
    parts, programme, promised = [], programme_target(plan), plan.programme("target")
    for target in held.problem.targets:
        kind = "workstream" if target.kind == "workstream" else "item"
        held_to, source = target.deadline, "own"
        if programme is not None and (target.id == promised or (held_to is None and kind == "workstream")):
            held_to, source = programme, "programme"
        parts.append(PromisedPart(target, kind, held_to, source))
    return parts


def part_promises(plan: Plan, held: PromiseForecast, parts: Iterable[PromisedPart] | None = None) -> Iterator[Promise]:
    """Those of some parts, of all where none are named, by the same rule; money and needs are the programme's,
    incidents those on the part."""
    rule, is_severe, unfounded = rag_rule(plan), any(severe_incidents(plan)), why_unfounded(plan, held.forecast)
    for part in promised_parts(plan, held) if parts is None else parts:
        finish = held.forecast.targets[part.id]
        figures = None
        if part.held_to is not None and not unfounded:
            severe = tuple(severe_incidents(plan, part.kind, part.id)) if is_severe else ()
            figures = RagFigures(finish.confidence(part.held_to), severe_incidents=severe)
        key = str(plan.value(part.kind, part.id, "key"))
        yield _promise(
            part.kind, part.id, key, plan.title(part.kind, part.id), part.held_to, finish, figures,
            rule, skipped=("money and needs are the programme's",), held=held, target_from=part.target_from,
            assumed=part.target.assumed, unfounded=unfounded,
        )  # fmt: skip


def rag_rule(plan: Plan) -> RagRule:
    """The thresholds that the file keeps."""
    return RagRule(
        float(plan.programme("green_from") or 0) / 100,
        float(plan.programme("red_below") or 0) / 100,
        float(plan.programme("tolerance") or 0) / 100,
    )


def severe_incidents(plan: Plan, kind: str = "", id_: str = "") -> Iterator[str]:
    """Keys of open incidents of severity 1; with a record, those on it or on an item below it; of a workstream,
    those on an item of it, its own or by what the item lies in."""
    table = plan["incident"]
    below = {id_, *plan.descendants(id_)} if kind == "item" else set()
    stream_of, position = workstream_ids(plan), plan["item"].position
    for place, incident in enumerate(table.ids):
        columns = table.columns
        if columns["severity"][place] != "SEV1" or columns["resolved"][place] is not None:
            continue
        items = set(stored_ids(columns["items"][place]))
        streams = {columns["workstream"][place], *(stream_of[position[item]] for item in items if item in position)}
        if not kind or items & below or (kind == "workstream" and id_ in streams):
            yield plan.label("incident", incident)


def unmet_needs(plan: Plan, held: PromiseForecast, target: int, today: date) -> Iterator[str]:
    """Keys of must needs accepted longer ago than the file allows that have no item, or none whose P80 (of an item
    without a forecast of its own: planned finish) is by the target."""
    table, days = plan["requirement"], int(plan.programme("need_days") or 0)
    columns = table.columns
    latest = (today - timedelta(days=days)).isoformat()
    finish_of = item_finish_lookup(plan, held)
    for place, need in enumerate(table.ids):
        accepted = columns["accepted_on"][place] or columns["agreed_on"][place]
        if columns["type"][place] != "need" or columns["priority"][place] != "must":
            continue
        if columns["status"][place] in ("met", "dropped") or accepted is None or str(accepted)[:10] >= latest:
            continue
        finishes = map(finish_of, stored_ids(columns["items"][place]))
        if not any(finish is not None and finish <= target for finish in finishes):
            yield plan.label("requirement", need)


def item_finish_lookup(plan: Plan, held: PromiseForecast) -> Callable[[str], int | None]:
    """Gives the finish of an item by its id, as a clock minute: the P80 where it has a forecast of its own, else the
    planned finish; None of one that is dropped or not there."""
    from tpm_tui.domain.derived.which_items_are_done import dropped_items
    from tpm_tui.planning.cpm.schedule import early_schedule

    position, targets = plan["item"].position, held.forecast.targets

    def finish_of(item: str) -> int | None:
        place = position.get(item)
        if place is None or dropped_items(plan)[place]:
            return None
        # made once for a network: the forecast has calculated it
        return targets[item].percentile(80) if item in targets else early_schedule(held.problem.network).finish[place]

    return finish_of


def _promise(
    kind: str,
    id_: str,
    key: str,
    name: str,
    target: int | None,
    finish: "FinishDistribution",
    figures: RagFigures | None,
    rule: RagRule,
    *,
    skipped: tuple[str, ...] = (),
    override: RagState | None = None,
    reason: str = "",
    until: date | None = None,
    held: PromiseForecast,
    target_from: str,
    assumed: int,
    unfounded: str,
) -> Promise:
    reasons = () if figures is None else tuple(rag_reasons(figures, rule))
    half, sure = (None, None) if unfounded else (finish.percentile(50), finish.percentile(80))
    return Promise(
        kind, id_, key, name, target, half, sure,
        None if figures is None else figures.probability, rag_state(reasons) if reasons else None, reasons, figures,
        override, reason, until, skipped, held.basis, target_from if target is not None else "",
        unfounded, assumed,
    )  # fmt: skip


def _override(plan: Plan, today: date) -> RagState | None:
    """The state by hand: only with a reason, and until its end."""
    state, until = str(plan.programme("state_override") or ""), stored_day(plan.programme("override_until"))
    if not state or not plan.programme("override_reason") or until is None or until < today:
        return None
    return RagState(state)


def _moment(stored: object) -> datetime:
    return datetime.fromisoformat(str(stored))
