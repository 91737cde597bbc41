"""The lines of a Markdown document, its headings and lists. Lines keep their ends: joining them gives it back."""

import re
from collections.abc import Iterator, Sequence

from msgspec import Struct

BOM = "\ufeff"

_LINE = re.compile(r"[^\n]*\n|[^\n]+")
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)$")
_HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$")
_UNDERLINE = re.compile(r" {0,3}(=+|-{2,})[ \t]*$")
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_LINK = re.compile(r"!?\[([^\]]*)\]\([^)]*\)")
_BULLET = re.compile(r"( {0,3})([*+-])([ \t]+)(.*)$")


def split_lines(text: str) -> list[str]:
    """Lines with their ends; only a line feed ends one (a carriage return before it belongs to the end)."""
    return _LINE.findall(text)


def content(line: str) -> str:
    """A line without its end."""
    return line.rstrip("\r\n")


def newline_of(lines: Sequence[str]) -> str:
    """How lines end here: as the first does."""
    return "\r\n" if lines and lines[0].endswith("\r\n") else "\n"


def plain(text: str) -> str:
    """Inline Markdown as words: comments gone, links as their text."""
    return _LINK.sub(r"\1", _COMMENT.sub("", text)).strip()


def is_comment(line: str) -> bool:
    """Whether a line is a comment from end to end."""
    stripped = line.strip()
    return stripped.startswith("<!--") and stripped.endswith("-->")


class MarkdownHeading(Struct, frozen=True):
    """A heading: the index of its line, its level from 1, what it says, and the index of the first line after it."""

    line: int
    level: int
    text: str
    after: int


def headings(lines: Sequence[str], first: int = 0) -> list[MarkdownHeading]:
    """The headings from a line on; what looks like one within a code block or a comment is none."""
    result = []
    before = ""
    for place in _outside_blocks(lines, first):
        line = content(lines[place]).removeprefix(BOM)
        match = _HEADING.match(line)
        below = content(lines[place + 1]) if place + 1 < len(lines) else ""
        if match:
            result.append(MarkdownHeading(place, len(match[1]), (match[2] or "").strip(), place + 1))
        elif (
            line.strip()
            and not before.strip()
            and (under := _UNDERLINE.match(below))
            and not _BULLET.match(line)
            and not _UNDERLINE.match(line)
        ):
            result.append(MarkdownHeading(place, 1 if under[1][0] == "=" else 2, line.strip(), place + 2))
        before = line
    return result


def _outside_blocks(lines: Sequence[str], first: int) -> Iterator[int]:
    fence, comment = "", False
    for place in range(first, len(lines)):
        line = content(lines[place])
        if comment:
            comment = "-->" not in line
            continue
        match = _FENCE.match(line)
        if fence:
            if match and match[1][0] == fence[0] and len(match[1]) >= len(fence) and not match[2].strip():
                fence = ""
            continue
        if match and not (match[1][0] == "`" and "`" in match[2]):
            fence = match[1]
            continue
        if re.match(r" {0,3}<!--", line):
            comment = "-->" not in line
            continue
        yield place


class MarkdownBullet(Struct, frozen=True):
    """An entry of a list: the indices of its first line and of the line after it, its words, and what leads it in."""

    first: int
    last: int
    text: str
    lead: str


def bullets(lines: Sequence[str], first: int, last: int) -> list[MarkdownBullet]:
    """The entries of the outermost lists between two lines; lines that are indented below an entry belong to it."""
    starts = []
    for place in _outside_blocks(lines[:last], first):
        match = _BULLET.match(content(lines[place]))
        if match:
            starts.append((place, match))
    result: list[MarkdownBullet] = []
    outermost = min((len(match[1]) for _, match in starts), default=0)
    starts = [(place, match) for place, match in starts if len(match[1]) <= outermost + 1]
    for number, (place, match) in enumerate(starts):
        limit = starts[number + 1][0] if number + 1 < len(starts) else last
        end = place + 1
        while end < limit and lines[end].strip():
            end += 1
        words = [match[4], *(content(line).strip() for line in lines[place + 1 : end])]
        result.append(MarkdownBullet(place, end, plain(" ".join(words)), match[1] + match[2] + match[3]))
    return result
