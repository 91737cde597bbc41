"""The schedule risk simulation against the bare kernel, as ratios in one run.

The bare kernel is the least that anyone could do in numpy: one vector an item over chunks of 1,000 iterations,
triangular draws, finish-to-start links, no calendar, criticality by mask.

    python tests/benchmarks/simulation_bench.py [--effects]
"""

import random
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date, datetime
from itertools import pairwise
from pathlib import Path

from support.networks import make_network
from tpm_tui.domain.time.instants import to_minute
from tpm_tui.domain.time.work_calendar import STANDARD_WEEK, WorkCalendar
from tpm_tui.domain.values.three_point import ThreePoint
from tpm_tui.planning.model.network import LagUnit, LinkType, NetworkLink
from tpm_tui.planning.montecarlo.risk_model import RiskDriver, RiskEffect, RiskModel

CHUNK = 1000
TYPES = (LinkType.FS,) * 6 + (LinkType.SS,) * 2 + (LinkType.FF,) * 2
LAGS = (0, 0, 0, 240, 480, -240)
HOLIDAYS = {date(2026, 12, 24): (), date(2026, 12, 25): (), date(2027, 1, 1): ()}


def plan(n: int, calendars: int, seed: int = 1) -> RiskModel:
    """n items with 2 links each, mixed types and lags, a range on every estimate, 14 risks on 3 items each.

    With one calendar it has holidays; with more, one item in three counts on a person's calendar with days off, one in
    fifty is a milestone, and one link in ten has an elapsed lag. A larger plan is wider, not longer.
    """
    rng = random.Random(seed)
    durations = [rng.randrange(1, 11) * 240 for _ in range(n)]
    milestone = [calendars > 1 and rng.random() < 0.02 for _ in range(n)]
    durations = [0 if point else d for d, point in zip(durations, milestone, strict=True)]
    links = []
    for after in range(1, n):
        for _ in range(2):
            unit = LagUnit.ELAPSED if calendars > 1 and rng.random() < 0.1 else LagUnit.WORKING
            before = rng.randrange(max(0, after - max(60, n // 15)), after)
            links.append(NetworkLink(before, after, rng.choice(TYPES), rng.choice(LAGS), unit))
    kept = [WorkCalendar(STANDARD_WEEK, HOLIDAYS)]
    for number in range(1, calendars):
        away = {date.fromordinal(date(2026, 12, 1).toordinal() + 7 * number + day): () for day in range(5)}
        kept.append(WorkCalendar(STANDARD_WEEK, HOLIDAYS | away))
    network = make_network(
        durations,
        links,
        plan_start=to_minute(datetime(2026, 11, 23, 8)),
        milestone=milestone,
        calendars=kept,
        calendar=[rng.randrange(1, calendars) if calendars > 1 and rng.random() < 1 / 3 else -1 for _ in range(n)],
    )
    risks = []
    for number in range(14):
        hits = tuple(p for p in rng.sample(range(n), 3) if not milestone[p])
        before, rest = RiskEffect(0.4, ThreePoint(480, 960, 4800)), RiskEffect(0.1, ThreePoint(480, 960, 4800))
        risks.append(RiskDriver(f"r{number}", f"R-{number}", before, rest, hits, hits))
    spread = {p: ThreePoint(d * 0.6, d, d * 2) for p, d in enumerate(durations) if d}
    return RiskModel(network, [f"i{p}" for p in range(n)], [f"T-{p}" for p in range(n)], spread, tuple(risks))


def bare(problem: RiskModel, runs: int) -> None:
    """The bare kernel on the same items and links."""
    import numpy as np

    n = len(problem.network)
    rng = np.random.default_rng(1)
    before: list[list[int]] = [[] for _ in range(n)]
    for link in problem.network.links:
        before[link.successor].append(link.predecessor)
    ranges = [problem.spread.get(p, ThreePoint(0, 1, 2)) for p in range(n)]
    count = np.zeros(n)
    for _ in range(runs // CHUNK):
        durations = [rng.triangular(e.best, e.likely, e.worst, CHUNK) for e in ranges]
        ends: list[np.ndarray] = []
        for p in range(n):
            start = None
            for q in before[p]:
                start = ends[q] if start is None else np.maximum(start, ends[q])
            ends.append(durations[p] if start is None else start + durations[p])
        finish = ends[0]
        for end in ends:
            finish = np.maximum(finish, end)
        mask = [end >= finish for end in ends]
        for p in reversed(range(n)):
            if before[p]:
                start = ends[p] - durations[p]
                for q in before[p]:
                    mask[q] |= mask[p] & (ends[q] >= start)
            count[p] += np.count_nonzero(mask[p])


def best(work: Callable[[], object], times: int = 3) -> float:
    """The least processor time of a few runs, which other work on the machine disturbs less than the time of day."""
    listed = []
    for _ in range(times):
        begin = time.process_time()
        work()
        listed.append(time.process_time() - begin)
    return min(listed)


def memory() -> float:
    """The most memory this program has had, in MiB; what the system counts of a process is that of its parent too."""
    status = Path("/proc/self/status").read_text(encoding="ascii")
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


def main() -> None:
    empty = memory()
    from tpm_tui.planning.montecarlo.simulate import simulate

    simulate(plan(1000, 11), runs=10_000, effects=False)
    print(f"memory for 1,000 items x 10,000 over the empty process: {memory() - empty:.0f} MiB (goal 100)")
    print(f"{'':44s}{'seconds':>9s}{'bare':>9s}{'ratio':>7s}")
    for label, n, runs, calendars in (
        ("1,000 items x 10,000, one calendar", 1000, 10_000, 1),
        ("1,000 items x 10,000, eleven calendars", 1000, 10_000, 11),
        ("10,000 items x 1,000, one calendar", 10_000, 1000, 1),
        ("10,000 items x 1,000, eleven calendars", 10_000, 1000, 11),
    ):
        problem = plan(n, calendars)
        kernel = best(lambda problem=problem, runs=runs: bare(problem, runs))
        whole = best(lambda problem=problem, runs=runs: simulate(problem, runs=runs, effects=False))
        print(f"{label:44s}{whole:9.3f}{kernel:9.3f}{whole / kernel:7.2f}")
        if n == 1000 and "--effects" in sys.argv:
            effects = best(lambda problem=problem, runs=runs: simulate(problem, runs=runs), 1)
            print(f"{'  with what each of 14 risks costs':44s}{effects:9.3f}{kernel:9.3f}{effects / kernel:7.2f}")
    for n in (1000, 10_000):
        print(
            f"longest time between two questions whether to stop, {n} items: {_patience(plan(n, 11)):.0f} ms (goal 50)"
        )
    runs, seconds = _demo()
    print(f"demo: P80 within 1 % of converged from five seeds with {runs} iterations: {seconds:.3f} s (goal 0.3)")


def _patience(problem: RiskModel) -> float:
    """Milliseconds of processor time for which a run that is no longer wanted goes on at most."""
    from tpm_tui.planning.montecarlo.simulate import simulate

    simulate(problem, runs=CHUNK)
    asked = [time.process_time()]
    simulate(problem, runs=2 * CHUNK, cancelled=lambda: bool(asked.append(time.process_time())))
    asked.append(time.process_time())
    return 1000 * max(b - a for a, b in pairwise(asked))


def _demo() -> tuple[int, float]:
    """The fewest iterations after which P80 of the demo lies within 1 % of what 50,000 find, and their seconds."""
    from tpm_tui.demo import loader
    from tpm_tui.domain.text.dates import InputContext
    from tpm_tui.domain.time.clock import today
    from tpm_tui.planning.montecarlo.risk_model import risk_model
    from tpm_tui.planning.montecarlo.simulate import simulate
    from tpm_tui.store.store import Store

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "demo.db"
        loader.build_demo(path)
        with Store.open(path) as store:
            problem = risk_model(store.load(), InputContext(today()))
    reference = simulate(problem, runs=50_000, seed=99, effects=False).finish.duration(80)

    def near(runs: int, seed: int) -> bool:
        result = simulate(problem, runs=runs, seed=seed, effects=False).finish.duration(80)
        return abs(result / reference - 1) <= 0.01

    runs = next(n for n in (200, 500, 1000, 2000, 5000, 10_000, 50_000) if all(near(n, seed) for seed in range(1, 6)))
    return runs, best(lambda: simulate(problem, runs=runs, effects=False))


if __name__ == "__main__":
    main()
