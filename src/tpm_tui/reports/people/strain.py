"""Sustained load as the documented JSON and as text, by team first."""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from tpm_tui.domain.text.counted_nouns import counted
from tpm_tui.planning.analysis.workload.sustained_load import LoadLevel
from tpm_tui.reports.phrases import epoch_day_text
from tpm_tui.reports.renderers.terminal import format_table

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.planning.analysis.workload.load_relief import Relief
    from tpm_tui.planning.analysis.workload.strain_of_plan import PlanStrain
    from tpm_tui.planning.analysis.workload.sustained_load import SustainedLoad

LEVEL_WORDS = {LoadLevel.OK: "ok", LoadLevel.WARNING: "warning", LoadLevel.ALARM: "alarm"}
_EPOCH = date(1970, 1, 1).toordinal()


def hours(minutes: Fraction | int) -> float:
    """Hours of minutes, to the hundredth."""
    return round(float(minutes) / 60, 2)


def strain_facts(plan: Plan, strain: PlanStrain) -> dict[str, Any]:
    """Teams and people with their figures: hours a week, days ISO, shares from 0 to 1, undefined ones null."""
    return {
        "limits": {
            "warning_hours": hours(strain.limits.warning),
            "alarm_hours": hours(strain.limits.alarm),
            "on_call_share": float(strain.limits.on_call),
            "incidents_a_shift": strain.limits.incidents_a_shift,
            "incident_hours": hours(strain.limits.incident),
            "rest_hours": hours(strain.limits.rest),
        },
        "teams": [
            {
                "name": team.team or "none",
                "people": team.people,
                "peak_hours_a_week": hours(team.peak),
                "warnings": team.warnings,
                "alarms": team.alarms,
            }
            for team in strain.teams
        ],
        "people": [_person_facts(plan, one, strain) for one in strain.people],
    }


def _person_facts(plan: Plan, one: SustainedLoad, strain: PlanStrain) -> dict[str, Any]:
    relief = strain.relief.get(one.person)
    return {
        "key": plan.value("person", one.person, "key"),
        "name": plan.title("person", one.person),
        "team": one.team,
        "level": LEVEL_WORDS[one.level],
        "hours_a_week": hours(one.weekly[0]) if one.weekly else 0.0,
        "peak_hours_a_week": hours(one.peak),
        "peak_day": date.fromordinal(one.peak_day + _EPOCH).isoformat(),
        "on_call_share": None if one.on_call is None else round(float(one.on_call), 4),
        "incidents_in_a_shift": one.busiest_shift,
        "short_rests": len(one.short_rests),
        "postpone": [] if relief is None else list(relief.postpone),
        "hand_over": [] if relief is None else _hand_overs(plan, relief),
    }


def _hand_overs(plan: Plan, relief: Relief) -> list[dict[str, Any]]:
    return [
        {"item": step.item, "to": plan.value("person", step.person, "key"), "minutes": step.minutes}
        for step in relief.hand_over
    ]


def strain_lines(plan: Plan, context: InputContext, strain: PlanStrain, cells: int | None) -> list[str]:
    """Teams, then the people over a limit with what would relieve them."""
    rows = [
        [t.team or "no team", str(t.people), f"{hours(t.peak):.1f}h", str(t.warnings), str(t.alarms)]
        for t in strain.teams
    ]
    lines = format_table(["Team", "People", "Peak a week", "Warnings", "Alarms"], rows, [False, *[True] * 4], cells)
    for one in strain.people:
        if one.is_strained:
            lines += ["", *person_lines(plan, context, one, strain)]
    return lines


def overtime_text(strain: PlanStrain) -> tuple[str, bool]:
    """Whether the dates of a plan stand on more hours than people can keep up, by team; and if they do."""
    limit = f"{hours(strain.limits.warning):g} h a week"
    over = []
    for team in strain.teams:
        if team.warnings or team.alarms:
            peak = max(one.peak for one in strain.people if one.team == team.team)
            name, many = team.team or "no team", team.warnings + team.alarms
            over.append(f"{name}: {many} of {team.people}, up to {hours(peak):.0f} h")
    if not over:
        return f"nobody works over {limit} for it in the next twelve weeks", False
    return f"bought with overtime: over {limit} work {'; '.join(over)}", True


def person_lines(plan: Plan, context: InputContext, one: SustainedLoad, strain: PlanStrain) -> list[str]:
    """What strains a person, and what would relieve them."""
    name, limits = plan.title("person", one.person), strain.limits
    lines = []
    if one.level:
        limit = limits.alarm if one.level is LoadLevel.ALARM else limits.warning
        until = epoch_day_text(one.peak_day, context)
        lines.append(
            f"! {name}: {LEVEL_WORDS[one.level]}, {hours(one.peak):g} h a week in the four weeks until {until}"
            f" (limit {hours(limit):.0f} h)"
        )
    if one.is_on_call_too_much and one.on_call is not None:
        share, most = (f"{float(100 * part):.4g}%" for part in (one.on_call, limits.on_call))
        lines.append(f"! {name}: on call {share} of the time (at most {most})")
    if one.has_too_many_incidents:
        lines.append(
            f"! {name}: {counted(one.busiest_shift or 0, 'incident')} in one shift (at most {limits.incidents_a_shift})"
        )
    for rest in one.short_rests:
        lines.append(
            f"! {name}: {rest.minutes / 60:.1f} h of rest after an incident (at least {hours(limits.rest):g} h)"
        )
    relief = strain.relief.get(one.person)
    if relief is not None and relief.postpone:
        lines.append(f"  can wait by their slack: {', '.join(relief.postpone)}")
    for step in [] if relief is None else relief.hand_over:
        lines.append(f"  {step.item} could go to {plan.title('person', step.person)}")
    return lines
