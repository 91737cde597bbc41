"""What the planner found out about one plan: dates, slack, conflicts, load, and what to compare them with."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from tpm_tui.domain.dates import Words
from tpm_tui.domain.plan import Plan
from tpm_tui.domain.sheet import Extras

if TYPE_CHECKING:
    from tpm_tui.planning.conflicts import Conflict
    from tpm_tui.planning.load import Load
    from tpm_tui.planning.schedule import Schedule

#: Start and finish in clock minutes; None where one is not known.
Ghost = tuple[int | None, int | None]


@dataclass(frozen=True, slots=True, eq=False)
class Wanted:
    """What to work out: a plan, today, the baseline to compare with ("" none, None the newest), the plan behind a
    what-if."""

    plan: Plan
    words: Words
    baseline: str | None = None
    real: Plan | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Planned:
    """The dates of one plan. ``ghosts`` are the spans drawn behind the bars: the real plan's in a what-if, else the
    baseline's; ``real_finish`` is when the real plan ends, in clock minutes."""

    plan: Plan
    words: Words
    schedule: "Schedule"
    extras: Extras
    out: list[bool]
    conflicts: "Mapping[str, list[Conflict]]"
    load: "Load"
    baseline: str | None
    ghosts: Mapping[str, Ghost]
    real_finish: int | None = None

    def place(self, id_: str) -> int | None:
        """An item's position in the schedule, None if it has no dates."""
        place = self.plan["item"].position.get(id_)
        return None if place is None or self.out[place] else place

    def span(self, id_: str) -> tuple[int, int] | None:
        """Start and finish in clock minutes."""
        place = self.place(id_)
        return None if place is None else (self.schedule.start[place], self.schedule.finish[place])


def work_out(wanted: Wanted) -> Planned:
    """Schedule a plan and everything that is drawn of it. ValueError where it cannot be scheduled."""
    from tpm_tui.planning.bridge import left_out, schedule_of
    from tpm_tui.planning.columns import schedule_columns
    from tpm_tui.planning.conflicts import conflicts
    from tpm_tui.planning.load import load_of
    from tpm_tui.planning.variance import baseline_spans, newest_baseline, variance_columns

    plan, words = wanted.plan, wanted.words
    schedule = schedule_of(plan, words)
    extras = dict(schedule_columns(plan, words))
    ids, out = plan["item"].ids, left_out(plan)
    found: dict[str, list[Conflict]] = {}
    for conflict in conflicts(schedule):
        if not out[conflict.position]:
            found.setdefault(ids[conflict.position], []).append(conflict)
    baseline = newest_baseline(plan) if wanted.baseline is None else wanted.baseline
    ghosts: dict[str, Ghost] = {}
    if baseline and baseline in plan["baseline"]:
        spans = baseline_spans(plan, baseline)
        extras |= variance_columns(plan, words, spans)
        ghosts.update(spans)
    real_finish = None
    if wanted.real is not None:
        real = schedule_of(wanted.real, words)
        real_finish = real.plan_finish
        gone = left_out(wanted.real)
        ghosts = {
            id_: (real.start[place], real.finish[place])
            for place, id_ in enumerate(wanted.real["item"].ids)
            if not gone[place]
        }
    load = load_of(plan, words, schedule)
    return Planned(plan, words, schedule, extras, out, found, load, baseline, ghosts, real_finish)
