"""``tpm report``: the texts that leave the file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tpm_tui.cli.input.options import TypedPath, file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.schedule.forecast import run_promise_forecast
from tpm_tui.domain.journal_operations import Operation
from tpm_tui.domain.text.field_values import ValidationError

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.reports.builders.report_facts import ReportSource
    from tpm_tui.reports.report import ReportContent

_KINDS = ("stand-up", "sprint-review", "executive", "letter", "steering", "brief", "recommendation", "incident")


@click.command("report")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("path", metavar="[PATH|-]", required=False, default="-", type=TypedPath())
@file_option
@click.option("--since", metavar="DATE", help="From when; the last report of its kind that was kept otherwise.")
@click.option("--for", "recipient", metavar="KEY", default="", help="S-3, function:qa, a sprint, D-7, I-4.")
@click.option(
    "--to",
    "form",
    type=click.Choice(["md", "html", "text", "json"]),
    help="What it is written as; by the ending of PATH (.md, .html, .json, .txt) where not given.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --to json.")
@click.option("--sections", metavar="IDS", default="", help="Only these, in this order: ask,money=Own heading,next.")
@click.option("--headline", metavar="TEXT", default="", help="A sentence of your own, marked as not from the file.")
@click.option("--keep", is_flag=True, help="Keep it in the file as it was sent; the next one tells what changed since.")
@click.option("--beside", metavar="KEY", help="Beside one that was kept: what was said then, and what came.")
@click.option("--force", is_flag=True, help="Replace a file that tpm did not write.")
@pass_invocation
def report_command(
    invocation: Invocation,
    kind: str,
    path: str,
    since: str | None,
    recipient: str,
    form: str | None,
    as_json: bool,
    sections: str,
    headline: str,
    keep: bool,
    beside: str | None,
    force: bool,
) -> None:
    """Write a report of what changed since the last of its kind: by exception, every number from a record.

    The same file and day give the same text.
    """
    from tpm_tui.commands.report_source import keep_report, last_report_moment, read_report_history, report_source
    from tpm_tui.commands.schedule.finish_attribution import parse_since
    from tpm_tui.reports.builders.report_catalog import REPORT_KINDS, build_report
    from tpm_tui.reports.renderers.report_form import form_of_ending

    chosen = [word.strip() for word in sections.split(",") if word.strip()]
    report_kind = REPORT_KINDS[kind]
    form = "json" if as_json else form or form_of_ending(path)
    with invocation.store() as store:
        if path != "-":
            from tpm_tui.exchange.export_target import export_target

            export_target(Path(path), store.path, force)
        plan, context = store.load(), store.context
        report_kind.check_recipient(plan, recipient, context.today)  # before what takes a while
        begin = (
            last_report_moment(plan, report_kind, recipient, context) if since is None else parse_since(since, context)
        )
        _, forecast, held = run_promise_forecast(plan, context, effects=report_kind.measures_risks)
        # read last: the plan of then is calculated from what is known of the one of now
        history = read_report_history(store, begin, report_kind.reads_states)
        source = report_source(plan, context, history, forecast, held)
        report = build_report(source, kind, recipient, headline, chosen)
        text = rendered(plan, report, form) if beside is None else _beside(source, beside, report, form)
        if keep:
            with store.transaction(f"Keep the report: {report.title}", Operation.KEEP_REPORT) as tx:
                keep_report(tx, report)
    if path == "-":
        if form != "text":
            streams.write_document(text, is_json=form == "json")
        else:
            streams.write_lines(text.splitlines())
        return
    from tpm_tui.exchange.export_file import write_document_file

    write_document_file(Path(path), text, store.path, force)


def _beside(source: "ReportSource", key: str, report: "ReportContent", form: str) -> str:
    """One that was kept beside this one, as ``text`` or ``json``."""
    from tpm_tui.reports.report import report_facts
    from tpm_tui.reports.report_comparison import changed_figures, kept_report_facts, side_by_side_lines
    from tpm_tui.reports.report_outcomes import record_outcome_facts, report_outcomes

    plan, context = source.plan, source.context
    record = plan.find_key(key)
    if record is None or record[0] != "report":
        raise ValidationError(f"there is no report {key[:40]!r}; see: tpm ls report")
    if form not in ("text", "json"):
        raise click.UsageError("two reports side by side are text or JSON: --to text or --to json")
    then, now = kept_report_facts(plan, record[1]), report_facts(plan, report)
    outcomes = report_outcomes(plan, context, source.promise, source.part_promises(source.parts), then)
    if form == "json":
        facts = {
            "then": then,
            "now": now,
            "changed": changed_figures(then, now),
            "came": record_outcome_facts(outcomes),
        }
        return f"{streams.json_text(facts)}\n"
    return "\n".join(side_by_side_lines(then, now, outcomes, context, streams.terminal_width() or 120)) + "\n"


def rendered(plan: "Plan", report: "ReportContent", form: str) -> str:
    """The report as ``md``, ``html``, ``text`` or ``json``."""
    from tpm_tui.reports.renderers.report_form import MAIL_WIDTH, render_report
    from tpm_tui.reports.report import report_facts

    if form == "json":
        return f"{streams.json_text(report_facts(plan, report))}\n"
    return render_report(plan, report, form, streams.terminal_width() or MAIL_WIDTH)
