"""A proposal: the best levelled schedule so far, what it is worth and how far it can be off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from tpm_tui.planning.levelling.lower_bounds.lower_bound import finish_bound
from tpm_tui.planning.levelling.lower_bounds.optimality_proof import is_available, refute
from tpm_tui.planning.levelling.problem.levelling_problem import ActivitySchedule, LevellingProblem
from tpm_tui.planning.levelling.problem.objective import LevellingObjective, ObjectiveValue, overrun, value_of
from tpm_tui.planning.levelling.problem.time_windows import earliest_dates, latest_finishes
from tpm_tui.planning.levelling.search.least_change import LeastChange, Overload
from tpm_tui.planning.levelling.search.make_problem_solvable import prepared
from tpm_tui.planning.levelling.search.period_schedule import in_periods
from tpm_tui.planning.levelling.search.priority_rules import PriorityRule, ordered
from tpm_tui.planning.levelling.search.schedules_from_activity_lists import Decoded, Decoder, decoder_of
from tpm_tui.planning.levelling.search.serial_schedule_generation import ScheduleGenerator
from tpm_tui.planning.levelling.search.when_a_search_stops import SearchBudget, SearchStopped, StoppedBy

if TYPE_CHECKING:
    from tpm_tui.planning.levelling.search.genetic import GeneticSearch

SCHEDULES_BEFORE_PROOF = 300
RESTARTS = 50
"""How often the least change is sought at most."""


class LevellingProposal(Struct, frozen=True):
    """A schedule and what is known of it.

    `lower_bound`: no schedule finishes earlier; `proved`: nothing better exists (for BEST: no less lateness, no earlier
    finish). `feasible` is False where `overloads` stay (what is fixed, or cannot move), or are `later` than the time in
    which they were to be resolved, where a demand is above what a resource has (`impossible`), or where a date of a
    constraint is missed.
    """

    schedule: ActivitySchedule
    value: ObjectiveValue
    lower_bound: int
    proved: bool
    feasible: bool
    overloads: tuple[Overload, ...]
    later: tuple[Overload, ...]
    impossible: tuple[int, ...]
    stopped_by: StoppedBy
    schedules: float


Better = Callable[[LevellingProposal], None]


def level(
    problem: LevellingProblem,
    objective: LevellingObjective = LevellingObjective.LEAST_CHANGE,
    *,
    window: tuple[int, int] | None = None,
    in_force: ActivitySchedule | None = None,
    taken: Sequence[ActivitySchedule] = (),
    schedules: int | None = 2000,
    stop: Callable[[], StoppedBy | None] | None = None,
    seed: int = 1,
    better: Better | None = None,
    proof_seconds: float = 0.0,
) -> LevellingProposal:
    """The best proposal for a problem within a number of schedules, or until `stop` says why to end.

    `in_force` are the dates before levelling (by default each activity's start in its first mode), `window` the time in
    which LEAST_CHANGE resolves overloads; schedules `taken` before are where the other searches begin, so that
    nothing is worse than they are. `better` is told of each better proposal as it comes. For so many `proof_seconds` a
    constraint solver, where one is installed, may look for a proof that the finish cannot be earlier: then the result
    depends on the time it had.
    """
    run = _Run(problem, objective, SearchBudget(schedules, stop), better)
    try:
        if objective is LevellingObjective.LEAST_CHANGE:
            reason = run.least_change(window, in_force, seed)
        else:
            reason = run.best(taken, seed, proof_seconds)
    except SearchStopped as stopped:
        reason = stopped.reason
    return run.proposal(reason)


class _Run:
    """One search: what it works on, and the best so far."""

    def __init__(
        self, problem: LevellingProblem, objective: LevellingObjective, budget: SearchBudget, better: Better | None
    ) -> None:
        self._problem, self._impossible = prepared(problem)
        self._objective = objective
        self._budget = budget
        self._better = better
        self._generator = ScheduleGenerator(self._problem)
        self._earliest = earliest_dates(self._generator)
        self._bound = finish_bound(self._generator, self._earliest)
        self._fewest = 0
        self._best: ActivitySchedule | None = None
        self._window = (0, 0)

    def best(self, taken: Sequence[ActivitySchedule], seed: int, proof_seconds: float) -> StoppedBy:
        """The schedules of the priority rules, then the genetic search."""
        generator = self._generator
        latest = latest_finishes(generator, self._earliest)
        decoder = decoder_of(self._problem, generator, self._objective)
        first: list[Decoded] = []

        def take(order: list[int], modes: list[int] | None) -> None:
            if first:
                self._budget.spend()
            first.append(decoder.decode(order, modes))
            self._offer(decoder.schedule(first[-1]))

        for schedule in taken:
            if generator.fits(schedule):
                self._offer(schedule)
            take(decoder.left_list(schedule.start), schedule.mode)
        for rule in PriorityRule:
            take(ordered(rule, generator, self._earliest, latest), None)
        if not generator.movable:
            return StoppedBy.NOTHING_TO_DO
        if proof_seconds and self._objective is LevellingObjective.FINISH:
            first.append(self._prove(decoder, first, latest, seed, proof_seconds))
        self._search(decoder, self._budget, seed).run(first, latest)
        raise AssertionError("the search ends only by its budget")

    def _search(self, decoder: Decoder, budget: SearchBudget, seed: int) -> GeneticSearch:
        from tpm_tui.planning.levelling.search.genetic import GeneticSearch

        choices = [len(activity.modes) for activity in self._problem.activities]
        return GeneticSearch(
            decoder,
            self._generator.topological,
            self._generator.out,
            choices,
            budget,
            seed,
            lambda decoded: self._offer(decoder.schedule(decoded)),
        )

    def _prove(self, decoder: Decoder, first: list[Decoded], latest: list[int], seed: int, seconds: float) -> Decoded:
        """Search a little, then have the constraint solver refute anything better: SearchStopped where it does."""
        begun = SearchBudget(SCHEDULES_BEFORE_PROOF, self._budget.stop)
        try:
            self._search(decoder, begun, seed).run(first, latest)
        except SearchStopped as stopped:
            self._budget.spend(begun.spent)
            if stopped.reason is not StoppedBy.SCHEDULES:
                raise
        best = self._best
        periods = in_periods(self._problem)
        assert best is not None
        if periods is not None and is_available():
            bound, end = (periods.period_of(instant) for instant in (self._bound, best.end))
            refutation = refute(periods, self._generator.topological, end, bound, seconds)
            if refutation.start is not None:
                best = periods.schedule_of(refutation.start)
            if refutation.proved:
                self._bound = best.end
            self._offer(best)
            if refutation.proved:
                raise SearchStopped(StoppedBy.OPTIMAL)
        return decoder.decode(decoder.left_list(best.start), best.mode)

    def least_change(self, window: tuple[int, int] | None, in_force: ActivitySchedule | None, seed: int) -> StoppedBy:
        """Move the fewest activities out of the overloads of the window."""
        if in_force is None:
            in_force = _in_force(self._generator)
        if window is None:
            window = min(in_force.start, default=0), in_force.end
        search = LeastChange(self._generator, in_force, window)
        search.reset()
        self._fewest = search.bound()
        self._window = window
        if not search.overloads():
            self._best = in_force
            return StoppedBy.NOTHING_TO_DO
        # At once a schedule without overloads, whatever it moves, if dates that must be kept let it; then the search
        # for the fewest.
        latest = latest_finishes(self._generator, self._earliest)
        order = ordered(PriorityRule.IN_FORCE, self._generator, self._earliest, latest)
        first = self._generator.schedule(order, in_force.mode)
        kept = overrun(self._problem, first) <= overrun(self._problem, in_force)
        self._replace(first if kept else in_force)
        search.search(RESTARTS, seed, self._budget, self._keep_better)
        return StoppedBy.OPTIMAL if self.proposal(StoppedBy.SCHEDULES).proved else StoppedBy.SCHEDULES

    def _offer(self, schedule: ActivitySchedule) -> None:
        """Keep the schedule where it is better than the best so far; end the search where nothing better exists."""
        value = value_of(self._problem, schedule, self._objective)
        if self._best is None or value < value_of(self._problem, self._best, self._objective):
            self._replace(schedule)
            if self._objective is LevellingObjective.FINISH and schedule.end <= self._bound:
                raise SearchStopped(StoppedBy.OPTIMAL)

    def _keep_better(self, schedule: ActivitySchedule) -> None:
        """Keep a schedule that leaves less overloaded, or as much and moves fewer activities."""
        best = self._best
        if best is not None:
            kept, new = (sum((o.finish - o.start) * o.units for o in self._overloads(s)) for s in (best, schedule))
            better = value_of(self._problem, schedule, self._objective) < value_of(self._problem, best, self._objective)
            if new > kept or (new == kept and not better):
                return
        self._replace(schedule)

    def _replace(self, schedule: ActivitySchedule) -> None:
        self._best = ActivitySchedule(schedule.start.copy(), schedule.finish.copy(), schedule.mode.copy())
        if self._better is not None:
            self._better(self.proposal(StoppedBy.SCHEDULES))

    def proposal(self, reason: StoppedBy) -> LevellingProposal:
        """The best so far."""
        best = self._best
        assert best is not None, "the first schedule is made whatever the budget"
        value = value_of(self._problem, best, self._objective)
        overloads = tuple(self._overloads(best))
        later: tuple[Overload, ...] = ()
        if self._objective is LevellingObjective.LEAST_CHANGE:
            later = tuple(self._overloads(best, (self._window[1], best.end)))
        bound = min(self._bound, best.end)
        late = overrun(self._problem, best)
        if self._objective is LevellingObjective.LEAST_CHANGE:
            # what is left over is proved to be only where nothing that shares in it may move
            proved = value[0] <= self._fewest and (not overloads or not self._fewest)
        else:
            proved = best.end <= bound and late == 0 and (self._objective is LevellingObjective.FINISH or value[1] == 0)
        return LevellingProposal(
            best,
            value,
            bound,
            proved,
            not overloads and not later and not self._impossible and not late,
            overloads,
            later,
            tuple(self._impossible),
            reason,
            self._budget.spent,
        )

    def _overloads(self, schedule: ActivitySchedule, within: tuple[int, int] | None = None) -> list[Overload]:
        """What is above capacity, by default in the time in which that is to be resolved."""
        profiles = self._generator.loaded(schedule)
        everything = min(schedule.start, default=0), schedule.end
        asked = self._window if self._objective is LevellingObjective.LEAST_CHANGE else everything
        since, until = asked if within is None else within
        return [
            Overload(number, *lack) for number, profile in enumerate(profiles) for lack in profile.lacks(since, until)
        ]


def _in_force(generator: ScheduleGenerator) -> ActivitySchedule:
    """Each activity at its start before levelling, in its first mode."""
    _, schedule = generator.empty()
    for j in generator.movable:
        activity = generator.problem.activities[j]
        schedule.start[j], schedule.finish[j] = generator.dates(activity.modes[0], activity.start)
    return schedule
