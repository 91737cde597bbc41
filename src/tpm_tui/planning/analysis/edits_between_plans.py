"""What differs between two plans, as edits, and which part of a plan each field belongs to."""

from collections.abc import Iterable, Sequence

from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.values.codec import Stored

STAMPS = frozenset({"created", "changed"})
"""Fields that the program writes itself: taken over, but nobody's edit."""

_ITEM = {
    "scope": ("type", "parent", "rank"),
    "estimates": ("estimate",),
    "links": ("constraint", "constraint_date", "deadline"),
    "calendars and people": ("calendar", "owner"),
    "progress": ("status", "progress", "remaining", "actual_start", "actual_finish"),
}
_PROGRAMME = {
    "calendars and people": ("calendar", "start"),
    "progress": ("status_date",),
    "risks": ("risk_chance", "risk_delay"),
}
_KINDS = {
    "link": "links",
    "calendar": "calendars and people",
    "calendar_exception": "calendars and people",
    "person": "calendars and people",
    "absence": "calendars and people",
    "assignment": "calendars and people",
    "state": "progress",
    "risk": "risks",
}
_NAMES = ("scope", "estimates", "links", "calendars and people", "progress", "risks")

FIELD_PART: dict[tuple[str, str], str] = {
    **{("item", field): part for part, fields in _ITEM.items() for field in fields},
    **{("programme", field): part for part, fields in _PROGRAMME.items() for field in fields},
}
"""(kind, field) -> the part it belongs to, for kinds whose fields are shared out."""


def plan_difference(before: Plan, after: Plan) -> list[Edit]:
    """The edits that lead from one plan to the other, one a record, in the order of kinds and ids.

    Only kinds that a schedule or its risks follow from.
    """
    edits: list[Edit] = []
    for kind in ("programme", "item", *_KINDS):
        old, new = before[kind], after[kind]
        if old is new:
            continue
        differing = [name for name, column in new.columns.items() if old.columns.get(name) is not column]
        if old.ids is not new.ids and old.ids != new.ids:
            edits += [Edit(kind, id_, old.row(id_), None) for id_ in sorted(old.position.keys() - new.position.keys())]
            edits += [Edit(kind, id_, None, new.row(id_)) for id_ in sorted(new.position.keys() - old.position.keys())]
            shared: Iterable[str] = [id_ for id_ in old.ids if id_ in new.position]
        else:
            shared = old.ids
        changes: dict[str, tuple[dict[str, Stored], dict[str, Stored]]] = {}
        for name in differing:
            old_column, new_column = old.columns[name], new.columns[name]
            for id_ in shared:
                was, now = old_column[old.position[id_]], new_column[new.position[id_]]
                if was != now:
                    pair = changes.setdefault(id_, ({}, {}))
                    pair[0][name], pair[1][name] = was, now
        edits += [Edit(kind, id_, *changes[id_]) for id_ in sorted(changes)]
    return edits


def parts_of(edits: Sequence[Edit]) -> dict[str, list[Edit]]:
    """Share edits out by part. A link goes with an item that is deleted, before it; stamps go with the progress."""
    parts: dict[str, list[Edit]] = {name: [] for name in _NAMES}
    gone = {edit.id for edit in edits if edit.kind == "item" and edit.after is None}
    for edit in edits:
        if edit.kind == "item" and (edit.before is None or edit.after is None):
            parts["scope"].append(edit)
        elif edit.kind in _KINDS:
            orphan = edit.kind == "link" and edit.after is None and gone & {*map(str, _ends(edit))}
            if orphan:
                parts["scope"].insert(0, edit)
            else:
                parts[_KINDS[edit.kind]].append(edit)
        elif edit.before is None or edit.after is None:
            parts["calendars and people"].append(edit)
        else:
            _share(parts, edit)
    return parts


def _ends(edit: Edit) -> tuple[Stored, Stored]:
    row = edit.before or {}
    return row.get("predecessor"), row.get("successor")


def _share(parts: dict[str, list[Edit]], edit: Edit) -> None:
    """One change of an item or of the programme, field by field."""
    assert edit.before is not None
    assert edit.after is not None
    fields: dict[str, list[str]] = {}
    for field in edit.after:
        part = FIELD_PART.get((edit.kind, field))
        if field == "status" and "dropped" in (edit.before[field], edit.after[field]):
            part = "scope"
        if part is None and field in STAMPS:
            part = "progress"
        if part is not None:
            fields.setdefault(part, []).append(field)
    for part, names in fields.items():
        was, now = ({name: row[name] for name in names} for row in (edit.before, edit.after))
        parts[part].append(Edit(edit.kind, edit.id, was, now))


def without_stamps(edit: Edit) -> bool:
    """Whether an edit is somebody's: it changes more than the program's own stamps."""
    return edit.verb != "change" or bool((edit.after or {}).keys() - STAMPS)
