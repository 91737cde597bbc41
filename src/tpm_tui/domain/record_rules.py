"""Rules across records: what must hold once a change is made.

Each rule is a function of the records as the change leaves them and of its edits, and gives every violation it finds.
A transaction raises the first, an import gives up the rows that cause them.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from functools import partial

from msgspec import Struct

from tpm_tui.domain.cycles_in_parents_and_links import link_cycles, parent_cycles
from tpm_tui.domain.derived.checks_by_definition_of_done import open_checks
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS, PROGRAMME_ID
from tpm_tui.domain.kinds.file_settings import CALCULATED_FIELDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.record_view import RecordView
from tpm_tui.domain.query.saved_view_rules import saved_view_problem
from tpm_tui.domain.text.column_names import COLUMN_ALIASES
from tpm_tui.domain.text.counted_nouns import with_article
from tpm_tui.domain.text.dates import full_date
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import load_value


class Violation(Struct, frozen=True):
    """A broken rule: the record whose edit breaks it, the field where that belongs (empty: none), one line for the
    person."""

    kind: str
    id: str
    field: str
    message: str


Rule = Callable[[RecordView, Sequence[Edit]], Iterator[Violation]]


def violations(view: RecordView, edits: Sequence[Edit], replayed: bool = False) -> Iterator[Violation]:
    """Every violation that the edits cause in the records they lead to.

    ``replayed`` is true for undo and redo: what once stood may stand again where only the way there has a rule.
    """
    for rule in RULES:
        if not (replayed and rule in RULES_OF_THE_WAY):
            yield from rule(view, edits)


def require_valid(view: RecordView, edits: Sequence[Edit], replayed: bool = False) -> None:
    """Raise the first of :func:`violations` as a ValidationError."""
    for violation in violations(view, edits, replayed):
        raise ValidationError(violation.message, violation.field)


def missing_references(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """What points at a record that is not there."""
    references: dict[str, list[Column]] = {}
    for e in edits:
        if e.kind not in references:
            references[e.kind] = [c for c in KINDS[e.kind].columns if c.ref]
        for c in references[e.kind]:
            stored = e.after.get(c.name) if e.after else None
            if stored is None or stored == "[]":
                continue
            for id_ in load_value(c, stored) if c.many else (str(stored),):
                if not view.has(c.ref, id_):
                    target = with_article(KINDS[c.ref].label)
                    yield Violation(e.kind, e.id, c.name, f"{c.label} points at {target} that is not there")


def dangling_references(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """What would still point at a deleted record."""
    deleted: dict[str, set[str]] = {}
    for e in edits:
        if e.after is None:
            deleted.setdefault(e.kind, set()).add(e.id)
    for kind, id_, field in view.references_to(deleted) if deleted else ():
        key, label = view.value(kind, id_, "key"), KINDS[kind].column(field).label
        yield Violation(kind, id_, field, f"{key} still points at what would be deleted (its {label})")


def cyclic_parents(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Items that would lie inside themselves: of each cycle, the last that was moved."""
    moved = [e.id for e in edits if e.kind == "item" and e.after and e.after.get("parent")]
    for cycle in parent_cycles(view, moved):
        names = " in ".join(view.label("item", i) for i in [*cycle, cycle[0]])
        yield Violation("item", cycle[0], "parent", f"an item cannot lie inside itself: {names}")


def cyclic_causes(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Causes that would explain themselves: of each cycle, the last that was set."""
    moved = [e.id for e in edits if e.kind == "cause" and e.after and e.after.get("effect")]
    for cycle in parent_cycles(view, moved, "cause", "effect"):
        names = " of ".join(view.label("cause", i) for i in [*cycle, cycle[0]])
        yield Violation("cause", cycle[0], "effect", f"a cause cannot explain itself: {names}")


def cyclic_successors(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Decisions that would supersede themselves: of each cycle, the last that was set."""
    moved = [e.id for e in edits if e.kind == "decision" and e.after and e.after.get("superseded_by")]
    for cycle in parent_cycles(view, moved, "decision", "superseded_by"):
        names = " by ".join(view.label("decision", i) for i in [*cycle, cycle[0]])
        yield Violation("decision", cycle[0], "superseded_by", f"a decision cannot supersede itself: {names}")


def cyclic_links(view: RecordView, edits: Sequence[Edit]) -> Iterator[Violation]:
    """Links, and moves of linked items, that would have items wait for each other; nothing where parents are cyclic."""
    links = [e.id for e in edits if e.kind == "link" and e.after and _ends_differ(e)]
    moved = [e.id for e in edits if e.kind == "item" and e.before is not None and e.after and "parent" in e.after]
    if not (links or moved) or not view.ids("link") or any(cyclic_parents(view, edits)):
        return
    for kind, id_, cycle in link_cycles(view, links, moved):
        names = " → ".join(view.label("item", i) for i in [*cycle, cycle[0]])
        yield Violation(kind, id_, "" if kind == "link" else "parent", f"that would make a loop: {names}")


def _ends_differ(edit: Edit) -> bool:
    return edit.before is None or any(field in (edit.after or {}) for field in ("predecessor", "successor"))


def unknown_states(view: RecordView, edits: Sequence[Edit]) -> Iterator[Violation]:
    """Items in a state that the workflow does not have, and changes of the workflow that leave items in none."""
    groups = view.state_groups
    for e in edits:
        if e.kind != "item" or not e.after or not (e.before is None or "status" in e.after):
            continue
        status = view.value("item", e.id, "status")
        if status not in groups:
            known = ", ".join(view.states)
            yield Violation("item", e.id, "status", f"Status is one of {known}, not {str(status)[:40]!r}")
    states = [e for e in edits if e.kind == "state"]
    if states:
        set_here = {e.id for e in edits if e.kind == "item" and e.after and (e.before is None or "status" in e.after)}
        left = {str(view.value("item", i, "status")) for i in view.ids("item") if i not in set_here} - groups.keys()
        for name in sorted(left):
            lost = next((e for e in states if (e.before or {}).get("name") == name), states[-1])
            yield Violation("state", lost.id, "", f"items are still in the state {name!r}; move them first")


#: What says of an item that it is finished, besides its state.
_FINISHED_BY = ("actual_finish", "progress")


def done_with_open_checks(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Items that would become done while checks of theirs are open."""
    for e in edits:
        field = _finishing_field(view, e)
        if field and (problem := open_checks_problem(view, e.id)):
            yield Violation("item", e.id, field, problem)


def open_checks_problem(view: RecordView, item: str) -> str:
    """Why an item cannot be done, naming its open checks; empty where none is open."""
    left = open_checks(view, item)
    if not left:
        return ""
    named = ", ".join(f"{view.label('check', c)} {view.title('check', c)}" for c in left[:3])
    more = f" and {len(left) - 3} more" if len(left) > 3 else ""
    return f"{view.label('item', item)} is not done while these checks are open: {named}{more}"


def _finishing_field(view: RecordView, edit: Edit) -> str:
    """The field by which an edit makes an item done: its state, its actual finish, all of its work; else empty."""
    after, before = edit.after, edit.before
    # A record that comes back, by undo or from another file, comes back as it was.
    if edit.kind != "item" or not after or before is None:
        return ""
    status = str(view.value("item", edit.id, "status"))
    if status == "dropped":
        return ""
    if "status" in after and view.state_groups.get(status) == "done":
        return "status"
    if after.get("actual_finish") is None and after.get("progress") != 100:
        return ""
    was = {n: before[n] if n in before else view.value("item", edit.id, n) for n in ("status", *_FINISHED_BY)}
    in_done = view.state_groups.get(str(was["status"])) == "done"
    if in_done or was["actual_finish"] is not None or was["progress"] == 100:
        return ""  # done before: its dates may be put right
    return next(name for name in _FINISHED_BY if after.get(name) is not None)


def past_shut_gates(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Milestones that would become done, and releases that would go out, before a gate of theirs says to continue."""
    for e in edits:
        if e.kind not in ("item", "release") or not e.after or e.before is None:
            continue
        released = "at" if e.kind == "release" and e.after.get("at") is not None else ""
        field = released or _finishing_field(view, e)
        if not field:
            continue
        gates = view.ids_by_reference("gate", "milestone" if e.kind == "item" else "release").get(e.id, ())
        for gate in gates:
            decision = view.value("gate", gate, "decision")
            if decision != "continue":
                name = f"{view.label('gate', gate)} {view.title('gate', gate)}"
                says = "says stop" if decision == "stop" else "is not decided"
                what = f"{view.label(e.kind, e.id)} is not {'done' if e.kind == 'item' else 'released'}"
                yield Violation(e.kind, e.id, field, f"{what} while its gate {says}: {name}")
                break


def waived_without_reason(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Checks that are waived and do not say why."""
    for e in edits:
        if e.kind == "check" and e.after and ("state" in e.after or "reason" in e.after):
            state, reason = view.value("check", e.id, "state"), view.value("check", e.id, "reason")
            if state == "waived" and not str(reason or "").strip():
                yield Violation("check", e.id, "reason", "say in Reason why the check is waived")


def ambiguous_assignments(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Assignments and rates that name nobody and no pool, or both."""
    for e in edits:
        if e.kind in ("assignment", "rate") and e.after is not None:
            named = [view.value(e.kind, e.id, name) is not None for name in ("person", "pool")]
            if sum(named) != 1:
                label = {"assignment": "an assignment", "rate": "a rate"}[e.kind]
                yield Violation(e.kind, e.id, "person", f"{label} names a person or a pool, one of them")


def drawn_from_no_reserve(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Draws from a budget that is no reserve: such money is spent as a cost."""
    for e in edits:
        if e.kind == "reserve_draw" and e.after and "reserve" in e.after:
            reserve = view.value("reserve_draw", e.id, "reserve")
            if reserve is not None and view.value("budget", str(reserve), "type") == "budget":
                name = view.label("budget", str(reserve))
                yield Violation(e.kind, e.id, "reserve", f"{name} is a budget, no reserve to draw from")


def second_scores(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Scores of an option by a criterion that it is scored by already."""
    for e in edits:
        if e.kind != "score" or not e.after or not {"option", "criterion"} & e.after.keys():
            continue
        option, criterion = (view.value("score", e.id, name) for name in ("option", "criterion"))
        for other in view.ids_by_reference("score", "option").get(str(option), ()):
            if other != e.id and view.value("score", other, "criterion") == criterion:
                key = view.value("score", other, "key")
                yield Violation("score", e.id, "criterion", f"{key} is its score by that criterion; change that one")
                break


def reviewed_by_owner(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Code reviews whose reviewer owns the item, and items that would go to who is still to review them."""
    for e in edits:
        if e.kind == "check" and e.after and {"state", "reviewer", "type", "item"} & e.after.keys():
            if _reviewer_owns(view, e.id, str(view.value("check", e.id, "item"))):
                message = "a code review is done by somebody else than the owner of the item"
                yield Violation("check", e.id, "reviewer", message)
        elif e.kind == "item" and e.before is not None and e.after and e.after.get("owner") is not None:
            # of an item that is made, a check of it is made too, and named
            for check in view.ids_by_reference("check", "item").get(e.id, ()):
                if view.value("check", check, "state") == "open" and _reviewer_owns(view, check, e.id):
                    who, review = view.title("person", str(e.after["owner"])), view.label("check", check)
                    message = f"{who} is still to review {view.label('item', e.id)} ({review}): ask somebody else first"
                    yield Violation("item", e.id, "owner", message)
                    break


def _reviewer_owns(view: RecordView, check: str, item: str) -> bool:
    """Whether a code review is asked of who owns its item."""
    reviewer = view.value("check", check, "reviewer")
    if reviewer is None or view.value("check", check, "type") != "code review" or not view.has("item", item):
        return False
    return view.value("item", item, "owner") == reviewer


def changed_baselines(_view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Entries of a baseline that would differ from what it was when it was taken."""
    for e in edits:
        if e.kind == "baseline_entry" and e.before is not None and e.after is not None:
            yield Violation("baseline_entry", e.id, "", "a baseline is never changed; take a new one")


def one_programme(_view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """A second programme, or none."""
    for e in edits:
        if e.kind == "programme" and (e.after is None or (e.before is None and e.id != PROGRAMME_ID)):
            yield Violation("programme", e.id, "", "a file holds one programme, no more and no less")


def descending_dates(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Records that end before they start, or of which a later step lies before an earlier one."""
    for e in edits:
        if e.after and any(field in e.after for field in KINDS[e.kind].ascending):
            problem = descending_problem(e.kind, partial(view.value, e.kind, e.id))
            if problem is not None:
                yield Violation(e.kind, e.id, *problem)


def descending_problem(kind: str, value_of: Callable[[str], object]) -> tuple[str, str] | None:
    """The first field of a record whose date lies before that of an earlier step, with one line that says so; None
    where they ascend. ``value_of`` gives the stored value of a field."""
    earlier: tuple[str, str] | None = None
    for field in KINDS[kind].ascending:
        value = value_of(field)
        if value is None:
            continue
        if earlier is not None and str(value) < earlier[1]:
            label, other = (KINDS[kind].column(name).label for name in (field, earlier[0]))
            return field, f"{label} lies before {other}: {_day(value)}, {_day(earlier[1])}"
        earlier = field, str(value)
    return None


def _day(stored: object) -> str:
    """A stored date or time with its year, ``3 Dec 2026 14:00``: a rule knows no day that comes to mind."""
    day, _, clock = str(stored).partition("T")
    return f"{full_date(date.fromisoformat(day))} {clock[:5]}".rstrip()


_FILTER_WORDS = frozenset({"and", "or", "not"})


def custom_field_names(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Custom fields that are called as another field of an item."""
    for e in edits:
        if e.kind != "custom_field" or not e.after or "name" not in e.after:
            continue
        name = str(e.after["name"]).lower()
        columns = KINDS["item"].columns
        own = {c.name for c in columns} | CALCULATED_FIELDS | COLUMN_ALIASES.keys()
        if name in _FILTER_WORDS:
            yield Violation(e.kind, e.id, "name", f"{name} is a word of filters; choose another name")
        elif name in own | {c.label.lower().replace(" ", "_") for c in columns}:
            yield Violation(e.kind, e.id, "name", f"an item has a field {name} already; choose another name")
        elif any(i != e.id and str(view.value(e.kind, i, "name")).lower() == name for i in view.ids(e.kind)):
            yield Violation(e.kind, e.id, "name", f"there is a custom field {name} already; choose another name")


def unusable_views(view: RecordView, edits: Iterable[Edit]) -> Iterator[Violation]:
    """Saved views with a filter that cannot be read, or that asks for a field that their kind has not."""
    for e in edits:
        if e.kind == "view" and e.after and {"kind", "filter"} & e.after.keys():
            problem = saved_view_problem(view, e.id)
            if problem is not None:
                yield Violation(e.kind, e.id, *problem)


#: In the order in which the first violation is raised.
RULES: tuple[Rule, ...] = (
    missing_references, dangling_references, cyclic_parents, cyclic_links, cyclic_causes, cyclic_successors,
    unknown_states,
    done_with_open_checks, past_shut_gates, waived_without_reason, ambiguous_assignments, drawn_from_no_reserve,
    second_scores, reviewed_by_owner, changed_baselines, one_programme, descending_dates, custom_field_names,
    unusable_views,
)  # fmt: skip

#: Rules of how a state is reached; it may be there all the same.
RULES_OF_THE_WAY = frozenset(
    {
        done_with_open_checks, past_shut_gates, waived_without_reason, drawn_from_no_reserve, second_scores,
        reviewed_by_owner, descending_dates, custom_field_names, unusable_views,
    }
)  # fmt: skip
