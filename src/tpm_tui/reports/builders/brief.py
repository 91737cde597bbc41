"""The brief: why, objectives, in and out of scope, assumptions, tolerances."""

from collections.abc import Callable

from tpm_tui.domain.kinds import PROGRAMME_ID
from tpm_tui.domain.text.counted_nouns import counted, grouped_number
from tpm_tui.reports.builders import sections
from tpm_tui.reports.builders.report_facts import ReportSource
from tpm_tui.reports.report import Number, Section, SectionBuilder

_PROGRAMME = ("programme", PROGRAMME_ID)


def brief_sections(source: ReportSource, _recipient: str) -> list[Section]:
    """Of what the file holds now; nothing of it is about change."""
    return [
        _why(source),
        _sponsor(source),
        _objectives(source),
        _scope(source, "in", "In scope", lambda priority: priority in ("must", "should")),
        _scope(source, "out", "Out of scope", lambda priority: priority == "won't"),
        _requirements(source, "assumptions", "Assumptions", "assumption"),
        _requirements(source, "constraints", "Constraints", "constraint"),
        _tolerances(source),
        sections.promise_section(source),
    ]


def _why(source: ReportSource) -> Section:
    made = SectionBuilder("why", "Why", 6)
    for stream in source.plan["workstream"].ids:
        goal = str(source.plan.value("workstream", stream, "goal") or "")
        if goal:
            made.add(f"{source.plan.title('workstream', stream)}: {goal}", ("workstream", stream))
    return made.build()


def _sponsor(source: ReportSource) -> Section:
    made, sponsor = SectionBuilder("sponsor", "Sponsor", 1), source.plan.programme("sponsor")
    if sponsor is not None:
        row = source.plan["stakeholder"].row(str(sponsor))
        said = ", ".join(str(row[name]) for name in ("name", "organisation") if row[name])
        made.add(said, ("stakeholder", str(sponsor)))
    return made.build()


def _objectives(source: ReportSource) -> Section:
    from tpm_tui.planning.scope.objective_work import last_p80, objective_work  # no other report needs it

    made, table = SectionBuilder("objectives", "Objectives", 8), source.plan["objective"]
    work_of = {work.objective: work for work in objective_work(source.plan, source.context)[0]} if len(table) else {}
    for id_ in sorted(
        table.ids, key=lambda id_: (-float(table.value(id_, "weight") or 0), source.key("objective", id_))
    ):
        row = table.row(id_)
        measure, numbers, about = "", [], [("objective", id_)]
        if row["metric"] is not None:
            measure = f": {source.plan.title('metric', str(row['metric']))}"
            about.append(("metric", str(row["metric"])))
        if row["from_value"] is not None and row["to_value"] is not None:
            measure += f"{'' if measure else ':'} from {row['from_value']:g} to {row['to_value']:g}"
            numbers = [source.number(name, "objective", id_, name, "") for name in ("from_value", "to_value")]
        by = f"{',' if measure else ''} by {source.day(row['by'])}" if row["by"] else ""
        if row["by"]:
            numbers.append(source.number("by", "objective", id_, "by", "date"))
        work, said = work_of[id_], "; no work serves it"
        if work.items:
            share, p80 = work.share or 0.0, last_p80(source.promise_forecast, id_)
            numbers.append(Number("effort_share", round(share, 6), "share", source.key("objective", id_)))
            said = f"; {share:.0%} of the effort"
            if p80 is not None:
                numbers.append(Number("last_p80", p80, "date", source.key("objective", id_)))
                said += f", the last of it P80 {source.day(p80)}"
        text = f"{source.key('objective', id_)} {row['statement']}{measure}{by}{said}"
        made.add(text, *about, numbers=numbers)
    return made.build()


def _scope(source: ReportSource, id_: str, title: str, fits: Callable[[str], bool]) -> Section:
    made, table = SectionBuilder(id_, title, 10), source.plan["requirement"]
    for need in table.ids:
        row = table.row(need)
        if row["type"] == "need" and row["status"] != "dropped" and fits(str(row["priority"])):
            made.add(f"{row['key']} {row['statement']} ({row['priority']})", ("requirement", need))
    return made.build()


def _requirements(source: ReportSource, id_: str, title: str, type_: str) -> Section:
    made, table = SectionBuilder(id_, title, 8), source.plan["requirement"]
    for one in table.ids:
        row = table.row(one)
        if row["type"] == type_ and row["status"] != "dropped":
            made.add(f"{row['key']} {row['statement']}", ("requirement", one))
    return made.build()


def _tolerances(source: ReportSource) -> Section:
    made, plan = SectionBuilder("tolerances", "Tolerances", 3), source.plan
    tolerance, key = float(plan.programme("tolerance") or 0), source.promise.key
    budget, currency = plan.programme("budget"), str(plan.programme("currency") or "")
    if budget is None:
        made.add("No budget is set", _PROGRAMME)
    else:
        made.add(
            f"Cost: the budget is {grouped_number(float(budget))} {currency}, up to {tolerance:g}% more is tolerated",
            _PROGRAMME,
            numbers=[Number("budget", float(budget), currency, key), Number("tolerance", tolerance, "percent", key)],
        )
    sure, red, days = (int(plan.programme(name) or 0) for name in ("green_from", "red_below", "need_days"))
    made.add(
        f"Target: green where it is kept with {sure}% or more, red below {red}%",
        _PROGRAMME,
        numbers=[Number("green_from", sure, "percent", key), Number("red_below", red, "percent", key)],
    )
    made.add(
        f"Scope: red where a must need has no work in time {counted(days, 'day')} after it was accepted",
        _PROGRAMME,
        numbers=[Number("need_days", days, "days", key)],
    )
    return made.build()
