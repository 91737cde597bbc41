"""``tpm dora``: the metrics of software delivery by workstream."""

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams

#: Calendar days that count where no window is given.
DEFAULT_DAYS = 30


@click.command("dora")
@file_option
@click.option("--since", metavar="DATE", help="First day that counts; 30 days back where none is given.")
@click.option("--until", metavar="DATE", help="Last day that counts; today where none is given.")
@click.option("--json", "as_json", is_flag=True, help="An array of objects, one a workstream.")
@pass_invocation
def dora_command(invocation: Invocation, since: str | None, until: str | None, as_json: bool) -> None:
    """Deployment frequency, lead time, change fail rate, recovery and rework rate, with the releases behind each.

    A release counts for its workstream, on the day it went out (at).
    """
    from tpm_tui.domain.time.instants import EPOCH_ORDINAL
    from tpm_tui.planning.delivery.deployments_and_outages import plan_dora
    from tpm_tui.planning.flow.history.day_window import parse_window
    from tpm_tui.reports.delivery.delivery_metrics import dora_facts, dora_lines

    with invocation.snapshot() as reading:
        window = parse_window(since, until, reading.context)
        last = reading.context.today.toordinal() - EPOCH_ORDINAL if window.until is None else window.until
        first = last - DEFAULT_DAYS + 1 if window.since is None else window.since
        figures = plan_dora(reading.plan, min(first, last), last)
    if as_json:
        streams.write_json(dora_facts(figures))
    else:
        streams.write_lines(dora_lines(figures))
