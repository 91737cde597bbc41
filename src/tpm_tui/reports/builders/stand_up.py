"""The stand-up: what was finished, what is being worked on, what stands still."""

from tpm_tui.domain.derived.waits_and_blocks import blocked_items
from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.planning.model.blocked_age import blocked_ages
from tpm_tui.reports.builders import sections
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.builders.report_recipient import stand_up_function
from tpm_tui.reports.report import Number, Section, SectionBuilder


def stand_up_sections(source: ReportSource, recipient: str) -> list[Section]:
    """Finished since the last one, in work, blocked; ``function:qa`` narrows it to a function. ValidationError where
    there is no such."""
    function = stand_up_function(source.plan, recipient, source.context.today)
    return [
        _finished(source, recipient),
        _active(source, recipient),
        _blocked(source, recipient),
        sections.hand_off_section(source, function),
        sections.incident_section(source),
        sections.change_section(source, limit=3),
    ]


def is_of(source: ReportSource, item: str, recipient: str) -> bool:
    """Whether an item is of the function that the report is for, where it is for one."""
    scope, _, name = recipient.partition(":")
    return scope != "function" or source.plan.value("item", item, "function") == name


def _finished(source: ReportSource, recipient: str) -> Section:
    made = SectionBuilder("finished", f"Finished since {source.day(source.since.date())}", 12)
    for item in source.finished_since():
        if is_of(source, item, recipient):
            made.add(_sentence(source, item), ("item", item))
    return made.build()


def _active(source: ReportSource, recipient: str) -> Section:
    made, groups = SectionBuilder("active", "In work", 15), source.plan.state_groups
    below, blocked = source.plan.children, blocked_items(source.plan)
    table = source.plan["item"]
    for item, status in zip(table.ids, table.columns["status"], strict=True):
        if groups.get(str(status)) != "active" or item in below or item in blocked:
            continue
        if is_of(source, item, recipient):
            progress = int(source.plan.value("item", item, "progress") or 0)
            made.add(
                f"{_sentence(source, item)}, {progress}% done",
                ("item", item),
                numbers=[Number("progress", progress, "percent", source.key("item", item))],
            )
    return made.build()


def _blocked(source: ReportSource, recipient: str) -> Section:
    made, table = SectionBuilder("blocked", "Blocked", 10), source.plan["item"]
    blocked, ages = blocked_items(source.plan), blocked_ages(source.plan, source.context.today)
    for item in table.ids:
        if item in blocked and is_of(source, item, recipient):
            cause = str(table.value(item, "blocked_cause") or "")
            age, numbers = "", []
            if item in ages:
                age = f", for {counted(ages[item], 'working day')}"
                numbers = [Number("blocked_days", ages[item], "working days", source.key("item", item))]
            said = f"{_sentence(source, item)}{age}{f': {cause}' if cause else ''}"
            made.add(said, ("item", item), numbers=numbers)
    return made.build()


def _sentence(source: ReportSource, item: str) -> str:
    return f"{source.key('item', item)} {source.plan.title('item', item)} ({source.owner_name(item)})"
