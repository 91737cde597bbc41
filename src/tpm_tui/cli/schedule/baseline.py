"""``tpm baseline``: take one, list them, and what has become of the plan since."""

import click

from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.reports.renderers.terminal import format_table, render_lines
from tpm_tui.safe_text import safe


@click.command("baseline")
@click.argument("action", type=click.Choice(["take", "list", "compare"]))
@click.argument("name", required=False)
@file_option
@click.option("--json", "as_json", is_flag=True, help="list: an array of objects; compare: an object.")
@pass_invocation
def baseline_command(invocation: Invocation, action: str, name: str | None, as_json: bool) -> None:
    """Keep where every item lies under a NAME, list the baselines, or compare the plan with one (the newest).

    A baseline is named by its NAME or its key.
    """
    if action == "take":
        _take(invocation, name)
    elif action == "list":
        _list(invocation, as_json)
    else:
        _compare(invocation, name, as_json)


def _take(invocation: Invocation, name: str | None) -> None:
    from tpm_tui.commands.schedule.baselines import take_baseline

    if not name:
        raise click.UsageError("say what to call it: tpm baseline take NAME")
    with invocation.writing("Take a baseline", "baseline.take") as tx:
        sentence = take_baseline(tx, "baseline", (), {"name": name})
        (key,) = (str(edit.after["key"]) for edit in tx.edits if edit.kind == "baseline" and edit.after)
    streams.write_line(key)
    streams.write_confirmation(sentence)


def _list(invocation: Invocation, as_json: bool) -> None:
    with invocation.snapshot() as snapshot:
        table, entries = snapshot.plan["baseline"], snapshot.plan.ids_by_reference("baseline_entry", "baseline")
        facts = [
            {
                "key": table.value(id_, "key"),
                "name": table.value(id_, "name"),
                "taken": table.value(id_, "taken"),
                "items": len(entries.get(id_, ())),
            }
            for id_ in table.ids
        ]
    if as_json:
        streams.write_json(facts)
        return
    rows = [
        [safe(str(v)) for v in (one | {"taken": snapshot.sheet.text("baseline", id_, "taken")}).values()]
        for id_, one in zip(table.ids, facts, strict=True)
    ]
    streams.write_lines(
        format_table(["Key", "Name", "Taken", "Items"], rows, [False] * 3 + [True], streams.terminal_width())
    )


def _compare(invocation: Invocation, name: str | None, as_json: bool) -> None:
    from tpm_tui.planning.analysis.comparison import compute_comparison
    from tpm_tui.planning.cpm.schedule_of_plan import validated_schedule
    from tpm_tui.reports.schedule.comparison import comparison_document, comparison_facts

    with invocation.store() as store:
        plan, context = store.load(), store.context
        baseline = _named(plan, name)
        validated_schedule(plan, context)
        comparison = compute_comparison(plan, context, baseline, store.history())
        facts = comparison_facts(comparison)
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(render_lines(comparison_document(comparison, facts), streams.terminal_width()))


def _named(plan: Plan, name: str | None) -> str:
    """The id of a baseline by name or key, the newest where none is named."""
    from tpm_tui.domain.derived.newest_baseline import newest_baseline

    newest = newest_baseline(plan)
    if newest is None:
        raise ValidationError("there is no baseline yet; take one with: tpm baseline take NAME")
    if name is None:
        return newest
    table, wanted = plan["baseline"], name.strip().lower()
    for id_ in reversed(table.ids):
        if wanted in (str(table.value(id_, "name")).lower(), str(table.value(id_, "key")).lower()):
            return id_
    raise ValidationError(f"there is no baseline {name[:40]!r}; see: tpm baseline list")
