"""Words of the trade in a report: explained at first use, and those that nobody has explained pointed out."""

import re
from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.report import Line, Section, SectionBuilder, cut_text

#: A word that only insiders know, by its looks: capitals side by side, a small letter before a capital, or a digit
#: between letters, as in RTO, mTLS and k8s.
_JARGON = re.compile(r"(?<![\w-])(?:[A-Za-z]*[A-Z]{2,}[A-Za-z0-9]*|[a-z]+[A-Z][A-Za-z0-9]*|[A-Za-z]\d+[a-z]+)(?![\w-])")
#: Keys of records, severities, states in capitals, currencies.
_PLAIN = re.compile(r"SEV\d?|RED|AMBER|GREEN|EUR|USD|GBP|CHF")
#: Words that reports themselves use, for who has not put them into the glossary.
_OWN_WORDS = {"P80": "what 8 of 10 simulated runs do not exceed"}
#: Characters of a meaning, and words that are explained in one report.
_LONGEST_MEANING, _MOST_WORDS = 120, 8


class _Word(Struct, frozen=True):
    term: str
    meaning: str
    pattern: re.Pattern[str]
    record: tuple[str, str] | None


def explained_sections(source: ReportSource, given: Sequence[Section]) -> list[Section]:
    """The sections, each word of the glossary explained in the sentence that has it first, and a last section that
    names words without an explanation, where there are any. What a person wrote stays as it is."""
    table = source.plan["term"]
    words = [
        _word(str(table.value(id_, "term")), str(table.value(id_, "meaning") or ""), ("term", id_)) for id_ in table.ids
    ]
    known = {word.term.upper() for word in words}
    words += [_word(term, meaning, None) for term, meaning in _OWN_WORDS.items() if term not in known]
    known |= set(_OWN_WORDS)
    open_words, left_out, sections = [word for word in words if word.meaning], 0, []
    explained = 0
    for section in given:
        lines = []
        for line in section.lines:
            for word in [] if line.by_person else [w for w in open_words if w.pattern.search(line.text)]:
                open_words.remove(word)
                if explained < _MOST_WORDS:
                    line, explained = _explained(line, word), explained + 1
                else:
                    left_out += 1
            lines.append(line)
        sections.append(replace(section, lines=tuple(lines)))
    return [*sections, _unknown_words(given, known, left_out)]


def _word(term: str, meaning: str, record: tuple[str, str] | None) -> _Word:
    pattern = re.compile(rf"(?<!\w){re.escape(term)}s?(?!\w)", re.IGNORECASE)
    return _Word(term, cut_text(meaning, _LONGEST_MEANING).rstrip(". "), pattern, record)


def _explained(line: Line, word: _Word) -> Line:
    records = line.records if word.record is None or word.record in line.records else (*line.records, word.record)
    return replace(line, text=f"{line.text} ({word.term}: {word.meaning})", records=records)


def _unknown_words(given: Sequence[Section], known: set[str], left_out: int) -> Section:
    """Each with the records of the sentence that has it first."""
    made, first = SectionBuilder("words", "Words", 2, left_out=left_out), dict[str, Line]()
    for line in (line for section in given for line in section.lines):
        for word in _JARGON.findall(line.text):
            if word.upper() not in known and not _PLAIN.fullmatch(word):
                first.setdefault(word, line)
    if first:
        records = dict.fromkeys(record for line in first.values() for record in line.records)
        made.add(f"Not in the glossary: {', '.join(sorted(first))}", *records)
    return made.build()
