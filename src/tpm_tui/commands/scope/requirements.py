"""Requirements: said in a session, agreed, reworded, split, merged, answered, and turned into work and criteria."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any, cast

from tpm_tui.commands import records
from tpm_tui.commands.command import Command, CommandParam
from tpm_tui.commands.edit_summary import records_label
from tpm_tui.commands.risks_issues_decisions.root_cause_analysis import add_cause, add_option
from tpm_tui.commands.scope.agreement import request_change, request_changes, requests_text
from tpm_tui.commands.scope.constraint_binding_arguments import (
    UNBOUND,
    bind_days_off,
    binds_explicitly,
    bound_values,
    rebind,
    take_days_off,
)
from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.text.field_values import ValidationError, parse_value
from tpm_tui.planning.scope.traceability import normalised_statement
from tpm_tui.store.transaction import Transaction

if TYPE_CHECKING:
    from tpm_tui.commands.meetings.session_lines import SessionLine

_REQUIREMENT = KINDS["requirement"]
_STATEMENT = _REQUIREMENT.column("statement")


def add_session_line(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Keep a line that was said in the session: the sentence says what it became, or what says the same already."""
    return keep_session_line(tx, ids[0], str(params["line"]))[0]


def keep_session_line(tx: Transaction, meeting: str, text: str) -> tuple[str, str]:
    """(sentence, key) of what a line of a meeting became. What was said before is not made twice; a constraint that is
    said again with other words of what it binds is bound by those.

    ValidationError says what is wrong with the line.
    """
    from tpm_tui.commands.meetings.session_lines import parse_session_line

    line = parse_session_line(text)
    if line.type in KINDS:
        kind, id_ = _keep_other(tx, meeting, line)
        key = str(tx.plan.value(kind, id_, "key"))
        return f"added {key} {line.text}", key
    twin = _twin(tx, line)
    if twin is not None:
        key = tx.plan.label("requirement", twin)
        if not binds_explicitly(line):
            return f"{key} says that already", key
        from tpm_tui.planning.scope.constraint_bindings_in_words import binding_text

        bound = bound_values(tx, line)
        if requests := request_changes(tx, [twin], {**UNBOUND, **bound}):
            return requests_text(tx, requests), key
        rebind(tx, twin, bound)
        return f"{key} {binding_text(tx.plan, tx.context, twin) or 'does not bind'}", key
    values: dict[str, Any] = {"type": line.type, "statement": line.text, "said": line.text, "meeting": meeting}
    if line.who:
        values |= _said_by(tx, line.who)
    if line.priority:
        values["priority"] = line.priority
    values |= bound_values(tx, line)
    take_days_off(tx, line.text, values)
    id_ = tx.add("requirement", **values)
    return f"added {tx.plan.label('requirement', id_)} {line.text}", tx.plan.label("requirement", id_)


def _keep_other(tx: Transaction, meeting: str, line: "SessionLine") -> tuple[str, str]:
    if line.priority:
        raise ValidationError(f"an {line.type} has no priority; leave !{line.priority} away")
    if line.type == "lesson":
        return "lesson", tx.add("lesson", title=line.text, meeting=meeting)
    if line.type == "cause":
        return "cause", add_cause(tx, meeting, line.text, line.depth)
    if line.type == "option":
        return "option", add_option(tx, meeting, line.text)
    kind, due = (KINDS["action"], "due") if line.type == "action" else (KINDS["issue"], "needed_by")
    values: dict[str, Any] = {"title": line.text, "meeting": meeting}
    if line.type == "issue":
        values["raised_on"] = tx.context.today
    if line.who:
        values["owner"] = _reference(tx, kind.column("owner"), line.who)
    if line.due:
        values[due] = parse_value(kind.column(due), line.due, tx.plan, tx.context)
    return kind.name, tx.add(kind.name, **values)


def _said_by(tx: Transaction, who: str) -> dict[str, Any]:
    """The source of a requirement; somebody of the team, who is no stakeholder, is its owner."""
    try:
        return {"stakeholder": _reference(tx, _REQUIREMENT.column("stakeholder"), who)}
    except ValidationError as refused:
        try:
            return {"owner": _reference(tx, _REQUIREMENT.column("owner"), who)}
        except ValidationError:
            raise refused from None


def _reference(tx: Transaction, column: Column, word: str) -> Any:
    return tx.resolve_new_references(column, parse_value(column, word, tx.plan, tx.context))


def _twin(tx: Transaction, line: "SessionLine") -> str | None:
    table, said = tx.plan["requirement"], normalised_statement(line.text)
    statements = list(map(normalised_statement, cast(list[str], table.columns["statement"])))
    if said not in statements:
        return None
    columns = zip(table.ids, statements, *(table.columns[n] for n in ("type", "status")), strict=True)
    for id_, statement, type_, status in columns:
        if statement == said and type_ == line.type and status != "dropped":
            return str(id_)
    return None


def agree_requirements(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Agreed, by somebody by name, today: what changes after that is a request for change."""
    for id_ in ids:
        tx.set("requirement", id_, status="agreed", agreed_by=params["by"], agreed_on=tx.context.today)
    return f"{records_label(tx.plan, 'requirement', ids)} agreed by {tx.plan.label('stakeholder', params['by'])}"


def reword_requirement(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Say it in other words; what was said is kept. What was agreed becomes a request for change instead."""
    [id_] = ids
    if tx.get("requirement", id_, "status") == "agreed":
        return requests_text(tx, {id_: request_change(tx, id_, {"statement": params["statement"]})})
    said = tx.get("requirement", id_, "said") or tx.get("requirement", id_, "statement")
    tx.set("requirement", id_, statement=params["statement"], said=said)
    return f"reworded {tx.plan.label('requirement', id_)}"


def split_requirement(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """A second one out of it, of the same source, priority and traces."""
    [id_] = ids
    kept = ("type", "stakeholder", "meeting", "priority", "items", "checks", "rationale", "said")
    values = {name: tx.get("requirement", id_, name) for name in kept}
    values["said"] = values["said"] or tx.get("requirement", id_, "statement")
    new = tx.add("requirement", statement=params["statement"], **values)
    return f"split {tx.plan.label('requirement', new)} off {tx.plan.label('requirement', id_)}"


def merge_requirements(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Put the others into the first: their traces and what was said are kept there, they are dropped."""
    first, *others = ids
    for name in ("items", "checks", "conflicts"):
        joined = dict.fromkeys(target for id_ in ids for target in tx.get("requirement", id_, name))
        tx.set("requirement", first, **{name: tuple(target for target in joined if target not in ids)})
    said = dict.fromkeys(
        str(tx.get("requirement", id_, "said") or tx.get("requirement", id_, "statement")) for id_ in ids
    )
    tx.set("requirement", first, said=" / ".join(said))
    for id_ in others:
        tx.set("requirement", id_, status="dropped")
    return f"merged {records_label(tx.plan, 'requirement', others)} into {tx.plan.label('requirement', first)}"


def answer_question(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """The answer to an open question."""
    for id_ in ids:
        if tx.get("requirement", id_, "type") != "question":
            raise ValidationError(f"{tx.plan.label('requirement', id_)} is no question")
        tx.set("requirement", id_, status="answered", answer=params["answer"])
    return f"answered {records_label(tx.plan, 'requirement', ids)}"


def break_assumption(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """It was false: an issue with what follows, on the items that hang on it."""
    made = []
    for id_ in ids:
        if tx.get("requirement", id_, "type") != "assumption":
            raise ValidationError(f"{tx.plan.label('requirement', id_)} is no assumption")
        tx.set("requirement", id_, status="broken")
        statement, follows = (tx.get("requirement", id_, name) for name in ("statement", "consequence"))
        made.append(
            tx.add(
                "issue", title=f"Not true: {statement}", type="problem", owner=tx.get("requirement", id_, "owner"),
                items=tx.get("requirement", id_, "items"), requirement=id_, raised_on=tx.context.today,
                notes=str(follows or ""),
            )
        )  # fmt: skip
    return f"{records_label(tx.plan, 'requirement', ids)} broken: opened {records_label(tx.plan, 'issue', made)}"


def requirement_to_item(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """Work that answers the need, and the acceptance criterion that was typed, both traced to it."""
    made = []
    for id_ in ids:
        statement = str(tx.get("requirement", id_, "statement"))
        item = records.add(tx, "item", {"title": statement, "type": "story"})
        made.append(item)
        tx.set("requirement", id_, items=(*tx.get("requirement", id_, "items"), item))
        if params.get("criterion"):
            _add_criterion(tx, id_, item, str(params["criterion"]))
    return f"added {records_label(tx.plan, 'item', made)}"


def add_criterion(tx: Transaction, _kind: str, ids: Sequence[str], params: Mapping[str, Any]) -> str:
    """An acceptance criterion typed as text, on the first item that answers the need."""
    for id_ in ids:
        items = tx.get("requirement", id_, "items")
        if not items:
            key = tx.plan.label("requirement", id_)
            raise ValidationError(f"{key} has no item yet; make one first: tpm run requirement.to_item {key}")
        _add_criterion(tx, id_, items[0], str(params["criterion"]))
    return "criterion added"


def _add_criterion(tx: Transaction, requirement: str, item: str, text: str) -> None:
    check = tx.add("check", item=item, title=text)
    tx.set("requirement", requirement, checks=(*tx.get("requirement", requirement, "checks"), check))


def confirm_traces(tx: Transaction, _kind: str, ids: Sequence[str], _params: Mapping[str, Any]) -> str:
    """Looked at again after the need changed: what it is traced to still answers it."""
    for id_ in ids:
        tx.set("requirement", id_, traced_on=_later(tx, id_))
    return f"traces of {records_label(tx.plan, 'requirement', ids)} confirmed"


def _later(tx: Transaction, id_: str) -> Any:
    """Now, and later than the last time: two looks within a minute are two."""
    last = tx.get("requirement", id_, "traced_on")
    return tx.now if last is None or last < tx.now else last + timedelta(minutes=1)


_CRITERION = KINDS["check"].column("title")

COMMANDS = (
    Command(
        "session.line", "Keep a line that was said", add_session_line, kinds=("meeting",), needs=(1, 1),
        group="Sessions", params=(CommandParam("line", _STATEMENT),),
    ),
    Command(
        "requirement.agree", "Agreed by …", agree_requirements, keys=("x",), kinds=("requirement",), group="Sessions",
        params=(CommandParam("by", _REQUIREMENT.column("agreed_by")),), synonyms=("sign off", "sign-off"),
    ),
    Command(
        "requirement.reword", "Reword it, keep what was said", reword_requirement, kinds=("requirement",),
        needs=(1, 1), group="Sessions", params=(CommandParam("statement", _STATEMENT),), touches=True,
    ),
    Command(
        "requirement.split", "Split: a second one out of it", split_requirement, kinds=("requirement",), needs=(1, 1),
        group="Sessions", params=(CommandParam("statement", _STATEMENT),), touches=True,
    ),
    Command(
        "requirement.merge", "Merge the marked into the first", merge_requirements, kinds=("requirement",),
        needs=(2, 1000), group="Sessions", touches=True,
    ),
    Command(
        "requirement.answer", "Answer the question", answer_question, kinds=("requirement",), group="Sessions",
        params=(CommandParam("answer", _REQUIREMENT.column("answer")),),
    ),
    Command(
        "requirement.break", "The assumption was false", break_assumption, kinds=("requirement",), group="Sessions"
    ),
    Command(
        "requirement.to_item", "Make an item that answers it, with a criterion", requirement_to_item, keys=("O",),
        kinds=("requirement",), group="Sessions", params=(CommandParam("criterion", _CRITERION, optional=True),),
    ),
    Command(
        "requirement.criterion", "Add an acceptance criterion", add_criterion, kinds=("requirement",),
        group="Sessions", params=(CommandParam("criterion", _CRITERION),),
    ),
    Command(
        "requirement.confirm", "Its traces still answer it", confirm_traces, kinds=("requirement",), group="Sessions"
    ),
    Command(
        "requirement.days_off", "It binds: days off", bind_days_off, kinds=("requirement",), group="Sessions",
        params=(
            CommandParam("from_day", _REQUIREMENT.column("from_day")),
            CommandParam("to_day", _REQUIREMENT.column("to_day")),
        ),
    ),
)  # fmt: skip
