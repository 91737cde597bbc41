"""Putting what was learnt into the estimates: first what a factor would change is shown, then it is done or left."""

from typing import TYPE_CHECKING

from tpm_tui.app.forecast_lines import BLANK, line
from tpm_tui.app.foreseen import Foreseen
from tpm_tui.app.patience import Patience, thought_through
from tpm_tui.app.screens.preview import PreviewScreen
from tpm_tui.app.widgets.pagelist import PageLine
from tpm_tui.domain import dates
from tpm_tui.domain.entry import show
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan import Plan
from tpm_tui.reports.forecast import day
from tpm_tui.safe import fit, safe
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.app.workspace import Workspace
    from tpm_tui.commands.learning import Learned
    from tpm_tui.planning.forecast import Finish


async def apply_factor(ws: "Workspace", found: Foreseen, learned: "Learned", by: str, value: str) -> bool:
    """Show what a group's factor would change in the work not begun, and do it if the person says so."""
    from tpm_tui.commands.forecasts import scale
    from tpm_tui.planning.calibration import to_scale
    from tpm_tui.planning.lives import FACTOR
    from tpm_tui.planning.simulation import simulate
    from tpm_tui.planning.uncertainty import problem_of
    from tpm_tui.reports.learning import group_name
    from tpm_tui.store.layer import Layer

    group = next(g for g in learned.calibration.groups if (g.by, g.value) == (by, value))
    ids = to_scale(found.plan, learned.calibration, by, value)
    if not ids:
        ws.say(f"{group_name(group)}: nothing that is not begun has an estimate without a factor on it", "warn")
        return False
    what = "all work" if not by else value
    title = f"Estimates of {what} times {group.factor:g}"

    def act(tx: Transaction) -> str:
        return scale(tx, "item", ids, {"factor": group.factor})

    def work(patience: Patience) -> "tuple[Plan, Finish]":
        layer = Layer(found.plan, found.words, "")
        with layer.transaction(title) as tx:
            act(tx)
        forecast = simulate(
            problem_of(layer.plan, found.words), runs=found.forecast.runs, seed=found.forecast.seed, effects=False,
            cancelled=patience.cancelled,
        )  # fmt: skip
        return layer.plan, forecast.finish

    made = await thought_through(ws, "working out what it would change", work)
    if made is None or ws.refuse_readonly():
        return False
    plan, finish = made
    while True:
        chosen = await ws.choose(PreviewScreen(title, lambda cells: _lines(found, plan, finish, ids, cells)))
        if chosen is None:
            ws.say("left as it was")
            return False
        if chosen == "yes":
            return await ws.change(title, FACTOR, act)
        await ws.open_record(*chosen)


def _lines(found: Foreseen, plan: Plan, finish: "Finish", ids: list[str], cells: int) -> list[PageLine]:
    words, column = found.words, KINDS["item"].column("estimate")

    def estimate(of: Plan, id_: str) -> str:
        return show(column, of.value("item", id_, "estimate"), of, words)

    def work(of: Plan) -> str:
        from tpm_tui.domain.values import ThreePoint

        likely = sum(ThreePoint.load(str(of.value("item", id_, "estimate"))).likely for id_ in ids)
        return dates.show_duration(round(likely), words)

    many = f"{len(ids)} item{'' if len(ids) == 1 else 's'} not begun"
    lines = [line((f"{many}: likely work {work(found.plan)} → {work(plan)}", "strong"))]
    for percent in (50, 80):
        before, after = (day(of.percentile(percent), words) for of in (found.forecast.finish, finish))
        lines.append(line((f"P{percent} of the plan {before} → {after}", "")))
    lines.append(BLANK)
    for id_ in ids:
        label = fit(f"{plan.label('item', id_)} {safe(plan.title('item', id_))}", max(20, cells - 44))
        change = f" {estimate(found.plan, id_)} → {estimate(plan, id_)}"
        lines.append(PageLine(((label, ""), (fit(change, 44), "soft")), ("item", id_), stop=True))
    return lines
