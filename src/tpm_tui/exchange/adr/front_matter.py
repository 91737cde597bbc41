"""The block of named values between two lines of dashes at the top of a document.

Only what tpm reads is understood: names at the start of a line with a word, a quoted word, or a list. Everything else
is kept as it is.
"""

import json
import re
from collections.abc import Sequence

from msgspec import Struct

from tpm_tui.exchange.adr.markdown_lines import BOM, content

_KEY = re.compile(r"([A-Za-z_][\w-]*)([ \t]*:)(?:([ \t]+)(.*))?$")
_QUOTED = re.compile(r"""("(?:[^"\\]|\\.)*"|'(?:[^']|'')*')[ \t]*(#.*)?$""")
_ENTRY = re.compile(r"([ \t]*-[ \t]+)(.*)$")
#: Words that need no quotes: none that YAML would read as something else.
_PLAIN = re.compile(r"[^\W_][^:#\[\]{},&*!|>'\"%@`\\\x00-\x1f\x7f]*$")
_OTHER = re.compile(r"(?:true|false|null|yes|no|on|off|~|[\d.+-].*)$", re.IGNORECASE)
_DAY = re.compile(r"\d{4}-\d\d-\d\d$")


class FrontMatterEntry(Struct, frozen=True):
    """A name, the indices of its first line and of the line after it, and its value; a list as ``a, b``."""

    name: str
    first: int
    last: int
    value: str


def front_matter_end(lines: Sequence[str]) -> int:
    """The index of the line that ends the block; 0 where the document has none."""
    if not lines or content(lines[0]).removeprefix(BOM).rstrip() != "---":
        return 0
    for place in range(1, len(lines)):
        if content(lines[place]).rstrip() in ("---", "..."):
            return place
    return 0


def front_matter(lines: Sequence[str], end: int) -> list[FrontMatterEntry]:
    """The entries of the block that ends at a line; the first of a name that comes twice."""
    starts = [
        (place, match) for place in range(1, end) if (match := _KEY.match(content(lines[place]).rstrip())) is not None
    ]
    result: list[FrontMatterEntry] = []
    names: set[str] = set()
    for number, (place, match) in enumerate(starts):
        limit = starts[number + 1][0] if number + 1 < len(starts) else end
        last = place + 1
        while last < limit and (lines[last][:1] in (" ", "\t") or _ENTRY.match(content(lines[last]))):
            last += 1
        if match[1] not in names:
            names.add(match[1])
            rest = [content(line) for line in lines[place + 1 : last]]
            result.append(FrontMatterEntry(match[1], place, last, _value(match[4] or "", rest)))
    return result


def replaced(lines: Sequence[str], entry: FrontMatterEntry, value: str, newline: str) -> list[str]:
    """The lines of an entry with another value, in the style that it is written in."""
    match = _KEY.match(content(lines[entry.first]).rstrip())
    assert match is not None
    head, gap, old = match[1] + match[2], match[3] or " ", match[4] or ""
    listed = [word.strip() for word in value.split(", ")]
    entries = [item for line in lines[entry.first + 1 : entry.last] if (item := _ENTRY.match(content(line)))]
    if not old.strip() and entries and value:
        return [content(lines[entry.first]) + newline, *(entries[0][1] + scalar(word) + newline for word in listed)]
    if old.startswith("[") and value and len(entry.value.split(", ")) > 1:
        return [f"{head}{gap}[{', '.join(scalar(word) for word in listed)}]{newline}"]
    quoted = _QUOTED.match(old)
    comment = "" if quoted is None else quoted[2] or ""
    if quoted is None and (plain_comment := re.search(r"[ \t]+#.*$", old)):
        comment = plain_comment[0].strip()
    written = scalar(value, quote=old[:1] if quoted else "") if value else ""
    return [f"{head}{gap if written else ''}{written}{' ' + comment if comment else ''}{newline}"]


def scalar(value: str, quote: str = "") -> str:
    """One value as YAML: as it is where that is safe, else in the quotes asked for, else in double ones."""
    if quote == "'" and value.isprintable():
        return "'" + value.replace("'", "''") + "'"
    if not quote and _PLAIN.match(value) and value == value.strip() and (not _OTHER.match(value) or _DAY.match(value)):
        return value
    return json.dumps(value, ensure_ascii=False)


def _value(inline: str, rest: Sequence[str]) -> str:
    inline = inline.strip()
    if inline.startswith("[") and inline.endswith("]"):
        words = re.findall(r"""\s*("(?:[^"\\]|\\.)*"|'(?:[^']|'')*'|[^,]+)""", inline[1:-1])
        return ", ".join(filter(None, (_scalar(word.strip()) for word in words)))
    if inline[:1] in (">", "|"):
        return " ".join(line.strip() for line in rest if line.strip())
    entries = [match[2] for line in rest if (match := _ENTRY.match(line))]
    if not inline and entries:
        return ", ".join(_scalar(entry.strip()) for entry in entries)
    return " ".join(filter(None, [_scalar(inline), *(line.strip() for line in rest)]))


def _scalar(text: str) -> str:
    quoted = _QUOTED.match(text)
    if quoted and text[0] == "'":
        return quoted[1][1:-1].replace("''", "'")
    if quoted:
        try:
            return str(json.loads(quoted[1]))
        except ValueError:  # an escape that only YAML knows
            return quoted[1][1:-1]
    return "" if text.startswith("#") else re.sub(r"[ \t]+#.*$", "", text).strip()
