"""What fits a filter: `filter_mask` says it for each record of a sheet, `describe_filter` in words, `check_filter`
whether it can be applied at all."""

import json
import operator
from collections.abc import Callable
from datetime import date, datetime
from decimal import Decimal
from itertools import compress

from tpm_tui.domain.fields import Column
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.query.sheet_of_records import Sheet
from tpm_tui.domain.query.syntax import And, FieldTerm, FilterError, FilterNode, Not, Or, TextTerm, parse_filter
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.column_names import COLUMN_ALIASES, column_names
from tpm_tui.domain.text.field_formats import FIELD_FORMATS, parse_number
from tpm_tui.domain.time.instants import finish_day, to_minute
from tpm_tui.domain.values.codec import Stored
from tpm_tui.domain.values.three_point import ThreePoint


def check_filter(text: str, sheet: Sheet, kind: str) -> str:
    """How a typed filter is understood, with its fields and values checked. FilterError for one that cannot be applied.

    It is applied to no records, which costs nothing, but with the workflow and the fields of the sheet's file.
    """
    node = parse_filter(text)
    plan = Plan.empty()
    for name in ("state", "custom_field"):
        plan.tables[name] = sheet.plan[name]
    filter_mask(node, Sheet(plan, sheet.context, {place: (one, []) for place, (one, _) in sheet.extras.items()}), kind)
    return describe_filter(node, sheet, kind) if text.strip() else "everything"


def filtered_ids(node: FilterNode, sheet: Sheet, kind: str) -> list[str]:
    """Ids of the records that a filter leaves, in the table's order. FilterError as for `filter_mask`."""
    return list(compress(sheet.table(kind).ids, filter_mask(node, sheet, kind)))


def describe_filter(node: FilterNode, sheet: Sheet, kind: str) -> str:
    """The tree in words, with dates resolved: how it was understood. FilterError as for `filter_mask`."""
    if isinstance(node, TextTerm):
        return f"has “{node.text}”"
    if isinstance(node, FieldTerm):
        column = term_column(node, sheet, kind)
        words = [_meaning(column, v, node, sheet) for v in node.values]
        verb = {":": "is", "<": "before" if _dated(column) else "under", ">": "after" if _dated(column) else "over"}
        verb |= {"<=": "up to", ">=": "from"}
        if words == [""]:
            return f"{column.label} is empty"
        return f"{column.label} {verb[node.op]} {' or '.join(words)}"
    if isinstance(node, Not):
        return f"not {describe_filter(node.part, sheet, kind)}"
    joined = [describe_filter(p, sheet, kind) for p in node.parts]
    joined = [f"({t})" if isinstance(p, And | Or) else t for p, t in zip(node.parts, joined, strict=True)]
    return (" and " if isinstance(node, And) else " or ").join(joined) or "everything"


def _dated(column: Column) -> bool:
    return column.type in (date, datetime)


def _meaning(column: Column, value: str, node: FieldTerm, sheet: Sheet) -> str:
    if _dated(column) and value.lower() not in ("", "none", "any"):
        return dates.show_date(_day(value, node, sheet), sheet.context)
    return value


def filter_mask(node: FilterNode, sheet: Sheet, kind: str) -> list[bool]:
    """For each record of a kind, in the table's order, whether it fits. FilterError if a field or value is unknown."""
    if isinstance(node, TextTerm):
        return _text_mask(node.text, sheet, kind)
    if isinstance(node, FieldTerm):
        return _term_mask(node, sheet, kind)
    if isinstance(node, Not):
        return [not m for m in filter_mask(node.part, sheet, kind)]
    if not node.parts:
        return [True] * len(sheet.table(kind))
    result = filter_mask(node.parts[0], sheet, kind)
    for part in node.parts[1:]:
        other = filter_mask(part, sheet, kind)
        if isinstance(node, And):
            result = [a and b for a, b in zip(result, other, strict=True)]
        else:
            result = [a or b for a, b in zip(result, other, strict=True)]
    return result


def _text_mask(text: str, sheet: Sheet, kind: str) -> list[bool]:
    wanted, table = text.lower(), sheet.table(kind)
    titles = _lowered(sheet, kind, table.kind.title)
    matches = [wanted in t for t in titles]
    others = [n for n in ("key", "tags", "source_id") if n in table.columns and n != table.kind.title]
    if not any(c.isdigit() or c == "-" for c in wanted):
        others.remove("key")
    for name in others:
        for place, value in enumerate(table.columns[name]):
            if value and value != "[]" and not matches[place]:
                matches[place] = wanted in str(value).lower()
    return matches


def _lowered(sheet: Sheet, kind: str, name: str) -> list[str]:
    """A text column in lower case, kept while it is unchanged: filters run on every key."""
    values = sheet.values(kind, name)
    return sheet.plan.memoised(
        f"lower.{kind}.{name}", [(kind, name)], lambda: ["" if v is None else str(v).lower() for v in values]
    )


def term_column(term: FieldTerm, sheet: Sheet, kind: str) -> Column:
    """The column that a field of a filter names, by its name or a word people use. FilterError if there is none."""
    columns = sheet.columns(kind)
    name = column_names(columns).get(term.field, COLUMN_ALIASES.get(term.field, term.field))
    if name == "due" or (name == "deadline" and name not in columns):
        name = next((n for n in ("due", "contact_due", "review_by", "end", "at") if n in columns), name)
    if name == "items" and "items" not in columns and "item" in columns:
        name = "item"
    if name not in columns:
        near = [c for c in columns if c.startswith(term.field[:3])]
        hint = f"; did you mean {near[0]}?" if near else f"; fields are {', '.join(list(columns)[2:9])} …"
        raise FilterError(term.field, f"{sheet.table(kind).kind.label} has no such field{hint}")
    return columns[name]


def _term_mask(term: FieldTerm, sheet: Sheet, kind: str) -> list[bool]:
    column = term_column(term, sheet, kind)
    values = sheet.values(kind, column.name)
    if term.op != ":":
        return _compared(term, column, values, sheet)
    mask: list[bool] | None = None
    for word in term.values:
        fits = _fits(term, column, word, sheet, kind)
        part = [fits(v) for v in values] if callable(fits) else [v in fits for v in values]
        mask = part if mask is None else [a or b for a, b in zip(mask, part, strict=True)]
    return mask or [False] * len(values)


def _fits(
    term: FieldTerm, column: Column, word: str, sheet: Sheet, kind: str
) -> Callable[[Stored], bool] | frozenset[Stored]:
    """A test of one stored value, or the set of values that fit."""
    wanted = word.lower()
    if wanted in ("yes", "no") and _asks_for_any(column, wanted, sheet, kind):
        wanted = "any" if wanted == "yes" else "none"
    if wanted in ("", "none"):
        return frozenset((None, "", "[]"))
    if wanted == "any":
        return lambda v: v not in (None, "", "[]")
    if column.field.vocabulary == "state":
        return frozenset(_states(wanted, term, sheet))
    if column.ref:
        ids = matching_ids(column.ref, wanted, sheet)
        if column.many:
            quoted = [json.dumps(id_, ensure_ascii=False) for id_ in ids]
            return lambda v: bool(v) and any(id_ in str(v) for id_ in quoted)
        return frozenset(ids)
    if column.type is bool:
        if wanted not in ("yes", "no", "true", "false", "y", "n", "1", "0"):
            raise FilterError(f"{term.field}:{word}", "it is yes or no")
        return frozenset((1,)) if wanted in ("yes", "true", "y", "1") else frozenset((0, None))
    if _dated(column):
        day = _day(word, term, sheet).isoformat()
        return lambda v: v is not None and _dated_text(column, v).startswith(day)
    if column.type in (int, float, Decimal, ThreePoint):
        target, percent = _number(word, term, column, sheet)
        return lambda v: _as_number(v, percent) == target
    if column.many:
        values = sheet.values(kind, column.name)
        exact = f'"{wanted}"'
        part = exact if any(exact in str(v).lower() for v in values) else exact[:-1]
        return lambda v: part in str(v).lower()
    if column.field.choices:
        return frozenset(_choices(term, column, word))
    if column.name in ("key", "waits") and wanted.upper() in sheet.values(kind, "key"):
        return frozenset((wanted.upper(),))
    if column.name in ("key", "waits"):
        named = [id_ for of_kind, id_ in sheet.plan.records_of_source_key(wanted) if of_kind == kind]
        if named:
            return frozenset(sheet.table(kind).value(id_, "key") for id_ in named)
    return lambda v: wanted in str(v or "").lower()


def _dated_text(column: Column, value: Stored) -> str:
    """A stored date or time; a finish at midnight as the end of the day before, which it is."""
    text = str(value)
    if column.field.format == "finish" and text.endswith("T00:00"):
        return f"{finish_day(to_minute(datetime.fromisoformat(text))).isoformat()}T23:59"
    return text


def _asks_for_any(column: Column, wanted: str, sheet: Sheet, kind: str) -> bool:
    """Whether yes or no asks if there is any, of a field that holds records or a list: where none is called so."""
    if column.ref:
        return not matching_ids(column.ref, wanted, sheet)
    if column.many:
        return not any(f'"{wanted}' in str(v).lower() for v in sheet.values(kind, column.name))
    return column.name == "waits"


def _choices(term: FieldTerm, column: Column, word: str) -> list[Stored]:
    """The choices that a word means: the one it is, else all that begin with it."""
    choices = column.field.choices
    wanted = word.lower()
    hits = [c for c in choices if str(c).lower() == wanted] or [c for c in choices if str(c).lower().startswith(wanted)]
    if not hits:
        raise FilterError(f"{term.field}{term.op}{word}", f"it is one of {', '.join(map(str, choices))}")
    return hits


def _states(wanted: str, term: FieldTerm, sheet: Sheet) -> set[Stored]:
    groups = sheet.plan.state_groups
    if wanted in ("open", "closed"):
        return {s for s, g in groups.items() if (g == "done") == (wanted == "closed")}
    hits: set[Stored] = {s for s in groups if s.lower() == wanted}
    hits = hits or {s for s, g in groups.items() if g == wanted} or {s for s in groups if s.lower().startswith(wanted)}
    if not hits:
        raise FilterError(f"{term.field}:{wanted}", f"it is open, closed or one of {', '.join(sheet.plan.states)}")
    return hits


def matching_ids(kind: str, wanted: str, sheet: Sheet) -> set[str]:
    """Ids of the records whose key or title is the word, else of those whose title has a word that begins so."""
    table = sheet.table(kind)
    keys, titles = table.columns["key"], _lowered(sheet, kind, table.kind.title)
    upper = wanted.upper()
    rows = list(zip(table.ids, keys, titles, strict=True))
    exact = {id_ for id_, key, title in rows if key == upper or title == wanted}
    exact |= {id_ for of_kind, id_ in sheet.plan.records_of_source_key(wanted) if of_kind == kind}
    return exact or {id_ for id_, _, title in rows if title.startswith(wanted) or f" {wanted}" in title}


def _day(word: str, term: FieldTerm, sheet: Sheet) -> date:
    try:
        return dates.parse_date(word, sheet.context.today)
    except ValueError as error:
        raise FilterError(f"{term.field}{term.op}{word}", str(error)) from None


def _number(word: str, term: FieldTerm, column: Column, sheet: Sheet) -> tuple[float, bool]:
    """The number that is typed, and whether it is percent of a duration."""
    try:
        if column.field.format == "delay" and word.rstrip().endswith("%"):
            return float(parse_number(word.rstrip()[:-1])), True
        form = FIELD_FORMATS.get(column.field.format)
        return float(form.parse(word, sheet.context) if form else parse_number(word)), False
    except (ValueError, TypeError) as error:
        raise FilterError(f"{term.field}{term.op}{word}", str(error)) from None


def _as_number(value: Stored, percent: bool) -> float | None:
    """A stored number or amount, or the likely value of a three-point one; None where one is percent and the other not:
    a share of a duration is neither more nor less than a duration."""
    if isinstance(value, str):
        if not value.startswith("["):
            return float(value)
        estimate = ThreePoint.load(value)
        return estimate.likely if estimate.percent == percent else None
    return value


def _compared(term: FieldTerm, column: Column, values: list[Stored], sheet: Sheet) -> list[bool]:
    word = term.values[0]
    if _dated(column):
        day = _day(word, term, sheet).isoformat()
        cut = {"<": day, ">=": day, "<=": f"{day}T99", ">": f"{day}T99"}[term.op]
        if term.op in ("<", "<="):
            return [v is not None and _dated_text(column, v) < cut for v in values]
        return [v is not None and _dated_text(column, v) >= cut for v in values]
    if column.type not in (int, float, Decimal, ThreePoint):
        if column.name == "priority" and column.field.choices:
            return _by_order(term, column, values)
        raise FilterError(f"{term.field}{term.op}{word}", f"{column.label} has no order; write {term.field}:{word}")
    target, percent = _number(word, term, column, sheet)
    numbers = [_as_number(v, percent) for v in values]
    if term.op == "<":
        return [n is not None and n < target for n in numbers]
    if term.op == "<=":
        return [n is not None and n <= target for n in numbers]
    if term.op == ">":
        return [n is not None and n > target for n in numbers]
    return [n is not None and n >= target for n in numbers]


def _by_order(term: FieldTerm, column: Column, values: list[Stored]) -> list[bool]:
    """A comparison by the order in which the choices are declared."""
    order = {c: i for i, c in enumerate(column.field.choices)}
    hits = [order[c] for c in _choices(term, column, term.values[0])]
    if len(hits) != 1:
        raise FilterError(f"{term.field}{term.op}{term.values[0]}", f"it is one of {', '.join(order)}")
    compare = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}[term.op]
    return [bool(compare(order[v], hits[0])) for v in values]
