"""``tpm level`` and ``tpm who``: the plan meets the people."""

import time
from typing import TYPE_CHECKING, Any

import click

from tpm_tui.cli.input import record_arguments, shell_completion
from tpm_tui.cli.input.options import file_option, pass_invocation
from tpm_tui.cli.invocation import Invocation
from tpm_tui.cli.output import streams
from tpm_tui.domain.text.field_values import ValidationError
from tpm_tui.reports.renderers.terminal import format_table

if TYPE_CHECKING:
    from tpm_tui.domain.plan.plan import Plan
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.planning.levelling.levelling_of_plan import PlanProposal

SHOWN = 20
"""Moved items in the table."""


@click.command("level")
@file_option
@click.option("--json", "as_json", is_flag=True, help="An object with everything that would change.")
@click.option(
    "--mode", type=click.Choice(["least-change", "best"]), default="least-change", show_default=True,
    help="Move the fewest items, or find the best finish.",
)  # fmt: skip
@click.option(
    "--weeks", metavar="N", type=click.IntRange(min=1, max=520), default=6, show_default=True,
    help="Weeks whose overloads the least change resolves.",
)  # fmt: skip
@click.option("--objective", type=click.Choice(["finish"]), help="The finish alone, whatever it moves.")
@click.option("--seconds", metavar="N", type=click.FloatRange(min=0, max=86_400), help="Search for so long.")
@click.option(
    "--schedules", metavar="N", type=click.IntRange(min=1),
    help="Without --seconds: try so many schedules; by default 500, fewer of large plans.",
)  # fmt: skip
@click.option(
    "--seed", metavar="S", type=click.IntRange(min=0), default=1, show_default=True, help="What to draw from."
)
@click.option("--take", is_flag=True, help="Take the proposal: one change, one undo.")
@pass_invocation
def level_command(
    session: Invocation,
    as_json: bool,
    mode: str,
    weeks: int,
    objective: str | None,
    seconds: float | None,
    schedules: int | None,
    seed: int,
    take: bool,
) -> None:
    """Propose dates at which nobody and no pool is asked for more than there is.

    Links, lags, calendars, absences, skills, constraints and pins are kept. The same seed and number of schedules give
    the same proposal.
    """
    from tpm_tui.planning.levelling.levelling_of_plan import level_plan
    from tpm_tui.planning.levelling.problem.objective import LevellingObjective
    from tpm_tui.planning.levelling.search.when_a_search_stops import StoppedBy

    aim = LevellingObjective.FINISH if objective else LevellingObjective(mode)
    until = None if seconds is None else time.monotonic() + seconds

    def stop() -> StoppedBy | None:
        return StoppedBy.SECONDS if until is not None and time.monotonic() >= until else None

    with session.snapshot() as reading:
        plan, context = reading.plan, reading.context
        proposal = level_plan(
            plan,
            context,
            aim,
            weeks=weeks,
            schedules=schedules,
            stop=None if until is None else stop,
            seed=seed,
            proof_seconds=0.0 if seconds is None else seconds / 2,
        )
        facts = proposal_facts(plan, proposal, with_makespan=aim is LevellingObjective.FINISH)
        lines = [] if as_json else _table(plan, context, proposal)
    if as_json:
        streams.write_json(facts)
    else:
        streams.write_lines(lines)
    if take:
        from tpm_tui.commands.schedule.levelling import take_proposal
        from tpm_tui.planning.levelling.levelling_of_plan import changed_values

        if not changed_values(plan, proposal):
            streams.write_confirmation("there is nothing to take: the plan is as the proposal says")
            return
        with session.writing("Level", "plan.level") as tx:
            tx.label = said = take_proposal(tx, proposal)
        streams.write_confirmation(said)


def proposal_facts(plan: "Plan", result: "PlanProposal", *, with_makespan: bool = False) -> dict[str, Any]:
    """The proposal as the JSON that the command line prints; delays in elapsed minutes, peaks as shares of capacity."""
    from tpm_tui.planning.levelling.unresolved_overloads import unresolved_overloads

    keys = plan["item"].columns["key"]
    facts: dict[str, Any] = {
        "finish_before": _text(result.finish_before),
        "finish_after": _text(result.finish_after),
        "lower_bound": _text(max(result.proposal.lower_bound, result.problem.schedule.network.plan_start)),
        "moved": [
            {
                "key": keys[item.place],
                "start": _text(item.start),
                "finish": _text(item.finish),
                "delay_minutes": item.delay,
            }
            | ({} if item.person is None else {"person": plan.value("person", item.person, "key")})
            for item in result.moved
        ],
        "peak": [{"name": peak.name, "before": peak.before, "after": peak.after} for peak in result.peaks],
        "feasible": result.proposal.feasible,
        "proved": result.proposal.proved,
        "stopped_by": str(result.proposal.stopped_by),
        "overloaded": [
            {
                "name": result.problem.problem.resources[overload.resource].name,
                "from": _text(overload.start),
                "items": [keys[place] for place in overload.items],
            }
            for overload in unresolved_overloads(result)
        ],
    }
    if with_makespan:
        facts["makespan"] = makespan_in_periods(result)
    return facts


def makespan_in_periods(result: "PlanProposal") -> int:
    """Working days from the plan's start to its finish: the periods of an instance of the literature."""
    network = result.problem.schedule.network
    calendar = network.calendars[network.plan_calendar]
    day = max(sum(end - start for start, end in hours) for hours in calendar.week)
    return -(-calendar.between(network.plan_start, result.finish_after) // day)


def _text(instant: int) -> str:
    from tpm_tui.domain.time.instants import to_datetime

    return to_datetime(instant).isoformat(timespec="minutes")


def _table(plan: "Plan", context: "InputContext", result: "PlanProposal") -> list[str]:
    from tpm_tui.reports.schedule.levelling import levelling_sentences, moved_rows
    from tpm_tui.safe_text import safe

    lines = [safe(line) for line in levelling_sentences(plan, context, result)]
    rows = moved_rows(plan, context, result)
    if rows:
        headers = ("Key", "Title", "Start", "Finish", "Moves by")
        shown = [tuple(safe(cell) for cell in row) for row in rows[:SHOWN]]
        lines += ["", *format_table(headers, shown, (False, False, False, False, True), streams.terminal_width())]
        if len(rows) > SHOWN:
            lines.append(f"and {len(rows) - SHOWN} more")
    return lines


@click.command("who")
@click.argument("key", shell_complete=shell_completion.complete_keys)
@file_option
@click.option("--json", "as_json", is_flag=True, help="An array of objects, the best first.")
@pass_invocation
def who_command(session: Invocation, key: str, as_json: bool) -> None:
    """Rank the people who could take an item: by skill, by what it does to the finish, by being free when it is due."""
    from tpm_tui.planning.levelling.assignment_candidates import candidates

    with session.snapshot() as reading:
        plan, context = reading.plan, reading.context
        kind, id_ = record_arguments.find_record(plan, key)
        if kind != "item":
            raise ValidationError(f"{key} is no item")
        ranked = candidates(plan, context, id_)
        people = plan["person"]
        if as_json:
            objects = [
                {
                    "key": people.value(c.person, "key"),
                    "name": people.value(c.person, "name"),
                    "skills": dict(c.skills),
                    "free_minutes": c.free_minutes,
                    "from": _text(c.start),
                    "finish_if_taken": _text(c.plan_finish),
                }
                for c in ranked
            ]
        else:
            from tpm_tui.reports.schedule.levelling import NOBODY_CAN_TAKE_IT, candidate_rows
            from tpm_tui.safe_text import safe

            rows = [tuple(safe(cell) for cell in row) for row in candidate_rows(plan, context, ranked)]
            headers = ("Key", "Name", "Skills", "Free", "From", "Plan finishes")
            lines = format_table(headers, rows, (False, False, False, True, False, False), streams.terminal_width())
            lines = lines if ranked else [NOBODY_CAN_TAKE_IT]
    if as_json:
        streams.write_json(objects)
    else:
        streams.write_lines(lines)
