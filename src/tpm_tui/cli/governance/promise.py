"""``tpm promise``: the target, how sure it is, and the state that follows by rule."""

from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.analysis.forecast import run_simulation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams

if TYPE_CHECKING:
    from tpm_tui.planning.promise.promise import Promise


@click.command("promise")
@file_option
@click.option("--json", "as_json", is_flag=True, help="The promise as an object.")
@pass_invocation
def promise_command(invocation: Invocation, as_json: bool) -> None:
    """What was promised, how sure it is, and whether the programme is red, amber or green by its rule.

    Milestones with a due date and workstreams have a state by the same rule. Without a target there is none.
    """
    from tpm_tui.planning.promise.promise import part_promises, programme_promise
    from tpm_tui.planning.promise.push_outs import push_outs
    from tpm_tui.reports.promise import promise_document, promise_facts
    from tpm_tui.reports.renderers.terminal import render_lines

    with invocation.store() as store:
        plan, context = store.load(), store.context
        history = [(e.time, e.author, edits) for e, edits in store.changes_of("programme", "target_date")]
        moves = push_outs(history, "programme", "programme", "target_date")
        problem, forecast = run_simulation(plan, context, None, 1, "triangular", go_on=True)
        promise = programme_promise(plan, problem, forecast, context.today)
        parts: list[Promise] = part_promises(plan, problem, forecast)
        if as_json:
            facts: dict[str, Any] = promise_facts(plan, promise, parts, moves)
        else:
            lines = render_lines(promise_document(plan, promise, parts, moves, context), streams.terminal_width())
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)
