"""``tpm show``: all of a record."""

from collections.abc import Sequence
from typing import Any

import click

from tpm_tui.cli.input import shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.input.record_arguments import find_record
from tpm_tui.cli.invocation import FileSnapshot, Invocation
from tpm_tui.cli.output import streams
from tpm_tui.cli.output.record_json import record_object
from tpm_tui.cli.records import history as journal
from tpm_tui.commands.schedule.links import show_lag
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text import field_values
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.safe_text import safe, safe_lines

#: Transactions of the history that are shown.
RECENT_ENTRIES = 5


@click.command("show")
@click.argument("keys", metavar="KEY…", nargs=-1, required=True, shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects with every field, links and history.")
@pass_invocation
def show_command(invocation: Invocation, keys: Sequence[str], as_json: bool) -> None:
    """Show all fields of records, what they are linked to both ways, and the end of their history."""
    with invocation.snapshot() as snapshot:
        chosen = [find_record(snapshot.plan, key) for key in keys]
        if as_json:
            objects = [record_details(snapshot, kind, id_) for kind, id_ in chosen]
        else:
            pages = [record_lines(snapshot, kind, id_) for kind, id_ in chosen]
    if as_json:
        streams.write_json(objects)
    else:
        streams.write_lines("\n\n".join("\n".join(page) for page in pages).split("\n"))


def links_of(snapshot: FileSnapshot, id_: str) -> dict[str, list[dict[str, Any]]]:
    """The links of an item by side: each with the item at the other end, its type and its lag."""
    plan, table = snapshot.plan, snapshot.plan["link"]
    sides = {"predecessors": ("successor", "predecessor"), "successors": ("predecessor", "successor")}
    return {
        name: [
            {
                "link": link,
                "item": table.value(link, other),
                "key": plan.value("item", str(table.value(link, other)), "key"),
                "type": table.value(link, "type"),
                "lag": table.value(link, "lag"),
                "lag_unit": table.value(link, "lag_unit"),
            }
            for link in plan.ids_by_reference("link", mine).get(id_, ())
        ]
        for name, (mine, other) in sides.items()
    }


def referrers(snapshot: FileSnapshot, id_: str) -> list[dict[str, Any]]:
    """What points at a record, links between items left out."""
    return [
        {"kind": kind, "id": other, "key": snapshot.plan.value(kind, other, "key"), "field": field}
        for kind, other, field in snapshot.plan.references_to_record(id_)
        if kind != "link"
    ]


def record_details(snapshot: FileSnapshot, kind: str, id_: str) -> dict[str, Any]:
    """A record as documented JSON, with its kind, its links, what points at it, and the end of its history."""
    made = {**record_object(snapshot.sheet, kind, id_), "kind": kind}
    if kind == "item":
        made |= links_of(snapshot, id_)
    history = [
        journal.transaction_object(snapshot, e, edits) for e, edits in snapshot.store.history(id_, RECENT_ENTRIES)
    ]
    return {**made, "referrers": referrers(snapshot, id_), "history": history}


def _blocked_text(snapshot: FileSnapshot, item: str, column: Column) -> str:
    """Since when an item is blocked and for how many working days; empty where it is not."""
    from tpm_tui.planning.model.blocked_age import blocked_ages, blocked_since

    plan, context = snapshot.plan, snapshot.context
    age = blocked_ages(plan, context.today).get(item)
    since = plan.value("item", item, "blocked_since") if age is None else blocked_since(plan, item)
    return field_values.show_stored(column, since, plan, context) + (
        "" if age is None else f", for {counted(age, 'working day')}"
    )


def record_lines(snapshot: FileSnapshot, kind: str, id_: str) -> list[str]:
    """A record as a person reads it; fields without a value are left out."""
    plan, sheet = snapshot.plan, snapshot.sheet
    title = field_values.shown_title(plan, kind, id_, snapshot.context)
    lines = [f"{safe(plan.shown_key(kind, id_))}  {safe(title)}"]
    wide = max(len(c.label) for c in sheet.columns(kind).values())
    texts = []
    for name, column in sheet.columns(kind).items():
        shown = field_values.show_stored(column, sheet.value(kind, id_, name), plan, snapshot.context)
        if name == "blocked_since":
            shown = _blocked_text(snapshot, id_, column)
        if (column.field.hidden and name != "id") or name in ("key", KINDS[kind].title) or not shown:
            continue
        if column.field.long:
            texts += ["", f"{column.label}:", *(f"    {text}".rstrip() for text in safe_lines(shown))]
        else:
            lines.append(f"{column.label:<{wide}}  {safe(shown)}")
    lines += [*texts, *_links(snapshot, kind, id_), *_referrers(snapshot, id_)]
    return [
        *lines,
        "",
        "History:",
        *(f"  {t}" for t in journal.history_tail(snapshot.store, snapshot, id_, RECENT_ENTRIES)),
    ]


def _links(snapshot: FileSnapshot, kind: str, id_: str) -> list[str]:
    if kind != "item":
        return []
    lines = []
    for label, side in zip(("Comes after:", "Comes before:"), links_of(snapshot, id_).values(), strict=True):
        if side:
            lines += ["", label]
        for link in side:
            lag = show_lag(int(link["lag"]), str(link["lag_unit"]), snapshot.context)
            title = safe(snapshot.plan.title("item", str(link["item"])))
            key = safe(snapshot.plan.shown_key("item", str(link["item"])))
            lines.append(f"  {key}  {' '.join(filter(None, (link['type'], lag)))}  {title}")
    return lines


def _referrers(snapshot: FileSnapshot, id_: str) -> list[str]:
    groups: dict[tuple[str, str], list[str]] = {}
    for r in referrers(snapshot, id_):
        groups.setdefault((r["kind"], r["field"]), []).append(r["id"])
    lines = []
    for (kind, field), ids in groups.items():
        children = kind == "item" and field == "parent"
        lines += ["", "Below it:" if children else f"{KINDS[kind].plural} ({KINDS[kind].column(field).label.lower()}):"]
        for other in ids:
            key = snapshot.plan.shown_key(kind, other)
            title = field_values.shown_title(snapshot.plan, kind, other, snapshot.context)
            lines.append(f"  {safe(key)}  {safe(title)}")
    return lines
