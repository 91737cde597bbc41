"""A decision record: what tpm understands of its Markdown, and where that stands in its lines.

A part is found by its name in front matter (MADR 3 and 4), in a list below the title (MADR 2), by a ``Date:`` line and
a ``Status`` section (adr-tools), or by its heading. The first of a name counts; all else is kept and never read.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from enum import StrEnum
from typing import Literal

from msgspec import Struct

from tpm_tui.exchange.adr.front_matter import front_matter, front_matter_end
from tpm_tui.exchange.adr.markdown_lines import (
    BOM,
    MarkdownBullet,
    MarkdownHeading,
    bullets,
    content,
    headings,
    is_comment,
    plain,
    split_lines,
)


class AdrFormat(StrEnum):
    """Whose layout a record follows."""

    MADR_4 = "MADR 4"
    MADR_3 = "MADR 3"
    MADR_2 = "MADR 2"
    ADR_TOOLS = "adr-tools"


#: The headings that a part may have, in small letters; the first is the one that MADR 4 gives it. In their order.
SECTIONS: dict[str, tuple[str, ...]] = {
    "status": ("status",),
    "context": ("context and problem statement", "context"),
    "drivers": ("decision drivers",),
    "options": ("considered options", "considered alternatives"),
    "outcome": ("decision outcome", "decision"),
    "consequences": ("consequences", "positive consequences"),
    "negative_consequences": ("negative consequences",),
    "confirmation": ("confirmation", "validation"),
    "arguments": ("pros and cons of the options", "pros and cons of the alternatives"),
    "more": ("more information", "links"),
}

#: The names in front matter, or in the list of MADR 2, of each part.
METADATA: dict[str, tuple[str, ...]] = {
    "status": ("status",),
    "date": ("date",),
    "deciders": ("decision-makers", "deciders"),
    "consulted": ("consulted",),
    "informed": ("informed",),
}

PARTS = ("title", *METADATA, *(name for name in SECTIONS if name not in METADATA))
"""The names of all parts."""

_LISTED = re.compile(
    r"([ \t]*[*+-][ \t]+)(Status|Date|Deciders)([ \t]*:[ \t]*)(.*?)([ \t]*(?:<!--.*-->)?[ \t]*)$", re.I
)
_DATED = re.compile(r"(Date[ \t]*:[ \t]*)(.*?)([ \t]*)$")
_NUMBERED = re.compile(r"(\d+)\.[ \t]+")


class AdrPart(Struct, frozen=True):
    """One part: how it is written, the indices of its first line and of the line after it, and what it says.

    ``head`` and ``tail`` stay around the value of a single line. A section's lines are those of its text alone, without
    its heading and the empty lines around; ``level`` is that of its heading.
    """

    written: Literal["title", "front matter", "listed", "dated", "section"]
    first: int
    last: int
    value: str
    head: str = ""
    tail: str = ""
    level: int = 0


class AdrOption(Struct, frozen=True):
    """An option: its words, its entry in the list, and the heading and text of its arguments where it has them."""

    title: str
    entry: MarkdownBullet
    heading: MarkdownHeading | None = None
    arguments: str = ""


class AdrDocument(Struct, frozen=True):
    """A record as read: joining ``lines`` gives the text back. ``number`` is that of an adr-tools title."""

    lines: tuple[str, ...]
    format: AdrFormat
    parts: Mapping[str, AdrPart]
    options: tuple[AdrOption, ...]
    number: int | None

    @property
    def text(self) -> str:
        """The Markdown, as it was read."""
        return "".join(self.lines)

    def value(self, part: str) -> str:
        """What a part says; empty where the record does not have it."""
        entry = self.parts.get(part)
        return "" if entry is None else entry.value

    @property
    def chosen(self) -> str | None:
        """The option that the outcome names."""
        match = re.search(r"Chosen option:\s*[*_]*[\"“](.+?)[\"”]", self.value("outcome"), re.IGNORECASE)
        return plain(match[1]) if match else None


def read_adr(text: str) -> AdrDocument:
    """Read a record; every text is one, though none of it may be understood."""
    lines = split_lines(text)
    parts: dict[str, AdrPart] = {}
    end = front_matter_end(lines)
    entries = {entry.name.casefold(): entry for entry in front_matter(lines, end)}
    for part, names in METADATA.items():
        entry = next((entries[name] for name in names if name in entries), None)
        if entry is not None:
            parts[part] = AdrPart("front matter", entry.first, entry.last, entry.value)
    sections = headings(lines, end + 1 if end else 0)
    number = None
    title = next((heading for heading in sections if heading.level == 1), None)
    if title is not None:
        numbered = _NUMBERED.match(title.text)
        number = int(numbered[1]) if numbered else None
        value = title.text[numbered.end() :] if numbered else title.text
        line = content(lines[title.line])
        at = line.rfind(value) if value else len(line)
        parts["title"] = AdrPart("title", title.line, title.line + 1, value, line[:at], line[at + len(value) :])
        _read_below_title(lines, title, sections, parts)
    named = _named(heading for heading in sections if heading is not title)
    for part, heading in named.items():
        if part not in parts:
            parts[part] = _section(lines, heading, sections, {other.line for other in named.values()})
    options = _options(lines, parts, named, sections)
    return AdrDocument(tuple(lines), _format(parts, entries.keys(), named), parts, options, number)


def _named(sections: Iterable[MarkdownHeading]) -> dict[str, MarkdownHeading]:
    names = {name: part for part, all_ in SECTIONS.items() for name in all_}
    result: dict[str, MarkdownHeading] = {}
    for heading in sections:
        part = names.get(plain(heading.text).casefold().rstrip(":"))
        if part is not None:
            result.setdefault(part, heading)
    return result


def _read_below_title(
    lines: Sequence[str],
    title: MarkdownHeading,
    sections: Sequence[MarkdownHeading],
    parts: dict[str, AdrPart],
) -> None:
    """The list of MADR 2 and the date of adr-tools stand between the title and the first heading."""
    limit = next((heading.line for heading in sections if heading.line > title.line), len(lines))
    for place in range(title.after, limit):
        line = content(lines[place])
        listed, dated = _LISTED.match(line), _DATED.match(line)
        if listed:
            part = listed[2].casefold()
            entry = AdrPart("listed", place, place + 1, listed[4], listed[1] + listed[2] + listed[3], listed[5])
            parts.setdefault(part, entry)
        elif dated:
            parts.setdefault("date", AdrPart("dated", place, place + 1, dated[2], dated[1], dated[3]))


def _section(
    lines: Sequence[str], heading: MarkdownHeading, sections: Sequence[MarkdownHeading], named: set[int]
) -> AdrPart:
    """The text below a heading, up to the next of its level or of a part, and without comments before that."""
    limit = len(lines)
    for other in sections:
        if other.line > heading.line and (other.level <= heading.level or other.line in named):
            limit = other.line
            break
    first, last = heading.after, limit
    while first < last and not lines[first].strip():
        first += 1
    while last > first and (not lines[last - 1].strip() or is_comment(lines[last - 1])):
        last -= 1
    if first == last:
        first = last = heading.after
    value = "\n".join(content(line).rstrip() for line in lines[first:last])
    return AdrPart("section", first, last, value.removeprefix(BOM), level=heading.level)


def _options(
    lines: Sequence[str],
    parts: Mapping[str, AdrPart],
    named: Mapping[str, MarkdownHeading],
    sections: Sequence[MarkdownHeading],
) -> tuple[AdrOption, ...]:
    section = parts.get("options")
    if section is None:
        return ()
    arguments: dict[str, MarkdownHeading] = {}
    pros = parts.get("arguments")
    if pros is not None:
        for heading in sections:
            if pros.first <= heading.line < pros.last and heading.level > pros.level:
                arguments.setdefault(plain(heading.text).casefold(), heading)
    result = []
    for entry in bullets(lines, section.first, section.last):
        if not entry.text:
            continue  # a comment where a template wants the name of one
        heading_ = arguments.get(entry.text.casefold())
        said = "" if heading_ is None else _section(lines, heading_, sections, {h.line for h in named.values()}).value
        result.append(AdrOption(entry.text, entry, heading_, said))
    return tuple(result)


def _format(parts: Mapping[str, AdrPart], entries: Collection[str], named: Mapping[str, MarkdownHeading]) -> AdrFormat:
    if "status" in parts and parts["status"].written == "section":
        return AdrFormat.ADR_TOOLS
    if any(part.written == "listed" for part in parts.values()):
        return AdrFormat.MADR_2
    confirmation = named.get("confirmation")
    if "deciders" in entries or (confirmation is not None and plain(confirmation.text).casefold() == "validation"):
        return AdrFormat.MADR_3
    return AdrFormat.MADR_4
