"""The letter to one stakeholder, or to a function: only what they care about."""

from msgspec.structs import replace

from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.domain.values.codec import stored_ids
from tpm_tui.planning.people.promises_to_and_by_stakeholders import promise_ledger
from tpm_tui.planning.people.stakeholder_interests import cared_items
from tpm_tui.planning.people.supplier_promises import supplied_items
from tpm_tui.reports.builders import sections
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.builders.report_recipient import letter_reader
from tpm_tui.reports.builders.stand_up import is_of
from tpm_tui.reports.people.stakeholder_changes import stakeholder_changes
from tpm_tui.reports.report import Number, Section, SectionBuilder
from tpm_tui.reports.schedule.forecast.forecast_dates import finish_day_text, minute_iso


def letter_sections(source: ReportSource, recipient: str) -> list[Section]:
    """The promise in a line, what changed in what they care about, their needs, promises both ways. ValidationError
    where the recipient is neither a stakeholder nor a function."""
    kind, reader = letter_reader(source.plan, recipient, source.context.today)
    if kind == "function":
        cared = [item for item in source.plan["item"].ids if is_of(source, item, recipient)]
        hand_offs = sections.hand_off_section(source, reader)
        return [sections.promise_line_section(source), *_news(source, cared), hand_offs]
    return [
        sections.promise_line_section(source),
        _changes(source, reader),
        *_news(source, cared_items(source.plan, reader)),
        _needs(source, reader),
        _promises(source, reader),
    ]


def _changes(source: ReportSource, stakeholder: str) -> Section:
    """What the changes since the last letter mean to them."""
    then = replace(source.context, today=source.since.date())
    made = SectionBuilder("changes", f"What changed for you since {source.day(source.since.date())}", 8)
    for change in stakeholder_changes(source.plan, source.before, source.context, then, stakeholder):
        key = source.key(change.kind, change.id)
        text, numbers = f"{key} {source.plan.title(change.kind, change.id)}: {change.text}", []
        if change.minutes is not None and change.finish is not None:
            text += f", planned for {finish_day_text(change.finish, source.context)}"
            numbers = [
                Number("finish_moved", change.minutes, "minutes", key),
                Number("planned_finish", minute_iso(change.finish), "date", key),
            ]
        made.add(text, (change.kind, change.id), numbers=numbers)
    return made.build()


def _news(source: ReportSource, items: list[str]) -> list[Section]:
    finished, chosen = SectionBuilder("finished", "Finished", 8), set(items)
    for item in source.finished_since():
        if item in chosen:
            finished.add(f"{source.key('item', item)} {source.plan.title('item', item)}", ("item", item))
    dates = SectionBuilder("dates", "Dates that matter to you", 8)
    dated = [
        part
        for part in source.parts
        if part.kind == "item" and part.id in chosen and part.held_to is not None
        if source.group_of(source.plan, part.id) != "done"
    ]
    dated.sort(key=lambda part: (part.held_to or 0, part.target.key))
    for promise in source.part_promises(dated[: dates.limit]):
        dates.add(sections.part_sentence(source, promise), ("item", promise.id), numbers=sections.part_numbers(promise))
    dates.leave_out(("item", part.id) for part in dated[dates.limit :])
    risks = SectionBuilder("risks", "Risks to what you care about", 4)
    table = source.plan["risk"]
    for id_ in table.ids:
        on = set(stored_ids(table.value(id_, "items")))
        if table.value(id_, "status") == "open" and on & chosen:
            risks.add(
                f"{source.key('risk', id_)} {source.plan.title('risk', id_)}",
                ("risk", id_),
                numbers=[source.number("score", "risk", id_, "score", "points")],
            )
    return [finished.build(), dates.build(), risks.build()]


def _needs(source: ReportSource, stakeholder: str) -> Section:
    made, plan = SectionBuilder("needs", "What you asked for", 8), source.plan
    for id_ in plan.ids_by_reference("requirement", "stakeholder").get(stakeholder, []):
        status = plan.value("requirement", id_, "status")
        if status != "dropped":
            made.add(
                f"{source.key('requirement', id_)} {plan.title('requirement', id_)}: {status}", ("requirement", id_)
            )
    return made.build()


def _promises(source: ReportSource, stakeholder: str) -> Section:
    """What we owe them and they owe us, open ones first."""
    made, plan = SectionBuilder("promises", "Promised", 8), source.plan
    key = source.key("stakeholder", stakeholder)
    for theirs, who in ((False, "We"), (True, "You")):
        ledger = promise_ledger(plan, stakeholder, theirs, source.context.today)
        were_due = ledger.kept + ledger.overdue
        if were_due:
            due = f"{counted(were_due, 'promise')} that {'was' if were_due == 1 else 'were'} due"
            made.add(
                f"{who} kept {ledger.kept} of {due}",
                ("stakeholder", stakeholder),
                numbers=[Number("kept", ledger.kept, "promises", key), Number("due", were_due, "promises", key)],
            )
    contacts = [
        id_
        for id_ in plan.ids_by_reference("contact", "stakeholder").get(stakeholder, [])
        if plan.value("contact", id_, "follow_up")
    ]
    contacts.sort(key=lambda id_: (bool(plan.value("contact", id_, "kept")), str(plan.value("contact", id_, "due"))))
    for id_ in contacts:
        row = plan["contact"].row(id_)
        who = "you to us" if row["theirs"] else "we to you"
        due = f", for {source.day(row['due'])}" if row["due"] else ""
        numbers = [Number("promised_for", str(row["due"]), "date", source.key("contact", id_))] if row["due"] else []
        late = not row["kept"] and row["due"] and str(row["due"])[:10] < source.context.today.isoformat()
        state = "kept" if row["kept"] else "overdue" if late else "open"
        made.add(f"{row['follow_up']} ({who}{due}): {state}", ("contact", id_), numbers=numbers)
    for supply in sorted(supplied_items(plan, stakeholder, (), source.context.today), key=lambda s: bool(s.kept)):
        if supply.promised is not None:
            item = source.key("item", supply.item)
            state = "overdue" if supply.overdue else {True: "kept", False: "came late", None: "open"}[supply.kept]
            made.add(
                f"{item} {plan.title('item', supply.item)} (you to us, for {source.day(supply.promised)}): {state}",
                ("item", supply.item),
                numbers=[Number("promised", supply.promised.isoformat(), "date", item)],
            )
    return made.build()
