"""A report that leaves the file: sections of lines, each with the records and the numbers that it stands on."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.reports.document import Block, Bullet, BulletList, Document, Heading, Paragraph


@dataclass(frozen=True, slots=True)
class Number:
    """A figure of a line: what it is, its unit (``days``, ``minutes``, ``percent``, ``items``, a currency …), and the
    key of the record that it is read from."""

    name: str
    value: float | int | str
    unit: str
    key: str


@dataclass(frozen=True, slots=True)
class Line:
    """A sentence. ``records``: (kind, id) of what it is about. ``by_person``: it is not from the file."""

    text: str
    records: tuple[tuple[str, str], ...] = ()
    numbers: tuple[Number, ...] = ()
    by_person: bool = False


@dataclass(frozen=True, slots=True)
class Section:
    """Lines below a heading, the most important first; ``left_out`` counts those past the limit."""

    id: str
    title: str
    lines: tuple[Line, ...]
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class ReportContent:
    """``state`` is that of :func:`tpm_tui.reports.promise.state_facts`; ``left_out`` counts lines past the limits."""

    kind: str
    title: str
    recipient: str
    since: datetime
    until: datetime
    state: dict[str, Any] | None
    sections: tuple[Section, ...]
    left_out: int = 0


@dataclass(slots=True)
class SectionBuilder:
    """Gathers the lines of a section up to a limit, and counts what is left out."""

    id: str
    title: str
    limit: int
    lines: list[Line] = field(default_factory=list)
    left_out: int = 0

    def add(self, text: str, *records: tuple[str, str], numbers: Sequence[Number] = ()) -> None:
        """One more line, or one more that is left out."""
        if len(self.lines) < self.limit:
            self.lines.append(Line(text, records, tuple(numbers)))
        else:
            self.left_out += 1

    def build(self) -> Section:
        left_out = Number("left_out", self.left_out, "lines", "")
        more = [Line(f"and {self.left_out} more in the file", numbers=(left_out,))] if self.left_out else []
        return Section(self.id, self.title, (*self.lines, *more), self.left_out)


def report_facts(plan: Plan, report: ReportContent) -> dict[str, Any]:
    """The documented object of ``tpm report --json``."""
    return {
        "kind": report.kind,
        "for": report.recipient or None,
        "since": report.since.isoformat(timespec="minutes"),
        "until": report.until.isoformat(timespec="minutes"),
        "state": report.state,
        "sections": [
            {
                "title": section.title,
                "lines": [
                    {
                        "text": line.text,
                        "source": "person" if line.by_person else "file",
                        "records": [str(plan.value(kind, id_, "key")) for kind, id_ in line.records],
                        "numbers": [
                            {"name": n.name, "value": n.value, "unit": n.unit, "key": n.key} for n in line.numbers
                        ],
                    }
                    for line in section.lines
                ],
            }
            for section in report.sections
        ],
        "left_out": report.left_out,
    }


def report_document(plan: Plan, report: ReportContent) -> Document:
    """The report as a document; each line names its records, which are listed with their titles at the end."""
    blocks: list[Block] = []
    if report.state is not None:
        blocks.append(Paragraph(f"State: {report.state['rag']} ({'; '.join(report.state['rule'])})"))
    records: dict[str, str] = {}
    for section in report.sections:
        if not section.lines:
            continue
        blocks.append(Heading(section.title))
        bullets = []
        for line in section.lines:
            keys = [str(plan.value(kind, id_, "key")) for kind, id_ in line.records]
            records |= {key: plan.title(kind, id_) for key, (kind, id_) in zip(keys, line.records, strict=True)}
            text = f"{line.text} (not from the file)" if line.by_person else line.text
            bullets.append(Bullet(text, tuple(key for key in keys if key not in line.text.split()), tuple(keys)))
        blocks.append(BulletList(bullets))
    return Document(report.title, blocks, records)
