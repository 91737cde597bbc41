"""A levelling proposal in words and rows: what it costs at the finish, whom it relieves, what it moves."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from tpm_tui.domain.plan.plan import Plan
from tpm_tui.domain.text.counted_nouns import counted, list_text
from tpm_tui.domain.text.dates import InputContext
from tpm_tui.reports.phrases import (
    finish_instant_moment,
    finish_instant_text,
    instant_moment,
    instant_text,
    shift_sentence,
    working_time_text,
)

if TYPE_CHECKING:
    from tpm_tui.planning.levelling.assignment_candidates import Candidate
    from tpm_tui.planning.levelling.levelling_of_plan import PlanProposal

MOST_NAMES = 3
"""Overloads that are named one by one."""

NOBODY_CAN_TAKE_IT = "nobody can take it: it is done, holds other items, takes no time, or there are no people"

UNCHANGED = "unchanged"
"""What is said of a date that does not move."""


def levelling_sentences(plan: Plan, context: InputContext, result: PlanProposal) -> list[str]:
    """The finish before and after, how good that is, and which overloads stay."""
    network = result.problem.schedule.network
    calendar = network.calendars[network.plan_calendar]
    proposal = result.proposal
    lines = [
        f"Finish {finish_instant_text(result.finish_before, context)}"
        f" → {finish_instant_text(result.finish_after, context)}"
        f" ({shift_sentence(result.finish_before, result.finish_after) or UNCHANGED}); "
        f"{counted(len(result.moved), 'item')} moved"
    ]
    off = calendar.between(proposal.lower_bound, result.finish_after)
    if proposal.proved:
        lines.append("Nothing better exists.")
    elif off <= 0:
        lines.append("No schedule finishes earlier.")
    else:
        lines.append(
            f"No schedule finishes before {finish_instant_text(proposal.lower_bound, context)}:"
            f" this one is at most {shift_sentence(proposal.lower_bound, result.finish_after)}."
        )
    above = [peak for peak in result.peaks if peak.before > 1 and peak.after < peak.before]
    for peak in above[:MOST_NAMES]:
        lines.append(f"{peak.name}: at most {peak.before:.0%} of capacity at one time before, {peak.after:.0%} after")
    if len(above) > MOST_NAMES:
        lines.append(f"and {len(above) - MOST_NAMES} more whose peak falls")
    lines += unresolved_lines(plan, context, result)
    return lines


def unresolved_lines(plan: Plan, context: InputContext, result: PlanProposal) -> list[str]:
    """Who stays above capacity and which work that stays asks for it, and which items ask for more than there is."""
    from tpm_tui.planning.levelling.unresolved_overloads import unresolved_overloads

    problem, network = result.problem.problem, result.problem.schedule.network
    calendar = network.calendars[network.plan_calendar]
    lines: list[str] = []
    for overload in unresolved_overloads(result):
        name = problem.resources[overload.resource].name
        since = instant_text(calendar.next_working(overload.start), context)
        if overload.later:
            lines.append(f"{name} is above capacity from {since}, after the weeks that were asked for")
            continue
        held = [
            f"{_keys(plan, places)} {verbs[len(places) > 1]}"
            for places, verbs in (
                (overload.begun, ("has begun", "have begun")),
                (overload.bound, ("is bound to its date", "are bound to their dates")),
                (overload.kept, ("is promised or frozen", "are promised or frozen")),
            )
            if places
        ]
        lines.append(f"{name} stays above capacity from {since}: {list_text(held) or 'what asks for it cannot move'}")
    if result.proposal.impossible:
        names = [problem.activities[j].name for j in result.proposal.impossible]
        lines.append(f"{list_text(names, MOST_NAMES)} ask{'s' if len(names) == 1 else ''} for more than there is")
    return lines


def _keys(plan: Plan, places: Sequence[int]) -> str:
    return list_text([str(plan["item"].columns["key"][place]) for place in places], MOST_NAMES)


def moved_rows(plan: Plan, context: InputContext, result: PlanProposal) -> list[tuple[str, str, str, str, str]]:
    """Key, title, new start, new finish and by how much the start moves, most moved first."""
    columns = plan["item"].columns
    rows: list[tuple[str, str, str, str, str]] = []
    for item in result.moved:
        said = shift_sentence(item.start - item.delay, item.start, starts=True) or "same time"
        if item.person is not None:
            said = f"{said}, by {plan.value('person', item.person, 'name')}"
        rows.append(
            (
                str(columns["key"][item.place]),
                str(columns["title"][item.place]),
                instant_moment(item.start, context),
                finish_instant_moment(item.finish, context),
                said,
            )
        )
    return rows


def milestone_rows(plan: Plan, context: InputContext, result: PlanProposal) -> list[tuple[str, str]]:
    """(key and title, what it costs) of each milestone whose date changes."""
    columns = plan["item"].columns
    rows: list[tuple[str, str]] = []
    for moved in sorted(result.moved, key=lambda item: item.start):
        if columns["type"][moved.place] == "milestone":
            shift = shift_sentence(moved.start - moved.delay, moved.start, starts=True) or UNCHANGED
            said = f"{instant_text(moved.start, context)}, {shift}"
            rows.append((f"{columns['key'][moved.place]} {columns['title'][moved.place]}", said))
    return rows


def candidate_rows(
    plan: Plan, context: InputContext, ranked: Sequence[Candidate]
) -> list[tuple[str, str, str, str, str, str]]:
    """Key, name, skills, time free between the item's dates, first possible start, finish of the plan."""
    people = plan["person"]
    return [
        (
            str(people.value(c.person, "key")),
            str(people.value(c.person, "name")) + (" (lacks skills)" if c.missing else ""),
            " ".join(f"{skill}:{level}" for skill, level in c.skills.items()),
            working_time_text(c.free_minutes, context),
            instant_moment(c.start, context),
            finish_instant_moment(c.plan_finish, context),
        )
        for c in ranked
    ]
