"""``tpm trace``: which needs are covered, by what, and which work answers none."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.reports.renderers.terminal import format_table

if TYPE_CHECKING:
    from tpm_tui.planning.scope.traceability import Coverage
    from tpm_tui.planning.scope.traceability_matrix import TraceRow


@click.command("trace")
@file_option
@click.option("--matrix", is_flag=True, help="From each need to items, criteria, their evidence and the release.")
@click.option("--back", is_flag=True, help="The matrix from items back to the needs that they answer.")
@click.option("--json", "as_json", is_flag=True, help="An object with the needs and the untraced work.")
@pass_invocation
def trace_command(session: Invocation, matrix: bool, back: bool, as_json: bool) -> None:
    """The state of every need: covered, partly, uncovered, outdated, orphaned or duplicate; and work that answers none.

    A need is outdated where it has changed after an item or a criterion was traced to it; look at those and confirm
    with: tpm run requirement.confirm Q-1
    """
    from tpm_tui.commands.scope.journal_of_needs_issues_and_sprints import need_coverage
    from tpm_tui.planning.scope.conflicting_requirements import collisions
    from tpm_tui.planning.scope.requirement_findings import must_share_text
    from tpm_tui.planning.scope.trace_history import untraced_items
    from tpm_tui.planning.scope.traceability_matrix import trace_matrix, trace_matrix_back
    from tpm_tui.reports.scope.traceability_sections import coverage_remark

    with session.store() as store:
        plan = store.load()
        needs, untraced = need_coverage(store, plan), untraced_items(plan)
        share = must_share_text(plan, store.context)
    if matrix or back:
        _write_matrix(trace_matrix_back(plan, untraced) if back else trace_matrix(plan), back, as_json)
        return
    if as_json:
        streams.write_json({"needs": [_facts(need) for need in needs], "untraced": untraced})
        return
    colliding = collisions(plan)
    rows = [
        (n.key, n.state, ", ".join(n.items), ", ".join(n.checks), coverage_remark(plan, n, colliding)) for n in needs
    ]
    if rows:
        heads = ("Need", "State", "Items", "Criteria", "Remark")
        streams.write_lines(format_table(heads, rows, (False,) * 5, streams.terminal_width()))
    else:
        streams.write_lines(['No needs yet; add one with: tpm add requirement "The ledger balances"'])
    if share:
        streams.write_line(f"{share[0].upper()}{share[1:]}.")
    if untraced:
        streams.write_lines([f"Work that answers no need: {', '.join(untraced)}"])


def _write_matrix(rows: "Sequence[TraceRow]", back: bool, as_json: bool) -> None:
    """The matrix as a table, or as an array of objects; from items back the item comes first."""
    if as_json:
        streams.write_json([row._asdict() for row in rows])
        return
    order = (1, 0, 2, 3, 4, 5) if back else range(6)
    heads = ("Need", "Item", "Criterion", "State", "Evidence", "Release")
    cells = [tuple(row[place] for place in order) for row in rows]
    streams.write_lines(
        format_table([heads[place] for place in order], cells, (False,) * 6, streams.terminal_width())
        if rows
        else ["Nothing is traced yet."]
    )


def _facts(need: "Coverage") -> dict[str, Any]:
    return {
        "key": need.key,
        "state": need.state,
        "outdated": list(need.outdated),
        "items": list(need.items),
        "checks": list(need.checks),
        "orphaned": list(need.orphaned),
        "duplicate_of": need.duplicate_of,
    }
