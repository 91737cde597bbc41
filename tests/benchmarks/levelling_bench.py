"""How good and how fast levelling is: first proposals, PSPLIB against the best makespans known, MSPSP's optima.

Processor time of one core, start-up not counted. The instances are read from the folder that ``TPM_DATA`` names, and
left out without it. ``long`` measures what takes minutes: ten seconds an instance, and so many schedules.

    python tests/benchmarks/levelling_bench.py [SECONDS | long]
"""

import csv
import os
import random
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from support.plan_records import WORDS, add, item, link, new_plan
from support.psplib import read_psplib
from tpm_tui.cli.schedule.levelling import makespan_in_periods
from tpm_tui.demo.loader import build_demo
from tpm_tui.domain.plan.plan import Plan
from tpm_tui.exchange.import_file import import_file
from tpm_tui.planning.cpm.schedule_of_plan import schedule_of
from tpm_tui.planning.levelling.levelling_of_plan import PlanProposal, level_plan
from tpm_tui.planning.levelling.problem.objective import LevellingObjective
from tpm_tui.planning.levelling.proposal import level
from tpm_tui.planning.levelling.search.when_a_search_stops import StoppedBy
from tpm_tui.store.store import Store


def gap(folder: Path, size: str, *, seconds: float | None = None, schedules: int | None = None) -> float:
    """The mean of makespan ÷ best known − 1 over the instances of a size, in percent."""
    with (folder / "best_known.csv").open() as file:
        best = {row["file"]: int(row["best"]) for row in csv.DictReader(file) if row["file"].startswith(size)}
    listed = []
    for name in sorted(best):
        problem = read_psplib(folder / name)
        end = None if seconds is None else time.process_time() + seconds

        def stop(end: float | None = end) -> StoppedBy | None:
            return StoppedBy.SECONDS if end is not None and time.process_time() >= end else None

        proposal = level(problem, LevellingObjective.FINISH, schedules=schedules, stop=stop)
        listed.append(proposal.schedule.end / best[name] - 1)
    return 100 * sum(listed) / len(listed)


def slowest_optimum(folder: Path, most: float = 60) -> float:
    """Seconds until the makespan that is proved optimal is reached, of the MSPSP instance that takes longest."""
    with (folder / "makespan_computed.csv").open() as file:
        optimum = {row["file"]: int(row["makespan"]) for row in csv.DictReader(file) if row["proved"] == "yes"}
    seconds: list[float] = []
    for name, makespan in sorted(optimum.items()):
        plan = imported("mspsp", folder / name)
        schedule_of(plan, WORDS)
        began = time.process_time()
        reached: list[float] = []

        def better(proposal: PlanProposal, reached: list[float] = reached, makespan: int = makespan) -> None:
            if makespan_in_periods(proposal) <= makespan:
                reached.append(time.process_time())

        def stop(began: float = began, reached: list[float] = reached) -> StoppedBy | None:
            return StoppedBy.SECONDS if reached or time.process_time() > began + most else None

        level_plan(plan, WORDS, LevellingObjective.FINISH, stop=stop, better=better)
        seconds.append((reached[0] if reached else time.process_time()) - began)
    return max(seconds)


def imported(format_: str, source: Path) -> Plan:
    """The plan of a new file into which another program's file was imported."""
    with tempfile.TemporaryDirectory() as folder, Store.create(Path(folder) / "plan.db") as store:
        store.load()
        import_file(store, format_, source)
        return store.load()


def demo_plan() -> Plan:
    """The plan of the demo."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        build_demo(path)
        with Store.open(path) as store:
            return store.load()


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


def first_proposal(plan: Plan, objective: LevellingObjective = LevellingObjective.BEST) -> float:
    """Seconds from a plan with its schedule to the first proposal, with that objective."""
    schedule_of(plan, WORDS)
    times: list[float] = []
    began = time.process_time()

    def better(_proposal: PlanProposal) -> None:
        times.append(time.process_time() - began)

    level_plan(plan, WORDS, objective, schedules=1, better=better)
    return times[0] if times else time.process_time() - began


def first_proposals() -> None:
    """Print how long the first proposal takes, of both modes the slower one."""
    export = Path(__file__).parents[1] / "data" / "jira" / "atlas.csv"
    for name, plan in (
        ("the demo", demo_plan()),
        ("an imported Jira export", imported("jira", export)),
        ("10,000 items x 40 people", large_plan(10_000, 40)),
    ):
        modes = (LevellingObjective.BEST, LevellingObjective.LEAST_CHANGE)
        print(f"first proposal, {name}: {max(first_proposal(plan, mode) for mode in modes):.2f} s", flush=True)


def main(argument: str) -> None:
    """Print the figures of the usual run, or of the long one."""
    data = os.environ.get("TPM_DATA")
    folder = None if data is None else Path(data) / "psplib"
    if argument == "long":
        if folder is None:
            sys.exit("TPM_DATA is missing: it names the folder of the instances")
        for schedules in (1000, 5000):
            print(f"j120: gap at {schedules} schedules {gap(folder, 'j120', schedules=schedules):.3f} %", flush=True)
        print(f"j120: gap in 10 s {gap(folder, 'j120', seconds=10):.3f} %", flush=True)
        return
    first_proposals()
    if folder is not None:
        print(f"MSPSP: the slowest optimum after {slowest_optimum(folder.parent / 'mspsp'):.2f} s", flush=True)
        for size in ("j30", "j60", "j90", "j120"):
            print(f"{size}: gap in {argument} s {gap(folder, size, seconds=float(argument)):.3f} %", flush=True)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "1")
