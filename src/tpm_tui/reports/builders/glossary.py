"""Words of the trade in a report: explained from the glossary at the end, and those that it lacks pointed out."""

import re
from collections.abc import Iterable

from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.report import Section, SectionBuilder

#: An abbreviation: two or more capitals; keys of records (T-12) and severities are none.
_ABBREVIATION = re.compile(r"\b(?![A-Z]+-?\d)[A-Z]{2,}\b")
#: Words that a report itself uses, and the state in capitals.
_PLAIN = frozenset({"RED", "AMBER", "GREEN", "SEV", "EUR", "USD", "GBP"})


def glossary_section(source: ReportSource, given: Iterable[Section]) -> Section:
    """The terms that occur, each with its meaning, then the abbreviations without one."""
    text = "\n".join(line.text for section in given for line in section.lines)
    made, table = SectionBuilder("words", "Words", 8), source.plan["term"]
    known: set[str] = set()
    for id_ in table.ids:
        term, meaning = str(table.value(id_, "term")), str(table.value(id_, "meaning") or "")
        known.add(term.upper())
        if meaning and re.search(rf"(?<!\w){re.escape(term)}(?!\w)", text, re.IGNORECASE):
            made.add(f"{term}: {meaning}", ("term", id_))
    unknown = sorted(set(_ABBREVIATION.findall(text)) - known - _PLAIN)
    if unknown:
        made.add(f"Not in the glossary: {', '.join(unknown)}")
    return made.build()
