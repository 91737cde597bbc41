"""The report of an incident: what happened, how long each step took, the timeline, and what follows."""

from tpm_tui.domain.time.instants import to_minute
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.builders.report_recipient import reported_incident
from tpm_tui.reports.phrases import elapsed_text
from tpm_tui.reports.report import Number, Section, SectionBuilder

#: Steps that are measured from when it was detected, with the words for each.
_STEPS = (("acknowledged", "Acknowledged after"), ("mitigated", "Mitigated after"), ("resolved", "Resolved after"))


def incident_sections(source: ReportSource, recipient: str) -> list[Section]:
    """The sections for one incident. ValidationError where the recipient is none."""
    incident = reported_incident(source.plan, recipient, source.context.today)
    return [_summary(source, incident), _timeline(source, incident), _follow_ups(source, incident)]


def _summary(source: ReportSource, incident: str) -> Section:
    from tpm_tui.planning.delivery.availability import downtime  # no other report needs these
    from tpm_tui.planning.delivery.deployments_and_outages import clock_minute, outages, planned_windows

    made, row, about = (
        SectionBuilder("summary", "What happened", 10),
        source.plan["incident"].row(incident),
        ("incident", incident),
    )
    key = str(row["key"])
    made.add(f"{key} {row['title']}, {row['severity']}", about)
    if row["impact"]:
        made.add(f"Customers: {row['impact']}", about)
    detected = clock_minute(row["detected"])
    for step, words in _STEPS:
        at = clock_minute(row[step])
        if at is not None and detected is not None:
            numbers = [Number(step, at - detected, "minutes", key)]
            made.add(f"{words} {elapsed_text(at - detected)}", about, numbers=numbers)
    workstream = None if row["workstream"] is None else str(row["workstream"])
    outage = next((o for o in outages(source.plan).get(workstream, ()) if o.key == key), None)
    if outage is not None:
        windows = planned_windows(source.plan)
        planned = [*windows.get(None, ()), *(windows.get(workstream, ()) if workstream else ())]
        lost = round(downtime(outage, to_minute(source.until), planned))
        numbers = [Number("downtime", lost, "minutes", key), Number("affected", outage.affected, "percent", key)]
        share = f", {outage.affected}% of the service affected" if outage.affected < 100 else ""
        made.add(f"Downtime {elapsed_text(lost)}{' so far' * (row['resolved'] is None)}{share}", about, numbers=numbers)
    if row["risk"] is not None:
        risk = str(row["risk"])
        name, over = source.key("risk", risk), source.over_risks()
        # what somebody believes afterwards says nothing of the forecast
        then = next((known for known in over.total.risks if known.key == name), None)
        said, numbers = "", []
        if then is not None:
            chance = round(100 * then.chance, 1)
            said, numbers = f"; its chance was given as {chance:g}%", [Number("chance", chance, "percent", name)]
        else:
            said = (
                "; nobody had given it a chance" if name in over.unrated else "; its record says that it is still open"
            )
        made.add(f"It was known as {name} {source.plan.title('risk', risk)}{said}", ("risk", risk), numbers=numbers)
    return made.build()


def _timeline(source: ReportSource, incident: str) -> Section:
    made, table = SectionBuilder("timeline", "Timeline", 20), source.plan["incident_entry"]
    entries = list(source.plan.ids_by_reference("incident_entry", "incident").get(incident, ()))
    entries.sort(key=lambda id_: str(table.value(id_, "at") or ""))
    for id_ in entries:
        at, text = str(table.value(id_, "at") or ""), str(table.value(id_, "text"))
        numbers = [source.number("at", "incident_entry", id_, "at", "date")] if at else []
        said = f"{source.day(at)} {at[11:16]} {text}" if at else text
        made.add(said, ("incident_entry", id_), numbers=numbers)
    return made.build()


def _follow_ups(source: ReportSource, incident: str) -> Section:
    made = SectionBuilder("follow-ups", "What follows", 10)
    for id_ in source.plan.ids_by_reference("action", "incident").get(incident, ()):
        row = source.plan["action"].row(id_)
        state = "done" if row["done"] else f"due {source.day(row['due'])}" if row["due"] is not None else "no date"
        numbers = [source.number("due", "action", id_, "due", "date")] if row["due"] is not None else []
        who = f" ({source.plan.label('person', str(row['owner']))})" if row["owner"] is not None else ""
        made.add(f"{row['key']} {row['title']}{who}: {state}", ("action", id_), numbers=numbers)
    return made.build()
