"""Plans made in memory, for tests of what only reads a plan."""

from collections.abc import Iterable
from typing import Any

from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored, dump_value

WORKFLOW = (("backlog", "todo"), ("ready", "todo"), ("doing", "active"), ("done", "done"), ("dropped", "done"))


def row(kind: str, id_: str, number: int = 1, **values: Any) -> dict[str, Stored]:
    """A whole stored row of Python values, the others at their default."""
    given = {name: dump_value(KINDS[kind].column(name), value) for name, value in values.items()}
    return {**default_row(KINDS[kind]), "id": id_, "key": f"{KINDS[kind].prefix}-{number}", **given}


def plan_of(records: Iterable[tuple[str, str, dict[str, Any]]] = (), workflow: bool = True) -> Plan:
    """A plan of (kind, id, Python values), keys counted up by kind; with a workflow unless told otherwise."""
    made = list(records)
    if workflow:
        made = [
            ("state", f"state-{n}", {"name": n, "group": g, "order": i}) for i, (n, g) in enumerate(WORKFLOW)
        ] + made
    counts: dict[str, int] = {}
    edits = []
    for kind, id_, values in made:
        counts[kind] = counts.get(kind, 0) + 1
        edits.append(Edit(kind, id_, None, row(kind, id_, counts[kind], **values)))
    return Plan.empty().applied(edits)
