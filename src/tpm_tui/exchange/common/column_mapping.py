"""Which column of a table fills which field: what a person chose is remembered in the file, for the next import."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.exchange.common.change_set import ChangeSet


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What a person may say about an import. ``mapping`` is header -> field, an empty field ignores the column;
    ``kind`` is the kind of record a table holds, where the format does not say it."""

    mapping: Mapping[str, str] = field(default_factory=dict)
    kind: str = "item"


@dataclass(frozen=True, slots=True)
class SavedMapping:
    """A mapping to remember: the format's name, the kind, the file's name, and every header with its field."""

    format: str
    kind: str
    file: str
    pairs: dict[str, str]


def recall_mapping(plan: Plan, format_: str, kind: str, headers: Sequence[str]) -> dict[str, str]:
    """The remembered mapping for a table with exactly these headers; empty if there is none."""
    id_ = _find_mapping(plan, format_, kind, set(headers))
    return {} if id_ is None else _pairs(plan, id_)


def save_mapping(change_set: ChangeSet, keep: SavedMapping | None) -> None:
    """Let the change set keep a mapping, in place of the one for the same headers; not where nothing came of it."""
    if keep is None or not (change_set.changes or change_set.same):
        return
    stored = json.dumps(keep.pairs, ensure_ascii=False)
    id_ = _find_mapping(change_set.plan, keep.format, keep.kind, keep.pairs.keys())
    if id_ is not None:
        change_set.set("mapping", id_, {"pairs": stored})
    else:
        change_set.add("mapping", {"name": f"{keep.format}: {keep.file}", "kind": keep.kind, "pairs": stored})


def _find_mapping(plan: Plan, format_: str, kind: str, headers: object) -> str | None:
    table = plan["mapping"]
    rows = zip(table.ids, table.columns["name"], table.columns["kind"], strict=True)
    for id_, name, of_kind in rows:
        if str(name).startswith(f"{format_}: ") and of_kind == kind and _pairs(plan, id_).keys() == headers:
            return id_
    return None


def _pairs(plan: Plan, id_: str) -> dict[str, str]:
    """The pairs of a kept mapping; empty if somebody wrote something else there."""
    try:
        pairs = json.loads(str(plan.value("mapping", id_, "pairs")))
    except ValueError:
        return {}
    return {str(k): str(v) for k, v in pairs.items()} if isinstance(pairs, dict) else {}
