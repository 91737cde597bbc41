"""Delivery and operation as lines: DORA by workstream, incidents and availability, metrics against targets."""

from collections.abc import Iterable

from tpm_tui.app.charts.plots import column_chart
from tpm_tui.app.page_lines.line_builders import BLANK_LINE, heading_line, indented_lines, text_line
from tpm_tui.app.services.open_file import WorkspaceSession
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.time import clock
from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_minute
from tpm_tui.planning.delivery.action_effect import action_effects, effect_text
from tpm_tui.planning.delivery.delivery_findings import missed_targets
from tpm_tui.planning.delivery.deployments_and_outages import plan_dora, service_figures
from tpm_tui.planning.flow.item_flow import DAY
from tpm_tui.planning.risks_issues_decisions.decisions_of_plan import DecisionLatency, decision_latency
from tpm_tui.reports.delivery.delivery_metrics import dora_lines, service_lines
from tpm_tui.safe_text import fit, safe

#: Calendar days that the figures of the page look back.
WINDOW_DAYS = 90


def delivery_lines(session: WorkspaceSession, cells: int) -> list[PageLine]:
    """The page for a width in cells; lines of metrics lead to them."""
    plan, today = session.plan, session.context.today.toordinal() - EPOCH_ORDINAL
    now = to_minute(clock.to_local(clock.now()))
    since = today - WINDOW_DAYS + 1
    lines = [heading_line(f"Delivery [DORA], last {WINDOW_DAYS} days")]
    lines += _texts(dora_lines(plan_dora(plan, since, today)), cells)
    services = service_figures(plan, since * DAY, (today + 1) * DAY, now)
    if services:
        lines += [BLANK_LINE, heading_line(f"Operation, last {WINDOW_DAYS} days")]
        lines += _texts(service_lines(services), cells)
    if plan["metric"].ids:
        lines += [BLANK_LINE, heading_line("Metrics"), *_metrics(plan, cells)]
    effects = [effect for effect in action_effects(plan, ()) if _moves_metric(plan, effect.action)]
    if effects:
        lines += [BLANK_LINE, heading_line("Did it help?")]
        lines += _texts(map(effect_text, effects), cells)
    latencies = decision_latency(plan, session.context.today)
    if latencies:
        lines += [BLANK_LINE, heading_line("Decisions: days from asked to decided")]
        lines += _texts(map(_latency, latencies), cells)
    return lines


def _texts(lines: Iterable[str], cells: int) -> list[PageLine]:
    return [text_line((part, "")) for line in lines for part in indented_lines(safe(line), cells)]


def _moves_metric(plan: Plan, action: str) -> bool:
    """Whether an action is to move a metric: figures of flow need the history, and stand in the view of flow."""
    id_ = plan.id_of_key("action", action)
    return id_ is not None and plan.value("action", id_, "metric") is not None


def _latency(entry: DecisionLatency) -> str:
    who = entry.asked_of or "nobody in particular"
    said = f"  {who}: {entry.decided} decided"
    if entry.median_days is not None:
        said += f", median {entry.median_days:g} d, P85 {entry.p85_days} d"
    if entry.waiting:
        said += "; waiting: " + ", ".join(f"{key} {days} d" for key, days in entry.waiting.items())
    return said


def _metrics(plan: Plan, cells: int) -> list[PageLine]:
    missed, readings = set(missed_targets(plan)), plan["reading"]
    # The newest readings only where there is little room.
    most, words = (20, 24) if cells >= 100 else (8, 21)
    name = max(10, min(30, cells - 38 - most - words))
    lines = []
    for id_ in plan["metric"].ids:
        row = plan["metric"].row(id_)
        values = [
            value
            for _, value in sorted(
                (str(readings.value(r, "at")), float(readings.value(r, "value") or 0))
                for r in plan.ids_by_reference("reading", "metric").get(id_, ())
            )
        ]
        low, high = min(values, default=0.0), max(values, default=0.0)
        shares = [(value - low) / ((high - low) or 1) for value in values[-20:]]
        spark = column_chart(shares, 1)[0] if shares else ""
        target = "no target" if row["target"] is None else f"target {float(row['target']):g} ({row['direction']})"
        last = f"{values[-1]:g} {row['unit']}" if values else "no reading"
        lines.append(
            PageLine(
                (
                    (fit(str(row["key"]), 7), "mark"), (fit(safe(str(row["name"])), name) + " ", ""),
                    (fit(spark[-most:], most + 1), "accent"), (fit(safe(last), 14), "strong"),
                    (fit(safe(target), words), "dim"),
                    ("! missed twice" if id_ in missed else "", "bad"),
                ),
                ("metric", id_),
                stop=True,
            )
        )  # fmt: skip
    return lines
