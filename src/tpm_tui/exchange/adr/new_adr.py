"""A decision record that comes of no file: written as MADR 4, or as adr-tools does in a folder of its own."""

import re
import unicodedata
from collections.abc import Mapping, Sequence

from tpm_tui.exchange.adr.adr_document import PARTS, AdrDocument, AdrFormat, read_adr
from tpm_tui.exchange.adr.adr_edit import edit_options, edit_part


def new_adr(
    number: int, values: Mapping[str, str], options: Sequence[str] = (), form: AdrFormat = AdrFormat.MADR_4
) -> AdrDocument:
    """A record with these parts (empty ones are left out); AdrEditError for a text that cannot stand in its part."""
    title = " ".join(values.get("title", "").split()) or "Untitled"
    if form is AdrFormat.ADR_TOOLS:
        date, status = values.get("date", ""), values.get("status", "") or "Proposed"
        lines = [f"# {number}. {title}", "", *([f"Date: {date}", ""] if date else []), "## Status", "", status, ""]
        lines += ["## Context", "", "## Decision", "", "## Consequences", ""]
    else:
        lines = [f"# {title}", "", "## Context and Problem Statement", "", "## Considered Options", ""]
        lines += ["## Decision Outcome", ""]
    document = read_adr("\n".join(lines))
    written = [part for part in PARTS if part not in ("title", "options")]
    if form is AdrFormat.ADR_TOOLS:
        written = ["context", "outcome", "consequences"]
    for part in written:
        if values.get(part, "").strip():
            document = edit_part(document, part, values[part])
    return edit_options(document, options) if options and form is not AdrFormat.ADR_TOOLS else document


def file_name(number: int, title: str) -> str:
    """``0007-use-sqlite.md``: the number in four digits and the title in small ASCII letters and dashes."""
    ascii_ = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode()
    words = re.sub(r"[^a-z0-9]+", "-", ascii_.casefold()).strip("-")[:80].strip("-")
    return f"{number:04}-{words or 'decision'}.md"
