"""The formats that come in and go out.

A format is a folder and a line in :data:`FORMATS`; its modules are imported when they are first used. A reader has
``read(source, options, plan, steps)``, which returns what the file says, and ``draft(parsed, change_set, steps)``,
which puts what it leads to into an empty change set; it may have ``restore(parsed, store, steps)``, which fills a new
file by itself and returns the change set or None,
``read_source(where)``, where it is no text, and ``targets(plan, kind)``, what a person may map a column to. A
writer has ``write(plan, words, out, options)``.
"""

from importlib import import_module
from pathlib import Path
from typing import Any

from msgspec import Struct

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.field_values import ValidationError


class ExchangeFormat(Struct, frozen=True):
    """``label`` in words; the modules that read and write it (empty: it does not); extensions of its files; whether it
    holds the ``whole`` file, what was deleted included; whether it is a ``folder``, which its writer fills itself;
    whether its writer takes ``some`` records or columns alone; ``programs`` whose files its reader knows, where its
    label does not say it; whether what comes in are ``items`` first of all."""

    label: str
    reader: str = ""
    writer: str = ""
    extensions: tuple[str, ...] = ()
    whole: bool = False
    folder: bool = False
    some: bool = False
    programs: tuple[str, ...] = ()
    items: bool = True

    @property
    def reads(self) -> bool:
        return bool(self.reader)

    @property
    def writes(self) -> bool:
        return bool(self.writer)


FORMATS: dict[str, ExchangeFormat] = {
    "jira": ExchangeFormat("Jira, as exported to CSV", reader="issue_trackers.jira.importer", extensions=(".csv",)),
    "csv": ExchangeFormat(
        "CSV of one kind of record",
        "csv.importer",
        "csv.exporter",
        (".csv", ".tsv"),
        some=True,
        programs=(
            "Asana",
            "Trello",
            "MS Project",
            "Azure DevOps",
            "Redmine",
            "Linear",
            "Plane",
            "ClickUp",
            "GitLab",
            "GitHub",
            "YouTrack",
            "Monday",
            "Notion",
            "Smartsheet",
            "GanttProject",
            "Excel",
        ),
    ),
    "github": ExchangeFormat("GitHub issues as JSON", reader="issue_trackers.github.importer", extensions=(".json",)),
    "taskwarrior": ExchangeFormat(
        "Taskwarrior tasks as JSON", reader="issue_trackers.taskwarrior.importer", extensions=(".json",)
    ),
    "trello": ExchangeFormat("Trello board as JSON", reader="issue_trackers.trello.importer", extensions=(".json",)),
    "time": ExchangeFormat("CSV of time sheets", reader="money.time_sheets.importer", items=False),
    "costs": ExchangeFormat("CSV of costs, such as invoices", reader="money.invoices.importer", items=False),
    "lessons": ExchangeFormat(
        "CSV of lessons for the next programme", "lessons.importer", "lessons.exporter", (".csv",), items=False
    ),
    "json": ExchangeFormat("JSON of the whole file", "json.importer", "json.exporter", (".json",), whole=True),
    "mspdi": ExchangeFormat(
        "MS Project XML", "schedules.mspdi.importer.importer", "schedules.mspdi.exporter.exporter", (".xml",)
    ),
    "psplib": ExchangeFormat("PSPLIB instance", reader="schedules.psplib.psplib_importer", extensions=(".sm",)),
    "mspsp": ExchangeFormat("iMOPSE instance", reader="schedules.psplib.mspsp_importer", extensions=(".def",)),
    "schedule": ExchangeFormat(
        "CSV of the schedule: dates and slack", writer="csv.schedule_exporter", extensions=(".csv",), some=True
    ),
    "taskjuggler": ExchangeFormat("TaskJuggler project", writer="schedules.taskjuggler.exporter", extensions=(".tjp",)),
    "mermaid": ExchangeFormat(
        "Mermaid Gantt chart", writer="schedules.mermaid.exporter", extensions=(".mmd",), some=True
    ),
    "adr": ExchangeFormat(
        "Folder of decision records in Markdown", "adr.importer", "adr.exporter", folder=True, items=False
    ),
    "icalendar": ExchangeFormat("iCalendar", writer="schedules.icalendar.exporter", extensions=(".ics",), some=True),
}


def reader_of(format_: str) -> Any:
    """The module that reads a format. ValidationError if the format is unknown or does not come in."""
    known = FORMATS.get(format_)
    if known is None or not known.reads:
        word = format_.lower().replace(" ", "").replace("-", "")
        for name, other in FORMATS.items():
            program = next((p for p in other.programs if p.lower().replace(" ", "") == word), "")
            if program:
                raise ValidationError(f"what {program} exports as CSV comes in by its headers: tpm import {name} FILE")
        able = ", ".join(name for name, other in FORMATS.items() if other.reads)
        raise ValidationError(f"there is no format {format_[:40]!r} to read; there are {able}")
    return import_module(f"tpm_tui.exchange.{known.reader}")


def writer_of(format_: str) -> Any:
    """The module that writes a format. ValidationError if the format is unknown or does not go out."""
    known = FORMATS.get(format_)
    if known is None or not known.writes:
        able = ", ".join(name for name, other in FORMATS.items() if other.writes)
        raise ValidationError(f"there is no format {format_[:40]!r} to write; there are {able}")
    return import_module(f"tpm_tui.exchange.{known.writer}")


def require_fitting_ending(format_: str, path: Path) -> None:
    """ValidationError where a file to be written ends as those of another format do: whoever opens it goes by that."""
    endings = FORMATS[format_].extensions[:1]
    ending = path.suffix.lower()
    foreign = {".xlsx", *(one for other in FORMATS.values() for one in other.extensions)}.difference(endings)
    if endings and ending in foreign:
        fitting = [name for name, other in FORMATS.items() if other.writes and ending in other.extensions[:1]]
        instead = f"; {ending} is written by {' or '.join(fitting)}" if fitting else ""
        raise ValidationError(f"{path.name} does not end as {format_} does: name it {path.stem}{endings[0]}{instead}")


def brings_items(format_: str, kind: str) -> bool:
    """Whether what comes in by a format are items: a table of one kind is of that kind."""
    return FORMATS[format_].items and (format_ != "csv" or kind == "item")


def left_out_of(format_: str, plan: Plan) -> list[str]:
    """What of a plan a format has no place for, as far as it counts that: a line each. ValidationError as
    `writer_of`."""
    lines: list[str] = getattr(writer_of(format_), "left_out", lambda _plan: [])(plan)
    return lines


def targets(format_: str, plan: Plan, kind: str) -> dict[str, str]:
    """What a person may let a column of a table fill, with what that means; empty where a format has no columns.

    ValidationError if the format is unknown.
    """
    targets_of: dict[str, str] = getattr(reader_of(format_), "targets", lambda _plan, _kind: {})(plan, kind)
    return targets_of
