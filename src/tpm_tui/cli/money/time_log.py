"""``tpm log``: time that somebody worked on an item."""

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.commands.money.time_entries import log_time
from tpm_tui.domain.text.dates import parse_date, parse_duration
from tpm_tui.domain.text.field_values import ValidationError, resolve_reference


@click.command("log")
@click.argument("item", shell_complete=shell_completion.complete_keys)
@click.argument("person")
@click.argument("time")
@file_option
@click.option("--on", "day", metavar="DATE", help="On which day; today.")
@pass_invocation
def log_command(invocation: Invocation, item: str, person: str, time: str, day: str | None) -> None:
    """Log TIME (3h, 45m, 1d) that PERSON worked on ITEM, and print the entry's key.

    What it cost is kept with it, at the person's rate of that day.
    """
    with invocation.writing(f"Log {time} on {item}", "time.log") as tx:
        try:
            minutes = parse_duration(time, tx.context)
        except ValueError as error:
            raise ValidationError(str(error)) from None
        try:
            on = parse_date(day, tx.context.today) if day else tx.context.today
        except ValueError as error:
            raise ValidationError(f"--on: {error}") from None
        at = resolve_reference("item", item, tx.plan)
        id_ = log_time(tx, at, resolve_reference("person", person, tx.plan), minutes, on)
        key = str(tx.plan.value("time_entry", id_, "key"))
    streams.write_line(key)
