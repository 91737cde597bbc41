"""Edit one part of a decision record: only its own lines change."""

import re
from collections.abc import Sequence
from difflib import SequenceMatcher

from tpm_tui.exchange.adr.adr_document import METADATA, PARTS, SECTIONS, AdrDocument, AdrFormat, AdrPart, read_adr
from tpm_tui.exchange.adr.front_matter import FrontMatterEntry, front_matter_end, replaced, scalar
from tpm_tui.exchange.adr.markdown_lines import BOM, content, headings, is_comment, newline_of


class AdrEditError(ValueError):
    """A text that cannot stand in a part, since it would be read as something else."""


def edit_part(document: AdrDocument, part: str, value: str) -> AdrDocument:
    """The record with another text in a part; one that is not there is put where the record's format has it.

    An equal text changes nothing. AdrEditError for a text that would not be read back as it is, or change other parts.
    """
    if part not in PARTS:
        raise KeyError(part)
    value = tidy(value)
    if value == document.value(part):
        return document
    if part not in SECTIONS or part == "status":
        value = " ".join(value.split()) if document.parts.get(part, _NOWHERE).written != "section" else value
    lines = list(document.lines)
    newline = newline_of(lines)
    entry = document.parts.get(part)
    if entry is None:
        if not value:
            return document
        lines = _inserted(document, part, value, newline)
    elif entry.written == "section":
        _replace_section(lines, entry, value, newline)
    elif entry.written == "front matter":
        old = FrontMatterEntry(part, entry.first, entry.last, entry.value)
        lines[entry.first : entry.last] = replaced(lines, old, value, newline)
    else:
        ending = lines[entry.first][len(content(lines[entry.first])) :]
        lines[entry.first] = entry.head + value + entry.tail + ending
    return _checked(document, read_adr("".join(lines)), part, value)


_NOWHERE = AdrPart("title", 0, 0, "")


def tidy(text: str) -> str:
    """A text as a part holds it: line feeds only, no empty lines around, no spaces at the ends of lines."""
    lines = [line.rstrip() for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    return "\n".join(lines).strip("\n")


def _checked(before: AdrDocument, after: AdrDocument, part: str, value: str) -> AdrDocument:
    if after.value(part) != value:
        raise AdrEditError(f"{part}: this text would be read as {after.value(part)[:60]!r}")
    for name in PARTS:
        if name != part and name != "arguments" and before.value(name) != after.value(name):
            raise AdrEditError(f"{part}: this text would change the record's {name}")
    return after


def _replace_section(lines: list[str], entry: AdrPart, value: str, newline: str) -> None:
    text = [line + newline for line in value.split("\n")] if value else []
    if entry.first == entry.last and text:
        before = lines[entry.first - 1]
        if not before.endswith("\n"):
            lines[entry.first - 1] = before + newline
        blank_after = entry.first < len(lines) and not lines[entry.first].strip()
        text = [newline, *text] if blank_after or entry.first == len(lines) else [newline, *text, newline]
    elif entry.last == len(lines) and text and not lines[entry.last - 1].endswith("\n"):
        text[-1] = content(text[-1])
    old = lines[entry.first : entry.last]
    lines[entry.first : entry.last] = _with_kept_lines(old, text)


def _with_kept_lines(old: Sequence[str], new: Sequence[str]) -> list[str]:
    """The new lines, but those that say the same as old ones just as they were: with their ends and trailing spaces."""
    said = [line.rstrip() for line in old], [line.rstrip() for line in new]
    result = list(new)
    for block in SequenceMatcher(None, *said, autojunk=False).get_matching_blocks():
        for place in range(block.size):
            kept = old[block.a + place]
            ends = kept.endswith("\n") == new[block.b + place].endswith("\n")
            result[block.b + place] = kept if ends else new[block.b + place]
    return result


def _inserted(document: AdrDocument, part: str, value: str, newline: str) -> list[str]:
    lines = list(document.lines)
    if lines and not lines[-1].endswith("\n"):
        lines[-1] += newline
    if part == "title":
        place = front_matter_end(lines)
        mark = "" if place or not lines or not lines[0].startswith(BOM) else BOM
        if mark:
            lines[0] = lines[0].removeprefix(BOM)
        lines.insert(place + 1 if place else 0, f"{mark}# {value}{newline}")
        return lines
    if part in METADATA and not (part == "status" and document.format is AdrFormat.ADR_TOOLS):
        return _with_metadata(document, lines, part, value, newline)
    place, level = _place_of(document, lines, part)
    block = [f"{'#' * level} {_heading_of(document, part)}{newline}", newline]
    block += [line + newline for line in value.split("\n")]
    if place and lines[place - 1].strip():
        block.insert(0, newline)
    if place < len(lines):
        block.append(newline)
    lines[place:place] = block
    return lines


def _heading_of(document: AdrDocument, part: str) -> str:
    if document.format is AdrFormat.ADR_TOOLS:
        return {"outcome": "Decision", "context": "Context"}.get(part, _title_case(SECTIONS[part][0]))
    if part == "confirmation" and document.format is AdrFormat.MADR_3:
        return "Validation"
    return _title_case(SECTIONS[part][0])


def _title_case(words: str) -> str:
    return " ".join(word if word in ("and", "of", "the") else word.capitalize() for word in words.split())


def _place_of(document: AdrDocument, lines: Sequence[str], part: str) -> tuple[int, int]:
    """The line before which a section comes, that of the next part's heading; and its own heading's level."""
    order = list(SECTIONS)
    below = document.format is not AdrFormat.ADR_TOOLS and part in (
        "consequences", "negative_consequences", "confirmation",
    )  # fmt: skip
    level = 3 if below and "outcome" in document.parts else 2
    end = front_matter_end(lines)
    of_document = headings(lines, end + 1 if end else 0)
    for later in order[order.index(part) + 1 :]:
        entry = document.parts.get(later)
        if entry is not None and entry.written == "section":
            above = [heading for heading in of_document if heading.after <= entry.first]
            place = above[-1].line
            while place and is_comment(lines[place - 1]):
                place -= 1
            return place, level
    return len(lines), level


def _with_metadata(document: AdrDocument, lines: list[str], part: str, value: str, newline: str) -> list[str]:
    title = document.parts.get("title")
    if document.format is AdrFormat.MADR_2 and part in ("status", "date", "deciders"):
        listed = [entry for entry in document.parts.values() if entry.written == "listed"]
        lead = re.match(r"[ \t]*[*+-][ \t]+", listed[0].head)
        last = max(entry.last for entry in listed)
        lines.insert(last, f"{lead[0] if lead else '* '}{part.capitalize()}: {value}{newline}")
        return lines
    if document.format is AdrFormat.ADR_TOOLS and part == "date" and title is not None:
        place = title.last
        lines[place:place] = [newline, f"Date: {value}{newline}"]
        return lines
    names = METADATA[part]
    name = names[-1] if document.format is AdrFormat.MADR_3 else names[0]
    entry_line = f"{name}: {scalar(value)}{newline}"
    end = front_matter_end(lines)
    if end:
        lines.insert(end, entry_line)
        return lines
    mark = BOM if lines and lines[0].startswith(BOM) else ""
    if mark:
        lines[0] = lines[0].removeprefix(BOM)
    return [f"{mark}---{newline}", entry_line, f"---{newline}", *lines]


def edit_options(document: AdrDocument, titles: Sequence[str]) -> AdrDocument:
    """The record with other considered options: entries that stay keep their lines, renamed ones their arguments.

    AdrEditError where an option would not be read back as it is.
    """
    wanted = [" ".join(title.split()) for title in titles]
    was = [option.title for option in document.options]
    if wanted == was:
        return document
    if not document.options:
        return _options_checked(edit_part(document, "options", "\n".join(f"* {title}" for title in wanted)), wanted)
    lines: list[str | None] = list(document.lines)
    newline = newline_of(document.lines)
    lead = document.options[0].entry.lead
    added: dict[int, list[str]] = {}
    for tag, a, b, c, d in SequenceMatcher(None, was, wanted, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        for old, new in zip(range(a, b), range(c, d), strict=False):
            _rename(document, lines, old, wanted[new])
        for old in range(a + min(b - a, d - c), b):
            entry = document.options[old].entry
            lines[entry.first : entry.last] = [None] * (entry.last - entry.first)
        place = document.options[b - 1].entry.last if b else document.options[0].entry.first
        added.setdefault(place, []).extend(f"{lead}{title}{newline}" for title in wanted[c + min(b - a, d - c) : d])
    result: list[str] = []
    for place in range(len(lines) + 1):
        extra = added.get(place)
        if extra and result and not result[-1].endswith("\n"):
            result[-1] += newline
        result += extra or []
        line = lines[place] if place < len(lines) else None
        if line is not None:
            result.append(line)
    return _options_checked(read_adr("".join(result)), wanted)


def _rename(document: AdrDocument, lines: list[str | None], number: int, title: str) -> None:
    option = document.options[number]
    entry, first = option.entry, document.lines[option.entry.first]
    ending = first[len(content(first)) :]
    if option.title in content(first):
        lines[entry.first] = entry.lead + content(first)[len(entry.lead) :].replace(option.title, title, 1) + ending
    else:
        lines[entry.first] = entry.lead + title + ending
        lines[entry.first + 1 : entry.last] = [None] * (entry.last - entry.first - 1)
    if option.heading is not None and option.heading.text.casefold() in document.lines[option.heading.line].casefold():
        line = document.lines[option.heading.line]
        at = line.casefold().rfind(option.heading.text.casefold())
        lines[option.heading.line] = line[:at] + title + line[at + len(option.heading.text) :]


def _options_checked(after: AdrDocument, wanted: Sequence[str]) -> AdrDocument:
    read = [option.title for option in after.options]
    if read != list(wanted):
        raise AdrEditError(f"options: these would be read as {', '.join(read)[:80] or 'none'}")
    return after
