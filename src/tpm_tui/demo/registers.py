"""The registers of the demo programme, one chapter each: tables of text put into the diary."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from tpm_tui.demo.event_log import ADD, CHECK, PLAN, REVIEW, WORK
from tpm_tui.demo.record_builder import RecordBuilder, RecordSpec
from tpm_tui.demo.tables import decisions, incidents, meetings, people, risks, stakeholders
from tpm_tui.demo.wbs import WbsItem
from tpm_tui.demo.working_days import week_end

if TYPE_CHECKING:
    from tpm_tui.store.store import Transaction

#: The day that needs were traced to the checks which prove them.
_TRACED = -12


def add_foundations(records: RecordBuilder) -> None:
    """Calendars, fields of our own, people, workstreams, limits: what the plan stands on."""
    records.tell("calendar", people.CALENDARS, ADD)
    records.tell("calendar_exception", _holidays(records), ADD)
    records.tell("person", people.PEOPLE, ADD)
    records.tell("workstream", people.WORKSTREAMS, ADD)
    records.tell("custom_field", people.CUSTOM_FIELDS, ADD)
    records.tell("absence", people.ABSENCES)
    for state, limit in people.LIMITS.items():
        records.ids[f"state-{state}"] = f"state-{state}"
        records.change("state", f"state-{state}", -30, "ana", "Limit work in progress", {"limit": limit})
    records.change("programme", "programme", -1, "ana", "Set the status date", {"status_date": -1})


def _holidays(records: RecordBuilder) -> Iterable[RecordSpec]:
    """Christmas and New Year's Day, each where it next comes after the programme's first day."""
    first = records.days.day(-65)
    christmas, new_year = first.replace(month=12, day=24), first.replace(month=1, day=1)
    christmas = christmas if christmas >= first else christmas.replace(year=first.year + 1)
    new_year = new_year if new_year >= first else new_year.replace(year=first.year + 1)
    for calendar in ("calendar", "four-days", "crew"):
        about = {"day": -65, "by": "ana", "label": "Set up calendars", "calendar": calendar}
        yield {**about, "name": "Christmas", "start": christmas, "end": christmas.replace(day=26)}
        yield {**about, "name": "New Year's Day", "start": new_year}


def add_costs(records: RecordBuilder) -> None:
    for number, (title, category, planned, committed, item, day, invoices) in enumerate(people.COSTS):
        ref = f"cost-{number}"
        spec = {"title": title, "category": category, "planned": planned * 1000, "item": item, "at": day}
        records.tell("cost", [{"ref": ref, "day": day, "by": "ana", "label": "Plan costs", **spec}])
        if committed:
            signed = min([week_end(day + 6), *(paid - 1 for paid, _ in invoices)])
            records.change("cost", ref, signed, "ana", "Place orders", {"committed": committed * 1000})
        total = 0.0
        for paid, amount in invoices:
            total += amount * 1000
            records.change("cost", ref, paid, "ana", "Book invoices", {"actual": total})


def add_stakeholders(records: RecordBuilder) -> None:
    records.tell("stakeholder", stakeholders.STAKEHOLDERS)
    for ref, day, by, label, changes in stakeholders.CHANGES:
        records.change("stakeholder", ref, day, by, label, changes)
    for number, (who, day, by, channel, sentiment, summary, *rest) in enumerate(stakeholders.CONTACTS):
        spec: dict[str, Any] = {
            "stakeholder": who,
            "at": day,
            "channel": channel,
            "sentiment": sentiment,
            "summary": summary,
        }
        promise: Sequence[Any] = rest
        if promise:
            spec |= {"follow_up": promise[0], "owner": promise[1], "due": promise[2]}
        ref = f"contact-{number}"
        records.tell("contact", [{"ref": ref, "day": day, "by": by, **spec}])
        if promise and promise[3]:
            records.change("contact", ref, promise[2], promise[1], "Promises kept", {"kept": True})
    names = {s["ref"] for s in stakeholders.STAKEHOLDERS}
    since = {s["ref"]: s["day"] for s in stakeholders.STAKEHOLDERS}
    for role, what, who in stakeholders.RACI:
        day = max(-56, records.born.get(what, -56), since.get(who, -56))
        spec = {"role": role, "workstream" if what.startswith("ws-") else "item": what}
        spec["stakeholder" if who in names else "person"] = who
        records.tell("raci", [{"day": day, "by": "ana", "label": "Agree who answers for what", **spec}])
    for number, (term, meaning) in enumerate(stakeholders.TERMS):
        day, label = (-49, "Start a glossary") if number < 9 else (-22, "Explain what steering asked about")
        records.tell("term", [{"day": day, "by": "hana", "label": label, "term": term, "meaning": meaning}])


def add_risks(records: RecordBuilder) -> None:
    for spec in risks.RISKS:
        records.tell("risk", [{"label": f"Raise risk: {spec['title']}", **spec}])
    raised = {spec["ref"]: spec for spec in risks.RISKS}
    for number, (risk, title, owner, due, cost, done) in enumerate(risks.MITIGATIONS):
        ref, spec = f"mitigation-{number}", raised[risk]
        day = min(max(spec["day"], (due if done is None else done) - 12), -1)
        values = {"risk": risk, "title": title, "owner": owner, "due": due, "cost": cost}
        records.tell("mitigation", [{"ref": ref, "day": day, "by": spec["by"], "label": "Plan responses", **values}])
        if done is not None:
            records.change("mitigation", ref, done, owner, f"Done: {title}", {"done": True})


def add_meetings(records: RecordBuilder) -> None:
    """Meetings, what came of them, and the reports that went out."""
    held = {spec["ref"]: spec for spec in meetings.MEETINGS}
    records.tell("meeting", meetings.MEETINGS)
    for ref, meeting, type_, priority, status, source, statement, rationale, items in meetings.REQUIREMENTS:
        about = {key: held[meeting][key] for key in ("day", "by", "label")}
        values = {"statement": statement, "type": type_, "rationale": rationale, "stakeholder": source}
        spec = {**about, **values, "ref": ref, "meeting": meeting, "priority": priority, "items": items}
        records.tell("requirement", [spec])
        if status != "open":
            records.change(
                "requirement", ref, about["day"] + 7, about["by"], "Agree requirements", {"status": "agreed"}
            )
        if status == "met":
            records.change("requirement", ref, -6, "hana", f"Met: {statement}", {"status": "met"})
    for ref, other, day in meetings.CONFLICTS:
        records.change("requirement", ref, day, "ana", "Name what conflicts", {"conflicts": other})
    _tell_actions(records, "meeting", held, meetings.ACTIONS)
    records.tell("report", meetings.REPORTS)
    records.tell("view", meetings.VIEWS)
    records.tell("mapping", meetings.MAPPINGS)


def _tell_actions(
    records: RecordBuilder,
    kind: str,
    sources: Mapping[str, RecordSpec],
    actions: Sequence[tuple[str, str, str, int, int | None, str | None]],
) -> None:
    for number, (source, title, owner, due, done, item) in enumerate(actions):
        ref, about = f"action-{kind}-{number}", sources[source]
        label = about["label"] if kind == "meeting" else f"Actions of the incident: {about['title']}"
        spec = {"ref": ref, "day": about["day"], "by": about["by"], "label": label, kind: source, "title": title}
        phase = WORK if kind == "meeting" else REVIEW
        if kind == "incident":
            spec["clock"] = minutes_later(about["clock"], 18)
        records.tell("action", [{**spec, "owner": owner, "due": due, "item": item}], phase)
        if done is not None:
            records.change("action", ref, done, owner, f"Done: {title}", {"done": True})


def add_decisions(records: RecordBuilder) -> None:
    for spec in decisions.DECISIONS:
        known = {key: value for key, value in spec.items() if key not in ("options", "criteria", "decided", "then")}
        about = {"day": spec["day"], "by": spec["by"], "label": f"Propose: {spec['title']}"}
        ending: dict[str, Any] = {key: known.pop(key) for key in ("consequences", "confirmation") if key in known}
        records.tell("decision", [{**known, **about}])
        for ref, name, pros, cons in spec["options"]:
            values = {"decision": spec["ref"], "name": name, "pros": pros, "cons": cons}
            records.tell("option", [{**about, "ref": ref, **values}])
        for ref, name, weight, scores in spec.get("criteria", ()):
            records.tell("criterion", [{**about, "ref": ref, "decision": spec["ref"], "name": name, "weight": weight}])
            for (option, *_), score in zip(spec["options"], scores, strict=True):
                records.tell("score", [{**about, "option": option, "criterion": ref, "score": score}])
        if "decided" in spec:
            day, by, outcome = spec["decided"]
            chosen: RecordSpec = {"status": "accepted", "at": day, "outcome": outcome, **ending}
            records.change("decision", spec["ref"], day, by, f"Decide: {spec['title']}", chosen)
        for day, by, label, changes in spec.get("then", ()):
            records.change("decision", spec["ref"], day, by, label, changes)


def add_incidents(records: RecordBuilder) -> None:
    """Incidents with their timelines, releases, and what is measured."""
    opened = {spec["ref"]: spec for spec in incidents.INCIDENTS}
    records.tell("incident", incidents.INCIDENTS)
    for incident, day, hour, by, text in incidents.INCIDENT_ENTRIES:
        about = opened[incident]
        written = max(hour, minutes_later(about["clock"], 2)) if day == about["day"] else hour
        values = {"incident": incident, "text": text, "at": (day, hour), "author": by}
        label = f"Incident: {about['title']}"
        records.tell("incident_entry", [{"day": day, "by": by, "label": f"{label} {hour}", "clock": written, **values}])
    _tell_actions(records, "incident", opened, incidents.INCIDENT_ACTIONS)
    for version, day, hour, items, lead, failure in incidents.RELEASES:
        spec = {"version": version, "at": (day, hour), "items": items, "lead_time": lead}
        label = f"Release {version}"
        records.tell(
            "release",
            [{"ref": version, "day": day, "by": "jun", "label": label, "clock": minutes_later(hour, 3), **spec}],
        )
        if failure:
            seen, restored = failure
            changes = {
                "failed": True,
                "detected": (day, seen),
                "restored": (day, restored),
                "clock": minutes_later(restored, 4),
            }
            records.change("release", version, day, "jun", f"Release {version} failed and was put right", changes)
    for ref, name, unit, target, direction, items, day, readings in incidents.METRICS:
        measure: RecordSpec = {"name": name, "unit": unit, "target": target, "direction": direction, "items": items}
        records.tell("metric", [{"ref": ref, "day": day, "by": "kavya", **measure}])
        for week, value in enumerate(readings):
            at = day + 5 * week
            records.tell(
                "reading",
                [{"day": at, "by": "kavya", "label": "Readings", "metric": ref, "at": at, "value": value}],
                REVIEW,
            )


def minutes_later(clock: str, minutes: int) -> str:
    """A clock time some minutes on."""
    hour, minute = divmod(int(clock[:2]) * 60 + int(clock[3:]) + minutes, 60)
    return f"{hour:02}:{minute:02}"


def add_checks(
    records: RecordBuilder, nodes: Mapping[str, WbsItem], checks: Iterable[tuple[str, str, str, str, str]]
) -> None:
    """Checks are written in the week an item is planned, settled before it is done, and traced to the needs."""
    answers: dict[str, list[str]] = {}
    for need, _, kind, _, _, _, _, _, items in meetings.REQUIREMENTS:
        for item in items.split() if kind != "question" else ():
            answers.setdefault(item, []).append(need)
    traced: dict[str, list[str]] = {}
    for number, (item, title, type_, state, because) in enumerate(checks):
        node, ref = nodes[item], f"check-{number}-{item}"
        written = min(week_end(node.created), -2, (node.finish or 0) - 1)
        label = "Write checks"
        values = {"item": item, "title": title, "type": type_}
        records.tell("check", [{"ref": ref, "day": written, "by": "fatima", "label": label, **values}], PLAN)
        for need in answers.get(item, ()):
            traced.setdefault(need, []).append(ref)
        if state != "open":
            settled = node.finish - 1 if node.finish is not None else -2
            changes = {"state": state, "reason" if state == "waived" else "evidence": because}
            records.change("check", ref, settled, "fatima", "Settle checks", changes, CHECK)
    for need, refs in traced.items():
        label = "Trace needs to acceptance criteria"
        records.change("requirement", need, _TRACED, "fatima", label, {"checks": " ".join(refs)})


def add_comments(
    records: RecordBuilder, nodes: Mapping[str, WbsItem], comments: Iterable[tuple[str, int, str, str]]
) -> None:
    for item, day, by, text in comments:
        records.diary.note(
            day, by, f"Comment on {nodes[item].title}", _saying(records, item, by, text), "item.comment", phase=REVIEW
        )


def _saying(records: RecordBuilder, item: str, by: str, text: str) -> Any:
    def step(tx: "Transaction") -> None:
        records.add(tx, "comment", None, {"item": item, "text": text, "author": by, "at": tx.now})

    return step
