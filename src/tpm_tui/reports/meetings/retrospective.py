"""The evidence that a retrospective opens with: where the date went, what blocked, what came back, how it felt."""

from datetime import date, datetime, time

from tpm_tui.domain.time.instants import to_minute
from tpm_tui.reports.meetings.agenda_evidence import AgendaSource, impediment_section
from tpm_tui.reports.phrases import elapsed_text
from tpm_tui.reports.report import Number, Section, SectionBuilder
from tpm_tui.reports.schedule.finish_attribution import part_shifts

#: The lessons that are told again.
_LESSONS = 5


def retrospective_sections(source: AgendaSource) -> list[Section]:
    """Slip by cause, blocked time by cause, reopened work, the team's pulse, lessons of before."""
    return [
        _slip_section(source),
        _blocked_section(source),
        _reopened_section(source),
        _pulse_section(source),
        lesson_section(source),
        impediment_section(source),
    ]


def lesson_section(source: AgendaSource) -> Section:
    """The newest lessons: did we do differently?"""
    made, table = SectionBuilder("lessons", "Lessons of before", _LESSONS), source.plan["lesson"]
    for id_ in reversed(table.ids):
        action = str(table.value(id_, "action") or "")
        made.add(f"{source.name('lesson', id_)}{f': {action}' if action else ''}", ("lesson", id_))
    return made.build()


def _since(source: AgendaSource) -> str:
    return source.day(source.since.date())


def _slip_section(source: AgendaSource) -> Section:
    made = SectionBuilder("slip", f"What moved the finish since {_since(source)}", 6)
    attribution = source.attribution()
    shown = [] if attribution is None else zip(attribution.parts, part_shifts(attribution), strict=True)
    for part, shift in sorted(shown, key=lambda entry: -abs(entry[0].moved[0])):
        if part.moved[0]:
            made.add(
                f"{shift[0]} by {part.name}",
                ("programme", source.plan["programme"].ids[0]),
                numbers=[Number(part.name, part.moved[0], "minutes", "")],
            )
    return made.build()


def _blocked_section(source: AgendaSource) -> Section:
    made = SectionBuilder("blocked", f"Blocked time by cause since {_since(source)}", 6)
    for cause, minutes in source.flow().blocked.items():
        if minutes:
            items = [
                ("item", id_)
                for id_ in source.plan["item"].ids
                if source.plan.value("item", id_, "blocked_cause") == cause
            ]
            made.add(
                f"{cause or 'no cause given'}: {elapsed_text(minutes)}", *items,
                numbers=[Number("blocked", minutes, "minutes", "")],
            )  # fmt: skip
    return made.build()


def _reopened_section(source: AgendaSource) -> Section:
    made = SectionBuilder("reopened", f"Reopened since {_since(source)}", 8)
    first = to_minute(datetime.combine(source.since.date(), time()))
    for flow in source.flow().items:
        record = source.plan.find_key(flow.key)
        if flow.reopened_at is not None and flow.reopened_at >= first and record is not None:
            made.add(f"{source.name(*record)} came back after it was done", record)
    return made.build()


def _pulse_section(source: AgendaSource) -> Section:
    made, table = SectionBuilder("pulse", "How the teams say it is, of 5", 6), source.plan["team_pulse"]
    latest: dict[str, str] = {}
    for id_ in sorted(table.ids, key=lambda id_: str(table.value(id_, "on") or "")):
        latest[str(table.value(id_, "team"))] = id_
    for team, id_ in sorted(latest.items()):
        row = table.row(id_)
        day = f", {source.day(date.fromisoformat(str(row['on'])[:10]))}" if row["on"] else ""
        word = f" ({row['word']}{day})" if row["word"] else ""
        mood = int(row["mood"] or 0)
        made.add(f"{team}: {mood}{word}", ("team_pulse", id_), numbers=[Number("mood", mood, "of 5", str(row["key"]))])
    return made.build()
