"""How good and how fast levelling is: PSPLIB against the best makespans known, and the first proposal for a large plan.

Processor time of one core, start-up not counted. The instances are read from the folder that ``TPM_DATA`` names, and
left out without it.

    python tests/benchmarks/levelling_bench.py [SECONDS]
"""

import csv
import os
import random
import sys
import time
from datetime import date, timedelta
from pathlib import Path

from support.plan_records import WORDS, add, item, link, new_plan
from support.psplib import read_psplib
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.planning.cpm.plan_schedule import schedule_of
from tpm_tui.planning.levelling.plan_levelling import PlanProposal, level_plan
from tpm_tui.planning.levelling.problem.objective import LevellingObjective
from tpm_tui.planning.levelling.proposal import level
from tpm_tui.planning.levelling.search.search_budget import StoppedBy


def gaps(folder: Path, seconds: float) -> None:
    """Print the mean of makespan ÷ best known − 1 for each size."""
    with (folder / "best_known.csv").open() as file:
        best = {row["file"]: int(row["best"]) for row in csv.DictReader(file)}
    for size in ("j30", "j60", "j90", "j120"):
        listed = []
        for name in sorted(n for n in best if n.startswith(size)):
            problem = read_psplib(folder / name)
            end = time.process_time() + seconds

            def stop(end: float = end) -> StoppedBy | None:
                return StoppedBy.SECONDS if time.process_time() >= end else None

            proposal = level(problem, LevellingObjective.FINISH, schedules=None, stop=stop)
            listed.append(proposal.schedule.end / best[name] - 1)
        print(f"{size}: gap in {seconds:g} s {100 * sum(listed) / len(listed):.3f} %", flush=True)


def large_plan(items: int, people: int, seed: int = 1) -> Plan:
    """People on calendars of their own with absences, and items that follow one another."""
    rng = random.Random(seed)
    edits = [
        add("calendar", f"c{n}", name=f"C{n}", friday="" if n % 7 == 0 else "09:00-12:00 13:00-17:00")
        for n in range(people)
    ]
    edits += [add("person", f"p{n}", name=f"P{n}", calendar=f"c{n}") for n in range(people)]
    for n in range(5 * people):
        away = date(2026, 12, 1) + timedelta(days=rng.randrange(300))
        edits.append(add("absence", f"a{n}", person=f"p{n % people}", start=away))
    names = [f"T{n:05}" for n in range(items)]
    edits += [item(name, rng.choice((2, 4, 8, 16)), owner=f"p{rng.randrange(people)}") for name in names]
    edits += [link(names[rng.randrange(max(0, n - 200), n)], names[n]) for n in range(10, items) if rng.random() < 0.8]
    return new_plan(*edits)


def first_proposal(plan: Plan) -> float:
    """Seconds from a plan with its schedule to the first proposal."""
    schedule_of(plan, WORDS)
    times: list[float] = []
    began = time.process_time()

    def told(_proposal: PlanProposal) -> None:
        times.append(time.process_time() - began)

    level_plan(plan, WORDS, LevellingObjective.BEST, schedules=1, better=told)
    return times[0]


if __name__ == "__main__":
    print(f"first proposal, 10,000 items x 40 people: {first_proposal(large_plan(10_000, 40)):.2f} s", flush=True)
    data = os.environ.get("TPM_DATA")
    if data:
        gaps(Path(data) / "psplib", float(sys.argv[1]) if len(sys.argv) > 1 else 1.0)
