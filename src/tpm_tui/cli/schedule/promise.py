"""``tpm promise``: the target, how sure it is, and the state that follows by rule."""

from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.schedule.forecast import run_promise_forecast

if TYPE_CHECKING:
    from tpm_tui.planning.promise.promise import Promise


@click.command("promise")
@file_option
@click.option("--json", "as_json", is_flag=True, help="The promise as an object.")
@pass_invocation
def promise_command(invocation: Invocation, as_json: bool) -> None:
    """What was promised, how sure it is, and whether the programme is red, amber or green by its rule.

    Milestones and workstreams have a state by the same rule; a workstream without a date of its own is held to that of
    the programme. Where levelling was taken, the probability is the one with the people there are, else by logic.
    Without a target there is no state.
    """
    from tpm_tui.commands.report_source import target_moves
    from tpm_tui.planning.promise.promise import part_promises, programme_promise
    from tpm_tui.reports.renderers.terminal import render_lines
    from tpm_tui.reports.schedule.promise import promise_document, promise_facts

    with invocation.store() as store:
        plan, context = store.load(), store.context
        moves = target_moves(store)
        _, _, held = run_promise_forecast(plan, context)
        promise = programme_promise(plan, held, context.today)
        parts: list[Promise] = list(part_promises(plan, held))
        if as_json:
            facts: dict[str, Any] = promise_facts(plan, promise, parts, moves)
        else:
            lines = render_lines(promise_document(plan, promise, parts, moves, context), streams.terminal_width())
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)
