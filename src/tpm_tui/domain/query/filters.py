"""The filter language: ``status:open owner:ana,bob due<2w -tag:x "free text"``; and is implied, ``or`` and parentheses.

`parse_filter` makes a tree, `filter_text` its text (parsing that gives the same tree), `filter_mask` says for each
record of a sheet whether it fits. A term that cannot be read raises :class:`FilterError`, which names it.
"""

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import TypeAlias

from tpm_tui.domain.fields import Column
from tpm_tui.domain.query.sheet import Sheet
from tpm_tui.domain.text import dates
from tpm_tui.domain.text.column_names import COLUMN_ALIASES
from tpm_tui.domain.text.field_formats import FIELD_FORMATS, parse_number
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.domain.values.codec import Stored
from tpm_tui.domain.values.three_point import ThreePoint


class FilterError(ValidationError):
    """A part of a filter that cannot be read; ``token`` is that part."""

    def __init__(self, token: str, reason: str) -> None:
        super().__init__(f"{token}: {reason}")
        self.token = token


@dataclass(frozen=True, slots=True)
class TextTerm:
    """Free text, found anywhere in a record's title, key or tags, whatever its case."""

    text: str


@dataclass(frozen=True, slots=True)
class FieldTerm:
    """A field compared: ``op`` is one of ``: < <= > >=``; several values mean any of them."""

    field: str
    op: str
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Not:
    part: "FilterNode"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["FilterNode", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["FilterNode", ...]


FilterNode: TypeAlias = TextTerm | FieldTerm | Not | And | Or

_TOKEN = re.compile(
    r"\s*(?:(?P<paren>[()])"
    r"|(?P<minus>-(?=[\w\"(]))?(?:(?P<field>[A-Za-z_][\w.]*)(?P<op><=|>=|<|>|:|=)(?P<value>(?:\"[^\"]*\"|[^\s()\"])*)"
    r"|\"(?P<quoted>[^\"]*)\"|(?P<word>[^\s()\"]+)|(?P<group>(?=\()))"
    r"|(?P<bad>\S))"
)
_PLAIN = re.compile(r"[^\s()\",]+")


def parse_filter(text: str) -> FilterNode:
    """The tree of a filter; an empty one fits everything. BadToken if it cannot be read."""
    parser = _Parser(text)
    node = parser.either()
    if parser.at is not None:
        raise FilterError(parser.at[0], "there is no ( before it")
    return node


class _Parser:
    """Recursive descent over tokens (kind, parts); ``at`` is the next one."""

    def __init__(self, text: str) -> None:
        self._tokens = self._split(text)
        self._place = 0
        self._depth = 0

    @property
    def at(self) -> tuple[str, FilterNode | None, bool] | None:
        return self._tokens[self._place] if self._place < len(self._tokens) else None

    @staticmethod
    def _split(text: str) -> list[tuple[str, FilterNode | None, bool]]:
        """(word, leaf or None, negated) of each token; words without a leaf are ( ) or and not."""
        tokens: list[tuple[str, FilterNode | None, bool]] = []
        place = 0
        while text[place:].strip():
            match = _TOKEN.match(text, place)
            if not match or match["bad"] or match.end() == place:
                raise FilterError(text[place:].strip()[:20], "a quote is not closed")
            place = match.end()
            minus = bool(match["minus"])
            if match["paren"]:
                tokens.append((match["paren"], None, False))
            elif match["group"] is not None:
                tokens.append(("not", None, False))
            elif match["field"]:
                token = match[0].strip()
                values = tuple(v.replace('"', "") for v in _values(match["value"]))
                op = ":" if match["op"] == "=" else match["op"]
                if op != ":" and (len(values) != 1 or not values[0]):
                    raise FilterError(token, f"write one value after {op}")
                tokens.append((token, FieldTerm(match["field"].lower(), op, values), minus))
            elif match["quoted"] is not None:
                tokens.append((match[0].strip(), TextTerm(match["quoted"]), minus))
            elif match["word"].lower() in ("or", "and", "not") and not minus:
                tokens.append((match["word"].lower(), None, False))
            else:
                tokens.append((match["word"], TextTerm(match["word"]), minus))
        return tokens

    def either(self) -> FilterNode:
        parts = [self.each()]
        while self.at is not None and self.at[0] == "or" and self.at[1] is None:
            self._place += 1
            parts.append(self.each())
        return parts[0] if len(parts) == 1 else Or(tuple(parts))

    def each(self) -> FilterNode:
        parts: list[FilterNode] = []
        while self.at is not None and not (self.at[1] is None and self.at[0] in ("or", ")")):
            if self.at[0] == "and" and self.at[1] is None:
                self._place += 1
                continue
            parts.append(self.one())
        if not parts and (self.at is not None or self._place):
            before = self._tokens[self._place - 1][0] if self._place else self._tokens[0][0]
            raise FilterError(before, "something is missing here")
        return parts[0] if len(parts) == 1 else And(tuple(parts))

    def one(self) -> FilterNode:
        assert self.at is not None
        word, leaf, negated = self.at
        self._place += 1
        if leaf is not None:
            return Not(leaf) if negated else leaf
        if word == "not":
            if self.at is None or (self.at[1] is None and self.at[0] in (")", "or", "and")):
                raise FilterError("not", "say what is not wanted")
            return Not(self.one())
        self._depth += 1
        if self._depth > 50:
            raise FilterError("(", "too many parentheses inside each other")
        inside = self.either()
        if self.at is None:
            raise FilterError("(", "it is not closed")
        self._place += 1
        self._depth -= 1
        return inside


def _values(text: str) -> list[str]:
    """The values between commas, commas inside quotes left alone."""
    return re.findall(r'(?:"[^"]*"|[^,"])+', text) or [""]


def filter_text(node: FilterNode) -> str:
    """The text of a tree, as a person would write it."""
    if isinstance(node, TextTerm):
        plain = _PLAIN.fullmatch(node.text) and node.text.lower() not in ("or", "and", "not") and node.text[0] != "-"
        return node.text if plain and not re.match(r"[A-Za-z_][\w.]*[<>:=]", node.text) else f'"{node.text}"'
    if isinstance(node, FieldTerm):
        return f"{node.field}{node.op}" + ",".join(
            v if _PLAIN.fullmatch(v) and v[0] != "=" else f'"{v}"' if v else "" for v in node.values
        )
    if isinstance(node, Not):
        inner = filter_text(node.part)
        # A minus before another sign is a sign of the word.
        return (
            f"-{inner}"
            if isinstance(node.part, TextTerm | FieldTerm) and re.match(r'[\w"]', inner)
            else f"not ({inner})"
        )
    if isinstance(node, And):
        return " ".join(f"({filter_text(p)})" if isinstance(p, And | Or) else filter_text(p) for p in node.parts)
    return " or ".join(f"({filter_text(p)})" if isinstance(p, Or | And) else filter_text(p) for p in node.parts)


def describe_filter(node: FilterNode, sheet: Sheet, kind: str) -> str:
    """The tree in words, with dates resolved: what the filter was understood to mean. BadToken as for `filter_mask`."""
    if isinstance(node, TextTerm):
        return f"has “{node.text}”"
    if isinstance(node, FieldTerm):
        column = _column(node, sheet, kind)
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
    """For each record of a kind, in the table's order, whether it fits. BadToken if a field or value is unknown."""
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


def _column(term: FieldTerm, sheet: Sheet, kind: str) -> Column:
    columns = sheet.columns(kind)
    name = term.field if term.field in columns else COLUMN_ALIASES.get(term.field, term.field)
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
    column = _column(term, sheet, kind)
    values = sheet.values(kind, column.name)
    if term.op != ":":
        return _compared(term, column, values, sheet)
    mask: list[bool] | None = None
    for word in term.values:
        fits = _fits(term, column, word, sheet)
        part = [fits(v) for v in values] if callable(fits) else [v in fits for v in values]
        mask = part if mask is None else [a or b for a, b in zip(mask, part, strict=True)]
    return mask or [False] * len(values)


def _fits(term: FieldTerm, column: Column, word: str, sheet: Sheet) -> Callable[[Stored], bool] | frozenset[Stored]:
    """A test of one stored value, or the set of values that fit."""
    wanted = word.lower()
    if wanted in ("", "none"):
        return frozenset((None, "", "[]"))
    if wanted == "any":
        return lambda v: v not in (None, "", "[]")
    if column.field.vocabulary == "state":
        return frozenset(_states(wanted, term, sheet))
    if column.ref:
        ids = _matching(column.ref, wanted, sheet)
        if column.many:
            return lambda v: bool(v) and any(id_ in str(v) for id_ in ids)
        return frozenset(ids)
    if column.type is bool:
        if wanted not in ("yes", "no", "true", "false", "y", "n", "1", "0"):
            raise FilterError(f"{term.field}:{word}", "it is yes or no")
        return frozenset((1,)) if wanted in ("yes", "true", "y", "1") else frozenset((0, None))
    if _dated(column):
        day = _day(word, term, sheet).isoformat()
        return lambda v: v is not None and str(v).startswith(day)
    if column.type in (int, float, Decimal, ThreePoint):
        target = _number(word, term, column, sheet)
        return lambda v: _as_number(v) == target
    if column.many:
        return lambda v: f'"{wanted}' in str(v).lower()
    if column.field.choices:
        hits = [c for c in column.field.choices if str(c).lower().startswith(wanted)]
        if not hits:
            raise FilterError(f"{term.field}:{word}", f"it is one of {', '.join(map(str, column.field.choices))}")
        return frozenset(hits)
    return lambda v: wanted in str(v or "").lower()


def _states(wanted: str, term: FieldTerm, sheet: Sheet) -> set[Stored]:
    groups = sheet.plan.state_groups
    if wanted in ("open", "closed"):
        return {s for s, g in groups.items() if (g == "done") == (wanted == "closed")}
    hits: set[Stored] = {s for s in groups if s.lower() == wanted}
    hits = hits or {s for s, g in groups.items() if g == wanted} or {s for s in groups if s.lower().startswith(wanted)}
    if not hits:
        raise FilterError(f"{term.field}:{wanted}", f"it is open, closed or one of {', '.join(sheet.plan.states)}")
    return hits


def _matching(kind: str, wanted: str, sheet: Sheet) -> set[str]:
    """Ids of records whose key is the word or whose title has a word that starts so."""
    table = sheet.table(kind)
    keys, titles = table.columns["key"], _lowered(sheet, kind, table.kind.title)
    upper = wanted.upper()
    return {
        id_
        for id_, key, title in zip(table.ids, keys, titles, strict=True)
        if key == upper or title.startswith(wanted) or f" {wanted}" in title
    }


def _day(word: str, term: FieldTerm, sheet: Sheet) -> date:
    try:
        return dates.parse_date(word, sheet.context.today)
    except ValueError as error:
        raise FilterError(f"{term.field}{term.op}{word}", str(error)) from None


def _number(word: str, term: FieldTerm, column: Column, sheet: Sheet) -> float:
    try:
        form = FIELD_FORMATS.get(column.field.format)
        return float(form.parse(word, sheet.context) if form else parse_number(word))
    except (ValueError, TypeError) as error:
        raise FilterError(f"{term.field}{term.op}{word}", str(error)) from None


def _as_number(value: Stored) -> float | None:
    """A stored number or amount, or the likely value of a three-point one."""
    if isinstance(value, str):
        return ThreePoint.load(value).likely if value.startswith("[") else float(value)
    return value


def _compared(term: FieldTerm, column: Column, values: list[Stored], sheet: Sheet) -> list[bool]:
    word = term.values[0]
    if _dated(column):
        day = _day(word, term, sheet).isoformat()
        cut = {"<": day, ">=": day, "<=": f"{day}T99", ">": f"{day}T99"}[term.op]
        if term.op in ("<", "<="):
            return [v is not None and str(v) < cut for v in values]
        return [v is not None and str(v) >= cut for v in values]
    if column.type not in (int, float, Decimal, ThreePoint):
        if column.name == "priority" and column.field.choices:
            return _by_order(term, column, values)
        raise FilterError(f"{term.field}{term.op}{word}", f"{column.label} has no order; write {term.field}:{word}")
    target = _number(word, term, column, sheet)
    numbers = [_as_number(v) for v in values]
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
    hits = [i for c, i in order.items() if str(c).startswith(term.values[0].lower())]
    if len(hits) != 1:
        raise FilterError(f"{term.field}{term.op}{term.values[0]}", f"it is one of {', '.join(order)}")
    compare = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge}[term.op]
    return [bool(compare(order[v], hits[0])) for v in values]
