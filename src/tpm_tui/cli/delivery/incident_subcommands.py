"""``tpm incident``: open one with its times filled in, say something on its timeline, end it; figures of all."""

import click

from tpm_tui.cli.input import record_arguments as typed
from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError

VERBS = ("open", "note", "resolve", "figures")

#: Calendar days that count where no window is given, as for ``tpm dora``.
DEFAULT_DAYS = 30


@click.command("incident")
@click.argument("verb", metavar="|".join(VERBS), type=click.Choice(VERBS))
@click.argument(
    "words", metavar="TITLE [FIELD=VALUE]… | KEY [TEXT]", nargs=-1,
    shell_complete=shell_completion.complete_keys_or_fields,
)  # fmt: skip
@file_option
@click.option("--since", metavar="DATE", help="First day of figures; 30 days back where none is given.")
@click.option("--until", metavar="DATE", help="Last day of figures; today where none is given.")
@click.option("--json", "as_json", is_flag=True, help="Figures as an array of objects, one a workstream.")
@pass_invocation
def incident_command(
    invocation: Invocation, verb: str, words: tuple[str, ...], since: str | None, until: str | None, as_json: bool
) -> None:
    """Open an incident now and print its key; note a line on its timeline; resolve it. Figures of those that were.

    open "Vendor API down" severity=SEV1 risk=R-7 · note I-1 "Failed over" · resolve I-1. A risk that is named has
    occurred, and gives the incident its items and contingency plan. figures takes --since, --until and --json: mean
    times to acknowledge, mitigate and resolve, and availability against its target, with the incidents behind each.
    """
    if verb == "figures":
        if words:
            raise click.UsageError("figures are of all incidents: choose days with --since and --until")
        _figures(invocation, since, until, as_json)
        return
    if since is not None or until is not None or as_json:
        raise click.UsageError("--since, --until and --json are for tpm incident figures")
    if not words:
        raise click.UsageError("say which: tpm incident open TITLE, note KEY TEXT or resolve KEY")
    if verb == "open":
        _open(invocation, words)
        return
    from tpm_tui.commands.delivery.incidents import add_timeline_entry, resolve_incidents

    command = "incident.note" if verb == "note" else "incident.resolve"
    if verb == "note" and len(words) < 2:
        raise click.UsageError("say what happened: tpm incident note I-1 TEXT")
    with invocation.writing(f"Incident {verb}: {words[0]}", command) as tx:
        keys = words[:1] if verb == "note" else words
        ids = []
        for key in keys:
            kind, id_ = typed.find_record(tx.plan, key)
            if kind != "incident":
                raise ValidationError(f"{key} is no incident")
            ids.append(id_)
        if verb == "note":
            add_timeline_entry(tx, "incident", ids, {"text": " ".join(words[1:])})
        else:
            resolve_incidents(tx, "incident", ids, {})
    streams.write_confirmation(f"{verb}: {', '.join(keys)}")


def _open(invocation: Invocation, words: tuple[str, ...]) -> None:
    from tpm_tui.commands.delivery.incidents import open_incident
    from tpm_tui.commands.input.field_arguments import FieldArguments, split_arguments, titled_values

    kind = KINDS["incident"]
    title = typed.title_argument(kind, words[0])
    split = split_arguments(words[1:])
    with invocation.writing("Open an incident", "incident.open") as tx:
        named = FieldArguments((title, *split.plain), split.pairs)
        id_ = open_incident(tx, titled_values(tx, kind, named))
        key = str(tx.plan.value("incident", id_, "key"))
    streams.write_line(key)


def _figures(invocation: Invocation, since: str | None, until: str | None, as_json: bool) -> None:
    from tpm_tui.domain.time import clock
    from tpm_tui.domain.time.instants import EPOCH_ORDINAL, to_minute
    from tpm_tui.domain.time.intervals import MINUTES_PER_DAY
    from tpm_tui.planning.delivery.deployments_and_outages import service_figures
    from tpm_tui.planning.flow.history.day_window import parse_window
    from tpm_tui.reports.delivery.delivery_metrics import service_facts, service_lines

    with invocation.snapshot() as reading:
        window = parse_window(since, until, reading.context)
        last = reading.context.today.toordinal() - EPOCH_ORDINAL if window.until is None else window.until
        first = min(last, last - DEFAULT_DAYS + 1 if window.since is None else window.since)
        now = to_minute(clock.to_local(clock.now()))
        figures = service_figures(reading.plan, first * MINUTES_PER_DAY, (last + 1) * MINUTES_PER_DAY, now)
    if as_json:
        streams.write_json(service_facts(figures))
    else:
        none = "No incident yet, and no workstream promises an availability: tpm incident open TITLE."
        streams.write_lines(list(service_lines(figures)) or [none])
