"""The grammar of filters: ``status:open owner:ana,bob due<2w -tag:x "free text"``, ``or``, parentheses; and is implied.

`parse_filter` makes a tree, `filter_text` its text (parsing that gives the same tree).
"""

import re
from typing import TypeAlias

from msgspec import Struct

from tpm_tui.domain.text.field_values import ValidationError


class FilterError(ValidationError):
    """A part of a filter that cannot be read; ``token`` is that part."""

    def __init__(self, token: str, reason: str) -> None:
        super().__init__(f"{token}: {reason}")
        self.token = token


class TextTerm(Struct, frozen=True):
    """Free text, found anywhere in a record's title, key or tags, whatever its case."""

    text: str


class FieldTerm(Struct, frozen=True):
    """A field compared: ``op`` is one of ``: < <= > >=``; several values mean any of them."""

    field: str
    op: str
    values: tuple[str, ...]


class Not(Struct, frozen=True):
    part: "FilterNode"


class And(Struct, frozen=True):
    parts: tuple["FilterNode", ...]


class Or(Struct, frozen=True):
    parts: tuple["FilterNode", ...]


FilterNode: TypeAlias = TextTerm | FieldTerm | Not | And | Or

_TOKEN = re.compile(
    r"\s*(?:(?P<paren>[()])"
    r"|(?P<minus>[-!](?=[\w\"(]))?(?:(?P<field>[A-Za-z_][\w.]*)(?P<op>:|\s*(?:<=|>=|!=|<>|==|<|>|=)\s*)"
    r"(?P<value>(?:\"[^\"]*\"|[^\s()\"])*)"
    r"|\"(?P<quoted>[^\"]*)\"|(?P<word>[^\s()\"]+)|(?P<group>(?=\()))"
    r"|(?P<bad>\S))"
)
#: Parentheses and nots inside each other: more than anybody writes, and far from what the stack can hold.
MAX_DEPTH = 50

_CONNECTIVES = {"or": "or", "||": "or", "and": "and", "&&": "and", "not": "not", "!": "not"}

_PLAIN = re.compile(r"[^\s()\",]+")


def parse_filter(text: str) -> FilterNode:
    """The tree of a filter; an empty one fits everything. FilterError if it cannot be read."""
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
                sign = match["op"].strip()
                op = ":" if sign in ("=", "==", "!=", "<>") else sign
                minus = minus != (sign in ("!=", "<>"))
                if op != ":" and (len(values) != 1 or not values[0]):
                    raise FilterError(token, f"write one value after {op}")
                tokens.append((token, FieldTerm(match["field"].lower(), op, values), minus))
            elif match["quoted"] is not None:
                tokens.append((match[0].strip(), TextTerm(match["quoted"]), minus))
            elif match["word"].lower() in _CONNECTIVES and not minus:
                tokens.append((_CONNECTIVES[match["word"].lower()], None, False))
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
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise FilterError(word, "too many parentheses and nots inside each other")
        if word == "not":
            if self.at is None or (self.at[1] is None and self.at[0] in (")", "or", "and")):
                raise FilterError("not", "say what is not wanted")
            inside: FilterNode = Not(self.one())
        else:
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
        plain = _PLAIN.fullmatch(node.text) and node.text.lower() not in _CONNECTIVES and node.text[0] not in "-!<>="
        return node.text if plain and not re.match(r"[A-Za-z_][\w.]*(?:[<>:=]|!=)", node.text) else f'"{node.text}"'
    if isinstance(node, FieldTerm):
        return f"{node.field}{node.op}" + ",".join(
            v if _PLAIN.fullmatch(v) and v[0] not in "<>=" else f'"{v}"' if v else "" for v in node.values
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
