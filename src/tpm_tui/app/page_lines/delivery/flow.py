"""The flow of work as lines: bottleneck, cumulative flow, cycle times, ageing work, time in states, limits, waits."""

from collections.abc import Iterator, Sequence

from tpm_tui.app.charts.plots import bar_chart, column_chart, density_plot
from tpm_tui.app.page_lines.line_builders import BLANK_LINE, NO_ITEMS, heading_line, text_line, wrapped_lines
from tpm_tui.app.widgets.line_list import PageLine
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.flow.flow_of_plan import PlanFlow
from tpm_tui.planning.flow.item_flow import DAY
from tpm_tui.planning.flow.percentiles import SERVICE_LEVEL
from tpm_tui.planning.flow.workflow_bottleneck import days_text
from tpm_tui.reports.delivery.flow import function_text, review_sentences
from tpm_tui.safe_text import fit, safe

#: Rows of each chart.
CHART_LINES = 6


def flow_page_lines(plan: Plan, flow: PlanFlow, cells: int) -> list[PageLine]:
    """The page for a width in cells; lines of items lead to them."""
    if not len(plan["item"]):
        return [text_line((NO_ITEMS, "dim"))]
    return [
        *(text_line((line, "strong")) for line in wrapped_lines(flow.bottleneck.sentence, cells)),
        BLANK_LINE,
        *_cumulative(flow, cells),
        *_cycle_times(flow, cells),
        *_ageing(plan, flow, cells),
        *_states(flow, cells),
        *_waits(flow, cells),
    ]


def _cumulative(flow: PlanFlow, cells: int) -> Iterator[PageLine]:
    days = flow.cumulative[-max(10, cells - 24) :]
    yield heading_line(f"Cumulative flow: items that reached each state, last {len(days)} days")
    highest = max((entry.reached[0] for entry in days), default=0) if flow.workflow.steps else 0
    for place, state in enumerate(flow.workflow.steps):
        if not highest:
            break
        row = column_chart([entry.reached[place] / highest for entry in days], 1)[0]
        now = days[-1].reached[place]
        yield text_line((fit(safe(state.name), 12), "dim"), (f"{now:>5}  ", ""), (row, "accent"))
    if days:
        yield text_line((fit("in progress", 12), "dim"), (f"{days[-1].wip:>5}", "strong"))
    yield BLANK_LINE


def _cycle_times(flow: PlanFlow, cells: int) -> Iterator[PageLine]:
    done = flow.finished
    yield heading_line(f"Cycle time: {len(done)} finished, days with both ends counted")
    if not done:
        yield text_line(("nothing was finished yet", "dim"))
        yield BLANK_LINE
        return
    levels = "   ".join(f"P{level} {value} d" for level, value in flow.percentiles.items())
    share = "" if flow.efficiency is None else f"   flow efficiency {round(100 * flow.efficiency)}%"
    yield text_line((f"{levels}{share}", "strong"))
    lead = "   ".join(f"P{level} {value} d" for level, value in flow.lead_percentiles.items())
    yield text_line((f"lead time, from when they were made: {lead}", ""))
    times = [(item.finished or 0, item.days_inclusive or 0) for item in done]
    first, last = min(t for t, _ in times), max(t for t, _ in times)
    longest = max(d for _, d in times)
    points = [((t - first) / max(1, last - first), d / max(1, longest)) for t, d in times]
    for number, row in enumerate(density_plot(points, max(10, cells - 10), CHART_LINES)):
        label = f"{longest} d" if number == 0 else "0 d" if number == CHART_LINES - 1 else ""
        yield text_line((f"{label:>6} ", "dim"), (row, "accent"))
    skipped = [item.key for item in done if item.skipped]
    if skipped:
        yield text_line(
            (f"straight from to-do to done: {', '.join(skipped[:8])}{' …' if len(skipped) > 8 else ''}", "dim")
        )
    yield BLANK_LINE


def _ageing(plan: Plan, flow: PlanFlow, cells: int) -> Iterator[PageLine]:
    level = flow.percentiles[SERVICE_LEVEL]
    held = "no service level yet" if level is None else f"service level {level} d (85% of finished work)"
    yield heading_line(f"Ageing: {len(flow.ageing)} in progress, {held}")
    for item, old in flow.ageing[:12]:
        id_ = plan.id_of_key("item", item.key)
        title = "" if id_ is None else safe(plan.title("item", id_))
        age = item.age_days_inclusive or 0
        mark = ("! older", "warn") if old else ("  ", "dim")
        yield PageLine(
            (
                (fit(item.key, 8), "mark"), (fit(title, max(10, min(50, cells - 40))), ""),
                (fit(safe(item.state), 10), "dim"),
                (f"{age:>5} d ", "warn" if old else ""), mark,
            ),
            ("item", id_) if id_ is not None else None,
            stop=id_ is not None,
        )  # fmt: skip
    if len(flow.ageing) > 12:
        yield text_line((f"and {len(flow.ageing) - 12} younger", "dim"))
    yield BLANK_LINE


def _states(flow: PlanFlow, cells: int) -> Iterator[PageLine]:
    yield heading_line("Time in each state")
    most = max((entry.total for entry in flow.in_state), default=1)
    limits = {count.name: count for count in flow.wip}
    for entry in flow.in_state:
        bar = bar_chart(entry.total / most, max(6, min(30, cells - 60)))
        count = limits.get(entry.state)
        limit = ""
        if count is not None:
            limit = f"{count.items} in it" if count.limit is None else f"{count.items} in it, limit {count.limit}"
        yield text_line(
            (fit(safe(entry.state), 12), ""), (bar, "accent"), (f" P85 {days_text(entry.p85)}  ", "dim"),
            (limit, "bad" if count is not None and count.exceeded else "soft"),
        )  # fmt: skip
    yield BLANK_LINE


def _waits(flow: PlanFlow, cells: int) -> Iterator[PageLine]:
    if flow.functions:
        yield heading_line("Work in progress by function")
        text = "   ".join(function_text(count) for count in flow.functions)
        yield from (text_line((part, "")) for part in wrapped_lines(text, cells))
        yield BLANK_LINE
    sentences = list(review_sentences(flow.reviews))
    if sentences:
        yield heading_line("Code reviews")
        yield from (text_line((part, "")) for s in sentences for part in wrapped_lines(safe(s), cells))
        yield BLANK_LINE
    if flow.blocked:
        yield heading_line("Blocked")
        for cause, minutes in flow.blocked.items():
            yield text_line((fit(safe(cause) or "no cause given", 24), ""), (days_text(minutes), "strong"))
        yield BLANK_LINE
    if flow.hand_offs:
        yield heading_line("Waits at hand-offs")
        for wait in flow.hand_offs:
            yield text_line(
                (fit(f"{wait.giver} to {wait.receiver}", 28), ""), (days_text(wait.total), "strong"),
                (f"  {len(wait.waiting)} waiting: {', '.join(wait.waiting[:5])}" if wait.waiting else "", "dim"),
            )  # fmt: skip
        yield BLANK_LINE
    if flow.throughput:
        last = flow.now // DAY - 1
        days = range(last - max(1, min(cells - 20, 60)) + 1, last + 1)
        counts = [flow.throughput.get(day, 0) for day in days]
        yield heading_line(f"Throughput: finished a day, last {len(days)} days")
        most = max(counts) or 1
        for row in column_chart([count / most for count in counts], 3):
            yield text_line((row, "accent"))


def reading_lines() -> Sequence[PageLine]:
    """What stands there until the journal is read."""
    return (text_line(("reading how items went through the workflow …", "dim")),)
