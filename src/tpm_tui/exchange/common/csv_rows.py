"""Rows of a CSV file with the line each starts in, as far as they can be trusted."""

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from itertools import chain, islice

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.domain.text.field_values import MAX_TEXT_LENGTH, ValidationError
from tpm_tui.domain.values.codec import encoding_problem
from tpm_tui.exchange.common.foreign_files import no_table
from tpm_tui.exchange.common.source_text import SourceText

_DELIMITERS = (",", ";", "\t", "|")


def _end_mark(text: str) -> str:
    """What is fed after the last line: found inside a cell, it tells that a quotation was never closed."""
    mark = "\0end\0"
    while mark in text:
        mark += "\0"
    return mark


class CsvTable(Struct, frozen=True):
    """``headers`` as they stand, stripped; ``rows`` yields (line, cells), each row as long as the headers.

    ``above`` is how many lines with text stand above the header. Filled while reading: ``refused``, rows that cannot be
    trusted; ``repeated``, the lines in which the header stands again; ``headings``, names of groups of rows: one text
    alone in the line right above those; ``second``, the rows of another table below an empty line, its header first.
    """

    headers: list[str]
    rows: Iterator[tuple[int, list[str]]]
    refused: list[tuple[int, str]]
    repeated: list[int]
    second: list[tuple[int, list[str]]]
    headings: list[tuple[int, str]]
    above: int = 0


#: Rows with text in which a header is looked for, where the first one is none.
_HEADER_WITHIN = 20


def read_csv_table(
    source: SourceText, delimiter: str = "", is_header: Callable[[Sequence[str]], bool] | None = None
) -> CsvTable:
    """The table in a CSV text. ValidationError if it has no header row.

    The header is the first row with text; one below it is, if ``is_header`` knows it and not the first, or, without
    ``is_header``, where only titles stand above it: rows of one text above one of several. Rows wider than it are
    refused, not shifted; short ones filled up with empty cells.
    """
    csv.field_size_limit(2**31 - 1)
    if other := no_table(source.text):
        raise ValidationError(f"{source.name} is {other}")
    end = _end_mark(source.text)
    lines = _reader(source.text, delimiter or _delimiter(source.text), end)
    first = list(islice(lines, _HEADER_WITHIN))
    at = _header_row([cells for _, cells in first], is_header)
    headers = _headers(first[at][1]) if first else []
    if not headers or headers == [end]:
        raise ValidationError(f"{source.name} is empty")
    if end in headers[-1]:
        raise ValidationError(f"{source.name}: a quoted text in the header never ends")
    problem = next(filter(None, map(encoding_problem, headers)), None)
    if problem:
        raise ValidationError(f"{source.name}: {problem}, in the header")
    above = sum(any(cells) for _, cells in first[:at])
    table = CsvTable(headers, iter(()), [], [], [], [], above)
    return replace(table, rows=_valid_rows(chain(first[at + 1 :], lines), table, source.clean, end))


def _header_row(rows: Sequence[Sequence[str]], is_header: Callable[[Sequence[str]], bool] | None) -> int:
    """Where the header is: the first row with text, or one that is known below rows with hardly any."""
    most = 0
    first = -1
    for at, cells in enumerate(rows):
        count = sum(bool(cell.strip()) for cell in cells)
        if not count:
            continue
        first = at if first < 0 else first
        if (count > 1 if is_header is None else is_header(_headers(cells))) and most <= max(1, count // 3):
            return at
        most = max(most, count)
    return max(first, 0)


def column_label(headers: Sequence[str], place: int) -> str:
    """What a column is called where it is spoken of: its header, its number where it has none."""
    return headers[place] or f"{place + 1} (without a header)"


def _headers(cells: Sequence[str]) -> list[str]:
    return [" ".join(cell.split()) for cell in cells]


def _reader(text: str, delimiter: str, end: str) -> Iterator[tuple[int, list[str]]]:
    """(first physical line, cells) of every row; the last row holds the end mark."""

    def lines() -> Iterator[str]:
        yield from _lines(text)
        yield "" if text.endswith(("\n", "\r")) or not text else "\n"
        yield end

    reader = csv.reader(lines(), delimiter=delimiter)
    line = 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise ValidationError(f"line {line}: {error}") from None
        if cells is None:
            return
        yield line, cells
        line = reader.line_num + 1


_LINE = re.compile(r"[^\r\n]*(?:\r\n|\r|\n)|[^\r\n]+")


def _lines(text: str) -> Iterator[str]:
    """Physical lines with their ends; a text buffer would hold four bytes a character beside the text itself."""
    return (match[0] for match in _LINE.finditer(text))


def _valid_rows(
    rows: Iterator[tuple[int, list[str]]], table: CsvTable, clean: bool, end: str
) -> Iterator[tuple[int, list[str]]]:
    headers, refused = table.headers, table.refused
    width, after_blank = len(headers), False
    held: tuple[int, list[str]] | None = None
    for line, cells in rows:
        if cells and end in cells[-1]:
            if held is not None:
                yield held
            if cells != [end]:
                refused.append((line, "a quoted text starts in this row and never ends; nothing after it was read"))
            return
        if not any(cells):
            after_blank = True
            continue
        if cells[0].strip() == headers[0] and _repeats(cells, headers):
            table.repeated.append(line)
            if held is not None:
                table.headings.append((held[0], held[1][0].strip()))
                held = None
            continue
        if held is not None:
            yield held
            held = None
        if table.second or (after_blank and _starts_table(cells, headers)):
            table.second.append((line, cells))
            continue
        after_blank = False
        count = len(cells)
        if count > width:
            refused.append((line, f"the row is wider than its header ({count} cells, {width} headers)"))
            continue
        problem = None if clean else next(filter(None, map(_bad_cell, headers, cells)), None)
        if problem is None and max(map(len, cells)) > MAX_TEXT_LENGTH:
            problem = "a text is longer than a million characters"
        if problem:
            refused.append((line, problem))
            continue
        if count < width:
            cells += [""] * (width - count)
        if width > 2 and not cells[1] and not any(cells[2:]):
            held = (line, cells)
            continue
        yield line, cells


def _repeats(cells: list[str], headers: list[str]) -> bool:
    """Whether a row is the header once more, as where two exports were put into one file."""
    return len(headers) > 1 and [" ".join(cell.split()) for cell in cells] == headers


def _starts_table(cells: list[str], headers: list[str]) -> bool:
    """Whether a row below an empty line is the header of another table: it shares its first words with the first."""
    words = [cell.strip().lower() for cell in cells if cell.strip()]
    shared = {header.lower() for header in headers} & set(words)
    return len(words) >= 3 and words[0] == headers[0].lower() and len(shared) >= 2 and len(set(words)) == len(words)


def _bad_cell(header: str, cell: str) -> str | None:
    problem = encoding_problem(cell)
    return problem and f"{header}: {problem}"


def _delimiter(text: str) -> str:
    """The separator that stands most often in the first line that has one, quotations left out."""
    for line in islice(_lines(text[:100_000]), _HEADER_WITHIN):
        bare = "".join(line.split('"')[::2])
        if any(mark in bare for mark in _DELIMITERS):
            return max(_DELIMITERS, key=bare.count)
    return _DELIMITERS[0]
