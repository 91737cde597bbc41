"""Rules across fields and records: what an edit must satisfy to be taken, and what is worth a warning."""

from collections.abc import Iterable, Sequence

from tpm_tui.domain.cycles import link_cycle, parent_cycle
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.plan.cascade import references_to
from tpm_tui.domain.plan.plan import Edit, Plan
from tpm_tui.domain.text.field_formats import format_problem
from tpm_tui.domain.text.field_values import MAX_TEXT_LENGTH, ValidationError
from tpm_tui.domain.values.codec import Stored, canonical_value, encoding_problem, load_value
from tpm_tui.domain.values.three_point import ThreePoint


def value_problem(column: Column, stored: Stored) -> str | None:
    """Why a stored value cannot stand in a column, looking at the column alone; None if it can."""
    try:
        normalised(column, stored)
    except ValidationError as refused:
        return refused.reason
    return None


def normalised(column: Column, stored: Stored) -> Stored:
    """A stored value in the form that is kept. Refused if it cannot stand in the column, looking at that alone."""
    wrong = None
    if stored is None:
        if not column.nullable:
            raise ValidationError(f"{column.label} cannot be empty", column.name)
        return None
    try:
        stored = canonical_value(column, stored)
    except (ValueError, TypeError, OverflowError) as error:
        raise ValidationError(f"{column.label}: {error}", column.name) from None
    if isinstance(stored, str):
        wrong = _text_problem(column, stored)
    if wrong is None and (column.field.format or column.type is ThreePoint):
        wrong = _format_problem(column, load_value(column, stored))
    if wrong:
        raise ValidationError(f"{column.label}: {wrong}", column.name)
    choices = column.field.choices
    if choices and not column.many and stored not in choices:
        raise ValidationError(f"{column.label} is one of {_span(choices)}, not {str(stored)[:40]!r}", column.name)
    return stored


def _text_problem(column: Column, text: str) -> str | None:
    if len(text) > MAX_TEXT_LENGTH:
        return "the text is too long"
    if column.required and not text.strip():
        raise ValidationError(f"{column.label} cannot be empty", column.name)
    # A list of texts is kept as JSON, where a NUL hides in an escape.
    return encoding_problem(text) or (
        encoding_problem("".join(load_value(column, text))) if column.many and "\\" in text else None
    )


def _format_problem(column: Column, value: object) -> str | None:
    if isinstance(value, ThreePoint):
        if value.best < 0:
            return "it cannot be negative"
        if value.percent and column.field.format != "delay":
            return "percent has no meaning here"
        return None
    return format_problem(column.field.format, value)


def _span(choices: Sequence[object]) -> str:
    if isinstance(choices, range):
        return f"{choices[0]} to {choices[-1]}"
    return ", ".join(str(c) for c in choices)


def require_valid(after: Plan, edits: Sequence[Edit], taking_back: bool = False) -> None:
    """Raise Refused, with the reason, if the edits break a rule across records.

    ``taking_back`` is true for undo and redo: what once stood may stand again where only the way there has a rule.
    """
    touched = [e for e in edits if e.after is not None]
    _references_hold(after, touched)
    _nothing_dangles(after, [e for e in edits if e.after is None])
    _tree_holds(after, touched)
    _network_holds(after, touched)
    _workflow_holds(after, touched, edits)
    if not taking_back:
        _done_is_done(after, touched)
        _waived_with_reason(after, touched)
    for e in edits:
        if e.kind == "baseline_entry" and e.verb == "change":
            raise ValidationError("a baseline is never changed; take a new one")
        if e.kind == "programme" and (e.verb == "delete" or (e.verb == "add" and e.id != PROGRAMME_ID)):
            raise ValidationError("a file holds one programme, no more and no less")


def _references_hold(after: Plan, touched: Iterable[Edit]) -> None:
    references: dict[str, list[Column]] = {}
    for e in touched:
        if e.kind not in references:
            references[e.kind] = [c for c in after[e.kind].kind.columns if c.ref]
        for c in references[e.kind]:
            stored = e.after.get(c.name) if e.after else None
            if stored is None or stored == "[]":
                continue
            target = after[c.ref].position
            for id_ in load_value(c, stored) if c.many else (stored,):
                if id_ not in target:
                    raise ValidationError(
                        f"{c.label} points at a {after[c.ref].kind.label.lower()} that is not there", c.name
                    )


def _nothing_dangles(after: Plan, deleted: Sequence[Edit]) -> None:
    gone: dict[str, set[str]] = {}
    for e in deleted:
        gone.setdefault(e.kind, set()).add(e.id)
    for kind, id_, column in references_to(after, gone) if gone else ():
        name = after.value(kind, id_, "key")
        raise ValidationError(f"{name} still points at what would be deleted (its {column.label})")


def _tree_holds(after: Plan, touched: Iterable[Edit]) -> None:
    for e in touched:
        if e.kind == "item" and e.after and e.after.get("parent"):
            loop = parent_cycle(after, e.id)
            if loop:
                names = " in ".join(after.label("item", i) for i in [*loop, loop[0]])
                raise ValidationError(f"an item cannot lie inside itself: {names}", "parent")


def _network_holds(after: Plan, touched: Iterable[Edit]) -> None:
    starts: list[str] = []
    for e in touched:
        if e.kind == "link":
            starts.append(str(after.value("link", e.id, "successor")))
        elif e.kind == "item" and e.before is not None and e.after and "parent" in e.after:
            starts.append(e.id)
    if starts and len(after["link"]):
        loop = link_cycle(after, starts)
        if loop:
            names = " → ".join(after.label("item", i) for i in [*loop, loop[0]])
            raise ValidationError(f"that would make a loop: {names}")


def _workflow_holds(after: Plan, touched: Iterable[Edit], edits: Sequence[Edit]) -> None:
    groups = after.state_groups
    for e in touched:
        if e.kind == "item" and e.after and "status" in e.after and e.after["status"] not in groups:
            known = ", ".join(after.states)
            raise ValidationError(f"Status is one of {known}, not {str(e.after['status'])[:40]!r}", "status")
    if any(e.kind == "state" for e in edits):
        left = {s for s in after["item"].columns["status"] if s not in groups}
        if left:
            raise ValidationError(f"items are still in the state {sorted(map(str, left))[0]!r}; move them first")


def open_checks(plan: Plan, item: str) -> list[str]:
    """Ids of an item's checks that are neither passed nor waived."""
    table = plan["check"]
    return [
        id_
        for id_ in plan.ids_by_reference("check", "item").get(item, ())
        if table.value(id_, "state") not in ("passed", "waived")
    ]


def _done_is_done(after: Plan, touched: Iterable[Edit]) -> None:
    groups = after.state_groups
    for e in touched:
        if e.kind != "item" or not e.after or groups.get(str(e.after.get("status"))) != "done":
            continue
        # A record that comes back, by undo or from another file, comes back as it was.
        if e.after["status"] == "dropped" or e.before is None:
            continue
        left = open_checks(after, e.id)
        if left:
            named = ", ".join(f"{after.label('check', c)} {after.title('check', c)}" for c in left[:3])
            more = f" and {len(left) - 3} more" if len(left) > 3 else ""
            raise ValidationError(
                f"{after.label('item', e.id)} is not done while these checks are open: {named}{more}", "status"
            )


def _waived_with_reason(after: Plan, touched: Iterable[Edit]) -> None:
    for e in touched:
        if e.kind == "check" and e.after and ("state" in e.after or "reason" in e.after):
            state, reason = after.value("check", e.id, "state"), after.value("check", e.id, "reason")
            if state == "waived" and not str(reason or "").strip():
                raise ValidationError("say in Reason why the check is waived", "reason")


def findings(plan: Plan) -> list[tuple[str, str, str]]:
    """(kind, id, what is worth a look) of the whole plan: RACI, needs without items, constraints without dates."""
    found: list[tuple[str, str, str]] = []
    found += _raci_findings(plan)
    requirements = plan["requirement"]
    for id_ in requirements:
        if requirements.value(id_, "type") == "need" and requirements.value(id_, "items") == "[]":
            found.append(("requirement", id_, "a need without an item"))
    needed = plan.ids_by_reference_list("requirement", "items")
    if needed:
        items = plan["item"]
        for id_ in plan.children.get(None, ()):
            below = {id_, *plan.descendants(id_)}
            if items.value(id_, "type") in ("initiative", "epic") and not below & needed.keys():
                found.append(("item", id_, "work that answers no need"))
    items = plan["item"]
    for id_, constraint, day in zip(
        items.ids, items.columns["constraint"], items.columns["constraint_date"], strict=True
    ):
        if constraint not in ("ASAP", "ALAP") and day is None:
            found.append(("item", id_, f"the constraint {constraint} has no date and does nothing"))
    return found


def _raci_findings(plan: Plan) -> list[tuple[str, str, str]]:
    table = plan["raci"]
    found = []
    for kind in ("item", "workstream"):
        for id_, entries in plan.ids_by_reference("raci", kind).items():
            roles = [table.value(e, "role") for e in entries]
            accountable = roles.count("accountable")
            if accountable != 1:
                found.append((kind, id_, f"{accountable} are accountable, it must be exactly one"))
            if "responsible" not in roles:
                found.append((kind, id_, "nobody is responsible"))
    return found
