"""A JSON file with the line each record stands in."""

import json
import math
import re
from collections.abc import Callable
from typing import Any

from msgspec import Struct, field

from tpm_tui.domain.text.field_values import ValidationError

_SPACE = re.compile(r"[ \t\n\r]*")


class JsonSyntaxError(ValidationError):
    """The file cannot be read on from ``line``."""

    def __init__(self, reason: str, line: int) -> None:
        super().__init__(reason)
        self.line = line


class ScannedJson(Struct):
    """``head``: what stands beside the records; ``records``: (kind, line, value); ``journal``: (line, value)."""

    head: dict[str, Any] = field(default_factory=dict)
    records: list[tuple[str, int, Any]] = field(default_factory=list)
    journal: list[tuple[int, Any]] | None = None


def scan_json(text: str, met: Callable[[], None]) -> ScannedJson:
    """Read a file that `exchange.json.exporter` wrote; ``met`` is called for each record. Broken if it is not JSON."""
    cursor = _Cursor(text)
    document = ScannedJson()

    def record(kind: str) -> None:
        line = cursor.line()
        document.records.append((kind, line, cursor.value()))
        met()

    def records_of(kind: str) -> None:
        cursor.each_element(lambda: record(kind))

    def step() -> None:
        line = cursor.line()
        if document.journal is not None:
            document.journal.append((line, cursor.value()))

    def part(name: str) -> None:
        if name == "records":
            cursor.each_member(records_of)
        elif name == "journal":
            document.journal = []
            cursor.each_element(step)
        else:
            document.head[name] = cursor.value()

    cursor.each_member(part)
    cursor.end()
    return document


def _number(text: str) -> float | str:
    """A number no float can hold stays a text, which no field of numbers takes."""
    value = float(text)
    return value if math.isfinite(value) else text


class _Cursor:
    """A place in a text, moved on past one value after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        self._counted = 0
        self._line = 1
        self._decode = json.JSONDecoder(parse_float=_number, parse_constant=str).raw_decode

    def line(self) -> int:
        """The line of the next value."""
        self._skip()
        self._line += self._text.count("\n", self._counted, self._at)
        self._counted = max(self._counted, self._at)
        return self._line

    def value(self) -> Any:
        self._skip()
        try:
            value, self._at = self._decode(self._text, self._at)
        except json.JSONDecodeError as error:
            raise JsonSyntaxError(f"no JSON: {error.msg}", error.lineno) from None
        except RecursionError:
            raise JsonSyntaxError("lists and objects lie in each other too deeply", self.line()) from None
        except ValueError as error:
            raise JsonSyntaxError(f"no JSON: {str(error).splitlines()[0][:80]}", self.line()) from None
        return value

    def each_member(self, handle: Callable[[str], None]) -> None:
        """Call ``handle`` with each key of an object, the cursor at its value."""
        self._expect("{", "an object, {…}, is expected here")
        if self._takes("}"):
            return
        while True:
            key = self.value()
            if not isinstance(key, str):
                raise JsonSyntaxError("no JSON: a name in double quotes is expected", self.line())
            self._expect(":", "no JSON: a colon is expected")
            handle(key)
            if not self._takes(","):
                break
        self._expect("}", "no JSON: a comma or } is expected")

    def each_element(self, handle: Callable[[], None]) -> None:
        """Call ``handle`` at each value of a list."""
        self._expect("[", "a list, […], is expected here")
        if self._takes("]"):
            return
        while True:
            handle()
            if not self._takes(","):
                break
        self._expect("]", "no JSON: a comma or ] is expected")

    def end(self) -> None:
        self._skip()
        if self._at < len(self._text):
            raise JsonSyntaxError("no JSON: more text after the end", self.line())

    def _skip(self) -> None:
        match = _SPACE.match(self._text, self._at)
        self._at = match.end() if match else self._at

    def _takes(self, character: str) -> bool:
        self._skip()
        if not self._text.startswith(character, self._at):
            return False
        self._at += 1
        return True

    def _expect(self, character: str, otherwise: str) -> None:
        if not self._takes(character):
            raise JsonSyntaxError(otherwise, self.line())
