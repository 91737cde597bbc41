"""``tpm report``: the texts that leave the file."""

from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tpm_tui.cli.analysis.forecast import run_promise_forecast
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.options import file_option, pass_invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.reports.builders.report_catalog import ReportKind
    from tpm_tui.reports.builders.report_facts import ReportSource
    from tpm_tui.reports.report import ReportContent
    from tpm_tui.store.store import Store

_KINDS = ("stand-up", "sprint-review", "executive", "letter", "steering", "brief", "recommendation", "incident")


@click.command("report")
@click.argument("kind", type=click.Choice(_KINDS))
@click.argument("path", metavar="[PATH|-]", required=False, default="-", type=click.Path())
@file_option
@click.option("--since", metavar="DATE", help="From when; the last report of its kind that was kept otherwise.")
@click.option("--for", "recipient", metavar="KEY", default="", help="S-3, function:qa, a sprint, D-7, I-4.")
@click.option(
    "--to",
    "form",
    type=click.Choice(["md", "html", "text", "json"]),
    default="text",
    show_default=True,
    help="What it is written as.",
)
@click.option("--json", "as_json", is_flag=True, help="The same as --to json.")
@click.option("--sections", metavar="IDS", default="", help="Only these, in this order, as in ask,promise,next.")
@click.option("--headline", metavar="TEXT", default="", help="A sentence of your own, marked as not from the file.")
@click.option("--keep", is_flag=True, help="Keep it in the file as it was sent; the next one tells what changed since.")
@pass_invocation
def report_command(
    invocation: Invocation,
    kind: str,
    path: str,
    since: str | None,
    recipient: str,
    form: str,
    as_json: bool,
    sections: str,
    headline: str,
    keep: bool,
) -> None:
    """Write a report of what changed since the last of its kind: by exception, every number from a record.

    The same file and day give the same text.
    """
    from tpm_tui.reports.builders.report_catalog import REPORT_KINDS, build_report
    from tpm_tui.reports.report import report_document

    chosen = [word.strip() for word in sections.split(",") if word.strip()]
    with invocation.store() as store:
        store.load()
        source = _source(store, REPORT_KINDS[kind], since)
        report = build_report(source, kind, recipient, headline, chosen)
        text = rendered(source.plan, report, "json" if as_json else form)
        if keep:
            with store.transaction(f"Keep the report: {report.title}", "report.keep") as tx:
                from tpm_tui.reports.renderers.markdown import render_markdown

                tx.add("report", title=report.title, type=REPORT_KINDS[kind].record_type, at=tx.now,
                       recipient=recipient, since=report.since,
                       text=render_markdown(report_document(source.plan, report)))  # fmt: skip
    if path == "-":
        if as_json or form != "text":
            streams.write_document(text, is_json=as_json or form == "json")
        else:
            streams.write_lines(text.splitlines())
        return
    target = Path(path)
    if target.exists():
        raise ValidationError(f"{path} is there already; name another file, or - for stdout")
    target.write_text(text, encoding="utf-8", newline="")


def rendered(plan: "Plan", report: "ReportContent", form: str) -> str:
    """The report as ``md``, ``html``, ``text`` or ``json``."""
    from tpm_tui.reports.report import report_document, report_facts

    if form == "json":
        return f"{streams.json_text(report_facts(plan, report))}\n"
    document = report_document(plan, report)
    if form == "md":
        from tpm_tui.reports.renderers.markdown import render_markdown

        return render_markdown(document)
    if form == "html":
        from tpm_tui.reports.renderers.html import render_html

        return render_html(document)
    from tpm_tui.reports.renderers.terminal import render_lines

    return "\n".join([document.title, "", *render_lines(document, streams.terminal_width() or 78)]) + "\n"


def _source(store: "Store", kind: "ReportKind", since: str | None) -> "ReportSource":
    """Everything that a report is built of. ValidationError where the plan has no dates."""
    from dataclasses import replace

    from tpm_tui.commands.analysis.attribution import parse_since, past_plan
    from tpm_tui.domain.query.sheet import Sheet
    from tpm_tui.domain.time import clock
    from tpm_tui.planning.analysis.attribution import attribute
    from tpm_tui.planning.promise.promise import part_promises, programme_promise
    from tpm_tui.planning.promise.push_outs import push_outs
    from tpm_tui.reports.builders.report_facts import ReportSource

    plan, context = store.plan, store.context
    begin = parse_since(since, context) if since is not None else _last(plan, kind, context.today)
    past = past_plan(store, begin)
    _, forecast, held = run_promise_forecast(plan, context)
    try:
        attribution = attribute(
            past.plan, plan, context, context_before=replace(context, today=past.since.date()), edits=past.edits,
            detail=False,
        )  # fmt: skip
    except ValueError:
        attribution = None
    history = [(e.time, e.author, edits) for e, edits in store.changes_of("programme", "target_date")]
    return ReportSource(
        plan, past.plan, Sheet(plan, context), context, past.since, clock.to_local(clock.now()), forecast,
        programme_promise(plan, held, context.today), tuple(part_promises(plan, held)),
        tuple(push_outs(history, "programme", "programme", "target_date")), attribution,
    )  # fmt: skip


def _last(plan: "Plan", kind: "ReportKind", today: date) -> datetime:
    """When the last report of that kind was kept; without one, so many days ago."""
    table = plan["report"]
    kept = [str(table.value(id_, "at")) for id_ in table.ids if table.value(id_, "type") == kind.record_type]
    kept = [moment for moment in kept if moment != "None"]
    if kept:
        return datetime.fromisoformat(max(kept))
    return datetime.combine(today - timedelta(days=kind.days), time())
