"""TOML read statement by statement: a wrong line is named and left out, and every value knows its line.

``tomllib`` refuses a whole file for one slip and says of no value where it stood. Here each statement is given to it by
itself, so what it takes is TOML as ever; only its scope is smaller.
"""

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    import tomllib


class ConfigProblem(Struct, frozen=True):
    """Something wrong with a file of settings; ``line`` counts from 1, 0 is the file as a whole."""

    line: int
    reason: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason}" if self.line else self.reason


class TomlSetting(Struct, frozen=True):
    """A value with its full name, tables and dotted keys joined (``keys.item.done``), and the line it begins on."""

    name: str
    value: Any
    line: int


#: A statement may span so many lines.
_LONGEST = 200
_HEADER = r"\s*\["
_AT = r" \(at [^)]*\)"
_TOO_DEEP = "too many brackets inside each other"
_OPENS = r"[\[{]|\"\"\"|'''"


def read_toml(text: str) -> tuple[list[TomlSetting], list[ConfigProblem]]:
    """Every value that can be read, in order, and what is wrong with the other lines. Never raises.

    Of a name set twice the first value counts. A table may be opened more than once.
    """
    lines = text.replace("\r\n", "\n").split("\n")
    settings: dict[str, TomlSetting] = {}
    problems: list[ConfigProblem] = []
    table = ""
    number = 0
    while number < len(lines):
        line, begun = lines[number], number + 1
        number += 1
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        if re.match(_HEADER, line):
            table = _header(line, begun, problems)
            continue
        statement, used = _statement(lines, number - 1)
        if isinstance(statement, str):
            problems.append(ConfigProblem(begun, statement))
            continue
        number += used - 1
        for name, value in _flat(statement, table):
            if name in settings:
                problems.append(ConfigProblem(begun, f"{name} is set already, in line {settings[name].line}"))
            else:
                settings[name] = TomlSetting(name, value, begun)
    return list(settings.values()), problems


def _header(line: str, number: int, problems: list[ConfigProblem]) -> str:
    """The table that a line opens, with a dot at its end; of a wrong one a name that nothing has."""
    import tomllib

    try:
        table = _loads(line)
    except tomllib.TOMLDecodeError as error:
        problems.append(ConfigProblem(number, f"{_words(error)}; the lines up to the next [table] are not used"))
        return "?."
    name = ""
    while table:
        key, table = next(iter(table.items()))
        name += f"{key}."
        if isinstance(table, list):
            problems.append(ConfigProblem(number, "a table is written with single brackets, as in [keys]"))
            break
    return name


def _statement(lines: list[str], start: int) -> tuple[dict[str, Any] | str, int]:
    """(what the statement sets, or why it cannot be read; how many lines it takes)."""
    import tomllib

    try:
        return _loads(lines[start]), 1
    except tomllib.TOMLDecodeError as error:
        reason = _words(error)
    if reason.startswith(_TOO_DEEP) or not re.search(_OPENS, lines[start]):
        return reason, 1
    for end in range(start + 1, min(start + _LONGEST, len(lines))):
        try:
            return _loads("\n".join(lines[start : end + 1])), end - start + 1
        except tomllib.TOMLDecodeError:
            # A line that stands by itself begins the next statement: this one was never closed.
            if _is_statement(lines[end]):
                return "a bracket or a quote that is opened here is not closed", 1
    return "a bracket or a quote that is opened here is not closed", 1


def _loads(text: str) -> dict[str, Any]:
    """What a text sets. TOMLDecodeError too where the parser cannot follow: brackets deep inside each other, a
    number of thousands of digits."""
    import tomllib

    try:
        return tomllib.loads(text)
    except RecursionError:
        raise tomllib.TOMLDecodeError(_TOO_DEEP) from None
    except tomllib.TOMLDecodeError:
        raise
    except ValueError:
        raise tomllib.TOMLDecodeError("a number is too long") from None


def _is_statement(line: str) -> bool:
    import tomllib

    try:
        return bool(_loads(line)) and not line.rstrip().endswith(",")
    except tomllib.TOMLDecodeError:
        return False


def _words(error: "tomllib.TOMLDecodeError") -> str:
    """The parser's reason without its own place, with help for the slip that everybody makes."""
    reason = re.sub(_AT, "", str(error)).rstrip(".")
    if reason == "Invalid value":
        return 'the value cannot be read; words go in quotes, as in theme = "dark"'
    return reason[:1].lower() + reason[1:]


def _flat(table_values: dict[str, Any], table: str) -> Iterator[tuple[str, Any]]:
    # With a stack of its own: dotted names go as deep as somebody types.
    inside = [(table, table_values)]
    while inside:
        table, table_values = inside.pop()
        for key, value in table_values.items():
            if isinstance(value, dict) and value:
                inside.append((f"{table}{key}.", value))
            else:
                yield table + key, value
