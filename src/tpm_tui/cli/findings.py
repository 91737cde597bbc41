"""``tpm check`` and ``tpm doctor``: is the plan in order, is the file."""

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tpm_tui.cli.input.options import TypedPath, file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.reports.renderers.terminal import format_table
from tpm_tui.safe_text import safe

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext


@click.command("check")
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array with an object a finding.")
@click.option("--audit", is_flag=True, help="Instead: the plan against the fourteen points of the DCMA.")
@pass_invocation
def check_command(invocation: Invocation, as_json: bool, audit: bool) -> int:
    """Name what in the plan is worth a look: dates that cannot hold, deadlines that the forecast keeps with less than
    half, roles nobody has, needs without items, and the points of the audit that do not pass.

    Exit code 1 if there is anything, with --audit if a point does not pass; 0 if not.
    """
    if audit:
        return _audit(invocation, as_json)
    from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import need_coverage
    from tpm_tui.planning.scope.requirement_findings import trace_findings
    from tpm_tui.reports.quality.audit import audit_findings
    from tpm_tui.reports.quality.findings import plan_audit, plan_findings

    with invocation.snapshot() as snapshot:
        plan = snapshot.plan
        findings = [
            {
                "kind": kind,
                "id": id_,
                "key": plan.value(kind, id_, "key"),
                "title": plan.title(kind, id_),
                "finding": text,
            }
            for kind, id_, text in [
                *_endangered(plan, snapshot.context),
                *plan_findings(plan, snapshot.context),
                *trace_findings(plan, need_coverage(snapshot.store, plan)),
                *audit_findings(plan, plan_audit(plan, snapshot.context)),
            ]
        ]
        keys = [plan.shown_key(str(f["kind"]), str(f["id"])) for f in findings]
    if as_json:
        streams.write_json(findings)
    elif findings:
        rows = [
            (safe(key), safe(str(f["title"])), safe(str(f["finding"]))) for key, f in zip(keys, findings, strict=True)
        ]
        streams.write_lines(format_table(("Key", "Title", "Finding"), rows, (False,) * 3, streams.terminal_width()))
    return 1 if findings else 0


def _endangered(plan: "Plan", context: "InputContext") -> list[tuple[str, str, str]]:
    """The deadlines that are kept with less than half, by the forecast that ``tpm simulate`` shows; none where the plan
    has no deadline or no dates."""
    from tpm_tui.cli.schedule.forecast import run_simulation
    from tpm_tui.reports.quality.findings import endangered_findings

    if not any(plan["item"].columns["deadline"]):
        return []
    try:
        problem, forecast = run_simulation(plan, context, None, 1, "triangular", effects=False, drivers=False)
    except ValueError:  # `plan_findings` says why
        return []
    return endangered_findings(problem, forecast, context)


def _audit(invocation: Invocation, as_json: bool) -> int:
    """Print the audit; the exit code."""
    from tpm_tui.planning.analysis.schedule_audit import schedule_audit
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
    from tpm_tui.reports.quality.audit import audit_facts, audit_table

    with invocation.snapshot() as snapshot:
        plan, context = snapshot.plan, snapshot.context
        points = schedule_audit(plan, context, validated_schedule(plan, context))
        facts, table = audit_facts(plan, points), audit_table(plan, points)
    if as_json:
        streams.write_json(facts)
    else:
        rows = [[safe(str(cell)) for cell in row] for row in table.rows]
        streams.write_lines(format_table(table.headers, rows, table.numeric, streams.terminal_width()))
    return 0 if all(point.passed for point in points) else 1


@click.command("doctor")
@click.argument("path", metavar="[FILE]", required=False, type=TypedPath(path_type=Path))
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array with an object a fault.")
@pass_invocation
def doctor_command(invocation: Invocation, path: Path | None, as_json: bool) -> int:
    """Look for damage in the file itself: pages, references, schema, values, and the records and
    the histories of items against the journal.

    Nothing is changed. Exit code 1 if there is a fault, 0 if not.
    """
    from tpm_tui.store.file.integrity import check_integrity

    chosen = path or invocation.existing()
    health = check_integrity(chosen)
    if as_json:
        streams.write_json([{"check": f.check, "fault": f.text} for f in health.faults])
    elif health.faults:
        streams.write_lines(f"{f.check}: {safe(f.text)}" for f in health.faults)
    else:
        streams.write_line(safe(f"{chosen} is sound: {health.records} records, {health.transactions} transactions"))
    if health.advice:
        streams.write_notice(health.advice)
    return 1 if health.faults else 0
