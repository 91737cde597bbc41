"""``tpm why --since``: how the finish moved between then and now, and by whose edits."""

from typing import Any

from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.time.clock import now, to_local
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.safe_text import safe


def write_attribution(invocation: Invocation, since: str, as_json: bool) -> None:
    """Print the account of the move. ValidationError where ``since`` is no moment, or a plan has no dates."""
    from tpm_tui.commands.schedule.finish_attribution import named_baseline, parse_since, past_plan
    from tpm_tui.planning.analysis.finish_attribution import FinishAttribution, attribute_finish
    from tpm_tui.reports.schedule import finish_attribution as report

    with invocation.store() as store:
        plan = store.load()
        then = past_plan(store, named_baseline(since, plan) or parse_since(since, store.context))
        context = store.context
    with streams.progress_percent() as progress:
        move: FinishAttribution = attribute_finish(then, plan, context, to_local(now()), progress=progress)
    if as_json:
        result: dict[str, Any] = report.attribution_facts(move.attribution, move.before, plan, move.since, move.until)
        streams.write_json(result)
        return
    lines = report.attribution_headline(move.attribution, move.since, context)
    rows = []
    levels = move.attribution.levels
    for line in report.attribution_lines(move.attribution, move.before, plan, context):
        blank = [""] * (len(levels) - len(line.shown))
        rows.append(["  " * line.depth + safe(line.text), *line.shown, *blank])
    if rows:
        lines += [
            "",
            *format_table(
                ["Because of, in calendar days", *levels],
                rows,
                [False, *[True] * len(levels)],
                streams.terminal_width(),
            ),
        ]
    if not move.detailed:
        lines += ["", "Single edits are not measured: there are too many."]
    streams.write_lines(safe(text) for text in lines)
