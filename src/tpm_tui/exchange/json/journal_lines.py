"""The journal of a file, read back from JSON and looked at closely: history is not to be made up by a slip."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from tpm_tui.domain.fields import Column
from tpm_tui.domain.kinds import KINDS
from tpm_tui.domain.plan.edits import Edit
from tpm_tui.domain.plan.kind_table import default_row
from tpm_tui.domain.values.codec import Stored, canonical_value, encoding_problem
from tpm_tui.exchange.common.export_options import JournalTransaction


def read_transactions(values: list[tuple[int, Any]]) -> list[JournalTransaction]:
    """Transactions, oldest first, from (line, JSON value). ValueError, naming the line, if one is of another shape."""
    steps = []
    seen: set[tuple[str, int]] = set()
    for line, value in values:
        try:
            step = _transaction(value)
        except (ValueError, TypeError, KeyError, AttributeError, OverflowError) as problem:
            reason = str(problem) if type(problem) is ValueError else "it is of another shape"
            raise ValueError(f"line {line}: {reason}"[:200]) from None
        if (step.replica, step.sequence) in seen:
            raise ValueError(f"line {line}: two transactions have the number {step.sequence}")
        seen.add((step.replica, step.sequence))
        steps.append(step)
    return sorted(steps, key=lambda s: (s.sequence, s.replica))


def _transaction(value: Any) -> JournalTransaction:
    time = datetime.fromisoformat(value["time"])
    if time.tzinfo is None:
        raise ValueError("its time has no zone")
    undoes = value.get("undoes")
    sequence = _number(value["sequence"])
    texts = {name: _text(value[name]) for name in ("replica", "author", "verb", "label")}
    edits = tuple(_edit(e) for e in value["edits"])
    taken = None if undoes is None else (_text(undoes[0]), _number(undoes[1]))
    return JournalTransaction(
        texts["replica"], sequence, value["time"], texts["author"], texts["verb"], texts["label"], taken, edits
    )


def _edit(value: Any) -> Edit:
    kind, id_ = value["kind"], _text(value["id"])
    if kind not in KINDS:
        raise ValueError(f"there is no kind {str(kind)[:40]!r}")
    before, after = value["before"], value["after"]
    if before is None and after is None:
        raise ValueError("an edit has neither before nor after")
    return Edit(kind, id_, _row(kind, before, after is None), _row(kind, after, before is None))


def _row(kind: str, row: Any, whole: bool) -> dict[str, Stored] | None:
    if row is None:
        return None
    columns = KINDS[kind].columns_by_name
    values = {name: _scalar(columns[name], value) for name, value in row.items() if name in columns}
    return {**default_row(KINDS[kind]), **values} if whole else values


def _scalar(column: Column, value: Any) -> Stored:
    if column.type is Decimal:
        return canonical_value(column, value)[1]
    if isinstance(value, str):
        return _text(value)
    if value is None or (isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 2**63):
        return value
    raise ValueError("a value is a text, a number or null")


def _text(value: Any) -> str:
    if not isinstance(value, str) or encoding_problem(value):
        raise ValueError("a text is expected")
    return value


def _number(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool) or not 0 < value < 2**53:
        raise ValueError("a sequence is a number above zero")
    return value
